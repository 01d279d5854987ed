"""The endpoints of the Stores V1 catalog, and which of the two catalogs the site has.

Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v1/introduction
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request

from sandbox.products import (
    Product,
    categories_of,
    category_trails,
    find_product,
    find_products_by_number,
    list_categories,
    shop_currency,
)
from sandbox.wix.errors import application_error, silent
from sandbox.wix.filters import Field, invalid_filter, order_by, where
from sandbox.wix.offset_paging import OffsetPage, offset_metadata, read_offset_page
from sandbox.wix.payload import flag, mapping, query_body
from sandbox.wix.product_shapes_v1 import (
    ALL_PRODUCTS_ID,
    collection_v1_json,
    inventory_v1_json,
    product_v1_json,
)
from sandbox.wix.site import current_site, current_subject

catalog_v1 = Blueprint("catalog_v1", __name__)
GET_OR_POST = ["GET", "POST"]
FIELDS = {
    "id": Field("products.id"),
    "slug": Field("products.slug"),
    "name": Field("products.name", sortable=True),
    "price": Field("products.min_price", "money", sortable=True),
    "productType": Field("lower(products.product_type)"),
    "lastUpdated": Field("products.updated_at", "date", sortable=True),
}
INVENTORY_FIELDS = {"productId": Field("products.id")}
COLLECTION_FIELDS = {"id": Field("id"), "name": Field("name", sortable=True), "slug": Field("slug")}
Json = dict[str, Any]


def check_generation(wanted: str) -> None:
    """Refuse a call to the catalog that the site does not have.

    Raises: 428. The code for V3 sites is known; its mirror is a guess.
    """
    has = current_site().catalog
    if has != wanted:
        code = f"CATALOG_{has.upper()}_CALLING_CATALOG_{wanted.upper()}_API"
        raise application_error(428, code, f"The site has Catalog {has.upper()}")


@catalog_v1.before_request
def _refuse_on_v3() -> None:
    check_generation("v1")


@catalog_v1.route("/stores-reader/v1/products/query-platformized", methods=GET_OR_POST)
@catalog_v1.post("/stores-reader/v1/products/query", endpoint="query_products_reader")
@catalog_v1.post("/stores/v1/products/query", endpoint="query_products_rest")
def query_products() -> Json:
    """List products; filter and sort are JSON in a string, or plain JSON in `.r`.

    Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v1/products/query-products
    """
    subject = current_subject(silent(403))
    payload = query_body()
    query = mapping(payload, "query")
    with_variants = flag(payload, "includeVariants", default=request.method == "GET")
    page = read_offset_page(query)
    condition, parameters = _products_condition(_decoded(query, "filter", {}))
    visible = "1" if subject.is_admin else "products.visible = 1"
    order = order_by(_sort(query), FIELDS, "products.number")
    site = current_site()
    with site.database.read() as db:
        total = db.execute(f"SELECT COUNT(*) FROM products WHERE ({condition}) AND {visible}", parameters).fetchone()[0]  # noqa: S608
        sql = f"SELECT number FROM products WHERE ({condition}) AND {visible} ORDER BY {order} LIMIT ? OFFSET ?"  # noqa: S608
        numbers = [row[0] for row in db.execute(sql, [*parameters, page.limit, page.offset])]
        found = find_products_by_number(db, numbers)
        bodies = _bodies(db, found, with_variants=with_variants)
    return {"products": bodies, **_metadata(page, len(bodies), total)}


@catalog_v1.get("/stores-reader/v1/products/<product_id>")
@catalog_v1.get("/stores/v1/products/<product_id>", endpoint="get_product_rest")
def get_product(product_id: str) -> Json:
    """Return one product with its variants.

    Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v1/products/get-product
    """
    subject = current_subject(silent(403))
    with current_site().database.read() as db:
        product = find_product(db, product_id.lower())
        if product is None or not (product.visible or subject.is_admin):
            raise application_error(404, "PRODUCT_NOT_FOUND", f"product {product_id} not found")
        return {"product": _bodies(db, [product], with_variants=True)[0]}


@catalog_v1.post("/stores-reader/v2/inventoryItems/query")
def query_inventory() -> Json:
    """List what there is of each variant, by product; a query is by the products' ids.

    Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v1/inventory/query-inventory
    """
    current_subject(silent(403))
    query = mapping(query_body(), "query")
    page = read_offset_page(query)
    condition, parameters = where(_decoded(query, "filter", {}), INVENTORY_FIELDS)
    with current_site().database.read() as db:
        sql = f"SELECT number FROM products WHERE ({condition}) AND products.visible = 1 ORDER BY number"  # noqa: S608
        numbers = [row[0] for row in db.execute(sql, parameters)]
        found = find_products_by_number(db, numbers[page.offset : page.offset + page.limit])
    return {
        "inventoryItems": [inventory_v1_json(entry) for entry in found],
        **_metadata(page, len(found), len(numbers)),
    }


@catalog_v1.route("/v2/collections/query", methods=GET_OR_POST)
@catalog_v1.post("/stores-reader/v1/collections/query", endpoint="query_collections_reader")
def query_collections() -> Json:
    """List collections: the shop's categories, without their tree.

    Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v1/collections/query-collections
    """
    current_subject(silent(403))
    query = mapping(query_body(), "query")
    page = read_offset_page(query)
    condition, parameters = where(_decoded(query, "filter", {}), COLLECTION_FIELDS)
    with current_site().database.read() as db:
        found = list_categories(db, f"({condition}) AND visible", parameters)
    kept = found[page.offset : page.offset + page.limit]
    return {"collections": [collection_v1_json(entry) for entry in kept], **_metadata(page, len(kept), len(found))}


@catalog_v1.get("/stores-reader/v1/collections/slug/<slug>")
def get_collection_by_slug(slug: str) -> Json:
    """Return one collection.

    Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v1/collections/get-collection-by-slug
    """
    current_subject(silent(403))
    with current_site().database.read() as db:
        found = list_categories(db, "slug = ? AND visible", (slug,))
    if not found:
        raise application_error(404, "COLLECTION_NOT_FOUND", f"collection {slug} not found")
    return {"collection": collection_v1_json(found[0])}


def _bodies(db: sqlite3.Connection, products: Sequence[Product], *, with_variants: bool) -> list[Json]:
    site, currency = current_site(), shop_currency(db)
    direct = categories_of(db, [product.id for product in products])
    trails = category_trails(db, [category.id for found in direct.values() for category in found])
    return [
        product_v1_json(
            site,
            product,
            list(
                {above.id: above for category in direct.get(product.id, []) for above in trails[category.id]}.values()
            ),
            currency,
            with_variants=with_variants,
        )
        for product in products
    ]


def _products_condition(wanted: Json) -> tuple[str, list[Any]]:
    """Return the SQL of a filter: V1 has two operators of its own, on the collections and on the name."""
    wanted = dict(wanted)
    parts: list[str] = []
    parameters: list[Any] = []
    collections = wanted.pop("collections.id", None)
    if collections is not None:
        ids = collections.get("$hasSome") if isinstance(collections, dict) else [collections]
        if not isinstance(ids, list) or not all(isinstance(identifier, str) for identifier in ids):
            raise invalid_filter("collections.id takes $hasSome")
        if ALL_PRODUCTS_ID not in ids:
            parts.append(
                "products.placement IN (SELECT placement FROM placements"
                " WHERE category_id IN (SELECT value FROM json_each(?)))"
            )
            parameters.append(json.dumps(ids))
    name = wanted.get("name")
    if isinstance(name, dict) and "$contains" in name:
        del wanted["name"]
        parts.append("instr(lower(products.name), lower(?)) > 0")
        parameters.append(str(name["$contains"]))
    condition, more = where(wanted, FIELDS)
    return " AND ".join(f"({part})" for part in [*parts, condition]), [*parameters, *more]


def _decoded(query: Json, field: str, usual: Any) -> Any:
    """Read JSON that may be written in a string."""
    value = query.get(field, usual)
    if isinstance(value, str):
        try:
            value = json.loads(value or "{}")
        except ValueError:
            raise invalid_filter(f"{field} is not JSON") from None
    if not isinstance(value, type(usual)):
        raise invalid_filter(f"{field} has another type")
    return value


def _sort(query: Json) -> list[Json]:
    """Read `[{"price": "desc"}]`, and the newer `[{"fieldName", "order"}]`."""
    entries = _decoded(query, "sort", [])
    if not all(isinstance(entry, dict) for entry in entries):
        raise invalid_filter("sort is a list of objects")
    found = []
    for entry in entries:
        if "fieldName" in entry:
            found.append(entry)
        else:
            found += [{"fieldName": name, "order": str(order).upper()} for name, order in entry.items()]
    return found


def _metadata(page: OffsetPage, count: int, total: int) -> Json:
    return {
        "metadata": {"items": count, "offset": page.offset},
        "totalResults": total,
        "pagingMetadata": offset_metadata(page, count, total),
    }
