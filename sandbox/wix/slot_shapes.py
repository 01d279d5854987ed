"""What slots look like on the wire: time slots of V2 in local time, entries of the deprecated V1 in UTC."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.clock import iso
from sandbox.wix.service_shapes import STAFF_RESOURCE_TYPE
from sandbox.wix.service_store import Staff
from sandbox.wix.slot_calendar import Slot
from sandbox.wix.wall_clock import local_text

Json = dict[str, Any]


def time_slot_json(slot: Slot, zone: ZoneInfo, *, with_staff: bool) -> Json:
    """Return a slot of V2; a session of a class has `eventInfo` and no `scheduleId`."""
    # What is free of a locked session belongs to its waiting list.
    bookable_capacity = 0 if slot.is_locked else slot.remaining
    body: Json = {
        "serviceId": slot.service.id,
        "localStartDate": local_text(slot.start, zone),
        "localEndDate": local_text(slot.end, zone),
        "bookable": slot.is_open,
        "location": {**_place(slot), "locationType": "BUSINESS"},
        "totalCapacity": slot.capacity,
        "remainingCapacity": slot.remaining,
        "bookableCapacity": bookable_capacity,
        "bookingPolicyViolations": violations_json(slot),
        "availableResources": [_resources(slot.staff)] if with_staff else [],
        "nestedTimeSlots": [],
        "nonBookableReasons": {
            "noRemainingCapacity": slot.remaining == 0,
            "violatesBookingPolicy": not slot.is_allowed,
            "reservedForWaitingList": slot.is_locked,
        },
    }
    if slot.event_id is None:
        return body | {"scheduleId": slot.service.schedule_id}
    return body | {"eventInfo": _event_info(slot)}


def availability_entry_json(slot: Slot, member: Staff | None, zone_name: str) -> Json:
    """Return an entry of V1 with one of the staff; it is a `slotAvailability` as redirect sessions take it."""
    written: Json = {"serviceId": slot.service.id}
    if slot.event_id is None:
        written["scheduleId"] = slot.service.schedule_id
    written |= {"startDate": iso(slot.start), "endDate": iso(slot.end), "timezone": zone_name}
    if member:
        written["resource"] = {"id": member.resource_id, "name": member.name, "scheduleId": member.schedule_id}
    written["location"] = {**_place(slot), "locationType": "OWNER_BUSINESS"}
    if slot.event_id is not None:
        written["eventId"] = slot.event_id
    return {
        "slot": written,
        "bookable": slot.is_bookable,
        "totalSpots": slot.capacity,
        "openSpots": slot.remaining,
        "waitingList": _waiting_list(slot, "totalSpots", "openSpots"),
        "bookingPolicyViolations": violations_json(slot),
        "locked": slot.is_locked,
    }


def violations_json(slot: Slot) -> Json:
    """Return which policies are against it."""
    return {
        "tooEarlyToBook": slot.is_too_early,
        "tooLateToBook": slot.is_too_late,
        "bookOnlineDisabled": not slot.service.takes_online,
    }


def _place(slot: Slot) -> Json:
    return {"id": slot.place.id, "name": slot.place.name, "formattedAddress": slot.place.address}


def _resources(staff: Sequence[Staff]) -> Json:
    return {
        "resourceTypeId": STAFF_RESOURCE_TYPE,
        "resources": [{"id": member.resource_id, "name": member.name} for member in staff],
        "hasMoreAvailableResources": False,
    }


def _event_info(slot: Slot) -> Json:
    body: Json = {"eventId": slot.event_id, "eventTitle": slot.service.name}
    waiting_list = _waiting_list(slot, "totalCapacity", "remainingCapacity")
    return body | ({"waitingList": waiting_list} if waiting_list else {})


def _waiting_list(slot: Slot, total: str, left: str) -> Json:
    if slot.event_id is None or not slot.service.policy.waiting_list:
        return {}
    return {total: slot.service.policy.waiting_list, left: slot.waiting_places}
