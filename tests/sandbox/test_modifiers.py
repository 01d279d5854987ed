"""What a buyer may add to a product, and products that are not ordinary: digital, limited, ordered in advance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sandbox import Sandbox
from tests.sandbox.cast import SMALL_SHOP, Caller, wanted

CART = "/ecom/v1/carts/current"


@pytest.fixture
def seed_folder() -> Path:
    return SMALL_SHOP


def inventory_item(caller: Caller, slug: str) -> dict[str, Any]:
    body = {"query": {"filter": {"productId": caller.product(slug)["id"]}}}
    return dict(caller.post("/stores/v3/inventory-items/query", body).json["inventoryItems"][0])


def test_a_text_modifier_says_how_long_it_may_be_and_what_it_adds(ada: Caller):
    note, _ = ada.product("gift-mug")["modifiers"]
    assert (note["modifierRenderType"], note["mandatory"], note["key"]) == ("FREE_TEXT", False, "Gift note")
    assert note["freeTextSettings"] == {
        "minCharCount": 0,
        "maxCharCount": 20,
        "title": "Gift note",
        "key": "Gift note",
        "defaultAddedPrice": "1.50",
    }
    (initials,) = ada.product("initials-mug")["modifiers"]
    assert initials["mandatory"] is True
    assert initials["freeTextSettings"]["defaultAddedPrice"] == "0"


def test_a_choice_modifier_lists_its_choices_with_what_they_add(ada: Caller):
    _, wrap = ada.product("gift-mug")["modifiers"]
    linen, paper = wrap["choicesSettings"]["choices"]
    assert wrap["modifierRenderType"] == "TEXT_CHOICES"
    assert (linen["choiceType"], linen["key"], linen["addedPrice"]) == ("CHOICE_TEXT", "Linen", "6.00")
    assert "addedPrice" not in paper
    assert linen["choiceId"] != paper["choiceId"]


def test_modifiers_add_to_the_price_of_a_piece_and_are_described(ada: Caller):
    cart = ada.put("gift-mug", 2, options={"Gift wrap": "Linen"}, customTextFields={"Gift note": "For Jo"})
    (line,) = cart["lineItems"]
    assert [line[name]["amount"] for name in ("price", "fullPrice", "lineItemPrice")] == ["37.50", "47.50", "75.00"]
    described = {entry["name"]["original"]: entry["plainText"]["original"] for entry in line["descriptionLines"]}
    assert described == {"Gift note": "For Jo", "Gift wrap": "Linen"}
    assert line["catalogReference"]["options"]["customTextFields"] == {"Gift note": "For Jo"}
    assert line["catalogReference"]["options"]["options"] == {"Gift wrap": "Linen"}


@pytest.mark.parametrize(
    ("slug", "options"),
    [
        ("initials-mug", {}),
        ("initials-mug", {"customTextFields": {"Initials": ""}}),
        ("initials-mug", {"customTextFields": {"Initials": "ABCD"}}),
        ("initials-mug", {"options": {"Initials": "AB"}}),
        ("gift-mug", {"options": {"Gift wrap": "Silk"}}),
        ("gift-mug", {"options": {"Gift bag": "Linen"}}),
        ("gift-mug", {"customTextFields": {"Gift note": "x" * 21}}),
        ("gift-mug", {"customTextFields": {"Gift note": 7}}),
        ("gift-mug", {"options": "Linen"}),
        ("plain-mug", {"customTextFields": {"Gift note": "hello"}}),
    ],
)
def test_modifiers_that_do_not_fit_drop_the_line_without_a_word(ada: Caller, slug: str, options: dict[str, Any]):
    assert ada.put(slug, **options)["lineItems"] == []


def test_an_empty_answer_counts_as_none(ada: Caller):
    ada.put("gift-mug")
    cart = ada.put("gift-mug", options={"Gift wrap": ""}, customTextFields={"Gift note": ""})
    assert [line["quantity"] for line in cart["lineItems"]] == [2]


def test_lines_with_different_modifiers_stay_apart(ada: Caller):
    ada.put("initials-mug", customTextFields={"Initials": "AB"})
    ada.put("initials-mug", customTextFields={"Initials": "CD"})
    cart = ada.put("initials-mug", customTextFields={"Initials": "AB"})
    assert [line["quantity"] for line in cart["lineItems"]] == [2, 1]


def test_two_lines_that_want_too_much_together_are_told_as_violations(sandbox: Sandbox, ada: Caller):
    sandbox.set_stock("INIT", 3)
    ada.put("initials-mug", 2, customTextFields={"Initials": "AB"})
    cart = ada.put("initials-mug", 2, customTextFields={"Initials": "CD"})
    violations = ada.estimate()["violations"]
    assert [violation["severity"] for violation in violations] == ["ERROR", "ERROR"]
    assert [violation["target"]["lineItem"]["id"] for violation in violations] == [
        line["id"] for line in cart["lineItems"]
    ]
    assert "3 left, 4 in the cart" in violations[0]["description"]
    sandbox.set_stock("INIT", 4)
    assert ada.estimate()["violations"] == []


def test_the_limit_of_an_order_caps_a_line_without_a_word(ada: Caller):
    (line,) = ada.put("seconds-cup", 5)["lineItems"]
    assert (line["quantity"], line["availability"]) == (2, {"status": "AVAILABLE", "quantityAvailable": 2})
    assert ada.put("seconds-cup")["lineItems"][0]["quantity"] == 2
    body = {"lineItems": [{"id": line["id"], "quantity": 9}]}
    assert ada.post(f"{CART}/update-line-items-quantity", body).json["cart"]["lineItems"][0]["quantity"] == 2


def test_what_is_digital_is_not_sent_and_not_counted(sandbox: Sandbox, ada: Caller):
    assert ada.product("glaze-book")["productType"] == "DIGITAL"
    item = inventory_item(ada, "glaze-book")
    assert (item["trackQuantity"], item["inStock"]) == (False, True)
    assert "quantity" not in item
    (line,) = ada.put("glaze-book", 2000)["lineItems"]
    assert (line["quantity"], line["itemType"]) == (2000, {"preset": "DIGITAL"})
    assert line["availability"] == {"status": "AVAILABLE"}
    assert line["physicalProperties"] == {"sku": "BOOK", "shippable": False}
    sandbox.set_stock("BOOK", 0)
    assert ada.get(CART).json["cart"]["lineItems"][0]["availability"]["status"] == "NOT_AVAILABLE"


def test_what_can_be_ordered_in_advance_says_so_everywhere(ada: Caller):
    kettle = ada.product("iron-kettle")
    assert kettle["inventory"] == {
        "availabilityStatus": "OUT_OF_STOCK",
        "preorderStatus": "ENABLED",
        "preorderAvailability": "ALL_VARIANTS",
    }
    assert kettle["variantsInfo"]["variants"][0]["inventoryStatus"] == {"inStock": False, "preorderEnabled": True}
    item = inventory_item(ada, "iron-kettle")
    assert (item["quantity"], item["availabilityStatus"]) == (0, "PREORDER")
    assert item["preorderInfo"] == {
        "enabled": True,
        "message": "Ships after the February casting",
        "limit": 50,
        "counter": 0,
        "quantity": 50,
    }
    assert inventory_item(ada, "lost-bowl")["preorderInfo"] == {"enabled": False}


def test_a_line_ordered_in_advance_is_available_up_to_its_limit(sandbox: Sandbox, ada: Caller):
    (line,) = ada.put("iron-kettle", 99)["lineItems"]
    assert (line["quantity"], line["availability"]["status"]) == (50, "AVAILABLE")
    sandbox.set_stock("KETTLE", 2)
    line = ada.get(CART).json["cart"]["lineItems"][0]
    assert line["availability"] == {"status": "PARTIALLY_AVAILABLE", "quantityAvailable": 2}
    assert ada.product("iron-kettle")["inventory"]["preorderStatus"] == "DISABLED"


def test_what_is_sold_out_and_cannot_be_ordered_in_advance_is_dropped(ada: Caller):
    assert ada.put("lost-bowl")["lineItems"] == []


def test_modifiers_reach_a_checkout_made_without_a_cart(ada: Caller):
    line = wanted(ada.product("initials-mug"))
    line["catalogReference"]["options"]["customTextFields"] = {"Initials": "AB"}
    reply = ada.post("/ecom/v1/checkouts", {"channelType": "WEB", "lineItems": [line]})
    described = reply.json["checkout"]["lineItems"][0]["descriptionLines"]
    assert described[0]["plainText"]["original"] == "AB"
