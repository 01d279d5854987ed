"""Shopping where BigCommerce is the platform: everything up to the hosted checkout, and back from it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from sandbox import Sandbox
from tests import headings
from tests.browsing import Browser, Page
from tests.conftest import SHOP_URL, AppFactory
from tests.journeys.conftest import (
    CONFIRMATION,
    add_to_cart,
    buy_now,
    choose,
    first_product,
    notices_of,
    pay,
    start_checkout,
)

MUG = "/products/harbour-mug-101"
NOT_OFFERED = ("/events", "/plans", "/services", "/auth/login", "/account")


@pytest.fixture
def app(make_app: AppFactory) -> Flask:
    return make_app(PLATFORM="bigcommerce")


def calls(sandbox: Sandbox, method: str, part: str) -> int:
    return sum(call.method == method and part in call.path for call in sandbox.journal())


def paths_on(page: Page) -> list[str]:
    """Where the links of a page lead, within the shop."""
    return [link.removeprefix(SHOP_URL) for link in page.links()]


def go_back(browser: Browser) -> Page:
    """What the shopper sees after the hosted pages: their address names no order."""
    return browser.open(CONFIRMATION)


def test_a_visitor_finds_a_product_by_category_search_and_name(ada: Browser) -> None:
    assert "Harbour mug" in ada.open("/").words
    assert MUG in paths_on(ada.open("/products?category=mugs"))
    assert MUG in paths_on(ada.open("/products?category=mugs-and-cups"))  # what stands in a shelf of the shelf too
    assert MUG in paths_on(ada.open("/products?q=harbour"))
    assert "Harbour mug" in ada.open(MUG).words


def test_a_product_is_found_by_the_id_in_its_address_and_the_address_is_mended(ada: Browser, app: Flask) -> None:
    answer = app.test_client().get("/products/some-old-name-101?variant=101001&utm_source=x", base_url=SHOP_URL)
    assert answer.status_code == 301
    assert answer.headers["Location"].endswith(f"{MUG}?variant=101001&utm_source=x")
    assert "Set-Cookie" not in answer.headers


def test_the_list_goes_on_page_by_page_without_made_up_counts(ada: Browser) -> None:
    first = ada.open("/products")
    assert not first.by_class("count")
    further = next(link for link in first.links() if "after=" in link)
    assert set(products_on(ada.open(further))).isdisjoint(products_on(first))


def products_on(page: Page) -> list[str]:
    return [path for path in paths_on(page) if path.startswith("/products/")]


def test_a_cart_is_filled_changed_and_emptied(ada: Browser) -> None:
    add_to_cart(ada, MUG)
    page = add_to_cart(ada, MUG, quantity="2")
    assert len(page.by_class("line")) == 1 or "Harbour mug" in page.words
    assert "$114.00" in page.words
    page = ada.submit(page.form(r"/cart/items/[^/]+$"), quantity="1")
    assert "$38.00" in page.words
    page = ada.submit(page.form(r"/remove$"))
    assert "Your cart is empty" in page.words
    assert not notices_of(page)


def test_a_coupon_is_applied_refused_and_taken_off(ada: Browser) -> None:
    page = add_to_cart(ada, MUG)
    page = ada.submit(page.form(r"/cart/coupon#"), code="WELCOME10")
    assert "$34.20" in page.words
    page = ada.submit(ada.open("/cart").form(r"/cart/coupon/remove#"))
    assert "$38.00" in page.words
    refused = ada.submit(page.form(r"/cart/coupon#"), code="NOSUCHTHING")
    assert "We do not know this coupon" in refused.words


def test_no_estimate_of_delivery_is_offered(ada: Browser, app: Flask) -> None:
    page = add_to_cart(ada, MUG)
    assert "Estimate shipping" not in page.words
    answer = app.test_client().post("/cart/destination", base_url=SHOP_URL, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 404


def test_a_paid_order_is_shown_although_nothing_in_the_address_names_it(ada: Browser) -> None:
    add_to_cart(ada, MUG)
    pay(ada, start_checkout(ada))
    page = go_back(ada)
    assert "Harbour mug" in page.words
    assert "Thank you" in page.words
    cart = ada.open("/cart")
    assert "Your cart is empty" in cart.words
    assert not notices_of(cart)


def test_an_order_that_awaits_its_payment_says_so_and_its_cart_is_let_go_of(ada: Browser) -> None:
    add_to_cart(ada, MUG)
    choose(ada, start_checkout(ada), "pay-later")
    assert "the payment is still open" in go_back(ada).words
    assert "Your cart is empty" in ada.open("/cart").words


def test_a_payment_that_is_decided_later_is_not_called_paid_nor_forgotten(ada: Browser) -> None:
    add_to_cart(ada, MUG)
    pay(ada, start_checkout(ada), cardNumber="4000000000000259")
    page = go_back(ada)
    assert "Thank you" not in page.words
    assert "payment is still open" in page.words


def test_whoever_never_came_back_from_a_pending_order_does_not_order_the_same_cart_again(ada: Browser) -> None:
    add_to_cart(ada, MUG)
    choose(ada, start_checkout(ada), "pay-later")
    cart = ada.open("/cart")
    assert "Your cart is empty" in cart.words
    assert any("earlier cart" in notice for notice in notices_of(cart))


def test_a_declined_card_is_told_on_the_way_back_and_the_cart_can_still_be_paid(ada: Browser) -> None:
    add_to_cart(ada, MUG)
    choose(ada, start_checkout(ada), "decline")
    assert headings.DECLINED in go_back(ada).words
    assert "Harbour mug" in ada.open("/cart").words
    pay(ada, start_checkout(ada))
    assert headings.PAID in go_back(ada).words


def test_an_abandoned_checkout_is_resumed_by_a_new_link_and_paid(ada: Browser, sandbox: Sandbox) -> None:
    add_to_cart(ada, MUG)
    choose(ada, start_checkout(ada), "abandon")
    assert "Harbour mug" in go_back(ada).words or "cart" in go_back(ada).words
    pay(ada, start_checkout(ada))
    assert calls(sandbox, "POST", "/redirect_urls") == 2
    assert "Thank you" in go_back(ada).words


def test_buying_at_once_leaves_the_cart_alone(ada: Browser) -> None:
    add_to_cart(ada, MUG)
    pay(ada, buy_now(ada, "/products/supper-plate-106"))
    page = go_back(ada)
    assert "Supper plate" in page.words
    assert "Harbour mug" in ada.open("/cart").words


def test_somebody_else_sees_nothing_of_an_order(ada: Browser, bo: Browser, cy: Browser) -> None:
    add_to_cart(ada, MUG)
    pay(ada, start_checkout(ada))
    order_id = order_number(go_back(ada).words)
    add_to_cart(bo, MUG)
    start_checkout(bo)
    for other in (bo, cy):
        page = other.open(f"{CONFIRMATION}?orderId={order_id}")
        assert page.status == 404
        assert "Harbour mug" not in page.words


def order_number(text: str) -> str:
    return next(word.strip(".,") for word in text.split() if word.strip(".,").isdigit() and len(word) >= 3)


def test_an_order_is_found_by_its_number_and_mail_only_together(ada: Browser, bo: Browser) -> None:
    add_to_cart(ada, MUG)
    pay(ada, start_checkout(ada), email="ada@example.com")
    number = order_number(go_back(ada).words)
    form = bo.open("/find-order").form(r"/find-order$")
    assert "Harbour mug" in bo.submit(form, number=number, email="ADA@example.com").words
    wrong = bo.submit(bo.open("/find-order").form(r"/find-order$"), number=number, email="cy@example.com")
    assert "Harbour mug" not in wrong.words


def test_a_cart_that_is_gone_is_said_once(ada: Browser, sandbox: Sandbox) -> None:
    add_to_cart(ada, MUG)
    sandbox.delete_carts()
    assert any("earlier cart" in notice for notice in notices_of(ada.open("/cart")))
    assert not notices_of(ada.open("/cart"))


def test_adding_to_a_cart_that_is_gone_makes_a_new_one_and_says_so(ada: Browser, sandbox: Sandbox) -> None:
    add_to_cart(ada, MUG)
    sandbox.delete_carts()
    page = add_to_cart(ada, MUG)
    assert "Harbour mug" in page.words
    assert any("earlier cart" in notice for notice in notices_of(page))


def test_the_hosted_cart_is_a_button_away_and_never_an_address_in_a_page(ada: Browser, sandbox: Sandbox) -> None:
    page = add_to_cart(ada, MUG)
    assert not calls(sandbox, "POST", "/redirect_urls")
    assert "token=" not in page.text
    hosted = ada.submit(page.form(r"/cart/hosted$"))
    assert "/sandbox/bigcommerce/" in hosted.url
    assert "Harbour mug" in hosted.words


def test_a_sold_out_line_is_marked_before_anybody_leaves(ada: Browser, sandbox: Sandbox) -> None:
    add_to_cart(ada, MUG)
    sandbox.set_stock("KK-HARB-350", 0)
    page = ada.open("/cart")
    assert "sold out" in page.words.lower()
    assert "Checkout opens once" in page.words


def test_more_than_there_is_cannot_be_added(ada: Browser, sandbox: Sandbox) -> None:
    sandbox.set_stock("KK-HARB-350", 2)
    refused = add_to_cart(ada, MUG, quantity="3")
    assert "more than can be ordered" in refused.words


def test_what_the_platform_does_not_offer_is_neither_linked_nor_there(
    ada: Browser, browser_of: Callable[[], Browser]
) -> None:
    for address in ("/", "/products", MUG, "/cart", "/find-order"):
        assert not [path for path in paths_on(ada.open(address)) if path.startswith(NOT_OFFERED)], address
    for address in NOT_OFFERED:
        assert browser_of().open(address).status == 404


def test_public_pages_are_the_same_for_everyone_and_open_no_session(app: Flask, sandbox: Sandbox) -> None:
    answer = app.test_client().get(MUG, base_url=SHOP_URL)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"].startswith("public")
    assert first_product(Browser(app, SHOP_URL))
