"""How the time of an event is written: by the clock of its own place, named, whatever zone the shop or a visitor is in.

Values are written in the shop's language; nothing here knows what time it is now.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import (
    format_date,
    format_interval,
    format_skeleton,
    format_time,
    get_timezone_location,
    get_timezone_name,
)

THIN, THIN_UNBROKEN = "\N{THIN SPACE}", "\N{NARROW NO-BREAK SPACE}"
DASH = f"{THIN}\N{EN DASH}{THIN}"


@dataclass(frozen=True, slots=True)
class Day:
    """A day in parts, for a leaf of a calendar."""

    weekday: str
    number: str
    month: str


def build_event_filters(language: str) -> dict[str, Callable[..., Any]]:
    """Filters for a language tag such as `en-US`; `zone` is always an IANA name such as `Europe/Lisbon`."""
    locale = Locale.parse(language, sep="-")

    def date_in(moment: datetime, zone: str) -> str:
        """`Wednesday, June 16, 2027`"""
        return str(format_date(by_clock_of(moment, zone).date(), format="full", locale=locale))

    def time_in(moment: datetime, zone: str) -> str:
        """`7:00 PM EDT`"""
        local = by_clock_of(moment, zone)
        return f"{clock(local, locale)} {zone_mark(local, locale)}"

    def month_in(moment: datetime, zone: str) -> str:
        """`June 2027`"""
        return str(format_skeleton("yMMMM", by_clock_of(moment, zone), locale=locale))

    def day_in(moment: datetime, zone: str) -> Day:
        local = by_clock_of(moment, zone)
        weekday, month = (str(format_skeleton(name, local, locale=locale)) for name in ("EEE", "MMM"))
        return Day(weekday, str(local.day), month)

    def zone_name(zone: str) -> str:
        """`New York Time`"""
        return name_zone(zone, locale)

    def span(starts_at: datetime, ends_at: datetime | None, zone: str) -> str:
        """`Wednesday, June 16, 2027, 7:00 – 10:00 PM EDT (New York Time)`, over midnight with both days."""
        place = name_zone(zone, locale)
        return f"{date_in(starts_at, zone)}, {hours(starts_at, ends_at, zone)}{f' ({place})' if place else ''}"

    def hours(starts_at: datetime, ends_at: datetime | None, zone: str) -> str:
        """What follows the day of the start: the times, the last day if it is another, the zone.

        Where the clocks change in between both times name their zone, or an hour would seem lost or won.
        """
        first = by_clock_of(starts_at, zone)
        if ends_at is None or ends_at <= starts_at:
            return time_in(starts_at, zone)
        last = by_clock_of(ends_at, zone)
        is_one_zone = first.utcoffset() == last.utcoffset()
        if first.date() == last.date() and is_one_zone:
            times = format_interval(
                first, last, hour_skeleton(locale), tzinfo=ZoneInfo(zone), fuzzy=False, locale=locale
            )
            return f"{str(times).replace(THIN, THIN_UNBROKEN)} {zone_mark(last, locale)}"
        start = clock(first, locale) if is_one_zone else time_in(starts_at, zone)
        end = time_in(ends_at, zone)
        return start + DASH + (end if first.date() == last.date() else f"{date_in(ends_at, zone)}, {end}")

    named = (date_in, time_in, month_in, day_in, zone_name, span, hours)
    return {filter_.__name__: filter_ for filter_ in named}


def by_clock_of(moment: datetime, zone: str) -> datetime:
    """The same instant by the clock of a zone. Raises: ValueError for a datetime that names no zone."""
    if moment.tzinfo is None:
        raise ValueError("a page cannot tell when a naive datetime is")
    return moment.astimezone(ZoneInfo(zone))


def clock(local: datetime, locale: Locale) -> str:
    return str(format_time(local, format="short", tzinfo=local.tzinfo, locale=locale))


def zone_mark(local: datetime, locale: Locale) -> str:
    """`EDT`; `GMT+1` where the language has no abbreviation for the zone."""
    name = str(get_timezone_name(local, width="short", locale=locale))
    return name if name[:1].isalpha() else gmt_mark(local)


def gmt_mark(local: datetime) -> str:
    """`GMT+5:30`"""
    offset = local.utcoffset()
    minutes = int(offset.total_seconds()) // 60 if offset is not None else 0
    hour, minute = divmod(abs(minutes), 60)
    return f"GMT{'-' if minutes < 0 else '+'}{hour}{f':{minute:02}' if minute else ''}" if minutes else "GMT"


def name_zone(zone: str, locale: Locale) -> str:
    """`Lisbon Time`; nothing for a zone that is no place."""
    if zone == "UTC" or zone.startswith("Etc/"):
        return ""
    city = str(get_timezone_location(ZoneInfo(zone), locale=locale, return_city=True))
    return str(locale.zone_formats["region"] % city)


def hour_skeleton(locale: Locale) -> str:
    """Whether the language tells the time by twelve hours or by twenty-four."""
    return "hm" if "a" in str(locale.time_formats["short"].pattern) else "Hm"
