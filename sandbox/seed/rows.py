"""Products in the format of catalog.toml as rows of the catalog tables, many at once."""

from __future__ import annotations

import html
import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sandbox.clock import iso
from sandbox.seed.ids import seed_id

MINOR_UNITS = 100
USUAL_AGE_DAYS = 30
TAG = re.compile(r"<[^>]+>")
Row = dict[str, Any]


def insert_products(db: sqlite3.Connection, products: Iterable[Mapping[str, Any]], opening: datetime) -> None:
    """Write products with their variants, categories and search text; their order is the order of `products`."""
    numbered = list(enumerate(products, start=1))
    placements = _insert_placements(db, [product for _, product in numbered])
    rows = [_product_row(number, product, opening, placements[_shelves(product)]) for number, product in numbered]
    _insert(db, "products", rows)
    _insert(db, "product_contents", [_content_row(number, product) for number, product in numbered])
    _insert(db, "variants", [row for _, product in numbered for row in _variant_rows(product)])
    _insert(db, "product_categories", [row for _, product in numbered for row in _category_rows(product)])
    _insert(db, "product_texts", [_text_row(number, product) for number, product in numbered])
    # The trigger that keeps the availability true listens to changes of stock only; once a product is enough.
    db.execute("UPDATE variants SET stock = stock WHERE position = 0")
    # SQLite chooses better ways through the indexes when it knows that nearly all products are visible and in stock.
    db.execute("ANALYZE products")


def minor_units(amount: str) -> int:
    """Return a decimal string of the catalog in minor units."""
    return int(Decimal(amount) * MINOR_UNITS)


def _insert(db: sqlite3.Connection, table: str, rows: Sequence[Row]) -> None:
    if rows:
        columns, marks = ", ".join(rows[0]), ", ".join(f":{name}" for name in rows[0])
        db.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608 - the names are ours


def _insert_placements(db: sqlite3.Connection, products: Iterable[Mapping[str, Any]]) -> dict[frozenset[str], int]:
    """Number the sets of categories that products stand in, and write which categories each leads to."""
    numbers = {shelves: number for number, shelves in enumerate(dict.fromkeys(map(_shelves, products)), start=1)}
    for shelves, number in numbers.items():
        db.execute(
            "INSERT INTO placements (placement, category_id, direct) SELECT ?, ancestor_id, MAX(depth = 0)"
            " FROM category_paths WHERE category_id IN (SELECT value FROM json_each(?)) GROUP BY ancestor_id",
            (number, json.dumps([seed_id("category", slug) for slug in sorted(shelves)])),
        )
    return numbers


def _shelves(product: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(product.get("categories", []))


def _product_row(number: int, product: Mapping[str, Any], opening: datetime, placement: int) -> Row:
    created_at = iso(opening - timedelta(days=product.get("created_days_ago", USUAL_AGE_DAYS)))
    brand, ribbon, categories = product.get("brand"), product.get("ribbon"), product.get("categories", [])
    return {
        "number": number,
        "id": seed_id("product", product["slug"]),
        "slug": product["slug"],
        "name": product["name"],
        "product_type": product.get("type", "physical").upper(),
        "main_category_id": seed_id("category", categories[0]) if categories else None,
        "placement": placement,
        "brand": brand,
        "brand_id": seed_id("brand", brand) if brand else None,
        "ribbon": ribbon,
        "ribbon_id": seed_id("ribbon", ribbon) if ribbon else None,
        "created_at": created_at,
        "updated_at": created_at,
        "max_per_order": product.get("max_per_order"),
        "preorder": product.get("preorder"),
        **_ranges(product["variants"]),
    }


def _content_row(number: int, product: Mapping[str, Any]) -> Row:
    parts = {part: json.dumps(product.get(part, [])) for part in ("images", "info", "options", "modifiers")}
    return {"number": number, "description": product["description"], **parts}


def _ranges(variants: Sequence[Mapping[str, Any]]) -> Row:
    prices = [minor_units(variant["price"]) for variant in variants]
    compare_ats = [minor_units(variant["compare_at"]) for variant in variants if "compare_at" in variant]
    weights = [variant["weight"] for variant in variants if "weight" in variant]
    return {
        "min_price": min(prices),
        "max_price": max(prices),
        "min_compare_at": min(compare_ats, default=None),
        "max_compare_at": max(compare_ats, default=None),
        "min_weight": min(weights, default=None),
        "max_weight": max(weights, default=None),
        "min_sku": min(variants, key=lambda variant: minor_units(variant["price"]))["sku"],
    }


def _variant_rows(product: Mapping[str, Any]) -> list[Row]:
    product_id = seed_id("product", product["slug"])
    return [
        {
            "id": seed_id("variant", product_id, variant["sku"]),
            "product_id": product_id,
            "position": position,
            "sku": variant["sku"],
            "choices": json.dumps(variant.get("choices", [])),
            "price": minor_units(variant["price"]),
            "compare_at": minor_units(variant["compare_at"]) if "compare_at" in variant else None,
            "stock": variant["stock"],
            "weight": variant.get("weight"),
            "image": variant.get("image"),
        }
        for position, variant in enumerate(product["variants"])
    ]


def _category_rows(product: Mapping[str, Any]) -> list[Row]:
    product_id = seed_id("product", product["slug"])
    return [
        {"product_id": product_id, "category_id": seed_id("category", slug), "position": position}
        for position, slug in enumerate(product.get("categories", []))
    ]


def _text_row(number: int, product: Mapping[str, Any]) -> Row:
    return {
        "rowid": number,
        "name": product["name"],
        "description": html.unescape(TAG.sub(" ", product["description"])),
        "skus": " ".join(variant["sku"] for variant in product["variants"]),
    }
