"""Estimated totals of a cart: prices, ways to send it, and the errors Wix tells inside a 200."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sandbox.wix.errors import application_body, violation
from sandbox.wix.lines import Line
from sandbox.wix.payload import mapping, text
from sandbox.wix.pricing import (
    CARRIER_ID,
    SHIPPING_OPTIONS,
    ShippingOption,
    applied_discounts_json,
    calculated_line_json,
    find_shipping_option,
    is_served,
    is_valid_coupon,
    price,
    shipping_option_json,
    summary_json,
)

COUNTRY = re.compile(r"[A-Z]{2}")
Json = dict[str, Any]


def read_address(payload: Json) -> str | None:
    """Read the country of `shippingAddress`, None without an address.

    Raises: 400 for a country that is not an ISO 3166 code.
    """
    address = mapping(payload, "shippingAddress")
    for name in ("subdivision", "city", "postalCode", "addressLine"):
        text(address, name, longest=250)
    country = text(address, "country", longest=250)
    if country and not COUNTRY.fullmatch(country):
        raise violation("shippingAddress.country", "must be an ISO 3166 code", "FORMAT")
    return country or None


def estimate_json(
    lines: Sequence[Line],
    currency: str,
    *,
    coupon_code: str | None,
    tax_country: str | None,
    shipping_country: str | None,
    selected: str | None,
) -> Json:
    """Return everything of an estimate but the cart. Without an address there are no ways to send it."""
    options = _options(shipping_country)
    chosen = (find_shipping_option(selected) or options[0]) if options else None
    totals = price(lines, coupon_code=coupon_code, country=tax_country, shipping=chosen)
    summary = summary_json(totals, currency)
    return {
        "calculatedLineItems": [
            calculated_line_json(line, position, totals, currency) for position, line in enumerate(lines)
        ],
        "priceSummary": summary,
        "payNow": summary,
        "payLater": summary_json(None, currency),
        "shippingInfo": {"carrierServiceOptions": _carriers(options, currency)},
        "appliedDiscounts": applied_discounts_json(totals, coupon_code, currency),
        "calculationErrors": _errors(lines, coupon_code, shipping_country, selected),
        "weightUnit": "KG",
        "currency": currency,
        "additionalFees": [],
        "violations": [],
    }


def _options(country: str | None) -> tuple[ShippingOption, ...]:
    return SHIPPING_OPTIONS if country and is_served(country) else ()


def _carriers(options: Sequence[ShippingOption], currency: str) -> list[Json]:
    if not options:
        return []
    found = [shipping_option_json(option, currency) for option in options]
    return [{"carrierId": CARRIER_ID, "shippingOptions": found}]


def _errors(lines: Sequence[Line], coupon_code: str | None, country: str | None, selected: str | None) -> Json:
    errors: Json = {"orderValidationErrors": [_unavailable(line) for line in lines if line.availability != "AVAILABLE"]}
    if coupon_code and not is_valid_coupon(coupon_code):
        errors["couponCalculationError"] = _error("ERROR_COUPON_DOES_NOT_EXIST", "Coupon does not exist")
    if country and not is_served(country):
        errors["generalShippingCalculationError"] = _error(
            "NO_SHIPPING_OPTIONS", f"There is no way to send this order to {country}"
        )
    if selected and find_shipping_option(selected) is None:
        errors["selectedShippingOptionError"] = _error("SHIPPING_OPTION_NOT_FOUND", "Shipping option not found")
    return errors


def _unavailable(line: Line) -> Json:
    error = _error("LINE_ITEM_NOT_AVAILABLE", f"{line.name} is not available as wanted")
    error["applicationError"]["data"] = {"lineItemId": line.id, "status": line.availability}
    return error


def _error(code: str, description: str) -> Json:
    return dict(application_body(code, description)["details"])
