"""The catalog as BigCommerce tells it: the same goods as everywhere, with whole-number ids."""

from __future__ import annotations

from pathlib import Path

import pytest
from werkzeug.test import Client

from sandbox import Sandbox
from sandbox.bigcommerce import numbers
from tests.sandbox.bigcommerce.cast import (
    GIFT_MUG,
    GIFT_NOTE,
    GIFT_WRAP,
    GLAZE_BOOK,
    INITIALS_MUG,
    IRON_KETTLE,
    LINEN,
    LOST_BOWL,
    PLAIN_MUG,
    POT_INK,
    POT_MOSS,
    ROUND_POT,
    SECONDS_CUP,
    Shop,
)
from tests.sandbox.cast import SMALL_SHOP, Browser, Caller, build, new_visitor

PRODUCTS = "/v3/catalog/products"


def test_a_simple_product_has_one_variant_without_option_values(shop: Shop):
    mug = shop.product(PLAIN_MUG)
    (variant,) = mug["variants"]
    assert mug["base_variant_id"] == variant["id"]
    assert variant["option_values"] == []
    assert variant["price"] is None
    assert (mug["price"], mug["sale_price"], mug["calculated_price"]) == (20, 0, 20)
    assert (mug["inventory_tracking"], mug["inventory_level"]) == ("product", 10)


def test_a_sale_price_stands_beside_the_usual_one(shop: Shop):
    mug = shop.product(GIFT_MUG)
    assert (mug["price"], mug["sale_price"], mug["calculated_price"]) == (40, 30, 30)


def test_a_product_with_options_costs_what_its_cheapest_variant_costs(shop: Shop):
    pot = shop.product(ROUND_POT, "variants,options")
    ink, moss = pot["variants"]
    assert (pot["price"], pot["calculated_price"], pot["base_variant_id"]) == (120, 100, None)
    assert (ink["id"], ink["price"], ink["calculated_price"], ink["inventory_level"]) == (POT_INK, None, 100, 5)
    assert (moss["id"], moss["price"], moss["calculated_price"], moss["inventory_level"]) == (POT_MOSS, 110, 110, 0)
    assert (pot["inventory_tracking"], pot["inventory_level"]) == ("variant", 5)
    (option,) = pot["options"]
    assert option["type"] == "swatch"
    assert [value["value_data"] for value in option["option_values"]] == [
        {"colors": ["#223344"]},
        {"colors": ["#556633"]},
    ]
    assert moss["option_values"][0]["id"] == option["option_values"][1]["id"]
    assert moss["option_values"][0]["option_id"] == option["id"]


def test_modifiers_are_texts_with_a_limit_and_choices_with_a_price(shop: Shop):
    note, wrap = shop.product(GIFT_MUG, "modifiers")["modifiers"]
    assert (note["id"], note["type"], note["required"], note["option_values"]) == (GIFT_NOTE, "text", False, [])
    assert note["config"]["text_max_length"] == 20
    assert (wrap["id"], wrap["type"]) == (GIFT_WRAP, "dropdown")
    linen, paper = wrap["option_values"]
    assert (linen["id"], linen["adjusters"]["price"]) == (LINEN, {"adjuster": "relative", "adjuster_value": 6})
    assert paper["adjusters"]["price"]["adjuster"] is None
    assert shop.product(INITIALS_MUG, "modifiers")["modifiers"][0]["required"] is True


def test_what_can_be_had_of_each_product(shop: Shop):
    found = {product["id"]: product for product in shop.read(PRODUCTS)}
    assert (found[LOST_BOWL]["inventory_level"], found[LOST_BOWL]["availability"]) == (0, "available")
    assert (found[IRON_KETTLE]["inventory_level"], found[IRON_KETTLE]["availability"]) == (50, "preorder")
    assert found[IRON_KETTLE]["preorder_message"] == "Ships after the February casting"
    assert (found[GLAZE_BOOK]["type"], found[GLAZE_BOOK]["inventory_tracking"]) == ("digital", "none")
    assert found[SECONDS_CUP]["order_quantity_maximum"] == 2


