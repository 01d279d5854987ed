"""Buying where BigCommerce takes the money on its own pages: nothing on the way back names the order."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests import headings
from tests.browser.conftest import OpenBrowser, Shop, Visitor

pytestmark = pytest.mark.browser

HOSTED = re.compile(r"^http://localhost:\d+/sandbox/bigcommerce/")
HOSTED_CONFIRMATION = re.compile(r"^http://localhost:\d+/sandbox/bigcommerce/checkout/order-confirmation$")
PENDING_CARD = "4000 0000 0000 0259"
DECLINED_CARD = "4000 0000 0000 0002"


@pytest.fixture
def shop_settings() -> dict[str, str]:
    return {"PLATFORM": "bigcommerce"}


def expect_heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def put_into_cart(page: Page) -> None:
    """On the page of the cart, or beside the product where there are scripts: both can check out."""
    page.goto("/products/harbour-mug-101")
    page.get_by_role("button", name="Add to cart").click()
    expect(page.get_by_role("button", name="Check out")).to_be_visible()


def go_to_checkout(page: Page) -> None:
    page.get_by_role("button", name="Check out").click()
    expect(page).to_have_url(HOSTED)
    expect_heading(page, "Checkout")


def begin(page: Page) -> None:
    put_into_cart(page)
    go_to_checkout(page)


def place_order(page: Page, card: str = "") -> None:
    if card:
        page.get_by_label("Card number").fill(card)
    page.get_by_role("button", name="Place the order").click()


def leave(page: Page, action: str) -> None:
    page.locator(f"form:has(input[name=action][value={action}]) button").click()


def go_back_to_the_shop(page: Page, shop: Shop) -> None:
    """By the link of the hosted confirmation, whose address is all that the shop is told: none of an order."""
    expect(page).to_have_url(HOSTED_CONFIRMATION)
    page.get_by_role("link", name="View your order in the shop").click()
    expect(page).to_have_url(f"{shop.url}/order-confirmation")


def test_an_order_is_paid_and_told_although_the_way_back_does_not_name_it(ada: Visitor, shop: Shop) -> None:
    page = ada.page
    begin(page)
    place_order(page)
    go_back_to_the_shop(page, shop)
    expect_heading(page, headings.PAID)
    expect(page.get_by_role("main")).to_contain_text("Harbour mug")
    page.reload()
    expect_heading(page, headings.PAID)
    page.goto("/cart")
    expect(page.get_by_role("main")).to_contain_text("Your cart is empty")


def test_a_declined_card_says_so_over_there_and_over_here_and_another_one_pays(ada: Visitor, shop: Shop) -> None:
    page = ada.page
    begin(page)
    place_order(page, DECLINED_CARD)
    expect(page.get_by_role("alert")).to_contain_text("declined")
    page.goto(f"{shop.url}/order-confirmation")
    expect_heading(page, headings.DECLINED)
    page.goto("/cart")
    expect(page.get_by_role("main")).to_contain_text("Harbour mug")
    go_to_checkout(page)
    place_order(page)
    go_back_to_the_shop(page, shop)
    expect_heading(page, headings.PAID)


def test_a_payment_that_is_decided_later_is_told_as_open(ada: Visitor, shop: Shop) -> None:
    page = ada.page
    begin(page)
    place_order(page, PENDING_CARD)
    go_back_to_the_shop(page, shop)
    expect_heading(page, headings.PENDING)
    page.goto("/cart")
    expect(page.get_by_role("main")).to_contain_text("Your cart is empty")


def test_an_abandoned_checkout_is_resumed_by_a_new_way_and_paid(ada: Visitor, shop: Shop) -> None:
    page = ada.page
    begin(page)
    leave(page, "abandon")
    expect(page).to_have_url(re.compile(rf"^{re.escape(shop.url)}/"))
    page.goto("/order-confirmation")
    expect_heading(page, headings.CART_WAITING)
    page.goto("/cart")
    go_to_checkout(page)
    place_order(page)
    go_back_to_the_shop(page, shop)
    expect_heading(page, headings.PAID)
    links = [call for call in shop.sandbox.journal() if call.path.endswith("/redirect_urls")]
    assert len(links) == 2


def test_the_cart_is_edited_on_the_hosted_cart_and_looked_at_here(ada: Visitor, shop: Shop) -> None:
    page = ada.page
    put_into_cart(page)
    page.get_by_role("button", name="Edit on the hosted cart").click()
    expect(page).to_have_url(HOSTED)
    page.get_by_label("Quantity").fill("3")
    page.get_by_role("button", name="Change the quantities").click()
    page.get_by_role("link", name="Back to the shop").click()
    expect(page).to_have_url(f"{shop.url}/cart")
    expect(page.get_by_role("main").locator("input[name=quantity]")).to_have_value("3")


def test_an_order_from_the_hosted_cart_is_this_visitors_too(ada: Visitor, shop: Shop) -> None:
    page = ada.page
    put_into_cart(page)
    page.get_by_role("button", name="Edit on the hosted cart").click()
    page.get_by_role("button", name="Go to the checkout").click()
    expect_heading(page, "Checkout")
    place_order(page)
    go_back_to_the_shop(page, shop)
    expect_heading(page, headings.PAID)


def test_the_back_button_from_the_hosted_page_shows_the_cart_and_a_new_click_a_new_way(
    ada: Visitor, shop: Shop
) -> None:
    page = ada.page
    begin(page)
    page.goto(f"{shop.url}/cart")
    page.go_back()
    expect_heading(page, "Checkout")
    page.go_forward()
    go_to_checkout(page)
    place_order(page)
    go_back_to_the_shop(page, shop)
    expect_heading(page, headings.PAID)


def test_cy_is_told_nothing_of_adas_order(open_browser: OpenBrowser, shop: Shop) -> None:
    ada, cy = open_browser(), open_browser()
    begin(ada.page)
    place_order(ada.page)
    go_back_to_the_shop(ada.page, shop)
    answer = cy.page.goto(ada.page.url)
    assert answer is not None
    assert answer.status == 404
    expect_heading(cy.page, headings.UNKNOWN)
    cy.complaints.clear()  # Chromium mentions the 404 itself
