"""What scripts add to the product page: pictures to go through, and the cart beside the page. Both are extras."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenBrowser, Visitor

PRODUCT = "/products/orchard-mug"


def test_a_thumbnail_shows_its_picture_and_arrow_keys_go_on(open_browser: OpenBrowser) -> None:
    page = open_browser().page
    page.goto(PRODUCT)
    thumbs, links = page.locator("[data-thumb]"), page.locator("[data-row] a")
    thumbs.nth(1).click()
    expect(links.nth(1)).to_be_in_viewport(ratio=0.9)
    expect(thumbs.nth(1)).to_have_attribute("aria-current", "true")
    links.nth(1).focus()
    page.keyboard.press("ArrowRight")
    expect(links.nth(2)).to_be_focused()
    expect(links.nth(2)).to_be_in_viewport(ratio=0.9)
    assert page.url.endswith(PRODUCT)


def test_a_picture_opens_whole_and_escape_closes_it(open_browser: OpenBrowser) -> None:
    page = open_browser().page
    page.goto(PRODUCT)
    first = page.locator("[data-row] a").first
    first.focus()
    page.keyboard.press("Enter")
    whole = page.locator(".gallery-whole")
    expect(whole).to_be_visible()
    expect(whole.locator("img")).to_have_attribute("src", str(first.get_attribute("href")))
    page.keyboard.press("Escape")
    expect(whole).to_be_hidden()
    expect(first).to_be_focused()


def test_without_scripts_a_thumbnail_leads_to_its_picture(open_browser: OpenBrowser) -> None:
    page = open_browser(scripts=False).page
    page.goto(PRODUCT)
    page.locator("[data-thumb]").nth(2).click()
    expect(page.locator("#picture-3")).to_be_in_viewport(ratio=0.5)


def test_what_was_added_is_shown_beside_the_page(open_browser: OpenBrowser) -> None:
    ada = open_browser()
    page = ada.page
    page.goto(PRODUCT)
    page.get_by_role("button", name="Add to cart").click()
    drawer = page.get_by_role("dialog", name="Your cart")
    expect(drawer.get_by_role("link", name="Orchard mug")).to_be_visible()
    expect(page.locator("[data-cart-count]")).to_contain_text("1")
    assert page.url.endswith(PRODUCT)
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    page.get_by_role("button", name="Add to cart").click()
    expect(drawer.get_by_label("Quantity of Orchard mug")).to_have_value("2")
    drawer.get_by_role("button", name="Check out").click()
    page.wait_for_url("**/sandbox/**")


def test_a_refused_quantity_is_said_on_the_product_page_as_ever(open_browser: OpenBrowser) -> None:
    ada = open_browser()
    page = ada.page
    page.goto(PRODUCT)
    page.locator("form[data-adds-to-cart]").evaluate("form => form.noValidate = true")
    page.get_by_label("Quantity").fill("0")
    with page.expect_response(lambda answer: answer.request.is_navigation_request()) as answered:
        page.get_by_role("button", name="Add to cart").click()
    assert answered.value.status == 422
    expect(page.get_by_role("alert")).to_contain_text("whole number from 1 to 99")


def test_the_cart_link_opens_the_drawer_and_without_scripts_the_page(ada: Visitor) -> None:
    page = ada.page
    page.goto("/products")
    page.locator("[data-cart-link]").click()
    if ada.has_scripts:
        page.wait_for_url("**/cart")  # an empty cart has a page to say so, and nothing to show in a drawer
    expect(page.get_by_role("heading", name="Your cart is empty")).to_be_visible()
