"""Times of events for people: wall-clock times of the event's zone, with the name of the zone."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.clock import parse_iso
from sandbox.wix.event_store import Event

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("November", "December"),
)


def date_and_time(event: Event) -> str:
    """Return start and end in one line: `June 16, 2027, 7:00 PM – 10:00 PM EDT`."""
    start, end = local(event, event.starts_at), local(event, event.ends_at)
    # Where the clocks are changed in between, one name would be wrong for one of the two times.
    start_zone = "" if start.tzname() == end.tzname() else f" {start.tzname()}"
    end_day = "" if start.date() == end.date() else f"{written_date(end)}, "
    return f"{written_date(start)}, {written_time(start)}{start_zone} – {end_day}{written_time(end)} {end.tzname()}"


def formatted_times(event: Event) -> dict[str, Any]:
    """Return `dateAndTimeSettings.formatted`."""
    start, end = local(event, event.starts_at), local(event, event.ends_at)
    return {
        "dateAndTime": date_and_time(event),
        "startDate": written_date(start),
        "startTime": written_time(start),
        "endDate": written_date(end),
        "endTime": written_time(end),
    }


def time_with_zone(event: Event, moment: str) -> str:
    """Return the time of day at the event: `7:20 PM EDT`."""
    there = local(event, moment)
    return f"{written_time(there)} {there.tzname()}"


def local(event: Event, moment: str) -> datetime:
    """Return an ISO 8601 moment in the event's zone."""
    return parse_iso(moment).astimezone(ZoneInfo(event.zone))


def written_date(moment: datetime) -> str:
    """Write a date: `June 16, 2027`."""
    return f"{MONTHS[moment.month - 1]} {moment.day}, {moment.year}"


def written_time(moment: datetime) -> str:
    """Write a time of day: `7:00 PM`."""
    return f"{moment.hour % 12 or 12}:{moment.minute:02d} {'AM' if moment.hour < 12 else 'PM'}"