def test_sub_resources_come_only_when_asked_for(shop: Shop):
    plain = shop.read(f"{PRODUCTS}/{GIFT_MUG}")
    assert not {"images", "variants", "options", "modifiers", "primary_image", "custom_fields"} & set(plain)
    whole = shop.product(GIFT_MUG, "images,primary_image,custom_fields,videos")
    assert (whole["images"], whole["primary_image"], whole["videos"]) == ([], None, [])
    assert shop.get(f"{PRODUCTS}/{GIFT_MUG}?include=secrets").status_code == 422


def test_a_picture_can_be_opened(sandbox: Sandbox, browser: Browser, tmp_path: Path):
    made = build(tmp_path / "whole")
    shop, whole_browser = Shop(Client(made.api)), Browser(made)
    product = shop.product(101, "images,primary_image")
    assert product["primary_image"] == product["images"][0]
    url = product["primary_image"]["url_standard"]
    assert "/sandbox/bigcommerce/media/" in url
    picture = whole_browser.open(url)
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    assert picture.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    made.close()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("id=102", [102]),
        ("id:in=108,101,999", [101, 108]),
        ("id:not_in=101,102,103,104,105,106", [107, 108]),
        ("id:min=107", [107, 108]),
        ("name=Plain mug", [101]),
        ("keyword=mug", {101, 102, 103}),
        ("keyword=pot-moss", [104]),
        ("keyword=%21%21", []),
        ("sku=POT-MOSS", [104]),
        ("sku:in=POT-MOSS,BOOK", [104, 107]),
        ("price:min=50&price:max=100", [103, 104]),
        ("availability=preorder", [105]),
        ("inventory_level=0", [107, 108]),
        ("inventory_level:greater=9", {101, 102, 103, 105}),
        ("out_of_stock=1", [108]),
        ("type=digital", [107]),
        ("channel_id:in=1&id=101", [101]),
        ("channel_id:in=2", []),
        ("sort=price&direction=desc&limit=2", [105, 104]),
        ("sort=name&limit=2&type=physical", [102, 103]),
        ("sort=id&direction=desc&limit=1", [108]),
    ],
)
def test_filters_and_orders(shop: Shop, query: str, found: list[int] | set[int]):
    ids = shop.ids(query)
    assert (set(ids) if isinstance(found, set) else ids) == found


def test_a_category_holds_what_stands_directly_in_it(shop: Shop):
    tree = {category["name"]: category for category in shop.read("/v3/catalog/trees/categories")}
    for category in tree.values():
        ids = shop.ids(f"categories:in={category['category_id']}")
        assert all(category["category_id"] in shop.product(found)["categories"] for found in ids)
    together = ",".join(str(category["category_id"]) for category in tree.values())
    assert set(shop.ids(f"categories:in={together}")) == {p["id"] for p in shop.read(PRODUCTS) if p["categories"]}


@pytest.mark.parametrize(
    "query", ["colour=red", "limit=0", "page=x", "sort=mood", "direction=up", "id=x", "price:min=cheap", "is_visible=2"]
)
def test_a_query_that_makes_no_sense_is_refused(shop: Shop, query: str):
    reply = shop.get(f"{PRODUCTS}?{query}")
    assert reply.status_code == 422
    assert list(reply.json["errors"])


def test_pages_end(shop: Shop):
    seen = []
    query = "?limit=3&is_visible=true"
    while query:
        body = shop.get(PRODUCTS + query).json
        seen += [product["id"] for product in body["data"]]
        query = body["meta"]["pagination"]["links"].get("next", "")
    assert seen == list(range(101, 109))
    after = shop.get(f"{PRODUCTS}?limit=3&page=4").json
    assert after["data"] == []
    assert after["meta"]["pagination"]["total_pages"] == 3


def test_options_and_modifiers_cap_a_page_at_ten(tmp_path: Path):
    made = build(tmp_path, seed=SMALL_SHOP, product_count=30)
    shop = Shop(Client(made.api))
    for include, count in (("options", 10), ("modifiers,images", 10), ("variants,images", 30)):
        body = shop.get(f"{PRODUCTS}?include={include}&limit=250").json
        assert (len(body["data"]), body["meta"]["pagination"]["total"]) == (count, 30)
    made.close()


def test_the_largest_page_has_250_products(tmp_path: Path):
    made = build(tmp_path, seed=SMALL_SHOP, product_count=260)
    body = Shop(Client(made.api)).get(f"{PRODUCTS}?limit=9999").json
    assert (len(body["data"]), body["meta"]["pagination"]["per_page"]) == (250, 250)
    made.close()


