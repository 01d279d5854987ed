"""A cart as Wix writes it."""

from __future__ import annotations

from typing import Any

from sandbox.wix.cart_store import Cart
from sandbox.wix.lines import line_json
from sandbox.wix.pricing import applied_discounts_json, price
from sandbox.wix.shapes import cart_money
from sandbox.wix.site import Site

Json = dict[str, Any]


def cart_json(site: Site, cart: Cart, currency: str) -> Json:
    """Return a cart."""
    totals = price(cart.lines, coupon_code=cart.coupon_code)
    body: Json = {
        "id": cart.id,
        "lineItems": [line_json(site, line, currency) for line in cart.lines],
        "buyerInfo": cart.subject.buyer(),
        "currency": currency,
        "conversionCurrency": currency,
        "paymentCurrency": currency,
        "buyerLanguage": "en",
        "siteLanguage": "en",
        "taxIncludedInPrices": False,
        "weightUnit": "KG",
        "subtotal": cart_money(totals.subtotal, currency),
        "subtotalAfterDiscounts": cart_money(totals.subtotal - totals.discount, currency),
        "discount": cart_money(totals.discount, currency),
        "appliedDiscounts": applied_discounts_json(totals, cart.coupon_code, currency),
        "inSync": False,
        "purchaseFlowId": cart.purchase_flow_id,
        "createdDate": cart.created_at,
        "updatedDate": cart.updated_at,
    }
    if cart.checkout_id:
        body["checkoutId"] = cart.checkout_id
    if cart.buyer_note:
        body["buyerNote"] = cart.buyer_note
    return body
