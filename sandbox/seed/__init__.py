"""Fills the shared catalog tables from catalog.toml. Ids are made from slugs, so every seeding gives the same ones."""

from __future__ import annotations

import html
import json
import re
import sqlite3
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sandbox.clock import iso

SEED_FOLDER = Path(__file__).parent
NAMESPACE = uuid5(NAMESPACE_URL, "https://sandbox.invalid/kiln-and-kettle")
MINOR_UNITS = 100
TAG = re.compile(r"<[^>]+>")


def seed_id(*parts: str) -> str:
    """Return the same id for the same name, always: `seed_id("product", "harbour-mug")`."""
    return str(uuid5(NAMESPACE, ":".join(parts)))


def seed_catalog(db: sqlite3.Connection, folder: Path, now: datetime) -> None:
    """Write the catalog of `folder/catalog.toml` into empty tables.

    Dates are offsets from `now`, counted from nine o'clock UTC of that day.
    """
    catalog = tomllib.loads((folder / "catalog.toml").read_text(encoding="utf-8"))
    opening = now.astimezone(UTC).replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=1)
    db.execute("INSERT INTO settings (key, value) VALUES ('currency', ?)", (catalog.get("currency", "USD"),))
    for number, category in enumerate(catalog.get("categories", []), start=1):
        _insert_category(db, number, category, opening - timedelta(days=365))
    for number, product in enumerate(catalog.get("products", []), start=1):
        insert_product(db, number, product, opening - timedelta(days=product.get("created_days_ago", 30)))


def insert_product(db: sqlite3.Connection, number: int, product: Mapping[str, Any], created_at: datetime) -> None:
    """Write one product, in the format of catalog.toml, with its variants, categories and search text."""
    product_id = seed_id("product", product["slug"])
    _insert_product_row(db, number, product_id, product, iso(created_at))
    for position, variant in enumerate(product["variants"]):
        _insert_variant(db, product_id, position, variant)
    # The trigger that keeps the availability true listens to changes of stock only.
    db.execute("UPDATE variants SET stock = stock WHERE product_id = ?", (product_id,))
    for position, slug in enumerate(product.get("categories", [])):
        row = (product_id, seed_id("category", slug), position)
        db.execute("INSERT INTO product_categories (product_id, category_id, position) VALUES (?,?,?)", row)
    skus = " ".join(variant["sku"] for variant in product["variants"])
    text = html.unescape(TAG.sub(" ", product["description"]))
    db.execute(
        "INSERT INTO product_texts (rowid, name, description, skus) VALUES (?,?,?,?)",
        (number, product["name"], text, skus),
    )


def _insert_category(db: sqlite3.Connection, number: int, category: Mapping[str, Any], created_at: datetime) -> None:
    db.execute(
        "INSERT INTO categories (number, id, slug, name, description, created_at) VALUES (?,?,?,?,?,?)",
        (
            number,
            seed_id("category", category["slug"]),
            category["slug"],
            category["name"],
            category.get("description", ""),
            iso(created_at),
        ),
    )


def _insert_product_row(
    db: sqlite3.Connection, number: int, product_id: str, product: Mapping[str, Any], created_at: str
) -> None:
    variants: Sequence[Mapping[str, Any]] = product["variants"]
    prices = [_minor(variant["price"]) for variant in variants]
    compare_ats = [_minor(variant["compare_at"]) for variant in variants if "compare_at" in variant]
    weights = [variant["weight"] for variant in variants if "weight" in variant]
    categories = product.get("categories", [])
    values = {
        "number": number,
        "id": product_id,
        "slug": product["slug"],
        "name": product["name"],
        "description": product["description"],
        "brand": product.get("brand"),
        "ribbon": product.get("ribbon"),
        "main_category_id": seed_id("category", categories[0]) if categories else None,
        "created_at": created_at,
        "updated_at": created_at,
        "min_price": min(prices),
        "max_price": max(prices),
        "min_compare_at": min(compare_ats, default=None),
        "max_compare_at": max(compare_ats, default=None),
        "min_weight": min(weights, default=None),
        "max_weight": max(weights, default=None),
        "min_sku": min(variants, key=lambda variant: _minor(variant["price"]))["sku"],
        "images": json.dumps(product.get("images", [])),
        "info": json.dumps(product.get("info", [])),
        "options": json.dumps(product.get("options", [])),
    }
    columns, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    db.execute(f"INSERT INTO products ({columns}) VALUES ({marks})", values)  # noqa: S608 - the names are ours


def _insert_variant(db: sqlite3.Connection, product_id: str, position: int, variant: Mapping[str, Any]) -> None:
    db.execute(
        "INSERT INTO variants (id, product_id, position, sku, choices, price, compare_at, stock, weight, image)"
        " VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            seed_id("variant", product_id, variant["sku"]),
            product_id,
            position,
            variant["sku"],
            json.dumps(variant.get("choices", [])),
            _minor(variant["price"]),
            _minor(variant["compare_at"]) if "compare_at" in variant else None,
            variant["stock"],
            variant.get("weight"),
            variant.get("image"),
        ),
    )


def _minor(amount: str) -> int:
    return int(Decimal(amount) * MINOR_UNITS)
