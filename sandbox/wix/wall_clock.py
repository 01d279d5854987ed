"""Wall-clock times and the moments they mean, also on days when the clocks are changed. No database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.wix.errors import application_error, violation

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("November", "December"),
)


def zone_named(name: str) -> ZoneInfo:
    """Return a zone of the tz database. Raises: 400 INVALID_TIME_ZONE."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise application_error(400, "INVALID_TIME_ZONE", f"{name!r} is not a time zone") from None


def is_in_reach(moment: datetime) -> bool:
    """Tell whether a time is one a studio could mean, and not one no calendar can count with."""
    return 2000 <= moment.year < 2200


def moments(wall: datetime, zone: ZoneInfo) -> list[datetime]:
    """Return the moments (UTC) at which clocks show a time: one, two in a repeated hour, none in a skipped one."""
    found: list[datetime] = []
    for fold in (0, 1):
        moment = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
        is_shown = moment.astimezone(zone).replace(tzinfo=None, fold=0) == wall
        if is_shown and moment not in found:
            found.append(moment)
    return found


def first_moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment a time means; in a skipped hour the one as long after the change."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def last_moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the later moment of a time in a repeated hour, else the only one."""
    return max(moments(wall, zone), default=first_moment(wall, zone))


def pairs(start: datetime, end: datetime, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """Return every way to read start and end of one stretch of time, the shortest first."""
    ways = [(begin, finish) for begin in moments(start, zone) for finish in moments(end, zone) if begin < finish]
    return sorted(ways, key=lambda way: (way[1] - way[0], way[0]))


def local_text(moment: datetime, zone: ZoneInfo) -> str:
    """Write a moment as Wix writes local times: without a zone and without fractions."""
    return moment.astimezone(zone).replace(tzinfo=None).isoformat(timespec="seconds")


def read_local(field: str, text: str) -> datetime:
    """Read a wall-clock time. Raises: 400 for another format, and for one with a zone or `Z`."""
    try:
        wall = datetime.fromisoformat(text)
    except ValueError:
        raise violation(field, "must be a local date and time such as 2027-05-20T08:30:00", "FORMAT") from None
    if wall.tzinfo is not None:
        raise violation(field, "must be a local date and time, without a zone or Z", "FORMAT")
    return wall


def written_time(moment: datetime) -> str:
    """Write a time of day: `7:00 PM`."""
    return f"{moment.hour % 12 or 12}:{moment.minute:02d} {'AM' if moment.hour < 12 else 'PM'}"


def written_stretch(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """Write a stretch of time for people: `Thursday, May 20, 2027, 8:30 AM – 9:30 AM EDT (America/New_York)`."""
    begin, finish = start.astimezone(zone), end.astimezone(zone)
    day = f"{WEEKDAYS[begin.weekday()]}, {MONTHS[begin.month - 1]} {begin.day}, {begin.year}"
    # Where the clocks are changed in between, one name would be wrong for one of the two times.
    changes = begin.tzname() != finish.tzname()
    first = f"{written_time(begin)} {begin.tzname()}" if changes else written_time(begin)
    last = written_time(finish)
    if finish.date() - begin.date() > timedelta():
        last = f"{WEEKDAYS[finish.weekday()]}, {last}"
    return f"{day}, {first} – {last} {finish.tzname()} ({zone.key})"
