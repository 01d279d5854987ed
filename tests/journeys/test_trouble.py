"""What visitors see when the platform is slow, down, refusing or talking nonsense."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from sandbox import Sandbox
from tests.browsing import Browser
from tests.journeys.conftest import ADD_TO_CART, BOWL, MUG, add_to_cart, buy, start_checkout
from tests.recording import Recorder

pytestmark = pytest.mark.usefixtures("no_pauses")

BROKEN = ["html", "garbage", "empty", "wrong_types", "reset"]


# Numbers that JSON can carry and no price can be; the last one is more than Python's own decimals take.
NO_AMOUNTS = ["NaN", "sNaN", "Infinity", "-Infinity", "1e99999", "1e9999999"]
NO_COUNTS = [10**20, -1, 1.5, "many"]


def break_everything(sandbox: Sandbox, kind: str, **options: object) -> None:
    sandbox.faults.add(path="/*", kind=kind, times=None, **options)


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("path", ["/", "/products", "/products/harbour-mug"])
def test_a_page_seen_before_is_still_shown_when_the_platform_fails(
    ada: Browser, sandbox: Sandbox, kind: str, path: str
) -> None:
    before = ada.open(path)
    break_everything(sandbox, kind)
    assert ada.open(path).text == before.text


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("path", ["/", "/products", "/products/harbour-mug"])
def test_a_page_never_seen_is_a_calm_one_when_the_platform_fails(
    ada: Browser, sandbox: Sandbox, kind: str, path: str
) -> None:
    break_everything(sandbox, kind)
    page = ada.open(path)
    assert page.status in (500, 502, 503)
    assert "Traceback" not in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_a_platform_that_is_down_says_when_to_come_back(ada: Browser, sandbox: Sandbox) -> None:
    break_everything(sandbox, "status", status=503)
    page = ada.open("/products")
    assert page.status == 503
    assert 1 <= int(page.headers["Retry-After"]) <= 120


@pytest.mark.parametrize("retry_after", ["1", "3600", "-5", "soon", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_platform_that_asks_for_patience_is_given_it(ada: Browser, sandbox: Sandbox, retry_after: str) -> None:
    break_everything(sandbox, "status", status=429, retry_after=retry_after)
    page = ada.open("/products")
    assert page.status == 503
    assert 1 <= int(page.headers["Retry-After"]) <= 120


@pytest.mark.parametrize("kind", BROKEN)
def test_a_cart_change_that_failed_is_never_called_done(ada: Browser, sandbox: Sandbox, kind: str) -> None:
    add_to_cart(ada)
    ada.open("/products/harbour-mug")
    sandbox.faults.add(path="/ecom/*", kind=kind, times=None)
    page = add_to_cart(ada, "/products/harbour-mug")
    assert page.status in (500, 502, 503)
    assert ada.cookie("cart_count") == "1"
    sandbox.faults.clear()
    assert "Harbour mug" in ada.open("/cart").words


def test_a_change_that_happened_although_the_answer_was_lost_is_shown(ada: Browser, sandbox: Sandbox) -> None:
    add_to_cart(ada)
    sandbox.faults.add(path=ADD_TO_CART, kind="applied_then_error", times=1)
    page = add_to_cart(ada)
    assert page.status == 200
    assert ada.cookie("cart_count") == "2"


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("path", ["/cart", "/order-confirmation"])
def test_personal_pages_are_calm_too(ada: Browser, sandbox: Sandbox, kind: str, path: str) -> None:
    add_to_cart(ada)
    start_checkout(ada)
    break_everything(sandbox, kind)
    page = ada.open(path)
    assert page.status in (404, 500, 502, 503)
    assert "paid" not in page.heading.lower()


@pytest.mark.parametrize("kind", BROKEN)
def test_a_checkout_that_cannot_start_says_that_nothing_was_charged(ada: Browser, sandbox: Sandbox, kind: str) -> None:
    add_to_cart(ada)
    break_everything(sandbox, kind)
    page = ada.post("/checkout")
    assert page.status in (500, 502, 503)
    sandbox.faults.clear()
    assert "Harbour mug" in ada.open("/cart").words


def test_a_site_that_cannot_take_payments_names_the_fix_in_the_log_only(
    ada: Browser, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    add_to_cart(ada)
    sandbox.faults.add(path="/headless/v1/redirect-session", kind="status", status=403, times=None)
    page = start_checkout(ada)
    assert page.status == 503
    assert "dashboard" not in page.words
    assert any("redirect domain" in getattr(record, "fix", "") for record in caplog.records)


def test_a_bug_of_ours_is_the_calm_500_page_and_a_whole_trace_in_the_log(
    make_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app()

    @app.get("/broken")
    def broken() -> str:
        raise RuntimeError("secret detail")

    page = Browser(app, "http://127.0.0.1:8000").open("/broken")
    assert page.status == 500
    assert "secret detail" not in page.text
    assert any(record.exc_info for record in caplog.records)


def spoil_product(answer: dict[str, Any], amount: str) -> None:
    for product in answer["products"]:
        if product["slug"] == "harbour-mug":
            product["actualPriceRange"]["minValue"]["amount"] = amount


@pytest.mark.parametrize("amount", NO_AMOUNTS)
@pytest.mark.parametrize("path", ["/", "/products"])
def test_a_product_with_an_impossible_price_hides_itself_only(
    ada: Browser, recorder: Recorder, path: str, amount: str
) -> None:
    recorder.rewrite("/products/search", lambda answer: spoil_product(answer, amount))
    page = ada.open(path)
    assert page.status == 200
    assert "Harbour mug" not in page.words
    assert "Nesting bowl" in page.words


@pytest.mark.parametrize("amount", NO_AMOUNTS)
def test_a_version_with_an_impossible_price_hides_itself_only(ada: Browser, recorder: Recorder, amount: str) -> None:
    variant_ids: list[str] = []

    def spoil(answer: dict[str, Any]) -> None:
        variants = answer["product"]["variantsInfo"]["variants"]
        variants[0]["price"]["actualPrice"]["amount"] = amount
        variant_ids.extend(variant["id"] for variant in variants)

    recorder.rewrite("/products/slug/orchard-mug", spoil)
    page = ada.open("/products/orchard-mug")
    assert page.status == 200
    assert {link.partition("variant=")[2] for link in page.links()} & set(variant_ids) == set(variant_ids[1:])


def spoil_first_line(answer: dict[str, Any], **changes: Any) -> None:
    answer["cart"]["lineItems"][0] |= changes


@pytest.mark.parametrize(
    "changes",
    [
        *({"pricing": {"unitPrice": {"amount": amount}}} for amount in NO_AMOUNTS),
        *({"pricing": {"totalPrice": {"amount": amount}}} for amount in NO_AMOUNTS),
        *({"quantityInfo": {"requestedQuantity": count}} for count in NO_COUNTS),
    ],
    ids=str,
)
def test_a_cart_line_with_an_impossible_number_hides_itself_only(
    ada: Browser, recorder: Recorder, changes: dict[str, Any]
) -> None:
    add_to_cart(ada, MUG)
    add_to_cart(ada, BOWL)
    recorder.rewrite("/estimate", lambda answer: spoil_first_line(answer, **changes))
    page = ada.open("/cart")
    assert page.status == 200
    assert "Harbour mug" not in page.words
    assert "Nesting bowl" in page.words


@pytest.mark.parametrize("full_url", ["https://[::1", "javascript:alert(1)", "", "//evil.example", "/checkout"])
def test_a_way_that_is_no_address_of_the_hosted_pages_is_a_calm_page(
    ada: Browser, recorder: Recorder, full_url: str
) -> None:
    add_to_cart(ada)
    recorder.rewrite("/redirect-session", lambda answer: answer["redirectSession"].update(fullUrl=full_url))
    page = start_checkout(ada)
    assert page.status == 502
    assert page.hops == ()
    assert "Harbour mug" in ada.open("/cart").words


def test_no_token_ever_reaches_a_page_a_cookie_or_a_log_line(
    ada: Browser, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        texts = [add_to_cart(ada).text, buy(ada).text, ada.open("/cart").text]
        sandbox.faults.add(path="/ecom/*", kind="status", status=401, times=None)
        texts.append(ada.open("/cart").text)
    cookies = [cookie.value for cookie in ada.client._cookies.values()]
    lines = [f"{record.getMessage()} {record.__dict__}" for record in caplog.records]
    for text in [*texts, *cookies, *lines]:
        assert "JWS." not in text
        assert "IST.sandbox" not in text
    assert lines
