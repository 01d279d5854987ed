"""Which of the shop's coupons are good for a cart, and how BigCommerce refuses the others; a cart holds one."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from sandbox.bigcommerce.cart_store import Cart, set_coupon, touch_cart
from sandbox.bigcommerce.lines import Line
from sandbox.clock import iso
from sandbox.coupons import COUPONS, Coupon, find_coupon, opened_at
from sandbox.products import products_below

FIRST_ID = 1
PERCENTAGE, PER_TOTAL, FREE_SHIPPING = "1", "2", "4"
TYPE_NAMES = {PERCENTAGE: "percentage_discount", PER_TOTAL: "per_total_discount", FREE_SHIPPING: "free_shipping"}


@dataclass(frozen=True, slots=True)
class CouponVerdict:
    """Whether a code is good for a cart: the coupon and the ids of its lines, or words for the refusal."""

    coupon: Coupon | None = None
    line_ids: frozenset[str] = frozenset()
    refusal: str | None = None


NO_COUPON = CouponVerdict()


def judge_coupon(db: sqlite3.Connection, cart: Cart, code: str | None, now: datetime) -> CouponVerdict:
    """Return whether a code, in any case of its letters, takes something off a cart for its buyer."""
    if not code:
        return NO_COUPON
    coupon = find_coupon(code)
    if coupon is None:
        return CouponVerdict(refusal="The coupon code you entered could not be found.")
    lines = _lines_of(db, coupon, cart.lines)
    refusal = _refusal(db, coupon, cart, iso(now))
    if refusal is None and not lines:
        refusal = "The coupon code you entered does not apply to any items in your cart."
    if refusal:
        return CouponVerdict(refusal=refusal)
    return CouponVerdict(coupon, frozenset(line.id for line in lines))


def apply_coupon(db: sqlite3.Connection, cart: Cart, code: str, now: datetime) -> str | None:
    """Put a coupon on a cart in place of the one it has; return words for the refusal, None if it is good."""
    verdict = judge_coupon(db, cart, code, now)
    if verdict.coupon is None:
        return verdict.refusal or "Please enter a coupon code."
    set_coupon(db, cart, verdict.coupon.code)
    touch_cart(db, cart, now, new_contents=False)
    return None


def remove_coupon(db: sqlite3.Connection, cart: Cart, code: str, now: datetime) -> bool:
    """Take a coupon off a cart; False if the cart does not have it."""
    if cart.coupon_code is None or cart.coupon_code != code.strip().upper():
        return False
    set_coupon(db, cart, None)
    touch_cart(db, cart, now, new_contents=False)
    return True


def note_use(db: sqlite3.Connection, coupon: Coupon, customer_id: int, email: str) -> None:
    """Remember that somebody has bought with a coupon."""
    db.execute("INSERT INTO bigcommerce_coupon_uses VALUES (?,?,?)", (coupon.code, customer_id, email.lower()))


def coupon_number(coupon: Coupon) -> int:
    """Return the coupon's id, a number; carts write it as a text."""
    return list(COUPONS).index(coupon.code) + FIRST_ID


def coupon_type(coupon: Coupon) -> str:
    """Return what a coupon does in the number of carts; checkouts and orders have a name for it (TYPE_NAMES)."""
    if coupon.frees_shipping:
        return FREE_SHIPPING
    return PERCENTAGE if coupon.percent else PER_TOTAL


def _lines_of(db: sqlite3.Connection, coupon: Coupon, lines: list[Line]) -> list[Line]:
    # A price that the client has set itself takes part in no promotion.
    usual = [line for line in lines if line.product and not line.has_own_price]
    if coupon.category is None:
        return usual
    good = products_below(db, coupon.category, [line.product.id for line in usual if line.product])
    return [line for line in usual if line.product and line.product.id in good]


def _refusal(db: sqlite3.Connection, coupon: Coupon, cart: Cart, now: str) -> str | None:
    opened = opened_at(db)
    if coupon.is_over(opened, now):
        return "The coupon code you entered has expired."
    if coupon.is_ahead(opened, now):
        return "The coupon code you entered is not active yet."
    if coupon.is_used_up or (coupon.once_per_customer and _has_used(db, coupon, cart)):
        return "The coupon code you entered has already been used the maximum number of times."
    if sum(line.total for line in cart.lines) < coupon.least_subtotal:
        least = f"${coupon.least_subtotal // 100}.{coupon.least_subtotal % 100:02d}"
        return f"The coupon code you entered requires a purchase of at least {least}."
    return None


def _has_used(db: sqlite3.Connection, coupon: Coupon, cart: Cart) -> bool:
    found = db.execute(
        "SELECT 1 FROM bigcommerce_coupon_uses WHERE code = ?1 AND ((?2 > 0 AND customer_id = ?2)"
        " OR (?3 <> '' AND email = ?3))",
        (coupon.code, cart.customer_id, cart.email.lower()),
    )
    return found.fetchone() is not None
