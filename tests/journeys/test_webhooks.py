"""What the platform's server tells ours: only what is signed is heard, once, and it only makes the shop read."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from sandbox import Sandbox
from sandbox.bigcommerce.webhook_messages import Message, signed_request
from services.errors import WebhookRefusedError
from tests.browsing import Browser
from tests.conftest import SHOP_URL, AppFactory
from tests.journeys.conftest import add_to_cart, pay, start_checkout

MUG = "/products/harbour-mug-101"
ADDRESS = "/webhooks/platform"


@pytest.fixture
def app(make_app: AppFactory) -> Flask:
    made = make_app(PLATFORM="bigcommerce")
    made.extensions["background"] = at_once
    return made


def at_once(job: Callable[[], None]) -> bool:
    job()
    return True


@pytest.fixture
def converted(ada: Browser, sandbox: Sandbox) -> Message:
    """Ada's cart became an order, which the platform tells."""
    add_to_cart(ada, MUG)
    pay(ada, start_checkout(ada))
    return next(message for message in sandbox.webhooks() if message.scope == "store/cart/converted")


def deliver(app: Flask, sandbox: Sandbox, message: Message, **changes: str) -> TestResponse:
    headers, body = message.signed(sandbox.clock.now())
    sent = headers | {name.replace("_", "-"): value for name, value in changes.items()}
    return app.test_client().post(ADDRESS, base_url=SHOP_URL, headers=sent, data=body)


def order_reads(sandbox: Sandbox) -> int:
    return sum(call.path.endswith("/products") and "/v2/orders/" in call.path for call in sandbox.journal())


def test_a_signed_notice_makes_the_shop_read_the_order(
    app: Flask, sandbox: Sandbox, converted: Message, caplog: pytest.LogCaptureFixture
) -> None:
    before = order_reads(sandbox)
    with caplog.at_level(logging.INFO):
        answer = deliver(app, sandbox, converted)
    assert answer.status_code == 204
    assert answer.data == b""
    assert "Set-Cookie" not in answer.headers
    assert order_reads(sandbox) == before + 1
    assert any(record.__dict__.get("state") == "paid" for record in caplog.records)


def test_what_was_bought_is_read_anew_by_the_next_visitor(
    app: Flask, sandbox: Sandbox, converted: Message, bo: Browser
) -> None:
    sandbox.set_stock("KK-HARB-350", 2)
    assert "Only 2 left" not in bo.open(MUG).words
    deliver(app, sandbox, converted)
    assert "Only 2 left" in bo.open(MUG).words


def test_a_notice_that_comes_twice_is_taken_and_read_once(app: Flask, sandbox: Sandbox, converted: Message) -> None:
    before = order_reads(sandbox)
    assert [deliver(app, sandbox, converted).status_code for _ in range(3)] == [204, 204, 204]
    assert order_reads(sandbox) == before + 1


def test_another_worker_knows_what_was_taken(
    make_app: AppFactory, sandbox: Sandbox, app: Flask, converted: Message
) -> None:
    deliver(app, sandbox, converted)
    before = order_reads(sandbox)
    other = make_app(PLATFORM="bigcommerce")
    other.extensions["background"] = at_once
    assert deliver(other, sandbox, converted).status_code == 204
    assert order_reads(sandbox) == before


@pytest.mark.parametrize(
    "change",
    [
        {"webhook_signature": ""},
        {"webhook_signature": "v1,bm90IHRoZSBzaWduYXR1cmU="},
        {"webhook_signature": "v2,é"},
        {"webhook_id": "another"},
        {"webhook_id": ""},
        {"webhook_timestamp": "soon"},
        {"webhook_timestamp": "1"},
    ],
)
def test_what_proves_nothing_is_refused_and_reads_nothing(
    app: Flask, sandbox: Sandbox, converted: Message, change: dict[str, str]
) -> None:
    before = order_reads(sandbox)
    assert deliver(app, sandbox, converted, **change).status_code == 401
    assert order_reads(sandbox) == before


def test_one_of_several_signatures_is_enough(app: Flask, sandbox: Sandbox, converted: Message) -> None:
    headers, _ = converted.signed(sandbox.clock.now())
    both = f"v1,bm90IHRoZSBzaWduYXR1cmU= {headers['webhook-signature']}"
    assert deliver(app, sandbox, converted, webhook_signature=both).status_code == 204


@pytest.mark.parametrize("minutes", [-6, 6], ids=["old", "from the future"])
def test_a_notice_of_another_time_is_refused_however_well_it_is_signed(
    app: Flask, sandbox: Sandbox, converted: Message, minutes: int
) -> None:
    headers, body = converted.signed(sandbox.clock.now() + timedelta(minutes=minutes))
    answer = app.test_client().post(ADDRESS, base_url=SHOP_URL, headers=headers, data=body)
    assert answer.status_code == 401


def test_a_notice_far_larger_than_any_is_refused_however_well_it_is_signed(
    app: Flask, sandbox: Sandbox, converted: Message
) -> None:
    before = order_reads(sandbox)
    headers, body = signed_request("large", f"{converted.body[:-1]}{' ' * 66_000}}}", sandbox.clock.now())
    assert app.test_client().post(ADDRESS, base_url=SHOP_URL, headers=headers, data=body).status_code == 413
    assert order_reads(sandbox) == before
    webhooks = app.extensions["storefront"].webhooks
    with pytest.raises(WebhookRefusedError):
        webhooks.parse(headers, body)


def test_what_concerns_no_page_is_taken_and_not_read(app: Flask, sandbox: Sandbox, converted: Message) -> None:
    created = next(message for message in sandbox.webhooks() if message.scope == "store/cart/created")
    before = order_reads(sandbox)
    assert deliver(app, sandbox, created).status_code == 204
    assert order_reads(sandbox) == before


def test_while_too_much_is_being_read_the_notice_is_asked_for_again(
    app: Flask, sandbox: Sandbox, converted: Message
) -> None:
    app.extensions["background"] = lambda job: False
    assert deliver(app, sandbox, converted).status_code == 503
    app.extensions["background"] = at_once
    before = order_reads(sandbox)
    assert deliver(app, sandbox, converted).status_code == 204
    assert order_reads(sandbox) == before + 1


def test_a_platform_in_trouble_is_said_in_the_log_only(
    app: Flask, sandbox: Sandbox, converted: Message, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.faults.add(path="/stores/*/v2/orders*", kind="status", status=404, times=None)
    with caplog.at_level(logging.WARNING):
        assert deliver(app, sandbox, converted).status_code == 204
    assert "not there" in caplog.text


def test_the_exemption_from_the_form_guard_is_for_this_address_only(app: Flask) -> None:
    client = app.test_client()
    assert client.post(ADDRESS, base_url=SHOP_URL).status_code == 401
    assert client.post("/cart/hosted", base_url=SHOP_URL).status_code == 403
    assert client.post("/es/webhooks/platform", base_url=SHOP_URL).status_code == 404


def test_a_platform_without_webhooks_has_no_such_address(make_app: AppFactory) -> None:
    assert make_app().test_client().post(ADDRESS, base_url=SHOP_URL).status_code == 404
