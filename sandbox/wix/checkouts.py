"""The endpoints of checkouts (eCommerce V1).

Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/checkout/checkout/introduction
"""

from __future__ import annotations

import sqlite3
from typing import Any

from flask import Blueprint

from sandbox.clock import iso
from sandbox.products import shop_currency
from sandbox.wix.checkout_store import Checkout, create_checkout, find_checkout
from sandbox.wix.errors import application_error, required, silent
from sandbox.wix.lines import Line, line_json
from sandbox.wix.payload import json_body, text
from sandbox.wix.pricing import (
    Totals,
    applied_discounts_json,
    calculated_line_json,
    is_valid_coupon,
    price,
    summary_json,
)
from sandbox.wix.shapes import cart_money
from sandbox.wix.site import Site, Subject, current_buyer, current_site, current_subject
from sandbox.wix.wanted import read_channel, read_items, resolve_item

checkouts = Blueprint("checkouts", __name__, url_prefix="/ecom/v1/checkouts")
Json = dict[str, Any]


@checkouts.post("")
def create_checkout_directly() -> Json:
    """Make a checkout of lines, without a cart.

    Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/checkout/checkout/create-checkout
    """
    site, buyer, payload = current_site(), current_buyer(), json_body()
    if any(item.get("quantity") == 0 for item in payload.get("lineItems") or [] if isinstance(item, dict)):
        raise application_error(400, "LINE_ITEM_WITH_ZERO_QUANTITY", "a line item has no quantity")
    items, channel = read_items(payload), read_channel(payload)
    coupon = text(payload, "couponCode", longest=50)
    if coupon and not is_valid_coupon(coupon):
        raise application_error(400, "ERROR_COUPON_DOES_NOT_EXIST", "Coupon does not exist")
    with site.database.change() as db:
        wanted = [resolve_item(db, item, quantity, number) for number, (item, quantity) in enumerate(items, start=1)]
        lines = [line for line in wanted if line is not None]
        if not lines:
            raise required("lineItems")
        checkout_id = create_checkout(db, buyer, lines, channel, iso(site.clock.now()), coupon_code=coupon)
        return _checkout_reply(db, site, owned_checkout(db, checkout_id, buyer))


@checkouts.get("/<checkout_id>")
def get_checkout(checkout_id: str) -> Json:
    """Return a checkout of the caller.

    Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/checkout/checkout/get-checkout
    """
    site, subject = current_site(), current_subject(silent(403))
    with site.database.read() as db:
        return _checkout_reply(db, site, owned_checkout(db, checkout_id, subject))


@checkouts.get("/<checkout_id>/checkout-url")
def get_checkout_url(checkout_id: str) -> Json:
    """Return the address of the site's own checkout page; headless shops make a redirect session instead.

    Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/checkout/checkout/get-checkout-url
    """
    site, subject = current_site(), current_subject(silent(403))
    with site.database.read() as db:
        checkout = owned_checkout(db, checkout_id, subject)
    return {"checkoutUrl": site.page_url(f"/checkout?checkoutId={checkout.id}")}


def owned_checkout(db: sqlite3.Connection, checkout_id: str, subject: Subject) -> Checkout:
    """Return a checkout the subject may see.

    Raises: 404 for one that is unknown or somebody else's.
    """
    checkout = find_checkout(db, checkout_id)
    if checkout is None or not (subject.is_admin or checkout.subject == subject):
        raise application_error(404, "CHECKOUT_NOT_FOUND", "Checkout not found")
    return checkout


def _checkout_reply(db: sqlite3.Connection, site: Site, checkout: Checkout) -> Json:
    currency = shop_currency(db)
    totals = price(checkout.lines, coupon_code=checkout.coupon_code)
    summary = summary_json(totals, currency)
    body: Json = {
        "id": checkout.id,
        "cartId": checkout.cart_id,
        "lineItems": [_line(site, line, i, totals, currency) for i, line in enumerate(checkout.lines)],
        "buyerInfo": checkout.subject.buyer(),
        "billingInfo": {},
        "shippingInfo": {},
        "priceSummary": summary,
        "payNow": summary,
        "payLater": summary_json(None, currency),
        "calculationErrors": {"orderValidationErrors": []},
        "appliedDiscounts": applied_discounts_json(totals, checkout.coupon_code, currency),
        "customFields": [],
        "weightUnit": "KG",
        "taxSummary": {
            "taxableAmount": cart_money(totals.subtotal - totals.discount, currency),
            "totalTax": cart_money(totals.tax, currency),
        },
        "currency": currency,
        "conversionCurrency": currency,
        "paymentCurrency": currency,
        "channelType": checkout.channel_type,
        "siteLanguage": "en",
        "buyerLanguage": "en",
        "completed": checkout.completed,
        "taxIncludedInPrice": False,
        "createdBy": checkout.subject.buyer(),
        "createdDate": checkout.created_at,
        "updatedDate": checkout.updated_at,
        "additionalFees": [],
        "violations": [],
        "purchaseFlowId": checkout.purchase_flow_id,
    }
    if checkout.buyer_note:
        body["buyerNote"] = checkout.buyer_note
    return {"checkout": body}


def _line(site: Site, line: Line, position: int, totals: Totals, currency: str) -> Json:
    breakdown = calculated_line_json(line, position, totals, currency)["pricesBreakdown"]
    return {
        **line_json(site, line, currency, picture_key="media"),
        "totalPriceBeforeTax": breakdown["totalPriceBeforeTax"],
        "totalPriceAfterTax": breakdown["totalPriceAfterTax"],
        "discount": breakdown["totalDiscount"],
        "taxDetails": breakdown["taxDetails"],
    }
