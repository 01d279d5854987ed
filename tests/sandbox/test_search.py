"""Searching the catalog: the tree of categories, filters, words, sorting, and counts that follow the filter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sandbox import Sandbox
from tests.sandbox.cast import SMALL_SHOP, Caller, error_code, violated_field

SEARCH, CATEGORIES = "/stores/v3/products/search", "/categories/v1/categories"
TREE = {"appNamespace": "@wix/stores"}
PRICE = "actualPriceRange.minValue.amount"


@pytest.fixture
def seed_folder() -> Path:
    return SMALL_SHOP


def search(caller: Caller, **search: Any) -> dict[str, Any]:
    reply = caller.post(SEARCH, {"search": search})
    assert reply.status_code == 200, reply.json
    return dict(reply.json)


def slugs(caller: Caller, **wanted: Any) -> list[str]:
    return [product["slug"] for product in search(caller, **wanted)["products"]]


def categories(caller: Caller) -> dict[str, dict[str, Any]]:
    body = {
        "treeReference": TREE,
        "query": {"filter": {"visible": True}},
        "fields": ["BREADCRUMBS_INFO"],
    }
    found = caller.post(f"{CATEGORIES}/query", body).json["categories"]
    return {category["slug"]: category for category in found}


def within(caller: Caller, *names: str, path: str = "allCategoriesInfo.categories") -> dict[str, Any]:
    ids = [category["id"] for slug, category in categories(caller).items() if slug in names]
    return {path: {"$matchItems": [{"id": {"$in": ids}}]}}


def aggregate(caller: Caller, *aggregations: dict[str, Any], **wanted: Any) -> list[dict[str, Any]]:
    named = [{"name": str(number), **aggregation} for number, aggregation in enumerate(aggregations)]
    results = search(caller, aggregations=named, **wanted)["aggregationData"]["results"]
    assert [result["name"] for result in results] == [aggregation["name"] for aggregation in named]
    return list(results)


def values(result: dict[str, Any]) -> dict[str, int]:
    return {entry["value"]: entry["count"] for entry in result["values"]["results"]}


def test_categories_are_a_tree_that_counts_direct_items_only(ada: Caller):
    found = categories(ada)
    assert found["mugs"]["parentCategory"] == {"id": found["cups"]["id"], "index": 0}
    assert [found[slug]["parentCategory"] for slug in ("cups", "teapots", "gifts")] == [
        {"index": 0},
        {"index": 1},
        {"index": 2},
    ]
    assert (found["cups"]["itemCounter"], found["mugs"]["itemCounter"]) == (1, 3)
    assert found["cups"]["breadcrumbsInfo"] == {"breadcrumbs": []}
    assert [crumb["categorySlug"] for crumb in found["mugs"]["breadcrumbsInfo"]["breadcrumbs"]] == ["cups"]
    body = {"treeReference": TREE, "query": {"filter": {"parentCategory.id": found["cups"]["id"]}}}
    assert [c["slug"] for c in ada.post(f"{CATEGORIES}/query", body).json["categories"]] == ["mugs"]


def test_a_product_says_its_categories_and_the_way_down_to_it(ada: Caller):
    fields = "fields=DIRECT_CATEGORIES_INFO&fields=ALL_CATEGORIES_INFO&fields=BREADCRUMBS_INFO"
    product = ada.get(f"/stores/v3/products/slug/gift-mug?{fields}").json["product"]
    ids = {slug: category["id"] for slug, category in categories(ada).items()}
    assert [c["id"] for c in product["directCategoriesInfo"]["categories"]] == [ids["mugs"], ids["gifts"]]
    assert {c["id"] for c in product["allCategoriesInfo"]["categories"]} == {ids["cups"], ids["mugs"], ids["gifts"]}
    crumbs = product["breadcrumbsInfo"]["breadcrumbs"]
    assert [crumb["categoryName"] for crumb in crumbs] == ["Cups", "Mugs"]


def test_a_product_is_found_in_the_categories_above_its_own(ada: Caller):
    assert slugs(ada, filter=within(ada, "cups")) == ["plain-mug", "gift-mug", "initials-mug", "seconds-cup"]
    assert slugs(ada, filter=within(ada, "cups", path="directCategoriesInfo.categories")) == ["seconds-cup"]
    assert slugs(ada, filter=within(ada, "mugs", "gifts"))[-2:] == ["glaze-book", "lost-bowl"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({PRICE: {"$gte": 20, "$lte": 30}}, ["plain-mug", "gift-mug", "lost-bowl"]),
        ({PRICE: {"$gte": 19.99, "$lt": 20.01}}, ["plain-mug"]),
        ({"compareAtPriceRange.minValue.amount": {"$gt": 0}}, ["gift-mug", "round-pot"]),
        ({"compareAtPriceRange.minValue.amount": {"$exists": True}}, ["gift-mug", "round-pot"]),
        ({"inventory.availabilityStatus": "PARTIALLY_OUT_OF_STOCK"}, ["round-pot"]),
        (
            {"inventory.availabilityStatus": {"$nin": ["IN_STOCK", "PARTIALLY_OUT_OF_STOCK"]}},
            ["iron-kettle", "lost-bowl"],
        ),
        ({"inventory.preorderStatus": "ENABLED"}, ["iron-kettle"]),
        ({"ribbon.name": "New"}, ["round-pot"]),
        ({"brand.name": {"$exists": True}}, ["round-pot"]),
        ({"productType": "DIGITAL"}, ["glaze-book"]),
        ({"$or": [{"productType": "DIGITAL"}, {"ribbon.name": "New"}]}, ["round-pot", "glaze-book"]),
        ({"$not": {PRICE: {"$lt": 100}}}, ["round-pot", "iron-kettle"]),
    ],
)
def test_each_filter_finds_what_it_names(ada: Caller, wanted: dict[str, Any], found: list[str]):
    assert slugs(ada, filter=wanted) == found
    assert ada.post("/stores/v3/products/count", {"filter": wanted}).json == {"count": len(found)}


def test_brands_and_ribbons_are_found_by_their_ids(ada: Caller):
    pot = ada.product("round-pot")
    assert slugs(ada, filter={"brand.id": pot["brand"]["id"], "ribbon.id": pot["ribbon"]["id"]}) == ["round-pot"]


def test_words_are_joined_by_or_unless_told_and(ada: Caller):
    assert set(slugs(ada, search={"expression": "kettle book"})) == {"iron-kettle", "glaze-book"}
    assert slugs(ada, search={"expression": "kettle book", "mode": "AND"}) == []
    assert slugs(ada, search={"expression": "IRON kett", "mode": "AND"}) == ["iron-kettle"]
    assert slugs(ada, search={"expression": "PLAIN", "fields": ["minVariantPriceInfo.sku"]}) == ["plain-mug"]
    assert slugs(ada, search={"expression": "recipes", "fields": ["name"]}) == []


def test_fuzzy_forgives_a_slip_but_not_another_word(ada: Caller):
    assert slugs(ada, search={"expression": "ketle"}) == []
    assert slugs(ada, search={"expression": "ketle", "fuzzy": True}) == ["iron-kettle"]
    assert slugs(ada, search={"expression": "saucer", "fuzzy": True}) == []
    assert slugs(ada, search={"expression": "kettle", "fuzzy": True}) == ["iron-kettle"]
    assert ada.post(SEARCH, {"search": {"search": {"expression": "x", "fuzzy": "yes"}}}).status_code == 400


def test_sorting_by_two_fields_and_ties_is_stable(sandbox: Sandbox, ada: Caller):
    for number in ("PLAIN", "GIFT", "INIT", "SECOND"):
        sandbox.set_price(number, "10.00")
    cheapest = [{"fieldName": PRICE, "order": "ASC"}]
    assert slugs(ada, sort=cheapest)[:4] == ["plain-mug", "gift-mug", "initials-mug", "seconds-cup"]
    by_name = [*cheapest, {"fieldName": "name", "order": "DESC"}]
    assert slugs(ada, sort=by_name)[:4] == ["seconds-cup", "plain-mug", "initials-mug", "gift-mug"]
    newest = slugs(ada, sort=[{"fieldName": "createdDate", "order": "DESC"}])
    assert (newest[0], newest[-1]) == ("lost-bowl", "plain-mug")
    reply = ada.post(SEARCH, {"search": {"sort": [{"fieldName": "slug"}]}})
    assert (reply.status_code, error_code(reply)) == (400, "INVALID_SORT")


def test_counts_by_value_follow_filter_and_words(ada: Caller):
    stock = {"fieldPath": "inventory.availabilityStatus", "type": "VALUE"}
    assert values(*aggregate(ada, stock)) == {"IN_STOCK": 5, "OUT_OF_STOCK": 2, "PARTIALLY_OUT_OF_STOCK": 1}
    assert values(*aggregate(ada, stock, filter=within(ada, "teapots"))) == {
        "OUT_OF_STOCK": 1,
        "PARTIALLY_OUT_OF_STOCK": 1,
    }
    assert values(*aggregate(ada, stock, search={"expression": "mug"}, cursorPaging={"limit": 1})) == {"IN_STOCK": 3}
    ribbons, kinds = aggregate(
        ada, {"fieldPath": "ribbon.name", "type": "VALUE"}, {"fieldPath": "productType", "type": "VALUE"}
    )
    assert (values(ribbons), values(kinds)) == ({"New": 1}, {"PHYSICAL": 7, "DIGITAL": 1})


def test_counts_by_category_include_what_is_below(ada: Caller):
    ids = {category["id"]: slug for slug, category in categories(ada).items()}
    (everywhere,) = aggregate(ada, {"fieldPath": "allCategoriesInfo.categories.id", "type": "VALUE"})
    assert {ids[key]: count for key, count in values(everywhere).items()} == {
        "cups": 4,
        "mugs": 3,
        "gifts": 3,
        "teapots": 2,
    }
    (direct,) = aggregate(ada, {"fieldPath": "directCategoriesInfo.categories.id", "type": "VALUE"})
    assert {ids[key]: count for key, count in values(direct).items()}["cups"] == 1


def test_values_can_be_sorted_and_limited(ada: Caller):
    settings = {"limit": 2, "sortType": "VALUE", "sortDirection": "ASC"}
    (result,) = aggregate(ada, {"fieldPath": "inventory.availabilityStatus", "type": "VALUE", "value": settings})
    assert result["values"]["results"] == [
        {"value": "IN_STOCK", "count": 5},
        {"value": "OUT_OF_STOCK", "count": 2},
    ]


def test_ranges_take_their_lower_bound_in_and_leave_the_upper_out(ada: Caller):
    buckets = [{"to": 20}, {"from": 20, "to": 50}, {"from": 50}]
    sale = {"fieldPath": "compareAtPriceRange.minValue.amount", "type": "RANGE", "range": {"buckets": [{"from": 0.01}]}}
    bands, on_sale = aggregate(ada, {"fieldPath": PRICE, "type": "RANGE", "range": {"buckets": buckets}}, sale)
    assert bands["ranges"]["results"] == [
        {"to": 20, "count": 2},
        {"from": 20, "to": 50, "count": 3},
        {"from": 50, "count": 3},
    ]
    assert on_sale["ranges"]["results"] == [{"from": 0.01, "count": 2}]


def test_least_greatest_and_how_many_different(sandbox: Sandbox, ada: Caller):
    sandbox.set_price("SECOND", "14.50")
    results = aggregate(
        ada,
        {"fieldPath": PRICE, "type": "SCALAR", "scalar": {"type": "MIN"}},
        {"fieldPath": "actualPriceRange.maxValue.amount", "type": "SCALAR", "scalar": {"type": "MAX"}},
        {"fieldPath": "ribbon.id", "type": "SCALAR", "scalar": {"type": "COUNT_DISTINCT"}},
        {"fieldPath": "variantsInfo.variants.price.actualPrice.amount", "type": "SCALAR", "scalar": {"type": "MAX"}},
    )
    assert [result["scalar"] for result in results] == [
        {"type": "MIN", "value": 14.5},
        {"type": "MAX", "value": 300},
        {"type": "COUNT_DISTINCT", "value": 1},
        {"type": "MAX", "value": 300},
    ]
    (nothing,) = aggregate(
        ada,
        {"fieldPath": PRICE, "type": "SCALAR", "scalar": {"type": "MIN"}},
        search={"expression": "xyzzyplugh"},
    )
    assert nothing["scalar"] == {"type": "MIN"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"fieldPath": "name.first"}, "aggregations.fieldPath"),
        ({"type": "AVERAGE"}, "aggregations.type"),
        ({"name": ""}, "name"),
        ({"value": {"limit": 251}}, "limit"),
        ({"value": {"sortType": "SIZE"}}, "value.sortType"),
        ({"type": "RANGE"}, "range.buckets"),
        ({"type": "RANGE", "range": {"buckets": [{"from": "20"}]}}, "aggregations.fieldPath"),
        ({"type": "RANGE", "fieldPath": PRICE, "range": {"buckets": [{"from": "20"}]}}, "range.buckets"),
        ({"type": "SCALAR", "scalar": {"type": "SUM"}}, "scalar.type"),
        ({"type": "SCALAR", "scalar": {"type": "MIN"}}, "aggregations.fieldPath"),
    ],
)
def test_aggregations_that_make_no_sense_are_refused(ada: Caller, wrong: dict[str, Any], field: str):
    aggregation = {"name": "x", "fieldPath": "ribbon.name", "type": "VALUE", **wrong}
    reply = ada.post(SEARCH, {"search": {"aggregations": [aggregation]}})
    assert (reply.status_code, violated_field(reply)) == (400, field)


def test_more_than_ten_aggregations_are_refused_and_so_are_two_of_one_name(ada: Caller):
    def asked(names: list[str]) -> int:
        aggregations = [{"name": name, "fieldPath": "ribbon.name", "type": "VALUE"} for name in names]
        return ada.post(SEARCH, {"search": {"aggregations": aggregations}}).status_code

    assert asked([str(number) for number in range(10)]) == 200
    assert asked([str(number) for number in range(11)]) == 400
    assert asked(["x", "x"]) == 400


def test_kinds_of_aggregation_that_are_not_imitated_say_so(ada: Caller):
    body = {"search": {"aggregations": [{"name": "x", "fieldPath": "createdDate", "type": "DATE_HISTOGRAM"}]}}
    assert error_code(ada.post(SEARCH, body)) == "NOT_IMITATED_BY_SANDBOX"
