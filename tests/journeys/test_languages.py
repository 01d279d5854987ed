"""The shop in other languages: an address for each, and everything that goes on from there stays in it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask

from sandbox import Sandbox
from tests.browsing import Browser, Page
from tests.conftest import SHOP_URL
from tests.journeys.conftest import MUG
from tests.recording import Recorder

REDIRECTS = "/redirect-session"


def alternates(page: Page) -> dict[str, str]:
    links = [link for link in page.root.iter("link") if link.get("rel") == "alternate" and link.get("hreflang")]
    return {link.get("hreflang", ""): link.get("href", "") for link in links}


def language_links(page: Page) -> dict[str, str]:
    links = [link for nav in page.by_class("languages") for link in nav.iter("a")]
    return {link.get("hreflang", ""): link.get("href", "") for link in links}


@pytest.mark.parametrize(
    ("prefix", "tag", "direction"), [("", "en-US", "ltr"), ("/es", "es", "ltr"), ("/he", "he", "rtl")]
)
def test_a_page_names_its_language_and_direction(ada: Browser, prefix: str, tag: str, direction: str) -> None:
    html = next(ada.open(f"{prefix}/products").root.iter("html"))
    assert (html.get("lang"), html.get("dir")) == (tag, direction)


def test_every_address_on_a_page_keeps_its_language(ada: Browser) -> None:
    for path in ("/es/", "/es/products", f"/es{MUG}", "/es/events", "/es/services", "/es/plans", "/es/cart"):
        page = ada.open(path)
        own = [urlsplit(link).path for link in page.links() if link.startswith(SHOP_URL)]
        switches = {urlsplit(link).path for link in language_links(page).values()} | {"/events.ics"}
        assert [path for path in own if not path.startswith("/es/") and path not in switches] == []
        assert [form.get("action") for form in page.forms() if not form.get("action", "/es/").startswith("/es/")] == []


def test_files_have_one_address_in_all_languages(ada: Browser) -> None:
    page = ada.open("/he/")
    files = [link.get("href") for link in page.root.iter("link") if link.get("rel") == "stylesheet"]
    files += [script.get("src") for script in page.root.iter("script") if script.get("src")]
    assert all(str(file).startswith("/static/") for file in files)
    for path in ("/es/static/css/site.css", "/es/robots.txt", "/es/healthz", "/es/auth/callback", "/es/sandbox/"):
        assert ada.open(path).status == 404


def test_a_public_page_names_itself_in_all_languages(ada: Browser) -> None:
    known = {f"{prefix}{MUG}" for prefix in ("", "/es", "/he")}
    for path in known:
        page = ada.open(path)
        assert alternates(page) == {
            "en": f"{SHOP_URL}{MUG}",
            "es": f"{SHOP_URL}/es{MUG}",
            "he": f"{SHOP_URL}/he{MUG}",
            "x-default": f"{SHOP_URL}{MUG}",
        }
        canonical = next(link for link in page.root.iter("link") if link.get("rel") == "canonical")
        assert canonical.get("href") == f"{SHOP_URL}{path}"


def test_the_switcher_keeps_what_was_chosen_and_nothing_else(ada: Browser) -> None:
    page = ada.open("/es/products?category=teapots&sort=newest&utm_source=mail")
    assert language_links(page) == {
        "en": "/products?category=teapots&sort=newest",
        "es": "/es/products?category=teapots&sort=newest",
        "he": "/he/products?category=teapots&sort=newest",
    }


def test_from_what_no_link_can_open_one_goes_to_the_start(ada: Browser) -> None:
    assert language_links(ada.open("/es/nothing-here"))["he"] == "/he/"
    assert language_links(ada.open("/auth/callback?code=secret&state=x"))["es"] == "/es/"
    assert language_links(ada.post("/es/cart/note", {"note": "x" * 2000}))["en"] == "/"


def test_no_header_and_no_cookie_chooses_a_language(ada: Browser, bo: Browser) -> None:
    bo.open("/es/cart")
    plain = ada.open("/products").text
    assert bo.open("/products", Accept_Language="he").text == plain


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("/en/", "/"),
        ("/en", "/"),
        ("/en/products?q=mug", "/products?q=mug"),
        ("/es", "/es/"),
        ("/en//evil.example", "/evil.example"),
    ],
)
def test_a_page_has_one_address_in_a_language(ada: Browser, asked: str, answered: str) -> None:
    answer = ada.client.get(asked, base_url=SHOP_URL)
    assert (answer.status_code, answer.headers["Location"]) == (301, answered)


def test_a_return_page_takes_its_language_from_the_query(ada: Browser) -> None:
    for path in ("/cart", "/thank-you", "/order-confirmation"):
        page = ada.open(f"{path}?lang=he")
        assert next(page.root.iter("html")).get("lang") == "he"
        assert any(urlsplit(link).path == "/he/products" for link in page.links())
    assert next(ada.open("/products?lang=he").root.iter("html")).get("lang") == "en-US"
    assert next(ada.open("/cart?lang=xx").root.iter("html")).get("lang") == "en-US"


def test_the_language_goes_along_to_the_hosted_page_and_back(ada: Browser, recorder: Recorder) -> None:
    page = ada.open(f"/es{MUG}")
    page = ada.submit(page.form("/cart/items$"))
    assert page.path == "/es/cart"
    hosted = ada.submit(page.form("/checkout$"))
    asked = next(asked for asked in recorder.asked if asked.path.endswith(REDIRECTS))
    assert {name.lower(): value for name, value in asked.headers.items()}["x-wix-linguist"] == "es"
    paid = ada.submit(hosted.form(primary=True))
    assert urlsplit(paid.url).path == "/order-confirmation"
    assert "lang=es" in paid.url
    assert next(paid.root.iter("html")).get("lang") == "es"


def test_signing_in_leads_back_to_the_language_one_came_from(ada: Browser) -> None:
    hosted = ada.submit(ada.open("/he/account").form(primary=True))
    page = ada.submit(hosted.form(primary=True))
    assert page.path == "/he/account"
    assert any(urlsplit(hop).path == "/auth/callback" for hop in page.hops)


def test_a_sign_in_that_fails_is_told_in_the_language_it_began_in(ada: Browser) -> None:
    ada.submit(ada.open("/he/account").form(primary=True))
    page = ada.open("/auth/callback?error=access_denied&state=unknown")
    assert next(page.root.iter("html")).get("lang") == "he"
    assert any(urlsplit(link).path == "/he/auth/login" for link in page.links())


def test_money_and_dates_are_written_as_the_language_does(ada: Browser, app: Flask, sandbox: Sandbox) -> None:
    prices = {prefix: ada.open(f"{prefix}{MUG}").by_class("product-price")[0] for prefix in ("", "/es")}
    said = {prefix: "".join(price.itertext()) for prefix, price in prices.items()}
    assert "$" in said[""]
    assert "US$" in said["/es"]
    months = {
        prefix: ada.open(f"{prefix}/events").by_class("event-month-name")[0].text for prefix in ("", "/es", "/he")
    }
    assert len(set(months.values())) == 3


def of_the_platform(page: Page, name: str) -> list[tuple[str | None, str | None]]:
    return [(element.get("lang"), element.get("dir")) for element in page.by_class(name)]


def test_what_the_platform_says_carries_its_own_language(ada: Browser) -> None:
    page = ada.submit(ada.open("/he/products/orchard-mug").form("/cart/items$"))
    paid = ada.submit(ada.submit(page.form("/checkout$")).form(primary=True))
    for shown, names in ((page, ("line-item-name", "choice-list")), (paid, ("order-line-name", "choice-list"))):
        assert of_the_platform(shown, names[0]) == [("en-US", "auto")]
        pairs = [pair for choices in shown.by_class(names[1]) for pair in choices.iter("div")]
        assert [pair.get("lang") for pair in pairs] == ["en-US"]
    assert set(of_the_platform(ada.open("/he/products/orchard-mug"), "choice-name")) == {("en-US", "auto")}
    assert set(of_the_platform(ada.open("/products/orchard-mug"), "choice-name")) == {(None, None)}
    for path in ("/he/events/evening-on-the-wheel", "/he/services/wheel-throwing", "/he/plans/open-studio"):
        assert of_the_platform(ada.open(path), "page-head-words") == [("en-US", "auto")]
    shelves = ada.open("/he/").by_class("shelf")
    assert {heading.get("lang") for shelf in shelves for heading in shelf.iter("h3")} == {"en-US"}


def test_the_page_that_hands_over_a_sign_in_speaks_as_the_page_before(make_app: Callable[..., Flask]) -> None:
    ada = Browser(make_app(WIX_AUTH_RESPONSE_MODE="fragment"), SHOP_URL)
    assert next(ada.open("/auth/callback").root.iter("html")).get("lang") == "en-US"
    ada.send(ada.open("/he/account").form(primary=True))
    assert next(ada.open("/auth/callback").root.iter("html")).get("lang") == "he"
