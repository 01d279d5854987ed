"""What the imitated platform does about modifiers, coupons, gift cards, pre-orders, regions and counting."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox import Sandbox
from tests.sandbox.cast import Caller, wanted

CART = "/ecom/v1/carts/current"
NOT_VALID = {
    "GC-EMPTY": "GIFT_CARD_IS_EMPTY",
    "GC-EXPIRED": "GIFT_CARD_EXPIRED",
    "GC-OFF": "GIFT_CARD_DISABLED",
}


def with_options(product: dict[str, Any], **options: Any) -> dict[str, Any]:
    line = wanted(product, 1, 0)
    line["catalogReference"]["options"] |= options
    return line


def lines_after(caller: Caller, line: dict[str, Any]) -> list[dict[str, Any]]:
    reply = caller.post(f"{CART}/add-to-cart", {"lineItems": [line]})
    assert reply.status_code == 200
    return list(reply.json["cart"]["lineItems"])


def search(caller: Caller, **search: Any) -> dict[str, Any]:
    reply = caller.post("/stores/v3/products/search", {"search": search})
    assert reply.status_code == 200, reply.text
    return dict(reply.json)


def coupon_error(caller: Caller) -> str:
    errors = caller.post(f"{CART}/estimate-totals", {}).json["calculationErrors"]
    return str(errors.get("couponCalculationError", {}).get("applicationError", {}).get("code", ""))


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"customTextFields": {"Initials": "ABCD"}},
        {"customTextFields": {"Initials": "AB"}, "options": {"Gift wrap": "Gold foil"}},
        {"customTextFields": {"Initials": "AB", "Nobody asked": "x"}},
    ],
)
def test_a_line_with_wrong_modifiers_is_dropped_with_a_200(ada: Caller, options: dict[str, Any]) -> None:
    assert lines_after(ada, with_options(ada.product("initials-mug"), **options)) == []


def test_a_choice_adds_its_price_and_both_kinds_are_described(ada: Caller) -> None:
    line = with_options(
        ada.product("initials-mug"),
        customTextFields={"Initials": "AB"},
        options={"Gift wrap": "Striped linen cloth"},
    )
    (added,) = lines_after(ada, line)
    assert added["price"]["amount"] == "65.00"
    names = {row["name"]["original"] for row in added["descriptionLines"]}
    assert {"Initials", "Gift wrap"} <= names


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("NOSUCH", "ERROR_COUPON_DOES_NOT_EXIST"),
        ("BYGONE", "ERROR_COUPON_HAS_EXPIRED"),
        ("NOTYET", "ERROR_COUPON_IS_NOT_ACTIVE_YET"),
        ("USEDUP", "ERROR_COUPON_USAGE_EXCEEDED"),
        ("SPRING5", "ERROR_INVALID_SUBTOTAL"),
        ("TEAPOT20", "ERROR_COUPON_NOT_APPLICABLE"),
        ("WELCOME10", ""),
    ],
)
def test_a_coupon_is_taken_with_a_200_and_judged_in_the_totals(ada: Caller, code: str, error: str) -> None:
    ada.add(ada.product("harbour-mug"))
    assert ada.patch(CART, {"couponCode": code}).status_code == 200
    assert coupon_error(ada) == error


def test_a_checkout_made_directly_refuses_a_bad_coupon(ada: Caller) -> None:
    body = {"channelType": "WEB", "lineItems": [wanted(ada.product("harbour-mug"), 1, 0)], "couponCode": "BYGONE"}
    reply = ada.post("/ecom/v1/checkouts", body)
    assert reply.status_code == 400
    assert reply.json["details"]["applicationError"]["code"] == "ERROR_COUPON_HAS_EXPIRED"


@pytest.mark.parametrize(("code", "error"), NOT_VALID.items())
def test_a_gift_card_that_cannot_pay_is_refused_by_its_code(ada: Caller, code: str, error: str) -> None:
    body = {"channelType": "WEB", "lineItems": [wanted(ada.product("harbour-mug"), 1, 0)], "giftCardCode": code}
    reply = ada.post("/ecom/v1/checkouts", body)
    assert reply.status_code == 400
    assert reply.json["details"]["applicationError"]["code"] == error


def test_a_gift_card_is_on_the_checkout_without_its_whole_code(ada: Caller) -> None:
    body = {"channelType": "WEB", "lineItems": [wanted(ada.product("harbour-mug"), 1, 0)], "giftCardCode": "GC-25"}
    checkout = ada.post("/ecom/v1/checkouts", body).json["checkout"]
    assert checkout["giftCard"]["amount"]["amount"] == "25.00"
    assert checkout["giftCard"]["obfuscatedCode"] != "GC-25"


@pytest.mark.parametrize(
    ("address", "shipping", "tax"),
    [
        ({"country": "US", "subdivision": "US-ME"}, "6.00", "2.09"),
        ({"country": "US", "subdivision": "US-OR"}, "6.00", "0.00"),
        ({"country": "US", "postalCode": "04101"}, "6.00", "2.09"),
        ({"country": "DE", "postalCode": "10115"}, "16.00", "7.22"),
        ({"country": "NZ"}, "22.00", "0.00"),
    ],
)
def test_shipping_and_tax_go_by_the_place(ada: Caller, address: dict[str, str], shipping: str, tax: str) -> None:
    ada.add(ada.product("harbour-mug"))
    summary = ada.post(f"{CART}/estimate-totals", {"shippingAddress": address}).json["priceSummary"]
    assert summary["shipping"]["amount"] == shipping
    assert summary["tax"]["amount"] == tax


def test_a_pre_order_is_available_with_nothing_in_stock(ada: Caller) -> None:
    kettle = ada.product("quayside-iron-kettle")
    assert kettle["inventory"]["availabilityStatus"] == "OUT_OF_STOCK"
    assert kettle["inventory"]["preorderStatus"] == "ENABLED"
    (line,) = ada.add(kettle)["lineItems"]
    assert line["availability"]["status"] == "AVAILABLE"


def test_a_changed_price_is_everywhere_at_once(ada: Caller, sandbox: Sandbox) -> None:
    ada.add(ada.product("harbour-mug"))
    sandbox.set_price("KK-HARB-350", "12.50")
    assert ada.product("harbour-mug")["actualPriceRange"]["minValue"]["amount"] == "12.50"
    assert ada.get(CART).json["cart"]["subtotal"]["amount"] == "12.50"


def test_words_are_joined_by_and_or_by_or(ada: Caller) -> None:
    both = search(ada, filter={"visible": True}, search={"expression": "harbour teapot", "mode": "AND"})
    either = search(ada, filter={"visible": True}, search={"expression": "harbour teapot", "mode": "OR"})
    assert len(both["products"]) < len(either["products"])


def test_counts_follow_the_filter_and_a_price_bound_is_a_number(ada: Caller) -> None:
    count = {"name": "n", "fieldPath": "id", "type": "VALUE", "value": {}}
    assert ada.post("/stores/v3/products/search", {"search": {"aggregations": [count]}}).status_code == 400
    highest = {
        "name": "highest",
        "fieldPath": "actualPriceRange.maxValue.amount",
        "type": "SCALAR",
        "scalar": {"type": "MAX"},
    }
    found = search(ada, filter={"actualPriceRange.maxValue.amount": {"$lte": 40}}, aggregations=[highest])
    assert found["aggregationData"]["results"][0]["scalar"]["value"] <= 40
    text = {"search": {"filter": {"actualPriceRange.maxValue.amount": {"$lte": "40"}}}}
    assert ada.post("/stores/v3/products/search", text).status_code == 400
