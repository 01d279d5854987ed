"""Events as files for calendars (RFC 5545), one or all of them, each in the time zone of its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext
from icalendar import Calendar
from icalendar import Event as Entry
from markupsafe import Markup

from services.models import Event, EventStatus, Venue

LONGEST_DESCRIPTION = 1000
A_YEAR = timedelta(days=366)
A_QUARTER = timedelta(minutes=15)


def write_calendar_file(event: Event, starts_at: datetime, *, url: str, host: str, maker: str, now: datetime) -> bytes:
    """One entry, and the rules of its time zone beside it.

    `url` is the event's page, `host` makes the entry's name unique in the world, `maker` is who wrote the file.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{maker}//Events//EN")
    calendar.add("version", "2.0")
    calendar.add_component(write_entry(event, starts_at, url=url, host=host, now=now))
    day = starts_at.date()
    calendar.add_missing_timezones(first_date=day - A_YEAR, last_date=day + A_YEAR)
    return bytes(calendar.to_ical())


def write_calendar(
    events: Iterable[Event], *, url_of: Callable[[Event], str], host: str, maker: str, now: datetime
) -> bytes:
    """All these events in one file that calendars fetch again by themselves; one whose date is open has no place in it.

    `now` stands in each entry as the moment of writing.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{maker}//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", maker)
    calendar.add("x-wr-calname", maker)
    calendar.add("refresh-interval", A_QUARTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT15M")
    days = []
    for event in events:
        if event.starts_at:
            calendar.add_component(write_entry(event, event.starts_at, url=url_of(event), host=host, now=now))
            days.append(event.starts_at.date())
    if days:
        calendar.add_missing_timezones(first_date=min(days) - A_YEAR, last_date=max(days) + A_YEAR)
    return bytes(calendar.to_ical())


def write_entry(event: Event, starts_at: datetime, *, url: str, host: str, now: datetime) -> Entry:
    """The entry keeps its name when the event changes, so a file fetched again replaces the one before."""
    zone = ZoneInfo(event.time_zone)
    entry = Entry()
    entry.add("uid", f"{event.id}@{host}")
    entry.add("dtstamp", now.replace(second=0, microsecond=0))
    entry.add("dtstart", starts_at.astimezone(zone))
    if event.ends_at and event.ends_at > starts_at:
        entry.add("dtend", event.ends_at.astimezone(zone))
    entry.add("summary", event.title)
    if location := name_place(event.venue):
        entry.add("location", location)
    if event.venue.latitude is not None and event.venue.longitude is not None:
        entry.add("geo", (event.venue.latitude, event.venue.longitude))
    entry.add("description", describe(event, url))
    entry.add("url", url)
    entry.add("status", "CANCELLED" if event.status is EventStatus.CANCELLED else "CONFIRMED")
    return entry


def name_place(venue: Venue) -> str:
    """The place in one line, empty while it is not known."""
    named = [venue.name or (gettext("Online") if venue.is_online else ""), *venue.lines]
    return ", ".join(part for part in named if part)


def describe(event: Event, url: str) -> str:
    """Words without markup, and where to read more."""
    text = event.summary or Markup(event.description).striptags()  # noqa: S704 - sanitised in mapping
    return f"{text[:LONGEST_DESCRIPTION]}\n\n{url}".strip()
