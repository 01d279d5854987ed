"""The checkout on the shop's own pages in a real browser, with JavaScript and without."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests import headings
from tests.browser.conftest import OpenBrowser, Shop, Visitor
from tests.journeys.direct_steps import (
    ADDRESS,
    ADDRESS_HEADING,
    DECLINED,
    DELIVERY_HEADING,
    PAYMENT_HEADING,
    PENDING,
    REVIEW_HEADING,
    UNCERTAIN_HEADING,
)

pytestmark = pytest.mark.browser

GOOD = "5555 5555 5555 4444"
PAYMENTS = "/stores/sandbox/payments"
WIDTHS = (320, 768, 1440)


@pytest.fixture
def shop_settings() -> dict[str, str]:
    return {"PLATFORM": "bigcommerce", "BIGCOMMERCE_CHECKOUT": "api"}


def expect_heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def begin(page: Page) -> None:
    page.goto("/products")
    page.locator("a[href*='/products/harbour-mug']").first.click()
    with page.expect_response(re.compile(r"/cart/items$")):  # a drawer with scripts, the cart's page without
        page.get_by_role("button", name="Add to cart").click()
    page.goto("/cart")
    page.get_by_role("main").get_by_role("button", name="Check out").click()
    expect_heading(page, ADDRESS_HEADING)


def type_address(page: Page, **changes: str) -> None:
    for name, text in (ADDRESS | changes).items():
        field = page.locator(f"[name='billing.{name}']")
        if name == "region":
            field.select_option(text)
        else:
            field.fill(text)


def give_address(page: Page) -> None:
    type_address(page)
    page.get_by_role("button", name="Continue to delivery").click()
    expect_heading(page, DELIVERY_HEADING)


def choose_delivery(page: Page) -> None:
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Continue to the review").click()
    expect_heading(page, REVIEW_HEADING)


def to_payment(page: Page) -> None:
    begin(page)
    give_address(page)
    choose_delivery(page)
    page.get_by_role("button", name="Place the order").click()
    expect_heading(page, PAYMENT_HEADING)


def type_card(page: Page, number: str = GOOD) -> None:
    page.get_by_label("Card number").fill(number)
    page.get_by_label("Name on the card").fill("Ada Lovelace")
    page.get_by_label("Month").select_option("12")
    page.get_by_label("Year").select_option("2034")
    page.get_by_label("Security code").fill("917")


def pay(page: Page, number: str = GOOD) -> None:
    type_card(page, number)
    page.get_by_role("button", name="Pay").click()


def count_payments(shop: Shop) -> int:
    return sum(call.path == PAYMENTS for call in shop.sandbox.journal())


def test_ada_pays_without_leaving_the_shop(ada: Visitor, shop: Shop) -> None:
    to_payment(ada.page)
    pay(ada.page)
    expect_heading(ada.page, headings.PAID)
    assert ada.page.url.startswith(shop.url)
    assert count_payments(shop) == 1


def test_a_declined_card_is_typed_anew_and_another_one_pays(ada: Visitor) -> None:
    page = ada.page
    to_payment(page)
    pay(page, DECLINED)
    expect(page.get_by_role("alert")).to_contain_text("declined")
    expect(page.get_by_label("Card number")).to_have_value("")
    expect(page.get_by_label("Security code")).to_have_value("")
    expect(page.get_by_label("Name on the card")).to_have_value("Ada Lovelace")
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("Card number")).to_be_focused()
    pay(page)
    expect_heading(page, headings.PAID)


def test_a_pending_payment_is_told_as_pending(ada: Visitor) -> None:
    to_payment(ada.page)
    pay(ada.page, PENDING)
    expect_heading(ada.page, headings.PENDING)


def test_an_abandoned_checkout_is_continued_from_the_cart(ada: Visitor) -> None:
    page = ada.page
    begin(page)
    give_address(page)
    page.goto("/cart")
    page.get_by_role("link", name="Continue your checkout").click()
    expect_heading(page, DELIVERY_HEADING)
    choose_delivery(page)
    page.get_by_role("navigation", name="Steps of the checkout").get_by_role("link", name="Address").click()
    expect(page.locator("[name='billing.line_1']")).to_have_value("555 Main Street")


def test_another_country_brings_its_own_fields(ada: Visitor) -> None:
    page = ada.page
    begin(page)
    page.locator("[name='billing.first_name']").fill("Ada")
    page.locator("[name='billing.country']").select_option("IE")
    button = page.get_by_role("button", name="Show the fields for this country").first
    if ada.has_scripts:
        expect(button).to_be_hidden()
    else:
        button.click()
    expect(page.get_by_label("Eircode").first).to_be_visible()
    expect(page.locator("[name='billing.first_name']")).to_have_value("Ada")


def test_the_second_address_appears_when_it_is_another(ada: Visitor) -> None:
    page = ada.page
    begin(page)
    second = page.get_by_role("group", name="Where it goes")
    expect(second).to_be_hidden()
    page.get_by_label("Send it to this address").uncheck()
    expect(second).to_be_visible()


def test_the_enter_key_goes_on_and_asks_for_no_other_country(ada: Visitor) -> None:
    begin(ada.page)
    type_address(ada.page)
    ada.page.locator("[name='billing.city']").press("Enter")
    expect_heading(ada.page, DELIVERY_HEADING)


def test_a_double_click_on_pay_charges_once(ada: Visitor, shop: Shop) -> None:
    to_payment(ada.page)
    type_card(ada.page)
    ada.page.get_by_role("button", name="Pay").dblclick()
    expect_heading(ada.page, headings.PAID)
    assert count_payments(shop) == 1


def test_a_double_click_on_place_the_order_makes_one(ada: Visitor, shop: Shop) -> None:
    page = ada.page
    begin(page)
    give_address(page)
    choose_delivery(page)
    page.get_by_role("button", name="Place the order").dblclick()
    expect_heading(page, PAYMENT_HEADING)
    assert sum(call.method == "POST" and call.path.endswith("/orders") for call in shop.sandbox.journal()) == 1


def test_after_a_lost_answer_the_page_is_looked_at_again(ada: Visitor, shop: Shop) -> None:
    page = ada.page
    to_payment(page)
    shop.sandbox.faults.add(PAYMENTS, kind="reset")
    pay(page)
    expect_heading(page, UNCERTAIN_HEADING)
    page.get_by_role("link", name="Look again").click()
    expect_heading(page, UNCERTAIN_HEADING)
    shop.sandbox.clock.advance(timedelta(seconds=61))
    page.get_by_role("link", name="Look again").click()
    expect_heading(page, PAYMENT_HEADING)
    pay(page)
    expect_heading(page, headings.PAID)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_is_wider_than_its_window(open_browser: OpenBrowser, dark: bool) -> None:
    visitor = open_browser(width=WIDTHS[0], dark=dark)
    page = visitor.page

    def check() -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)

    begin(page)
    check()
    page.get_by_label("Send it to this address").uncheck()
    check()
    page.get_by_label("Send it to this address").check()
    page.get_by_role("button", name="Continue to delivery").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check()
    give_address(page)
    check()
    choose_delivery(page)
    check()
    page.get_by_role("button", name="Place the order").click()
    expect_heading(page, PAYMENT_HEADING)
    check()
    pay(page, DECLINED)
    expect(page.get_by_role("alert")).to_be_visible()
    check()


def test_the_card_goes_to_the_shop_alone(open_browser: OpenBrowser, shop: Shop) -> None:
    page = open_browser().page
    to_payment(page)
    carriers: list[str] = []
    page.on("request", lambda request: carriers.append(request.url) if "5555" in (request.post_data or "") else None)
    pay(page)
    expect_heading(page, headings.PAID)
    assert len(carriers) == 1
    assert carriers[0].startswith(f"{shop.url}/checkout/")
