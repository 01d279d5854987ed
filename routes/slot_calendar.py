"""Days and times of a calendar by the clock of one zone, also on days that have 23 or 25 hours. Nothing is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.models import Slot

WEEK, MONTH = 7, 28
# How far ahead somebody may leaf; a platform's own limits are far narrower.
MOST_DAYS_AHEAD = 366
NEAREST_COUNT = 3
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
SECONDS = re.compile(r"[1-9][0-9]{8,9}\Z", re.ASCII)
FULL_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day in some zone with what can be had on it. `midnight` is the first moment of it, in UTC."""

    date: date
    midnight: datetime
    length: timedelta
    slots: tuple[Slot, ...] = ()

    @property
    def ends(self) -> datetime:
        return self.midnight + self.length

    @property
    def free_count(self) -> int:
        """How many of its slots can be booked."""
        return sum(slot.can_be_booked for slot in self.slots)

    @property
    def has_clock_change(self) -> bool:
        return self.length != FULL_DAY

    @property
    def hours(self) -> str:
        """`23`, `25`, and `23.5` where clocks change by half an hour."""
        return f"{self.length / timedelta(hours=1):g}"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days in a row, and from which day as many before and after them start; None where there are none."""

    days: tuple[Day, ...]
    earlier: date | None
    later: date | None

    @property
    def slots(self) -> list[Slot]:
        return [slot for day in self.days for slot in day.slots]

    @property
    def has_free_times(self) -> bool:
        return any(slot.can_be_booked for slot in self.slots)


def midnight_of(day: date, zone: str) -> datetime:
    """The first moment of a day, in UTC.

    A midnight that the clocks skip is the moment at which they skip it; one that comes twice is the first of the two.
    """
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def today_in(zone: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def parse_first_day(text: str, today: date) -> date:
    """The day to begin with: today if none is named, never before that nor too far ahead, whatever a link says."""
    try:
        wanted = date.fromisoformat(text) if ISO_DATE.match(text) else today
    except ValueError:
        return today
    return min(max(wanted, today), today + timedelta(days=MOST_DAYS_AHEAD))


def span_from(first: date, zone: str, days: int = WEEK) -> tuple[datetime, datetime]:
    """From which moment on and before which one so many days last, in UTC."""
    return midnight_of(first, zone), midnight_of(first + timedelta(days=days), zone)


def arrange_days(slots: Iterable[Slot], first: date, zone: str, today: date, count: int = WEEK) -> Calendar:
    """So many days, each with its slots in their order; a slot belongs to the day on which it starts."""
    dates = [first + timedelta(days=number) for number in range(count)]
    by_date: dict[date, list[Slot]] = {day: [] for day in dates}
    for slot in sorted(slots, key=lambda known: known.starts_at):
        by_date.get(slot.starts_at.astimezone(ZoneInfo(zone)).date(), []).append(slot)
    step = timedelta(days=count)
    is_last = first + step > today + timedelta(days=MOST_DAYS_AHEAD)
    return Calendar(
        days=tuple(make_day(day, zone, by_date[day]) for day in dates),
        earlier=max(first - step, today) if first > today else None,
        later=None if is_last else first + step,
    )


def make_day(day: date, zone: str, slots: Iterable[Slot]) -> Day:
    begins, ends = span_from(day, zone, days=1)
    return Day(day, begins, ends - begins, tuple(slots))


def nearest_free(slots: Iterable[Slot], moment: datetime, count: int = NEAREST_COUNT) -> tuple[Slot, ...]:
    """The free slots that start nearest to a moment, the earliest first."""
    free = [slot for slot in slots if slot.can_be_booked]
    nearest = sorted(free, key=lambda slot: (abs(slot.starts_at - moment), slot.starts_at))[:count]
    return tuple(sorted(nearest, key=lambda slot: slot.starts_at))


def parse_moment(text: str) -> datetime | None:
    """A moment written as seconds since 1970, or None; it is good for looking near it, and believed for nothing."""
    if not SECONDS.match(text):
        return None
    return datetime.fromtimestamp(int(text), UTC)


def is_twice_that_day(moment: datetime, zone: str) -> bool:
    """Whether the clock of the zone shows this very time a second time: clocks went back, or are about to."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
