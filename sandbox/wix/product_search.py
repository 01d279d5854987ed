"""Which products a query or a search finds, as SQL: the fields each may filter and sort by, and words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sandbox.wix.errors import application_error, violation
from sandbox.wix.filters import Condition, Field, Page, invalid_filter, where
from sandbox.wix.payload import text, texts
from sandbox.wix.site import Subject

WORD = re.compile(r"\w+", re.UNICODE)
SEARCHABLE = {
    "name": "name",
    "description": "description",
    "minVariantPriceInfo.sku": "skus",
    "variantsInfo.variants.sku": "skus",
}


def _in_categories(items: list[dict[str, Any]]) -> Condition:
    condition, parameters = where({"$or": items}, {"id": Field("link.category_id")})
    sql = f"EXISTS (SELECT 1 FROM product_categories AS link WHERE link.product_id = products.id AND ({condition}))"  # noqa: S608
    return sql, parameters


QUERY_FIELDS = {
    "id": Field("products.id"),
    "handle": Field("products.slug"),
    "slug": Field("products.slug", sortable=True),
    "createdDate": Field("products.created_at", "date", sortable=True),
    "updatedDate": Field("products.updated_at", "date", sortable=True),
    "visible": Field("products.visible", "bool"),
    "allCategoriesInfo.categories": Field("", match=_in_categories),
    "directCategoriesInfo.categories": Field("", match=_in_categories),
}
SEARCH_FIELDS = {
    **QUERY_FIELDS,
    "slug": Field("products.slug"),
    "name": Field("products.name", sortable=True),
    "brand.name": Field("products.brand"),
    "ribbon.name": Field("products.ribbon"),
    "productType": Field("'PHYSICAL'"),
    "inventory.availabilityStatus": Field("products.availability"),
    "actualPriceRange.minValue.amount": Field("products.min_price", "money", sortable=True),
    "actualPriceRange.maxValue.amount": Field("products.max_price", "money", sortable=True),
    "compareAtPriceRange.minValue.amount": Field("products.min_compare_at", "money", sortable=True),
    "compareAtPriceRange.maxValue.amount": Field("products.max_compare_at", "money", sortable=True),
    "minVariantPriceInfo.sku": Field("products.min_sku", sortable=True),
    "physicalProperties.shippingWeightRange.minValue": Field("products.min_weight", "number", sortable=True),
    "physicalProperties.shippingWeightRange.maxValue": Field("products.max_weight", "number", sortable=True),
}


def found_products(page: Page, fields: Mapping[str, Field], subject: Subject) -> tuple[str, str, list[Any]]:
    """Return tables, condition and parameters; visitors never see hidden products.

    Raises: 403 for a visitor who asks for hidden products, 400 for a filter the endpoint does not know.
    """
    if not subject.is_admin and _asks_for_hidden(page.filter):
        raise application_error(
            403, "NO_PERMISSION_TO_INCLUDE_NOT_VISIBLE_PRODUCTS", "no permission to read products that are not visible"
        )
    condition, parameters = where(page.filter, fields)
    if not subject.is_admin:
        condition = f"({condition}) AND products.visible = 1"
    match = _text_match(page.expression)
    if match is None:
        return "products", condition, parameters
    tables = "product_texts JOIN products ON products.number = product_texts.rowid"
    return tables, f"product_texts MATCH ? AND ({condition})", [match, *parameters]


def _asks_for_hidden(wanted: Mapping[str, Any]) -> bool:
    visible = wanted.get("visible")
    return visible is False or visible == {"$eq": False} or visible == {"$ne": True}


def _text_match(search: dict[str, Any]) -> str | None:
    """Turn `search.search` into a full-text query: whole words and beginnings of words, OR unless told AND."""
    expression = text(search, "expression", longest=100)
    words = WORD.findall(expression or "")
    if not words:
        return None
    mode = search.get("mode", "OR")
    if mode not in ("AND", "OR"):
        raise violation("search.mode", "must be AND or OR", "ENUM")
    columns = []
    for field in texts(search, "fields", most=20):
        if field not in SEARCHABLE:
            raise invalid_filter(f"field '{field}' is not searchable")
        columns.append(SEARCHABLE[field])
    terms = f" {mode} ".join(f'"{word}"*' for word in words)
    return f"{{{' '.join(columns)}}} : ({terms})" if columns else terms
