"""Gives out places: checks a slot within the transaction that books it, so that of two who want it one gets it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.clock import iso
from sandbox.wix.booking_store import Guest, insert_booking
from sandbox.wix.site import Subject
from sandbox.wix.slot_calendar import Slot
from sandbox.wix.wanted_slot import WantedSlot, find_slot


class SlotGoneError(Exception):
    """There is no such time, or nobody is free then any more."""


class NoRoomError(Exception):
    """The session has fewer places than are wanted, or keeps what it has for its waiting list."""


class PolicyError(Exception):
    """It is too early, too late, or not booked online."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to book, and for how many."""

    wanted: WantedSlot
    subject: Subject
    guest: Guest
    participants: int = 1


def offered_slot(db: sqlite3.Connection, wanted: WantedSlot, participants: int, now: datetime) -> Slot:
    """Return a slot that can be booked for so many.

    Raises: SlotGoneError, PolicyError, NoRoomError.
    """
    slot = find_slot(db, wanted, now)
    if slot is None or (slot.event_id is None and not slot.staff):
        raise SlotGoneError
    if not slot.is_allowed:
        raise PolicyError
    if slot.is_locked or slot.remaining < participants:
        raise NoRoomError
    return slot


def waiting_slot(db: sqlite3.Connection, wanted: WantedSlot, now: datetime) -> Slot:
    """Return a session whose waiting list takes one more.

    Raises: SlotGoneError, PolicyError, NoRoomError.
    """
    slot = find_slot(db, wanted, now)
    if slot is None:
        raise SlotGoneError
    if not slot.is_allowed:
        raise PolicyError
    if slot.waiting_places < 1 or (slot.remaining > 0 and not slot.is_locked):
        raise NoRoomError
    return slot


def book(db: sqlite3.Connection, slot: Slot, wish: Wish, now: datetime, values: Mapping[str, Any]) -> str:
    """Write the booking of a slot that was offered in the same transaction, and return its id."""
    return insert_booking(
        db,
        now,
        wish.guest,
        service_id=slot.service.id,
        title=slot.service.name,
        subject_kind=wish.subject.kind,
        subject_id=wish.subject.id,
        event_id=slot.event_id,
        resource_id=slot.staff[0].resource_id,
        place_id=slot.place.id,
        starts_at=iso(slot.start),
        ends_at=iso(slot.end),
        zone=wish.wanted.zone,
        participants=wish.participants,
        **values,
    )
