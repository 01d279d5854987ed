"""A cart as Wix writes it."""

from __future__ import annotations

import sqlite3
from typing import Any

from sandbox.clock import iso
from sandbox.products import shop_currency
from sandbox.wix.cart_store import Cart
from sandbox.wix.coupons import judge_coupon
from sandbox.wix.lines import line_json
from sandbox.wix.pricing import price
from sandbox.wix.shapes import cart_money
from sandbox.wix.site import Site
from sandbox.wix.totals_shapes import applied_discounts_json

Json = dict[str, Any]


def cart_json(db: sqlite3.Connection, site: Site, cart: Cart) -> Json:
    """Return a cart; a coupon that is no good takes nothing off, and only the totals say why."""
    currency = shop_currency(db)
    verdict = judge_coupon(db, cart.coupon_code, cart.lines, cart.subject, iso(site.clock.now()))
    totals = price(cart.lines, coupon=verdict)
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
        "appliedDiscounts": applied_discounts_json(totals, verdict, currency),
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
