"""A checkout as Wix writes it."""

from __future__ import annotations

from typing import Any

from sandbox.wix.checkout_store import Checkout
from sandbox.wix.gift_cards import REFUSALS
from sandbox.wix.lines import Line, line_json
from sandbox.wix.pricing import Totals
from sandbox.wix.quotes import Quote
from sandbox.wix.shapes import cart_money
from sandbox.wix.shortages import violations_json
from sandbox.wix.site import Site
from sandbox.wix.totals_shapes import (
    additional_fees_json,
    applied_discounts_json,
    calculated_line_json,
    calculation_errors_json,
    error_details,
    gift_card_json,
    summary_json,
    tax_summary_json,
)

Json = dict[str, Any]


def checkout_json(site: Site, checkout: Checkout, quoted: Quote) -> Json:
    """Return a checkout; it knows no address yet, so there is neither shipping nor tax."""
    totals, currency = quoted.totals, quoted.currency
    summary = summary_json(totals, currency)
    body: Json = {
        "id": checkout.id,
        "cartId": checkout.cart_id,
        "lineItems": [_line(site, line, i, totals, currency) for i, line in enumerate(checkout.lines)],
        "buyerInfo": checkout.subject.buyer() | ({"email": checkout.email} if checkout.email else {}),
        "billingInfo": {},
        "shippingInfo": {},
        "priceSummary": summary,
        "payNow": summary,
        "payLater": summary_json(None, currency),
        "totalAfterGiftCard": cart_money(totals.due, currency),
        "payNowTotalAfterGiftCard": cart_money(totals.due, currency),
        "calculationErrors": _errors(checkout, quoted),
        "appliedDiscounts": applied_discounts_json(totals, quoted.coupon, currency),
        "customFields": [],
        "weightUnit": "KG",
        "taxSummary": tax_summary_json(totals, currency),
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
        "additionalFees": additional_fees_json(totals, currency),
        "violations": violations_json(checkout.lines),
        "purchaseFlowId": checkout.purchase_flow_id,
    }
    if card := gift_card_json(totals, currency):
        body["giftCard"] = card
    if checkout.buyer_note:
        body["buyerNote"] = checkout.buyer_note
    return body


def _errors(checkout: Checkout, quoted: Quote) -> Json:
    errors = calculation_errors_json(checkout.lines, quoted.coupon)
    if refusal := quoted.gift_card.refusal:
        errors["giftCardCalculationError"] = error_details(refusal, REFUSALS[refusal])
    return errors


def _line(site: Site, line: Line, position: int, totals: Totals, currency: str) -> Json:
    breakdown = calculated_line_json(line, position, totals, currency)["pricesBreakdown"]
    return {
        **line_json(site, line, currency, picture_key="media"),
        "totalPriceBeforeTax": breakdown["totalPriceBeforeTax"],
        "totalPriceAfterTax": breakdown["totalPriceAfterTax"],
        "discount": breakdown["totalDiscount"],
        "taxDetails": breakdown["taxDetails"],
    }
