"""Bookable things, the times at which they can be had, and what somebody booked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.models.basics import NO_HTML, Image, Money, SafeHtml


class ServiceKind(StrEnum):
    """How a service is had: at a free time of somebody, in a session with others, or as a whole course."""

    APPOINTMENT = "appointment"
    CLASS = "class"
    COURSE = "course"


class PriceKind(StrEnum):
    """How a service is paid for."""

    FIXED = "fixed"
    VARIES = "varies"
    FREE = "free"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a service is given. The id is empty for places that are no premises of the merchant."""

    id: str
    name: str
    address: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who gives a service."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Service:
    """A bookable thing. `price` is None where it varies or comes with a plan; `minutes` None where sessions differ.

    `lowest_price` and `price_words` are what is known of a price that varies; both may be missing.
    `needs_plan`: only members with one of `plan_ids` can book it; else these plans are one of the ways to pay.
    """

    id: str
    slug: str
    name: str
    kind: ServiceKind
    price_kind: PriceKind
    price: Money | None = None
    lowest_price: Money | None = None
    price_words: str = ""
    tagline: str = ""
    description: SafeHtml = NO_HTML
    images: tuple[Image, ...] = ()
    minutes: int | None = None
    capacity: int = 1
    places: tuple[Place, ...] = ()
    plan_ids: tuple[str, ...] = ()
    needs_plan: bool = False
    pays_online: bool = True
    pays_in_person: bool = False
    policy: str = ""
    can_be_booked: bool = True


class SlotState(StrEnum):
    """Whether a time can be booked and, if not, why."""

    FREE = "free"
    FULL = "full"
    WAITING_LIST = "waiting_list"
    LOCKED = "locked"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which a service can, or cannot, be had. Times are aware and in UTC.

    `key` stands for the slot in a form; it says which slot is meant and nothing that is believed. `calendar_id` is what
    the platform wants to be told along with it; it is handed back unread.
    """

    key: str
    service_id: str
    starts_at: datetime
    ends_at: datetime
    state: SlotState
    staff: tuple[Staff, ...] = ()
    place: Place | None = None
    open_spots: int | None = None
    total_spots: int | None = None
    waiting_spots: int | None = None
    calendar_id: str = ""

    @property
    def can_be_booked(self) -> bool:
        return self.state is SlotState.FREE

    @property
    def has_waiting_list(self) -> bool:
        """Whether somebody who cannot book it can still wait for a place."""
        return self.state in (SlotState.WAITING_LIST, SlotState.LOCKED) and bool(self.waiting_spots)


@dataclass(frozen=True, slots=True)
class SlotQuery:
    """Which times are looked for: a service, from and before aware moments; already bounded. Empty ids mean any."""

    service_id: str
    starts_from: datetime
    starts_before: datetime
    staff_id: str = ""
    place_id: str = ""


class BookingState(StrEnum):
    """What became of a booking."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    DECLINED = "declined"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Booking:
    """A slot that somebody booked."""

    id: str
    service_name: str
    state: BookingState
    starts_at: datetime
    ends_at: datetime
    staff_name: str = ""
    place_name: str = ""
