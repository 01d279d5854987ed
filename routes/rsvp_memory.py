"""Which invitations this visitor answered: nobody else is thanked for them."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from flask import session

from routes.current import save_session
from services.models import Event, Rsvp, RsvpAnswer

PREFIX = "rsvp."
MOST_REMEMBERED = 24


@dataclass(frozen=True, slots=True)
class GivenRsvp:
    """An answer that this visitor gave and the platform took; `answer` is a value of `RsvpAnswer`."""

    id: str
    event_id: str
    event_slug: str
    event_title: str
    answer: str

    @property
    def is_waiting(self) -> bool:
        return self.answer == RsvpAnswer.WAITING_LIST


def remember_rsvp(rsvp: Rsvp, event: Event) -> GivenRsvp:
    """Keep an answer durably before the visitor is thanked for it."""
    given = GivenRsvp(rsvp.id, event.id, event.slug, event.title, str(rsvp.answer))
    session[f"{PREFIX}{rsvp.id}"] = asdict(given)
    for name in [name for name in session if name.startswith(PREFIX)][:-MOST_REMEMBERED]:
        session.pop(name)
    save_session()
    return given


def find_rsvp(rsvp_id: str | None) -> GivenRsvp | None:
    """The remembered answer of this id, if it is this visitor's."""
    kept = session.get(f"{PREFIX}{rsvp_id}")
    return GivenRsvp(**kept) if kept else None
