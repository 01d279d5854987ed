"""Which of the shop's coupons are good for a cart, and how Wix refuses the others."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.coupons import Coupon, find_coupon, opened_at
from sandbox.products import products_below
from sandbox.wix.lines import Line
from sandbox.wix.site import Subject

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
    coupon = find_coupon(code)
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
    opened = opened_at(db)
    if coupon.is_over(opened, now):
        return "ERROR_COUPON_HAS_EXPIRED"
    return "ERROR_COUPON_IS_NOT_ACTIVE_YET" if coupon.is_ahead(opened, now) else None


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
