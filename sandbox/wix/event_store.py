"""Events and their ticket definitions as they are read: states follow the clock, places are counted from holds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LARGEST_ORDER = 20
COUNTED_DEFINITIONS = (
    "SELECT d.*, d.sold_before + COALESCE(SUM(CASE WHEN r.status = 'CONFIRMED' THEN t.quantity END), 0) AS sold,"
    " COALESCE(SUM(CASE WHEN r.status = 'PENDING' AND r.expires_at > ? THEN t.quantity END), 0) AS reserved"
    " FROM wix_ticket_definitions d LEFT JOIN wix_reserved_tickets t ON t.definition_id = d.id"
    " LEFT JOIN wix_ticket_reservations r ON r.id = t.reservation_id"
)


@dataclass(frozen=True, slots=True)
class Event:
    """A dated happening. Times are ISO 8601 in UTC; the `rsvp_` fields matter where tickets are not sold."""

    number: int
    id: str
    slug: str
    title: str
    short_description: str
    detailed_description: str
    image: str
    starts_at: str
    ends_at: str
    zone: str
    location: Mapping[str, Any]
    registration: str
    canceled: bool
    hold_minutes: int
    ticket_limit: int
    rsvp_limit: int | None
    rsvp_before: int
    rsvp_opens_at: str | None
    has_waitlist: bool
    takes_no: bool
    most_guests: int
    created_at: str
    updated_at: str

    def status(self, now: str) -> str:
        """Return the state of the moment, as Wix calls it."""
        if self.canceled:
            return "CANCELED"
        if self.ends_at <= now:
            return "ENDED"
        return "STARTED" if self.starts_at <= now else "UPCOMING"

    def is_over(self, now: str) -> bool:
        """Tell whether nobody can register any more."""
        return self.status(now) in ("ENDED", "CANCELED")


@dataclass(frozen=True, slots=True)
class PriceOption:
    """One of several prices of a ticket, in minor units."""

    id: str
    name: str
    price: int


@dataclass(frozen=True, slots=True)
class TicketDefinition:
    """A price of entry: a fixed `price`, or the `least_price` a guest gives, or one of `options`, in minor units.

    `sold` and `reserved` are counted at the moment of reading; a hold that has lapsed is neither.
    """

    id: str
    event_id: str
    position: int
    name: str
    description: str
    policy: str
    price: int | None
    least_price: int | None
    options: Sequence[PriceOption]
    fee_type: str
    capacity: int
    sold: int
    reserved: int
    limit_per_checkout: int
    sale_starts_at: str | None
    sale_ends_at: str | None
    created_at: str
    updated_at: str

    @property
    def left(self) -> int:
        """Return how many places nobody has bought or holds."""
        return max(0, self.capacity - self.sold - self.reserved)

    @property
    def most_at_once(self) -> int:
        """Return how many can be bought together; none is sold out."""
        return min(self.limit_per_checkout, self.left, LARGEST_ORDER)

    @property
    def is_free(self) -> bool:
        """Tell whether it never costs anything."""
        return self.price == 0

    def prices(self) -> list[int]:
        """Return every price it is offered at; for what a guest gives, the least."""
        if self.options:
            return [option.price for option in self.options]
        return [self.price if self.price is not None else self.least_price or 0]

    def option(self, option_id: str | None) -> PriceOption | None:
        """Return a price option by its id."""
        return next((option for option in self.options if option.id == option_id), None)

    def sale_status(self, event: Event, now: str) -> str:
        """Return whether it is on sale at the moment, as Wix calls it."""
        if event.is_over(now) or (self.sale_ends_at and self.sale_ends_at <= now):
            return "SALE_ENDED"
        if self.sale_starts_at and self.sale_starts_at > now:
            return "SALE_SCHEDULED"
        return "SALE_STARTED"


def find_event(db: sqlite3.Connection, event_id: str) -> Event | None:
    """Return an event, None for an unknown id."""
    return next(iter(find_events(db, "id = ?", [event_id])), None)


def find_event_by_slug(db: sqlite3.Connection, slug: str) -> Event | None:
    """Return an event, None for an unknown slug."""
    return next(iter(find_events(db, "slug = ?", [slug])), None)


def find_events(db: sqlite3.Connection, condition: str, parameters: Sequence[Any]) -> list[Event]:
    """Return events by an SQL condition, what follows a WHERE."""
    rows = db.execute(f"SELECT * FROM wix_events WHERE {condition}", parameters)  # noqa: S608 - the condition is ours
    return [_event(row) for row in rows]


def find_definitions(db: sqlite3.Connection, definition_ids: Sequence[str], now: str) -> dict[str, TicketDefinition]:
    """Return ticket definitions by their ids, counted now; unknown ids are left out."""
    marks = ", ".join("?" for _ in definition_ids)
    sql = f"{COUNTED_DEFINITIONS} WHERE d.id IN ({marks}) GROUP BY d.id"
    return {row["id"]: _definition(row) for row in db.execute(sql, [now, *definition_ids])}


def definitions_of(db: sqlite3.Connection, event_ids: Sequence[str], now: str) -> dict[str, list[TicketDefinition]]:
    """Return the ticket definitions of events by event id, each list in its order, counted now."""
    marks = ", ".join("?" for _ in event_ids)
    sql = f"{COUNTED_DEFINITIONS} WHERE d.event_id IN ({marks}) GROUP BY d.id ORDER BY d.position"
    found: dict[str, list[TicketDefinition]] = {event_id: [] for event_id in event_ids}
    for row in db.execute(sql, [now, *event_ids]):
        found[row["event_id"]].append(_definition(row))
    return found


def set_tickets_left(db: sqlite3.Connection, event_slug: str, ticket_name: str, left: int, now: str) -> bool:
    """Let so many tickets be left beside what is sold and held; False for an unknown event or name."""
    event = find_event_by_slug(db, event_slug)
    found = definitions_of(db, [event.id], now)[event.id] if event else []
    definition = next((definition for definition in found if definition.name == ticket_name), None)
    if definition is None:
        return False
    capacity = definition.sold + definition.reserved + left
    changes = (capacity, now, definition.id)
    db.execute("UPDATE wix_ticket_definitions SET capacity = ?, updated_at = ? WHERE id = ?", changes)
    return True


def cancel_event(db: sqlite3.Connection, slug: str, now: str) -> bool:
    """Call an event off; False for an unknown slug."""
    changed = db.execute("UPDATE wix_events SET canceled = 1, updated_at = ? WHERE slug = ?", (now, slug))
    return changed.rowcount == 1


def _event(row: sqlite3.Row) -> Event:
    values = {name: row[name] for name in Event.__slots__}
    flags = {name: bool(row[name]) for name in ("canceled", "has_waitlist", "takes_no")}
    return Event(**{**values, **flags, "location": json.loads(row["location"])})


def _definition(row: sqlite3.Row) -> TicketDefinition:
    values = {name: row[name] for name in TicketDefinition.__slots__}
    return TicketDefinition(**{**values, "options": [PriceOption(**option) for option in json.loads(row["options"])]})
