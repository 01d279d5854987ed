"""The products, variants and brands of v3.

Source: https://developer.bigcommerce.com/docs/rest-catalog/products
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request

from sandbox.bigcommerce import numbers
from sandbox.bigcommerce.errors import invalid, v3_error
from sandbox.bigcommerce.paging import page_json as listed
from sandbox.bigcommerce.paging import read_page, slice_json
from sandbox.bigcommerce.product_filters import find_page
from sandbox.bigcommerce.product_shapes import (
    SUB_RESOURCES,
    images_json,
    modifiers_json,
    options_json,
    product_json,
    variants_json,
)
from sandbox.bigcommerce.queries import split, whole
from sandbox.bigcommerce.shapes import Json, data
from sandbox.bigcommerce.site import Store, current_store
from sandbox.products import Product, categories_of, find_products_by_number

CAPPED = frozenset({"options", "modifiers"})
CAPPED_LIMIT = 10
PARTS = {"variants": variants_json, "options": options_json, "modifiers": modifiers_json, "images": images_json}

catalog = Blueprint("bigcommerce_catalog", __name__)


@catalog.get("/v3/catalog/products")
def list_products() -> Json:
    """List products; hidden ones too unless `is_visible` says otherwise.

    Source: https://developer.bigcommerce.com/docs/rest-catalog/products#get-all-products
    """
    store, include = current_store(), _include()
    page = read_page(CAPPED_LIMIT) if include & CAPPED else read_page()
    with store.database.read() as db:
        found = find_page(db, page)
        products = find_products_by_number(db, found.numbers)
        bodies = _bodies(db, store, products, include)
    return listed(bodies, page, found.total)


@catalog.get("/v3/catalog/products/<int:product_id>")
def read_product(product_id: int) -> Json:
    """Return one product.

    Source: https://developer.bigcommerce.com/docs/rest-catalog/products#get-a-product
    """
    store, include = current_store(), _include()
    with store.database.read() as db:
        return data(_bodies(db, store, [_product(db, product_id)], include)[0])


@catalog.get("/v3/catalog/products/<int:product_id>/<any(variants, options, modifiers, images):part>")
def list_parts(product_id: int, part: str) -> Json:
    """List what hangs on a product.

    Source: https://developer.bigcommerce.com/docs/rest-catalog/product-variants#get-all-product-variants
    """
    store, page = current_store(), read_page()
    with store.database.read() as db:
        product = _product(db, product_id)
    return slice_json(PARTS[part](store, product), page)


@catalog.get("/v3/catalog/products/<int:product_id>/<any(variants, options, modifiers):part>/<int:part_id>")
def read_part(product_id: int, part: str, part_id: int) -> Json:
    """Return a variant, an option or a modifier of a product.

    Source: https://developer.bigcommerce.com/docs/rest-catalog/product-variants#get-a-product-variant
    """
    store = current_store()
    with store.database.read() as db:
        product = _product(db, product_id)
    found = next((body for body in PARTS[part](store, product) if body["id"] == part_id), None)
    if found is None:
        raise v3_error(404, f"The {part[:-1]} with id {part_id} was not found")
    return data(found)


@catalog.get("/v3/catalog/variants")
def list_variants() -> Json:
    """List variants of all products, by `id`, `sku` or `product_id:in`; one of them has to be given (ours).

    Source: https://developer.bigcommerce.com/docs/rest-catalog/product-variants/all#get-all-variants
    """
    store, page = current_store(), read_page()
    wanted = {name: request.args[name] for name in ("id", "id:in", "sku", "product_id:in") if name in request.args}
    if len(wanted) != 1:
        raise invalid("product_id:in", "one of id, id:in, sku and product_id:in is needed here")
    (name, value), *_ = wanted.items()
    with store.database.read() as db:
        products = find_products_by_number(db, _numbers_of_variants(db, name, value))
    bodies = [body for product in products for body in variants_json(store, product)]
    if name in ("id", "id:in"):
        ids = {whole(name, part) for part in split(name, value)}
        bodies = [body for body in bodies if body["id"] in ids]
    if name == "sku":
        bodies = [body for body in bodies if body["sku"] == value]
    return slice_json(bodies, page)


@catalog.get("/v3/catalog/brands")
def list_brands() -> Json:
    """List the brands of all products.

    Source: https://developer.bigcommerce.com/docs/rest-catalog/brands#get-all-brands
    """
    page, wanted = read_page(), request.args.get("id:in")
    with current_store().database.read() as db:
        brands = _brands(db)
    if wanted is not None:
        ids = {whole("id:in", part) for part in split("id:in", wanted)}
        brands = [brand for brand in brands if brand["id"] in ids]
    return slice_json(brands, page)


@catalog.get("/v3/catalog/brands/<int:brand_id>")
def read_brand(brand_id: int) -> Json:
    """Return one brand.

    Source: https://developer.bigcommerce.com/docs/rest-catalog/brands#get-a-brand
    """
    with current_store().database.read() as db:
        brand = next((brand for brand in _brands(db) if brand["id"] == brand_id), None)
    if brand is None:
        raise v3_error(404, f"The brand with id {brand_id} was not found")
    return data(brand)


def _include() -> frozenset[str]:
    names = frozenset(split("include", request.args.get("include", "")))
    if unknown := sorted(names - SUB_RESOURCES.keys()):
        raise invalid("include", f"{unknown[0]} cannot be included")
    return names


def _product(db: sqlite3.Connection, product_id: int) -> Product:
    found = find_products_by_number(db, [numbers.product_number(product_id)])
    if not found:
        raise v3_error(404, f"The product with id {product_id} was not found")
    return found[0]


def _bodies(
    db: sqlite3.Connection, store: Store, products: Sequence[Product], include: frozenset[str]
) -> list[dict[str, Any]]:
    categories = categories_of(db, [product.id for product in products])
    bodies = [product_json(store, product, categories.get(product.id, []), include) for product in products]
    return [_with_fields(body) for body in bodies]


def _with_fields(body: Json) -> Json:
    """Return the fields that are asked for; the id and the sub-resources always stay."""
    kept = split("include_fields", request.args.get("include_fields", ""))
    left_out = split("exclude_fields", request.args.get("exclude_fields", ""))
    always = {"id", *SUB_RESOURCES}
    return {
        name: value
        for name, value in body.items()
        if name in always or ((not kept or name in kept) and name not in left_out)
    }


def _numbers_of_variants(db: sqlite3.Connection, name: str, value: str) -> list[int]:
    if name == "sku":
        rows = db.execute(
            "SELECT products.number FROM variants JOIN products ON products.id = variants.product_id WHERE sku = ?",
            (value,),
        )
        return [row["number"] for row in rows]
    ids = [whole(name, part) for part in split(name, value)]
    if name != "product_id:in":
        ids = [numbers.product_of_variant(identifier) for identifier in ids]
    return sorted({numbers.product_number(identifier) for identifier in ids})


def _brands(db: sqlite3.Connection) -> list[Json]:
    rows = db.execute("SELECT DISTINCT brand, brand_id FROM products WHERE brand_id IS NOT NULL ORDER BY brand")
    return [
        {
            "id": numbers.brand_id(row["brand_id"]),
            "name": row["brand"],
            "page_title": "",
            "meta_keywords": [],
            "meta_description": "",
            "image_url": "",
            "search_keywords": "",
            "custom_url": {"url": f"/brands/{numbers.brand_id(row['brand_id'])}/", "is_customized": False},
        }
        for row in rows
    ]
