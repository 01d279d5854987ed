"""Tokens of the addresses that lead a browser to the hosted cart: 30 days, single use."""

from __future__ import annotations

import secrets
import sqlite3
from datetime import datetime, timedelta

from sandbox.clock import iso

LIFETIME = timedelta(days=30)


def make_redirect_token(db: sqlite3.Connection, cart_id: str, now: datetime) -> str:
    """Write a new token of a cart and return it: 64 hexadecimal digits, shared by the three addresses of a set."""
    token = secrets.token_hex(32)
    db.execute(
        "INSERT INTO bigcommerce_redirect_tokens (token, cart_id, expires_at) VALUES (?,?,?)",
        (token, cart_id, iso(now + LIFETIME)),
    )
    return token


def spend_redirect_token(db: sqlite3.Connection, cart_id: str, token: str, now: datetime) -> bool:
    """Use a token up; False if it is unknown, of another cart, used before or too old."""
    changed = db.execute(
        "UPDATE bigcommerce_redirect_tokens SET spent_at = ?1"
        " WHERE token = ?2 AND cart_id = ?3 AND spent_at IS NULL AND expires_at > ?1",
        (iso(now), token, cart_id),
    )
    return changed.rowcount == 1
