"""The Stores V3 catalog and store categories."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from sandbox import Sandbox
from tests.sandbox.cast import PUBLIC_URL, Browser, Caller, error_code, sku

QUERY, SEARCH = "/stores/v3/products/query", "/stores/v3/products/search"
TREE = {"appNamespace": "@wix/stores"}


def search(caller: Caller, fields: list[str] | None = None, **search: Any) -> list[dict[str, Any]]:
    reply = caller.post(SEARCH, {"search": search, "fields": fields or []})
    assert reply.status_code == 200, reply.json
    return list(reply.json["products"])


def least_price(product: dict[str, Any]) -> float:
    return float(product["actualPriceRange"]["minValue"]["amount"])


def test_the_site_has_the_third_catalog(ada: Caller):
    assert ada.get("/stores/v3/provision/version").json == {"catalogVersion": "V3_CATALOG"}


def test_a_query_by_get_says_the_same_as_one_by_post(ada: Caller):
    payload = {"query": {"filter": {"visible": True}, "cursorPaging": {"limit": 3}}, "fields": ["CURRENCY"]}
    encoded = base64.urlsafe_b64encode(json.dumps(payload).encode()).decode().rstrip("=")
    posted, gotten = ada.post(QUERY, payload), ada.get(f"{QUERY}?.r={encoded}")
    assert posted.status_code == 200
    assert posted.json == gotten.json
    assert ada.get(f"{QUERY}?.r=!").status_code == 400


def test_the_first_product_is_ordinary(ada: Caller):
    first = ada.products()[0]
    assert first["inventory"]["availabilityStatus"] == "IN_STOCK"
    assert first["options"] == []


def test_parts_of_a_product_come_only_when_asked_for(ada: Caller, mug: dict[str, Any]):
    bare = ada.get(f"/stores/v3/products/{mug['id']}").json["product"]
    assert {"currency", "plainDescription", "url", "infoSections", "directCategoriesInfo"}.isdisjoint(bare)
    assert "itemsInfo" not in bare["media"]
    assert bare["actualPriceRange"]["minValue"].keys() == {"amount"}
    names = "CURRENCY PLAIN_DESCRIPTION URL INFO_SECTION DIRECT_CATEGORIES_INFO MEDIA_ITEMS_INFO BREADCRUMBS_INFO"
    query = "&".join(f"fields={name}" for name in names.split())
    full = ada.get(f"/stores/v3/products/{mug['id']}?{query}").json["product"]
    assert full["currency"] == "USD"
    assert full["actualPriceRange"]["minValue"]["formattedAmount"].startswith("$")
    assert full["plainDescription"].strip().startswith("<p>")
    assert full["url"]["url"] == f"{PUBLIC_URL}/wix/product-page/{mug['slug']}"
    assert full["media"]["itemsInfo"]["items"][0]["image"]["width"] == 1200
    assert full["directCategoriesInfo"]["categories"][0]["id"] == full["mainCategoryId"]
    assert full["breadcrumbsInfo"]["breadcrumbs"][-1]["categoryId"] == full["mainCategoryId"]


def test_fields_that_do_not_exist_are_refused(ada: Caller):
    assert ada.post(QUERY, {"query": {}, "fields": ["PRICE"]}).status_code == 400


def test_merchant_data_is_not_for_visitors(ada: Caller, merchant: Caller):
    reply = ada.post(QUERY, {"query": {}, "fields": ["MERCHANT_DATA"]})
    assert (reply.status_code, error_code(reply)) == (403, "NO_PERMISSION_TO_READ_MERCHANT_DATA")
    assert merchant.post(QUERY, {"query": {}, "fields": ["MERCHANT_DATA"]}).status_code == 200


def test_lists_never_bring_variants_and_single_products_do(ada: Caller, teapot: dict[str, Any]):
    assert all("variantsInfo" not in product for product in [*ada.products(), *search(ada)])
    variants = teapot["variantsInfo"]["variants"]
    assert teapot["variantSummary"]["variantCount"] == len(variants)
    choice = variants[0]["choices"][0]
    option = teapot["options"][0]
    assert choice["optionChoiceIds"]["optionId"] == option["id"]
    assert choice["optionChoiceIds"]["choiceId"] in {c["choiceId"] for c in option["choicesSettings"]["choices"]}
    assert choice["optionChoiceNames"]["optionName"] == option["name"]


def test_unknown_products_are_404(ada: Caller):
    for path in ("/stores/v3/products/00000000-0000-4000-8000-00000000dead", "/stores/v3/products/slug/nope"):
        reply = ada.get(path)
        assert (reply.status_code, error_code(reply)) == (404, "PRODUCT_NOT_FOUND")


@pytest.mark.parametrize(
    "bad", [{"name": "Mug"}, {"price": 1}, {"visible": "yes"}, {"slug": {"$like": "m"}}, {"id": {}}]
)
def test_a_query_refuses_filters_it_does_not_know(ada: Caller, bad: dict[str, Any]):
    reply = ada.post(QUERY, {"query": {"filter": bad}})
    assert (reply.status_code, error_code(reply)) == (400, "INVALID_FILTER")


def test_a_query_finds_products_by_id_and_slug(ada: Caller, mug: dict[str, Any], teapot: dict[str, Any]):
    ids = [mug["id"], teapot["id"], "00000000-0000-4000-8000-00000000dead"]
    found = ada.post(QUERY, {"query": {"filter": {"id": {"$in": ids}}}}).json["products"]
    assert {product["id"] for product in found} == {mug["id"], teapot["id"]}
    found = ada.post(QUERY, {"query": {"filter": {"slug": mug["slug"]}}}).json["products"]
    assert [product["id"] for product in found] == [mug["id"]]


def test_a_search_filters_by_price_and_stock(ada: Caller):
    prices = sorted(least_price(product) for product in search(ada))
    bound = prices[len(prices) // 2]
    found = search(ada, filter={"actualPriceRange.minValue.amount": {"$gte": bound}})
    assert len(found) == sum(price >= bound for price in prices)
    sold_out = search(ada, filter={"inventory.availabilityStatus": {"$in": ["OUT_OF_STOCK"]}})
    assert all(product["inventory"]["availabilityStatus"] == "OUT_OF_STOCK" for product in sold_out)
    reply = ada.post(SEARCH, {"search": {"filter": {"actualPriceRange.minValue.amount": {"$gte": "20"}}}})
    assert error_code(reply) == "INVALID_FILTER"


def test_a_search_sorts(ada: Caller):
    rising = search(ada, sort=[{"fieldName": "actualPriceRange.minValue.amount", "order": "ASC"}])
    assert [least_price(p) for p in rising] == sorted(least_price(p) for p in rising)
    names = [p["name"].lower() for p in search(ada, sort=[{"fieldName": "name", "order": "DESC"}])]
    assert names == sorted(names, reverse=True)
    reply = ada.post(SEARCH, {"search": {"sort": [{"fieldName": "slug"}]}})
    assert (reply.status_code, error_code(reply)) == (400, "INVALID_SORT")


def test_a_search_finds_words_and_their_beginnings_in_names_descriptions_and_skus(ada: Caller, mug: dict[str, Any]):
    word = mug["name"].split()[0]
    for expression in (word.upper(), word[:4], sku(mug)):
        assert mug["id"] in {p["id"] for p in search(ada, search={"expression": expression, "mode": "AND"})}
    assert search(ada, search={"expression": "xyzzyplugh"}) == []
    assert search(ada, search={"expression": f"{word} xyzzyplugh", "mode": "AND"}) == []
    assert search(ada, search={"expression": f"{word} xyzzyplugh", "mode": "OR"})
    for nasty in ('"', "a* OR b", "NEAR(", "-", "' ; DROP TABLE products"):
        search(ada, search={"expression": nasty})


def test_an_expression_longer_than_100_characters_is_refused(ada: Caller):
    assert ada.post(SEARCH, {"search": {"search": {"expression": "x" * 101}}}).status_code == 400


def test_a_search_looks_into_a_category(ada: Caller, mug: dict[str, Any]):
    for items in ([{"id": mug["mainCategoryId"]}], [{"id": {"$in": [mug["mainCategoryId"]]}}]):
        found = search(ada, filter={"visible": True, "allCategoriesInfo.categories": {"$matchItems": items}})
        assert mug["id"] in {product["id"] for product in found}
        assert {p["mainCategoryId"] for p in found} == {mug["mainCategoryId"]}


def test_pages_follow_each_other_without_gaps(ada: Caller):
    everything = [product["id"] for product in search(ada, sort=[{"fieldName": "name"}])]
    reply = ada.post(SEARCH, {"search": {"sort": [{"fieldName": "name"}], "cursorPaging": {"limit": 5}}}).json
    seen = [product["id"] for product in reply["products"]]
    while reply["pagingMetadata"]["hasNext"]:
        cursor = reply["pagingMetadata"]["cursors"]["next"]
        reply = ada.post(SEARCH, {"search": {"cursorPaging": {"limit": 5, "cursor": cursor}}}).json
        seen += [product["id"] for product in reply["products"]]
    assert seen == everything
    assert "next" not in reply["pagingMetadata"]["cursors"]
    assert ada.post("/stores/v3/products/count", {"filter": {}}).json == {"count": len(everything)}


@pytest.mark.parametrize("paging", [{"limit": 0}, {"limit": 101}, {"limit": "5"}, {"cursor": "made-up"}])
def test_bad_paging_is_refused(ada: Caller, paging: dict[str, Any]):
    assert ada.post(SEARCH, {"search": {"cursorPaging": paging}}).status_code == 400
    assert ada.post(SEARCH, {"search": {"paging": {"limit": 5, "offset": 0}}}).status_code == 400


def test_hidden_products_are_for_the_merchant_only(
    sandbox: Sandbox, ada: Caller, merchant: Caller, mug: dict[str, Any]
):
    sandbox.hide_product(mug["slug"])
    assert mug["id"] not in {product["id"] for product in ada.products()}
    assert ada.get(f"/stores/v3/products/{mug['id']}").status_code == 404
    reply = ada.post(QUERY, {"query": {"filter": {"visible": False}}})
    assert (reply.status_code, error_code(reply)) == (403, "NO_PERMISSION_TO_INCLUDE_NOT_VISIBLE_PRODUCTS")
    hidden = merchant.post(QUERY, {"query": {"filter": {"visible": False}}}).json["products"]
    assert [product["id"] for product in hidden] == [mug["id"]]
    sandbox.hide_product(mug["slug"], hidden=False)
    assert ada.get(f"/stores/v3/products/{mug['id']}").status_code == 200


def test_availability_follows_the_stock(sandbox: Sandbox, ada: Caller, teapot: dict[str, Any]):
    skus = [variant["sku"] for variant in teapot["variantsInfo"]["variants"]]
    for number in skus:
        sandbox.set_stock(number, 3)
    assert ada.product(teapot["slug"])["inventory"]["availabilityStatus"] == "IN_STOCK"
    sandbox.set_stock(skus[0], 0)
    fresh = ada.product(teapot["slug"])
    assert fresh["inventory"]["availabilityStatus"] == "PARTIALLY_OUT_OF_STOCK"
    assert fresh["variantsInfo"]["variants"][0]["inventoryStatus"]["inStock"] is False
    for number in skus:
        sandbox.set_stock(number, 0)
    fresh = ada.product(teapot["slug"])
    assert fresh["inventory"]["availabilityStatus"] == "OUT_OF_STOCK"
    assert not any(c["inStock"] for option in fresh["options"] for c in option["choicesSettings"]["choices"])


def test_variants_and_inventory_items_of_a_product(sandbox: Sandbox, ada: Caller, teapot: dict[str, Any]):
    sandbox.set_stock(sku(teapot), 7)
    body = {"query": {"filter": {"productData.productId": teapot["id"]}, "cursorPaging": {"limit": 50}}}
    variants = ada.post("/stores/v3/products/query-variants", body).json["variants"]
    assert [v["id"] for v in variants] == [v["id"] for v in teapot["variantsInfo"]["variants"]]
    assert variants[0]["productData"]["slug"] == teapot["slug"]
    items = ada.post("/stores/v3/inventory-items/query", {"query": {"filter": {"productId": teapot["id"]}}}).json
    assert items["inventoryItems"][0]["quantity"] == 7
    assert len(items["inventoryItems"]) == len(variants)


def test_categories_are_listed_in_the_shops_order_but_not_without_a_filter(ada: Caller):
    path = "/categories/v1/categories/query"
    reply = ada.post(path, {"treeReference": TREE, "query": {"filter": {}}})
    assert (reply.status_code, error_code(reply)) == (400, "INVALID_FILTER")
    assert ada.post(path, {"query": {"filter": {"visible": True}}}).status_code == 400
    found = ada.post(path, {"treeReference": TREE, "query": {"filter": {"name": {"$exists": True}}}}).json["categories"]
    roots = [category["parentCategory"]["index"] for category in found if "id" not in category["parentCategory"]]
    assert roots == list(range(len(roots)))
    assert "description" not in found[0]
    one = ada.get(
        f"/categories/v1/categories/slug/{found[0]['slug']}?treeReference.appNamespace=@wix/stores&fields=DESCRIPTION"
    )
    assert one.json["category"]["id"] == found[0]["id"]
    assert one.json["category"]["description"]
    missing = ada.get("/categories/v1/categories/slug/nope?treeReference.appNamespace=@wix/stores")
    assert (missing.status_code, error_code(missing)) == (404, "CATEGORY_NOT_FOUND")


def test_pictures_are_served_by_the_pages_and_may_be_kept(ada: Caller, browser: Browser, mug: dict[str, Any]):
    url = mug["media"]["main"]["image"]["url"]
    assert url.startswith(f"{PUBLIC_URL}/wix/media/")
    reply = browser.open(url)
    assert reply.status_code == 200
    assert reply.mimetype == "image/svg+xml"
    assert "immutable" in reply.headers["Cache-Control"]
    assert reply.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert reply.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    again = browser.open(url, headers={"If-None-Match": reply.headers["ETag"]})
    assert again.status_code == 304
    for name in ("..%2f__init__.py", "nope.svg", "catalog.toml"):
        assert browser.open(f"/sandbox/wix/media/{name}").status_code == 404
