"""What a plan costs and how long it lasts: its terms, and the cycle a moment lies in. No database."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import datetime, timedelta

PERIODS = ("DAY", "WEEK", "MONTH", "YEAR")
DAYS = {"DAY": 1, "WEEK": 7}
MONTHS = {"MONTH": 1, "YEAR": 12}


@dataclass(frozen=True, slots=True)
class Terms:
    """What is paid, and how often: `price` every `count` periods, `cycles` times.

    Without a period one payment is for ever; without `cycles` it goes on until cancelled. `price` is in minor units.
    """

    price: int
    currency: str
    period: str | None
    count: int
    cycles: int | None
    trial_days: int

    @property
    def is_recurring(self) -> bool:
        """Tell whether there is more than one payment."""
        return self.period is not None and self.cycles != 1

    @property
    def due_today(self) -> int:
        """Return what is charged at the purchase, in minor units."""
        return 0 if self.trial_days else self.price

    def first_payment_at(self, start: datetime) -> datetime:
        """Return when the free trial is over."""
        return start + timedelta(days=self.trial_days)

    def end(self, start: datetime) -> datetime | None:
        """Return when an order ends by itself, None if it does not."""
        if self.period is None or self.cycles is None:
            return None
        return _later(self.first_payment_at(start), self.period, self.count * self.cycles)

    def cycle_at(self, start: datetime, now: datetime) -> Cycle | None:
        """Return the cycle a moment lies in, None before the start and after the end."""
        first = self.first_payment_at(start)
        if now < first:
            return Cycle(0, start, first) if now >= start else None
        if self.period is None:
            return Cycle(1, first, None)
        index, begin = 1, first
        # Counted from the first payment and not from cycle to cycle: 31 January, 28 February, 31 March.
        while (end := _later(first, self.period, self.count * index)) <= now:
            index, begin = index + 1, end
        return Cycle(index, begin, end) if self.cycles is None or index <= self.cycles else None


@dataclass(frozen=True, slots=True)
class Cycle:
    """The time one payment is for; number 0 is the free trial. One that never ends has no end."""

    index: int
    begin: datetime
    end: datetime | None


def _later(moment: datetime, period: str, count: int) -> datetime:
    """Return a moment some periods later; a day the month does not have is its last."""
    if period in DAYS:
        return moment + timedelta(days=DAYS[period] * count)
    years, month = divmod(moment.month - 1 + MONTHS[period] * count, 12)
    year = moment.year + years
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
