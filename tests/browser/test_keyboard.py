"""With the keyboard alone: bought and booked from the home page to the confirmation, with JavaScript and without.

Nothing here clicks, and nothing puts the focus anywhere: keys do.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests import headings
from tests.browser.conftest import OpenBrowser, Shop, Visitor
from tests.browser.test_buying import expect_heading

pytestmark = pytest.mark.browser

HOSTED = re.compile(r"^http://localhost:\d+/sandbox/")
MOST_KEYS = 120
ADD = "form[data-adds-to-cart] button:not([formaction])"
PAY = "form[data-primary] button[type=submit]"
HAS_FOCUS = "selector => document.activeElement.matches(selector)"
SHOWS_FOCUS = """() => [null, "::after"].some(pseudo => {
    const style = getComputedStyle(document.activeElement, pseudo);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
})"""
IS_IN_SIGHT = """() => {
    const box = document.activeElement.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
}"""


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """Go on with a key until something like this has the focus, which can then be seen."""
    for _ in range(MOST_KEYS):
        page.keyboard.press(key)
        if page.evaluate(HAS_FOCUS, selector):
            assert page.evaluate(SHOWS_FOCUS), f"nothing shows that {selector} has the focus"
            assert page.evaluate(IS_IN_SIGHT), f"{selector} has the focus out of sight"
            return
    raise AssertionError(f"the keyboard does not lead to {selector} on {page.url}")


def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Go to something and press it."""
    tab_to(page, selector)
    page.keyboard.press(key)


def press_and_arrive(page: Page, selector: str, key: str = "Enter") -> None:
    """Go to what leads to another page, press it and wait for the page."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)


def test_the_first_key_offers_to_skip_to_the_content(ada: Visitor) -> None:
    page = ada.page
    page.goto("/products")
    page.keyboard.press("Tab")
    assert page.evaluate(HAS_FOCUS, ".skip-link")
    assert page.evaluate(IS_IN_SIGHT)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(HAS_FOCUS, "main *")


def test_a_piece_is_chosen_put_into_the_cart_and_paid(ada: Visitor) -> None:
    page = ada.page
    page.goto("/")
    press_and_arrive(page, ".site-nav a[href$='/products']")
    press_and_arrive(page, "main a[href*='/products/orchard-mug']")
    press_and_arrive(page, "main a.choice[href*='variant=']:not([aria-current])")
    expect(page).to_have_url(re.compile(r"variant="))
    tab_to(page, "main input[name=quantity]")
    page.keyboard.press("ArrowUp")
    if ada.has_scripts:
        press(page, ADD, "Space")
        expect(page.get_by_role("dialog")).to_contain_text("Orchard mug")
        assert page.evaluate(HAS_FOCUS, "dialog *"), "the cart opened elsewhere than where one is"
    else:
        press_and_arrive(page, ADD, "Space")
    expect(page.locator("input.quantity-field").last).to_have_value("2")
    press_and_arrive(page, "form[action$='/checkout'] button")
    expect(page).to_have_url(HOSTED)
    press_and_arrive(page, PAY)
    expect_heading(page, headings.PAID)
    expect(page.get_by_role("main")).to_contain_text("Orchard mug")


def test_the_escape_key_closes_the_cart_and_one_is_where_one_was(open_browser: OpenBrowser) -> None:
    page = open_browser().page
    page.goto("/products/harbour-mug")
    press(page, ADD)
    expect(page.get_by_role("dialog")).to_be_visible()
    for _ in range(MOST_KEYS // 6):
        page.keyboard.press("Tab")
        assert not page.evaluate(HAS_FOCUS, "main *"), "behind the open cart nothing may be reached"
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.evaluate(HAS_FOCUS, ADD)
    tab_to(page, "main input[name=quantity]", "Shift+Tab")


def test_every_picture_is_in_sight_when_it_has_the_focus(open_browser: OpenBrowser) -> None:
    page = open_browser().page
    page.emulate_media(reduced_motion="reduce")
    page.goto("/products/orchard-mug")
    pictures = page.locator("[data-row] a")
    tab_to(page, "[data-row] a")
    for place in range(pictures.count()):
        expect(pictures.nth(place)).to_be_focused()
        expect(pictures.nth(place)).to_be_in_viewport(ratio=0.9)
        page.keyboard.press("Tab")


def test_a_time_is_booked(ada: Visitor, shop: Shop) -> None:
    shop.sandbox.clock.set(datetime(2027, 5, 17, 6, tzinfo=UTC))
    page = ada.page
    page.goto("/")
    press_and_arrive(page, ".site-nav a[href$='/services']")
    press_and_arrive(page, "main a[href$='/services/wheel-throwing']")
    tab_to(page, "select[name=zone]")
    page.keyboard.type("Tokyo")
    press_and_arrive(page, ".view-form button[type=submit]")
    expect(page).to_have_url(re.compile(r"zone=Asia%2FTokyo"))
    press_and_arrive(page, ".day-links a[rel=next]")
    press_and_arrive(page, ".slot-days button[name=slot]")
    expect(page).to_have_url(HOSTED)
    press_and_arrive(page, PAY, "Space")
    expect_heading(page, headings.BOOKING_PAID)
    expect(page.get_by_role("main")).to_contain_text("Wheel throwing")
