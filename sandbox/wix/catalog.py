"""The endpoints of the Stores V3 catalog. What is found is in product_search.py, the shapes in product_shapes.py."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, request

from sandbox.products import (
    Category,
    Product,
    categories_of,
    category_trails,
    find_product,
    find_product_by_slug,
    find_products,
    find_products_by_number,
    shop_currency,
)
from sandbox.wix.aggregations import Aggregation, aggregation_data, read_aggregations
from sandbox.wix.catalog_v1 import check_generation
from sandbox.wix.counted import counted_once
from sandbox.wix.errors import application_error, silent, violation
from sandbox.wix.filters import Field, Page, order_by, paging_metadata, read_page, where
from sandbox.wix.payload import mapping, query_body, texts
from sandbox.wix.product_search import QUERY_FIELDS, SEARCH_FIELDS, Found, found_products
from sandbox.wix.product_shapes import FIELDS, inventory_item_json, product_json, read_only_variant_json
from sandbox.wix.site import Subject, current_site, current_subject

catalog = Blueprint("catalog", __name__)
GET_OR_POST = ["GET", "POST"]
VARIANT_FIELDS = {
    "productData.productId": Field("variants.product_id"),
    "id": Field("variants.id"),
    "variantId": Field("variants.id"),
    "sku": Field("variants.sku"),
}
INVENTORY_FIELDS = {
    "productId": Field("variants.product_id"),
    "variantId": Field("variants.id"),
    "quantity": Field("variants.stock", "number"),
}


@catalog.before_request
def _refuse_on_v1() -> None:
    if request.endpoint != "catalog.version":
        check_generation("v3")


@catalog.get("/stores/v3/provision/version")
def version() -> dict[str, str]:
    """Tell which catalog the site has.

    Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-versioning/get-catalog-version
    """
    current_subject(silent(403))
    return {"catalogVersion": f"{current_site().catalog.upper()}_CATALOG"}


@catalog.route("/stores/v3/products/query", methods=GET_OR_POST)
def query_products() -> dict[str, Any]:
    """List products by the few fields *query* knows.

    Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v3/products-v3/query-products
    """
    payload = query_body()
    return _list_products(payload, read_page(mapping(payload, "query")), QUERY_FIELDS)


@catalog.route("/stores/v3/products/search", methods=GET_OR_POST)
def search_products() -> dict[str, Any]:
    """List products by price, category, text and more.

    Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v3/products-v3/search-products
    """
    payload = query_body()
    search = mapping(payload, "search")
    return _list_products(payload, read_page(search), SEARCH_FIELDS, read_aggregations(search))


@catalog.route("/stores/v3/products/count", methods=GET_OR_POST)
def count_products() -> dict[str, int]:
    """Count the products a search would find.

    Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v3/products-v3/count-products
    """
    payload = query_body()
    subject = current_subject(silent(403))
    page = Page(mapping(payload, "filter"), [], mapping(payload, "search"), 1, 0)
    with current_site().database.read() as db:
        found = found_products(db, page, SEARCH_FIELDS, subject)
        sql = f"SELECT COUNT(*) FROM {found.tables} WHERE {found.condition}"  # noqa: S608
        row = db.execute(sql, found.parameters).fetchone()
    return {"count": row[0]}


@catalog.get("/stores/v3/products/<product_id>")
def get_product(product_id: str) -> dict[str, Any]:
    """Return one product with its variants.

    Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v3/products-v3/get-product
    """
    with current_site().database.read() as db:
        return _one_product(db, find_product(db, product_id.lower()), product_id)


@catalog.get("/stores/v3/products/slug/<slug>")
def get_product_by_slug(slug: str) -> dict[str, Any]:
    """Return one product with its variants.

    Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v3/products-v3/get-product-by-slug
    """
    with current_site().database.read() as db:
        return _one_product(db, find_product_by_slug(db, slug), slug)


@catalog.post("/stores/v3/products/query-variants")
def query_variants() -> dict[str, Any]:
    """List variants with a piece of their product.

    Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v3/read-only-variants-v3/query-variants
    """
    subject = current_subject(silent(403))
    page = read_page(mapping(query_body(), "query"))
    with current_site().database.read() as db:
        rows, metadata = _variant_rows(db, page, VARIANT_FIELDS, subject)
        products = find_products(db, [row["product_id"] for row in rows])
        currency = shop_currency(db)
    found = [(products[row["product_id"]], row["variant_id"]) for row in rows]
    variants = [
        read_only_variant_json(product, variant, currency)
        for product, variant_id in found
        if (variant := product.variant(variant_id))
    ]
    return {"variants": variants, "pagingMetadata": metadata}


@catalog.route("/stores/v3/inventory-items/query", methods=GET_OR_POST)
def query_inventory_items() -> dict[str, Any]:
    """List how much there is of each variant.

    Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v3/inventory-items-v3/query-inventory-items
    """
    subject = current_subject(silent(403))
    page = read_page(mapping(query_body(), "query"))
    with current_site().database.read() as db:
        rows, metadata = _variant_rows(db, page, INVENTORY_FIELDS, subject)
        products = find_products(db, [row["product_id"] for row in rows])
    found = [(products[row["product_id"]], row["variant_id"]) for row in rows]
    items = [
        inventory_item_json(product, variant)
        for product, identifier in found
        if (variant := product.variant(identifier))
    ]
    return {"inventoryItems": items, "pagingMetadata": metadata}


def _list_products(
    payload: dict[str, Any], page: Page, fields: Mapping[str, Field], aggregations: Sequence[Aggregation] = ()
) -> dict[str, Any]:
    subject = current_subject(silent(403))
    wanted = _wanted_fields(texts(payload, "fields", most=50), subject)
    with current_site().database.read() as db:
        found = found_products(db, page, fields, subject)
        numbers = _numbers(db, found, page, fields)
        products = find_products_by_number(db, numbers[: page.limit])
        bodies = _product_bodies(db, products, wanted, with_variants=False)
        totals = aggregation_data(db, found, aggregations) if aggregations else {}
    metadata = paging_metadata(page, len(bodies), has_next=len(numbers) > page.limit)
    return {"products": bodies, "pagingMetadata": metadata, **totals}


def _numbers(db: sqlite3.Connection, found: Found, page: Page, fields: Mapping[str, Field]) -> list[int]:
    """Return the numbers of a page's products, and one more if there is a next page."""
    order = order_by(page.sort, fields, "rank, products.number" if found.by_words else "products.number")
    # Sorting the numbers alone is several times faster than sorting whole rows.
    sql = f"SELECT products.number FROM {found.tables} WHERE {found.condition} ORDER BY {order} LIMIT ? OFFSET ?"  # noqa: S608
    parameters = [*found.parameters, page.limit + 1, page.offset]
    # Ranking by words looks at every text that is found, other orders at little more than the page.
    rows = counted_once(db, sql, parameters) if found.by_words else db.execute(sql, parameters)
    return [row[0] for row in rows]


