"""The public pages: complete, linked, the same for everyone, and without a trace of who looked."""

from __future__ import annotations

import re
import sqlite3
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from sandbox import Sandbox
from sandbox.seed import SEED_FOLDER
from services.http import count_calls
from tests.browsing import Browser, form_values, words
from tests.journeys.conftest import add_to_cart, notices_of

MOST_PAGES = 1500
# The other languages are the same pages once more; tests/journeys/test_languages.py opens some.
NOT_CRAWLED = ("/sandbox", "/static", "/cart", "/es/", "/he/")


def crawl(browser: Browser) -> dict[str, str]:
    """Every page of the shop that links lead to from the home page, with its text."""
    waiting, seen = ["/"], {}
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        page = browser.open(path)
        assert page.status == 200, f"{path} answers {page.status}"
        seen[path] = page.text
        assert len(seen) < MOST_PAGES, "the shop never ends"
        for link in page.links():
            parts = urlsplit(link)
            if link.startswith(browser.base_url) and not parts.path.startswith(NOT_CRAWLED):
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return seen


def session_rows(app: Flask) -> int:
    settings = app.extensions["settings"]
    with sqlite3.connect(Path(settings.data_dir) / "sessions.sqlite3") as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        counted = sum(
            connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608 - our own table names
            for name in tables
            if "session" in name
        )
    connection.close()
    return int(counted)


def test_every_link_leads_somewhere_and_all_products_can_be_reached(ada: Browser) -> None:
    pages = crawl(ada)
    products = {urlsplit(path).path for path in pages if path.startswith("/products/")}
    assert len(products) >= 30


def test_a_crawl_leaves_no_session_row_no_cookie_and_no_visitor_token(
    app: Flask, ada: Browser, sandbox: Sandbox
) -> None:
    crawl(ada)
    assert ada.client._cookies == {}
    assert session_rows(app) == 0
    tokens = [call for call in sandbox.journal() if call.path.endswith("/oauth2/token")]
    assert len(tokens) == 1  # the shared one of the catalog


def test_public_pages_are_the_same_bytes_for_everyone(ada: Browser, bo: Browser) -> None:
    add_to_cart(ada, quantity="2")
    for path in ("/", "/products", "/products?category=teapots", "/products/harbour-mug"):
        assert ada.open(path).text == bo.open(path).text


@pytest.mark.parametrize("path", ["/", "/products", "/products/harbour-mug", "/products?q=tea"])
def test_public_pages_may_be_cached_and_never_vary_by_cookie(ada: Browser, path: str) -> None:
    page = ada.open(path)
    assert "public" in page.headers["Cache-Control"]
    assert "Cookie" not in page.headers.get("Vary", "")
    assert "Set-Cookie" not in page.headers


def test_a_page_costs_few_platform_calls_and_a_warm_one_none(app: Flask, ada: Browser) -> None:
    for path, most in (
        ("/products/harbour-mug", 6),
        ("/products", 3),
        ("/", 3),
    ):  # the first asks the catalog's version
        with count_calls() as cold:
            ada.open(path)
        assert cold.total <= most, cold.operations
        with count_calls() as warm:
            ada.open(path)
        assert warm.total == 0, warm.operations


def test_a_search_is_in_the_address_and_finds(ada: Browser) -> None:
    page = ada.open("/products")
    found = ada.submit(page.form(r"/products$"), q="teapot")
    assert "q=teapot" in found.url
    assert any("/products/" in link for link in found.links())


def test_a_search_without_a_result_offers_a_way_on(ada: Browser) -> None:
    page = ada.open("/products?q=zzzqqq")
    assert page.status == 200
    assert any(urlsplit(link).path == "/products" for link in page.links())


def cards_of(browser: Browser, path: str) -> list[Element]:
    """The products of a list, over all its pages."""
    cards: list[Element] = []
    for _ in range(MOST_PAGES):
        page = browser.open(path)
        cards += page.by_class("product-card")
        following = next((link for link in page.root.iter("a") if link.get("rel") == "next"), None)
        if following is None:
            return cards
        path = urljoin(page.url, following.get("href", ""))
    raise AssertionError("the list never ends")


def shown_price(card: Element) -> Decimal:
    """What the product costs now, in dollars."""
    now = next(iter([*card.iter("ins"), *(part for part in card.iter("span") if part.get("class") == "price")]))
    return Decimal(re.sub(r"[^\d.]", "", words(now)))


def shown_name(card: Element) -> str:
    return words(next(card.iter("a")))


def test_by_price_the_list_goes_up_or_down(ada: Browser) -> None:
    up = [shown_price(card) for card in cards_of(ada, "/products?sort=price-low")]
    assert len(up) >= 30
    assert up == sorted(up)
    down = [shown_price(card) for card in cards_of(ada, "/products?sort=price-high")]
    assert down == sorted(up, reverse=True)


