"""Services, staff and places in the database. When they are free is in slot_calendar.py."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

SELECT = "SELECT * FROM wix_services"
APPOINTMENT, CLASS = "APPOINTMENT", "CLASS"


@dataclass(frozen=True, slots=True)
class Place:
    """A business location. Working hours there are wall-clock times of `zone`."""

    number: int
    id: str
    slug: str
    name: str
    address: str
    city: str
    country: str
    zone: str

    @property
    def clock_zone(self) -> ZoneInfo:
        """Return the zone its clocks follow."""
        return ZoneInfo(self.zone)


@dataclass(frozen=True, slots=True)
class Hours:
    """When something happens every week: days (Monday is 0), from and until on the wall clock, and where."""

    days: tuple[int, ...]
    starts: str
    ends: str
    place_id: str


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who gives services. Slots and services name the `resource_id`, never the `id`."""

    id: str
    resource_id: str
    schedule_id: str
    slug: str
    name: str
    description: str
    hours: tuple[Hours, ...]


@dataclass(frozen=True, slots=True)
class WeeklySession:
    """A class that meets every week, with one of the staff."""

    days: tuple[int, ...]
    starts: str
    place_id: str
    resource_id: str


@dataclass(frozen=True, slots=True)
class Policy:
    """When a service can be booked and cancelled, in minutes before it starts; None is no limit."""

    earliest: int | None
    latest: int | None
    cancellation: int | None
    waiting_list: int


@dataclass(frozen=True, slots=True)
class Service:
    """Something to book. `price` is in minor units; `price_words` stands in for it where it varies."""

    number: int
    id: str
    schedule_id: str
    slug: str
    type: str
    name: str
    tag_line: str
    description: str
    image: str | None
    image_alt: str
    category_id: str
    category: str
    minutes: int
    capacity: int
    rate_type: str
    price: int
    currency: str
    price_words: str
    pays_online: bool
    pays_in_person: bool
    plan_ids: tuple[str, ...]
    needs_approval: bool
    takes_online: bool
    place_ids: tuple[str, ...]
    staff_ids: tuple[str, ...]
    sessions: tuple[WeeklySession, ...]
    policy: Policy
    hidden: bool
    revision: int
    created_at: str
    updated_at: str

    @property
    def length(self) -> timedelta:
        """Return how long it takes."""
        return timedelta(minutes=self.minutes)

    @property
    def needs_plan(self) -> bool:
        """Tell whether a pricing plan is the only way to pay."""
        return bool(self.plan_ids) and not self.pays_online and not self.pays_in_person

    @property
    def due_online(self) -> int:
        """Return what a card is charged at the booking, in minor units."""
        return self.price if self.pays_online else 0


def find_service(db: sqlite3.Connection, service_id: str) -> Service | None:
    """Return a service, hidden ones too, None for an unknown id."""
    row = db.execute(f"{SELECT} WHERE id = ?", (service_id,)).fetchone()
    return service_from_row(row) if row else None


def find_service_by_slug(db: sqlite3.Connection, slug: str) -> Service | None:
    """Return a service, hidden ones too, None for an unknown slug."""
    row = db.execute(f"{SELECT} WHERE slug = ?", (slug,)).fetchone()
    return service_from_row(row) if row else None


def services_of(db: sqlite3.Connection, *, kind: str | None = None) -> list[Service]:
    """Return all services in the order of the list, or those of one type."""
    services = [service_from_row(row) for row in db.execute(f"{SELECT} ORDER BY number")]
    return [service for service in services if kind in (None, service.type)]


def all_staff(db: sqlite3.Connection) -> list[Staff]:
    """Return the staff in the order of the list."""
    return [_staff(row) for row in db.execute("SELECT * FROM wix_staff ORDER BY number")]


def staff_of(db: sqlite3.Connection, resource_ids: Iterable[str]) -> list[Staff]:
    """Return the staff with these resource ids, in the order of the list."""
    wanted = set(resource_ids)
    return [member for member in all_staff(db) if member.resource_id in wanted]


def all_places(db: sqlite3.Connection) -> dict[str, Place]:
    """Return the places by id, in the order of the list; the first is the default one."""
    rows = db.execute("SELECT * FROM wix_places ORDER BY number")
    return {row["id"]: Place(**{name: row[name] for name in Place.__slots__}) for row in rows}


def set_service_hidden(db: sqlite3.Connection, slug: str, now: str, *, hidden: bool) -> bool:
    """Hide a service, or show it again; False for an unknown slug."""
    changed = db.execute(
        "UPDATE wix_services SET hidden = ?, revision = revision + 1, updated_at = ? WHERE slug = ?",
        (int(hidden), now, slug),
    )
    return changed.rowcount == 1


def service_from_row(row: Mapping[str, Any]) -> Service:
    """Return the service of a row."""
    values = {name: row[name] for name in Service.__slots__}
    flags = ("pays_online", "pays_in_person", "needs_approval", "takes_online", "hidden")
    values |= {name: bool(row[name]) for name in flags}
    values |= {name: tuple(json.loads(row[name])) for name in ("plan_ids", "place_ids", "staff_ids")}
    sessions = [WeeklySession(**{**entry, "days": tuple(entry["days"])}) for entry in json.loads(row["sessions"])]
    return Service(**{**values, "sessions": tuple(sessions), "policy": Policy(**json.loads(row["policy"]))})


def _staff(row: Mapping[str, Any]) -> Staff:
    values = {name: row[name] for name in Staff.__slots__}
    hours = [Hours(**{**entry, "days": tuple(entry["days"])}) for entry in json.loads(row["hours"])]
    return Staff(**{**values, "hours": tuple(hours)})
