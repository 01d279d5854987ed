"""The shop is the same shop on every platform: one visit to each, from the first page to the order."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.browsing import Browser, Page
from tests.conftest import SHOP_URL, AppFactory
from tests.journeys.conftest import CONFIRMATION, add_to_cart, notices_of, pay, start_checkout

PLATFORMS = ("wix", "bigcommerce")
SECTIONS = ("events", "plans", "bookings", "sign_in")
ADDRESSES = {"events": "/events", "plans": "/plans", "bookings": "/services", "sign_in": "/account"}


@pytest.fixture(params=PLATFORMS)
def app(request: pytest.FixtureRequest, make_app: AppFactory) -> Flask:
    return make_app(PLATFORM=request.param)


def paths_on(page: Page) -> list[str]:
    """Where the links of a page lead, within the shop."""
    return [link.removeprefix(SHOP_URL) for link in page.links()]


def mug(browser: Browser) -> str:
    """The mug's address, found by its name."""
    found = [path for path in paths_on(browser.open("/products?q=harbour+mug")) if path.startswith("/products/")]
    return found[0]


def test_a_search_leads_to_the_product_and_its_shelf_holds_it(ada: Browser) -> None:
    address = mug(ada)
    assert "Harbour mug" in ada.open(address).heading
    assert address in paths_on(ada.open("/products?category=mugs"))


def test_a_cart_is_filled_changed_and_emptied(ada: Browser) -> None:
    page = add_to_cart(ada, mug(ada), quantity="2")
    assert "$76.00" in page.words
    page = ada.submit(page.form(r"/cart/items/[^/]+$"), quantity="1")
    assert "$38.00" in page.words
    page = ada.submit(page.form(r"/remove$"))
    assert "Your cart is empty" in page.words
    assert not notices_of(page)


def test_a_coupon_counts_on_the_cart_page(ada: Browser) -> None:
    page = add_to_cart(ada, mug(ada))
    refused = ada.submit(page.form(r"/cart/coupon#"), code="NOSUCHTHING")
    assert "We do not know this coupon" in refused.words
    page = ada.submit(refused.form(r"/cart/coupon#"), code="WELCOME10")
    assert "$34.20" in page.words


def test_what_was_bought_is_thanked_for_and_the_cart_is_empty(ada: Browser) -> None:
    add_to_cart(ada, mug(ada))
    pay(ada, start_checkout(ada))
    page = ada.page if ada.page and ada.page.path.startswith(CONFIRMATION) else ada.open(CONFIRMATION)
    assert "Thank you" in page.words
    assert "Harbour mug" in page.words
    cart = ada.open("/cart")
    assert "Your cart is empty" in cart.words
    assert not notices_of(cart)


def test_a_section_is_linked_and_there_or_neither(app: Flask, ada: Browser) -> None:
    storefront, linked = app.extensions["storefront"], paths_on(ada.open("/"))
    for section in SECTIONS:
        is_offered = getattr(storefront, section) is not None
        assert (ada.open(ADDRESSES[section]).status < 400) is is_offered, section
        assert any(path.startswith(ADDRESSES[section]) for path in linked) is is_offered, section
