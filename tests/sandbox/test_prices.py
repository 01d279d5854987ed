"""What a cart costs: coupons with their refusals, shipping and tax by region, fees."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox import Sandbox
from tests.sandbox.cast import SMALL_SHOP, Browser, Caller, error_code, violated_field, wanted

CART, CHECKOUTS = "/ecom/v1/carts/current", "/ecom/v1/checkouts"


@pytest.fixture
def seed_folder() -> Path:
    return SMALL_SHOP


def refusal(caller: Caller) -> str | None:
    error = caller.estimate()["calculationErrors"].get("couponCalculationError")
    return error["applicationError"]["code"] if error else None


def with_coupon(caller: Caller, code: str) -> dict[str, Any]:
    reply = caller.patch(CART, {"couponCode": code})
    assert reply.status_code == 200
    return dict(reply.json["cart"])


def shipping_prices(totals: dict[str, Any]) -> list[str]:
    return [
        option["cost"]["price"]["amount"]
        for carrier in totals["shippingInfo"]["carrierServiceOptions"]
        for option in carrier["shippingOptions"]
    ]


def summary(totals: dict[str, Any]) -> dict[str, str]:
    return {name: money["amount"] for name, money in totals["priceSummary"].items()}


def test_an_amount_is_shared_out_among_the_lines(ada: Caller):
    ada.put("plain-mug")
    ada.put("seconds-cup", 2)
    cart = with_coupon(ada, " spring5 ")
    assert (cart["discount"]["amount"], cart["subtotalAfterDiscounts"]["amount"]) == ("5.00", "45.00")
    assert cart["appliedDiscounts"][0]["coupon"]["code"] == "SPRING5"
    lines = ada.estimate()["calculatedLineItems"]
    assert [line["pricesBreakdown"]["totalDiscount"]["amount"] for line in lines] == ["2.00", "3.00"]


def test_a_coupon_of_one_category_counts_its_lines_only(ada: Caller):
    ada.put("plain-mug")
    with_coupon(ada, "TEAPOT20")
    assert refusal(ada) == "ERROR_COUPON_NOT_APPLICABLE"
    pot = ada.put("round-pot")["lineItems"][1]
    cart = ada.get(CART).json["cart"]
    assert cart["discount"]["amount"] == "20.00"
    assert cart["appliedDiscounts"][0]["discountType"] == "SPECIFIC_ITEMS"
    assert cart["appliedDiscounts"][0]["lineItemIds"] == [pot["id"]]
    assert refusal(ada) is None


def test_free_shipping_takes_the_shipping_off(ada: Caller):
    ada.put("plain-mug")
    with_coupon(ada, "FREESHIP")
    totals = ada.estimate("DE", selectedShippingOption={"code": "express"})
    assert summary(totals)["shipping"] == "0.00"
    assert totals["appliedDiscounts"][0]["discountType"] == "SHIPPING"
    assert totals["appliedDiscounts"][0]["coupon"]["amount"]["amount"] == "32.00"


@pytest.mark.parametrize(
    ("code", "refused"),
    [
        ("NOPE", "ERROR_COUPON_DOES_NOT_EXIST"),
        ("BYGONE", "ERROR_COUPON_HAS_EXPIRED"),
        ("NOTYET", "ERROR_COUPON_IS_NOT_ACTIVE_YET"),
        ("USEDUP", "ERROR_COUPON_USAGE_EXCEEDED"),
        ("SPRING5", "ERROR_INVALID_SUBTOTAL"),
        ("TEAPOT20", "ERROR_COUPON_NOT_APPLICABLE"),
    ],
)
def test_each_refusal_of_a_coupon_has_its_own_code(ada: Caller, code: str, refused: str):
    ada.put("plain-mug")
    assert with_coupon(ada, code)["appliedDiscounts"] == []
    assert refusal(ada) == refused
    lines = [wanted(ada.product("plain-mug"))]
    reply = ada.post(CHECKOUTS, {"channelType": "WEB", "lineItems": lines, "couponCode": code})
    assert (reply.status_code, error_code(reply)) == (400, refused)
    checkout = ada.get(f"{CHECKOUTS}/{ada.checkout()}").json["checkout"]
    assert checkout["calculationErrors"]["couponCalculationError"]["applicationError"]["code"] == refused
    ada.post(f"{CART}/remove-coupon")
    assert refusal(ada) is None


def test_a_coupon_of_next_month_works_next_month(sandbox: Sandbox, ada: Caller, api: Any):
    ada.put("plain-mug")
    with_coupon(ada, "NOTYET")
    sandbox.clock.advance(timedelta(days=31))
    body = {
        "clientId": "11111111-2222-4333-8444-555555555555",
        "grantType": "refresh_token",
        "refreshToken": ada.tokens["refresh_token"],
    }
    ada.headers = {"Authorization": api.post("/wix/oauth2/token", json=body).json["access_token"]}
    assert refusal(ada) is None
    assert ada.get(CART).json["cart"]["discount"]["amount"] == "2.00"


def test_a_coupon_for_once_is_refused_after_the_first_order(ada: Caller, cy: Caller, browser: Browser):
    ada.put("plain-mug")
    with_coupon(ada, "ONCE")
    assert refusal(ada) is None
    page = browser.enter(ada.redirect_session(ada.checkout()))
    assert page.send("pay", email="Ada@shop.example").status_code == 303
    ada.put("plain-mug")
    with_coupon(ada, "ONCE")
    assert refusal(ada) == "ERROR_COUPON_LIMIT_PER_CUSTOMER_EXCEEDED"
    cy.put("plain-mug")
    with_coupon(cy, "ONCE")
    assert refusal(cy) is None
    page = browser.enter(cy.redirect_session(cy.checkout()))
    refused = page.send("pay", email="ada@shop.example")
    assert refused.status_code == 409
    assert "limit per customer" in refused.text


def test_a_coupon_and_a_note_have_bearable_lengths(ada: Caller):
    ada.put("plain-mug")
    assert violated_field(ada.patch(CART, {"couponCode": "x" * 51})) == "couponCode"
    assert violated_field(ada.patch(CART, {"cartInfo": {"buyerNote": "x" * 1001}})) == "buyerNote"
    assert ada.patch(CART, {"cartInfo": {"buyerNote": "x" * 1000}}).status_code == 200


@pytest.mark.parametrize(
    ("country", "region", "prices"),
    [
        ("US", "United States", ["6.00", "14.00"]),
        ("CA", "Canada", ["12.00", "24.00"]),
        ("DE", "Europe", ["16.00", "32.00"]),
        ("GB", "Europe", ["16.00", "32.00"]),
        ("JP", "Rest of the world", ["22.00", "44.00"]),
    ],
)
def test_each_region_has_two_ways_of_shipping(ada: Caller, country: str, region: str, prices: list[str]):
    ada.put("plain-mug")
    totals = ada.estimate(country)
    assert shipping_prices(totals) == prices
    assert totals["shippingInfo"]["region"]["name"] == region
    selected = totals["shippingInfo"]["selectedCarrierServiceOption"]
    assert (selected["code"], selected["cost"]["price"]["amount"]) == ("standard", prices[0])
    totals = ada.estimate(country, selectedShippingOption={"carrierId": selected["carrierId"], "code": "express"})
    assert summary(totals)["shipping"] == prices[1]


@pytest.mark.parametrize(
    ("address", "rate", "tax"),
    [
        ({"country": "US", "subdivision": "US-NY"}, "0.08875", "1.78"),
        ({"country": "US", "subdivision": "US-ME"}, "0.055", "1.10"),
        ({"country": "US", "subdivision": "US-OR"}, "0", "0.00"),
        ({"country": "US", "subdivision": "US-KS"}, "0.06", "1.20"),
        ({"country": "US", "postalCode": "10011"}, "0.08875", "1.78"),
        ({"country": "US", "postalCode": "04101"}, "0.055", "1.10"),
        ({"country": "US", "postalCode": "97201-1234"}, "0", "0.00"),
        ({"country": "US"}, "0.06", "1.20"),
        ({"country": "CA"}, "0.13", "2.60"),
        ({"country": "CA", "subdivision": "CA-AB"}, "0.05", "1.00"),
        ({"country": "GB"}, "0.20", "4.00"),
        ({"country": "DE"}, "0.19", "3.80"),
        ({"country": "JP"}, "0", "0.00"),
    ],
)
def test_tax_follows_country_and_state(ada: Caller, address: dict[str, str], rate: str, tax: str):
    ada.put("plain-mug")
    totals = ada.estimate(shippingAddress=address)
    details = totals["calculatedLineItems"][0]["pricesBreakdown"]["taxDetails"]
    assert (details["taxRate"], summary(totals)["tax"]) == (rate, tax)
    assert totals["taxSummary"]["totalTax"]["amount"] == tax
    billed = ada.estimate(billingAddress=address)
    assert (summary(billed)["tax"], summary(billed)["shipping"]) == (tax, "0.00")


def test_a_cart_of_files_is_not_shipped_anywhere_and_taxed_everywhere(ada: Caller):
    ada.put("glaze-book")
    totals = ada.estimate("AQ")
    assert totals["shippingInfo"] == {"carrierServiceOptions": []}
    assert totals["calculationErrors"] == {"orderValidationErrors": []}
    assert summary(ada.estimate("DE"))["tax"] == "3.42"
    ada.put("plain-mug")
    assert ada.estimate("AQ")["calculationErrors"]["generalShippingCalculationError"]


def test_heavy_parcels_have_a_fee(ada: Caller):
    ada.put("iron-kettle", 2)
    totals = ada.estimate("US")
    assert [fee["code"] for fee in totals["additionalFees"]] == ["heavy-parcel"]
    assert summary(totals)["additionalFees"] == "8.00"
    without = ada.estimate("US", calculateAdditionalFees=False)
    assert (without["additionalFees"], summary(without)["additionalFees"]) == ([], "0.00")


def test_a_price_changes_in_the_catalog_and_the_cart(sandbox: Sandbox, ada: Caller):
    ada.put("round-pot")
    sandbox.set_price("POT-INK", "112.5")
    pot = ada.product("round-pot")
    assert [pot["actualPriceRange"][end]["amount"] for end in ("minValue", "maxValue")] == ["110.00", "112.50"]
    assert ada.get(CART).json["cart"]["lineItems"][0]["price"]["amount"] == "112.50"
    with pytest.raises(KeyError):
        sandbox.set_price("nope", "1.00")
    for wrong in ("-1", "1.234", "much", ""):
        with pytest.raises(ValueError, match="decimal"):
            sandbox.set_price("POT-INK", wrong)
