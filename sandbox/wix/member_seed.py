"""Fills in who has an account, from members.toml, and the orders they placed in the past."""

from __future__ import annotations

import sqlite3
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sandbox.clock import StoppedClock, iso
from sandbox.seed import seed_id
from sandbox.wix.checkout_store import Checkout
from sandbox.wix.lines import StoredLine, resolve
from sandbox.wix.member_store import Member, create_member
from sandbox.wix.order_store import Contact, Purchase, place_order
from sandbox.wix.past_purchases import seed_plan, seed_tickets
from sandbox.wix.quotes import quote
from sandbox.wix.site import Site, Subject

# Below the numbers of orders placed in the sandbox itself, which start at 10001.
FIRST_PAST_NUMBER = 9001
ADDRESS = ("phone", "country", "subdivision", "city", "postal_code", "address_line")
Entry = Mapping[str, Any]


def seed_members(db: sqlite3.Connection, site: Site, folder: Path, now: datetime) -> None:
    """Write the members of `folder/members.toml`, none if there is no such file.

    Catalog, events and plans must be there before.
    """
    file = folder / "members.toml"
    if not file.exists():
        return
    past = []
    for entry in tomllib.loads(file.read_text(encoding="utf-8")).get("members", []):
        member = _create(db, entry, now)
        past += [(order["days_ago"], order, member, entry) for order in entry.get("orders", [])]
        for bought in entry.get("tickets", []):
            seed_tickets(db, member, bought, now)
        for bought in entry.get("plans", []):
            seed_plan(db, member, bought, now)
    past.sort(key=lambda placed: -placed[0])
    for number, (days_ago, order, member, entry) in enumerate(past, start=FIRST_PAST_NUMBER):
        _place(db, site, order, member, entry, number, now - timedelta(days=days_ago))


def _create(db: sqlite3.Connection, entry: Entry, now: datetime) -> Member:
    return create_member(
        db,
        entry["email"],
        entry["password"],
        iso(now - timedelta(days=entry.get("joined_days_ago", 0))),
        first_name=entry["first_name"],
        last_name=entry["last_name"],
        photo=entry.get("photo"),
        member_id=seed_id("member", entry["email"]),
    )


def _place(
    db: sqlite3.Connection, site: Site, order: Entry, member: Member, entry: Entry, number: int, moment: datetime
) -> None:
    then = replace(site, clock=StoppedClock(site.database, moment))
    checkout = _checkout(db, order, member, iso(moment))
    contact = _contact(member, entry.get("address", {}))
    quoted = quote(db, then, checkout, contact.address(), shipping_code=order.get("shipping"), email=member.email)
    place_order(
        db,
        then,
        Purchase(checkout, contact, quoted),
        order.get("status", "APPROVED"),
        order.get("payment_status", "PAID"),
        iso(moment),
        number=number,
        is_sent=order.get("sent", False),
    )


def _contact(member: Member, address: Entry) -> Contact:
    parts = {name: address.get(name, "") for name in ADDRESS}
    return Contact(email=member.email, first_name=member.first_name, last_name=member.last_name, **parts)


def _checkout(db: sqlite3.Connection, order: Entry, member: Member, at: str) -> Checkout:
    """Return a finished checkout that is kept nowhere: only its order is."""
    name = (member.email, str(order["days_ago"]))
    stored = [_stored_line(db, number, line) for number, line in enumerate(order["lines"], start=1)]
    return Checkout(
        id=seed_id("checkout", *name),
        cart_id=seed_id("cart", *name),
        subject=Subject("MEMBER", member.id),
        channel_type="WEB",
        coupon_code=order.get("coupon"),
        gift_card_code=None,
        buyer_note=order.get("note"),
        email=member.email,
        lines=resolve(db, stored),
        completed=True,
        order_id=None,
        purchase_flow_id=seed_id("purchase-flow", *name),
        created_at=at,
        updated_at=at,
    )


def _stored_line(db: sqlite3.Connection, number: int, line: Entry) -> StoredLine:
    """Return a line for a SKU. Raises: KeyError for one that is not in the catalog."""
    row = db.execute(
        "SELECT variants.id, variants.product_id, variants.price, products.name FROM variants"
        " JOIN products ON products.id = product_id WHERE sku = ?",
        (line["sku"],),
    ).fetchone()
    if row is None:
        raise KeyError(line["sku"])
    return StoredLine(number, row["product_id"], row["id"], line["quantity"], {}, row["name"], row["price"])
