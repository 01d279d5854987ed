"""Dated happenings: events, what a place costs, timed holds, answers to invitations, and ticket orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from services.models.basics import NO_HTML, Image, Money, SafeHtml
from services.models.cart import NO_TOTALS, Totals
from services.models.order import OrderState

# So many tickets or fewer are worth a word.
FEW = 5


class EventStatus(StrEnum):
    """Where an event stands in time."""

    UPCOMING = "upcoming"
    STARTED = "started"
    ENDED = "ended"
    CANCELLED = "cancelled"


class Admission(StrEnum):
    """How one gets in."""

    TICKETS = "tickets"
    RSVP = "rsvp"
    EXTERNAL = "external"
    NONE = "none"


class Registration(StrEnum):
    """Whether one can get in now."""

    OPEN = "open"
    WAITING_LIST = "waiting_list"
    SCHEDULED = "scheduled"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Venue:
    """Where an event is; address lines are ready to print. Without a name and lines the place is not known yet."""

    name: str = ""
    lines: tuple[str, ...] = ()
    is_online: bool = False
    latitude: float | None = None
    longitude: float | None = None

    @property
    def is_known(self) -> bool:
        return self.is_online or bool(self.name or self.lines)


class SaleState(StrEnum):
    """Whether tickets of a type are on sale at this time; sold out is another question."""

    SCHEDULED = "scheduled"
    STARTED = "started"
    ENDED = "ended"


class FeeKind(StrEnum):
    """Who bears the platform's ticket fee."""

    NONE = "none"
    INCLUDED = "included"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class PriceOption:
    """One of several prices of the same ticket type, such as a reduced one."""

    id: str
    name: str
    price: Money


@dataclass(frozen=True, slots=True)
class TicketType:
    """A price of entry. Exactly one of these says what it costs: `is_free`, `price`, `price_options`, `lowest_price`.

    `lowest_price` is the least a buyer may choose to pay. `limit` is how many one order may hold now: the merchant's
    limit, or fewer if fewer are left, 0 when sold out. `left_count` is what is left, where the platform tells.
    """

    id: str
    name: str
    description: str = ""
    price: Money | None = None
    lowest_price: Money | None = None
    price_options: tuple[PriceOption, ...] = ()
    is_free: bool = False
    limit: int = 0
    left_count: int | None = None
    sale: SaleState = SaleState.STARTED
    sale_starts_at: datetime | None = None
    sale_ends_at: datetime | None = None
    fee: FeeKind = FeeKind.NONE
    policy: str = ""

    @property
    def is_sold_out(self) -> bool:
        return self.limit <= 0

    @property
    def has_few_left(self) -> bool:
        return self.can_be_ordered and self.left_count is not None and self.left_count <= FEW

    @property
    def can_be_ordered(self) -> bool:
        return self.sale is SaleState.STARTED and not self.is_sold_out


@dataclass(frozen=True, slots=True)
class Event:
    """A dated happening; times are aware and None while they are not fixed, `time_zone` is the venue's IANA name.

    `ticket_limit` bounds one order over all types; `hold_minutes` is how long a reservation lasts. `left_count` is how
    many tickets are left of all that are on sale, where the platform tells.
    """

    id: str
    slug: str
    title: str
    summary: str = ""
    description: SafeHtml = NO_HTML
    image: Image | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    time_zone: str = "UTC"
    venue: Venue = Venue()
    status: EventStatus = EventStatus.UPCOMING
    admission: Admission = Admission.NONE
    registration: Registration = Registration.CLOSED
    external_url: str = ""
    lowest_price: Money | None = None
    highest_price: Money | None = None
    is_sold_out: bool = False
    ticket_limit: int = 0
    hold_minutes: int | None = None
    left_count: int | None = None
    ticket_types: tuple[TicketType, ...] = ()

    @property
    def has_few_left(self) -> bool:
        return self.takes_part and self.left_count is not None and 0 < self.left_count <= FEW

    @property
    def is_free(self) -> bool:
        return self.highest_price is not None and self.highest_price.amount == 0

    @property
    def takes_part(self) -> bool:
        """Whether somebody can still take part: it is not over, not called off, and not closed or sold out."""
        is_on = self.status in (EventStatus.UPCOMING, EventStatus.STARTED)
        is_open = self.registration in (Registration.OPEN, Registration.WAITING_LIST)
        return is_on and is_open and not self.is_sold_out

    def find_ticket_type(self, ticket_type_id: str) -> TicketType | None:
        return next((known for known in self.ticket_types if known.id == ticket_type_id), None)


@dataclass(frozen=True, slots=True)
class EventQuery:
    """Upcoming events, the next first, or past ones, the latest first; already bounded."""

    is_past: bool = False
    cursor: str | None = None
    limit: int = 12


@dataclass(frozen=True, slots=True)
class WantedTicket:
    """Tickets of one type to hold. `offered_price` is what the buyer chose to pay for each, where that is free."""

    ticket_type_id: str
    quantity: int
    price_option_id: str = ""
    offered_price: Decimal | None = None


class ReservationState(StrEnum):
    """What became of a hold."""

    HELD = "held"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class HeldTicket:
    """Tickets of one type in a reservation."""

    ticket_type_id: str
    name: str
    quantity: int
    price: Money | None = None
    total: Money | None = None


@dataclass(frozen=True, slots=True)
class Reservation:
    """A timed hold on tickets; `expires_at` counts while it is held."""

    id: str
    event_id: str
    state: ReservationState
    expires_at: datetime | None
    tickets: tuple[HeldTicket, ...] = ()


class RsvpAnswer(StrEnum):
    """What somebody answers to an invitation."""

    YES = "yes"
    WAITING_LIST = "waiting_list"


@dataclass(frozen=True, slots=True)
class NewRsvp:
    """Somebody who wants to come."""

    first_name: str
    last_name: str
    email: str
    answer: RsvpAnswer = RsvpAnswer.YES


@dataclass(frozen=True, slots=True)
class Rsvp:
    """An answer that the platform took."""

    id: str
    event_id: str
    answer: RsvpAnswer


@dataclass(frozen=True, slots=True)
class Ticket:
    """A place at an event. URLs are the platform's, http or https."""

    number: str
    name: str
    holder: str = ""
    price: Money | None = None
    is_free: bool = False
    pdf_url: str = ""


@dataclass(frozen=True, slots=True)
class TicketOrder:
    """A purchase of tickets as the platform knows it."""

    number: str
    event_id: str
    reservation_id: str
    state: OrderState
    placed_at: datetime
    tickets: tuple[Ticket, ...] = ()
    totals: Totals = NO_TOTALS
    buyer: str = ""
    email: str = ""
    member_id: str = ""
    pdf_url: str = ""
