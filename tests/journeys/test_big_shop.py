"""A shop of ten thousand products: as many platform calls as a small one. How quick it is, `make bench` tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import embed
from sandbox import Sandbox
from services.http import count_calls
from services.registry import build_storefront
from tests.browsing import Browser
from tests.conftest import SANDBOX_URL, SHOP_URL
from tests.journeys.conftest import add_to_cart

PAGES = ("/products", "/products?q=mug&in-stock=1", "/products?category=tea&sort=price-high", "/products/harbour-mug")


@pytest.fixture
def big_shop(app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """The shop on a platform with ten thousand products."""
    sandbox = Sandbox(
        tmp_path / "big.sqlite3",
        public_url=SANDBOX_URL,
        allowed_redirect_domains=[SHOP_URL],
        product_count=10_000,
    )
    settings = app.extensions["settings"]
    app.extensions["storefront"] = build_storefront(settings, sandbox.clock.now, embed(sandbox))
    yield app
    sandbox.close()


def test_every_page_makes_as_many_calls_as_in_a_small_shop(ada: Browser, big_shop: Flask) -> None:
    # The first page asks, once for all, which generation of the catalog there is.
    for path, most in zip(PAGES, (4, 1, 1, 4), strict=True):
        with count_calls() as calls:
            page = ada.open(path)
        assert page.status == 200
        assert calls.total <= most, (path, calls.operations)


def test_the_list_goes_on_and_on_and_the_cart_works(ada: Browser, big_shop: Flask) -> None:
    page = ada.open("/products?sort=price-low")
    for _ in range(5):
        page = ada.open(next(link for link in page.links() if "after=" in link))
        assert page.status == 200
    assert "Harbour mug" in add_to_cart(ada).words


def test_the_sitemaps_name_all_ten_thousand_products_in_few_calls(app: Flask, ada: Browser, big_shop: Flask) -> None:
    app.config["INDEXABLE"] = True
    with count_calls() as calls:
        index = re.findall("<loc>(.+?)</loc>", ada.open("/sitemap.xml").text)
    assert calls.total <= 4
    files = [url for url in index if "/sitemap-products-" in url]
    assert len(files) == 10
    with count_calls() as calls:
        listed = [url for file in files for url in re.findall("<loc>(.+?)</loc>", ada.open(file).text)]
    assert len(listed) == len(set(listed)) == 10_000
    assert calls.total <= 100
    with count_calls() as calls:
        assert all(ada.open(file).status == 200 for file in files)
    assert calls.total == 0


def test_a_sitemap_far_down_the_list_asks_crawlers_to_wait_rather_than_the_platform_to_hurry(
    app: Flask, ada: Browser, big_shop: Flask
) -> None:
    app.config["INDEXABLE"] = True
    with count_calls() as calls:
        page = ada.open("/sitemap-products-10.xml")
    assert page.status == 503
    assert int(page.headers["Retry-After"]) >= 10
    assert calls.total <= 44
