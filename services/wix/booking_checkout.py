"""From one of our slots to what a redirect session takes for it: availability in the words of the older API."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from services.models import Place, Service, ServiceKind, Slot, SlotState
from services.wix.slot_keys import SlotKey
from services.wix.values import zone_name

LOCATION_TYPES = {"business": "OWNER_BUSINESS", "custom": "OWNER_CUSTOM", "customer": "CUSTOM"}
UNAMBIGUOUS_ZONE = "Etc/UTC"


def telling_zone(slot: Slot, time_zone: str) -> str:
    """The zone to write a slot's times in: the visitor's, or UTC where a change of clocks repeats one of them there.

    A time without an offset is read in the zone beside it, so in such an hour another slot might be meant.
    """
    name = zone_name(time_zone)
    zone = ZoneInfo(name)
    is_clear = all(_is_told_once(moment, zone) for moment in (slot.starts_at, slot.ends_at))
    return name if is_clear and name != "UTC" else UNAMBIGUOUS_ZONE


def slot_availability(service: Service, slot: Slot, time_zone: str) -> dict[str, object]:
    """`slotAvailability` of a time slot of V2; `time_zone` is one in which its times are told once.

    Source: https://dev.wix.com/docs/api-reference/business-management/headless/redirects/create-redirect-session
    Shape: a session of a class is named by `eventId`, without `scheduleId`; an appointment by `scheduleId` and times,
    with `resource` for who gives it.
    """
    zone = ZoneInfo(time_zone)
    written: dict[str, object] = {
        "serviceId": slot.service_id,
        "startDate": _local(slot.starts_at, zone),
        "endDate": _local(slot.ends_at, zone),
        "timezone": time_zone,
    }
    if service.kind is ServiceKind.CLASS:
        written["eventId"] = SlotKey.parse(slot.key).event_id
    elif slot.calendar_id:
        written["scheduleId"] = slot.calendar_id
    if slot.staff:
        written["resource"] = {"id": slot.staff[0].id, "name": slot.staff[0].name}
    if slot.place:
        written["location"] = _location(slot.place)
    return {"slot": written, "bookable": slot.can_be_booked, **_spots(slot)}


def _spots(slot: Slot) -> dict[str, object]:
    spots: dict[str, object] = {}
    if slot.open_spots is not None:
        spots["openSpots"] = slot.open_spots
    if slot.total_spots is not None:
        spots["totalSpots"] = slot.total_spots
    if slot.has_waiting_list:
        spots |= {"waitingList": {"openSpots": slot.waiting_spots}, "locked": slot.state is SlotState.LOCKED}
    return spots


def _location(place: Place) -> dict[str, str]:
    """Sent unmapped, the type would be refused. Only places of business have an id here."""
    location_type = LOCATION_TYPES.get(place.kind) or ("OWNER_BUSINESS" if place.id else "OWNER_CUSTOM")
    place_id = place.id if location_type == "OWNER_BUSINESS" else ""
    parts = {"id": place_id, "name": place.name, "formattedAddress": place.address}
    return {name: text for name, text in parts.items() if text} | {"locationType": location_type}


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).replace(tzinfo=None).isoformat(timespec="seconds")


def _is_told_once(moment: datetime, zone: ZoneInfo) -> bool:
    local = moment.astimezone(zone)
    return local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset()
