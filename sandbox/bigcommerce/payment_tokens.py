"""Payment access tokens: one order, its amount at that moment, one hour, one use.

Source: https://developer.bigcommerce.com/docs/rest-payments/tokens
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sandbox.bigcommerce import jwt
from sandbox.bigcommerce.order_store import Order
from sandbox.bigcommerce.site import STORE_HASH, STORE_ID
from sandbox.clock import iso

LIFETIME = timedelta(hours=1)
ISSUER = "payments.bigcommerce.com"
# The payment service signs with a key of its own that no shop knows: a token is opaque to them.
SIGNING_KEY = "sandbox-payments-key-not-known-to-shops"


@dataclass(frozen=True, slots=True)
class PaymentToken:
    """A token that is good: what it pays, in minor units."""

    id: str
    order_id: int
    amount: int


def make_payment_token(db: sqlite3.Connection, now: datetime, order: Order, currency: str) -> str:
    """Write a token for what is due of an order, and return it."""
    token_id, issued_at = uuid4().hex, int(now.timestamp())
    data = {"store_id": str(STORE_ID), "order_id": str(order.id), "amount": order.due, "currency": currency}
    db.execute(
        "INSERT INTO bigcommerce_payment_tokens (id, order_id, amount, expires_at) VALUES (?,?,?,?)",
        (token_id, order.id, order.due, iso(now + LIFETIME)),
    )
    claims = {
        "iss": ISSUER,
        "sub": STORE_HASH,
        "jti": token_id,
        "iat": issued_at,
        "nbf": issued_at,
        "exp": issued_at + int(LIFETIME.total_seconds()),
        "data": data,
    }
    return jwt.sign(claims, SIGNING_KEY)


def find_payment_token(db: sqlite3.Connection, now: datetime, token: str) -> PaymentToken | None:
    """Return what a token pays; None if it is forged, used or too old."""
    try:
        claims = jwt.read(token, SIGNING_KEY)
    except jwt.BadTokenError:
        return None
    row = db.execute(
        "SELECT * FROM bigcommerce_payment_tokens WHERE id = ? AND spent_at IS NULL AND expires_at > ?",
        (str(claims.get("jti")), iso(now)),
    ).fetchone()
    return PaymentToken(row["id"], row["order_id"], row["amount"]) if row else None


def spend_payment_token(db: sqlite3.Connection, now: datetime, token: PaymentToken) -> None:
    """Use a token up, whether or not the payment goes well."""
    db.execute("UPDATE bigcommerce_payment_tokens SET spent_at = ? WHERE id = ?", (iso(now), token.id))
