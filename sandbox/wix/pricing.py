"""What a cart costs: coupon, shipping and tax. Minor units throughout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sandbox.seed import seed_id
from sandbox.wix.lines import Line
from sandbox.wix.shapes import cart_money

CARRIER_ID = seed_id("carrier", "post")
COUPON_CODE = "WELCOME10"
COUPON_PERCENT = 10
TAX_RATES = {"US": Decimal("0.08")}
UNSERVED_COUNTRIES = frozenset({"AQ"})
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ShippingOption:
    """A way to send a parcel."""

    code: str
    title: str
    delivery_time: str
    price: int


SHIPPING_OPTIONS = (
    ShippingOption("standard", "Standard", "3 - 5 business days", 600),
    ShippingOption("express", "Express", "1 - 2 business days", 1400),
)


@dataclass(frozen=True, slots=True)
class Totals:
    """What has to be paid, and what it is made of."""

    subtotal: int
    discount: int
    shipping: int
    tax: int
    tax_rate: Decimal
    line_discounts: tuple[int, ...]
    line_taxes: tuple[int, ...]

    @property
    def total(self) -> int:
        """Return what the buyer pays."""
        return self.subtotal - self.discount + self.shipping + self.tax


def price(
    lines: Sequence[Line],
    *,
    coupon_code: str | None = None,
    country: str | None = None,
    shipping: ShippingOption | None = None,
) -> Totals:
    """Add up lines. Goods are taxed after discounts, in the country they are sent to; shipping is not."""
    percent = COUPON_PERCENT if is_valid_coupon(coupon_code) else 0
    rate = TAX_RATES.get(country or "", Decimal(0))
    discounts = tuple(_rounded(Decimal(line.total) * percent / 100) for line in lines)
    taxes = tuple(_rounded((line.total - off) * rate) for line, off in zip(lines, discounts, strict=True))
    return Totals(
        subtotal=sum(line.total for line in lines),
        discount=sum(discounts),
        shipping=shipping.price if shipping else 0,
        tax=sum(taxes),
        tax_rate=rate,
        line_discounts=discounts,
        line_taxes=taxes,
    )


def is_valid_coupon(code: str | None) -> bool:
    """Tell whether a coupon code is the shop's one."""
    return code is not None and code.upper() == COUPON_CODE


def find_shipping_option(code: str | None) -> ShippingOption | None:
    """Return the shipping option of a code."""
    return next((option for option in SHIPPING_OPTIONS if option.code == code), None)


def is_served(country: str | None) -> bool:
    """Tell whether parcels can be sent to a country."""
    return country not in UNSERVED_COUNTRIES


def summary_json(totals: Totals | None, currency: str) -> Json:
    """Return a price summary, all zeros for None."""
    parts = {
        "subtotal": totals.subtotal if totals else 0,
        "shipping": totals.shipping if totals else 0,
        "tax": totals.tax if totals else 0,
        "discount": totals.discount if totals else 0,
        "additionalFees": 0,
        "total": totals.total if totals else 0,
    }
    return {name: cart_money(minor, currency) for name, minor in parts.items()}


def applied_discounts_json(totals: Totals, coupon_code: str | None, currency: str) -> list[Json]:
    """Return the coupon, if it takes something off."""
    if not is_valid_coupon(coupon_code):
        return []
    coupon = {
        "id": seed_id("coupon", COUPON_CODE),
        "code": COUPON_CODE,
        "name": f"{COUPON_PERCENT}% off your first order",
        "amount": cart_money(totals.discount, currency),
    }
    return [{"discountType": "GLOBAL", "lineItemIds": [], "coupon": coupon}]


def shipping_option_json(option: ShippingOption, currency: str) -> Json:
    """Return a way to send a parcel."""
    return {
        "code": option.code,
        "title": option.title,
        "logistics": {"deliveryTime": option.delivery_time},
        "cost": {"price": cart_money(option.price, currency)},
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
        "fullPrice": (line.variant.compare_at if line.variant else None) or line.unit_price,
    }
    breakdown: Json = {name: cart_money(minor, currency) for name, minor in prices.items()}
    breakdown["taxDetails"] = {
        "taxableAmount": cart_money(before_tax, currency),
        "taxRate": str(totals.tax_rate),
        "totalTax": cart_money(tax, currency),
    }
    return {"lineItemId": line.id, "pricesBreakdown": breakdown, "paymentOption": "FULL_PAYMENT_ONLINE"}


def _rounded(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))