def test_hidden_products_are_told_apart_and_removed_ones_are_gone(sandbox: Sandbox, shop: Shop):
    sandbox.hide_product("plain-mug")
    sandbox.remove_product("gift-mug")
    assert PLAIN_MUG not in shop.ids("is_visible=true")
    assert shop.product(PLAIN_MUG)["is_visible"] is False
    reply = shop.get(f"{PRODUCTS}/{GIFT_MUG}")
    assert (reply.status_code, reply.json["status"]) == (404, 404)


def test_price_and_stock_are_those_of_the_moment_on_both_platforms(sandbox: Sandbox, shop: Shop, api: Client):
    sandbox.set_stock("PLAIN", 3)
    sandbox.set_price("PLAIN", "21.50")
    mug = shop.product(PLAIN_MUG)
    assert (mug["inventory_level"], mug["calculated_price"]) == (3, 21.5)
    ada: Caller = new_visitor(api)
    assert ada.product("plain-mug")["variantsInfo"]["variants"][0]["price"]["actualPrice"]["amount"] == "21.50"


def test_parts_of_a_product_can_be_read_by_themselves(shop: Shop):
    product = shop.product(ROUND_POT, "variants,options,images")
    for part in ("variants", "options", "images"):
        assert shop.read(f"{PRODUCTS}/{ROUND_POT}/{part}") == product[part]
    assert shop.read(f"{PRODUCTS}/{ROUND_POT}/variants/{POT_MOSS}") == product["variants"][1]
    assert shop.get(f"{PRODUCTS}/{PLAIN_MUG}/variants/{POT_MOSS}").status_code == 404
    assert [variant["id"] for variant in shop.read("/v3/catalog/variants?sku=POT-INK")] == [POT_INK]
    assert len(shop.read(f"/v3/catalog/variants?product_id:in={ROUND_POT},{PLAIN_MUG}")) == 3


def test_fields_can_be_chosen(shop: Shop):
    (mug,) = shop.read(f"{PRODUCTS}?id=101&include_fields=name,sku")
    assert set(mug) == {"id", "name", "sku"}
    (mug,) = shop.read(f"{PRODUCTS}?id=101&exclude_fields=description")
    assert "description" not in mug
    assert "name" in mug


def test_the_categories_are_one_tree_told_in_three_ways(shop: Shop):
    (tree,) = shop.read("/v3/catalog/trees?channel_id:in=1")
    bulk = {category["category_id"]: category for category in shop.read("/v3/catalog/trees/categories")}
    flat = {category["id"]: category for category in shop.read("/v3/catalog/categories")}
    assert bulk.keys() == flat.keys()
    nodes, seen = shop.read(f"/v3/catalog/trees/{tree['id']}/categories"), set()
    while nodes:
        node = nodes.pop()
        seen.add(node["id"])
        assert node["parent_id"] == bulk[node["id"]]["parent_id"] == flat[node["id"]]["parent_id"]
        nodes += node["children"]
    assert seen == bulk.keys()
    roots = shop.read("/v3/catalog/trees/categories?parent_id:in=0")
    assert roots
    assert all(root["parent_id"] == 0 for root in roots)
    assert shop.get("/v3/catalog/categories/9999").status_code == 404


def test_the_brand_of_a_product_has_a_name(tmp_path: Path):
    made = build(tmp_path)
    shop = Shop(Client(made.api))
    brand_id = shop.product(101)["brand_id"]
    assert shop.read(f"/v3/catalog/brands/{brand_id}")["name"] == "Kiln & Kettle"
    assert 101 in shop.ids(f"brand_id={brand_id}")
    assert 101 not in shop.ids("brand_id=0")
    made.close()


def test_ids_lead_back_to_what_they_name(sandbox: Sandbox):
    assert numbers.product_number(numbers.product_id(10_000)) == 10_000
    assert numbers.category_number(numbers.category_id(7)) == 7
    assert numbers.product_of_variant(POT_MOSS) == ROUND_POT
    largest = numbers.product_id(10_000) * numbers.MOST_PARTS + numbers.FIRST_MODIFIER + 9
    assert numbers.value_id(largest, 98) <= numbers.LARGEST_ID
