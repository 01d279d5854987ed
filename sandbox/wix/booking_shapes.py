"""What bookings look like on the wire."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.seed import seed_id
from sandbox.wix.booking_store import Booking
from sandbox.wix.service_store import Place, Service, Staff
from sandbox.wix.wall_clock import local_text

Json = dict[str, Any]


def booking_json(booking: Booking, service: Service | None, place: Place | None, member: Staff | None) -> Json:
    """Return a booking. The times of its slot are wall-clock times of the slot's zone, its own are UTC."""
    kind = "memberId" if booking.subject_kind == "MEMBER" else "anonymousVisitorId"
    return {
        "id": booking.id,
        "bookedEntity": {
            "slot": _slot(booking, service, place, member),
            "title": booking.title,
            "tags": ["CLASS" if booking.event_id else "INDIVIDUAL"],
        },
        "contactDetails": _contact(booking),
        "additionalFields": [],
        "status": booking.status,
        "paymentStatus": booking.payment_status,
        "selectedPaymentOption": booking.payment_option,
        "totalParticipants": booking.participants,
        "createdDate": booking.created_at,
        "updatedDate": booking.updated_at,
        "startDate": booking.starts_at,
        "endDate": booking.ends_at,
        "revision": str(booking.revision),
        "createdBy": {kind: booking.subject_id},
    }


def without_contact(body: Json) -> Json:
    """Return a booking as a link shows it: without what only the person who booked should see."""
    return {**body, "contactDetails": {}, "createdBy": {}}


def is_cancellable(booking: Booking, service: Service | None, now: datetime) -> bool:
    """Tell whether it is not over, and early enough by the policy of its service."""
    notice = service.policy.cancellation if service else None
    is_open = booking.status in ("CREATED", "CONFIRMED", "PENDING", "WAITING_LIST")
    return is_open and now <= booking.start - timedelta(minutes=notice or 0)


def _slot(booking: Booking, service: Service | None, place: Place | None, member: Staff | None) -> Json:
    zone = ZoneInfo(booking.zone)
    body: Json = {"serviceId": booking.service_id}
    if booking.event_id:
        body["eventId"] = booking.event_id
    elif service:
        body["scheduleId"] = service.schedule_id
    body |= {
        "startDate": local_text(booking.start, zone),
        "endDate": local_text(booking.end, zone),
        "timezone": booking.zone,
    }
    if member:
        body["resource"] = {"id": member.resource_id, "name": member.name}
    if place:
        address = {"id": place.id, "name": place.name, "formattedAddress": place.address}
        body["location"] = {**address, "locationType": "OWNER_BUSINESS"}
    return body


def _contact(booking: Booking) -> Json:
    details = {
        "contactId": seed_id("contact", booking.email.lower()),
        "firstName": booking.first_name,
        "lastName": booking.last_name,
        "email": booking.email,
        "phone": booking.phone,
    }
    return {name: value for name, value in details.items() if value}
