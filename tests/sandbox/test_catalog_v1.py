"""A site with Stores catalog V1: its own paths and shapes, and a refusal on those of V3."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from sandbox import Sandbox
from sandbox.__main__ import build as build_alone
from tests.sandbox.cast import Caller, build, error_code, new_visitor

PRODUCTS = "/stores-reader/v1/products/query"
PLATFORMIZED = "/stores-reader/v1/products/query-platformized"
ALL_PRODUCTS_ID = "00000000-000000-000000-000000000001"
ONLY_VARIANT_ID = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def old_site(tmp_path: Path, seed_folder: Path) -> Iterator[Sandbox]:
    made = build(tmp_path, seed=seed_folder, wix_catalog="v1")
    yield made
    made.close()


@pytest.fixture
def ada(old_site: Sandbox) -> Caller:
    return new_visitor(Client(old_site.api))


def found(caller: Caller, path: str = PRODUCTS, **query: Any) -> list[dict[str, Any]]:
    reply = caller.post(path, {"query": query, "includeVariants": True})
    assert reply.status_code == 200, reply.json
    return list(reply.json["products"])


def encoded(payload: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(payload).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/stores/v3/products/search"),
        ("GET", "/stores/v3/products/slug/x"),
        ("POST", "/categories/v1/categories/query"),
    ],
)
def test_the_other_catalog_is_refused(ada: Caller, method: str, path: str):
    assert ada.get("/stores/v3/provision/version").json == {"catalogVersion": "V1_CATALOG"}
    reply = ada.get(path) if method == "GET" else ada.post(path, {})
    assert (reply.status_code, error_code(reply)) == (428, "CATALOG_V1_CALLING_CATALOG_V3_API")


def test_a_site_with_v3_refuses_v1(sandbox: Sandbox):
    caller = new_visitor(Client(sandbox.api))
    assert caller.get("/stores/v3/provision/version").json == {"catalogVersion": "V3_CATALOG"}
    for reply in (caller.post(PRODUCTS, {}), caller.get("/v2/collections/query")):
        assert (reply.status_code, error_code(reply)) == (428, "CATALOG_V3_CALLING_CATALOG_V1_API")


def test_the_query_of_a_get_and_of_a_post_find_the_same(ada: Caller):
    query = {
        "filter": {"price": {"$lte": 40}},
        "sort": [{"fieldName": "price", "order": "DESC"}],
        "paging": {"limit": 5},
    }
    posted = ada.post(PLATFORMIZED, {"query": query, "includeVariants": True}).json
    got = ada.get(f"{PLATFORMIZED}?.r={encoded({'query': query})}").json
    assert posted == got
    assert got["pagingMetadata"]["total"] == got["totalResults"] >= len(got["products"]) > 0
    assert got["metadata"] == {"items": len(got["products"]), "offset": 0}


def test_filter_and_sort_may_be_json_in_a_string(ada: Caller):
    plain = found(ada, filter={"price": {"$gte": 20}}, sort=[{"price": "desc"}])
    assert found(ada, filter='{"price": {"$gte": 20}}', sort='[{"price": "desc"}]') == plain
    assert (
        found(ada, path="/stores/v1/products/query", filter='{"price": {"$gte": 20}}', sort='[{"price": "desc"}]')
        == plain
    )
    prices = [product["priceRange"]["minValue"] for product in plain]
    assert prices == sorted(prices, reverse=True)
    for odd in ("{", "[]", '{"weight": 1}', '{"collections.id": {"$hasSome": 7}}'):
        assert ada.post(PRODUCTS, {"query": {"filter": odd}}).status_code == 400


def test_money_is_a_number_and_variants_come_when_they_are_asked_for(ada: Caller):
    for product in found(ada):
        assert isinstance(product["priceData"]["price"], int | float)
        assert product["priceData"]["discountedPrice"] <= product["priceData"]["price"]
        assert product["variants"]
        assert ALL_PRODUCTS_ID in product["collectionIds"]
        if not product["productOptions"]:
            assert [variant["id"] for variant in product["variants"]] == [ONLY_VARIANT_ID]
    listed = ada.post(PRODUCTS, {"query": {}}).json["products"]
    assert all("variants" not in product for product in listed)


def test_a_product_is_found_by_its_id_and_not_by_another(ada: Caller):
    (product, *_) = found(ada)
    for path in ("/stores-reader/v1/products", "/stores/v1/products"):
        assert ada.get(f"{path}/{product['id']}").json["product"]["slug"] == product["slug"]
        assert ada.get(f"{path}/00000000-0000-4000-8000-00000000dead").status_code == 404


def test_collections_are_the_categories_and_hold_their_products(ada: Caller):
    posted = ada.post("/stores-reader/v1/collections/query", {"query": {"paging": {"limit": 50}}}).json["collections"]
    assert ada.get("/v2/collections/query").json["collections"] == posted
    (first, *_) = posted
    assert ada.get(f"/stores-reader/v1/collections/slug/{first['slug']}").json["collection"] == first
    assert ada.get("/stores-reader/v1/collections/slug/none").status_code == 404
    inside = found(ada, filter={"collections.id": {"$hasSome": [first["id"]]}})
    assert inside
    assert all(first["id"] in product["collectionIds"] for product in inside)
    assert len(found(ada, filter={"collections.id": {"$hasSome": [ALL_PRODUCTS_ID]}})) == len(found(ada))


def test_the_cart_speaks_of_the_only_variant_in_the_words_of_the_catalog(ada: Caller):
    product = next(product for product in found(ada) if not product["productOptions"] and product["stock"]["inStock"])
    reference = {
        "appId": "215238eb-22a5-4c36-9e7b-e7c08025e04e",
        "catalogItemId": product["id"],
        "options": {"variantId": ONLY_VARIANT_ID},
    }
    reply = ada.post(
        "/ecom/v2/carts/current/add-line-items", {"catalogItems": [{"catalogReference": reference, "quantity": 1}]}
    )
    (line,) = reply.json["cart"]["lineItems"]
    assert line["source"]["catalogReference"] == reference


def test_the_items_of_a_category_are_listed_by_get_and_by_post(sandbox: Sandbox):
    caller = new_visitor(Client(sandbox.api))
    tree = {"treeReference": {"appNamespace": "@wix/stores"}}
    query = {**tree, "query": {"filter": {"name": {"$exists": True}}}}
    shelves = caller.post("/categories/v1/categories/query", query).json["categories"]
    parent = next(
        shelf for shelf in shelves if any(other["parentCategory"].get("id") == shelf["id"] for other in shelves)
    )
    path = f"/categories/v1/categories/{parent['id']}/list-items"
    shallow, deep = tree, {**tree, "includeItemsFromSubcategories": True, "useCategoryArrangement": True}
    few, many = (caller.post(path, body).json["items"] for body in (shallow, deep))
    assert caller.get(f"{path}?.r={encoded(deep)}").json["items"] == many
    assert len(few) <= len(many)
    assert len({item["catalogItemId"] for item in many}) == len(many) > 0
    first = caller.post(path, {**deep, "cursorPaging": {"limit": 1}}).json
    following = {**tree, "cursorPaging": {"limit": 1, "cursor": first["pagingMetadata"]["cursors"].get("next", "")}}
    assert first["items"] == many[:1]
    assert caller.post("/categories/v1/categories/none/list-items", tree).status_code == 404
    if len(many) > 1:
        assert caller.post(path, {**deep, **following}).json["items"] == many[1:2]


def test_the_sandbox_alone_takes_the_generation_from_its_setting(tmp_path: Path):
    made = build_alone(tmp_path / "alone.sqlite3", "http://127.0.0.1:8001", {"SANDBOX_WIX_CATALOG": "v1"})
    caller = new_visitor(Client(made.api))
    assert caller.get("/stores/v3/provision/version").json == {"catalogVersion": "V1_CATALOG"}
    made.close()
    with pytest.raises(SystemExit):
        build_alone(tmp_path / "odd.sqlite3", "http://127.0.0.1:8001", {"SANDBOX_WIX_CATALOG": "v2"})


def test_a_thing_has_weights_and_a_file_has_none(ada: Caller):
    products = found(ada, paging={"limit": 100})
    for product in products:
        weights = [variant["variant"]["weight"] for variant in product["variants"]]
        is_thing = product["productType"] == "physical"
        assert product.get("weightRange") == (
            {"minValue": min(weights), "maxValue": max(weights)} if is_thing else None
        )
    assert {product["productType"] for product in products} == {"physical", "digital"}


def test_the_inventory_says_of_each_variant_what_the_product_says(ada: Caller):
    for product in (found(ada, filter=json.dumps({"slug": slug}))[0] for slug in ("studio-apron", "harbour-mug")):
        query = {"filter": json.dumps({"productId": product["id"]})}
        reply = ada.post("/stores-reader/v2/inventoryItems/query", {"query": query})
        assert (reply.status_code, reply.json["totalResults"]) == (200, 1)
        (item,) = reply.json["inventoryItems"]
        assert (item["id"], item["productId"]) == (product["inventoryItemId"], product["id"])
        told = {variant["id"]: variant["stock"] for variant in product["variants"]}
        assert {entry.pop("variantId"): {"trackQuantity": True, **entry} for entry in item["variants"]} == told


def test_the_inventory_of_the_older_catalog_is_not_that_of_the_newer(api: Client):
    reply = new_visitor(api).post("/stores-reader/v2/inventoryItems/query", {"query": {}})
    assert (reply.status_code, error_code(reply)) == (428, "CATALOG_V3_CALLING_CATALOG_V1_API")
