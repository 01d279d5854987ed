"""What a cart costs: lines, coupon and their tax. Minor units throughout; shipping is the checkout's affair."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from sandbox.bigcommerce.cart_store import Cart
from sandbox.bigcommerce.coupons import CouponVerdict, judge_coupon
from sandbox.bigcommerce.lines import Line
from sandbox.coupons import Coupon


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line, what the coupon takes off it, and the tax on the rest."""

    line: Line
    coupon_amount: int
    tax: int

    @property
    def amount_ex_tax(self) -> int:
        """Return what has to be paid for the line before tax."""
        return self.line.total - self.coupon_amount


@dataclass(frozen=True, slots=True)
class CartPrices:
    """What a cart costs. `coupon` is None as well where the cart's code is not good any more."""

    lines: tuple[PricedLine, ...]
    coupon: Coupon | None
    tax_rate: Decimal

    @property
    def base_amount(self) -> int:
        """Return the sum before coupons and tax."""
        return sum(priced.line.total for priced in self.lines)

    @property
    def coupon_amount(self) -> int:
        """Return what the coupon takes off the lines."""
        return sum(priced.coupon_amount for priced in self.lines)

    @property
    def amount_ex_tax(self) -> int:
        """Return the sum after the coupon, before tax."""
        return self.base_amount - self.coupon_amount

    @property
    def tax(self) -> int:
        """Return the tax on the lines."""
        return sum(priced.tax for priced in self.lines)

    @property
    def amount_inc_tax(self) -> int:
        """Return the sum after the coupon, with tax."""
        return self.amount_ex_tax + self.tax

    @property
    def frees_shipping(self) -> bool:
        """Tell whether the coupon pays for shipping."""
        return self.coupon is not None and self.coupon.frees_shipping


def price_cart(db: sqlite3.Connection, cart: Cart, now: datetime) -> CartPrices:
    """Add up a cart. Lines are taxed after the coupon, by the cart's rate; without one there is no tax yet."""
    verdict = judge_coupon(db, cart, cart.coupon_code, now)
    rate = cart.tax_rate or Decimal(0)
    shares = _shares(cart.lines, verdict)
    priced = tuple(
        PricedLine(line, share, rounded((line.total - share) * rate))
        for line, share in zip(cart.lines, shares, strict=True)
    )
    return CartPrices(priced, verdict.coupon, rate)


def rounded(value: Decimal) -> int:
    """Return whole minor units."""
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def _shares(lines: Sequence[Line], verdict: CouponVerdict) -> list[int]:
    coupon = verdict.coupon
    totals = [line.total if line.id in verdict.line_ids else 0 for line in lines]
    if coupon is None:
        return [0 for _ in lines]
    if coupon.percent:
        return [rounded(total * coupon.percent / 100) for total in totals]
    return _spread(totals, coupon.amount)


def _spread(totals: Sequence[int], amount: int) -> list[int]:
    """Share an amount out in proportion, so that the shares add up to it, or to all there is."""
    whole = sum(totals)
    shares, seen, given = [], 0, 0
    for total in totals:
        seen += total
        share = (rounded(Decimal(min(amount, whole) * seen) / whole) if whole else 0) - given
        given += share
        shares.append(share)
    return shares
