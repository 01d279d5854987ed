"""Visitors who come back: events and plans made by hand, and what such a visitor's session remembers."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from flask import Flask, Response, request, session

from routes.plan_memory import remember_plan
from routes.reservation_memory import remember_reservation
from routes.rsvp_memory import PREFIX, GivenRsvp
from services.errors import NotFoundError
from services.models import (
    Event,
    Money,
    OrderState,
    Plan,
    PlanOrder,
    PlanOrderState,
    Reservation,
    ReservationState,
    Ticket,
    TicketOrder,
    Totals,
    Venue,
)
from services.storefront import Visitor

AT = datetime(2027, 6, 16, 23, 0, tzinfo=UTC)


def dollars(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


EVENT = Event(
    "e1",
    "raku",
    "Raku at dusk",
    starts_at=AT,
    time_zone="Europe/Lisbon",
    venue=Venue("The yard", ("1 Rua do Forno", "Lisbon")),
)
TICKETS = (
    Ticket("T-1", "Seat", "Ada Byron", dollars("40"), pdf_url="https://tickets.example/T-1.pdf"),
    Ticket("T-2", "Guest", is_free=True),
)
ORDER = TicketOrder(
    "N-1",
    "e1",
    "r1",
    OrderState.PAID,
    AT,
    TICKETS,
    Totals(total=dollars("40")),
    "Ada Byron",
    "ada@example.com",
    pdf_url="https://tickets.example/all.pdf",
)
PLAN = Plan("p1", "open-studio", "Open Studio", dollars("89"))
PLAN_ORDER = PlanOrder(
    "p100",
    "p1",
    "Open Studio",
    PlanOrderState.ACTIVE,
    OrderState.PAID,
    dollars("89"),
    starts_at=AT,
    next_payment_at=AT.replace(month=7),
    will_renew=True,
    placed_at=AT,
    is_visitors_own=True,
)


@dataclass
class HandEvents:
    """Events, holds and ticket orders that are what the test says; it remembers what was asked."""

    orders: dict[str, TicketOrder] = field(default_factory=dict)
    holds: dict[str, ReservationState] = field(default_factory=dict)
    event: Event | Exception = EVENT
    trouble: Exception | None = None
    asked: list[str] = field(default_factory=list)

    def is_event_id(self, text: str) -> bool:
        return text.startswith("e")

    def is_order_number(self, text: str) -> bool:
        return text.startswith("N-")

    def get_event(self, slug: str) -> Event:
        self.asked.append(f"event {slug}")
        if isinstance(self.event, Exception):
            raise self.event
        return self.event

    def get_order(self, visitor: Visitor, event_id: str, order_number: str) -> TicketOrder:
        self.asked.append(f"order {order_number}")
        if self.trouble:
            raise self.trouble
        if order_number not in self.orders:
            raise NotFoundError("order", order_number)
        return self.orders[order_number]

    def get_reservation(self, visitor: Visitor, reservation_id: str) -> Reservation:
        self.asked.append(f"hold {reservation_id}")
        if reservation_id not in self.holds:
            raise NotFoundError("reservation", reservation_id)
        return Reservation(reservation_id, "e1", self.holds[reservation_id], None)


@dataclass
class HandPlanOrders:
    """Plan orders that are what the test says; it remembers what was asked."""

    orders: dict[str, PlanOrder] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def is_plan_id(self, text: str) -> bool:
        return text.startswith("p")

    def get_order(self, visitor: Visitor, plan_order_id: str) -> PlanOrder:
        self.asked.append(plan_order_id)
        if plan_order_id not in self.orders:
            raise NotFoundError("order", plan_order_id)
        return self.orders[plan_order_id]


def add_memories(app: Flask) -> None:
    """Addresses that put into a session what the pages before a hosted page would have."""
    app.add_url_rule("/test/hold/<reservation_id>", "test_hold", hold)
    app.add_url_rule("/test/rsvp/<rsvp_id>", "test_rsvp", answer)
    app.add_url_rule("/test/plan/<plan_id>", "test_plan", start_plan)


def hold(reservation_id: str) -> Response:
    event = EVENT if request.args.get("event", "e1") == "e1" else Event("e2", "other", "Something else")
    remember_reservation(Reservation(reservation_id, event.id, ReservationState.HELD, None), event, "some")
    return Response(mimetype="text/plain")


def answer(rsvp_id: str) -> Response:
    given = GivenRsvp(rsvp_id, EVENT.id, EVENT.slug, EVENT.title, request.args["answer"])
    session[f"{PREFIX}{rsvp_id}"] = asdict(given)
    return Response(mimetype="text/plain")


def start_plan(plan_id: str) -> Response:
    remember_plan(Plan(plan_id, f"plan-{plan_id}", f"Plan {plan_id}", dollars("89")))
    return Response(mimetype="text/plain")
