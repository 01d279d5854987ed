"""What the hosted pages say of a service and its times."""

from __future__ import annotations

from sandbox.wix.service_store import Service
from sandbox.wix.shapes import formatted
from sandbox.wix.slot_calendar import Slot
from sandbox.wix.wall_clock import written_stretch, zone_named

GONE = "This time is not available any more. Nothing was booked."
FULL = "This session is full. Nothing was booked."
LOCKED = "What is free in this session is offered to its waiting list first. Nothing was booked."
TOO_EARLY = "This is too far ahead: booking has not begun yet."
TOO_LATE = "This starts too soon, or has begun: it cannot be booked any more."
NOT_ONLINE = "This cannot be booked online."


def price_of(service: Service) -> str:
    """Say what a service costs."""
    if service.needs_plan:
        return "Part of a membership"
    if service.rate_type == "CUSTOM":
        return service.price_words
    return formatted(service.price, service.currency) if service.price else "Free"


def times_of(slot: Slot, zone_name: str) -> dict[str, str]:
    """Say when it is for whoever books, and by the studio's clocks where those differ."""
    here, there = zone_named(zone_name), slot.place.clock_zone
    times = {"Time": written_stretch(slot.start, slot.end, here)}
    if here.key != there.key:
        times["By the studio's clock"] = written_stretch(slot.start, slot.end, there)
    return times


def refusal_of(slot: Slot | None) -> str:
    """Say why a slot cannot be booked, nothing if it can."""
    if slot is None:
        return GONE
    if not slot.service.takes_online:
        return NOT_ONLINE
    if slot.is_too_early or slot.is_too_late:
        return TOO_EARLY if slot.is_too_early else TOO_LATE
    if slot.is_locked:
        return LOCKED
    if slot.remaining:
        return ""
    return FULL if slot.event_id else GONE
