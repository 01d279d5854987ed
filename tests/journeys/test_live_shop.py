"""A shop that is live, without an API key: the platform is far away and shows a buyer only what is the buyer's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask

from sandbox import Sandbox
from sandbox.wix.site import CLIENT_ID
from tests import headings
from tests.browsing import Browser
from tests.conftest import SHOP_URL
from tests.journeys.conftest import BOWL, CONFIRMATION, MUG, add_to_cart, pay, pay_and_leave, start_checkout
from tests.serving import served, two_sites


@pytest.fixture
def live_app(make_app: Callable[..., Flask], lone_sandbox: Sandbox) -> Iterator[Flask]:
    with served(lone_sandbox.app) as origin:
        app = make_app(
            WIX_CLIENT_ID=CLIENT_ID, WIX_API_BASE_URL=f"{origin}/wix", WIX_HOSTED_ORIGINS="http://localhost:8000"
        )
        app.extensions["clock"] = lone_sandbox.clock.now  # so that a test can let time pass for both
        yield app


@pytest.fixture
def ada(live_app: Flask, lone_sandbox: Sandbox) -> Browser:
    return Browser(two_sites(live_app, lone_sandbox.pages), SHOP_URL)


def test_there_is_no_sandbox_inside_a_live_shop(live_app: Flask, ada: Browser) -> None:
    assert live_app.extensions["sandbox"] is None
    assert ada.open("/sandbox/control").status == 404
    assert ada.open("/sandbox/").status == 404


def test_a_live_shop_has_no_tour_no_switchboard_and_keeps_no_trace(live_app: Flask, ada: Browser) -> None:
    for path in ("/tour", "/switchboard"):
        assert ada.open(path).status == 404
    for path in ("/tour/forget", "/switchboard", "/switchboard/off", "/switchboard/clock", "/switchboard/reset"):
        assert ada.post(path).status == 404
    add_to_cart(ada, MUG)
    page = pay(ada, start_checkout(ada))
    assert not page.by_class("demo-bar")
    assert not [cookie.key for cookie in ada.client._cookies.values() if "tour" in cookie.key]
    assert not list(live_app.extensions["settings"].data_dir.glob("tour*"))


def test_a_paid_order_is_shown_with_the_buyers_own_token(ada: Browser, lone_sandbox: Sandbox) -> None:
    add_to_cart(ada, MUG)
    page = pay(ada, start_checkout(ada))
    assert page.heading == headings.PAID
    assert "Harbour mug" in page.words
    readers = {call.subject_kind for call in lone_sandbox.journal() if "/ecom/v1/orders/" in call.path}
    assert readers == {"VISITOR"}


def test_a_return_without_an_order_id_finds_the_order_that_the_cart_names(ada: Browser) -> None:
    add_to_cart(ada, MUG)
    pay_and_leave(ada, start_checkout(ada))
    page = ada.open(CONFIRMATION)
    assert page.heading == headings.PAID
    assert "Harbour mug" in page.words


@pytest.fixture
def unreadable_orders(lone_sandbox: Sandbox) -> None:
    """Nobody whom the shop can act for may read an order."""
    lone_sandbox.faults.add(path="/ecom/v1/orders*", kind="status", status=403, times=None)


@pytest.mark.usefixtures("unreadable_orders")
def test_a_return_without_an_order_id_says_that_the_mail_tells_the_rest(ada: Browser) -> None:
    add_to_cart(ada, MUG)
    pay_and_leave(ada, start_checkout(ada))
    page = ada.open(CONFIRMATION)
    assert page.status == 200
    assert page.heading == headings.PLACED
    assert "by mail" in page.words
    assert ada.cookie("cart_count") is None


def test_a_return_without_an_order_id_and_without_a_purchase_says_that_the_cart_is_waiting(ada: Browser) -> None:
    add_to_cart(ada, MUG)
    start_checkout(ada)
    assert ada.open(CONFIRMATION).heading == headings.CART_WAITING


@pytest.mark.usefixtures("unreadable_orders")
def test_a_reload_of_the_placed_page_leaves_the_next_cart_alone(ada: Browser) -> None:
    add_to_cart(ada, MUG)
    pay_and_leave(ada, start_checkout(ada))
    ada.open(CONFIRMATION)
    add_to_cart(ada, BOWL, quantity="2")
    for _ in range(2):
        assert ada.open(CONFIRMATION).heading == headings.PLACED
        assert ada.cookie("cart_count") == "2"
    cart = ada.open("/cart")
    assert "Nesting bowl" in cart.words
    assert "Harbour mug" not in cart.words


def test_an_order_nobody_may_read_is_being_confirmed_for_five_minutes_and_then_placed(
    ada: Browser, lone_sandbox: Sandbox
) -> None:
    add_to_cart(ada, MUG)
    hosted = start_checkout(ada)
    lone_sandbox.faults.add(path="/ecom/v1/orders*", kind="status", status=403, times=None)
    page = pay(ada, hosted)
    assert page.heading == headings.CONFIRMING
    lone_sandbox.clock.advance(timedelta(minutes=4, seconds=30))
    assert ada.open(page.path).heading == headings.CONFIRMING
    lone_sandbox.clock.advance(timedelta(seconds=31))
    for _ in range(2):
        assert ada.open(page.path).heading == headings.PLACED
    assert ada.cookie("cart_count") is None


def test_an_order_that_is_readable_again_is_shown_even_after_it_was_called_placed(
    ada: Browser, lone_sandbox: Sandbox
) -> None:
    add_to_cart(ada, MUG)
    hosted = start_checkout(ada)
    lone_sandbox.faults.add(path="/ecom/v1/orders*", kind="status", status=403, times=None)
    page = pay(ada, hosted)
    lone_sandbox.clock.advance(timedelta(minutes=6))
    assert ada.open(page.path).heading == headings.PLACED
    lone_sandbox.faults.clear()
    assert ada.open(page.path).heading == headings.PAID
