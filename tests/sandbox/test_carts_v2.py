"""Cart V2: the same basket as V1's, in other words; what cannot be done is refused, and a cart is its own checkout."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from sandbox import Sandbox
from tests.sandbox.cast import SHOP, Browser, Caller, error_code, wanted

CARTS = "/ecom/v2/carts"
CART = f"{CARTS}/current"
MAINE = {"country": "US", "subdivision": "US-ME", "postalCode": "04101"}


def add(caller: Caller, product: dict[str, Any], quantity: int = 1) -> TestResponse:
    return caller.post(f"{CART}/add-line-items", {"catalogItems": [wanted(product, quantity)]})


def added(caller: Caller, product: dict[str, Any], quantity: int = 1) -> dict[str, Any]:
    reply = add(caller, product, quantity)
    assert reply.status_code == 200, reply.json
    return dict(reply.json["cart"])


def sent_to_maine(caller: Caller) -> None:
    assert caller.patch(CART, {"cart": {"deliveryInfo": {"address": MAINE}}}).status_code == 200


def refusals(*replies: TestResponse) -> set[tuple[int, str | None]]:
    return {(reply.status_code, error_code(reply)) for reply in replies}


def buy(caller: Caller, browser: Browser, cart_id: str) -> dict[str, Any]:
    """Pay for a cart on the hosted page and return the order."""
    session = caller.redirect_session(cart_id, thankYouPageUrl=f"{SHOP}/thanks")
    browser.enter(session).send("pay")
    return dict(caller.get(f"/ecom/v1/orders/{caller.get(f'{CARTS}/{cart_id}').json['cart']['orderId']}").json["order"])


def test_there_is_no_cart_before_the_first_add(ada: Caller):
    replies = [
        ada.get(CART),
        ada.post(f"{CART}/calculate"),
        ada.post(f"{CART}/estimate"),
        ada.patch(CART, {"cart": {"note": "x"}}),
        ada.post(f"{CART}/remove-line-items", {"lineItemIds": ["x"]}),
        ada.post(f"{CART}/add-coupon", {"coupon": {"code": "WELCOME10"}}),
        ada.delete(CART),
    ]
    assert refusals(*replies) == {(404, "CART_NOT_FOUND")}


def test_a_cart_is_written_in_the_words_of_v2(ada: Caller, teapot: dict[str, Any]):
    cart = added(ada, teapot, 2)
    (line,) = cart["lineItems"]
    price = teapot["variantsInfo"]["variants"][0]["price"]["actualPrice"]["amount"]
    assert line["quantityInfo"]["requestedQuantity"] == line["quantityInfo"]["confirmedQuantity"] == 2
    assert line["pricing"]["unitPrice"] == {"amount": price, "convertedAmount": price}
    assert line["source"]["catalogReference"]["catalogItemId"] == teapot["id"]
    assert line["name"]["original"] == teapot["name"]
    assert line["status"] == "IN_STOCK"
    assert line["attributes"]["itemType"] == {"preset": "PHYSICAL"}
    assert cart["customerInfo"]["visitorId"] == ada.visitor_id
    assert (cart["orderPlaced"], cart["currentCart"]) == (False, True)


def test_both_generations_look_at_one_basket(ada: Caller, mug: dict[str, Any], teapot: dict[str, Any]):
    v1 = ada.add(mug)
    v2 = added(ada, teapot)
    assert v1["id"] == v2["id"]
    assert len(ada.get("/ecom/v1/carts/current").json["cart"]["lineItems"]) == len(v2["lineItems"]) == 2


def test_every_change_is_a_revision(ada: Caller, mug: dict[str, Any]):
    first, second = added(ada, mug), added(ada, mug)
    assert int(second["revision"]) > int(first["revision"])


def test_more_than_there_are_is_refused_and_nothing_is_added(sandbox: Sandbox, ada: Caller, mug: dict[str, Any]):
    sandbox.set_stock(mug["variantsInfo"]["variants"][0]["sku"], 3)
    refused = add(ada, mug, 4)
    assert refusals(refused) == {(428, "INSUFFICIENT_INVENTORY")}
    (entry,) = refused.json["details"]["applicationError"]["data"]["invalidItems"]
    assert (entry["requestedQuantity"], entry["availableQuantity"]) == (4, 3)
    assert ada.get(CART).status_code == 404
    (line,) = added(ada, mug, 3)["lineItems"]
    assert refusals(add(ada, mug)) == {(428, "INSUFFICIENT_INVENTORY")}
    update = {"lineItems": [{"lineItemId": line["id"], "quantity": {"newQuantity": 4}}]}
    assert refusals(ada.post(f"{CART}/update-line-items", update)) == {(428, "INSUFFICIENT_INVENTORY")}


def test_what_is_not_sold_is_refused(ada: Caller, mug: dict[str, Any]):
    unknown = {**mug, "id": "00000000-0000-4000-8000-00000000dead"}
    assert refusals(add(ada, unknown)) == {(400, "ITEM_NOT_FOUND_IN_CATALOG")}
    assert refusals(ada.post(f"{CART}/add-line-items", {})) == {(400, "NO_LINE_ITEMS_TO_ADD")}


def test_lines_are_changed_and_taken_out(ada: Caller, mug: dict[str, Any]):
    (line,) = added(ada, mug)["lineItems"]
    update = {"lineItems": [{"lineItemId": line["id"], "quantity": {"newQuantity": 2}}]}
    cart = ada.post(f"{CART}/update-line-items", update).json["cart"]
    assert cart["lineItems"][0]["quantityInfo"]["requestedQuantity"] == 2
    assert ada.post(f"{CART}/remove-line-items", {"lineItemIds": [line["id"]]}).json["cart"]["lineItems"] == []
    gone = ada.post(f"{CART}/remove-line-items", {"lineItemIds": [line["id"]]})
    assert refusals(gone) == {(404, "LINE_ITEM_NOT_FOUND_IN_CART")}


@pytest.mark.parametrize(
    ("code", "refusal", "reason"),
    [
        ("NOSUCH", (400, "INVALID_COUPON_CODE"), None),
        ("BYGONE", (428, "INVALID_COUPON_STATUS"), "EXPIRED"),
        ("NOTYET", (428, "INVALID_COUPON_STATUS"), "INACTIVE"),
        ("USEDUP", (428, "INVALID_COUPON_STATUS"), "MAX_USAGE_EXCEEDED"),
    ],
)
def test_a_coupon_that_is_no_good_is_refused_at_once(
    ada: Caller, mug: dict[str, Any], code: str, refusal: tuple[int, str], reason: str | None
):
    added(ada, mug)
    reply = ada.post(f"{CART}/add-coupon", {"coupon": {"code": code}})
    assert refusals(reply) == {refusal}
    assert reply.json["details"]["applicationError"]["data"].get("reason") == reason
    assert ada.get(CART).json["cart"]["coupons"] == []


def test_there_is_room_for_one_coupon_which_goes_by_its_id(ada: Caller, mug: dict[str, Any]):
    added(ada, mug)
    put = {"coupon": {"code": "WELCOME10"}}
    (coupon,) = ada.post(f"{CART}/add-coupon", put).json["cart"]["coupons"]
    assert refusals(ada.post(f"{CART}/add-coupon", put)) == {(428, "COUPON_ALREADY_EXISTS")}
    other = ada.post(f"{CART}/add-coupon", {"coupon": {"code": "FREESHIP"}})
    assert refusals(other) == {(428, "MAX_COUPONS_PER_CART_EXCEEDED")}
    assert ada.post(f"{CART}/calculate").json["summary"]["discounts"][0]["source"]["couponCode"] == "WELCOME10"
    assert ada.post(f"{CART}/remove-coupon", {"couponId": coupon["id"]}).json["cart"]["coupons"] == []
    gone = ada.post(f"{CART}/remove-coupon", {"couponId": coupon["id"]})
    assert refusals(gone) == {(404, "COUPON_NOT_FOUND_IN_CART")}


def test_a_gift_card_pays_and_can_be_taken_off(ada: Caller, mug: dict[str, Any]):
    added(ada, mug)
    for code, refusal in (("NOPE", (400, "INVALID_GIFT_CARD_CODE")), ("GC-OFF", (428, "INVALID_GIFT_CARD_STATUS"))):
        assert refusals(ada.post(f"{CART}/add-gift-card", {"giftCard": {"code": code}})) == {refusal}
    cart = ada.post(f"{CART}/add-gift-card", {"giftCard": {"code": "GC-25"}}).json["cart"]
    (card,) = cart["paymentInfo"]["giftCards"]
    payment = ada.post(f"{CART}/calculate").json["summary"]["paymentSummary"]
    assert payment["giftCards"][0] == {
        "giftCardId": card["id"],
        "redeemAmount": payment["giftCards"][0]["redeemAmount"],
    }
    assert (
        ada.post(f"{CART}/remove-gift-card", {"giftCardId": card["id"]}).json["cart"]["paymentInfo"]["giftCards"] == []
    )


def test_delivery_needs_an_address_and_one_of_its_ways(ada: Caller, mug: dict[str, Any]):
    cart = added(ada, mug)
    by_post = {"deliveryMethod": {"code": "standard"}}
    missing = ada.post(f"{CART}/set-delivery-method", by_post)
    assert refusals(missing) == {(428, "DELIVERY_METHOD_MISSING_ADDRESS")}
    sent_to_maine(ada)
    unknown = ada.post(f"{CART}/set-delivery-method", {"deliveryMethod": {"code": "balloon"}})
    assert refusals(unknown) == {(400, "DELIVERY_METHOD_NOT_FOUND")}
    assert "deliverySummary" not in ada.post(f"{CART}/calculate").json["summary"]
    ways = ada.post(
        "/delivery-rates/v1/get-delivery-solutions",
        {"lineItems": [{"id": cart["lineItems"][0]["id"]}], "destination": MAINE, "currency": "USD"},
    ).json["deliverySolutions"]
    assert [way["code"] for way in ways] == ["standard", "express"]
    assert ada.post(f"{CART}/set-delivery-method", by_post).status_code == 200
    summary = ada.post(f"{CART}/calculate").json["summary"]
    assert summary["deliverySummary"]["price"]["amount"] == summary["priceSummary"]["delivery"]["amount"] == "6.00"
    assert float(summary["priceSummary"]["tax"]["amount"]) > 0


def test_an_estimate_counts_only_what_is_asked_for(ada: Caller, mug: dict[str, Any]):
    added(ada, mug)
    sent_to_maine(ada)
    ada.post(f"{CART}/set-delivery-method", {"deliveryMethod": {"code": "standard"}})
    plain = ada.post(f"{CART}/estimate").json["summary"]["priceSummary"]
    assert (plain["delivery"]["amount"], plain["tax"]["amount"]) == ("0.00", "0.00")
    taxed = ada.post(f"{CART}/estimate", {"calculateTax": True}).json["summary"]["priceSummary"]
    assert float(taxed["tax"]["amount"]) > 0
    assert taxed["delivery"]["amount"] == "0.00"


def test_a_cart_is_paid_for_by_its_own_id_and_stays_readable(ada: Caller, browser: Browser, mug: dict[str, Any]):
    cart = added(ada, mug, 2)
    order = buy(ada, browser, cart["id"])
    assert order["checkoutId"] == cart["id"]
    ordered = ada.get(f"{CARTS}/{cart['id']}").json["cart"]
    assert (ordered["orderPlaced"], ordered["orderId"], ordered["currentCart"]) == (True, order["id"], False)
    assert ordered["lineItems"][0]["quantityInfo"]["requestedQuantity"] == 2
    change = ada.post(f"{CARTS}/{cart['id']}/add-coupon", {"coupon": {"code": "WELCOME10"}})
    assert refusals(change) == {(428, "CART_ALREADY_ORDERED")}
    assert ada.get(CART).status_code == 404


def test_what_is_put_in_meanwhile_is_paid_for_too(ada: Caller, browser: Browser, mug: dict[str, Any], teapot: Any):
    cart = added(ada, mug)
    session = ada.redirect_session(cart["id"], thankYouPageUrl=f"{SHOP}/thanks")
    added(ada, teapot)
    browser.enter(session).send("pay")
    order_id = ada.get(f"{CARTS}/{cart['id']}").json["cart"]["orderId"]
    assert len(ada.get(f"/ecom/v1/orders/{order_id}").json["order"]["lineItems"]) == 2


def test_a_cart_of_its_own_leaves_the_current_one_alone(ada: Caller, browser: Browser, mug: Any, teapot: Any):
    current = added(ada, mug)
    reply = ada.post(CARTS, {"cart": {"source": {"channelType": "WEB"}}, "catalogItems": [wanted(teapot, 1)]})
    own = reply.json["cart"]
    assert own["currentCart"] is False
    buy(ada, browser, own["id"])
    assert ada.get(CART).json["cart"]["id"] == current["id"]


def test_a_cart_is_nobody_elses(ada: Caller, cy: Caller, mug: dict[str, Any]):
    cart = added(ada, mug)
    assert refusals(cy.get(f"{CARTS}/{cart['id']}")) == {(404, "CART_NOT_FOUND")}
    session = cy.post("/headless/v1/redirect-session", {"ecomCheckout": {"checkoutId": cart["id"]}})
    assert session.status_code == 404


def test_a_cart_is_no_checkout_of_v1(ada: Caller, mug: dict[str, Any]):
    cart = added(ada, mug)
    ada.redirect_session(cart["id"])
    assert ada.get(f"/ecom/v1/checkouts/{cart['id']}").status_code == 404


def test_an_emptied_cart_cannot_be_paid_for(ada: Caller, merchant: Caller, browser: Browser, mug: dict[str, Any]):
    cart = added(ada, mug)
    page = browser.enter(ada.redirect_session(cart["id"]))
    ada.post(f"{CART}/remove-line-items", {"lineItemIds": [cart["lineItems"][0]["id"]]})
    page.send("pay")
    assert merchant.orders() == []


def test_orders_are_placed_on_the_hosted_page_only(ada: Caller, mug: dict[str, Any]):
    cart = added(ada, mug)
    assert ada.post(f"{CARTS}/{cart['id']}/place-order", {"cartId": cart["id"]}).status_code == 501
    url = ada.post(f"{CARTS}/{cart['id']}/get-checkout-url", {"cartId": cart["id"]}).json["checkoutUrl"]
    assert url.endswith(f"cartId={cart['id']}")
