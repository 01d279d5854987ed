"""Steps that several journeys share: putting things into the cart, and what to do on the hosted page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from sandbox import Sandbox
from tests.browsing import Browser, Page, words

MUG = "/products/harbour-mug"
BOWL = "/products/nesting-bowl"
CONFIRMATION = "/order-confirmation"
CARTS = "/ecom/v2/carts"
CURRENT_CART = f"{CARTS}/current"
ADD_TO_CART = f"{CURRENT_CART}/add-line-items"
DEMO_URL = "https://shop.example"
DEMO = {
    "APP_MODE": "demo",
    "BASE_URL": DEMO_URL,
    "SECRET_KEY": "Zq7-p1vX_3mK9rT0wB5yLh2cNd8sGf4j",
    "TRUSTED_PROXY_COUNT": "1",
    "SANDBOX_PUBLIC_URL": f"{DEMO_URL}/sandbox",
    "SANDBOX_ALLOWED_REDIRECT_DOMAINS": DEMO_URL,
}


@pytest.fixture
def demo_app(make_app: Callable[..., Flask]) -> Flask:
    """The shop as a public demonstration, made for one proxy in front of it."""
    return make_app(**DEMO)


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pauses between retries are tested with the door; in a journey they would only take time."""
    monkeypatch.setattr("services.http.time.sleep", lambda seconds: None)


def first_product(browser: Browser) -> str:
    """The address of the first product of the shop, found as a visitor finds it."""
    page = browser.open("/products")
    return next(link for link in page.links() if "/products/" in link)


def add_to_cart(browser: Browser, address: str = "", **changes: str) -> Page:
    """Open a product page and send its form."""
    page = browser.open(address or first_product(browser))
    return browser.submit(page.form(r"/cart/items$"), **changes)


def buy_now(browser: Browser, address: str = MUG, **changes: str) -> Page:
    """From a product page straight to the hosted checkout page."""
    form = browser.open(address).form(r"/cart/items$")
    button = next(button for button in form.iter("button") if "buy-now" in button.get("formaction", ""))
    return browser.submit(form, button, **changes)


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


def pay_and_leave(browser: Browser, hosted: Page) -> None:
    """Complete a hosted checkout page, opened again if need be, and never follow the way back to the shop."""
    page = browser.open(hosted.url)
    answer = browser.send(page.form(primary=True))
    assert "orderId=" in answer.headers["Location"]


def buy(browser: Browser) -> Page:
    """The whole way from an empty cart to the confirmation."""
    add_to_cart(browser)
    return pay(browser, start_checkout(browser))


def order_id_of(page: Page) -> str:
    return page.url.split("orderId=")[1].split("&")[0]


def count_calls_to(sandbox: Sandbox, ending: str) -> int:
    """How often the platform was asked this."""
    return sum(call.path.endswith(ending) for call in sandbox.journal())


def count_checkouts(sandbox: Sandbox) -> int:
    """How often a checkout of the cart was begun: each begins by reading the cart, which is its own checkout."""
    return sum((call.method, call.path) == ("GET", CURRENT_CART) for call in sandbox.journal())


def notices_of(page: Page) -> list[str]:
    """What a page says on its own account."""
    return [words(element) for element in page.by_class("notice")]


def sign_in_to(browser: Browser, page: str = "/account", **who: str) -> Page:
    """From a page that asks for it, through the hosted sign-in with the demo account or another, and back."""
    login = browser.open(page)
    hosted = browser.submit(login.form(primary=True))
    return browser.submit(hosted.form(primary=True), **who)
