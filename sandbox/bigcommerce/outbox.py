"""Events waiting to be told: written where something happens, read by whoever delivers them. Nothing is sent here."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sandbox.bigcommerce.webhook_messages import Event, Message
from sandbox.clock import iso

KEPT_EVENTS = 500
# Seconds before each further try; after the last one the hook is switched off.
RETRIES = (60, 180, 180, 300, 600, 900, 1800, 3600, 7200, 21_600, 50_400, 86_400)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that a hook has not taken yet."""

    id: int
    hook_id: int
    message: Message
    destination: str
    headers: Mapping[str, str]
    attempts: int


def publish(db: sqlite3.Connection, now: datetime, event: Event) -> None:
    """Write an event, and a delivery for each active hook that wants it."""
    message_id = f"msg_{uuid4().hex}"
    cursor = db.execute(
        "INSERT INTO bigcommerce_events (message_id, scope, body, created_at) VALUES (?,?,?,?)",
        (message_id, event.scope, event.body(now, message_id), iso(now)),
    )
    event_id = cursor.lastrowid or 0
    db.execute("DELETE FROM bigcommerce_events WHERE id <= ?", (event_id - KEPT_EVENTS,))
    db.execute("DELETE FROM bigcommerce_deliveries WHERE event_id <= ?", (event_id - KEPT_EVENTS,))
    for hook in db.execute("SELECT id, scope FROM bigcommerce_hooks WHERE is_active = 1").fetchall():
        if wants(hook["scope"], event.scope):
            db.execute(
                "INSERT INTO bigcommerce_deliveries (event_id, hook_id, due_at) VALUES (?,?,?)",
                (event_id, hook["id"], iso(now)),
            )


def publish_cart(db: sqlite3.Connection, now: datetime, what: str, cart_id: str) -> None:
    """Write that a cart was created, updated or deleted."""
    publish(db, now, Event(f"store/cart/{what}", "cart", cart_id))


def wants(hook_scope: str, scope: str) -> bool:
    """Tell whether a hook for `store/order/*` or one exact scope is meant."""
    return hook_scope == scope or (hook_scope.endswith("*") and scope.startswith(hook_scope.removesuffix("*")))


def messages(db: sqlite3.Connection) -> list[Message]:
    """Return the kept events, oldest first, whether or not anybody wanted them."""
    rows = db.execute("SELECT * FROM bigcommerce_events ORDER BY id").fetchall()
    return [_message(row) for row in rows]


def due_deliveries(db: sqlite3.Connection, now: datetime) -> list[Delivery]:
    """Return what is to be sent now, oldest first."""
    rows = db.execute(
        "SELECT d.id AS delivery_id, d.hook_id, d.attempts, h.destination, h.headers, e.*"
        " FROM bigcommerce_deliveries AS d JOIN bigcommerce_hooks AS h ON h.id = d.hook_id"
        " JOIN bigcommerce_events AS e ON e.id = d.event_id"
        " WHERE d.delivered_at IS NULL AND d.due_at <= ? AND h.is_active = 1 ORDER BY d.id LIMIT 50",
        (iso(now),),
    ).fetchall()
    return [
        Delivery(
            id=row["delivery_id"],
            hook_id=row["hook_id"],
            message=_message(row),
            destination=row["destination"],
            headers=json.loads(row["headers"]),
            attempts=row["attempts"],
        )
        for row in rows
    ]


def note_success(db: sqlite3.Connection, delivery: Delivery, now: datetime) -> None:
    """Remember that a hook has taken a message."""
    db.execute(
        "UPDATE bigcommerce_deliveries SET delivered_at = ?, attempts = attempts + 1 WHERE id = ?",
        (iso(now), delivery.id),
    )


def note_failure(db: sqlite3.Connection, delivery: Delivery, now: datetime) -> None:
    """Try again later; a hook that has failed for two days is switched off."""
    if delivery.attempts < len(RETRIES):
        due_at = iso(now + timedelta(seconds=RETRIES[delivery.attempts]))
        db.execute(
            "UPDATE bigcommerce_deliveries SET due_at = ?, attempts = attempts + 1 WHERE id = ?", (due_at, delivery.id)
        )
    else:
        db.execute("UPDATE bigcommerce_deliveries SET due_at = NULL WHERE id = ?", (delivery.id,))
        db.execute("UPDATE bigcommerce_hooks SET is_active = 0 WHERE id = ?", (delivery.hook_id,))


def _message(row: sqlite3.Row) -> Message:
    return Message(id=row["message_id"], scope=row["scope"], body=row["body"], created_at=row["created_at"])
