"""What many browser journeys do the same way, with JavaScript and without."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def add_to_cart(page: Page) -> None:
    """Press the button and go to the cart page; with scripts the cart is shown beside the product first."""
    page.get_by_role("button", name="Add to cart").click()
    beside, page_itself = page.locator("#drawer-heading a:visible"), page.locator("[data-cart-part]").first
    expect(page_itself).to_be_visible()
    if beside.count():
        beside.click()
    expect(page).to_have_url(re.compile(r"/cart$"))
