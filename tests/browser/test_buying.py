"""The buying journeys in a real browser, across two sites, with JavaScript and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests import headings
from tests.browser.conftest import OpenBrowser, Shop, Visitor
from tests.browser.steps import add_to_cart

pytestmark = pytest.mark.browser


def put_into_cart(page: Page, address: str = "/products/harbour-mug") -> None:
    page.goto(address)
    add_to_cart(page)


def go_to_checkout(page: Page) -> None:
    page.get_by_role("button", name=re.compile("check ?out", re.IGNORECASE)).first.click()
    expect(page).to_have_url(re.compile(r"^http://localhost:\d+/sandbox/"))
    expect(page.get_by_text("no money moves").first).to_be_visible()


def pay(page: Page) -> None:
    page.locator("form[data-primary] button[type=submit]").first.click()
    expect(page).to_have_url(re.compile(r"^http://127\.0\.0\.1:\d+/order-confirmation"))


def expect_heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def leave(page: Page, action: str) -> None:
    page.locator(f"form:has(input[name=action][value={action}]) button").click()


def test_browse_choose_a_variant_fill_the_cart_pay_and_read_the_truth(ada: Visitor) -> None:
    page = ada.page
    page.goto("/")
    page.get_by_role("link", name="Shop", exact=True).first.click()
    page.locator("a[href*='/products/orchard-mug']").first.click()
    page.locator("a[href*='variant=']").last.click()
    expect(page).to_have_url(re.compile(r"variant="))
    add_to_cart(page)
    expect(page.get_by_role("main")).to_contain_text("Orchard mug")
    go_to_checkout(page)
    pay(page)
    expect_heading(page, headings.PAID)
    expect(page.get_by_role("main")).to_contain_text("Orchard mug")
    assert "orderId=" in page.url
    page.reload()
    expect_heading(page, headings.PAID)
    expect(page.get_by_role("main")).to_contain_text("Orchard mug")


def test_the_cart_count_beside_the_link_is_for_scripts_and_its_absence_no_loss(ada: Visitor) -> None:
    put_into_cart(ada.page)
    ada.page.goto("/")
    link = ada.page.get_by_role("banner").locator("a[href$='/cart']")
    expect(link).to_contain_text("1" if ada.has_scripts else "Cart")


def test_an_abandoned_checkout_leads_back_to_the_waiting_cart(ada: Visitor) -> None:
    put_into_cart(ada.page)
    go_to_checkout(ada.page)
    leave(ada.page, "abandon")
    expect_heading(ada.page, headings.CART_WAITING)
    go_to_checkout(ada.page)
    pay(ada.page)
    expect_heading(ada.page, headings.PAID)


def test_a_declined_card_says_so_and_keeps_the_cart(ada: Visitor) -> None:
    put_into_cart(ada.page)
    go_to_checkout(ada.page)
    leave(ada.page, "decline")
    expect_heading(ada.page, headings.DECLINED)
    ada.page.goto("/cart")
    expect(ada.page.get_by_role("main")).to_contain_text("Harbour mug")


def test_paying_later_is_shown_as_pending(ada: Visitor) -> None:
    put_into_cart(ada.page)
    go_to_checkout(ada.page)
    leave(ada.page, "pay-later")
    expect(ada.page).to_have_url(re.compile(r"/order-confirmation\?orderId="))
    expect_heading(ada.page, headings.PENDING)


def test_buy_now_goes_straight_to_the_hosted_page(ada: Visitor) -> None:
    ada.page.goto("/products/harbour-mug")
    ada.page.get_by_role("button", name="Buy now").click()
    expect(ada.page).to_have_url(re.compile(r"^http://localhost:\d+/sandbox/"))
    pay(ada.page)
    expect_heading(ada.page, headings.PAID)
    expect(ada.page.get_by_role("main")).to_contain_text("Harbour mug")


def test_the_back_button_after_the_hosted_page_shows_the_cart_as_it_is(ada: Visitor) -> None:
    put_into_cart(ada.page)
    go_to_checkout(ada.page)
    ada.page.goto("/cart")
    expect(ada.page.get_by_role("main")).to_contain_text("Harbour mug")
    ada.page.go_back()
    ada.page.go_forward()
    expect(ada.page.get_by_role("main")).to_contain_text("Harbour mug")


def test_a_fast_double_click_makes_one_checkout(open_browser: OpenBrowser, shop: Shop) -> None:
    page = open_browser().page
    put_into_cart(page)
    page.get_by_role("button", name=re.compile("check ?out", re.IGNORECASE)).first.dblclick()
    expect(page).to_have_url(re.compile(r"^http://localhost:\d+/sandbox/"))
    made = [call for call in shop.sandbox.journal() if (call.method, call.path) == ("GET", "/ecom/v2/carts/current")]
    assert len(made) == 1


def test_cy_with_adas_address_sees_nothing_of_hers(open_browser: OpenBrowser) -> None:
    ada, cy = open_browser(), open_browser()
    put_into_cart(ada.page)
    go_to_checkout(ada.page)
    pay(ada.page)
    answer = cy.page.goto(ada.page.url)
    assert answer is not None
    assert answer.status == 404
    expect_heading(cy.page, headings.UNKNOWN)
    expect(cy.page.get_by_role("main")).not_to_contain_text("Harbour mug")
    cy.complaints.clear()  # Chromium mentions the 404 itself


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1440])
def test_no_page_scrolls_sideways(open_browser: OpenBrowser, width: int, dark: bool) -> None:
    page = open_browser(width=width, dark=dark).page
    put_into_cart(page)
    go_to_checkout(page)
    for address in ("/", "/products", "/products/harbour-mug", "/products/orchard-mug", "/cart", "/order-confirmation"):
        page.goto(address)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{address} is {overflow} px too wide at {width}"


def test_every_picture_of_the_shop_loads(open_browser: OpenBrowser) -> None:
    page = open_browser().page
    for address in ("/", "/products", "/products/harbour-mug"):
        page.goto(address)
        page.evaluate("document.querySelectorAll('img').forEach(image => image.loading = 'eager')")
        page.wait_for_load_state("networkidle")
        broken = page.evaluate(
            "[...document.images].filter(image => !image.complete || !image.naturalWidth).map(image => image.src)"
        )
        assert broken == []


def test_nothing_is_kept_in_the_browser_but_two_cookies_and_that_of_the_tour(open_browser: OpenBrowser) -> None:
    visitor = open_browser()
    put_into_cart(visitor.page)
    names = {cookie["name"] for cookie in visitor.context.cookies(visitor.page.url)}
    assert names == {"session", "cart_count", "tour"}
    assert visitor.page.evaluate("localStorage.length + sessionStorage.length") == 0
