"""The shop's coupons: one that works in each way, and one for each refusal. How platforms refuse is their affair."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sandbox.clock import iso, parse_iso
from sandbox.seed import OPENED_AT, seed_id


@dataclass(frozen=True, slots=True)
class Coupon:
    """What a code takes off: a share of the lines, an amount (minor units), or the shipping.

    `starts` and `ends` are days after the shop's opening; `category` is the slug of the only category it is good for.
    """

    code: str
    name: str
    percent: Decimal = Decimal(0)
    amount: int = 0
    frees_shipping: bool = False
    least_subtotal: int = 0
    category: str | None = None
    starts: int | None = None
    ends: int | None = None
    is_used_up: bool = False
    once_per_customer: bool = False

    @property
    def id(self) -> str:
        """Return the coupon's id."""
        return seed_id("coupon", self.code)

    def is_over(self, opened: datetime, now: str) -> bool:
        """Tell whether the coupon has expired."""
        return self.ends is not None and now >= iso(opened + timedelta(days=self.ends))

    def is_ahead(self, opened: datetime, now: str) -> bool:
        """Tell whether the coupon's time is still to come."""
        return self.starts is not None and now < iso(opened + timedelta(days=self.starts))


TEN_PERCENT = Decimal(10)
COUPONS = {
    coupon.code: coupon
    for coupon in (
        Coupon("WELCOME10", "10% off your first order", percent=TEN_PERCENT),
        Coupon("SPRING5", "$5 off from $40", amount=500, least_subtotal=4000),
        Coupon("TEAPOT20", "20% off teapots", percent=Decimal(20), category="teapots"),
        Coupon("FREESHIP", "Free shipping", frees_shipping=True),
        Coupon("ONCE", "10% off, once for each customer", percent=TEN_PERCENT, once_per_customer=True),
        Coupon("BYGONE", "Last year's 10%", percent=TEN_PERCENT, ends=-30),
        Coupon("NOTYET", "Next month's 10%", percent=TEN_PERCENT, starts=30),
        Coupon("USEDUP", "10% for the first hundred", percent=TEN_PERCENT, is_used_up=True),
    )
}


def find_coupon(code: str) -> Coupon | None:
    """Return the coupon of a code, in any case of its letters."""
    return COUPONS.get(code.strip().upper())


def opened_at(db: sqlite3.Connection) -> datetime:
    """Return when the shop opened, which the coupons count from."""
    return parse_iso(db.execute("SELECT value FROM settings WHERE key = ?", (OPENED_AT,)).fetchone()["value"])
