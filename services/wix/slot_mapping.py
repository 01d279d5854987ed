"""From Wix Bookings' shapes to ours: time slots and bookings. Pure functions."""

from __future__ import annotations

from datetime import UTC, datetime

from services.models import Booking, BookingState, Place, Slot, SlotState, Staff
from services.wix import booking_wire as wire
from services.wix.client import is_guid
from services.wix.service_mapping import PLACE_NAMES
from services.wix.slot_keys import SlotKey

STAFF_RESOURCE_TYPE = "1cd44cf8-756f-41c3-bd90-3e2ffcaf1155"
BOOKING_STATES = {
    "PENDING": BookingState.PENDING,
    "CONFIRMED": BookingState.CONFIRMED,
    "WAITING_LIST": BookingState.WAITING,
    "DECLINED": BookingState.DECLINED,
    "CANCELED": BookingState.CANCELLED,
}


def slot_from_wix(payload: wire.WireTimeSlot, resource_id: str = "") -> Slot:
    """Shape: `timeSlot` of V2, asked for in UTC. With `resource_id`, the slot is one with this member of the staff."""
    starts_at, ends_at = _utc(payload.local_start_date), _utc(payload.local_end_date)
    info = payload.event_info
    staff = tuple(member for member in _staff(payload) if resource_id in ("", member.id))
    place = _slot_place(payload.location)
    key = SlotKey(
        starts_at,
        ends_at,
        payload.location.location_type,
        place.id,
        resource_id="" if info else resource_id,
        event_id=info.event_id if info else "",
    )
    return Slot(
        key=str(key),
        service_id=payload.service_id,
        starts_at=starts_at,
        ends_at=ends_at,
        state=_slot_state(payload),
        staff=staff,
        place=place,
        open_spots=payload.remaining_capacity,
        total_spots=payload.total_capacity,
        waiting_spots=info.waiting_list.remaining_capacity if info else None,
        calendar_id=payload.schedule_id,
    )


def booking_from_wix(payload: wire.WireBooking) -> Booking:
    """Shape: `booking`; a status nobody here knows reads as pending."""
    slot = payload.booked_entity.slot
    return Booking(
        id=payload.id,
        service_name=payload.booked_entity.title,
        state=BOOKING_STATES.get(payload.status, BookingState.PENDING),
        starts_at=payload.start_date.astimezone(UTC),
        ends_at=payload.end_date.astimezone(UTC),
        staff_name=slot.resource.name,
        place_name=slot.location.name or slot.location.formatted_address,
    )


def _slot_place(location: wire.SlotLocation) -> Place:
    return Place(
        id=location.id if is_guid(location.id) else "",
        name=location.name or PLACE_NAMES.get(location.location_type, ""),
        address=location.formatted_address,
        kind=location.location_type.lower(),
    )


def _staff(payload: wire.WireTimeSlot) -> tuple[Staff, ...]:
    found = [
        Staff(resource.id, resource.name)
        for of_type in payload.available_resources
        if of_type.resource_type_id in ("", STAFF_RESOURCE_TYPE)
        for resource in of_type.resources
    ]
    return tuple(member for member in found if is_guid(member.id))


def _slot_state(payload: wire.WireTimeSlot) -> SlotState:
    """Why not, the reason that lasts longest first. A slot is free only where Wix says that it is."""
    against, reasons = payload.booking_policy_violations, payload.non_bookable_reasons
    if payload.bookable:
        return SlotState.FREE
    if against.book_online_disabled or reasons.event_cancelled:
        return SlotState.CLOSED
    if against.too_late_to_book:
        return SlotState.TOO_LATE
    if against.too_early_to_book:
        return SlotState.TOO_EARLY
    if not reasons.no_remaining_capacity and payload.remaining_capacity != 0:
        return SlotState.LOCKED if reasons.reserved_for_waiting_list else SlotState.CLOSED
    waits = payload.event_info is not None and payload.event_info.waiting_list.remaining_capacity
    return SlotState.WAITING_LIST if waits else SlotState.FULL


def _utc(wall_clock: datetime) -> datetime:
    return wall_clock.replace(tzinfo=UTC)
