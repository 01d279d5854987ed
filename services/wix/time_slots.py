"""Wix Bookings' calendar: when a service can, or cannot, be had. Never remembered, not even briefly.

Everything is asked for in UTC: Wix speaks in wall-clock times without an offset, and in every other zone two moments of
the hour that a change of clocks repeats look the same. Paths are those of Wix's REST documentation.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar

from services.errors import NotFoundError, PlatformAnswerError, PlatformRejectedError, SlotTakenError
from services.models import Service, ServiceKind, Slot, SlotQuery
from services.reading import decode_each
from services.wix import booking_wire as wire
from services.wix.client import WixClient
from services.wix.slot_keys import SlotKey
from services.wix.slot_mapping import STAFF_RESOURCE_TYPE, slot_from_wix

Answer = TypeVar("Answer", wire.TimeSlotsAnswer, wire.TimeSlotAnswer)

TIME_SLOTS = "/_api/service-availability/v2/time-slots"
ZONE = "Etc/UTC"
NAMES_OF_ZONE = {"", "UTC", ZONE}
# What Wix uses where no limit is given, so that it is surely allowed.
APPOINTMENTS_A_PAGE, SESSIONS_A_PAGE = 1000, 50
MOST_PAGES = 10
NO_SUCH_SERVICE = "SERVICE_NOT_FOUND"
NO_SUCH_SLOT = {"SLOT_NOT_FOUND"}


class WixTimeSlots:
    """The slots of services; the same for everybody."""

    def __init__(self, client: WixClient) -> None:
        self._client = client

    def list_slots(self, service: Service, query: SlotQuery) -> tuple[Slot, ...]:
        """Appointments or sessions, a call for each thousand or fifty; courses have no slots and cost no call.

        Source: https://dev.wix.com/docs/api-reference/business-solutions/bookings/time-slots/time-slots-v2/list-availability-time-slots
        and https://dev.wix.com/docs/api-reference/business-solutions/bookings/time-slots/time-slots-v2/list-event-time-slots
        Shape: `timeSlots[]`, `timeZone`, `cursorPagingMetadata` or `pagingMetadata`; a follow-up sends its cursor only.
        Raises: NotFoundError (no such service any more).
        """
        if service.kind is ServiceKind.COURSE:
            return ()
        try:
            payloads = [payload for answer in self._pages(service, query) for payload in _readable(answer)]
        except PlatformRejectedError as error:
            if error.code == NO_SUCH_SERVICE:
                raise NotFoundError("service", service.slug) from error
            raise
        staff_id = query.staff_id if service.kind is ServiceKind.APPOINTMENT else ""
        slots = (slot_from_wix(payload, staff_id) for payload in payloads if payload.service_id == service.id)
        fitting = {slot.key: slot for slot in slots if _fits(slot, query)}
        return tuple(sorted(fitting.values(), key=lambda slot: (slot.starts_at, slot.ends_at, slot.key)))

    def get_slot(self, service: Service, key: str) -> Slot:
        """One time. Raises: NotFoundError, SlotTakenError (there is no such time any more).

        Source: https://dev.wix.com/docs/api-reference/business-solutions/bookings/time-slots/time-slots-v2/get-availability-time-slot
        and https://dev.wix.com/docs/api-reference/business-solutions/bookings/time-slots/time-slots-v2/get-event-time-slot
        Shape: `timeSlot`, `timeZone`.
        """
        wanted = SlotKey.parse(key)
        if bool(wanted.event_id) != (service.kind is ServiceKind.CLASS) or service.kind is ServiceKind.COURSE:
            raise NotFoundError("time slot", key)
        try:
            found = self._read_slot(service, wanted)
        except PlatformRejectedError as error:
            raise _refusal(error, service) from error
        if found.service_id != service.id:
            raise NotFoundError("time slot", key)
        return found

    def _pages(self, service: Service, query: SlotQuery) -> Iterator[wire.TimeSlotsAnswer]:
        operation, path, body = _request(service, query)
        paging = body["cursorPaging"]
        for _ in range(MOST_PAGES):
            answer = _checked(self._client.read(operation, path, wire.TimeSlotsAnswer, body=body), operation)
            yield answer
            if answer.next_cursor is None:
                return
            body = {"cursorPaging": {**paging, "cursor": answer.next_cursor}}

    def _read_slot(self, service: Service, wanted: SlotKey) -> Slot:
        operation, path = "get time slot", f"{TIME_SLOTS}/get"
        if wanted.event_id:
            path, params = f"{TIME_SLOTS}/event/{wanted.event_id}", [("timeZone", ZONE)]
            answer = self._client.read(operation, path, wire.TimeSlotAnswer, params=params)
        else:
            answer = self._client.read(operation, path, wire.TimeSlotAnswer, body=_one_appointment(service, wanted))
        slot = slot_from_wix(_checked(answer, operation).time_slot, wanted.resource_id)
        if wanted.resource_id and not slot.staff:
            raise SlotTakenError  # somebody else of the staff is free, but not who was chosen
        return slot


def _request(service: Service, query: SlotQuery) -> tuple[str, str, dict[str, Any]]:
    """Times that cannot be booked are wanted too: a page says why not."""
    body: dict[str, Any] = {
        "fromLocalDate": _local(query.starts_from),
        "toLocalDate": _local(query.starts_before),
        "timeZone": ZONE,
    }
    if service.kind is ServiceKind.CLASS:
        body |= {"serviceIds": [service.id], "includeNonBookable": True, "cursorPaging": {"limit": SESSIONS_A_PAGE}}
        return "list class sessions", f"{TIME_SLOTS}/event", body
    body |= {"serviceId": service.id, "includeResourceTypeIds": [STAFF_RESOURCE_TYPE]}
    if query.staff_id:
        body["resourceTypes"] = _only(query.staff_id)
    return "list time slots", TIME_SLOTS, body | {"cursorPaging": {"limit": APPOINTMENTS_A_PAGE}}


def _one_appointment(service: Service, wanted: SlotKey) -> dict[str, Any]:
    location = {"locationType": wanted.place_type} | ({"id": wanted.place_id} if wanted.place_id else {})
    body: dict[str, Any] = {
        "serviceId": service.id,
        "localStartDate": _local(wanted.starts_at),
        "localEndDate": _local(wanted.ends_at),
        "timeZone": ZONE,
        "location": location,
        "includeResourceTypeIds": [STAFF_RESOURCE_TYPE],
    }
    return body | ({"resourceTypes": _only(wanted.resource_id)} if wanted.resource_id else {})


def _refusal(error: PlatformRejectedError, service: Service) -> Exception:
    if error.code == NO_SUCH_SERVICE:
        return NotFoundError("service", service.slug)
    return SlotTakenError() if error.code in NO_SUCH_SLOT or error.status == 404 else error


def _only(resource_id: str) -> list[dict[str, Any]]:
    return [{"resourceTypeId": STAFF_RESOURCE_TYPE, "resourceIds": [resource_id]}]


def _fits(slot: Slot, query: SlotQuery) -> bool:
    """Asked again here: not every filter is there for every kind of service."""
    is_there = not query.place_id or (slot.place is not None and slot.place.id == query.place_id)
    is_with = not query.staff_id or any(member.id == query.staff_id for member in slot.staff)
    return query.starts_from <= slot.starts_at < query.starts_before and is_there and is_with


def _readable(answer: wire.TimeSlotsAnswer) -> list[wire.WireTimeSlot]:
    return decode_each(answer.time_slots, wire.WireTimeSlot, "time slot")


def _checked(answer: Answer, operation: str) -> Answer:
    """Times of another zone would be read as hours too early or too late, and nobody would notice."""
    if answer.time_zone not in NAMES_OF_ZONE:
        raise PlatformAnswerError("$.timeZone is not the one that was asked for", platform="wix", operation=operation)
    return answer


def _local(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
