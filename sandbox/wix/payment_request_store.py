"""Requests for payment in the database: where each stands by now, voiding and paying. No HTTP."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sandbox.wix.order_store import receive_payment

UNPAID, PAID, EXPIRED, VOIDED = "UNPAID", "PAID", "EXPIRED", "VOIDED"


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """A request to pay something towards an order. `amount` is in minor units, `status` how it stands at the moment."""

    id: str
    order_id: str
    order_number: str
    amount: int
    currency: str
    title: str
    description: str
    source: Mapping[str, str]
    status: str
    expires_at: str | None
    gateway_order_id: str | None
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a merchant asks for. `expires_at` is a moment as `iso` writes it."""

    order_id: str
    amount: int
    title: str
    description: str
    source: Mapping[str, str]
    expires_at: str | None


def insert_payment_request(db: sqlite3.Connection, wanted: Wanted, currency: str, now: str) -> str:
    """Write a new request, which is not paid yet; return its id."""
    request_id = str(uuid4())
    db.execute(
        "INSERT INTO wix_payment_requests (id, order_id, amount, currency, title, description, source, expires_at,"
        " created_at, updated_at) VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            request_id,
            wanted.order_id,
            wanted.amount,
            currency,
            wanted.title,
            wanted.description,
            json.dumps(wanted.source),
            wanted.expires_at,
            now,
            now,
        ),
    )
    return request_id


def find_payment_request(db: sqlite3.Connection, request_id: str, now: str) -> PaymentRequest | None:
    """Return a request as it stands now, None for an unknown id."""
    row = db.execute(
        "SELECT wix_payment_requests.*, CAST(wix_orders.number AS TEXT) AS order_number FROM wix_payment_requests"
        " JOIN wix_orders ON wix_orders.id = order_id WHERE wix_payment_requests.id = ?",
        (request_id,),
    ).fetchone()
    if row is None:
        return None
    values = {name: row[name] for name in PaymentRequest.__slots__}
    is_late = row["status"] == UNPAID and row["expires_at"] is not None and row["expires_at"] <= now
    status = EXPIRED if is_late else row["status"]
    return PaymentRequest(**{**values, "source": json.loads(row["source"]), "status": status})


def void_payment_request(db: sqlite3.Connection, request_id: str, now: str) -> None:
    """Take a request back."""
    _set_status(db, request_id, VOIDED, None, now)


def pay_payment_request(db: sqlite3.Connection, request_id: str, now: str) -> bool:
    """Take the money and note it at the order; False, and nothing taken, unless the request still waits for it."""
    asked = find_payment_request(db, request_id, now)
    if asked is None or asked.status != UNPAID:
        return False
    _set_status(db, asked.id, PAID, str(uuid4()), now)
    receive_payment(db, asked.order_id, asked.amount, now)
    return True


def _set_status(db: sqlite3.Connection, request_id: str, status: str, gateway_order_id: str | None, now: str) -> None:
    values: tuple[Any, ...] = (status, gateway_order_id, now, request_id)
    db.execute("UPDATE wix_payment_requests SET status = ?, gateway_order_id = ?, updated_at = ? WHERE id = ?", values)
