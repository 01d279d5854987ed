"""What a search counted is kept only as long as what it looks at stays as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from sandbox import Sandbox
from sandbox.wix.counted import counted_once
from tests.sandbox.cast import PUBLIC_URL, SHOP, Caller, new_visitor

SKU, MUG = "KK-HARB-350", "harbour-mug"
PRICE, CATEGORY = "actualPriceRange.minValue.amount", "allCategoriesInfo.categories"
PATHS = {"stock": "inventory.availabilityStatus", "categories": f"{CATEGORY}.id"}
FILE = "one.sqlite3"


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    made = make(tmp_path, FILE)
    yield made
    made.close()


def make(folder: Path, name: str, **options: int) -> Sandbox:
    return Sandbox(folder / name, public_url=PUBLIC_URL, allowed_redirect_domains=[SHOP], **options)


def count(visitor: Caller, name: str, **search: Any) -> dict[str, int]:
    """How many products of a search have each value, as the platform counts them."""
    aggregation = {"name": name, "fieldPath": PATHS[name], "type": "VALUE", "value": {"limit": 100}}
    body = {"search": {**search, "aggregations": [aggregation]}}
    (result,) = visitor.post("/stores/v3/products/search", body).json["aggregationData"]["results"]
    return {item["value"]: item["count"] for item in result["values"]["results"]}


def found(visitor: Caller, **search: Any) -> list[dict[str, Any]]:
    reply = visitor.post("/stores/v3/products/search", {"search": {**search, "cursorPaging": {"limit": 100}}})
    return list(reply.json["products"])


def count_stock(sandbox: Sandbox) -> dict[str, int]:
    return count(new_visitor(Client(sandbox.api)), "stock")


def revisions(folder: Path) -> dict[str, str]:
    with closing(sqlite3.connect(folder / FILE)) as db:
        return dict(db.execute("SELECT key, value FROM settings WHERE key LIKE '%_revision'").fetchall())


def test_a_count_follows_stock_removal_and_reset(sandbox: Sandbox) -> None:
    before = count_stock(sandbox)
    assert count_stock(sandbox) == before
    sandbox.set_stock(SKU, 0)
    sold_out = count_stock(sandbox)
    assert sold_out["OUT_OF_STOCK"] == before["OUT_OF_STOCK"] + 1
    sandbox.remove_product(MUG)
    assert count_stock(sandbox)["OUT_OF_STOCK"] == before["OUT_OF_STOCK"]
    sandbox.hide_product("nesting-bowl")
    assert sum(count_stock(sandbox).values()) == sum(before.values()) - 2
    sandbox.reset()
    assert count_stock(sandbox) == before


def test_two_shops_never_share_a_count(tmp_path: Path) -> None:
    small, big = make(tmp_path, "small.sqlite3"), make(tmp_path, "big.sqlite3", product_count=100)
    assert sum(count_stock(small).values()) < sum(count_stock(big).values()) == 100
    small.close()
    big.close()


@pytest.mark.parametrize(
    "search",
    [
        {"search": {"expression": "mug"}},
        {"filter": {PRICE: {"$lte": 40}}},
        {"filter": {PRICE: {"$gte": 30}, PATHS["stock"]: {"$in": ["IN_STOCK", "PARTIALLY_OUT_OF_STOCK"]}}},
        {"search": {"expression": "mug"}, "filter": {"compareAtPriceRange.minValue.amount": {"$gt": 0}}},
    ],
)
def test_after_every_change_the_counts_are_those_of_what_is_found(sandbox: Sandbox, search: dict[str, Any]) -> None:
    visitor = new_visitor(Client(sandbox.api))

    def check() -> None:
        products = found(visitor, **search)
        assert 0 < len(products) < 100
        assert sum(count(visitor, "stock", **search).values()) == len(products)
        by_category = count(visitor, "categories", **search)
        for category, number in by_category.items():
            within = {**search.get("filter", {}), CATEGORY: {"$matchItems": [{"id": {"$in": [category]}}]}}
            assert len(found(visitor, **{**search, "filter": within})) == number
        slugs = {product["slug"] for product in products}
        assert slugs <= {product["slug"] for product in found(visitor)}

    check()
    sandbox.set_stock(SKU, 0)
    check()
    sandbox.set_price(SKU, "399.00")
    check()
    sandbox.hide_product(MUG)
    check()
    sandbox.hide_product(MUG, hidden=False)
    sandbox.set_price(SKU, "5.00")
    check()
    sandbox.remove_product(MUG)
    check()


def test_a_hidden_product_is_counted_in_no_category(sandbox: Sandbox) -> None:
    visitor = new_visitor(Client(sandbox.api))
    before = count(visitor, "categories")
    query = {"search": {"filter": {"slug": MUG}}, "fields": ["ALL_CATEGORIES_INFO"]}
    (product,) = visitor.post("/stores/v3/products/search", query).json["products"]
    its_own = {category["id"] for category in product["allCategoriesInfo"]["categories"]}
    sandbox.hide_product(MUG)
    after = count(visitor, "categories")
    assert len(its_own) > 1
    assert {name: number - after.get(name, 0) for name, number in before.items()} == {
        name: int(name in its_own) for name in before
    }


def test_a_sale_that_leaves_some_makes_nothing_be_counted_again(sandbox: Sandbox, tmp_path: Path) -> None:
    before = revisions(tmp_path)
    sandbox.set_stock(SKU, 5)
    assert revisions(tmp_path) == before
    sandbox.set_stock(SKU, 0)
    after = revisions(tmp_path)
    assert {name for name in before if after[name] != before[name]} == {"stock_revision"}


def test_a_price_makes_only_what_looks_at_prices_be_counted_again(sandbox: Sandbox, tmp_path: Path) -> None:
    before = revisions(tmp_path)
    sandbox.set_price(SKU, "99.00")
    after = revisions(tmp_path)
    assert {name for name in before if after[name] != before[name]} == {"price_revision"}


def test_whatever_column_changes_a_query_of_it_is_asked_again(sandbox: Sandbox, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as db:
        columns = [row[1] for row in db.execute("PRAGMA table_info(products)")]
        for column in columns:
            question = f"SELECT group_concat(products.{column}) FROM products"  # noqa: S608
            before = counted_once(db, question, [])
            db.execute(
                f"UPDATE products SET {column} = iif(typeof({column}) IN ('integer', 'real'), {column} + 100000,"  # noqa: S608
                f" coalesce({column}, '') || 'x') WHERE number = (SELECT MIN(number) FROM products)"
            )
            assert counted_once(db, question, []) != before, column
    assert "min_price" in columns
