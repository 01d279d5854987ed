"""Checkouts, and the redirect sessions that lead to the hosted pages."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox import Sandbox
from tests.sandbox.cast import PUBLIC_URL, SHOP, Caller, error_code, sku, violated_field, wanted

CART, CHECKOUTS = "/ecom/v1/carts/current", "/ecom/v1/checkouts"
PATHS = (
    "/_api/redirects-api/v1/redirect-session",
    "/headless/v1/redirect-session",
    "/redirect-session/v1/redirect-session",
)


def test_a_second_checkout_of_the_same_cart_is_the_first_brought_up_to_date(ada: Caller, mug: dict[str, Any]):
    ada.add(mug)
    first = ada.checkout()
    ada.add(mug)
    assert ada.checkout() == first
    checkout = ada.get(f"{CHECKOUTS}/{first}").json["checkout"]
    assert checkout["lineItems"][0]["quantity"] == 2
    assert checkout["completed"] is False
    assert checkout["cartId"] == ada.get(CART).json["cart"]["id"]
    assert "media" in checkout["lineItems"][0]
    assert "image" not in checkout["lineItems"][0]


def test_a_checkout_needs_a_channel_and_lines(ada: Caller, mug: dict[str, Any]):
    line = ada.add(mug)["lineItems"][0]["id"]
    for body in ({}, {"channelType": "SHOP"}):
        reply = ada.post(f"{CART}/create-checkout", body)
        assert (reply.status_code, violated_field(reply)) == (400, "channelType")
    ada.post(f"{CART}/remove-line-items", {"lineItemIds": [line]})
    reply = ada.post(f"{CART}/create-checkout", {"channelType": "WEB"})
    assert (reply.status_code, violated_field(reply)) == (400, "lineItems")


def test_a_checkout_can_be_made_without_a_cart(ada: Caller, mug: dict[str, Any]):
    reply = ada.post(CHECKOUTS, {"channelType": "WEB", "lineItems": [wanted(mug, 2)]})
    checkout = reply.json["checkout"]
    assert reply.status_code == 200
    assert ada.get(f"{CHECKOUTS}/{checkout['id']}").json["checkout"] == checkout
    assert ada.get(CART).status_code == 404


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"couponCode": "NOPE"}, "ERROR_COUPON_DOES_NOT_EXIST"),
        ({"lineItems": [{"quantity": 0}]}, "LINE_ITEM_WITH_ZERO_QUANTITY"),
    ],
)
def test_checkouts_that_make_no_sense_are_refused(ada: Caller, mug: dict[str, Any], change: dict[str, Any], code: str):
    reply = ada.post(CHECKOUTS, {"channelType": "WEB", "lineItems": [wanted(mug)], **change})
    assert (reply.status_code, error_code(reply)) == (400, code)


def test_a_checkout_without_items_is_refused(ada: Caller, mug: dict[str, Any]):
    unknown = wanted(mug)
    unknown["catalogReference"]["catalogItemId"] = "00000000-0000-4000-8000-00000000dead"
    for lines in ([], [unknown]):
        reply = ada.post(CHECKOUTS, {"channelType": "WEB", "lineItems": lines})
        assert (reply.status_code, violated_field(reply)) == (400, "lineItems")


def test_a_checkout_is_seen_by_its_owner_only(ada: Caller, cy: Caller, mug: dict[str, Any]):
    ada.add(mug)
    checkout_id = ada.checkout()
    for path in (f"{CHECKOUTS}/{checkout_id}", f"{CHECKOUTS}/{checkout_id}/checkout-url"):
        assert ada.get(path).status_code == 200
        assert error_code(cy.get(path)) == "CHECKOUT_NOT_FOUND"
    body = {"ecomCheckout": {"checkoutId": checkout_id}}
    assert cy.post(PATHS[0], body).status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_a_redirect_session_can_be_made_under_three_names(ada: Caller, mug: dict[str, Any], path: str):
    ada.add(mug)
    body = {
        "ecomCheckout": {"checkoutId": ada.checkout()},
        "callbacks": {"postFlowUrl": f"{SHOP}/cart?lang=de"},
        "preferences": {"maintainIdentity": True, "additionalQueryParameters": {"utm_source": "shop"}},
    }
    first, second = (ada.post(path, body).json["redirectSession"] for _ in range(2))
    assert first["fullUrl"].startswith(f"{PUBLIC_URL}/wix/")
    assert first["fullUrl"].startswith(first["urlDetails"]["endpoint"])
    assert first["urlDetails"]["searchParams"]["utm_source"] == "shop"
    assert first["urlDetails"]["searchParams"]["postFlowUrl"] == f"{SHOP}/cart?lang=de"
    assert first["sessionToken"]
    assert first["shortUrl"]
    assert first["id"] != second["id"]
    assert first["fullUrl"] != second["fullUrl"]


@pytest.mark.parametrize(
    "body",
    [
        {"callbacks": {"postFlowUrl": f"{SHOP}/"}},
        {"checkout": {"checkoutId": "x"}},
        {"login": {}, "ecomCheckout": {"checkoutId": "x"}},
    ],
)
def test_exactly_one_intent_is_required(ada: Caller, body: dict[str, Any]):
    reply = ada.post(PATHS[0], body)
    assert (reply.status_code, violated_field(reply)) == (400, "intent")
    assert "ecomCheckout" in reply.json["message"]


@pytest.mark.parametrize(
    ("checkout_id", "status"),
    [(None, 400), ("", 400), ("nope", 400), (7, 400), ("00000000-0000-4000-8000-00000000dead", 404)],
)
def test_the_checkout_of_a_redirect_session_must_exist(ada: Caller, checkout_id: Any, status: int):
    assert ada.post(PATHS[0], {"ecomCheckout": {"checkoutId": checkout_id}}).status_code == status


@pytest.mark.parametrize(
    "url",
    [
        "http://evil.example/",
        "https://127.0.0.1:8000/",
        "http://127.0.0.1:8001/",
        "http://127.0.0.1/",
        "http://localhost:8000/",
        "http://127.0.0.1.evil.example:8000/",
    ],
)
def test_callbacks_may_only_lead_to_listed_domains(ada: Caller, mug: dict[str, Any], url: str):
    ada.add(mug)
    body = {"ecomCheckout": {"checkoutId": ada.checkout()}, "callbacks": {"thankYouPageUrl": url}}
    reply = ada.post(PATHS[0], body)
    assert reply.status_code == 403
    assert "isn't listed as an allowed redirect domain." in reply.json["message"]


@pytest.mark.parametrize(
    "url",
    [
        "/cart",
        "javascript:alert(1)",
        "http://127.0.0.1:8000\\@evil.example/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:8000.evil.example/",
        f"{SHOP}/\r\nX: y",
        f"{SHOP}/{'x' * 2048}",
        42,
    ],
)
def test_callbacks_must_be_web_addresses_of_bearable_length(ada: Caller, mug: dict[str, Any], url: Any):
    ada.add(mug)
    body = {"ecomCheckout": {"checkoutId": ada.checkout()}, "callbacks": {"cartPageUrl": url}}
    assert ada.post(PATHS[0], body).status_code == 400


@pytest.mark.parametrize(
    "preferences",
    [
        {"maintainIdentity": "yes"},
        {"additionalQueryParameters": ["lang"]},
        {"additionalQueryParameters": {"lang": 1}},
        {"additionalQueryParameters": {str(number): "x" for number in range(51)}},
    ],
)
def test_preferences_are_checked(ada: Caller, mug: dict[str, Any], preferences: dict[str, Any]):
    ada.add(mug)
    body = {"ecomCheckout": {"checkoutId": ada.checkout()}, "preferences": preferences}
    assert ada.post(PATHS[0], body).status_code == 400


def test_the_api_key_makes_no_redirect_sessions(merchant: Caller):
    reply = merchant.post(PATHS[0], {"login": {}})
    assert reply.status_code == 403
    assert "does not correspond to a headless oauth app" in reply.json["message"]


def test_a_redirect_session_does_not_look_at_the_stock(sandbox: Sandbox, ada: Caller, mug: dict[str, Any]):
    ada.add(mug)
    checkout_id = ada.checkout()
    sandbox.set_stock(sku(mug), 0)
    assert ada.redirect_session(checkout_id)["fullUrl"]
