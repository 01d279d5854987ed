"""What visitors see when the platform is slow, down, refusing or talking nonsense."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from flask import Flask

from sandbox import Sandbox
from tests.browsing import Browser
from tests.journeys.conftest import add_to_cart, buy, start_checkout

BROKEN = ["html", "garbage", "empty", "wrong_types", "reset"]


def break_everything(sandbox: Sandbox, kind: str, **options: object) -> None:
    sandbox.faults.add(path="/*", kind=kind, times=None, **options)


@pytest.fixture(autouse=True)
def _no_waiting(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pauses between retries are tested with the door; here they would only take time."""
    monkeypatch.setattr("services.http.time.sleep", lambda seconds: None)


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
    sandbox.faults.add(path="/ecom/v1/carts/current/add-to-cart", kind="applied_then_error", times=1)
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
