"""The endpoints of time slots V2: appointments and sessions of classes, in wall-clock times of the zone asked for.

Source: https://dev.wix.com/docs/rest/business-solutions/bookings/time-slots/time-slots-v2/introduction
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, request

from sandbox.wix.errors import WixError, application_error, silent, violation
from sandbox.wix.filters import Page, paging_metadata
from sandbox.wix.payload import flag, integer, json_body, mapping, text, texts
from sandbox.wix.service_shapes import STAFF_RESOURCE_TYPE
from sandbox.wix.service_store import APPOINTMENT, CLASS, services_of
from sandbox.wix.site import current_site, current_subject
from sandbox.wix.slot_calendar import Slot, find_session, slots_of
from sandbox.wix.slot_questions import (
    asked_service,
    few_a_day,
    fitting_slots,
    missing_argument,
    read_question,
    read_stretch,
    read_zone,
    wanted_resource_types,
)
from sandbox.wix.slot_shapes import time_slot_json
from sandbox.wix.wall_clock import pairs, read_local

time_slots = Blueprint("time_slots", __name__)
Json = dict[str, Any]
PATHS = ("/_api/service-availability/v2/time-slots", "/service-availability/v2/time-slots")
LARGEST_CAPACITY = 1000


def list_time_slots() -> Json:
    """List appointments for which somebody is free; bookable ones come first, unless `bookable` is asked for.

    Source: https://dev.wix.com/docs/rest/business-solutions/bookings/time-slots/time-slots-v2/list-availability-time-slots
    """
    asked, page = read_question()
    now = current_site().clock.now()
    with current_site().database.read() as db:
        service = asked_service(db, text(asked, "serviceId", longest=64))
        if service.type != APPOINTMENT or not service.staff_ids:
            raise application_error(400, "NO_IMPLEMENTERS_FOUND", "Only appointments have availability time slots")
        stretch = read_stretch(db, asked, now)
        found = slots_of(db, service, stretch.begin, stretch.end, now)
    fitting = fitting_slots(found, asked)
    wanted = asked.get("bookable")
    if wanted is None:
        fitting.sort(key=lambda slot: not slot.is_open)
    elif not isinstance(wanted, bool):
        raise violation("bookable", "must be a boolean", "TYPE_MISMATCH")
    else:
        fitting = [slot for slot in fitting if slot.is_open is wanted]
    fitting = few_a_day(fitting, asked, "timeSlotsPerDay", stretch.zone)
    with_staff = STAFF_RESOURCE_TYPE in wanted_resource_types(asked)
    return _reply(fitting, page, stretch.zone, "cursorPagingMetadata", with_staff=with_staff)


def get_time_slot() -> Json:
    """Return one appointment with whoever is free.

    Source: https://dev.wix.com/docs/rest/business-solutions/bookings/time-slots/time-slots-v2/get-availability-time-slot
    """
    current_subject(silent(403))
    payload, now = json_body(), current_site().clock.now()
    written = [text(payload, name, longest=40) for name in ("localStartDate", "localEndDate")]
    if not written[0] or not written[1]:
        raise missing_argument("localStartDate and localEndDate are required")
    start, end = read_local("localStartDate", written[0]), read_local("localEndDate", written[1])
    place_id = text(mapping(payload, "location"), "id", longest=36)
    with current_site().database.read() as db:
        service, zone = asked_service(db, text(payload, "serviceId", longest=64)), read_zone(db, payload)
        for begin, finish in pairs(start, end, zone):
            for slot in fitting_slots(slots_of(db, service, begin, begin + timedelta(seconds=1), now), payload):
                if slot.end == finish and slot.event_id is None and place_id in (None, slot.place.id):
                    return {"timeSlot": time_slot_json(slot, zone, with_staff=True), "timeZone": zone.key}
    raise _no_slot()


def list_event_time_slots() -> Json:
    """List sessions of classes; those that cannot be booked only with `includeNonBookable`.

    Source: https://dev.wix.com/docs/rest/business-solutions/bookings/time-slots/time-slots-v2/list-event-time-slots
    """
    asked, page = read_question()
    now, everything = current_site().clock.now(), flag(asked, "includeNonBookable", default=False)
    least = integer({"minBookableCapacity": 0, **asked}, "minBookableCapacity", least=0, most=LARGEST_CAPACITY)
    if asked.get("eventFilter"):
        raise violation("eventFilter", "is not imitated by the sandbox", "UNSUPPORTED")
    with current_site().database.read() as db:
        ids = [service_id.lower() for service_id in texts(asked, "serviceIds", most=100)]
        classes = [asked_service(db, service_id) for service_id in ids] if ids else services_of(db, kind=CLASS)
        stretch = read_stretch(db, asked, now)
        wanted = [service for service in classes if service.type == CLASS]
        found = [slot for service in wanted for slot in slots_of(db, service, stretch.begin, stretch.end, now)]
    found = [slot for slot in fitting_slots(found, asked) if everything or slot.is_open]
    found = [slot for slot in found if least == 0 or (not slot.is_locked and slot.remaining >= least)]
    found.sort(key=lambda slot: (slot.start, slot.service.number))
    found = few_a_day(found, asked, "maxSlotsPerDay", stretch.zone)
    return _reply(found, page, stretch.zone, "pagingMetadata", with_staff=True)


def get_event_time_slot(event_id: str) -> Json:
    """Return one session of a class.

    Source: https://dev.wix.com/docs/rest/business-solutions/bookings/time-slots/time-slots-v2/get-event-time-slot
    """
    current_subject(silent(403))
    asked = {"timeZone": request.args["timeZone"]} if "timeZone" in request.args else {}
    with current_site().database.read() as db:
        zone, slot = read_zone(db, asked), find_session(db, event_id, current_site().clock.now())
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


def _reply(found: Sequence[Slot], page: Page, zone: ZoneInfo, metadata: str, *, with_staff: bool) -> Json:
    shown = found[page.offset : page.offset + page.limit]
    return {
        "timeSlots": [time_slot_json(slot, zone, with_staff=with_staff) for slot in shown],
        "timeZone": zone.key,
        metadata: paging_metadata(page, len(shown), has_next=len(found) > page.offset + page.limit),
    }


def _no_slot() -> WixError:
    return application_error(404, "SLOT_NOT_FOUND", "Time slot not found")
