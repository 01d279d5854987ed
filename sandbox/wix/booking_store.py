"""Bookings in the database. Whether there is room for another one is in booking_desk.py."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sandbox.clock import iso, parse_iso
from sandbox.wix.site import Subject

STATUSES = ("CREATED", "CONFIRMED", "CANCELED", "PENDING", "DECLINED", "WAITING_LIST")
PAYMENT_STATUSES = ("UNDEFINED", "NOT_PAID", "PAID", "PARTIALLY_PAID", "REFUNDED", "EXEMPT")
SELECT = "SELECT * FROM wix_bookings"
# A booking that is made over the API and not paid keeps its place for so long.
HOLD = timedelta(minutes=20)
HOLDS_A_PLACE = "(status IN ('CONFIRMED', 'PENDING') OR status = 'CREATED' AND created_at > :held_since)"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Guest:
    """Who comes."""

    email: str
    first_name: str
    last_name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Booking:
    """Somebody's place at a service. `zone` is the one its times were asked for in."""

    id: str
    service_id: str
    title: str
    subject_kind: str
    subject_id: str
    session_id: str | None
    event_id: str | None
    resource_id: str | None
    place_id: str
    starts_at: str
    ends_at: str
    zone: str
    participants: int
    first_name: str
    last_name: str
    email: str
    phone: str
    status: str
    payment_status: str
    payment_option: str
    plan_order_id: str | None
    order_id: str | None
    revision: int
    created_at: str
    updated_at: str

    @property
    def subject(self) -> Subject:
        """Return whose it is."""
        return Subject(self.subject_kind, self.subject_id)

    @property
    def start(self) -> datetime:
        """Return when it starts."""
        return parse_iso(self.starts_at)

    @property
    def end(self) -> datetime:
        """Return when it ends."""
        return parse_iso(self.ends_at)


def insert_booking(db: sqlite3.Connection, now: datetime, guest: Guest, **values: Any) -> str:
    """Write a booking and return its id; `values` are columns."""
    row = {
        "id": str(uuid4()),
        "email": guest.email,
        "first_name": guest.first_name,
        "last_name": guest.last_name,
        "phone": guest.phone,
        "created_at": iso(now),
        "updated_at": iso(now),
        **values,
    }
    columns, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO wix_bookings ({columns}) VALUES ({marks})", row)  # noqa: S608 - the names are ours
    return str(row["id"])


def find_booking(db: sqlite3.Connection, booking_id: str) -> Booking | None:
    """Return a booking, None for an unknown id."""
    row = db.execute(f"{SELECT} WHERE id = ?", (booking_id,)).fetchone()
    return booking_from_row(row) if row else None


def find_booking_of_session(db: sqlite3.Connection, session_id: str) -> Booking | None:
    """Return the booking a hosted page has made."""
    row = db.execute(f"{SELECT} WHERE session_id = ?", (session_id,)).fetchone()
    return booking_from_row(row) if row else None


def busy_stretches(db: sqlite3.Connection, begin: str, end: str, now: datetime) -> dict[str, list[Stretch]]:
    """Return when each resource is booked for appointments that touch a stretch of time."""
    rows = db.execute(
        "SELECT resource_id, starts_at, ends_at FROM wix_bookings WHERE event_id IS NULL"  # noqa: S608 - a constant
        f" AND starts_at < :end AND ends_at > :begin AND {HOLDS_A_PLACE}",
        {"begin": begin, "end": end, "held_since": iso(now - HOLD)},
    )
    found: dict[str, list[Stretch]] = {}
    for row in rows:
        stretch = Stretch(parse_iso(row["starts_at"]), parse_iso(row["ends_at"]))
        found.setdefault(row["resource_id"], []).append(stretch)
    return found


def crowds(db: sqlite3.Connection, begin: str, end: str, now: datetime) -> dict[str, tuple[int, int]]:
    """Return how many come to and wait for each session that starts in a stretch of time."""
    rows = db.execute(
        f"SELECT event_id, SUM(participants * {HOLDS_A_PLACE}) AS taken,"  # noqa: S608 - a constant
        " SUM(participants * (status = 'WAITING_LIST')) AS waiting FROM wix_bookings"
        " WHERE event_id IS NOT NULL AND starts_at >= :begin AND starts_at < :end GROUP BY event_id",
        {"begin": begin, "end": end, "held_since": iso(now - HOLD)},
    )
    return {row["event_id"]: (row["taken"], row["waiting"]) for row in rows}


def set_booking_status(
    db: sqlite3.Connection, booking_id: str, status: str | None, payment_status: str | None, now: str
) -> bool:
    """Change a booking as the studio would; False for an unknown id.

    Raises: ValueError for a status Wix does not have.
    """
    if status not in (None, *STATUSES) or payment_status not in (None, *PAYMENT_STATUSES):
        raise ValueError("Wix has no such status of a booking")
    changed = db.execute(
        "UPDATE wix_bookings SET status = COALESCE(?, status), payment_status = COALESCE(?, payment_status),"
        " revision = revision + 1, updated_at = ? WHERE id = ?",
        (status, payment_status, now, booking_id),
    )
    return changed.rowcount == 1


def note_order(db: sqlite3.Connection, booking_id: str, order_id: str) -> None:
    """Remember by which order a booking was placed."""
    db.execute("UPDATE wix_bookings SET order_id = ? WHERE id = ?", (order_id, booking_id))


def reading_token(db: sqlite3.Connection, booking_id: str) -> str:
    """Return a new token by which anybody reads a booking."""
    token = secrets.token_urlsafe(32)
    db.execute("INSERT INTO wix_booking_tokens VALUES (?,?)", (token, booking_id))
    return token


def booking_of_token(db: sqlite3.Connection, token: str) -> Booking | None:
    """Return the booking of a reading token."""
    row = db.execute("SELECT booking_id FROM wix_booking_tokens WHERE token = ?", (token,)).fetchone()
    return find_booking(db, row["booking_id"]) if row else None


def booking_from_row(row: Mapping[str, Any]) -> Booking:
    """Return the booking of a row."""
    return Booking(**{name: row[name] for name in Booking.__slots__})
