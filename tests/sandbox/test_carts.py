"""The current cart, with its silences: lines dropped, quantities capped, all with a 200."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox import Sandbox
from tests.sandbox.cast import CLIENT_ID, STORES_APP_ID, Caller, error_code, sku, violated_field, wanted

CART = "/ecom/v1/carts/current"


def test_there_is_no_cart_before_the_first_add(ada: Caller, mug: dict[str, Any]):
    calls = [
        ada.get(CART),
        ada.post(f"{CART}/estimate-totals"),
        ada.post(f"{CART}/create-checkout", {"channelType": "WEB"}),
        ada.post(f"{CART}/remove-coupon"),
        ada.patch(CART, {}),
        ada.delete(CART),
    ]
    assert [(reply.status_code, error_code(reply)) for reply in calls] == [(404, "OWNED_CART_NOT_FOUND")] * 6
    ada.add(mug)
    assert ada.get(CART).status_code == 200


def test_a_cart_shows_line_money_and_buyer_as_wix_writes_them(ada: Caller, teapot: dict[str, Any]):
    cart = ada.add(teapot, 2)
    line = cart["lineItems"][0]
    price = teapot["variantsInfo"]["variants"][0]["price"]["actualPrice"]["amount"]
    assert line["id"] == "00000000-0000-0000-0000-000000000001"
    assert line["price"].keys() == {"amount", "convertedAmount", "formattedAmount", "formattedConvertedAmount"}
    assert (line["price"]["amount"], line["quantity"]) == (price, 2)
    assert float(cart["subtotal"]["amount"]) == pytest.approx(2 * float(price))
    assert cart["subtotal"]["formattedAmount"].startswith("$")
    assert len(line["descriptionLines"]) == len(teapot["options"])
    assert line["availability"]["status"] == "AVAILABLE"
    assert line["catalogReference"]["appId"] == STORES_APP_ID
    assert cart["buyerInfo"] == {"visitorId": ada.visitor_id}


def test_a_line_says_that_it_is_nothing_out_of_the_ordinary(ada: Caller, mug: dict[str, Any]):
    in_cart = ada.add(mug)["lineItems"][0]
    in_checkout = ada.get(f"/ecom/v1/checkouts/{ada.checkout()}").json["checkout"]["lineItems"][0]
    for line in (in_cart, in_checkout):
        usual = ("membersOnly", "savePaymentMethod", "fixedQuantity", "priceUndetermined", "customLineItem")
        assert {name: line[name] for name in usual} == dict.fromkeys(usual, False)
        assert line["policies"] == []


def test_a_colour_is_described_with_its_code(ada: Caller):
    for listed in ada.products():
        product = ada.product(listed["slug"])
        if product["options"] and product["options"][0]["optionRenderType"] == "SWATCH_CHOICES":
            line = ada.add(product)["lineItems"][0]["descriptionLines"][0]
            break
    assert line["lineType"] == "COLOR"
    assert line["colorInfo"]["code"].startswith("#")


def test_the_same_item_added_again_joins_its_line(ada: Caller, mug: dict[str, Any], teapot: dict[str, Any]):
    ada.add(mug)
    ada.add(teapot)
    cart = ada.add(mug, 2)
    assert [line["quantity"] for line in cart["lineItems"]] == [3, 1]


def test_quantities_are_capped_at_stock_without_a_word(sandbox: Sandbox, ada: Caller, mug: dict[str, Any]):
    sandbox.set_stock(sku(mug), 3)
    assert ada.add(mug, 99)["lineItems"][0]["quantity"] == 3
    line = ada.add(mug)["lineItems"][0]
    assert line["quantity"] == 3
    reply = ada.post(f"{CART}/update-line-items-quantity", {"lineItems": [{"id": line["id"], "quantity": 50}]})
    assert reply.json["cart"]["lineItems"][0]["quantity"] == 3


def test_what_cannot_be_added_is_dropped_without_a_word(sandbox: Sandbox, ada: Caller, teapot: dict[str, Any]):
    sandbox.set_stock(sku(teapot), 0)
    sold_out, no_variant = wanted(teapot), wanted(teapot, variant=None)
    unknown_variant, unknown_product, other_app = wanted(teapot), wanted(teapot), wanted(teapot)
    unknown_variant["catalogReference"]["options"]["variantId"] = "00000000-0000-4000-8000-00000000dead"
    unknown_product["catalogReference"]["catalogItemId"] = "00000000-0000-4000-8000-00000000dead"
    other_app["catalogReference"]["appId"] = "1380b703-ce81-ff05-f115-39571d94dfcd"
    for line in (sold_out, no_variant, unknown_variant, unknown_product, other_app):
        reply = ada.post(f"{CART}/add-to-cart", {"lineItems": [line]})
        assert (reply.status_code, reply.json["cart"]["lineItems"]) == (200, [])


def test_a_product_without_options_needs_no_variant(ada: Caller, mug: dict[str, Any]):
    assert len(ada.add(mug, variant=None)["lineItems"]) == 1
    assert ada.add(mug)["lineItems"][0]["quantity"] == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "lineItems"),
        ({"lineItems": []}, "lineItems"),
        ({"lineItems": "mug"}, "lineItems"),
        ({"lineItems": [{"quantity": 1}]}, "appId"),
    ],
)
def test_adds_that_make_no_sense_are_refused(ada: Caller, body: dict[str, Any], field: str):
    reply = ada.post(f"{CART}/add-to-cart", body)
    assert (reply.status_code, violated_field(reply)) == (400, field)


@pytest.mark.parametrize("quantity", [0, -1, "1", True, 1.5, None])
def test_a_quantity_must_be_a_positive_integer(ada: Caller, mug: dict[str, Any], quantity: Any):
    line = {**wanted(mug), "quantity": quantity}
    reply = ada.post(f"{CART}/add-to-cart", {"lineItems": [line]})
    assert (reply.status_code, violated_field(reply)) == (400, "quantity")


def test_lines_can_be_changed_and_removed_by_their_own_ids(ada: Caller, mug: dict[str, Any], teapot: dict[str, Any]):
    ada.add(mug)
    first, second = (line["id"] for line in ada.add(teapot)["lineItems"])
    cart = ada.post(f"{CART}/update-line-items-quantity", {"lineItems": [{"id": first, "quantity": 2}]}).json["cart"]
    assert [line["quantity"] for line in cart["lineItems"]] == [2, 1]
    cart = ada.post(f"{CART}/remove-line-items", {"lineItemIds": [first]}).json["cart"]
    assert [line["id"] for line in cart["lineItems"]] == [second]
    cart = ada.post(f"{CART}/update-line-items-quantity", {"lineItems": [{"id": second, "quantity": 0}]}).json["cart"]
    assert cart["lineItems"] == []
    assert ada.get(CART).status_code == 200
    for path, body in (
        ("update-line-items-quantity", {"lineItems": [{"id": first, "quantity": 1}]}),
        ("remove-line-items", {"lineItemIds": [mug["id"]]}),
    ):
        assert ada.post(f"{CART}/{path}", body).status_code == 404


def test_a_refused_change_changes_nothing(ada: Caller, mug: dict[str, Any]):
    first = ada.add(mug)["lineItems"][0]["id"]
    pairs = [{"id": first, "quantity": 5}, {"id": "nope", "quantity": 1}]
    assert ada.post(f"{CART}/update-line-items-quantity", {"lineItems": pairs}).status_code == 404
    assert ada.get(CART).json["cart"]["lineItems"][0]["quantity"] == 1


def test_the_cart_survives_a_refresh_and_belongs_to_one_visitor(ada: Caller, cy: Caller, mug: dict[str, Any]):
    cart = ada.add(mug)
    body = {"clientId": CLIENT_ID, "grantType": "refresh_token", "refreshToken": ada.tokens["refresh_token"]}
    tokens = ada.post("/oauth2/token", body).json
    again = Caller(ada.api, {"Authorization": tokens["access_token"]})
    assert again.get(CART).json["cart"]["id"] == cart["id"]
    assert cy.get(CART).status_code == 404


def test_the_api_key_has_no_cart(merchant: Caller):
    assert merchant.get(CART).status_code == 403


def test_a_deleted_cart_is_gone(sandbox: Sandbox, ada: Caller, cy: Caller, mug: dict[str, Any]):
    ada.add(mug)
    assert (ada.delete(CART).status_code, ada.delete(CART).status_code) == (200, 404)
    ada.add(mug)
    cy.add(mug)
    sandbox.delete_carts(ada.visitor_id)
    assert (ada.get(CART).status_code, cy.get(CART).status_code) == (404, 200)


def test_lines_say_when_they_cannot_be_bought_any_more(
    sandbox: Sandbox, ada: Caller, mug: dict[str, Any], teapot: dict[str, Any]
):
    ada.add(mug, 2)
    ada.add(teapot, 1)
    sandbox.set_stock(sku(mug), 1)
    sandbox.remove_product(teapot["slug"])
    cart = ada.get(CART).json["cart"]
    assert [line["availability"]["status"] for line in cart["lineItems"]] == ["PARTIALLY_AVAILABLE", "NOT_FOUND"]
    assert cart["lineItems"][1]["productName"]["original"] == teapot["name"]
    sandbox.set_stock(sku(mug), 0)
    cart = ada.get(CART).json["cart"]
    assert cart["lineItems"][0]["availability"] == {"status": "NOT_AVAILABLE", "quantityAvailable": 0}
    assert cart["subtotal"]["amount"] == "0.00"


def test_totals_without_an_address_have_neither_tax_nor_shipping(ada: Caller, mug: dict[str, Any]):
    ada.add(mug)
    totals = ada.post(f"{CART}/estimate-totals", {"calculateTax": True, "calculateShipping": True}).json
    assert totals["shippingInfo"] == {"carrierServiceOptions": []}
    assert totals["priceSummary"]["total"] == totals["priceSummary"]["subtotal"]
    assert totals["calculationErrors"] == {"orderValidationErrors": []}
    assert totals["cart"]["lineItems"]
    assert totals["calculatedLineItems"][0]["lineItemId"] == totals["cart"]["lineItems"][0]["id"]


def test_totals_with_an_address_have_two_ways_of_shipping_and_tax(ada: Caller, mug: dict[str, Any]):
    subtotal = round(float(ada.add(mug)["subtotal"]["amount"]) * 100)
    address = {"country": "US", "subdivision": "US-NY", "city": "New York", "postalCode": "10011"}
    totals = ada.post(f"{CART}/estimate-totals", {"shippingAddress": address}).json
    options = totals["shippingInfo"]["carrierServiceOptions"][0]["shippingOptions"]
    assert [option["cost"]["price"]["amount"] for option in options] == ["6.00", "14.00"]
    summary = {name: round(float(money["amount"]) * 100) for name, money in totals["priceSummary"].items()}
    assert summary["tax"] == int(subtotal * 0.08875 + 0.5)
    assert summary["total"] == subtotal + 600 + summary["tax"]
    choice = {"carrierId": totals["shippingInfo"]["carrierServiceOptions"][0]["carrierId"], "code": "express"}
    body = {"shippingAddress": address, "selectedShippingOption": choice, "calculateTax": False}
    summary = ada.post(f"{CART}/estimate-totals", body).json["priceSummary"]
    assert (summary["shipping"]["amount"], summary["tax"]["amount"]) == ("14.00", "0.00")


def test_what_cannot_be_calculated_is_told_inside_a_200(sandbox: Sandbox, ada: Caller, mug: dict[str, Any]):
    ada.add(mug)
    sandbox.set_stock(sku(mug), 0)
    reply = ada.post(f"{CART}/estimate-totals", {"shippingAddress": {"country": "AQ"}})
    assert reply.status_code == 200
    errors = reply.json["calculationErrors"]
    assert errors["generalShippingCalculationError"]["applicationError"]["code"] == "NO_SHIPPING_OPTIONS"
    assert errors["orderValidationErrors"][0]["data"]["status"] == "NOT_AVAILABLE"
    body = {"shippingAddress": {"country": "US"}, "selectedShippingOption": {"code": "balloon"}}
    error = ada.post(f"{CART}/estimate-totals", body).json["calculationErrors"]["selectedShippingOptionError"]
    assert error["applicationError"]["code"] == "INVALID_SELECTED_CARRIER_SERVICE_OPTION"
    assert ada.post(f"{CART}/estimate-totals", {"shippingAddress": {"country": "USA"}}).status_code == 400


def test_the_coupon_takes_ten_percent_off_and_can_be_dropped(ada: Caller, mug: dict[str, Any]):
    subtotal = float(ada.add(mug)["subtotal"]["amount"])
    cart = ada.patch(CART, {"cartInfo": {"buyerNote": "ring twice"}, "couponCode": "WELCOME10"}).json["cart"]
    assert float(cart["discount"]["amount"]) == pytest.approx(subtotal / 10)
    assert cart["appliedDiscounts"][0]["coupon"]["code"] == "WELCOME10"
    assert cart["buyerNote"] == "ring twice"
    cart = ada.post(f"{CART}/remove-coupon").json["cart"]
    assert (cart["discount"]["amount"], cart["appliedDiscounts"]) == ("0.00", [])


def test_a_bad_coupon_shows_only_in_the_totals(ada: Caller, mug: dict[str, Any]):
    ada.add(mug)
    reply = ada.patch(CART, {"couponCode": "NOPE"})
    assert (reply.status_code, reply.json["cart"]["appliedDiscounts"]) == (200, [])
    errors = ada.post(f"{CART}/estimate-totals").json["calculationErrors"]
    assert errors["couponCalculationError"]["applicationError"]["code"] == "ERROR_COUPON_DOES_NOT_EXIST"
