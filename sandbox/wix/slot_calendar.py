"""When a service can be had: working hours and weekly sessions, less what is booked. All moments are UTC.

Hours are wall-clock times of their place; within a shift time is counted as it goes by. So on a day when the clocks are
changed a shift is an hour shorter or longer, nothing starts in the skipped hour, and both repeated hours are offered.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sandbox.clock import iso
from sandbox.seed import seed_id
from sandbox.wix.booking_store import Stretch, busy_stretches, crowds
from sandbox.wix.service_store import (
    APPOINTMENT,
    CLASS,
    Hours,
    Place,
    Service,
    Staff,
    WeeklySession,
    all_places,
    all_staff,
    services_of,
    staff_of,
)
from sandbox.wix.wall_clock import first_moment, is_in_reach

ONE_DAY = timedelta(days=1)
EVENT_CODE_LENGTH = 22
EVENT_TIME = "%Y%m%d%H%M"


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which a service is given. `staff` are those who are free; a session has one teacher and an `event_id`.

    `taken` and `waiting` count people; `now` is the moment by which policies are judged.
    """

    service: Service
    start: datetime
    end: datetime
    place: Place
    staff: tuple[Staff, ...]
    now: datetime
    capacity: int = 1
    taken: int = 0
    waiting: int = 0
    event_id: str | None = None

    def with_staff(self, staff: tuple[Staff, ...]) -> Slot:
        """Return the same slot with these of its staff; an appointment without any is taken."""
        taken = self.taken if self.event_id else int(not staff)
        return replace(self, staff=staff, taken=taken)

    @property
    def remaining(self) -> int:
        """Return how many can still come."""
        return max(0, self.capacity - self.taken)

    @property
    def is_locked(self) -> bool:
        """Tell whether what is free is offered to the waiting list first."""
        return self.waiting > 0 and self.remaining > 0

    @property
    def waiting_places(self) -> int:
        """Return how many more the waiting list of a session takes."""
        if self.event_id is None:
            return 0
        return max(0, self.service.policy.waiting_list - self.waiting)

    @property
    def is_too_early(self) -> bool:
        """Tell whether it is so far ahead that booking has not begun."""
        earliest = self.service.policy.earliest
        return earliest is not None and self.start - self.now > timedelta(minutes=earliest)

    @property
    def is_too_late(self) -> bool:
        """Tell whether it starts too soon, or has begun."""
        return self.start - self.now < timedelta(minutes=self.service.policy.latest or 0)

    @property
    def is_allowed(self) -> bool:
        """Tell whether the policies let it be booked."""
        return self.service.takes_online and not self.is_too_early and not self.is_too_late

    @property
    def is_bookable(self) -> bool:
        """Tell whether there is room and the policies agree; a lock is not looked at, as in V1."""
        return self.is_allowed and self.remaining > 0

    @property
    def is_open(self) -> bool:
        """Tell whether somebody can book it now."""
        return self.is_bookable and not self.is_locked


def slots_of(db: sqlite3.Connection, service: Service, begin: datetime, end: datetime, now: datetime) -> list[Slot]:
    """Return every slot of a service that starts in [begin, end), earliest first; courses have none."""
    if service.type == APPOINTMENT:
        return list(_appointments(db, service, begin, end, now))
    if service.type == CLASS:
        return list(_sessions(db, service, begin, end, now))
    return []


def find_session(db: sqlite3.Connection, event_id: str, now: datetime) -> Slot | None:
    """Return the session of a class, None for an unknown id."""
    _, _, written = event_id.partition("-")
    if len(written) != len("202705201230") or not (written.isascii() and written.isdigit()):
        return None
    try:
        start = datetime.strptime(written, EVENT_TIME).replace(tzinfo=UTC)
    except ValueError:
        return None
    if not is_in_reach(start):
        return None
    for service in services_of(db, kind=CLASS):
        for slot in _sessions(db, service, start, start + timedelta(minutes=1), now):
            if slot.event_id == event_id:
                return slot
    return None


