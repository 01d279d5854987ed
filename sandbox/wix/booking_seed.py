"""Bookings that are there from the start, and those the control surface makes: other people's."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sandbox.clock import iso
from sandbox.seed.services import services_file
from sandbox.wix.booking_store import Guest, insert_booking
from sandbox.wix.member_store import find_member_by_email
from sandbox.wix.service_store import Service, all_places, find_service_by_slug
from sandbox.wix.site import Subject
from sandbox.wix.slot_calendar import Slot, slots_of
from sandbox.wix.wall_clock import moments

FURTHEST = timedelta(days=60)
SOMEBODY = Guest("somebody@example.com", "Sam", "Body")
NOBODY = Subject("VISITOR", "00000000-0000-0000-0000-000000000000")


def seed_bookings(db: sqlite3.Connection, folder: Path, now: datetime) -> None:
    """Make the bookings of `folder/services.toml`; services and members must be there before."""
    for entry in services_file(folder).get("bookings", []):
        _seed(db, entry, now)


def take_slot(db: sqlite3.Connection, slug: str, wall: datetime, now: datetime, people: int | None) -> bool:
    """Let others book a slot at a wall-clock time of the studio; False for an unknown service.

    Without a number of people it is full then. Raises: ValueError where the service has no such time.
    """
    service = find_service_by_slug(db, slug)
    if service is None:
        return False
    slots = [
        slot
        for zone in {place.clock_zone for place in all_places(db).values()}
        for start in moments(wall, zone)
        for slot in slots_of(db, service, start, start + timedelta(seconds=1), now)
    ]
    if not slots:
        raise ValueError(f"{slug} has no slot at {wall.isoformat()}")
    for slot in slots:
        _fill(db, slot, slot.remaining if people is None else people, now)
    return True


def _seed(db: sqlite3.Connection, entry: Mapping[str, Any], now: datetime) -> None:
    service = find_service_by_slug(db, entry["service"])
    if service is None:
        raise KeyError(entry["service"])
    slot = _nth_slot(db, service, now + timedelta(days=entry["days"]), entry.get("nth", 1), now)
    member = find_member_by_email(db, entry.get("member", ""))
    if member:
        guest = Guest(member.email, member.first_name, member.last_name)
        _insert(db, slot, guest, Subject("MEMBER", member.id), now)
        return
    _fill(db, slot, entry.get("people", 1), now)
    if entry.get("waiting"):
        _insert(db, slot, SOMEBODY, NOBODY, now, status="WAITING_LIST", participants=entry["waiting"])


def _nth_slot(db: sqlite3.Connection, service: Service, begin: datetime, nth: int, now: datetime) -> Slot:
    slots = [slot for slot in slots_of(db, service, begin, begin + FURTHEST, now) if slot.staff]
    return slots[nth - 1]


def _fill(db: sqlite3.Connection, slot: Slot, people: int, now: datetime) -> None:
    """Book places of a session, or everybody who could give an appointment."""
    if slot.event_id is not None:
        _insert(db, slot, SOMEBODY, NOBODY, now, participants=people)
        return
    for member in slot.staff:
        _insert(db, slot.with_staff((member,)), SOMEBODY, NOBODY, now)


def _insert(
    db: sqlite3.Connection,
    slot: Slot,
    guest: Guest,
    subject: Subject,
    now: datetime,
    *,
    status: str = "CONFIRMED",
    participants: int = 1,
) -> None:
    insert_booking(
        db,
        min(now, slot.start) - timedelta(days=1),
        guest,
        service_id=slot.service.id,
        title=slot.service.name,
        subject_kind=subject.kind,
        subject_id=subject.id,
        event_id=slot.event_id,
        resource_id=slot.staff[0].resource_id,
        place_id=slot.place.id,
        starts_at=iso(slot.start),
        ends_at=iso(slot.end),
        zone=slot.place.zone,
        participants=participants,
        status=status,
        payment_status="PAID" if slot.service.due_online and status == "CONFIRMED" else "NOT_PAID",
        payment_option="ONLINE" if slot.service.due_online else "OFFLINE",
    )
