"""What a cart costs: coupon, shipping, fees, tax and gift card. Minor units throughout, no JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sandbox.coupons import Coupon
from sandbox.regions import Address, ShippingOption, tax_rate
from sandbox.wix.coupons import NO_COUPON, CouponVerdict
from sandbox.wix.gift_cards import GiftCard
from sandbox.wix.lines import Line

HEAVY_KILOGRAMS = 10
HEAVY_PARCEL_FEE = 800


@dataclass(frozen=True, slots=True)
class Totals:
    """What has to be paid, and what it is made of. `shipping` is what is left of it after the coupon."""

    subtotal: int
    discount: int
    shipping: int
    shipping_discount: int
    fee: int
    tax: int
    tax_rate: Decimal
    line_discounts: tuple[int, ...]
    line_taxes: tuple[int, ...]
    gift_card: GiftCard | None = None

    @property
    def total(self) -> int:
        """Return what the order costs."""
        return self.subtotal - self.discount + self.shipping + self.fee + self.tax

    @property
    def redeemed(self) -> int:
        """Return what the gift card pays of it."""
        return min(self.gift_card.balance, self.total) if self.gift_card else 0

    @property
    def due(self) -> int:
        """Return what is left to pay."""
        return self.total - self.redeemed


def price(
    lines: Sequence[Line],
    *,
    coupon: CouponVerdict = NO_COUPON,
    address: Address | None = None,
    shipping: ShippingOption | None = None,
    gift_card: GiftCard | None = None,
    with_fees: bool = True,
) -> Totals:
    """Add up lines. They are taxed after discounts, where they are sent to; shipping and fees are not."""
    rate = tax_rate(address)
    discounts = _line_discounts(lines, coupon)
    taxes = tuple(_rounded((line.total - off) * rate) for line, off in zip(lines, discounts, strict=True))
    shipping_price = shipping.price if shipping else 0
    saved = shipping_price if coupon.coupon and coupon.coupon.frees_shipping else 0
    return Totals(
        subtotal=sum(line.total for line in lines),
        discount=sum(discounts),
        shipping=shipping_price - saved,
        shipping_discount=saved,
        fee=HEAVY_PARCEL_FEE if with_fees and shipping and _is_heavy(lines) else 0,
        tax=sum(taxes),
        tax_rate=rate,
        line_discounts=discounts,
        line_taxes=taxes,
        gift_card=gift_card,
    )


def needs_shipping(lines: Sequence[Line]) -> bool:
    """Tell whether anything has to be sent."""
    return any(line.is_shippable for line in lines)


def _line_discounts(lines: Sequence[Line], verdict: CouponVerdict) -> tuple[int, ...]:
    coupon = verdict.coupon
    totals = [line.total if line.stored.number in verdict.line_numbers else 0 for line in lines]
    if coupon is None:
        return tuple(0 for _ in lines)
    if coupon.percent:
        return tuple(_rounded(total * coupon.percent / 100) for total in totals)
    return _spread(totals, coupon)


def _spread(totals: Sequence[int], coupon: Coupon) -> tuple[int, ...]:
    """Share an amount out in proportion, so that the shares add up to it."""
    whole = sum(totals)
    amount, shares, seen, given = min(coupon.amount, whole), [], 0, 0
    for total in totals:
        seen += total
        share = (_rounded(Decimal(amount * seen) / whole) if whole else 0) - given
        given += share
        shares.append(share)
    return tuple(shares)


def _is_heavy(lines: Sequence[Line]) -> bool:
    weights = (line.variant.weight or 0 if line.variant and line.is_shippable else 0 for line in lines)
    return sum(weight * line.quantity for weight, line in zip(weights, lines, strict=True)) > HEAVY_KILOGRAMS


def _rounded(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))
