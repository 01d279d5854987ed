"""Estimated totals of a cart: prices, ways to send it, and the errors Wix tells inside a 200."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from typing import Any

from sandbox.clock import iso
from sandbox.products import shop_currency
from sandbox.regions import Address, Region, region_of
from sandbox.wix.cart_store import Cart
from sandbox.wix.coupons import judge_coupon
from sandbox.wix.errors import violation
from sandbox.wix.payload import flag, mapping, text
from sandbox.wix.pricing import needs_shipping, price
from sandbox.wix.shortages import violations_json
from sandbox.wix.site import Site
from sandbox.wix.totals_shapes import (
    additional_fees_json,
    applied_discounts_json,
    calculated_line_json,
    calculation_errors_json,
    error_details,
    shipping_info_json,
    summary_json,
    tax_summary_json,
)

COUNTRY = re.compile(r"[A-Z]{2}")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a client wants to know: where things go and are taxed, and how they are sent."""

    shipping_address: Address | None
    tax_address: Address | None
    selected: str | None
    with_fees: bool


def read_estimate(payload: Json) -> Estimate:
    """Read the body of estimate-totals; without a shipping address the billing address decides on the tax.

    Raises: 400 for a country that is not an ISO 3166 code.
    """
    shipping, billing = read_address(payload, "shippingAddress"), read_address(payload, "billingAddress")
    return Estimate(
        shipping_address=shipping if flag(payload, "calculateShipping", default=True) else None,
        tax_address=(shipping or billing) if flag(payload, "calculateTax", default=True) else None,
        selected=text(mapping(payload, "selectedShippingOption"), "code", longest=250),
        with_fees=flag(payload, "calculateAdditionalFees", default=True),
    )


def estimate_json(db: sqlite3.Connection, site: Site, cart: Cart, wanted: Estimate) -> Json:
    """Return everything of an estimate but the cart. Without an address there are no ways to send it."""
    currency = shop_currency(db)
    verdict = judge_coupon(db, cart.coupon_code, cart.lines, cart.subject, iso(site.clock.now()))
    where = wanted.shipping_address if needs_shipping(cart.lines) else None
    region = region_of(where.country) if where else None
    chosen = (region.option(wanted.selected) or region.options[0]) if region else None
    totals = price(cart.lines, coupon=verdict, address=wanted.tax_address, shipping=chosen, with_fees=wanted.with_fees)
    summary = summary_json(totals, currency)
    return {
        "calculatedLineItems": [
            calculated_line_json(line, position, totals, currency) for position, line in enumerate(cart.lines)
        ],
        "priceSummary": summary,
        "payNow": summary,
        "payLater": summary_json(None, currency),
        "taxSummary": tax_summary_json(totals, currency),
        "shippingInfo": shipping_info_json(region, chosen, totals, currency),
        "appliedDiscounts": applied_discounts_json(totals, verdict, currency),
        "calculationErrors": {
            **calculation_errors_json(cart.lines, verdict),
            **_shipping_errors(where, region, wanted.selected),
        },
        "weightUnit": "KG",
        "currency": currency,
        "additionalFees": additional_fees_json(totals, currency),
        "violations": violations_json(cart.lines),
    }


def read_address(payload: Json, field: str) -> Address | None:
    """Read an address, None where there is none.

    Raises: 400 for a country that is not an ISO 3166 code.
    """
    address = mapping(payload, field)
    parts = {name: text(address, name, longest=250) or "" for name in ("country", "subdivision", "postalCode")}
    for name in ("city", "addressLine"):
        text(address, name, longest=250)
    if not parts["country"]:
        return None
    if not COUNTRY.fullmatch(parts["country"]):
        raise violation(f"{field}.country", "must be an ISO 3166 code", "FORMAT")
    return Address(parts["country"], parts["subdivision"], parts["postalCode"])


def _shipping_errors(where: Address | None, region: Region | None, selected: str | None) -> Json:
    """Return what is wrong with sending the order; Wix names one such error at a time."""
    if where is None:
        return {}
    if region is None:
        reason = f"There is no way to send this order to {where.country}"
        return {"generalShippingCalculationError": error_details("NO_SHIPPING_OPTIONS", reason)}
    if selected and region.option(selected) is None:
        error = error_details("INVALID_SELECTED_CARRIER_SERVICE_OPTION", "Selected shipping option is invalid")
        return {"selectedShippingOptionError": error}
    return {}
