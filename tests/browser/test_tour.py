"""The tour and the switchboard in a real browser: drawn at every width, copied with a click, usable without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenBrowser, Visitor
from tests.browser.test_buying import go_to_checkout, pay, put_into_cart

pytestmark = pytest.mark.browser


def test_a_purchase_is_drawn_and_a_switch_is_turned(ada: Visitor) -> None:
    page = ada.page
    put_into_cart(page)
    go_to_checkout(page)
    pay(page)
    page.get_by_role("link", name="What just happened").click()
    checkout = page.locator("section.trip").filter(has=page.get_by_role("heading", name="Checkout"))
    expect(checkout.locator("li.step--hosted")).to_have_count(3)
    page.get_by_role("link", name="What can go wrong").click()
    page.get_by_role("button", name="Switch on Sold out").click()
    expect(page.get_by_text("On, for you")).to_have_count(1)
    page.get_by_role("button", name="Switch all of it off").click()
    expect(page.get_by_text("On, for you")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_nothing_sticks_out_at_any_width(open_browser: OpenBrowser, width: int) -> None:
    page = open_browser(width=width).page
    put_into_cart(page)
    for address in ("/tour", "/switchboard"):
        page.goto(address)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_a_command_is_copied_with_a_click(open_browser: OpenBrowser) -> None:
    ada = open_browser()
    ada.context.grant_permissions(["clipboard-read", "clipboard-write"])
    put_into_cart(ada.page)
    ada.page.goto("/tour")
    place = ada.page.locator("details[data-copied]").first
    place.locator("summary").click()
    place.get_by_role("button", name="Copy the command").click()
    expect(place.get_by_role("status")).to_have_text("Copied")
    copied = ada.page.evaluate("navigator.clipboard.readText()")
    assert copied == place.locator("pre").text_content()
    assert copied.startswith("curl ")


def test_the_bar_is_not_printed(open_browser: OpenBrowser) -> None:
    page = open_browser().page
    page.goto("/")
    expect(page.locator(".demo-bar")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".demo-bar")).to_be_hidden()
