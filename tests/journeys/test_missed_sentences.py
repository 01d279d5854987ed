"""Every sentence of ours comes from a catalog: a shop in a language nobody speaks shows nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask

from services.registry import build_storefront
from tests.browsing import Browser, Page
from tests.conftest import SHOP_URL, replaced_platform
from tests.journeys import direct_steps
from tests.pseudo import CODE, Listener, missed_on, speak_pseudo, teach_pseudo

TYPED = {"mug", "mugg", "teapot", "x" * 1000, "Ada Marsh", "New York, NY 10011"}
# What the tour tells of calls is the same in every language.
OF_MACHINES = re.compile(r"[\d.]+ ms|[A-Z]+ /\S*")
PUBLIC_PAGES = [
    "/",
    "/products",
    "/products?category=teapots",
    "/products?q=mug&in-stock=1&price-from=5&price-to=90",
    "/products?q=mugg",
    "/products?q=teapot&category=teas&on-sale=1",
    "/products?price-from=x",
    "/products?price-from=9&price-to=5",
    "/products/harbour-mug",
    "/products/nesting-bowl",
    "/products/harbour-mug?variant=gone",
    "/events",
    "/events?past=1",
    "/services",
    "/services/wheel-throwing",
    "/services/wheel-throwing?zone=Europe/Lisbon",
    "/services/saturday-hand-building",
    "/services/open-studio-session",
    "/services/six-week-wheel-course",
    "/services/wheel-throwing?zone=nowhere",
    "/plans",
    "/plans?planIds=x",
    "/plans/open-studio",
    "/plans/six-week-wheel-course",
    "/cart",
    "/find-order",
    "/auth/login",
    "/auth/signed-out",
    "/order-confirmation",
    "/thank-you",
    "/nothing-here",
    "/products?category=nothing",
    "/auth/logout",
    f"/cart?lang={CODE}",
]


class Visitor:
    """A browser in the language nobody speaks, which looks at every page for what was missed."""

    def __init__(self, browser: Browser, platform: Listener) -> None:
        self.browser = browser
        self._platform = platform
        self.also_known: set[str] = set()

    def open(self, path: str) -> Page:
        return self.look_at(self.browser.open(path if "lang=" in path else f"/{CODE}{path}"))

    def post(self, path: str, **fields: str) -> Page:
        return self.look_at(self.browser.post(f"/{CODE}{path}", fields))

    def look_at(self, page: Page) -> Page:
        if page.url.startswith(SHOP_URL) and not urlsplit(page.url).path.startswith("/sandbox"):
            missed = missed_on(page, self._platform.texts | TYPED | self.also_known)
            missed = [text for text in missed if not OF_MACHINES.fullmatch(text)]
            assert not missed, f"{page.url} says in English: {missed}"
        return page


@pytest.fixture
def visitor_of(make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Visitor]:
    """Opens a shop with these settings to somebody in the language nobody speaks."""

    def open_shop(**environ: str) -> Visitor:
        speak_pseudo(monkeypatch)
        app = make_app(**environ)
        teach_pseudo(app)
        sandbox, demo = app.extensions["sandbox"], app.extensions["demo"]
        listener = Listener(demo.listen(sandbox.api))
        platform = replaced_platform(sandbox, listener)  # type: ignore[arg-type]
        app.extensions["storefront"] = build_storefront(app.extensions["settings"], sandbox.clock.now, platform)
        return Visitor(Browser(app, SHOP_URL), listener)

    return open_shop


@pytest.fixture
def visitor(visitor_of: Callable[..., Visitor]) -> Visitor:
    return visitor_of()


def test_public_and_empty_pages_and_errors_miss_nothing(visitor: Visitor) -> None:
    for path in PUBLIC_PAGES:
        visitor.open(path)


def test_every_product_misses_nothing(visitor: Visitor) -> None:
    links = {link for link in visitor.open("/products").links() if "/products/" in link}
    assert links
    for link in links:
        assert f"/{CODE}/products/" in link
        visitor.look_at(visitor.browser.open(link))


def test_every_event_misses_nothing(visitor: Visitor) -> None:
    links = {link for path in ("/events", "/events?past=1") for link in visitor.open(path).links()}
    for link in sorted(link for link in links if f"/{CODE}/events/" in link):
        visitor.look_at(visitor.browser.open(link))


def test_buying_misses_nothing_on_the_way_there_and_back(visitor: Visitor) -> None:
    browser = visitor.browser
    page = visitor.open("/products/harbour-mug")
    visitor.look_at(browser.submit(page.form("/cart/items$"), quantity="0"))
    visitor.open("/products/harbour-mug")
    page = visitor.look_at(browser.submit(page.form("/cart/items$"), quantity="2"))
    assert urlsplit(page.url).path == f"/{CODE}/cart"
    visitor.post("/cart/coupon", code="NOTHING")
    visitor.post("/cart/coupon", code="?")
    visitor.post("/cart/destination", country="US", postal_code="04101", subdivision="ME")
    visitor.post("/cart/destination", country="XX")
    visitor.post("/cart/note", note="x" * 1001)
    visitor.post("/cart/items/unknown", quantity="1")
    page = visitor.open("/cart")
    visitor.look_at(browser.submit(page.form("/cart/items/[^/]+$"), quantity="99"))
    page = visitor.open("/cart")
    hosted = browser.submit(page.form("/checkout$"))
    paid = visitor.look_at(browser.submit(hosted.form(primary=True)))
    assert urlsplit(paid.url).path == "/order-confirmation"
    assert f"lang={CODE}" in paid.url
    assert "⟦" in paid.heading


def test_what_is_refused_is_said_in_the_language(visitor: Visitor) -> None:
    visitor.post("/find-order", number="!", email="nobody")
    visitor.post("/find-order", number="10999", email="nobody@example.com")
    for path in [link for link in visitor.open("/events").links() if f"/{CODE}/events/" in link]:
        page = visitor.look_at(visitor.browser.open(path))
        for form in page.forms():
            if form.get("action", "").endswith(("/reservations", "/rsvps", "/answers")):
                visitor.look_at(visitor.browser.submit(form))
                visitor.browser.open(path)


def test_the_account_misses_nothing(visitor: Visitor) -> None:
    login = visitor.open("/account")
    hosted = visitor.browser.submit(login.form(primary=True))
    account = visitor.look_at(visitor.browser.submit(hosted.form(primary=True)))
    assert urlsplit(account.url).path == f"/{CODE}/account"
    for path in ("/account/orders", "/account/tickets", "/account/bookings", "/account/plans"):
        page = visitor.open(path)
        for link in [link for link in page.links() if "/account/orders/" in link][:3]:
            visitor.look_at(visitor.browser.open(link))


def test_the_tour_and_the_switchboard_miss_nothing(visitor: Visitor) -> None:
    page = visitor.open("/products/harbour-mug")
    visitor.browser.submit(page.form("/cart/items$"))
    visitor.browser.submit(visitor.open("/cart").form("/checkout$"))
    assert visitor.open("/tour").by_class("step")
    page = visitor.open("/switchboard")
    visitor.look_at(visitor.browser.submit(page.form("/switchboard")))


def test_paying_on_our_own_pages_misses_nothing(visitor_of: Callable[..., Visitor]) -> None:
    visitor = visitor_of(PLATFORM="bigcommerce", BIGCOMMERCE_CHECKOUT="api")
    browser = visitor.browser
    visitor.also_known = {
        *direct_steps.ADDRESS.values(),
        *direct_steps.CARD.values(),
        "Diners Club",
        "Discover",
        "Mastercard",
        "Austin, Texas 78701",
    }
    page = visitor.open("/products")
    page = visitor.look_at(browser.open(next(link for link in page.links() if "/products/" in link)))
    visitor.look_at(browser.submit(page.form("/cart/items$")))
    page = browser.submit(visitor.open("/cart").form("/checkout$"))
    regions = [field for field in page.root.iter("select") if field.get("name", "").endswith(".region")]
    visitor.also_known |= {
        option.text for field in regions for option in field.iter("option") if option.get("value") and option.text
    }
    visitor.look_at(page)
    visitor.look_at(browser.submit(page.form(primary=True)))
    page = visitor.look_at(direct_steps.give_address(browser, page))
    page = visitor.look_at(direct_steps.choose_delivery(browser, page))
    page = visitor.look_at(direct_steps.place_order(browser, page))
    visitor.look_at(direct_steps.pay(browser, page, number="4"))
    visitor.look_at(direct_steps.pay(browser, page, number=direct_steps.DECLINED))
    paid = visitor.look_at(direct_steps.pay(browser, page))
    assert urlsplit(paid.url).path.endswith("/order-confirmation")
