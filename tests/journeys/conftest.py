"""Steps that several journeys share: putting things into the cart, and what to do on the hosted page."""

from __future__ import annotations

from tests.browsing import Browser, Page


def first_product(browser: Browser) -> str:
    """The address of the first product of the shop, found as a visitor finds it."""
    page = browser.open("/products")
    return next(link for link in page.links() if "/products/" in link)


def add_to_cart(browser: Browser, address: str = "", **changes: str) -> Page:
    """Open a product page and send its form."""
    page = browser.open(address or first_product(browser))
    return browser.submit(page.form(r"/cart/items$"), **changes)


def start_checkout(browser: Browser) -> Page:
    """From the cart page to the hosted checkout page."""
    page = browser.open("/cart")
    return browser.submit(page.form(r"/checkout$"))


def choose(browser: Browser, page: Page, action: str) -> Page:
    """Take one of the other ways out of the hosted checkout page, named by the hidden field `action`."""
    for form in page.forms():
        if any(field.get("name") == "action" and field.get("value") == action for field in form.iter("input")):
            return browser.submit(form)
    raise AssertionError(f"no way {action!r} on {page.url}")


def pay(browser: Browser, page: Page, **changes: str) -> Page:
    """Complete the hosted checkout page."""
    return browser.submit(page.form(primary=True), **changes)


def buy(browser: Browser) -> Page:
    """The whole way from an empty cart to the confirmation."""
    add_to_cart(browser)
    return pay(browser, start_checkout(browser))


def order_id_of(page: Page) -> str:
    return page.url.split("orderId=")[1].split("&")[0]
