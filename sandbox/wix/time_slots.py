"""The endpoints of time slots V2: appointments and sessions of classes, in wall-clock times of the zone asked for.

Source: https://dev.wix.com/docs/rest/business-solutions/bookings/time-slots/time-slots-v2/introduction
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, request

from sandbox.wix.errors import WixError, application_error, silent, violation
from sandbox.wix.filters import Page, paging_metadata, read_page
from sandbox.wix.payload import flag, integer, json_body, mapping, objects, text, texts
from sandbox.wix.service_shapes import STAFF_RESOURCE_TYPE
from sandbox.wix.service_store import APPOINTMENT, CLASS, Service, all_places, find_service, services_of
from sandbox.wix.site import current_site, current_subject
from sandbox.wix.slot_calendar import Slot, find_session, slots_of
from sandbox.wix.slot_shapes import time_slot_json
from sandbox.wix.wall_clock import first_moment, last_moment, pairs, read_local, zone_named

time_slots = Blueprint("time_slots", __name__)
Json = dict[str, Any]
PATHS = ("/_api/service-availability/v2/time-slots", "/service-availability/v2/time-slots")
LARGEST_PAGE = 1000
LONGEST_STRETCH = timedelta(days=400)
LARGEST_CAPACITY = 1000


@dataclass(frozen=True, slots=True)
class Stretch:
    """The stretch of time a client asks for, and the zone its clocks follow."""

    begin: datetime
    end: datetime
    zone: ZoneInfo


def list_time_slots() -> Json:
    """List appointments for which somebody is free; bookable ones come first, unless `bookable` is asked for.

    Source: https://dev.wix.com/docs/rest/business-solutions/bookings/time-slots/time-slots-v2/list-availability-time-slots
    """
    asked, page = _asked()
    now = current_site().clock.now()
    with current_site().database.read() as db:
        service = _service(db, text(asked, "serviceId", longest=64))
        if service.type != APPOINTMENT or not service.staff_ids:
            raise application_error(400, "NO_IMPLEMENTERS_FOUND", "Only appointments have availability time slots")
        stretch = _read_stretch(db, asked, now)
        found = slots_of(db, service, stretch.begin, stretch.end, now)
    fitting = _fitting(found, asked)
    wanted = asked.get("bookable")
    if wanted is None:
        fitting.sort(key=lambda slot: not slot.is_open)
    elif not isinstance(wanted, bool):
        raise violation("bookable", "must be a boolean", "TYPE_MISMATCH")
    else:
        fitting = [slot for slot in fitting if slot.is_open is wanted]
    fitting = _few_a_day(fitting, asked, "timeSlotsPerDay", stretch.zone)
    with_staff = STAFF_RESOURCE_TYPE in _wanted_resource_types(asked)
    return _reply(fitting, page, stretch.zone, "cursorPagingMetadata", with_staff=with_staff)


def get_time_slot() -> Json:
    """Return one appointment with whoever is free.

    Source: https://dev.wix.com/docs/rest/business-solutions/bookings/time-slots/time-slots-v2/get-availability-time-slot
    """
    current_subject(silent(403))
    payload, now = json_body(), current_site().clock.now()
    written = [text(payload, name, longest=40) for name in ("localStartDate", "localEndDate")]
    if not written[0] or not written[1]:
        raise _missing("localStartDate and localEndDate are required")
    start, end = read_local("localStartDate", written[0]), read_local("localEndDate", written[1])
    place_id = text(mapping(payload, "location"), "id", longest=36)
    with current_site().database.read() as db:
        service, zone = _service(db, text(payload, "serviceId", longest=64)), _read_zone(db, payload)
        for begin, finish in pairs(start, end, zone):
            for slot in _fitting(slots_of(db, service, begin, begin + timedelta(seconds=1), now), payload):
                if slot.end == finish and slot.event_id is None and place_id in (None, slot.place.id):
                    return {"timeSlot": time_slot_json(slot, zone, with_staff=True), "timeZone": zone.key}
    raise _no_slot()


def list_event_time_slots() -> Json:
    """List sessions of classes; those that cannot be booked only with `includeNonBookable`.

    Source: https://dev.wix.com/docs/rest/business-solutions/bookings/time-slots/time-slots-v2/list-event-time-slots
    """
    asked, page = _asked()
    now, everything = current_site().clock.now(), flag(asked, "includeNonBookable", default=False)
    least = integer({"minBookableCapacity": 0, **asked}, "minBookableCapacity", least=0, most=LARGEST_CAPACITY)
    if asked.get("eventFilter"):
        raise violation("eventFilter", "is not imitated by the sandbox", "UNSUPPORTED")
    with current_site().database.read() as db:
        ids = [service_id.lower() for service_id in texts(asked, "serviceIds", most=100)]
        classes = [_service(db, service_id) for service_id in ids] if ids else services_of(db, kind=CLASS)
        stretch = _read_stretch(db, asked, now)
        wanted = [service for service in classes if service.type == CLASS]
        found = [slot for service in wanted for slot in slots_of(db, service, stretch.begin, stretch.end, now)]
    found = [slot for slot in _fitting(found, asked) if everything or slot.is_open]
    found = [slot for slot in found if least == 0 or (not slot.is_locked and slot.remaining >= least)]
    found.sort(key=lambda slot: (slot.start, slot.service.number))
    found = _few_a_day(found, asked, "maxSlotsPerDay", stretch.zone)
    return _reply(found, page, stretch.zone, "pagingMetadata", with_staff=True)


def get_event_time_slot(event_id: str) -> Json:
    """Return one session of a class.

    Source: https://dev.wix.com/docs/rest/business-solutions/bookings/time-slots/time-slots-v2/get-event-time-slot
    """
    current_subject(silent(403))
    asked = {"timeZone": request.args["timeZone"]} if "timeZone" in request.args else {}
    with current_site().database.read() as db:
        zone, slot = _read_zone(db, asked), find_session(db, event_id, current_site().clock.now())
    if slot is None:
        raise _no_slot()
    return {"timeSlot": time_slot_json(slot, zone, with_staff=True), "timeZone": zone.key}


ENDPOINTS: tuple[tuple[str, str, Callable[..., Json]], ...] = (
    ("", "POST", list_time_slots),
    ("/get", "POST", get_time_slot),
    ("/event", "POST", list_event_time_slots),
    ("/event/<event_id>", "GET", get_event_time_slot),
)
for _number, _path in enumerate(PATHS):
    for _end, _method, _view in ENDPOINTS:
        time_slots.add_url_rule(_path + _end, f"{_view.__name__}_{_number}", _view, methods=[_method])


def _asked() -> tuple[Json, Page]:
    """Return what is asked for, which a cursor remembers, and the page of it. Raises: 400."""
    current_subject(silent(403))
    payload = json_body()
    paging = mapping(payload, "cursorPaging")
    fresh = {} if paging.get("cursor") else {name: payload[name] for name in payload if name != "cursorPaging"}
    page = read_page({"filter": fresh, "cursorPaging": paging}, largest=LARGEST_PAGE, usual=LARGEST_PAGE)
    return page.filter, page


def _reply(found: Sequence[Slot], page: Page, zone: ZoneInfo, metadata: str, *, with_staff: bool) -> Json:
    shown = found[page.offset : page.offset + page.limit]
    return {
        "timeSlots": [time_slot_json(slot, zone, with_staff=with_staff) for slot in shown],
        "timeZone": zone.key,
        metadata: paging_metadata(page, len(shown), has_next=len(found) > page.offset + page.limit),
    }


def _service(db: sqlite3.Connection, service_id: str | None) -> Service:
    if not service_id:
        raise _missing("serviceId is required")
    service = find_service(db, service_id.lower())
    if service is None:
        raise application_error(404, "SERVICE_NOT_FOUND", "Service not found")
    return service


def _read_stretch(db: sqlite3.Connection, asked: Json, now: datetime) -> Stretch:
    """Read from and until; from now, if it does not say from when."""
    zone = _read_zone(db, asked)
    begins, ends = (text(asked, name, longest=40) for name in ("fromLocalDate", "toLocalDate"))
    if not ends:
        raise _missing("toLocalDate is required")
    begin = first_moment(read_local("fromLocalDate", begins), zone) if begins else now
    end = last_moment(read_local("toLocalDate", ends), zone)
    if not begin < end <= begin + LONGEST_STRETCH:
        raise violation("toLocalDate", f"must be at most {LONGEST_STRETCH.days} days after fromLocalDate", "RANGE")
    return Stretch(begin, end, zone)


def _read_zone(db: sqlite3.Connection, asked: Json) -> ZoneInfo:
    """Read `timeZone`; the studio's, if none is named."""
    name = text(asked, "timeZone", longest=100)
    return zone_named(name or next((place.zone for place in all_places(db).values()), "UTC"))


def _wanted_resource_types(asked: Json) -> list[str]:
    return [*texts(asked, "includeResourceTypeIds"), *(str(entry.get("resourceTypeId")) for entry in _types(asked))]


def _types(asked: Json) -> list[Json]:
    return objects(asked, "resourceTypes", most=10)


def _fitting(slots: Sequence[Slot], asked: Json) -> list[Slot]:
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


def _few_a_day(slots: list[Slot], asked: Json, name: str, zone: ZoneInfo) -> list[Slot]:
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


def _missing(message: str) -> WixError:
    return application_error(400, "MISSING_ARGUMENTS", message)


def _no_slot() -> WixError:
    return application_error(404, "SLOT_NOT_FOUND", "Time slot not found")
