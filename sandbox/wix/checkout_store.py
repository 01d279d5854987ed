"""Checkouts in the database. No HTTP, no shapes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from uuid import uuid4

from sandbox.wix.cart_store import Cart, find_cart_by_id, keep_todays_prices
from sandbox.wix.lines import Line, at_todays_price, resolve, stored_from_row
from sandbox.wix.site import Subject


@dataclass(frozen=True, slots=True)
class Checkout:
    """A cart on its way to an order; `order_id` is that of a finished checkout.

    A Cart V2 is its own checkout and has one id as both. While it is somebody's current cart, its content is that of
    the cart.
    """

    id: str
    cart_id: str
    subject: Subject
    channel_type: str
    coupon_code: str | None
    gift_card_code: str | None
    buyer_note: str | None
    email: str | None
    lines: list[Line]
    completed: bool
    order_id: str | None
    purchase_flow_id: str
    created_at: str
    updated_at: str

    @property
    def is_cart(self) -> bool:
        """Tell whether this is a Cart V2, not a Checkout V1."""
        return self.id == self.cart_id


def find_checkout(db: sqlite3.Connection, checkout_id: str) -> Checkout | None:
    """Return a checkout, None for an unknown id."""
    row = db.execute("SELECT * FROM wix_checkouts WHERE id = ?", (checkout_id,)).fetchone()
    if row is None:
        return None
    checkout = _read(db, row)
    current = find_cart_by_id(db, checkout_id) if checkout.is_cart and not checkout.completed else None
    if current is None:
        return checkout
    return replace(
        checkout,
        subject=current.subject,
        lines=current.lines,
        coupon_code=current.coupon_code,
        gift_card_code=current.gift_card_code,
        buyer_note=current.buyer_note,
    )


def _read(db: sqlite3.Connection, row: sqlite3.Row) -> Checkout:
    return Checkout(
        id=row["id"],
        cart_id=row["cart_id"],
        subject=Subject(row["subject_kind"], row["subject_id"]),
        channel_type=row["channel_type"],
        coupon_code=row["coupon_code"],
        gift_card_code=row["gift_card_code"],
        buyer_note=row["buyer_note"],
        email=row["email"],
        lines=resolve(db, [stored_from_row(line) for line in json.loads(row["lines"])]),
        completed=bool(row["completed"]),
        order_id=row["order_id"],
        purchase_flow_id=row["purchase_flow_id"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def checkout_of_cart(db: sqlite3.Connection, cart: Cart, channel: str, now: str) -> str:
    """Bring the unfinished checkout of a cart up to date, or make one; return its id."""
    changed = db.execute(
        "UPDATE wix_checkouts SET lines = ?, coupon_code = ?, buyer_note = ?, channel_type = ?, updated_at = ?"
        " WHERE id = ? AND completed = 0",
        (_lines(cart.lines), cart.coupon_code, cart.buyer_note, channel, now, cart.checkout_id),
    )
    if cart.checkout_id and changed.rowcount:
        return cart.checkout_id
    checkout_id = create_checkout(db, cart.subject, cart.lines, channel, now, cart=cart)
    db.execute("UPDATE wix_carts SET checkout_id = ? WHERE id = ?", (checkout_id, cart.id))
    return checkout_id


def create_checkout(
    db: sqlite3.Connection,
    subject: Subject,
    lines: Iterable[Line],
    channel: str,
    now: str,
    *,
    cart: Cart | None = None,
    is_cart: bool = False,
) -> str:
    """Make a checkout and return its id; without a cart it gets the id of one nobody sees.

    With `is_cart` it is a Cart V2: the one that is given, or a new one that is nobody's current cart.
    """
    cart_id = cart.id if cart else str(uuid4())
    checkout_id = cart_id if is_cart else str(uuid4())
    db.execute(
        "INSERT INTO wix_checkouts (id, cart_id, subject_id, subject_kind, channel_type, coupon_code, buyer_note,"
        " lines, purchase_flow_id, created_at, updated_at) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (
            checkout_id,
            cart_id,
            subject.id,
            subject.kind,
            channel,
            cart.coupon_code if cart else None,
            cart.buyer_note if cart else None,
            _lines(lines),
            cart.purchase_flow_id if cart else str(uuid4()),
            now,
            now,
        ),
    )
    return checkout_id


def open_cart_checkout(db: sqlite3.Connection, cart: Cart, now: str) -> None:
    """Let somebody's current cart be paid for as it is, under its own id (Cart V2)."""
    keep_todays_prices(db, cart)
    if db.execute("SELECT 1 FROM wix_checkouts WHERE id = ?", (cart.id,)).fetchone() is None:
        create_checkout(db, cart.subject, cart.lines, "WEB", now, cart=cart, is_cart=True)


def forget_open_carts(db: sqlite3.Connection, subject_id: str | None = None) -> None:
    """Delete the unpaid carts (V2) of a subject, or of all."""
    db.execute(
        "DELETE FROM wix_checkouts WHERE id = cart_id AND completed = 0 AND (?1 IS NULL OR subject_id = ?1)",
        (subject_id,),
    )


def change_checkout(db: sqlite3.Connection, checkout_id: str, now: str, changes: Mapping[str, str | None]) -> None:
    """Set some of coupon_code, gift_card_code, buyer_note and email."""
    columns = {**changes, "updated_at": now}
    assignments = ", ".join(f"{column} = :{column}" for column in columns)
    db.execute(f"UPDATE wix_checkouts SET {assignments} WHERE id = :id", {**columns, "id": checkout_id})  # noqa: S608 - ours


def complete_checkout(db: sqlite3.Connection, checkout: Checkout, order_id: str, now: str) -> None:
    """Mark a checkout as finished, with what was bought."""
    db.execute(
        "UPDATE wix_checkouts SET completed = 1, order_id = ?, updated_at = ?, lines = ?, coupon_code = ?,"
        " buyer_note = ?, subject_id = ?, subject_kind = ? WHERE id = ?",
        (
            order_id,
            now,
            _lines(checkout.lines),
            checkout.coupon_code,
            checkout.buyer_note,
            checkout.subject.id,
            checkout.subject.kind,
            checkout.id,
        ),
    )


def _lines(lines: Iterable[Line]) -> str:
    """Keep lines with the prices of this moment, so that the hosted page can tell when they have changed."""
    return json.dumps([asdict(at_todays_price(line).stored) for line in lines])
