"""Orders in the database: their states, and what has been paid. What was ordered stands in a document.

Source: https://developer.bigcommerce.com/docs/store-operations/orders/statuses
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.bigcommerce.outbox import publish
from sandbox.bigcommerce.webhook_messages import Event
from sandbox.clock import iso

FIRST_ID = 101
LARGEST_ID = 2**31 - 1
INCOMPLETE, PENDING, REFUNDED, CANCELLED, DECLINED, AWAITING_PAYMENT, AWAITING_FULFILLMENT = 0, 1, 4, 5, 6, 7, 11
STATUSES = {
    0: "Incomplete",
    1: "Pending",
    2: "Shipped",
    3: "Partially Shipped",
    4: "Refunded",
    5: "Cancelled",
    6: "Declined",
    7: "Awaiting Payment",
    8: "Awaiting Pickup",
    9: "Awaiting Shipment",
    10: "Completed",
    11: "Awaiting Fulfillment",
    12: "Manual Verification Required",
    13: "Disputed",
    14: "Partially Refunded",
}
PAYMENT_STATUSES = (
    *("", "authorized", "captured", "capture pending", "declined", "held for review", "paid", "partially refunded"),
    *("pending", "refunded", "void", "void pending"),
)
FILTERS = {"cart_id": "cart_id", "status_id": "status_id", "customer_id": "customer_id", "email": "email"}
ORDERINGS = {
    f"{name}:{direction}": f"{column} {direction}, id {direction}"
    for name, column in {
        "id": "id",
        "customer_id": "customer_id",
        "date_created": "created_at",
        "date_modified": "updated_at",
        "status_id": "status_id",
    }.items()
    for direction in ("asc", "desc")
}
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Order:
    """An order. `paid` counts gift certificates and store credit, `awaited` what a bank may still send; minor units."""

    id: int
    cart_id: str
    channel_id: int
    customer_id: int
    email: str
    status_id: int
    payment_status: str
    payment_method: str
    total: int
    paid: int
    awaited: int
    gift: int
    store_credit: int
    created_at: str
    updated_at: str
    document: Mapping[str, Any]

    @property
    def due(self) -> int:
        """Return what is left to pay."""
        return self.total - self.paid

    @property
    def is_payable(self) -> bool:
        """Tell whether a payment may be made: not before the end of another one, and not after everything is paid."""
        is_open = self.status_id == INCOMPLETE or (self.status_id == PENDING and self.paid > 0)
        return is_open and not self.awaited and self.due > 0


def insert_order(db: sqlite3.Connection, now: datetime, order: Mapping[str, Any], document: Mapping[str, Any]) -> int:
    """Write an order in status 0 and return its id; `order` are columns of its row."""
    newest = db.execute("SELECT MAX(id) FROM bigcommerce_orders").fetchone()[0]
    order_id = max(FIRST_ID, (newest or 0) + 1)
    db.execute(
        "INSERT INTO bigcommerce_orders (id, cart_id, channel_id, customer_id, email, status_id, total, created_at,"
        " updated_at, document) VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            order_id,
            order["cart_id"],
            order["channel_id"],
            order["customer_id"],
            order["email"],
            INCOMPLETE,
            order["total"],
            iso(now),
            iso(now),
            json.dumps(document),
        ),
    )
    publish(db, now, Event("store/order/created", "order", order_id))
    return order_id


def find_order(db: sqlite3.Connection, order_id: int) -> Order | None:
    """Return an order, None for an unknown id."""
    if order_id > LARGEST_ID:
        return None
    row = db.execute("SELECT * FROM bigcommerce_orders WHERE id = ?", (order_id,)).fetchone()
    return _order(row) if row else None


def find_orders(
    db: sqlite3.Connection, wanted: Mapping[str, object], limit: int, offset: int, order_by: str = "id"
) -> list[Order]:
    """Return the orders whose columns have the wanted values, the oldest first unless told otherwise (ORDERINGS)."""
    conditions = " AND ".join(["1", *(f"{FILTERS[name]} = ?" for name in wanted)])
    rows = db.execute(
        f"SELECT * FROM bigcommerce_orders WHERE {conditions} ORDER BY {order_by} LIMIT ? OFFSET ?",  # noqa: S608 - ours
        (*wanted.values(), limit, offset),
    )
    return [_order(row) for row in rows.fetchall()]


def set_status(
    db: sqlite3.Connection, now: datetime, order: Order, status_id: int, payment_status: str | None = None
) -> None:
    """Change the states of an order, and say so to the hooks.

    Raises: ValueError for a status that BigCommerce does not have.
    """
    if status_id not in STATUSES or payment_status not in (None, *PAYMENT_STATUSES):
        raise ValueError("BigCommerce has no such status of an order")
    db.execute(
        "UPDATE bigcommerce_orders SET status_id = ?, payment_status = COALESCE(?, payment_status), updated_at = ?"
        " WHERE id = ?",
        (status_id, payment_status, iso(now), order.id),
    )
    if status_id != order.status_id:
        change = {"previous_status_id": order.status_id, "new_status_id": status_id}
        publish(db, now, Event("store/order/statusUpdated", "order", order.id, {"status": change}))


def set_payment_method(db: sqlite3.Connection, order: Order, method: str) -> None:
    """Write what the buyer pays with."""
    db.execute("UPDATE bigcommerce_orders SET payment_method = ? WHERE id = ?", (method, order.id))


def receive_money(db: sqlite3.Connection, order: Order, *, paid: int = 0, gift: int = 0, store_credit: int = 0) -> None:
    """Add what has been received; gift certificates and store credit count as paid, too."""
    db.execute(
        "UPDATE bigcommerce_orders SET paid = paid + ?, gift = gift + ?, store_credit = store_credit + ? WHERE id = ?",
        (paid + gift + store_credit, gift, store_credit, order.id),
    )


def await_money(db: sqlite3.Connection, order: Order, minor: int) -> None:
    """Remember what a bank has not decided on yet; nothing any more with 0."""
    db.execute("UPDATE bigcommerce_orders SET awaited = ? WHERE id = ?", (minor, order.id))


def add_transaction(db: sqlite3.Connection, now: datetime, order_id: int, document: Mapping[str, Any]) -> int:
    """Write a transaction of an order and return its id; hooks are told with ids that are strings."""
    cursor = db.execute(
        "INSERT INTO bigcommerce_transactions (order_id, document) VALUES (?,?)", (order_id, json.dumps(document))
    )
    number = cursor.lastrowid or 0
    extra = {"order_id": str(order_id)}
    publish(db, now, Event("store/order/transaction/created", "transaction", str(number), extra))
    return number


def transactions_of(db: sqlite3.Connection, order_id: int) -> Sequence[Json]:
    """Return the transactions of an order, the oldest first."""
    rows = db.execute("SELECT * FROM bigcommerce_transactions WHERE order_id = ? ORDER BY id", (order_id,))
    return [{"id": row["id"], **json.loads(row["document"])} for row in rows.fetchall()]


def _order(row: sqlite3.Row) -> Order:
    values = {name: row[name] for name in Order.__slots__ if name != "document"}
    return Order(document=json.loads(row["document"]), **values)