def _appointments(
    db: sqlite3.Connection, service: Service, begin: datetime, end: datetime, now: datetime
) -> Iterator[Slot]:
    places = all_places(db)
    busy = _busy(db, begin, end + service.length, now, places)
    free: dict[tuple[datetime, str], list[Staff]] = {}
    for member in staff_of(db, service.staff_ids):
        taken = busy.get(member.resource_id, [])
        for place_id, start in _starts(member, service, begin, end, places):
            at_this_time = free.setdefault((start, place_id), [])
            if not any(start < stretch.end and stretch.start < start + service.length for stretch in taken):
                at_this_time.append(member)
    for start, place_id in sorted(free, key=lambda key: (key[0], places[key[1]].number)):
        staff = tuple(free[start, place_id])
        yield Slot(service, start, start + service.length, places[place_id], staff, now, taken=0 if staff else 1)


def _starts(
    member: Staff, service: Service, begin: datetime, end: datetime, places: Mapping[str, Place]
) -> Iterator[tuple[str, datetime]]:
    for hours in member.hours:
        if hours.place_id not in service.place_ids:
            continue
        for opens, closes in _shifts(hours, places[hours.place_id].clock_zone, begin, end):
            start = opens
            while start + service.length <= closes:
                if begin <= start < end:
                    yield hours.place_id, start
                start += service.length


def _shifts(hours: Hours, zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    for day in _days(hours.days, zone, begin, end):
        opens, closes = (first_moment(_wall(day, text), zone) for text in (hours.starts, hours.ends))
        yield opens, closes


def _sessions(db: sqlite3.Connection, service: Service, begin: datetime, end: datetime, now: datetime) -> list[Slot]:
    places, staff = all_places(db), {member.resource_id: member for member in all_staff(db)}
    counted = crowds(db, iso(begin), iso(end), now)
    slots = []
    for weekly, start in _session_starts(service, begin, end, places):
        event_id = _event_id(service, weekly, start)
        taken, waiting = counted.get(event_id, (0, 0))
        slots.append(
            Slot(
                service=service,
                start=start,
                end=start + service.length,
                place=places[weekly.place_id],
                staff=(staff[weekly.resource_id],),
                now=now,
                capacity=service.capacity,
                taken=taken,
                waiting=waiting,
                event_id=event_id,
            )
        )
    return sorted(slots, key=lambda slot: slot.start)


def _session_starts(
    service: Service, begin: datetime, end: datetime, places: Mapping[str, Place]
) -> Iterator[tuple[WeeklySession, datetime]]:
    for weekly in service.sessions:
        zone = places[weekly.place_id].clock_zone
        for day in _days(weekly.days, zone, begin, end):
            start = first_moment(_wall(day, weekly.starts), zone)
            if begin <= start < end:
                yield weekly, start


def _busy(
    db: sqlite3.Connection, begin: datetime, end: datetime, now: datetime, places: Mapping[str, Place]
) -> dict[str, list[Stretch]]:
    """Return when each of the staff is booked, or teaches a class."""
    found = busy_stretches(db, iso(begin), iso(end), now)
    for service in services_of(db, kind=CLASS):
        for weekly, start in _session_starts(service, begin - service.length, end, places):
            found.setdefault(weekly.resource_id, []).append(Stretch(start, start + service.length))
    return found


def _days(weekdays: Iterable[int], zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[date]:
    """Return the days in a zone that touch a stretch of time, of these weekdays."""
    wanted = frozenset(weekdays)
    day, last = begin.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        if day.weekday() in wanted:
            yield day
        day += ONE_DAY


def _wall(day: date, text: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(text))


def _event_id(service: Service, weekly: WeeklySession, start: datetime) -> str:
    code = seed_id("weekly-session", service.slug, weekly.starts, weekly.place_id).replace("-", "")
    return f"{code[:EVENT_CODE_LENGTH]}-{start:{EVENT_TIME}}"
