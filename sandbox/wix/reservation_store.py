"""Holds on tickets in the database. What may be held is decided in wanted_tickets.py."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sandbox.clock import iso
from sandbox.wix.event_store import Event
from sandbox.wix.site import Subject


@dataclass(frozen=True, slots=True)
class ReservedTicket:
    """Tickets of one kind at one price, in minor units."""

    id: str
    definition_id: str
    quantity: int
    name: str
    price: int
    option_id: str | None
    option_name: str | None
    fee_type: str

    @property
    def subtotal(self) -> int:
        """Return what they cost together, without fees."""
        return self.price * self.quantity

    @property
    def full_name(self) -> str:
        """Return the name with the price option."""
        return f"{self.name}, {self.option_name}" if self.option_name else self.name


@dataclass(frozen=True, slots=True)
class Reservation:
    """A timed hold. `stored_status` is the one last written down: a pending one lapses by itself."""

    id: str
    event_id: str
    subject: Subject
    stored_status: str
    revision: int
    created_at: str
    updated_at: str
    expires_at: str
    tickets: Sequence[ReservedTicket]

    def status(self, now: str) -> str:
        """Return the state of the moment, as Wix calls it."""
        lapsed = self.stored_status == "PENDING" and self.expires_at <= now
        return "EXPIRED" if lapsed else self.stored_status


def create_reservation(
    db: sqlite3.Connection, event: Event, subject: Subject, tickets: Sequence[ReservedTicket], now: datetime
) -> str:
    """Hold tickets for as long as the event allows, and return the id of the hold."""
    reservation_id, until = str(uuid4()), now + timedelta(minutes=event.hold_minutes)
    db.execute(
        "INSERT INTO wix_ticket_reservations VALUES (?,?,?,?,'PENDING',1,?,?,?)",
        (reservation_id, event.id, subject.id, subject.kind, iso(now), iso(now), iso(until)),
    )
    for number, ticket in enumerate(tickets):
        values = (ticket.definition_id, ticket.quantity, ticket.name, ticket.price, ticket.option_id)
        db.execute(
            "INSERT INTO wix_reserved_tickets VALUES (?,?,?,?,?,?,?,?,?,?)",
            (reservation_id, number, ticket.id, *values, ticket.option_name, ticket.fee_type),
        )
    return reservation_id


def find_reservation(db: sqlite3.Connection, reservation_id: str) -> Reservation | None:
    """Return a hold, None for an unknown id."""
    row = db.execute("SELECT * FROM wix_ticket_reservations WHERE id = ?", (reservation_id,)).fetchone()
    if row is None:
        return None
    tickets = db.execute(
        "SELECT * FROM wix_reserved_tickets WHERE reservation_id = ? ORDER BY number", (reservation_id,)
    ).fetchall()
    return Reservation(
        id=row["id"],
        event_id=row["event_id"],
        subject=Subject(row["subject_kind"], row["subject_id"]),
        stored_status=row["status"],
        revision=row["revision"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        expires_at=row["expires_at"],
        tickets=[ReservedTicket(**{name: ticket[name] for name in ReservedTicket.__slots__}) for ticket in tickets],
    )


def set_reservation_status(db: sqlite3.Connection, reservation_id: str, status: str, now: str) -> None:
    """Confirm a hold, or give it back."""
    db.execute(
        "UPDATE wix_ticket_reservations SET status = ?, revision = revision + 1, updated_at = ? WHERE id = ?",
        (status, now, reservation_id),
    )


def delete_reservation(db: sqlite3.Connection, reservation_id: str) -> None:
    """Forget a hold; its tickets are free again."""
    db.execute("DELETE FROM wix_reserved_tickets WHERE reservation_id = ?", (reservation_id,))
    db.execute("DELETE FROM wix_ticket_reservations WHERE id = ?", (reservation_id,))


def expire_reservations(db: sqlite3.Connection, now: str) -> None:
    """Let every hold that waits for its payment lapse now."""
    db.execute(
        "UPDATE wix_ticket_reservations SET expires_at = ? WHERE status = 'PENDING' AND expires_at > ?", (now, now)
    )
