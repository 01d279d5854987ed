"""The browser back from the hosted page that sells tickets: what is true of the order, or else of the hold."""

from __future__ import annotations

import logging

from flask import Response, make_response, render_template

from routes.current import current_events, current_storefront
from routes.reservation_memory import (
    StartedReservation,
    find_reservation,
    remembered_reservations,
    settle_reservation,
)
from services.errors import NotFoundError, PlatformError
from services.models import Event, OrderState, Reservation, ReservationState, TicketOrder
from services.storefront import Visitor

log = logging.getLogger("foyer.returns")

# What leaves the hold as it was: no ticket was bought with it.
NOT_BOUGHT = {OrderState.DECLINED}
MOST_ASKED = 3


def confirm_tickets(visitor: Visitor, event_id: str, order_number: str) -> Response | None:
    """What became of a ticket order; None where this visitor held no ticket of that event."""
    events = current_storefront().events
    held = [started for started in remembered_reservations() if started.event_id == event_id]
    if events is None or not held or not (events.is_event_id(event_id) and events.is_order_number(order_number)):
        return None
    try:
        order = events.get_order(visitor, event_id, order_number)
    except NotFoundError:
        order = None
    started = find_reservation(order.reservation_id) if order else None
    if order and started:
        return draw_order(order, started)
    return confirm_holds(visitor, [known for known in held if not known.order_number][:MOST_ASKED])


def confirm_holds(visitor: Visitor, held: list[StartedReservation]) -> Response | None:
    """Without an order to read, the holds themselves tell whether one became an order; else the latest speaks."""
    known = {}
    for started in held:
        found = find_hold(visitor, started)
        if started.is_settled or (found and found.state is ReservationState.CONFIRMED):
            settle_reservation(started)
            return draw_hold(ReservationState.CONFIRMED, started)
        if found:
            known[started] = found
    return next((draw_hold(found.state, started) for started, found in known.items()), None)


def find_hold(visitor: Visitor, started: StartedReservation) -> Reservation | None:
    """The hold as it is now, if the platform still knows it."""
    if started.is_settled:
        return None
    try:
        return current_events().get_reservation(visitor, started.id)
    except NotFoundError:
        return None


def draw_order(order: TicketOrder, started: StartedReservation) -> Response:
    """The order's own state decides the page."""
    if order.state not in NOT_BOUGHT:
        settle_reservation(started, order.number)
    event = find_event(started.event_slug)
    page = render_template(f"returns/tickets_{order.state}.html", order=order, started=started, event=event)
    return make_response(page)


def draw_hold(state: ReservationState, started: StartedReservation) -> Response:
    """What is known without an order: nothing about its number, which is only what the address says."""
    event = find_event(started.event_slug)
    return make_response(render_template(f"returns/tickets_hold_{state}.html", started=started, event=event))


def find_event(slug: str) -> Event | None:
    """When and where it is; the page is complete without it."""
    try:
        return current_events().get_event(slug)
    except (NotFoundError, PlatformError) as error:
        log.warning("a return was drawn without its event: %s", error)
        return None
