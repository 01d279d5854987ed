"""Checkouts in the database: what a cart has beside its lines. Prices are in checkout_quote.py."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.bigcommerce.cart_store import LIFETIME
from sandbox.clock import iso

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Share:
    """So many pieces of a line, or all of it."""

    line_id: str
    quantity: int | None


@dataclass(frozen=True, slots=True)
class Consignment:
    """What goes to one address. `option_id` is good only while it is among those on offer."""

    id: str
    address: Mapping[str, Any]
    shares: tuple[Share, ...]
    option_id: str | None


@dataclass(frozen=True, slots=True)
class CheckoutRecord:
    """What is known of a checkout beside its cart."""

    cart_id: str
    billing: Mapping[str, Any] | None
    customer_message: str
    manual_discount: int
    consignments: tuple[Consignment, ...]


def find_record(db: sqlite3.Connection, cart_id: str) -> CheckoutRecord:
    """Return what is known, which may be nothing."""
    row = db.execute("SELECT * FROM bigcommerce_checkouts WHERE cart_id = ?", (cart_id,)).fetchone()
    consignments = tuple(
        Consignment(
            id=kept["id"],
            address=json.loads(kept["address"]),
            shares=tuple(Share(*share) for share in json.loads(kept["items"])),
            option_id=kept["option_id"],
        )
        for kept in db.execute(
            "SELECT * FROM bigcommerce_consignments WHERE cart_id = ? ORDER BY position", (cart_id,)
        ).fetchall()
    )
    if row is None:
        return CheckoutRecord(cart_id, None, "", 0, consignments)
    billing = json.loads(row["billing"]) if row["billing"] else None
    return CheckoutRecord(cart_id, billing, row["customer_message"], row["manual_discount"], consignments)


def set_billing(db: sqlite3.Connection, cart_id: str, address: Mapping[str, Any], address_id: str | None) -> None:
    """Write the billing address, under its id or a new one."""
    document = {"id": address_id or short_id(), **address}
    _begin(db, cart_id)
    db.execute("UPDATE bigcommerce_checkouts SET billing = ? WHERE cart_id = ?", (json.dumps(document), cart_id))


def set_message(db: sqlite3.Connection, cart_id: str, message: str) -> None:
    """Write what the customer wants to say."""
    _begin(db, cart_id)
    db.execute("UPDATE bigcommerce_checkouts SET customer_message = ? WHERE cart_id = ?", (message, cart_id))


def set_manual_discount(db: sqlite3.Connection, cart_id: str, minor: int) -> None:
    """Write what the shop itself takes off."""
    _begin(db, cart_id)
    db.execute("UPDATE bigcommerce_checkouts SET manual_discount = ? WHERE cart_id = ?", (minor, cart_id))


def add_consignment(db: sqlite3.Connection, cart_id: str, address: Mapping[str, Any], shares: Sequence[Share]) -> str:
    """Write a consignment after the others, and return its id."""
    consignment_id = short_id()
    db.execute(
        "INSERT INTO bigcommerce_consignments (id, cart_id, position, address, items)"
        " VALUES (?1, ?2, (SELECT COUNT(*) FROM bigcommerce_consignments WHERE cart_id = ?2), ?3, ?4)",
        (consignment_id, cart_id, json.dumps(address), _shares_text(shares)),
    )
    return consignment_id


def change_consignment(
    db: sqlite3.Connection, consignment_id: str, address: Mapping[str, Any], shares: Sequence[Share]
) -> None:
    """Write address and lines anew; the choice of an option is void."""
    db.execute(
        "UPDATE bigcommerce_consignments SET address = ?, items = ?, option_id = NULL WHERE id = ?",
        (json.dumps(address), _shares_text(shares), consignment_id),
    )


def choose_option(db: sqlite3.Connection, consignment_id: str, option_id: str) -> None:
    """Write the chosen way of sending."""
    db.execute("UPDATE bigcommerce_consignments SET option_id = ? WHERE id = ?", (option_id, consignment_id))


def delete_consignment(db: sqlite3.Connection, consignment_id: str) -> None:
    """Forget a consignment."""
    db.execute("DELETE FROM bigcommerce_consignments WHERE id = ?", (consignment_id,))


def delete_consignments(db: sqlite3.Connection, cart_id: str) -> None:
    """Forget all consignments of a cart."""
    db.execute("DELETE FROM bigcommerce_consignments WHERE cart_id = ?", (cart_id,))


def delete_record(db: sqlite3.Connection, cart_id: str) -> None:
    """Forget a checkout, its cart being gone."""
    delete_consignments(db, cart_id)
    db.execute("DELETE FROM bigcommerce_checkouts WHERE cart_id = ?", (cart_id,))


def expire_cart(db: sqlite3.Connection, cart_id: str, now: datetime) -> bool:
    """Let a cart be too old; False for an unknown id."""
    changed = db.execute("UPDATE bigcommerce_carts SET updated_at = ? WHERE id = ?", (iso(now - LIFETIME), cart_id))
    return changed.rowcount == 1


def short_id() -> str:
    """Return a new id of the kind that addresses and consignments have: thirteen hexadecimal digits."""
    return secrets.token_hex(7)[:13]


def _begin(db: sqlite3.Connection, cart_id: str) -> None:
    db.execute("INSERT OR IGNORE INTO bigcommerce_checkouts (cart_id) VALUES (?)", (cart_id,))


def _shares_text(shares: Sequence[Share]) -> str:
    return json.dumps([[share.line_id, share.quantity] for share in shares])
