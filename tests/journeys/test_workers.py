"""The shop on its production server, with workers that die."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from queue import Queue

import pytest
import requests

from sandbox import Sandbox

ROOT = Path(__file__).parents[2]
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
PATIENCE_SECONDS = 30


class Server:
    """gunicorn as `make serve` starts it, and the ids of its workers as it names them."""

    def __init__(self, data_dir: Path, workers: int = 2) -> None:
        self.data_dir = data_dir
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        environ = os.environ | {
            "PORT": str(self.port),
            "DATA_DIR": str(data_dir),
            "GUNICORN_CMD_ARGS": f"--log-level info --workers {workers}",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn"], cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True
        )
        self.booted: Queue[int] = Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self.url = f"http://127.0.0.1:{self.port}"

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if found := re.search(r"Booting worker with pid: (\d+)", line):
                self.booted.put(int(found[1]))

    def wait_for_worker(self) -> int:
        return self.booted.get(timeout=PATIENCE_SECONDS)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=PATIENCE_SECONDS)
        self.reader.join(timeout=PATIENCE_SECONDS)
        assert self.process.stderr is not None
        self.process.stderr.close()


@pytest.fixture
def busy_server(tmp_path: Path) -> Iterator[Server]:
    started = Server(tmp_path / "data", workers=3)
    yield started
    started.stop()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = Server(tmp_path / "data")
    yield started
    started.stop()


def get(ada: requests.Session, address: str) -> requests.Response:
    """A GET that outlives the moment in which no worker is there yet."""
    for _ in range(200):
        try:
            return ada.get(address, timeout=10)
        except requests.ConnectionError:
            threading.Event().wait(0.05)
    raise AssertionError("the server never answers")


def test_killed_workers_lose_no_cart(server: Server) -> None:
    workers = [server.wait_for_worker(), server.wait_for_worker()]
    with requests.Session() as ada:
        page = get(ada, f"{server.url}/products/harbour-mug").text
        variant = re.search(r'name="variant" value="([^"]+)"', page)
        assert variant is not None
        form = {"product": "harbour-mug", "variant": variant[1], "quantity": "3"}
        added = ada.post(f"{server.url}/cart/items", data=form, headers=SAME_ORIGIN, timeout=10)
        assert "Harbour mug" in added.text
        for worker in workers:
            os.kill(worker, signal.SIGKILL)  # two processes that this test's own server started
        server.wait_for_worker()
        cart = get(ada, f"{server.url}/cart")
        assert cart.status_code == 200
        assert "Harbour mug" in cart.text
        assert ada.cookies["cart_count"] == "3"


def sign_in(ada: requests.Session, server: Server) -> None:
    """With the demo account: the shop's button, then the hosted page's."""
    hosted = ada.post(f"{server.url}/auth/login", data={"next": "/cart"}, headers=SAME_ORIGIN, timeout=10)
    form = hosted.text[hosted.text.index("<form") : hosted.text.index("</form>")]
    tags = (dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", form))
    fields = {tag["name"]: tag.get("value", "") for tag in tags if "name" in tag}
    page = ada.post(hosted.url, data=fields, headers=SAME_ORIGIN, timeout=10)
    assert page.url == f"{server.url}/cart"


def test_24_requests_in_3_processes_renew_a_customers_token_once(busy_server: Server) -> None:
    for _ in range(3):
        busy_server.wait_for_worker()
    with requests.Session() as ada:
        sign_in(ada, busy_server)
        session = ada.cookies["session"]
    sandbox = Sandbox(
        busy_server.data_dir / "sandbox.sqlite3",
        public_url=f"{busy_server.url}/sandbox",
        allowed_redirect_domains=[busy_server.url],
    )
    sandbox.clock.advance(timedelta(hours=4, minutes=1))
    before = sum(call.path.endswith("/oauth2/token") for call in sandbox.journal())

    def open_cart(_: int) -> int:
        return requests.get(f"{busy_server.url}/cart", cookies={"session": session}, timeout=30).status_code

    with ThreadPoolExecutor(max_workers=24) as crowd:
        assert list(crowd.map(open_cart, range(24))) == [200] * 24
    assert sum(call.path.endswith("/oauth2/token") for call in sandbox.journal()) == before + 1
    assert ada_is_signed_in(busy_server, session)
    sandbox.close()


def ada_is_signed_in(server: Server, session: str) -> bool:
    """The login page lets whoever is signed in go on at once."""
    answer = requests.get(f"{server.url}/auth/login", cookies={"session": session}, allow_redirects=False, timeout=10)
    return answer.status_code == 303
