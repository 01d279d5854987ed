"""Which bookings this visitor set out to make: what a return is about that nobody here may read the order of.

Each has a session key of its own, so that two tabs that book different things never undo each other.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from flask import session

from routes.current import current_time, save_session
from services.models import Service, Slot

PREFIX = "booking."
MOST_REMEMBERED = 24
# After that a return is hardly about it any more.
RECENT_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class StartedBooking:
    """A slot whose hosted page this visitor was sent to, and the zone they saw it in.

    Times are in seconds since 1970: `started_at` by the shop's clock, `starts_at` is when the slot begins.
    """

    service_slug: str
    service_name: str
    starts_at: float
    zone: str
    started_at: float

    @property
    def begins_at(self) -> datetime:
        return datetime.fromtimestamp(self.starts_at, UTC)


def remember_booking(service: Service, slot: Slot, zone: str) -> None:
    """Keep it durably before the visitor leaves for the hosted page, and make it the latest."""
    now = current_time().timestamp()
    started = StartedBooking(service.slug, service.name, slot.starts_at.timestamp(), zone, now)
    session[_name_of(started)] = asdict(started)
    for forgotten in remembered_bookings()[MOST_REMEMBERED:]:
        session.pop(_name_of(forgotten), None)
    save_session()


def remembered_bookings() -> list[StartedBooking]:
    """All that are remembered, the latest first."""
    kept = [StartedBooking(**session[name]) for name in list(session) if name.startswith(PREFIX)]
    return sorted(kept, key=lambda started: started.started_at, reverse=True)


def find_recent_booking() -> StartedBooking | None:
    """The latest, if it is recent enough for a return to be about it."""
    latest = next(iter(remembered_bookings()), None)
    since = current_time().timestamp() - RECENT_SECONDS
    return latest if latest and latest.started_at >= since else None


def _name_of(started: StartedBooking) -> str:
    return f"{PREFIX}{started.service_slug}.{int(started.starts_at)}"
