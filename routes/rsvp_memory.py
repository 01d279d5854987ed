"""Which invitations this visitor answered: nobody else is thanked for them."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from flask import session

from routes.current import current_time, save_session
from services.models import Event, Rsvp, RsvpAnswer

PREFIX = "rsvp."
DOUBLE_CLICK_SECONDS = 30
MOST_REMEMBERED = 24


@dataclass(frozen=True, slots=True)
class GivenRsvp:
    """An answer that this visitor gave and the platform took; `answer` is a value of `RsvpAnswer`.

    `content` stands for what was sent, at `made_at` seconds since 1970 by the shop's clock.
    """

    id: str
    event_id: str
    event_slug: str
    event_title: str
    answer: str
    content: str = ""
    made_at: float = 0.0

    @property
    def is_waiting(self) -> bool:
        return self.answer == RsvpAnswer.WAITING_LIST


def remember_rsvp(rsvp: Rsvp, event: Event, content: str) -> GivenRsvp:
    """Keep an answer durably before the visitor is thanked for it."""
    made_at = current_time().timestamp()
    given = GivenRsvp(rsvp.id, event.id, event.slug, event.title, str(rsvp.answer), content, made_at)
    session[f"{PREFIX}{rsvp.id}"] = asdict(given)
    for old in sorted(remembered_rsvps(), key=lambda known: known.made_at)[:-MOST_REMEMBERED]:
        session.pop(f"{PREFIX}{old.id}")
    save_session()
    return given


def remembered_rsvps() -> list[GivenRsvp]:
    return [GivenRsvp(**session[name]) for name in list(session) if name.startswith(PREFIX)]


def find_rsvp(rsvp_id: str | None) -> GivenRsvp | None:
    """The remembered answer of this id, if it is this visitor's."""
    kept = session.get(f"{PREFIX}{rsvp_id}")
    return GivenRsvp(**kept) if kept else None


def find_recent_rsvp(content: str) -> GivenRsvp | None:
    """The same answer given a moment ago: the other half of a double click."""
    since = current_time().timestamp() - DOUBLE_CLICK_SECONDS
    return next((known for known in remembered_rsvps() if known.made_at >= since and known.content == content), None)
