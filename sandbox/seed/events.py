"""Fills the event tables from events.toml. Times there are wall-clock times of a zone, so many days after opening."""

from __future__ import annotations

import json
import sqlite3
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.clock import iso
from sandbox.seed.ids import seed_id
from sandbox.seed.rows import minor_units

EVENTS_FILE = "events.toml"
USUAL_AGE_DAYS = 45
DAYS_BEFORE_CLOCK_CHANGE = 14
FEES = {"added": "FEE_ADDED_AT_CHECKOUT", "included": "FEE_INCLUDED", "none": "NO_FEE"}
REGISTRATIONS = {"tickets": "TICKETING", "rsvp": "RSVP"}
Table = Mapping[str, Any]


def seed_events(db: sqlite3.Connection, folder: Path, opening: datetime) -> None:
    """Write the events of `folder/events.toml` into empty tables; without that file there are none."""
    file = folder / EVENTS_FILE
    if not file.exists():
        return
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    for number, event in enumerate(content["events"], start=1):
        _insert(db, "wix_events", _event_row(number, event, content["places"], opening))
        for position, ticket in enumerate(event.get("tickets", []), start=1):
            _insert(db, "wix_ticket_definitions", _definition_row(position, ticket, event, opening))


def next_clock_change(zone: ZoneInfo, earliest: date) -> date:
    """Return the first day from `earliest` on which the clocks of a zone are changed.

    Raises: ValueError for a zone that never changes them.
    """
    for days in range(400):
        day = earliest + timedelta(days=days)
        if _noon_offset(zone, day) != _noon_offset(zone, day - timedelta(days=1)):
            return day
    raise ValueError(f"the clocks are never changed in {zone.key}")


def _noon_offset(zone: ZoneInfo, day: date) -> timedelta | None:
    return datetime.combine(day, time(12), zone).utcoffset()


def _event_row(number: int, event: Table, places: Table, opening: datetime) -> dict[str, Any]:
    starts_at, ends_at = _times(event, opening)
    created_at = iso(opening - timedelta(days=event.get("created_days_ago", USUAL_AGE_DAYS)))
    rsvp = event.get("rsvp", {})
    return {
        "number": number,
        "id": seed_id("event", event["slug"]),
        "slug": event["slug"],
        "title": event["title"],
        "short_description": event["summary"],
        "detailed_description": event["description"].strip(),
        "image": event["image"],
        "starts_at": iso(starts_at),
        "ends_at": iso(ends_at),
        "zone": event["zone"],
        "location": json.dumps(places[event["place"]]),
        "registration": REGISTRATIONS["rsvp" if rsvp else "tickets"],
        "hold_minutes": event.get("hold_minutes", 20),
        "ticket_limit": event.get("tickets_per_order", 10),
        "rsvp_limit": rsvp.get("limit"),
        "rsvp_before": rsvp.get("already_coming", 0),
        "rsvp_opens_at": _after(opening, rsvp.get("opens_days")),
        "has_waitlist": rsvp.get("waitlist", False),
        "takes_no": rsvp.get("takes_no", False),
        "most_guests": rsvp.get("guests", 0),
        "created_at": created_at,
        "updated_at": created_at,
    }


def _times(event: Table, opening: datetime) -> tuple[datetime, datetime]:
    """Return start and end; the wall-clock times hold, whatever the zone does in between."""
    zone = ZoneInfo(event["zone"])
    day = opening.astimezone(zone).date()
    if event.get("on_clock_change"):
        day = next_clock_change(zone, day + timedelta(days=DAYS_BEFORE_CLOCK_CHANGE))
    day += timedelta(days=event.get("days", 0))
    last_day = day + timedelta(days=event.get("ends_days_later", 0))
    starts_at = datetime.combine(day, time.fromisoformat(event["starts"]), zone)
    ends_at = datetime.combine(last_day, time.fromisoformat(event["ends"]), zone)
    return starts_at.astimezone(UTC), ends_at.astimezone(UTC)


def _after(opening: datetime, days: int | None) -> str | None:
    return None if days is None else iso(opening + timedelta(days=days))


def _definition_row(position: int, ticket: Table, event: Table, opening: datetime) -> dict[str, Any]:
    definition_id = seed_id("ticket", event["slug"], ticket["name"])
    created_at = iso(opening - timedelta(days=event.get("created_days_ago", USUAL_AGE_DAYS)))
    return {
        "id": definition_id,
        "event_id": seed_id("event", event["slug"]),
        "position": position,
        "name": ticket["name"],
        "description": ticket.get("description", ""),
        "policy": ticket.get("policy", ""),
        "price": minor_units(ticket["price"]) if "price" in ticket else None,
        "least_price": minor_units(ticket["least_price"]) if "least_price" in ticket else None,
        "options": json.dumps([_option(definition_id, option) for option in ticket.get("options", [])]),
        "fee_type": FEES[ticket.get("fee", "none")],
        "capacity": ticket["places"],
        "sold_before": ticket.get("sold", 0),
        "limit_per_checkout": ticket.get("limit", 20),
        "sale_starts_at": _after(opening, ticket.get("sale_opens_days")),
        "sale_ends_at": _after(opening, ticket.get("sale_closes_days")),
        "created_at": created_at,
        "updated_at": created_at,
    }


def _option(definition_id: str, option: Table) -> dict[str, Any]:
    option_id = seed_id("ticket-option", definition_id, option["name"])
    return {"id": option_id, "name": option["name"], "price": minor_units(option["price"])}


def _insert(db: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    columns, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", row)  # noqa: S608 - the names are ours
