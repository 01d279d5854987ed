"""Customers of the store, and their passwords. Whoever is signed in with a browser is in browser_store.py."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from werkzeug.security import check_password_hash, generate_password_hash

# Passwords of a stand-in: hashed, so that none stands in the file, and cheaply, so that tests stay quick.
HASH_METHOD = "pbkdf2:sha256:1000"


class EmailTakenError(Exception):
    """There is a customer with this address already."""


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody with an account; `store_credit` is in minor units."""

    id: int
    email: str
    first_name: str
    last_name: str
    store_credit: int
    created_at: str


def create_customer(
    db: sqlite3.Connection,
    email: str,
    password: str,
    now: str,
    *,
    first_name: str = "",
    last_name: str = "",
    store_credit: int = 0,
) -> int:
    """Make an account and return its id. Raises: EmailTakenError."""
    address = email.strip().lower()
    if find_customer_by_email(db, address):
        raise EmailTakenError
    cursor = db.execute(
        "INSERT INTO bigcommerce_customers (email, first_name, last_name, password_hash, store_credit, created_at)"
        " VALUES (?,?,?,?,?,?)",
        (address, first_name, last_name, generate_password_hash(password, method=HASH_METHOD), store_credit, now),
    )
    return cursor.lastrowid or 0


def find_customer(db: sqlite3.Connection, customer_id: int | None) -> Customer | None:
    """Return a customer, None for an unknown id."""
    return _customer(db.execute("SELECT * FROM bigcommerce_customers WHERE id = ?", (customer_id,)).fetchone())


def find_customer_by_email(db: sqlite3.Connection, email: str) -> Customer | None:
    """Return the customer of an address, however it is spelled."""
    row = db.execute("SELECT * FROM bigcommerce_customers WHERE email = ?", (email.strip().lower(),)).fetchone()
    return _customer(row)


def check_password(db: sqlite3.Connection, email: str, password: str) -> Customer | None:
    """Return the customer whose address and password these are."""
    row = db.execute("SELECT * FROM bigcommerce_customers WHERE email = ?", (email.strip().lower(),)).fetchone()
    return _customer(row) if row and check_password_hash(row["password_hash"], password) else None


def _customer(row: sqlite3.Row | None) -> Customer | None:
    return Customer(**{name: row[name] for name in Customer.__slots__}) if row else None
