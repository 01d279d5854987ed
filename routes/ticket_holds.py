"""A visitor's holds on tickets at the platform: made once for a double click, replaced, resumed, let go."""

from __future__ import annotations

import logging

from flask import url_for

from routes.campaign import current_campaign
from routes.current import absolute_url, current_events
from routes.languages import hosted_language, return_url
from routes.reservation_memory import (
    StartedReservation,
    find_recent,
    let_go,
    remember_reservation,
    remembered_reservations,
    settle_reservation,
)
from services.errors import NotFoundError, PlatformError, ReservationExpiredError
from services.models import Event, Reservation, ReservationState, ReturnUrls, WantedTicket
from services.storefront import Visitor

log = logging.getLogger("foyer.events")

# Longer than the calls may take with a renewed token each, so that nobody else makes a second hold meanwhile.
RESERVING_SECONDS = 60.0


def hold_tickets(visitor: Visitor, event: Event, wanted: tuple[WantedTicket, ...]) -> str:
    """Hold the tickets and give the way to pay for them: one hold for a double click, a new way for each click.

    Raises: SoldOutError, TicketChoiceError, PlatformSetupError.
    """
    content = f"{event.id} {sorted(map(str, wanted))}"
    with visitor.lease("reservation", RESERVING_SECONDS):
        if recent := find_recent(content):
            try:
                return make_way(visitor, recent)
            except ReservationExpiredError:
                let_go(recent)
        made = current_events().create_reservation(visitor, event, wanted)
        started = remember_reservation(made, event, content)
        let_earlier_go(visitor, started)
        return make_way(visitor, started)


def make_way(visitor: Visitor, started: StartedReservation) -> str:
    """A redirect session whose ways back are our own pages. Raises: ReservationExpiredError."""
    thank_you = return_url("returns.thank_you")
    hold_page = absolute_url(url_for("events.reservation", slug=started.event_slug))
    urls = ReturnUrls(
        thank_you_url=thank_you, post_flow_url=hold_page, language=hosted_language(), campaign=current_campaign()
    )
    return current_events().create_redirect_session(visitor, started.id, started.event_slug, urls).full_url


def let_earlier_go(visitor: Visitor, kept: StartedReservation) -> None:
    """Whoever chooses anew means the new choice; a failure leaves a hold that lapses by itself."""
    for earlier in remembered_reservations():
        if earlier.event_id != kept.event_id or earlier.id == kept.id or earlier.is_settled or earlier.is_let_go:
            continue
        try:
            give_back(visitor, earlier)
        except PlatformError as error:
            log.warning("an earlier hold was not let go: %s", error)
            let_go(earlier)


def give_back(visitor: Visitor, started: StartedReservation) -> Reservation | None:
    """Let a hold go. One that was paid for is looked at first and left alone: cancelling would take the tickets."""
    found = read_hold(visitor, started)
    if started.is_settled or (found and found.state is ReservationState.CONFIRMED):
        return found
    if found and found.state is ReservationState.HELD:
        current_events().cancel_reservation(visitor, started.id)
    let_go(started)
    return found


def read_hold(visitor: Visitor, started: StartedReservation) -> Reservation | None:
    """The hold as it is now; None where the platform does not know it any more."""
    try:
        found = current_events().get_reservation(visitor, started.id)
    except NotFoundError:
        return None
    if found.state is ReservationState.CONFIRMED:
        settle_reservation(started)
    return found
