"""What stands for a time slot in a form: which one is meant, in bounded text, and nothing that is believed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from services.errors import NotFoundError

WRITTEN_TIME = "%Y%m%dT%H%M%S"
LONGEST_KEY = 200
PLACE_LETTERS = {"BUSINESS": "b", "CUSTOM": "c", "CUSTOMER": "u"}
PLACE_TYPES = {letter: kind for kind, letter in PLACE_LETTERS.items()}
ID = r"[A-Za-z0-9_-]"
KEY = re.compile(
    r"(?P<start>[1-9][0-9]{3}[01][0-9][0-3][0-9]T[0-2][0-9][0-5][0-9][0-5][0-9])"
    r"\.(?P<end>[1-9][0-9]{3}[01][0-9][0-3][0-9]T[0-2][0-9][0-5][0-9][0-5][0-9])"
    rf"\.(?P<place_letter>[bcu])(?P<place_id>{ID}{{0,36}})"
    rf"\.(?P<with>[aes])(?P<id>{ID}{{0,100}})\Z",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class SlotKey:
    """An appointment, with one of the staff (`resource_id`) or with anybody, or the session `event_id` of a class."""

    starts_at: datetime
    ends_at: datetime
    place_type: str
    place_id: str = ""
    resource_id: str = ""
    event_id: str = ""

    def __str__(self) -> str:
        whom = f"e{self.event_id}" if self.event_id else f"s{self.resource_id}" if self.resource_id else "a"
        times = ".".join(moment.astimezone(UTC).strftime(WRITTEN_TIME) for moment in (self.starts_at, self.ends_at))
        return f"{times}.{PLACE_LETTERS.get(self.place_type, 'c')}{self.place_id}.{whom}"

    @classmethod
    def parse(cls, text: str) -> SlotKey:
        """Raises: NotFoundError, for whatever no key of ours looks like."""
        found = KEY.match(text) if len(text) <= LONGEST_KEY else None
        if found is None or (found["with"] == "a") != (not found["id"]):
            raise NotFoundError("time slot", text)
        try:
            starts_at, ends_at = (_moment(found[name]) for name in ("start", "end"))
        except ValueError as error:
            raise NotFoundError("time slot", text) from error
        if not starts_at < ends_at:
            raise NotFoundError("time slot", text)
        return cls(
            starts_at,
            ends_at,
            PLACE_TYPES[found["place_letter"]],
            found["place_id"],
            resource_id=found["id"] if found["with"] == "s" else "",
            event_id=found["id"] if found["with"] == "e" else "",
        )


def _moment(text: str) -> datetime:
    moment = datetime.strptime(text, WRITTEN_TIME).replace(tzinfo=UTC)
    if moment.year >= 9999:
        raise ValueError("no calendar of ours reaches that far")
    return moment
