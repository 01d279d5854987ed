"""From Wix Bookings' shapes to ours: services, time slots, bookings. Pure functions."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterable
from datetime import UTC, datetime

from services.models import (
    Booking,
    BookingState,
    Image,
    Money,
    Place,
    PriceKind,
    SafeHtml,
    Service,
    ServiceKind,
    Slot,
    SlotState,
    Staff,
)
from services.wix import booking_wire as wire
from services.wix.booking_policies import policy_words
from services.wix.client import is_guid
from services.wix.mapping import image_from_wix, safe_html
from services.wix.slot_keys import SlotKey
from services.wix.values import money_from_wix

log = logging.getLogger("foyer.wix")

STAFF_RESOURCE_TYPE = "1cd44cf8-756f-41c3-bd90-3e2ffcaf1155"
KINDS = {"APPOINTMENT": ServiceKind.APPOINTMENT, "CLASS": ServiceKind.CLASS, "COURSE": ServiceKind.COURSE}
PLACE_NAMES = {"CUSTOMER": "At your place"}
BOOKING_STATES = {
    "PENDING": BookingState.PENDING,
    "CONFIRMED": BookingState.CONFIRMED,
    "WAITING_LIST": BookingState.WAITING,
    "DECLINED": BookingState.DECLINED,
    "CANCELED": BookingState.CANCELLED,
}


def services_from_wix(payloads: Iterable[wire.WireService]) -> tuple[Service, ...]:
    """The services visitors may see, in the merchant's order; one without a known price hides itself only."""
    shown = sorted(
        (payload for payload in payloads if not payload.hidden),
        key=lambda payload: (payload.category.sort_order, payload.sort_order),
    )
    return tuple(service for payload in shown if (service := service_from_wix(payload)))


def service_from_wix(payload: wire.WireService) -> Service | None:
    """Shape: `service` of V2, `schedule.availabilityConstraints.sessionDurations` in minutes."""
    kind, priced = KINDS.get(payload.type), _price(payload.payment)
    if kind is None or priced is None:
        reason = "its price cannot be told" if kind else f"an unknown type: {payload.type[:40]}"
        log.warning("unreadable item left out", extra={"kind": "service", "reason": reason})
        return None
    price_kind, price, lowest_price = priced
    options = payload.payment.options
    lengths = set(payload.schedule.availability_constraints.session_durations) - {0}
    return Service(
        id=payload.id,
        slug=slugs_of(payload)[0],
        name=payload.name,
        kind=kind,
        price_kind=price_kind,
        price=price,
        lowest_price=lowest_price,
        price_words=payload.payment.custom.description if price_kind is PriceKind.VARIES else "",
        tagline=payload.tag_line,
        description=_description(payload.description),
        images=_images(payload.media, payload.name),
        minutes=lengths.pop() if len(lengths) == 1 else None,
        capacity=payload.default_capacity,
        places=tuple(_service_place(location) for location in payload.locations),
        plan_ids=_plan_ids(payload.payment),
        needs_plan=price_kind is PriceKind.PLAN,
        pays_online=options.online,
        pays_in_person=options.in_person,
        policy=policy_words(payload),
        can_be_booked=payload.online_booking.enabled,
    )


def slugs_of(payload: wire.WireService) -> tuple[str, ...]:
    """By what a service is found: its slug first, then those it had before, its id where it has none."""
    names = (payload.main_slug.name, *(slug.name for slug in reversed(payload.supported_slugs)))
    return tuple(dict.fromkeys(name for name in names if name)) or (payload.id,)


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


def _price(payment: wire.Payment) -> tuple[PriceKind, Money | None, Money | None] | None:
    """The kind of price, the price, and the lowest one of several; None where Wix says it is fixed but not how high.

    Where a plan is the only way to pay, whatever else is said about a price is for nobody.
    """
    options, rate_type = payment.options, payment.rate_type
    if options.pricing_plan and not options.online and not options.in_person:
        return PriceKind.PLAN, None, None
    if rate_type == "NO_FEE":
        return PriceKind.FREE, None, None
    if rate_type == "FIXED":
        price = money_from_wix(payment.fixed.price)
        if price is None:
            return None
        return (PriceKind.FIXED, price, None) if price.amount else (PriceKind.FREE, None, None)
    if rate_type == "VARIED":
        lowest = money_from_wix(payment.varied.min_price) or money_from_wix(payment.varied.default_price)
        return PriceKind.VARIES, None, lowest
    return (PriceKind.VARIES, None, None) if rate_type == "CUSTOM" else None


def _plan_ids(payment: wire.Payment) -> tuple[str, ...]:
    if not payment.options.pricing_plan:
        return ()
    return tuple(plan_id for plan_id in payment.pricing_plan_ids if is_guid(plan_id))


def _description(text: str) -> SafeHtml:
    """Wix keeps plain text, whose line ends are the merchant's paragraphs."""
    paragraphs = (part.strip() for part in re.split(r"\n\s*\n", text))
    written = ("<br>".join(html.escape(line) for line in part.splitlines()) for part in paragraphs if part)
    return safe_html("".join(f"<p>{part}</p>" for part in written))


def _images(media: wire.ServiceMedia, name: str) -> tuple[Image, ...]:
    pictures = [picture.image for picture in (media.main_media, *media.items) if picture]
    found = [image_from_wix(picture, name) for picture in pictures]
    return tuple({image.url: image for image in found if image}.values())


def _service_place(location: wire.ServiceLocation) -> Place:
    return Place(
        id=_place_id(location.business.id or location.id) if location.type == "BUSINESS" else "",
        name=location.business.name or PLACE_NAMES.get(location.type, ""),
        address=location.calculated_address.formatted_address or location.custom.address.formatted_address,
        kind=location.type.lower(),
    )


def _slot_place(location: wire.SlotLocation) -> Place:
    return Place(
        id=_place_id(location.id),
        name=location.name or PLACE_NAMES.get(location.location_type, ""),
        address=location.formatted_address,
        kind=location.location_type.lower(),
    )


def _place_id(text: str) -> str:
    return text if is_guid(text) else ""


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
