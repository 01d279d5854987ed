"""Fills in the tickets and plans that members of the seed have bought before; their orders are in member_seed.py."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sandbox.clock import iso
from sandbox.seed import seed_id
from sandbox.wix.event_order_store import Guest, place_order
from sandbox.wix.event_payment import FREE, PAID
from sandbox.wix.event_store import definitions_of, find_event_by_slug
from sandbox.wix.member_store import Member
from sandbox.wix.plan_order_store import insert_plan_order
from sandbox.wix.plan_store import find_plan_by_slug
from sandbox.wix.reservation_store import (
    ReservedTicket,
    create_reservation,
    find_reservation,
    set_reservation_status,
)
from sandbox.wix.site import Subject

Entry = Mapping[str, Any]


def seed_tickets(db: sqlite3.Connection, member: Member, entry: Entry, now: datetime) -> str:
    """Write a ticket order and return its number. Raises: KeyError for an event or ticket that the seed lacks."""
    moment = now - timedelta(days=entry["days_ago"])
    event = find_event_by_slug(db, entry["event"])
    if event is None:
        raise KeyError(entry["event"])
    tickets = [_ticket(db, event.id, entry, iso(moment))]
    reservation_id = create_reservation(db, event, Subject("MEMBER", member.id), tickets, moment)
    set_reservation_status(db, reservation_id, "CONFIRMED", iso(moment))
    reservation = find_reservation(db, reservation_id)
    if reservation is None:
        raise KeyError(reservation_id)
    guest = Guest(member.email, member.first_name, member.last_name, member.id)
    outcome = PAID if tickets[0].price else FREE
    return place_order(db, reservation, guest, outcome.status, outcome.method, iso(moment), entry["number"])


def seed_plan(db: sqlite3.Connection, member: Member, entry: Entry, now: datetime) -> str:
    """Write a plan order that began some days ago, and return its id. Raises: KeyError for an unknown plan."""
    plan = find_plan_by_slug(db, entry["plan"])
    if plan is None:
        raise KeyError(entry["plan"])
    started_at = now - timedelta(days=entry["days_ago"])
    return insert_plan_order(db, plan, member, started_at, order_id=seed_id("plan-order", member.email, entry["plan"]))


def _ticket(db: sqlite3.Connection, event_id: str, entry: Entry, now: str) -> ReservedTicket:
    kinds = definitions_of(db, [event_id], now)[event_id]
    definition = next((kind for kind in kinds if kind.name == entry["ticket"]), None)
    if definition is None or definition.price is None:
        raise KeyError(entry["ticket"])
    return ReservedTicket(
        id=seed_id("reserved-ticket", entry["number"]),
        definition_id=definition.id,
        quantity=entry["quantity"],
        name=definition.name,
        price=definition.price,
        option_id=None,
        option_name=None,
        fee_type=definition.fee_type,
    )
