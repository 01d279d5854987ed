"""Carts in the database; a checkout is the same thing under the same id. No HTTP, no shapes."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from sandbox.bigcommerce.lines import Line, StoredLine, resolve, stored_from_row
from sandbox.clock import iso, parse_iso

LIFETIME = timedelta(days=30)
FIELDS = "id, customer_id, channel_id, email, locale, coupon_code, version, contents, created_at, updated_at"


@dataclass(frozen=True, slots=True)
class Cart:
    """A basket; `lines` stand beside the catalog of this moment.

    `tax_rate` is None until an address is known. `version` counts all changes; `contents` those of lines and customer
    alone, after which a chosen way of shipping is void.
    """

    id: str
    customer_id: int
    channel_id: int
    email: str
    locale: str
    coupon_code: str | None
    version: int
    contents: int
    created_at: str
    updated_at: str
    tax_rate: Decimal | None
    lines: list[Line]

    @property
    def physical_lines(self) -> list[Line]:
        """Return what has to be sent."""
        return [line for line in self.lines if not line.is_digital]

    def line(self, line_id: str) -> Line | None:
        """Return the line of an id, None if there is none."""
        return next((line for line in self.lines if line.id == line_id), None)


def find_cart(db: sqlite3.Connection, cart_id: str, now: datetime) -> Cart | None:
    """Return a cart, None for one that is unknown, deleted, bought, or untouched for 30 days."""
    row = db.execute("SELECT * FROM bigcommerce_carts WHERE id = ?", (cart_id.lower(),)).fetchone()
    if row is None or parse_iso(row["updated_at"]) + LIFETIME <= now:
        return None
    stored = db.execute("SELECT * FROM bigcommerce_cart_lines WHERE cart_id = ? ORDER BY number", (row["id"],))
    return Cart(
        **{name: row[name] for name in FIELDS.split(", ")},
        tax_rate=None if row["tax_rate"] is None else Decimal(row["tax_rate"]),
        lines=resolve(db, map(stored_from_row, stored)),
    )


def create_cart(db: sqlite3.Connection, customer_id: int, channel_id: int, locale: str, now: datetime) -> Cart:
    """Make an empty cart, which is to be given lines at once."""
    cart_id, moment = str(uuid4()), iso(now)
    db.execute(
        "INSERT INTO bigcommerce_carts (id, customer_id, channel_id, locale, created_at, updated_at)"
        " VALUES (?,?,?,?,?,?)",
        (cart_id, customer_id, channel_id, locale, moment, moment),
    )
    return Cart(cart_id, customer_id, channel_id, "", locale, None, 1, 1, moment, moment, None, [])


def add_line(db: sqlite3.Connection, cart: Cart, line: Line) -> None:
    """Add a line, merged into one of the same item at the same price; `cart` is not changed itself."""
    same = next((other for other in cart.lines if other.stored.same_item(line.stored)), None)
    if same is not None:
        set_quantity(db, same, same.quantity + line.quantity)
        return
    _insert_line(db, cart.id, line.stored)


def set_quantity(db: sqlite3.Connection, line: Line, quantity: int) -> None:
    """Set how many pieces of a line are wanted."""
    db.execute("UPDATE bigcommerce_cart_lines SET quantity = ? WHERE id = ?", (quantity, line.id))


def set_list_price(db: sqlite3.Connection, line: Line, list_price: int) -> None:
    """Set what a piece costs (minor units), whatever the catalog says."""
    db.execute("UPDATE bigcommerce_cart_lines SET list_price = ? WHERE id = ?", (list_price, line.id))


def remove_line(db: sqlite3.Connection, line: Line) -> None:
    """Take a line out."""
    db.execute("DELETE FROM bigcommerce_cart_lines WHERE id = ?", (line.id,))


def touch_cart(db: sqlite3.Connection, cart: Cart, now: datetime, *, new_contents: bool = True) -> None:
    """Remember that the cart was changed, and that a chosen way of shipping is void unless told otherwise."""
    db.execute(
        "UPDATE bigcommerce_carts SET updated_at = ?, version = version + 1, contents = contents + ? WHERE id = ?",
        (iso(now), int(new_contents), cart.id),
    )


def set_customer(db: sqlite3.Connection, cart: Cart, customer_id: int) -> None:
    """Give the cart to a customer; promotions are dropped. Whoever calls touches the cart, which drops shipping."""
    db.execute("UPDATE bigcommerce_carts SET customer_id = ?, coupon_code = NULL WHERE id = ?", (customer_id, cart.id))


def set_email(db: sqlite3.Connection, cart: Cart, email: str) -> None:
    """Keep the e-mail address of the buyer."""
    db.execute("UPDATE bigcommerce_carts SET email = ? WHERE id = ?", (email, cart.id))


def set_tax_rate(db: sqlite3.Connection, cart: Cart, rate: Decimal | None) -> None:
    """Keep what share of the price is added as tax where things are sent to; None while that is not known."""
    kept = None if rate is None else str(rate)
    db.execute("UPDATE bigcommerce_carts SET tax_rate = ? WHERE id = ?", (kept, cart.id))


def set_coupon(db: sqlite3.Connection, cart: Cart, code: str | None) -> None:
    """Keep the code of a coupon, or none."""
    db.execute("UPDATE bigcommerce_carts SET coupon_code = ? WHERE id = ?", (code, cart.id))


def delete_cart(db: sqlite3.Connection, cart_id: str | None = None) -> None:
    """Delete a cart, or all."""
    for table, column in (("cart_lines", "cart_id"), ("redirect_tokens", "cart_id"), ("carts", "id")):
        db.execute(f"DELETE FROM bigcommerce_{table} WHERE ?1 IS NULL OR {column} = ?1", (cart_id,))  # noqa: S608 - ours


def _insert_line(db: sqlite3.Connection, cart_id: str, stored: StoredLine) -> None:
    db.execute(
        "INSERT INTO bigcommerce_cart_lines (cart_id, number, id, product_id, variant_id, quantity, selections, name,"
        " price, is_digital, list_price) VALUES (?1, (SELECT COALESCE(MAX(number), 0) + 1 FROM bigcommerce_cart_lines"
        " WHERE cart_id = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        (
            cart_id,
            stored.id,
            stored.product_id,
            stored.variant_id,
            stored.quantity,
            json.dumps(stored.selections),
            stored.name,
            stored.price,
            int(stored.is_digital),
            stored.list_price,
        ),
    )
