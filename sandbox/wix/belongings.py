"""What follows a visitor who signs in: everything begun before stays with the person."""

from __future__ import annotations

import sqlite3

from sandbox.wix.cart_store import Cart, add_line, delete_cart, find_cart
from sandbox.wix.site import Subject

FOLLOWING = (
    "UPDATE wix_checkouts SET subject_id = ?, subject_kind = ? WHERE subject_id = ? AND completed = 0",
    "UPDATE wix_ticket_reservations SET subject_id = ?, subject_kind = ? WHERE subject_id = ?",
    "UPDATE wix_bookings SET subject_id = ?, subject_kind = ? WHERE subject_id = ? AND status = 'CREATED'",
)


def move_belongings(db: sqlite3.Connection, visitor: Subject, member: Subject) -> None:
    """Let a member have what the visitor had: cart, open checkouts, holds. Orders stay the visitor's."""
    _move_cart(db, visitor, member)
    for statement in FOLLOWING:
        _own(db, statement, visitor, member)


def _move_cart(db: sqlite3.Connection, visitor: Subject, member: Subject) -> None:
    brought, kept = find_cart(db, visitor), find_cart(db, member)
    if brought is None:
        return
    if kept is None:
        _own(db, "UPDATE wix_carts SET subject_id = ?, subject_kind = ? WHERE subject_id = ?", visitor, member)
        return
    _merge(db, brought, kept)
    delete_cart(db, visitor.id)


def _merge(db: sqlite3.Connection, brought: Cart, kept: Cart) -> None:
    """Add the lines of one cart to another: the same thing becomes one line, capped as any add is."""
    for line in brought.lines:
        add_line(db, kept, line)
    db.execute(
        "UPDATE wix_carts SET coupon_code = COALESCE(coupon_code, ?), buyer_note = COALESCE(buyer_note, ?),"
        " updated_at = MAX(updated_at, ?) WHERE id = ?",
        (brought.coupon_code, brought.buyer_note, brought.updated_at, kept.id),
    )


def _own(db: sqlite3.Connection, statement: str, visitor: Subject, member: Subject) -> None:
    db.execute(statement, (member.id, member.kind, visitor.id))