def _one_product(db: sqlite3.Connection, product: Product | None, key: str) -> dict[str, Any]:
    subject = current_subject(silent(403))
    fields = _wanted_fields(request.args.getlist("fields"), subject)
    if product is None or not (product.visible or subject.is_admin):
        raise application_error(404, "PRODUCT_NOT_FOUND", f"product {key} not found")
    return {"product": _product_bodies(db, [product], fields, with_variants=True)[0]}


def _product_bodies(
    db: sqlite3.Connection, products: Sequence[Product], fields: frozenset[str], *, with_variants: bool
) -> list[dict[str, Any]]:
    site, currency = current_site(), shop_currency(db)
    wants_categories = fields & {"DIRECT_CATEGORIES_INFO", "ALL_CATEGORIES_INFO", "BREADCRUMBS_INFO"}
    trails = _trails(db, products) if wants_categories else {}
    return [
        product_json(site, product, trails.get(product.id, []), fields, currency, with_variants=with_variants)
        for product in products
    ]


def _trails(db: sqlite3.Connection, products: Sequence[Product]) -> dict[str, list[list[Category]]]:
    """Return the way down to each category of each product, by product id."""
    direct = categories_of(db, [product.id for product in products])
    trails = category_trails(db, [category.id for found in direct.values() for category in found])
    return {product_id: [trails[category.id] for category in found] for product_id, found in direct.items()}


def _wanted_fields(names: Sequence[str], subject: Subject) -> frozenset[str]:
    if unknown := sorted(set(names) - FIELDS):
        raise violation("fields", f"has unknown values: {', '.join(unknown)}", "ENUM")
    if "MERCHANT_DATA" in names and not subject.is_admin:
        raise application_error(403, "NO_PERMISSION_TO_READ_MERCHANT_DATA", "no permission to read merchant data")
    return frozenset(names)


def _variant_rows(
    db: sqlite3.Connection, page: Page, fields: Mapping[str, Field], subject: Subject
) -> tuple[list[sqlite3.Row], dict[str, Any]]:
    condition, parameters = where(page.filter, fields)
    visible = "1" if subject.is_admin else "products.visible = 1"
    rows = db.execute(
        "SELECT variants.id AS variant_id, variants.product_id FROM variants"  # noqa: S608
        " JOIN products ON products.id = variants.product_id"
        f" WHERE ({condition}) AND {visible} ORDER BY products.number, variants.position LIMIT ? OFFSET ?",
        [*parameters, page.limit + 1, page.offset],
    ).fetchall()
    kept = rows[: page.limit]
    return kept, paging_metadata(page, len(kept), has_next=len(rows) > page.limit)
