"""Which products a list holds, and in which order, as SQL over the shared catalog.

Source: https://developer.bigcommerce.com/docs/rest-catalog/products#get-all-products
"""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass

from flask import request

from sandbox.bigcommerce.errors import invalid
from sandbox.bigcommerce.numbers import BRAND_DIGITS, brand_prefix, category_number, product_number
from sandbox.bigcommerce.paging import Page
from sandbox.bigcommerce.queries import (
    Condition,
    flag,
    money,
    named,
    numbers,
    one_of,
    read_filters,
    split,
    texts,
    whole,
)
from sandbox.bigcommerce.site import CHANNEL_ID
from sandbox.clock import iso, parse_iso
from sandbox.products import PREORDER_LIMIT

WORD = re.compile(r"\w+")
MOST_WORDS = 20
IS_PREORDER = "(products.preorder IS NOT NULL AND products.availability = 'OUT_OF_STOCK')"
IS_COUNTED = "(products.product_type <> 'DIGITAL' OR products.availability = 'OUT_OF_STOCK')"
PIECES = (
    f"iif(variants.stock = 0 AND products.preorder IS NOT NULL, MAX(0, {PREORDER_LIMIT} - variants.preordered),"
    " variants.stock)"
)
LEVEL = f"iif({IS_COUNTED}, (SELECT SUM({PIECES}) FROM variants WHERE variants.product_id = products.id), 0)"  # noqa: S608 - constants
IN_CATEGORIES = (
    "products.placement IN (SELECT placement FROM placements JOIN categories ON categories.id = placements.category_id"
    " WHERE placements.direct AND categories.number IN (SELECT value FROM json_each(?)))"
)
WITH_SKU = "products.id IN (SELECT product_id FROM variants WHERE {})"
SORTS = {
    "id": "products.number",
    "name": "products.name COLLATE NOCASE",
    "sku": "products.min_sku",
    # What a product costs at least, sale prices counted, for both.
    "price": "products.min_price",
    "calculated_price": "products.min_price",
    "date_modified": "products.updated_at",
    "date_last_imported": "products.number",
    "inventory_level": LEVEL,
    "is_visible": "products.visible",
    "total_sold": "products.number",
}
OTHERS = frozenset(
    {"include", "include_fields", "exclude_fields", "limit", "page", "sort", "direction", "keyword", "keyword_context"}
)


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers of the products of a page, and how many there are on all pages."""

    numbers: list[int]
    total: int


def _in_categories(name: str, value: str) -> Condition:
    wanted = [category_number(whole(name, part)) for part in split(name, value)]
    return IN_CATEGORIES, [json.dumps(wanted)]


def _in_channels(name: str, value: str) -> Condition:
    return str(int(CHANNEL_ID in [whole(name, part) for part in split(name, value)])), []


def _with_sku(name: str, value: str) -> Condition:
    condition, parameters = texts("sku")[":in" if name.endswith(":in") else ""](name, value)
    return WITH_SKU.format(condition), parameters


def _of_brand(name: str, value: str) -> Condition:
    wanted = whole(name, value)
    if wanted == 0:
        return "products.brand_id IS NULL", []
    return f"substr(products.brand_id, 1, {BRAND_DIGITS}) = ?", [brand_prefix(wanted)]


def _number(name: str, value: str) -> int:
    return product_number(whole(name, value))


def _moment(name: str, value: str) -> str:
    try:
        return iso(parse_iso(value))
    except ValueError:
        raise invalid(name, f"{name} must be a date") from None


FILTERS = {
    **named("id", numbers("products.number", _number)),
    **named("name", texts("products.name")),
    **named("price", numbers("products.min_price", money)),
    **named("inventory_level", numbers(LEVEL)),
    **named("date_modified", numbers("products.updated_at", _moment)),
    "sku": _with_sku,
    "sku:in": _with_sku,
    "categories": _in_categories,
    "categories:in": _in_categories,
    "channel_id:in": _in_channels,
    "brand_id": _of_brand,
    "type": one_of({"physical": "products.product_type <> 'DIGITAL'", "digital": "products.product_type = 'DIGITAL'"}),
    "availability": one_of({"available": f"NOT {IS_PREORDER}", "preorder": IS_PREORDER, "disabled": "0"}),
    "condition": one_of({"new": "1", "New": "1", "used": "0", "Used": "0", "refurbished": "0", "Refurbished": "0"}),
    "is_visible": flag("products.visible"),
    "is_featured": flag("products.ribbon IS NOT NULL"),
    "is_free_shipping": flag("0"),
    "out_of_stock": flag(f"{IS_COUNTED} AND {LEVEL} = 0"),
    "inventory_low": flag("0"),
}


def find_page(db: sqlite3.Connection, page: Page) -> Found:
    """Return the products that the query string asks for.

    Raises: BigCommerceError with 422 for what it does not know.
    """
    condition, parameters = read_filters(FILTERS, OTHERS)
    keyword = request.args.get("keyword", "")
    words = WORD.findall(keyword)[:MOST_WORDS]
    tables = "products"
    if keyword and not words:
        return Found([], 0)
    if words:
        tables = "product_texts CROSS JOIN products ON products.number = product_texts.rowid"
        condition, parameters = f"product_texts MATCH ? AND {condition}", [_match(words), *parameters]
    order = _order(by_words=bool(words))
    sql = f"SELECT products.number FROM {tables} WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?"  # noqa: S608 - constants
    rows = db.execute(sql, [*parameters, page.limit, page.offset]).fetchall()
    count = db.execute(f"SELECT COUNT(*) FROM {tables} WHERE {condition}", parameters)  # noqa: S608 - as above
    return Found([row[0] for row in rows], count.fetchone()[0])


def _match(words: list[str]) -> str:
    return " AND ".join(f'"{word}"*' for word in words)


def _order(*, by_words: bool) -> str:
    sort, direction = request.args.get("sort"), request.args.get("direction", "asc").lower()
    if direction not in ("asc", "desc"):
        raise invalid("direction", "direction must be asc or desc")
    if sort is None:
        return f"{'rank, ' if by_words else ''}products.number {direction}"
    if sort not in SORTS:
        raise invalid("sort", f"sort must be one of {', '.join(SORTS)}")
    return f"{SORTS[sort]} {direction}, products.number {direction}"
