"""The public pages: complete, linked, the same for everyone, and without a trace of who looked."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from sandbox import Sandbox
from services.http import count_calls
from tests.browsing import Browser

MOST_PAGES = 1500


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
            if link.startswith(browser.base_url) and not parts.path.startswith(("/sandbox", "/static", "/cart")):
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
    from tests.journeys.conftest import add_to_cart

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
    for path, most in (("/products/harbour-mug", 5), ("/products", 3), ("/", 3)):
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


def test_sorting_is_in_the_address(ada: Browser) -> None:
    page = ada.open("/products?sort=price-low")
    assert page.status == 200
    assert page.text.index("bamboo-tea-scoop") < page.text.index("boathouse-breakfast")


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
    assert page.form(r"/cart/items$") is not None


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
