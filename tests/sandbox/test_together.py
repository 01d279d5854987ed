"""Several threads and processes on one file, and the sandbox alone behind a real socket."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from sandbox import Sandbox
from tests.sandbox.cast import CLIENT_ID, SHOP, Browser, Caller, CheckoutPage, build, new_visitor, sku

ROOT = Path(__file__).parents[2]
BUYERS = 6


def buyers(sandbox: Sandbox, product: dict[str, Any]) -> list[CheckoutPage]:
    """Bring several visitors to the last step with the same product."""
    pages = []
    for _ in range(BUYERS):
        visitor = new_visitor(Client(sandbox.api))
        visitor.add(product)
        pages.append(Browser(sandbox).enter(visitor.redirect_session(visitor.checkout(), postFlowUrl=f"{SHOP}/")))
    return pages


def test_of_many_buyers_exactly_one_gets_the_last_piece(
    sandbox: Sandbox, merchant: Caller, mug: dict[str, Any], tmp_path: Path
):
    other = build(tmp_path)
    pages = buyers(sandbox, mug)
    for page in pages[::2]:
        page.browser.move_to(other)
    sandbox.set_stock(sku(mug), 1)
    with ThreadPoolExecutor(BUYERS) as pool:
        statuses = list(pool.map(lambda page: page.send("pay").status_code, pages))
    assert sorted(statuses) == [303] + [409] * (BUYERS - 1)
    assert len(merchant.orders()) == 1
    other.close()


def test_order_numbers_are_never_given_twice(sandbox: Sandbox, merchant: Caller, mug: dict[str, Any]):
    sandbox.set_stock(sku(mug), BUYERS)
    pages = buyers(sandbox, mug)
    with ThreadPoolExecutor(BUYERS) as pool:
        list(pool.map(lambda page: page.send("pay"), pages))
    assert sorted(order["number"] for order in merchant.orders()) == [str(10001 + number) for number in range(BUYERS)]
    items = merchant.post("/stores/v3/inventory-items/query", {"query": {"filter": {"productId": mug["id"]}}}).json
    assert items["inventoryItems"][0]["quantity"] == 0


def test_one_address_opened_many_times_at_once_works_once(sandbox: Sandbox, ada: Caller, mug: dict[str, Any]):
    ada.add(mug)
    session = ada.redirect_session(ada.checkout())
    with ThreadPoolExecutor(BUYERS) as pool:
        replies = list(pool.map(lambda _: Browser(sandbox).open(session["fullUrl"]).status_code, range(BUYERS)))
    assert sorted(replies) == [302] + [410] * (BUYERS - 1)


def test_workers_may_start_on_a_new_file_at_once(tmp_path: Path):
    program = (
        "import sys; from pathlib import Path; from sandbox import Sandbox; "
        "s = Sandbox(Path(sys.argv[1]), public_url='http://localhost:8000/sandbox', allowed_redirect_domains=[]); "
        "s.set_stock(sys.argv[2], 3)"
    )
    probe = build(tmp_path / "probe")
    number = _any_sku(probe)
    probe.close()
    command = [sys.executable, "-c", program, str(tmp_path / "shared.sqlite3"), number]
    workers = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]
    assert [worker.wait(timeout=60) for worker in workers] == [0, 0, 0]


def _any_sku(sandbox: Sandbox) -> str:
    visitor = new_visitor(Client(sandbox.api))
    return sku(visitor.product(visitor.products()[0]["slug"]))


class Server:
    """The stand-alone sandbox in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        self.greeting = process.stdout.readline()
        self.port = int(self.greeting.split("127.0.0.1:")[1].split("/")[0])

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            payload = None if body is None else json.dumps(body)
            connection.request(method, path, payload, {"Content-Type": "application/json", **headers})
            reply = connection.getresponse()
            return reply.status, dict(reply.getheaders()), reply.read()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    environment = {**os.environ, "SANDBOX_ALLOWED_REDIRECT_DOMAINS": "http://shop.example"}
    command = [sys.executable, "-m", "sandbox", "--port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        yield Server(process)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0


@pytest.fixture
def token(server: Server) -> str:
    status, _, body = server.call("POST", "/wix/oauth2/token", {"clientId": CLIENT_ID, "grantType": "anonymous"})
    assert status == 200
    return str(json.loads(body)["access_token"])


def test_alone_bigcommerce_has_its_api_and_pages_on_the_same_origin(server: Server):
    path = "/bigcommerce/stores/sandbox/v3/catalog/products/101?include=primary_image"
    status, headers, body = server.call("GET", path, **{"X-Auth-Token": "sandbox-token"})
    assert status == 200
    assert headers["X-Rate-Limit-Requests-Left"]
    picture = json.loads(body)["data"]["primary_image"]["url_standard"]
    origin = f"http://127.0.0.1:{server.port}"
    assert picture.startswith(f"{origin}/bigcommerce/media/")
    assert server.call("GET", picture.removeprefix(origin))[0] == 200
    assert server.call("GET", "/bigcommerce/stores/sandbox/v3/carts/x")[0] == 401


def test_alone_it_serves_api_pages_and_control_on_one_origin(server: Server, token: str):
    query = {"query": {"filter": {"visible": True}}}
    status, headers, body = server.call("POST", "/wix/stores/v3/products/query", query, Authorization=token)
    assert status == 200
    assert headers["x-wix-request-id"]
    picture = json.loads(body)["products"][0]["media"]["main"]["image"]["url"]
    origin = f"http://127.0.0.1:{server.port}"
    assert picture.startswith(f"{origin}/wix/media/")
    status, headers, _ = server.call("GET", picture.removeprefix(origin))
    assert (status, headers["Content-Type"].split(";")[0]) == (200, "image/svg+xml")
    assert server.call("GET", "/")[0] == 200
    assert server.call("GET", "/control")[0] == 200
    assert server.call("GET", "/wix/no/such/path")[1]["Content-Type"] == "application/json"


def test_alone_it_reads_its_settings_from_the_environment(server: Server, token: str):
    for domain, status in (("http://shop.example", 200), ("http://127.0.0.1:8000", 403)):
        body = {"login": {}, "callbacks": {"postFlowUrl": f"{domain}/"}}
        assert server.call("POST", "/wix/headless/v1/redirect-session", body, Authorization=token)[0] == status


def test_alone_it_can_cut_a_connection(server: Server, token: str):
    server.call("POST", "/control/faults", {"path": "/stores/v3/provision", "kind": "reset"})
    with pytest.raises((ConnectionError, http.client.RemoteDisconnected)):
        server.call("GET", "/wix/stores/v3/provision/version", Authorization=token)
    assert server.call("GET", "/wix/stores/v3/provision/version", Authorization=token)[0] == 200
