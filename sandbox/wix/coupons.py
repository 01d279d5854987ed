"""The shop's coupons: one that works in each way, and one for each refusal of Wix."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from sandbox.clock import iso, parse_iso
from sandbox.products import products_below
from sandbox.seed import OPENED_AT, seed_id
from sandbox.wix.lines import Line
from sandbox.wix.site import Subject


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
REFUSALS = {
    "ERROR_COUPON_DOES_NOT_EXIST": "Coupon does not exist",
    "ERROR_COUPON_HAS_EXPIRED": "Coupon has expired",
    "ERROR_COUPON_IS_NOT_ACTIVE_YET": "Coupon is not active yet",
    "ERROR_COUPON_USAGE_EXCEEDED": "Coupon usage limit has been exceeded",
    "ERROR_COUPON_LIMIT_PER_CUSTOMER_EXCEEDED": "Coupon limit per customer has been exceeded",
    "ERROR_INVALID_SUBTOTAL": "The subtotal is below the coupon's minimum",
    "ERROR_COUPON_NOT_APPLICABLE": "Coupon does not apply to any item in the cart",
}


@dataclass(frozen=True, slots=True)
class CouponVerdict:
    """Whether a code is good for some lines: the coupon and the numbers of its lines, or Wix's code for the refusal."""

    coupon: Coupon | None = None
    line_numbers: frozenset[int] = frozenset()
    refusal: str | None = None


NO_COUPON = CouponVerdict()


def judge_coupon(
    db: sqlite3.Connection,
    code: str | None,
    lines: Sequence[Line],
    subject: Subject,
    now: str,
    email: str | None = None,
) -> CouponVerdict:
    """Return whether a code, in any case of its letters, takes something off these lines for this buyer."""
    if not code:
        return NO_COUPON
    coupon = COUPONS.get(code.strip().upper())
    if coupon is None:
        return CouponVerdict(refusal="ERROR_COUPON_DOES_NOT_EXIST")
    line_numbers = _lines_of(db, coupon, lines)
    refusal = _time_refusal(db, coupon, now) or _use_refusal(db, coupon, subject, email)
    if refusal is None and sum(line.total for line in lines) < coupon.least_subtotal:
        refusal = "ERROR_INVALID_SUBTOTAL"
    if refusal is None and not line_numbers:
        refusal = "ERROR_COUPON_NOT_APPLICABLE"
    return CouponVerdict(refusal=refusal) if refusal else CouponVerdict(coupon, line_numbers)


def note_use(db: sqlite3.Connection, coupon: Coupon, subject: Subject, email: str) -> None:
    """Remember that somebody has bought with a coupon."""
    db.execute("INSERT INTO wix_coupon_uses VALUES (?,?,?)", (coupon.code, subject.id, email.lower()))


def _lines_of(db: sqlite3.Connection, coupon: Coupon, lines: Sequence[Line]) -> frozenset[int]:
    buyable = [line for line in lines if line.is_buyable]
    if coupon.category is None:
        return frozenset(line.stored.number for line in buyable)
    good = products_below(db, coupon.category, [line.stored.product_id for line in buyable])
    return frozenset(line.stored.number for line in buyable if line.stored.product_id in good)


def _time_refusal(db: sqlite3.Connection, coupon: Coupon, now: str) -> str | None:
    opened = parse_iso(db.execute("SELECT value FROM settings WHERE key = ?", (OPENED_AT,)).fetchone()["value"])
    if coupon.ends is not None and now >= iso(opened + timedelta(days=coupon.ends)):
        return "ERROR_COUPON_HAS_EXPIRED"
    if coupon.starts is not None and now < iso(opened + timedelta(days=coupon.starts)):
        return "ERROR_COUPON_IS_NOT_ACTIVE_YET"
    return None


def _use_refusal(db: sqlite3.Connection, coupon: Coupon, subject: Subject, email: str | None) -> str | None:
    if coupon.is_used_up:
        return "ERROR_COUPON_USAGE_EXCEEDED"
    used = db.execute(
        "SELECT 1 FROM wix_coupon_uses WHERE code = ? AND (subject_id = ? OR email = ?)",
        (coupon.code, subject.id, (email or "").lower()),
    )
    if coupon.once_per_customer and used.fetchone():
        return "ERROR_COUPON_LIMIT_PER_CUSTOMER_EXCEEDED"
    return None
