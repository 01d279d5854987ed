"""Fills the shared catalog tables from catalog.toml. How a product becomes rows is in rows.py."""

from __future__ import annotations

import sqlite3
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sandbox.clock import iso
from sandbox.seed.ids import seed_id
from sandbox.seed.rows import insert_products
from sandbox.seed.variations import varied

__all__ = ["OPENED_AT", "SEED_FOLDER", "seed_catalog", "seed_id"]

SEED_FOLDER = Path(__file__).parent
OPENED_AT = "opened_at"


def seed_catalog(db: sqlite3.Connection, folder: Path, now: datetime, product_count: int | None = None) -> None:
    """Write the catalog of `folder/catalog.toml` into empty tables, with variations of it up to `product_count`.

    Dates are offsets from `now`, counted from nine o'clock UTC of the day before.
    """
    catalog = tomllib.loads((folder / "catalog.toml").read_text(encoding="utf-8"))
    opening = now.astimezone(UTC).replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=1)
    settings = [("currency", catalog.get("currency", "USD")), (OPENED_AT, iso(opening))]
    db.executemany("INSERT INTO settings (key, value) VALUES (?, ?)", settings)
    _insert_categories(db, catalog.get("categories", []), opening - timedelta(days=365))
    insert_products(db, varied(catalog.get("products", []), product_count or 0), opening)


def _insert_categories(db: sqlite3.Connection, categories: Sequence[Mapping[str, Any]], created_at: datetime) -> None:
    parents = {category["slug"]: category.get("parent") for category in categories}
    for number, category in enumerate(categories, start=1):
        slug, parent = category["slug"], category.get("parent")
        elder = [other["slug"] for other in categories[: number - 1] if other.get("parent") == parent]
        db.execute(
            "INSERT INTO categories (number, id, slug, name, description, created_at, parent_id, sibling_index)"
            " VALUES (?,?,?,?,?,?,?,?)",
            (
                number,
                seed_id("category", slug),
                slug,
                category["name"],
                category.get("description", ""),
                iso(created_at),
                seed_id("category", parent) if parent else None,
                len(elder),
            ),
        )
        _insert_path(db, slug, parents)


def _insert_path(db: sqlite3.Connection, slug: str, parents: Mapping[str, str | None]) -> None:
    """Write a category's way up. Raises: KeyError for a parent that is not in the file."""
    ancestor: str | None = slug
    depth = 0
    while ancestor is not None:
        row = (seed_id("category", slug), seed_id("category", ancestor), depth)
        db.execute("INSERT INTO category_paths (category_id, ancestor_id, depth) VALUES (?,?,?)", row)
        ancestor, depth = parents[ancestor], depth + 1
