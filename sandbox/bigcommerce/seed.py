"""What the store has from the start beside the shared catalog: customers, gift certificates, and pages of its shop."""

from __future__ import annotations

import sqlite3
import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from sandbox.bigcommerce.customer_store import create_customer
from sandbox.bigcommerce.site_store import set_routes
from sandbox.clock import iso

GIFT_CERTIFICATES = {"GC-25": 2500, "GC-500": 50_000, "GC-EMPTY": 0}
# The first of the customers has some money at the shop.
STORE_CREDIT = 1500
ROUTES = (("order_confirmation", "*", "/order-confirmation"), ("cart", "*", "/cart"))


def seed_store(db: sqlite3.Connection, folder: Path, now: datetime) -> None:
    """Write customers (of `folder/members.toml`, none if there is no such file), gift certificates, and routes."""
    db.executemany("INSERT INTO bigcommerce_gift_certificates (code, balance) VALUES (?,?)", GIFT_CERTIFICATES.items())
    set_routes(db, ROUTES)
    file = folder / "members.toml"
    members = tomllib.loads(file.read_text(encoding="utf-8")).get("members", []) if file.exists() else []
    for position, member in enumerate(members):
        create_customer(
            db,
            member["email"],
            member["password"],
            iso(now - timedelta(days=member.get("joined_days_ago", 0))),
            first_name=member["first_name"],
            last_name=member["last_name"],
            store_credit=0 if position else STORE_CREDIT,
        )
