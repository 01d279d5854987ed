"""What a customer has, read part by part: a part that cannot be read leaves the others alone."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Generic, TypeVar

from routes.current import current_bookings, current_events, current_time
from services.errors import NotFoundError, PlatformError
from services.models import Booking, Customer, Event, EventStatus, Page, TicketOrder
from services.storefront import Visitor

Item = TypeVar("Item")
Read = TypeVar("Read")

log = logging.getLogger("foyer.account")

LATEST_COUNT = 3
# A platform that answers slowly is not asked on and on while somebody waits for the page.
LONGEST_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Part(Generic[Item]):
    """The latest few of one kind; `is_loaded` is False where the platform did not tell."""

    items: tuple[Item, ...] = ()
    has_more: bool = False
    is_loaded: bool = True


class PartsReader:
    """Reads parts one after the other, and no more of them once that has taken too long."""

    def __init__(self) -> None:
        self._until = monotonic() + LONGEST_SECONDS

    def read(self, name: str, read: Callable[[], Page[Item]]) -> Part[Item]:
        """The latest of a kind, or a part that says that it is missing."""
        page = self.read_one(name, read)
        if page is None:
            return Part(is_loaded=False)
        return Part(page.items[:LATEST_COUNT], page.after is not None or len(page.items) > LATEST_COUNT)

    def read_one(self, name: str, read: Callable[[], Read]) -> Read | None:
        """What was read, or None where that went wrong or came too late."""
        if monotonic() > self._until:
            log.warning("part of the account left out: the page took too long", extra={"part": name})
            return None
        try:
            return read()
        except (PlatformError, NotFoundError) as error:
            log.warning("part of the account left out: %s", error, extra={"part": name, "fix": _fix_of(error)})
            return None


@dataclass(frozen=True, slots=True)
class BoughtTickets:
    """A ticket order beside its event, where that could be read; `is_coming` if one can still note the date."""

    order: TicketOrder
    event: Event | None
    is_past: bool = False
    is_coming: bool = False


def list_tickets(customer: Customer, cursor: str | None = None) -> Page[BoughtTickets]:
    """A page of ticket orders with their events: two calls at most. Raises: NotFoundError, for a wrong cursor."""
    page = current_events().list_orders(customer, cursor)
    events, now = {event.id: event for event in _events_of(page.items)}, current_time()
    return Page(tuple(_beside_event(order, events.get(order.event_id), now) for order in page.items), page.after)


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking, and whether its time is over."""

    booking: Booking
    is_past: bool


def list_bookings(visitor: Visitor, cursor: str | None = None) -> Page[Booked]:
    """A page of bookings. Raises: NotFoundError, for a wrong cursor."""
    page, now = current_bookings().list_bookings(visitor, cursor), current_time()
    return Page(tuple(Booked(booking, booking.ends_at <= now) for booking in page.items), page.after)


def _events_of(orders: tuple[TicketOrder, ...]) -> tuple[Event, ...]:
    """The tickets are good without the title and the hour of their event."""
    if not orders:
        return ()
    try:
        return current_events().find_events({order.event_id for order in orders})
    except PlatformError as error:
        log.warning("ticket orders shown without their events: %s", error)
        return ()


def _beside_event(order: TicketOrder, event: Event | None, now: datetime) -> BoughtTickets:
    if event is None:
        return BoughtTickets(order, None)
    is_past = event.status is EventStatus.ENDED or (event.ends_at is not None and event.ends_at <= now)
    has_date = event.starts_at is not None and event.status is not EventStatus.CANCELLED
    return BoughtTickets(order, event, is_past, has_date and not is_past)


def _fix_of(error: Exception) -> str:
    return str(getattr(error, "fix", ""))
