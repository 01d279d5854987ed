"""Which holds on tickets this visitor made: whose a ticket order is, and what a return without a number is about.

Each has a session key of its own, so that two tabs that change different ones never undo each other.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from flask import session

from routes.current import current_time, save_session
from services.models import Event, Reservation

PREFIX = "reservation."
DOUBLE_CLICK_SECONDS = 30
MOST_REMEMBERED = 24


@dataclass(frozen=True, slots=True)
class StartedReservation:
    """A hold that this visitor made; times are in seconds since 1970, by the shop's clock, and shown by the venue's.

    `content` stands for what was chosen. It is settled once the platform said that it became an order; `order_number`
    stays empty where nobody may read the order. It is let go once the visitor gave it up, or chose anew.
    """

    id: str
    event_id: str
    event_slug: str
    event_title: str
    content: str
    made_at: float
    expires_at: float | None = None
    is_settled: bool = False
    order_number: str = ""
    is_let_go: bool = False
    time_zone: str = "UTC"


def remember_reservation(reservation: Reservation, event: Event, content: str) -> StartedReservation:
    """Keep a hold durably before the visitor leaves for its hosted page."""
    expires_at = reservation.expires_at.timestamp() if reservation.expires_at else None
    made_at = current_time().timestamp()
    started = StartedReservation(
        id=reservation.id,
        event_id=event.id,
        event_slug=event.slug,
        event_title=event.title,
        content=content,
        made_at=made_at,
        expires_at=expires_at,
        time_zone=event.time_zone,
    )
    _keep(started)
    _forget_the_oldest()
    save_session()
    return started


def remembered_reservations() -> list[StartedReservation]:
    """All remembered holds, the latest first."""
    kept = [StartedReservation(**session[name]) for name in list(session) if name.startswith(PREFIX)]
    return sorted(kept, key=lambda started: started.made_at, reverse=True)


def find_reservation(reservation_id: str | None) -> StartedReservation | None:
    """The remembered hold of this id, if it is this visitor's."""
    kept = session.get(f"{PREFIX}{reservation_id}")
    return StartedReservation(**kept) if kept else None


def find_latest_of(event_slug: str) -> StartedReservation | None:
    """The last hold of this event that was not let go."""
    known = (started for started in remembered_reservations() if started.event_slug == event_slug)
    return next((started for started in known if not started.is_let_go), None)


def find_recent(content: str) -> StartedReservation | None:
    """The hold of the same choice made a moment ago and still wanted: the other half of a double click."""
    since = current_time().timestamp() - DOUBLE_CLICK_SECONDS
    wanted = (known for known in remembered_reservations() if not known.is_settled and not known.is_let_go)
    return next((known for known in wanted if known.made_at >= since and known.content == content), None)


def settle_reservation(reservation: StartedReservation, order_number: str = "") -> bool:
    """Note that a hold became an order; True the first time, so that what follows happens once."""
    known = find_reservation(reservation.id) or reservation
    if known.is_settled and known.order_number == (order_number or known.order_number):
        return False
    _keep(replace(known, is_settled=True, order_number=order_number or known.order_number))
    return not known.is_settled


def let_go(reservation: StartedReservation) -> None:
    """Note that the visitor gave a hold up; it stays remembered, in case that it was paid for all the same."""
    known = find_reservation(reservation.id) or reservation
    _keep(replace(known, is_let_go=True))


def _keep(reservation: StartedReservation) -> None:
    session[f"{PREFIX}{reservation.id}"] = asdict(reservation)


def _forget_the_oldest() -> None:
    """Purchases are kept longest: they are how somebody proves that an order is theirs."""
    by_worth = sorted(remembered_reservations(), key=lambda known: (known.is_settled, known.made_at), reverse=True)
    for reservation in by_worth[MOST_REMEMBERED:]:
        session.pop(f"{PREFIX}{reservation.id}", None)
