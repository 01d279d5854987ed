"""Which products a query or a search finds, as SQL: the fields each may filter and sort by."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.wix.errors import application_error
from sandbox.wix.filters import Condition, Field, Page, where
from sandbox.wix.search_words import text_match
from sandbox.wix.site import Subject


@dataclass(frozen=True, slots=True)
class Found:
    """The products a search finds, as SQL over `products`; `by_words` where the words give an order of their own."""

    tables: str
    condition: str
    parameters: list[Any]
    by_words: bool


def _directly_in_categories(items: list[dict[str, Any]]) -> Condition:
    condition, parameters = where({"$or": items}, {"id": Field("category_id")})
    return f"products.placement IN (SELECT placement FROM placements WHERE direct AND ({condition}))", parameters  # noqa: S608


def _in_categories(items: list[dict[str, Any]]) -> Condition:
    """Count a product to the categories above its own as well."""
    condition, parameters = where({"$or": items}, {"id": Field("category_id")})
    return f"products.placement IN (SELECT placement FROM placements WHERE {condition})", parameters  # noqa: S608


PREORDER_STATUS = "iif(products.preorder_availability = 'NO_VARIANTS', 'DISABLED', 'ENABLED')"
QUERY_FIELDS = {
    "id": Field("products.id"),
    "handle": Field("products.slug"),
    "slug": Field("products.slug", sortable=True),
    "createdDate": Field("products.created_at", "date", sortable=True),
    "updatedDate": Field("products.updated_at", "date", sortable=True),
    "visible": Field("products.visible", "bool"),
    "allCategoriesInfo.categories": Field("", match=_in_categories),
    "directCategoriesInfo.categories": Field("", match=_directly_in_categories),
}
SEARCH_FIELDS = {
    **QUERY_FIELDS,
    "slug": Field("products.slug"),
    "name": Field("products.name", sortable=True),
    "brand.name": Field("products.brand"),
    "ribbon.name": Field("products.ribbon"),
    "brand.id": Field("products.brand_id"),
    "ribbon.id": Field("products.ribbon_id"),
    "productType": Field("products.product_type"),
    "inventory.availabilityStatus": Field("products.availability"),
    "inventory.preorderStatus": Field(PREORDER_STATUS),
    "inventory.preorderAvailability": Field("products.preorder_availability"),
    "actualPriceRange.minValue.amount": Field("products.min_price", "money", sortable=True),
    "actualPriceRange.maxValue.amount": Field("products.max_price", "money", sortable=True),
    "compareAtPriceRange.minValue.amount": Field("products.min_compare_at", "money", sortable=True),
    "compareAtPriceRange.maxValue.amount": Field("products.max_compare_at", "money", sortable=True),
    "minVariantPriceInfo.sku": Field("products.min_sku", sortable=True),
    "physicalProperties.shippingWeightRange.minValue": Field("products.min_weight", "number", sortable=True),
    "physicalProperties.shippingWeightRange.maxValue": Field("products.max_weight", "number", sortable=True),
}


def found_products(db: sqlite3.Connection, page: Page, fields: Mapping[str, Field], subject: Subject) -> Found:
    """Return what a query or a search finds; visitors never see hidden products.

    Raises: 403 for a visitor who asks for hidden products, 400 for a filter the endpoint does not know.
    """
    if not subject.is_admin and _asks_for_hidden(page.filter):
        raise application_error(
            403, "NO_PERMISSION_TO_INCLUDE_NOT_VISIBLE_PRODUCTS", "no permission to read products that are not visible"
        )
    condition, parameters = where(page.filter, fields)
    if not subject.is_admin:
        condition = f"({condition}) AND products.visible = 1"
    match = text_match(db, page.expression)
    if match is None:
        return Found("products", condition, parameters, by_words=False)
    # CROSS keeps SQLite from asking the full-text index about every product, one by one.
    tables = "product_texts CROSS JOIN products ON products.number = product_texts.rowid"
    return Found(tables, f"product_texts MATCH ? AND ({condition})", [match, *parameters], by_words=True)


def _asks_for_hidden(wanted: Mapping[str, Any]) -> bool:
    visible = wanted.get("visible")
    return visible is False or visible == {"$eq": False} or visible == {"$ne": True}
