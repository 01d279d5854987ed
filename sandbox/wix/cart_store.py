"""Carts in the database: one current cart for each subject. No HTTP, no shapes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from sandbox.wix.lines import Line, StoredLine, capped, resolve, stored_from_row
from sandbox.wix.site import Subject


@dataclass(frozen=True, slots=True)
class Cart:
    """A basket; `lines` stand beside the catalog of this moment.

    `delivery_address` is the JSON of an address, as it was sent; only Cart V2 keeps one, as it does a gift card.
    """

    id: str
    subject: Subject
    coupon_code: str | None
    buyer_note: str | None
    checkout_id: str | None
    purchase_flow_id: str
    created_at: str
    updated_at: str
    lines: list[Line]
    revision: int = 1
    gift_card_code: str | None = None
    delivery_address: Mapping[str, str] | None = None
    delivery_method: str | None = None


def find_cart(db: sqlite3.Connection, subject: Subject) -> Cart | None:
    """Return the current cart of a subject, None before the first add."""
    row = db.execute("SELECT * FROM wix_carts WHERE subject_id = ?", (subject.id,)).fetchone()
    return _read(db, row, subject) if row else None


def find_cart_by_id(db: sqlite3.Connection, cart_id: str) -> Cart | None:
    """Return somebody's current cart by its id."""
    row = db.execute("SELECT * FROM wix_carts WHERE id = ?", (cart_id,)).fetchone()
    return _read(db, row, Subject(row["subject_kind"], row["subject_id"])) if row else None


def _read(db: sqlite3.Connection, row: sqlite3.Row, subject: Subject) -> Cart:
    stored = db.execute("SELECT * FROM wix_cart_lines WHERE cart_id = ? ORDER BY number", (row["id"],))
    return Cart(
        id=row["id"],
        subject=subject,
        coupon_code=row["coupon_code"],
        buyer_note=row["buyer_note"],
        checkout_id=row["checkout_id"],
        purchase_flow_id=row["purchase_flow_id"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        lines=resolve(db, [stored_from_row(line) for line in stored]),
        revision=row["revision"],
        gift_card_code=row["gift_card_code"],
        delivery_address=json.loads(row["delivery_address"]) if row["delivery_address"] else None,
        delivery_method=row["delivery_method"],
    )


def create_cart(db: sqlite3.Connection, subject: Subject, now: str) -> Cart:
    """Make the first cart of a subject."""
    cart_id, flow_id = str(uuid4()), str(uuid4())
    db.execute(
        "INSERT INTO wix_carts (id, subject_id, subject_kind, purchase_flow_id, created_at, updated_at)"
        " VALUES (?,?,?,?,?,?)",
        (cart_id, subject.id, subject.kind, flow_id, now, now),
    )
    return Cart(cart_id, subject, None, None, None, flow_id, now, now, [])


def add_line(db: sqlite3.Connection, cart: Cart, line: Line) -> None:
    """Add a line that can be bought: merged into a line of the same item, and capped without a word."""
    if not line.is_buyable:
        return
    same = next((other for other in cart.lines if other.stored.same_item(line.stored)), None)
    if same is not None:
        set_quantity(db, cart, same.stored.number, capped(line, same.quantity + line.quantity))
        return
    _insert_line(db, cart, line.stored, capped(line, line.quantity))


def set_quantity(db: sqlite3.Connection, cart: Cart, number: int, quantity: int) -> None:
    """Set how many pieces of a line are wanted."""
    db.execute("UPDATE wix_cart_lines SET quantity = ? WHERE cart_id = ? AND number = ?", (quantity, cart.id, number))


def remove_line(db: sqlite3.Connection, cart: Cart, number: int) -> None:
    """Take a line out."""
    db.execute("DELETE FROM wix_cart_lines WHERE cart_id = ? AND number = ?", (cart.id, number))


def touch_cart(db: sqlite3.Connection, cart: Cart, now: str) -> None:
    """Remember when the cart was changed."""
    db.execute("UPDATE wix_carts SET updated_at = ?, revision = revision + 1 WHERE id = ?", (now, cart.id))


def change_cart(db: sqlite3.Connection, cart: Cart, changes: Mapping[str, str | None]) -> None:
    """Set some of coupon_code, buyer_note, gift_card_code, delivery_address and delivery_method."""
    assignments = ", ".join(f"{column} = :{column}" for column in changes)
    if assignments:
        db.execute(f"UPDATE wix_carts SET {assignments} WHERE id = :id", {**changes, "id": cart.id})  # noqa: S608 - ours


def keep_todays_prices(db: sqlite3.Connection, cart: Cart) -> None:
    """Keep what the lines cost now, so that the hosted page can tell when they have changed."""
    for line in cart.lines:
        db.execute(
            "UPDATE wix_cart_lines SET price = ? WHERE cart_id = ? AND number = ?",
            (line.unit_price, cart.id, line.stored.number),
        )


def delete_cart(db: sqlite3.Connection, subject_id: str | None = None) -> None:
    """Delete the current cart of a subject, or all carts."""
    db.execute(
        "DELETE FROM wix_cart_lines WHERE cart_id IN (SELECT id FROM wix_carts WHERE ?1 IS NULL OR subject_id = ?1)",
        (subject_id,),
    )
    db.execute("DELETE FROM wix_carts WHERE ?1 IS NULL OR subject_id = ?1", (subject_id,))


def _insert_line(db: sqlite3.Connection, cart: Cart, stored: StoredLine, quantity: int) -> None:
    db.execute(
        "INSERT INTO wix_cart_lines VALUES"
        " (?1, (SELECT COALESCE(MAX(number), 0) + 1 FROM wix_cart_lines WHERE cart_id = ?1), ?2, ?3, ?4, ?5, ?6, ?7)",
        (
            cart.id,
            stored.product_id,
            stored.variant_id,
            quantity,
            json.dumps(stored.options),
            stored.name,
            stored.price,
        ),
    )
