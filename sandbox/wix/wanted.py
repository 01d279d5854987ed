"""What a client wants to buy: reads `lineItems` and `channelType`, and finds the products that are meant."""

from __future__ import annotations

import sqlite3
from typing import Any

from sandbox.products import Product, Variant, find_products
from sandbox.wix.errors import not_imitated, required, violation
from sandbox.wix.lines import Line, StoredLine, at_todays_price
from sandbox.wix.modifiers import kept_modifiers
from sandbox.wix.payload import integer, mapping, objects, required_text, text
from sandbox.wix.product_shapes_v1 import ONLY_VARIANT_ID
from sandbox.wix.site import BOOKINGS_APP_ID, STORES_APP_ID

CHANNELS = frozenset(
    {"WEB", "POS", "EBAY", "AMAZON", "OTHER_PLATFORM", "WIX_APP_STORE", "WIX_INVOICES", "BACKOFFICE_MERCHANT"}
)
MOST_LINES = 100
MOST_PIECES = 100_000
Json = dict[str, Any]


def read_items(payload: Json, field: str = "lineItems") -> list[tuple[Json, int]]:
    """Read the lines of an add or a checkout: what, and how many. Cart V2 calls them `catalogItems`.

    Raises: 400 for lines that are missing or not complete.
    """
    items = objects(payload, field, most=MOST_LINES)
    if not items:
        raise required(field)
    for item in items:
        _read_catalog_item(item)
    return [(item, integer(item, "quantity", least=1, most=MOST_PIECES)) for item in items]


def read_channel(payload: Json) -> str:
    """Read `channelType`, which must be sent.

    Raises: 400.
    """
    channel = required_text(payload, "channelType")
    if channel not in CHANNELS:
        raise violation("channelType", f"must be one of {', '.join(sorted(CHANNELS))}", "ENUM")
    return channel


def resolve_item(db: sqlite3.Connection, item: Json, quantity: int, number: int) -> Line | None:
    """Find what a wanted line means; None where Wix drops it: other app, unknown product, no variant
    chosen, modifiers that do not fit.

    Raises: 501 for bookings.
    """
    app_id, product_id, options = _read_catalog_item(item)
    if app_id == BOOKINGS_APP_ID:
        raise not_imitated("carts and checkouts of bookings; use the intent bookingsCheckout")
    product = find_products(db, [product_id]).get(product_id)
    if app_id != STORES_APP_ID or product is None or not product.visible:
        return None
    variant, kept = _meant_variant(product, options.get("variantId")), kept_modifiers(product, options)
    if variant is None or kept is None:
        return None
    if options.get("variantId") == ONLY_VARIANT_ID:
        kept = {**kept, "variantId": ONLY_VARIANT_ID}  # Catalog V1 calls it so, and the cart answers in its words
    line = Line(StoredLine(number, product.id, variant.id, quantity, kept, product.name, 0), product, variant)
    return at_todays_price(line)


def _read_catalog_item(item: Json) -> tuple[str, str, Json]:
    """Read app id, product id and options of a wanted line.

    Raises: 400 for a reference that is not complete.
    """
    reference = mapping(item, "catalogReference")
    options = mapping(reference, "options")
    text(options, "variantId", longest=64)
    return (
        required_text(reference, "appId", longest=64),
        required_text(reference, "catalogItemId", longest=64).lower(),
        options,
    )


def _meant_variant(product: Product, variant_id: Any) -> Variant | None:
    if variant_id == ONLY_VARIANT_ID and not product.options:
        return product.variants[0]
    if variant_id:
        return product.variant(str(variant_id).lower())
    return product.variants[0] if not product.options else None
