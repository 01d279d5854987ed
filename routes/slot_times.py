"""How the times of slots are written: short, by the clock of a visitor's zone, with the studio's beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton

from routes.event_times import THIN, THIN_UNBROKEN, by_clock_of, clock, zone_mark
from routes.slot_calendar import is_twice_that_day


def build_slot_filters(language: str) -> dict[str, Callable[..., Any]]:
    """Filters for a language tag such as `en-US`; `zone` is always an IANA name such as `Europe/Lisbon`."""
    locale = Locale.parse(language, sep="-")

    def clock_in(moment: datetime, zone: str) -> str:
        """`7:00 PM`; `1:30 AM EDT` where the clock shows that time twice on the day."""
        local = by_clock_of(moment, zone)
        mark = f" {zone_mark(local, locale)}" if is_twice_that_day(moment, zone) else ""
        return f"{clock(local, locale)}{mark}"

    def clock_beside(moment: datetime, zone: str, beside: str) -> str:
        """`7:00 PM EDT`, with the weekday where it is another day than by the clock of the zone `beside`."""
        local = by_clock_of(moment, zone)
        is_same_day = local.date() == by_clock_of(moment, beside).date()
        day = "" if is_same_day else f"{format_skeleton('EEE', local, locale=locale)} "
        return f"{day}{clock(local, locale)} {zone_mark(local, locale)}"

    def weekday_and_date(day: date) -> str:
        """`Wednesday, June 16, 2027`"""
        return str(format_date(day, format="full", locale=locale))

    def mark_in(moment: datetime, zone: str) -> str:
        """`EDT`"""
        return zone_mark(by_clock_of(moment, zone), locale)

    def days_from_to(first: date, last: date) -> str:
        """`Jun 16 – 22, 2027`"""
        return str(format_interval(first, last, "yMMMd", fuzzy=False, locale=locale)).replace(THIN, THIN_UNBROKEN)

    named = (clock_in, clock_beside, weekday_and_date, mark_in, days_from_to)
    return {filter_.__name__: filter_ for filter_ in named}
