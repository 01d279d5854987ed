"""The slot a client means: reads `slot` of a booking or of a `slotAvailability`, and finds it in the calendar.

Times that end in `Z` are moments, as availability V1 writes them. All others are wall-clock times of the slot's time
zone; an offset they may have is ignored then, as Wix says.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.clock import iso, parse_iso
from sandbox.wix.errors import application_error, required, violation
from sandbox.wix.payload import is_guid, mapping, required_guid, required_text, text
from sandbox.wix.service_store import CLASS, Service, all_places, find_service
from sandbox.wix.slot_calendar import Slot, find_session, slots_of
from sandbox.wix.wall_clock import is_in_reach, pairs, zone_named

BUSINESS = "OWNER_BUSINESS"
LOCATION_TYPES = (BUSINESS, "OWNER_CUSTOM", "CUSTOM")
Json = dict[str, Any]
Times = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class WantedSlot:
    """What was asked for. `times` are the ways to read start and end, none for the session of a class."""

    service_id: str
    zone: str
    times: tuple[Times, ...]
    event_id: str | None
    resource_id: str | None
    place_id: str | None
    location_type: str

    def details(self) -> Json:
        """Return the same as JSON, for a redirect session to remember."""
        return {
            "serviceId": self.service_id,
            "zone": self.zone,
            "times": [[iso(start), iso(end)] for start, end in self.times],
            "eventId": self.event_id,
            "resourceId": self.resource_id,
            "placeId": self.place_id,
            "locationType": self.location_type,
        }


def read_wanted_slot(db: sqlite3.Connection, slot: Json, zone_name: str | None, path: str) -> WantedSlot:
    """Read a slot; `zone_name` stands in where the slot has no `timezone`, `path` is where it stands in the request.

    Raises: 400 for a wrong shape, a location type bookings do not have, a time that is skipped on that day and an
    unknown zone; 404 SERVICE_NOT_FOUND and SCHEDULE_NOT_FOUND.
    """
    service = _service(db, required_guid(slot, "serviceId"))
    schedule_id = text(slot, "scheduleId", longest=64)
    if schedule_id and schedule_id != service.schedule_id:
        raise application_error(404, "SCHEDULE_NOT_FOUND", "Schedule not found")
    name = text(slot, "timezone", longest=100) or zone_name
    zone = zone_named(name) if name else None
    event_id, (location_type, place_id) = text(slot, "eventId", longest=100), _read_location(slot, path)
    if service.type == CLASS and not event_id:
        raise required(f"{path}.eventId")
    times = () if event_id else _read_times(slot, zone, path)
    resource_id = text(mapping(slot, "resource"), "id", longest=64)
    return WantedSlot(
        service.id,
        name or _studio_zone(db),
        times,
        event_id,
        resource_id.lower() if resource_id else None,
        place_id,
        location_type,
    )


def wanted_from_details(details: Json) -> WantedSlot:
    """Return what a redirect session remembers."""
    times = tuple((parse_iso(start), parse_iso(end)) for start, end in details["times"])
    return WantedSlot(
        details["serviceId"],
        details["zone"],
        times,
        details["eventId"],
        details["resourceId"],
        details["placeId"],
        details["locationType"],
    )


def find_slot(db: sqlite3.Connection, wanted: WantedSlot, now: datetime) -> Slot | None:
    """Return the slot that is meant as it stands now, full and closed ones too; None if there is no such time.

    Of an appointment, only the staff remain who were asked for. In a repeated hour it is the first that is free.
    """
    if wanted.location_type != BUSINESS:
        return None
    if wanted.event_id:
        session = find_session(db, wanted.event_id, now)
        return session if session and session.service.id == wanted.service_id else None
    service = find_service(db, wanted.service_id)
    if service is None:
        return None
    found = [slot for times in wanted.times for slot in _appointments_at(db, service, times, wanted, now)]
    return next((slot for slot in found if slot.staff), found[0] if found else None)


def _appointments_at(
    db: sqlite3.Connection, service: Service, times: Times, wanted: WantedSlot, now: datetime
) -> Iterator[Slot]:
    start, end = times
    for slot in slots_of(db, service, start, start + timedelta(seconds=1), now):
        if slot.event_id is None and slot.end == end and wanted.place_id in (None, slot.place.id):
            staff = [member for member in slot.staff if wanted.resource_id in (None, member.resource_id)]
            yield slot.with_staff(tuple(staff))


def _studio_zone(db: sqlite3.Connection) -> str:
    return next(place.zone for place in all_places(db).values())


def _service(db: sqlite3.Connection, service_id: str) -> Service:
    service = find_service(db, service_id)
    if service is None:
        raise application_error(404, "SERVICE_NOT_FOUND", "Service not found")
    return service


def _read_location(slot: Json, path: str) -> tuple[str, str | None]:
    location = mapping(slot, "location")
    location_type = text(location, "locationType", longest=50)
    if not location_type:
        raise required(f"{path}.location.locationType")
    if location_type not in LOCATION_TYPES:
        wanted = f"must be one of: {', '.join(LOCATION_TYPES)}"
        raise violation(f"{path}.location.locationType", wanted, "INVALID_ENUM_VALUE")
    place_id = text(location, "id", longest=36)
    if place_id and not is_guid(place_id):
        raise violation(f"{path}.location.id", "must be a GUID", "FORMAT")
    return location_type, place_id.lower() if place_id else None


def _read_times(slot: Json, zone: ZoneInfo | None, path: str) -> tuple[Times, ...]:
    start, end = (_read_time(slot, name, path) for name in ("startDate", "endDate"))
    if _is_moment(slot["startDate"]) != _is_moment(slot["endDate"]):
        raise violation(f"{path}.endDate", "must be written as startDate is", "FORMAT")
    if _is_moment(slot["startDate"]):
        ways = [(start, end)] if start < end else []
    elif zone is not None:
        ways = pairs(start.replace(tzinfo=None), end.replace(tzinfo=None), zone)
    elif start.tzinfo is not None and end.tzinfo is not None:
        ways = [(parse_iso(slot["startDate"]), parse_iso(slot["endDate"]))] if start < end else []
    else:
        raise required(f"{path}.timezone")
    if not ways:
        raise violation(f"{path}.startDate", "must be a time there is on that day, before endDate", "INVALID_VALUE")
    return tuple(ways)


def _read_time(slot: Json, name: str, path: str) -> datetime:
    try:
        moment = datetime.fromisoformat(required_text(slot, name, longest=40))
    except ValueError:
        raise violation(f"{path}.{name}", "must be a date and time such as 2027-05-20T08:30:00", "FORMAT") from None
    if not is_in_reach(moment):
        raise violation(f"{path}.{name}", "must be between 2000 and 2200", "RANGE")
    return moment


def _is_moment(written: str) -> bool:
    return written.endswith(("Z", "z"))
