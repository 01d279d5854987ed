"""What is asked of time slots V2: the stretch of time, its zone, pages, and which of the slots are wanted."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.wix.errors import WixError, application_error, silent, violation
from sandbox.wix.filters import Page, read_page
from sandbox.wix.payload import integer, json_body, mapping, objects, text, texts
from sandbox.wix.service_store import Service, all_places, find_service
from sandbox.wix.site import current_subject
from sandbox.wix.slot_calendar import Slot
from sandbox.wix.wall_clock import first_moment, last_moment, read_local, zone_named

Json = dict[str, Any]
LARGEST_PAGE = 1000
LONGEST_STRETCH = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The stretch of time a client asks for, and the zone its clocks follow."""

    begin: datetime
    end: datetime
    zone: ZoneInfo


def read_question() -> tuple[Json, Page]:
    """Return what is asked for, which a cursor remembers, and the page of it. Raises: 400."""
    current_subject(silent(403))
    payload = json_body()
    paging = mapping(payload, "cursorPaging")
    fresh = {} if paging.get("cursor") else {name: payload[name] for name in payload if name != "cursorPaging"}
    page = read_page({"filter": fresh, "cursorPaging": paging}, largest=LARGEST_PAGE, usual=LARGEST_PAGE)
    return page.filter, page


def asked_service(db: sqlite3.Connection, service_id: str | None) -> Service:
    """Return the service that is asked for. Raises: 400 MISSING_ARGUMENTS, 404 SERVICE_NOT_FOUND."""
    if not service_id:
        raise missing_argument("serviceId is required")
    service = find_service(db, service_id.lower())
    if service is None:
        raise application_error(404, "SERVICE_NOT_FOUND", "Service not found")
    return service


def read_stretch(db: sqlite3.Connection, asked: Json, now: datetime) -> Stretch:
    """Read from and until; from now, if it does not say from when."""
    zone = read_zone(db, asked)
    begins, ends = (text(asked, name, longest=40) for name in ("fromLocalDate", "toLocalDate"))
    if not ends:
        raise missing_argument("toLocalDate is required")
    begin = first_moment(read_local("fromLocalDate", begins), zone) if begins else now
    end = last_moment(read_local("toLocalDate", ends), zone)
    if not begin < end <= begin + LONGEST_STRETCH:
        raise violation("toLocalDate", f"must be at most {LONGEST_STRETCH.days} days after fromLocalDate", "RANGE")
    return Stretch(begin, end, zone)


def read_zone(db: sqlite3.Connection, asked: Json) -> ZoneInfo:
    """Read `timeZone`; the studio's, if none is named."""
    name = text(asked, "timeZone", longest=100)
    return zone_named(name or next((place.zone for place in all_places(db).values()), "UTC"))


def wanted_resource_types(asked: Json) -> list[str]:
    """Return of which types of resources those who are free shall be told."""
    return [*texts(asked, "includeResourceTypeIds"), *(str(entry.get("resourceTypeId")) for entry in _types(asked))]


def _types(asked: Json) -> list[Json]:
    return objects(asked, "resourceTypes", most=10)


def fitting_slots(slots: Sequence[Slot], asked: Json) -> list[Slot]:
    """Keep slots at the wanted locations with some of the wanted staff who are free."""
    places = {text(entry, "id", longest=36) for entry in objects(asked, "locations", most=50)}
    wanted = {resource_id for entry in _types(asked) for resource_id in texts(entry, "resourceIds")}
    wanted |= set(texts(asked, "resourceIds"))
    found = []
    for slot in slots:
        staff = tuple(member for member in slot.staff if not wanted or member.resource_id in wanted)
        if staff and (not places or slot.place.id in places):
            found.append(slot.with_staff(staff))
    return found


def few_a_day(slots: list[Slot], asked: Json, name: str, zone: ZoneInfo) -> list[Slot]:
    """Keep so many slots of each day of the zone."""
    if name not in asked:
        return slots
    most, counted, kept = integer(asked, name, least=1, most=LARGEST_PAGE), dict[object, int](), []
    for slot in slots:
        day = slot.start.astimezone(zone).date()
        counted[day] = counted.get(day, 0) + 1
        if counted[day] <= most:
            kept.append(slot)
    return kept


def missing_argument(message: str) -> WixError:
    """Make the 400 for something that was not sent."""
    return application_error(400, "MISSING_ARGUMENTS", message)
