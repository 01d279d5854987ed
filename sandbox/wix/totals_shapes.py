"""Totals, discounts, fees, gift cards and shipping options as carts and checkouts write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sandbox.regions import CARRIER_ID, Region, ShippingOption
from sandbox.seed import seed_id
from sandbox.wix.coupons import REFUSALS, CouponVerdict
from sandbox.wix.errors import application_body
from sandbox.wix.gift_cards import APP_ID
from sandbox.wix.lines import Line, line_id
from sandbox.wix.pricing import Totals
from sandbox.wix.shapes import cart_money

Json = dict[str, Any]


def summary_json(totals: Totals | None, currency: str) -> Json:
    """Return a price summary, all zeros for None."""
    parts = {
        "subtotal": totals.subtotal if totals else 0,
        "shipping": totals.shipping if totals else 0,
        "tax": totals.tax if totals else 0,
        "discount": totals.discount if totals else 0,
        "additionalFees": totals.fee if totals else 0,
        "total": totals.total if totals else 0,
    }
    return {name: cart_money(minor, currency) for name, minor in parts.items()}


def tax_summary_json(totals: Totals, currency: str) -> Json:
    """Return what is taxed, and how much that makes."""
    taxable = cart_money(totals.subtotal - totals.discount, currency)
    return {"taxableAmount": taxable, "totalTax": cart_money(totals.tax, currency)}


def applied_discounts_json(totals: Totals, verdict: CouponVerdict, currency: str) -> list[Json]:
    """Return the coupon, if it is good."""
    coupon = verdict.coupon
    if coupon is None:
        return []
    body = {
        "id": coupon.id,
        "code": coupon.code,
        "name": coupon.name,
        "amount": cart_money(totals.discount + totals.shipping_discount, currency),
    }
    if coupon.category:
        ids = [line_id(number) for number in sorted(verdict.line_numbers)]
        return [{"discountType": "SPECIFIC_ITEMS", "lineItemIds": ids, "coupon": body}]
    return [{"discountType": "SHIPPING" if coupon.frees_shipping else "GLOBAL", "lineItemIds": [], "coupon": body}]


def additional_fees_json(totals: Totals, currency: str) -> list[Json]:
    """Return the one fee there is, for heavy parcels."""
    if not totals.fee:
        return []
    fee, name = cart_money(totals.fee, currency), "Heavy parcel"
    prices = {"price": fee, "priceBeforeTax": fee, "priceAfterTax": fee}
    identity = {"id": seed_id("fee", "heavy"), "code": "heavy-parcel", "name": name, "translatedName": name}
    return [{**identity, **prices, "source": "SHIPPING", "lineItemIds": []}]


def gift_card_json(totals: Totals, currency: str) -> Json | None:
    """Return the gift card that pays, None if there is none."""
    card = totals.gift_card
    if card is None:
        return None
    amount = cart_money(totals.redeemed, currency)
    return {"id": card.id, "obfuscatedCode": card.obfuscated_code, "amount": amount, "appId": APP_ID}


def shipping_info_json(region: Region | None, chosen: ShippingOption | None, totals: Totals, currency: str) -> Json:
    """Return the ways to send a parcel, and the one that is counted."""
    if region is None or chosen is None:
        return {"carrierServiceOptions": []}
    options = [_shipping_option_json(option, currency) for option in region.options]
    costs = {
        "price": chosen.price,
        "totalDiscount": totals.shipping_discount,
        "totalPriceBeforeTax": totals.shipping,
        "totalPriceAfterTax": totals.shipping,
    }
    selected = {
        "carrierId": CARRIER_ID,
        "code": chosen.code,
        "title": chosen.title,
        "logistics": {"deliveryTime": chosen.delivery_time},
        "cost": {name: cart_money(minor, currency) for name, minor in costs.items()},
    }
    return {
        "region": {"id": region.id, "name": region.name},
        "selectedCarrierServiceOption": selected,
        "carrierServiceOptions": [{"carrierId": CARRIER_ID, "shippingOptions": options}],
    }


def calculated_line_json(line: Line, position: int, totals: Totals, currency: str) -> Json:
    """Return what a line costs with discount and tax."""
    discount, tax = totals.line_discounts[position], totals.line_taxes[position]
    before_tax = line.total - discount
    prices = {
        "totalPriceAfterTax": before_tax + tax,
        "totalPriceBeforeTax": before_tax,
        "totalDiscount": discount,
        "price": line.unit_price,
        "priceBeforeDiscounts": line.unit_price,
        "lineItemPrice": line.total,
        "fullPrice": line.full_price,
    }
    breakdown: Json = {name: cart_money(minor, currency) for name, minor in prices.items()}
    breakdown["taxDetails"] = {
        "taxableAmount": cart_money(before_tax, currency),
        "taxRate": str(totals.tax_rate),
        "totalTax": cart_money(tax, currency),
    }
    return {"lineItemId": line.id, "pricesBreakdown": breakdown, "paymentOption": "FULL_PAYMENT_ONLINE"}


def calculation_errors_json(lines: Sequence[Line], verdict: CouponVerdict) -> Json:
    """Return what is wrong with lines and coupon, as Wix tells it inside a 200."""
    errors: Json = {"orderValidationErrors": [_unavailable(line) for line in lines if line.availability != "AVAILABLE"]}
    if verdict.refusal:
        errors["couponCalculationError"] = error_details(verdict.refusal, REFUSALS[verdict.refusal])
    return errors


def error_details(code: str, description: str) -> Json:
    """Return an application error without the envelope's message."""
    return dict(application_body(code, description)["details"])


def _shipping_option_json(option: ShippingOption, currency: str) -> Json:
    return {
        "code": option.code,
        "title": option.title,
        "logistics": {"deliveryTime": option.delivery_time},
        "cost": {"price": cart_money(option.price, currency)},
    }


def _unavailable(line: Line) -> Json:
    """Return an application error; in this list Wix writes them bare."""
    return {
        "code": "LINE_ITEM_NOT_AVAILABLE",
        "description": f"{line.name} is not available as wanted",
        "data": {"lineItemId": line.id, "status": line.availability},
    }