def test_by_name_the_list_follows_the_alphabet(ada: Browser) -> None:
    names = [shown_name(card) for card in cards_of(ada, "/products?sort=name")]
    assert len(names) >= 30
    assert names == sorted(names, key=str.casefold)


def test_the_newest_come_first_if_wanted(ada: Browser) -> None:
    sold = tomllib.loads((SEED_FOLDER / "catalog.toml").read_text(encoding="utf-8"))["products"]
    by_age = [product["name"] for product in sorted(sold, key=lambda product: product["created_days_ago"])]
    assert [shown_name(card) for card in cards_of(ada, "/products?sort=newest")] == by_age


def test_an_order_that_stays_while_the_list_goes_on_is_in_the_address(ada: Browser) -> None:
    page = ada.open("/products?category=tea&sort=price-low")
    selected = [option.get("value") for option in page.root.iter("option") if "selected" in option.attrib]
    assert selected == ["price-low"]
    prices = [shown_price(card) for card in page.by_class("product-card")]
    assert prices == sorted(prices)


@pytest.mark.parametrize("path", ["/products/lidded-tea-caddy", "/products?category=tea"])
def test_a_product_on_sale_shows_what_it_cost_before(ada: Browser, path: str) -> None:
    sales = ada.open(path).by_class("price--sale")
    shown = [(words(next(sale.iter("ins"))), words(next(sale.iter("del")))) for sale in sales]
    assert ("$52.00", "$64.00") in shown


def test_a_product_at_its_usual_price_shows_no_other(ada: Browser) -> None:
    page = ada.open("/products/harbour-mug")
    (article,) = page.by_class("product")
    assert [words(price) for price in article.iter("span") if price.get("class") == "price"] == ["$38.00"]
    assert not list(article.iter("del"))


def test_the_variant_is_in_the_address(ada: Browser) -> None:
    page = ada.open("/products/orchard-mug")
    variants = [link for link in page.links() if "variant=" in link]
    assert variants
    chosen = ada.open(variants[-1])
    form = chosen.form(r"/cart/items$")
    values = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert str(values["variant"]) in variants[-1]


def test_an_unknown_variant_shows_the_product_with_a_hint(ada: Browser) -> None:
    page = ada.open("/products/orchard-mug?variant=00000000-0000-4000-8000-00000000dead")
    assert page.status == 200
    (notice,) = notices_of(page)
    assert notice.startswith("That version is no longer offered")
    offered = {link.partition("variant=")[2] for link in page.links()} - {""}
    chosen = dict(form_values(page.form(r"/cart/items$")))["variant"]
    assert chosen in offered
    assert notices_of(ada.open(f"/products/orchard-mug?variant={chosen}")) == []


def test_a_sold_out_product_has_no_form_and_says_so(ada: Browser) -> None:
    sold_out = next(
        path for path in crawl(ada) if path.startswith("/products/") and "/cart/items" not in ada.open(path).text
    )
    assert "sold out" in ada.open(sold_out).words.lower()


@pytest.mark.parametrize(
    "path",
    ["/products/no-such-thing", "/products/UPPER", "/nowhere", "/products?category=no-such", "/products/" + "x" * 500],
)
def test_what_does_not_exist_is_a_page_with_a_way_on(ada: Browser, path: str) -> None:
    page = ada.open(path)
    assert page.status == 404
    assert any(urlsplit(link).path == "/products" for link in page.links())


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "a" * 2000,
        "sort=sideways",
        "after=forged",
        "after=" + "x" * 2500,
        "q=%00",
        "q=%FF",
        "sort[]=1",
        "page=9999",
    ],
)
def test_odd_queries_never_break_the_list(ada: Browser, query: str) -> None:
    assert ada.open(f"/products?{query}").status in (200, 400, 404, 414)


def test_the_description_is_sanitised(ada: Browser, app: Flask) -> None:
    page = ada.open("/products/harbour-mug")
    assert "<strong>350 ml</strong>" in page.text


def test_healthz_answers_under_any_name(ada: Browser, sandbox: Sandbox) -> None:
    response = ada.client.get("/healthz", headers={"Host": "10.0.0.7:9999"})
    assert response.status_code == 200
    assert sandbox.journal() == []


def test_robots_are_sent_away_unless_the_shop_is_indexable(ada: Browser, make_app: Callable[..., Flask]) -> None:
    assert "Disallow: /\n" in ada.open("/robots.txt").text
    open_shop = Browser(make_app(INDEXABLE="1"), "http://127.0.0.1:8000")
    assert "Disallow: /\n" not in open_shop.open("/robots.txt").text


def test_another_name_of_this_machine_leads_to_the_shops_own(ada: Browser) -> None:
    response = ada.client.get("/products?q=tea", base_url="http://localhost:8000")
    assert response.status_code == 308
    assert response.headers["Location"] == "http://127.0.0.1:8000/products?q=tea"
    assert ada.client.get("/", base_url="http://evil.example").status_code == 400
