"""Webhooks of BigCommerce: what is told, how it is signed, and what happens when nobody listens."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Mapping
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from sandbox import Sandbox
from sandbox.bigcommerce.outbox import RETRIES
from tests.sandbox.bigcommerce.buying import DECLINED, card, done, order, paid, pay, ready, token
from tests.sandbox.bigcommerce.cast import PLAIN_MUG, Shop, item, lines
from tests.sandbox.cast import SMALL_SHOP, build

SECRET = b"sandbox-client-secret-0123456789abcdef"
SHOP_HOOK = "https://shop.example/hooks"


class Listener:
    """Somebody who takes webhooks, or does not."""

    def __init__(self, *, answers: bool = True) -> None:
        self.answers = answers
        self.taken: list[tuple[str, Mapping[str, str], bytes]] = []

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> bool:
        self.taken.append((url, headers, body))
        return self.answers

    @property
    def scopes(self) -> list[str]:
        return [json.loads(body)["scope"] for _, _, body in self.taken]


def listen(shop: Shop, scope: str, **fields: Any) -> dict[str, Any]:
    body = {"scope": scope, "destination": SHOP_HOOK, "is_active": True, **fields}
    return dict(done(shop.call("POST", "/v3/hooks", body)))


def told(sandbox: Sandbox, scope: str) -> list[dict[str, Any]]:
    """Return what was told of a scope, without the envelope."""
    return [message.content["data"] for message in sandbox.webhooks() if message.scope == scope]


def test_a_purchase_is_told_step_by_step(sandbox: Sandbox, shop: Shop):
    cart_id = ready(shop, item(PLAIN_MUG))
    order_id = paid(shop, cart_id)
    assert told(sandbox, "store/cart/created") == [{"type": "cart", "id": cart_id}]
    assert told(sandbox, "store/order/created") == [{"type": "order", "id": order_id}]
    assert told(sandbox, "store/order/statusUpdated") == [
        {"type": "order", "id": order_id, "status": {"previous_status_id": 0, "new_status_id": 11}}
    ]
    assert told(sandbox, "store/cart/converted") == [{"type": "cart", "id": cart_id, "orderId": order_id}]
    assert told(sandbox, "store/order/transaction/created") == [
        {"type": "transaction", "id": "1", "order_id": str(order_id)}
    ]


def test_a_declined_card_converts_nothing(sandbox: Sandbox, shop: Shop):
    pay(shop, token(shop, order(shop, ready(shop, item(PLAIN_MUG)))), card(DECLINED))
    assert told(sandbox, "store/cart/converted") == told(sandbox, "store/order/statusUpdated") == []


def test_changes_of_a_cart_are_told(sandbox: Sandbox, shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG))
    path = f"/v3/carts/{cart['id']}/items/{lines(cart)[0]['id']}"
    shop.call("PUT", path, {"line_item": {"quantity": 2, "product_id": PLAIN_MUG}})
    shop.call("DELETE", path)
    assert [message.scope for message in sandbox.webhooks()] == [
        "store/cart/created",
        "store/cart/updated",
        "store/cart/deleted",
    ]


def test_a_message_is_signed_with_the_client_secret(sandbox: Sandbox, shop: Shop):
    shop.new_cart(item(PLAIN_MUG))
    (message,) = sandbox.webhooks()
    now = sandbox.clock.now()
    headers, body = message.signed(now)
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    signature = base64.b64encode(hmac.digest(SECRET, signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{signature}"
    assert headers["webhook-timestamp"] == str(int(now.timestamp()))
    content = json.loads(body)
    assert (content["store_id"], content["producer"]) == ("1001", "stores/sandbox")
    assert len(content["hash"]) == 40


def test_no_two_events_have_the_same_hash(sandbox: Sandbox, shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG))
    for _ in range(2):
        shop.add(cart["id"], item(PLAIN_MUG))
    hashes = [message.content["hash"] for message in sandbox.webhooks()]
    assert len(set(hashes)) == len(hashes) == 3


def test_the_control_surface_changes_an_order_and_lists_what_was_told(sandbox: Sandbox, shop: Shop):
    order_id = order(shop, ready(shop, item(PLAIN_MUG)))
    control = Client(sandbox.pages)
    body = {"orderId": order_id, "statusId": 2}
    assert control.post("/control/bigcommerce-order-status", json=body).status_code == 200
    assert shop.get(f"/v2/orders/{order_id}").json["status"] == "Shipped"
    assert control.get("/control/webhooks").json["webhooks"][-1]["scope"] == "store/order/statusUpdated"


def test_webhooks_go_over_the_wire(sandbox: Sandbox, shop: Shop):
    received = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((dict(self.headers), body))
            self.send_response(200 if self.path == "/good" else 302)
            self.send_header("Location", "/good")
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        for path in ("good", "elsewhere"):
            listen(shop, "store/cart/created", destination=f"http://127.0.0.1:{server.server_port}/{path}")
        listen(shop, "store/cart/created", destination="http://127.0.0.1:1/nobody")
        shop.new_cart(item(PLAIN_MUG))
        assert sandbox.deliver_webhooks() == 1
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    (message,) = sandbox.webhooks()
    names, body = received[0]
    assert body.decode() == message.body
    assert {name.lower() for name in names} >= {"webhook-id", "webhook-timestamp", "webhook-signature"}
    assert len(received) == 2


def test_a_hook_is_told_what_it_asked_for_with_its_own_headers(sandbox: Sandbox, shop: Shop):
    listen(shop, "store/order/*", headers={"X-Secret": "s"})
    listener = Listener()
    paid(shop, ready(shop, item(PLAIN_MUG)))
    assert sandbox.deliver_webhooks(listener) == 3
    assert listener.scopes == ["store/order/created", "store/order/transaction/created", "store/order/statusUpdated"]
    url, headers, _ = listener.taken[0]
    assert (url, headers["X-Secret"]) == (SHOP_HOOK, "s")
    assert sandbox.deliver_webhooks(listener) == 0


def test_a_message_nobody_takes_comes_again_later_under_the_same_id(sandbox: Sandbox, shop: Shop):
    listen(shop, "store/cart/created")
    deaf, listener = Listener(answers=False), Listener()
    shop.new_cart(item(PLAIN_MUG))
    assert sandbox.deliver_webhooks(deaf) == 0
    assert sandbox.deliver_webhooks(listener) == 0
    sandbox.clock.advance(timedelta(seconds=RETRIES[0] + 1))
    assert sandbox.deliver_webhooks(listener) == 1
    assert listener.taken[0][1]["webhook-id"] == deaf.taken[0][1]["webhook-id"]


def test_a_hook_that_never_answers_is_switched_off(sandbox: Sandbox, shop: Shop):
    hook = listen(shop, "store/cart/created")
    deaf = Listener(answers=False)
    shop.new_cart(item(PLAIN_MUG))
    for seconds in (0, *RETRIES):
        sandbox.clock.advance(timedelta(seconds=seconds + 1))
        sandbox.deliver_webhooks(deaf)
    assert len(deaf.taken) == len(RETRIES) + 1
    assert shop.read(f"/v3/hooks/{hook['id']}")["is_active"] is False


def test_a_hook_is_changed_and_deleted(sandbox: Sandbox, shop: Shop):
    hook = listen(shop, "store/cart/created")
    path = f"/v3/hooks/{hook['id']}"
    assert done(shop.call("PUT", path, {"is_active": False}))["is_active"] is False
    shop.new_cart(item(PLAIN_MUG))
    assert sandbox.deliver_webhooks(Listener()) == 0
    assert [found["id"] for found in shop.read("/v3/hooks")] == [hook["id"]]
    assert shop.read("/v3/hooks?page=2") == []
    assert done(shop.call("DELETE", path))["id"] == hook["id"]
    assert shop.get(path).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"scope": "moon", "destination": SHOP_HOOK},
        {"scope": "store/order/created", "destination": "http://shop.example/hooks"},
        {"scope": "store/order/created", "destination": "file:///etc/passwd"},
        {"scope": "store/order/created", "destination": SHOP_HOOK, "headers": {"a": 1}},
        {"scope": "store/order/created", "destination": SHOP_HOOK, "is_active": "yes"},
    ],
)
def test_hooks_that_cannot_be_are_refused(shop: Shop, body: dict[str, Any]):
    assert shop.call("POST", "/v3/hooks", body).status_code == 422


def test_an_address_given_at_the_start_is_told_everything_even_after_a_reset(tmp_path: Path):
    sandbox = build(tmp_path, seed=SMALL_SHOP, webhook_url="http://127.0.0.1:9/hooks")
    try:
        sandbox.reset()
        Shop(Client(sandbox.api)).new_cart(item(PLAIN_MUG))
        listener = Listener()
        assert sandbox.deliver_webhooks(listener) == 1
        assert listener.taken[0][0] == "http://127.0.0.1:9/hooks"
    finally:
        sandbox.close()


def test_an_address_elsewhere_must_be_https(tmp_path: Path):
    with pytest.raises(ValueError, match="webhooks go to https"):
        build(tmp_path, seed=SMALL_SHOP, webhook_url="http://shop.example/hooks")
