"""The shared catalog as it is read: products, variants, categories. How a platform writes them is its own affair."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PREORDER_LIMIT = 50
WHOLE_PRODUCTS = "SELECT * FROM products JOIN product_contents USING (number)"


@dataclass(frozen=True, slots=True)
class Variant:
    """A buyable form of a product. Prices are minor units; `choices` follow the product's options."""

    id: str
    product_id: str
    sku: str
    choices: tuple[str, ...]
    price: int
    compare_at: int | None
    stock: int
    preordered: int
    weight: float | None
    image: str | None


@dataclass(frozen=True, slots=True)
class Product:
    """A thing sold, with everything known of it. Ranges span the variants."""

    number: int
    id: str
    slug: str
    name: str
    description: str
    product_type: str
    brand: str | None
    brand_id: str | None
    ribbon: str | None
    main_category_id: str | None
    visible: bool
    revision: int
    created_at: str
    updated_at: str
    min_price: int
    max_price: int
    min_compare_at: int | None
    max_compare_at: int | None
    min_weight: float | None
    max_weight: float | None
    min_sku: str
    availability: str
    preorder_availability: str
    max_per_order: int | None
    preorder: str | None
    images: Sequence[Mapping[str, str]]
    info: Sequence[Mapping[str, str]]
    options: Sequence[Mapping[str, Any]]
    modifiers: Sequence[Mapping[str, Any]]
    variants: tuple[Variant, ...]

    @property
    def is_digital(self) -> bool:
        """Tell whether there is nothing to send. Pieces of it are not counted: it is there, or it is not."""
        return self.product_type == "DIGITAL"

    def can_preorder(self, variant: Variant) -> bool:
        """Tell whether a variant that is sold out can be ordered all the same."""
        return self.preorder is not None and variant.stock == 0 and variant.preordered < PREORDER_LIMIT

    def pieces_left(self, variant: Variant) -> int | None:
        """Return how many pieces can be had now, those to be made included; None where they are not counted."""
        if self.can_preorder(variant):
            return PREORDER_LIMIT - variant.preordered
        return None if self.is_digital and variant.stock else variant.stock

    def most_per_line(self, variant: Variant) -> int | None:
        """Return how many pieces one line may hold, None if any number."""
        limits = [limit for limit in (self.pieces_left(variant), self.max_per_order) if limit is not None]
        return min(limits, default=None)

    def variant(self, variant_id: str) -> Variant | None:
        """Return one of the variants, None for an id that is not among them."""
        return next((variant for variant in self.variants if variant.id == variant_id), None)

    def choice_in_stock(self, option_position: int, choice: str) -> bool:
        """Tell whether any variant with this choice can be bought."""
        return any(variant.stock > 0 and variant.choices[option_position] == choice for variant in self.variants)

    def alt_text(self, file: str) -> str:
        """Return what a picture of this product shows."""
        return next((image["alt"] for image in self.images if image["file"] == file), self.name)


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf."""

    number: int
    id: str
    slug: str
    name: str
    description: str
    visible: bool
    created_at: str
    parent_id: str | None
    sibling_index: int
    product_count: int


def find_product(db: sqlite3.Connection, product_id: str) -> Product | None:
    """Return the product of an id, None if there is none."""
    return next(iter(_products_from_rows(db, db.execute(f"{WHOLE_PRODUCTS} WHERE id = ?", (product_id,)))), None)


def find_product_by_slug(db: sqlite3.Connection, slug: str) -> Product | None:
    """Return the product of a slug, None if there is none."""
    return next(iter(_products_from_rows(db, db.execute(f"{WHOLE_PRODUCTS} WHERE slug = ?", (slug,)))), None)


def find_products(db: sqlite3.Connection, product_ids: Iterable[str]) -> dict[str, Product]:
    """Return the products of these ids that exist, by id."""
    ids = json.dumps(sorted(set(product_ids)))
    rows = db.execute(f"{WHOLE_PRODUCTS} WHERE id IN (SELECT value FROM json_each(?))", (ids,))  # noqa: S608 - constant
    return {product.id: product for product in _products_from_rows(db, rows)}


def find_products_by_number(db: sqlite3.Connection, numbers: Sequence[int]) -> list[Product]:
    """Return the products of these numbers, in the order of the numbers."""
    rows = db.execute(
        "SELECT products.*, product_contents.* FROM json_each(?) AS wanted"
        " JOIN products ON products.number = wanted.value JOIN product_contents USING (number) ORDER BY wanted.key",
        (json.dumps(numbers),),
    )
    return _products_from_rows(db, rows)


def list_categories(
    db: sqlite3.Connection, condition: str = "1", parameters: Sequence[Any] = (), order: str = "number"
) -> list[Category]:
    """Return the categories that meet an SQL condition."""
    rows = db.execute(
        "SELECT *, (SELECT COUNT(*) FROM product_categories WHERE category_id = categories.id) AS product_count"  # noqa: S608 - made of constants by the caller
        f" FROM categories WHERE {condition} ORDER BY {order}",
        parameters,
    )
    return [_category_from_row(row) for row in rows]


def categories_of(db: sqlite3.Connection, product_ids: Iterable[str]) -> dict[str, list[Category]]:
    """Return the categories each of these products is directly in, the main one first."""
    ids = json.dumps(sorted(set(product_ids)))
    rows = db.execute(
        "SELECT categories.*, 0 AS product_count, link.product_id FROM product_categories AS link"
        " JOIN categories ON categories.id = link.category_id"
        " WHERE link.product_id IN (SELECT value FROM json_each(?)) ORDER BY link.position",
        (ids,),
    )
    found: dict[str, list[Category]] = defaultdict(list)
    for row in rows:
        found[row["product_id"]].append(_category_from_row(row))
    return found


def category_trails(db: sqlite3.Connection, category_ids: Iterable[str]) -> dict[str, list[Category]]:
    """Return the way from the root down to each of these categories, itself at the end."""
    ids = json.dumps(sorted(set(category_ids)))
    rows = db.execute(
        "SELECT categories.*, 0 AS product_count, path.category_id FROM category_paths AS path"
        " JOIN categories ON categories.id = path.ancestor_id"
        " WHERE path.category_id IN (SELECT value FROM json_each(?)) ORDER BY path.depth DESC",
        (ids,),
    )
    found: dict[str, list[Category]] = defaultdict(list)
    for row in rows:
        found[row["category_id"]].append(_category_from_row(row))
    return found


def products_below(db: sqlite3.Connection, category_slug: str, product_ids: Iterable[str]) -> set[str]:
    """Return which of these products stand in a category or in one below it."""
    rows = db.execute(
        "SELECT link.product_id FROM categories JOIN category_paths AS path ON path.ancestor_id = categories.id"
        " JOIN product_categories AS link ON link.category_id = path.category_id"
        " WHERE categories.slug = ? AND link.product_id IN (SELECT value FROM json_each(?))",
        (category_slug, json.dumps(sorted(set(product_ids)))),
    )
    return {row["product_id"] for row in rows}


def shop_currency(db: sqlite3.Connection) -> str:
    """Return the currency all prices are in (ISO 4217)."""
    row = db.execute("SELECT value FROM settings WHERE key = 'currency'").fetchone()
    return str(row["value"])


def _products_from_rows(db: sqlite3.Connection, rows: Iterable[sqlite3.Row]) -> list[Product]:
    """Make products of rows of the table, in their order, reading all variants at once."""
    kept = list(rows)
    variants = _variants_by_product(db, [row["id"] for row in kept])
    return [_product_from_row(row, variants[row["id"]]) for row in kept]


def _variants_by_product(db: sqlite3.Connection, product_ids: Sequence[str]) -> dict[str, tuple[Variant, ...]]:
    rows = db.execute(
        "SELECT * FROM variants WHERE product_id IN (SELECT value FROM json_each(?)) ORDER BY product_id, position",
        (json.dumps(product_ids),),
    )
    found: dict[str, tuple[Variant, ...]] = defaultdict(tuple)
    for row in rows:
        found[row["product_id"]] += (_variant_from_row(row),)
    return found


def _variant_from_row(row: sqlite3.Row) -> Variant:
    values = {name: row[name] for name in Variant.__slots__ if name != "choices"}
    return Variant(choices=tuple(json.loads(row["choices"])), **values)


def _product_from_row(row: sqlite3.Row, variants: tuple[Variant, ...]) -> Product:
    values = {name: row[name] for name in row.keys() if name in Product.__slots__}  # noqa: SIM118 - iterating a Row gives values
    for name in ("images", "info", "options", "modifiers"):
        values[name] = json.loads(values[name])
    return Product(**{**values, "visible": bool(row["visible"]), "variants": variants})


def _category_from_row(row: sqlite3.Row) -> Category:
    values = {name: row[name] for name in Category.__slots__}
    return Category(**{**values, "visible": bool(row["visible"])})
