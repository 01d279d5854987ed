"""The endpoints of bookings: making one, reading one's own, cancelling, and reading one by a token.

Source: https://dev.wix.com/docs/rest/business-solutions/bookings/bookings/introduction
"""

from __future__ import annotations

import sqlite3
from typing import Any

from flask import Blueprint

from sandbox.clock import iso
from sandbox.seed import seed_id
from sandbox.wix.booking_desk import NoRoomError, PolicyError, SlotGoneError, Wish, book, offered_slot
from sandbox.wix.booking_shapes import booking_json, is_cancellable, without_contact
from sandbox.wix.booking_store import (
    SELECT,
    Booking,
    Guest,
    booking_from_row,
    booking_of_token,
    find_booking,
    reading_token,
    set_booking_status,
)
from sandbox.wix.errors import WixError, application_error, required, silent, violation
from sandbox.wix.filters import Field, order_by, paging_metadata, read_page, where
from sandbox.wix.payload import flag, integer, json_body, mapping, required_text, text
from sandbox.wix.service_store import all_places, find_service, staff_of
from sandbox.wix.sign_in_form import EMAIL
from sandbox.wix.site import Site, Subject, current_buyer, current_site, current_subject
from sandbox.wix.wanted_slot import read_wanted_slot

bookings = Blueprint("bookings", __name__)
Json = dict[str, Any]
PAYMENT_OPTIONS = ("ONLINE", "OFFLINE", "MEMBERSHIP", "MEMBERSHIP_OFFLINE")
MOST_PARTICIPANTS = 20
FIELDS = {
    "id": Field("id"),
    "status": Field("status", sortable=True),
    "startDate": Field("starts_at", "date", sortable=True),
    "endDate": Field("ends_at", "date", sortable=True),
    "createdDate": Field("created_at", "date", sortable=True),
    "updatedDate": Field("updated_at", "date", sortable=True),
    "contactDetails.email": Field("email"),
    "contactDetails.contactId": Field("contact_of(email)"),
    "bookedEntity.item.slot.serviceId": Field("service_id"),
}


@bookings.post("/_api/bookings-service/v2/bookings", endpoint="create_by_sdk")
@bookings.post("/bookings/v2/bookings", endpoint="create")
def create_booking() -> Json:
    """Make a booking that is not paid yet; it keeps its place for twenty minutes.

    Source: https://dev.wix.com/docs/rest/business-solutions/bookings/bookings/bookings-writer-v2/create-booking
    """
    site, subject = current_site(), current_buyer()
    wanted = mapping(json_body(), "booking")
    if not wanted:
        raise required("booking")
    slot = mapping(mapping(wanted, "bookedEntity"), "slot")
    if not slot:
        raise required("booking.bookedEntity.slot")
    participants = integer({"totalParticipants": 1, **wanted}, "totalParticipants", least=1, most=MOST_PARTICIPANTS)
    option = text(wanted, "selectedPaymentOption", longest=50) or "ONLINE"
    if option not in PAYMENT_OPTIONS:
        raise violation("booking.selectedPaymentOption", f"must be one of: {', '.join(PAYMENT_OPTIONS)}", "ENUM")
    guest, now = _read_guest(wanted), site.clock.now()
    with site.database.change() as db:
        wish = Wish(read_wanted_slot(db, slot, None, "booking.bookedEntity.slot"), subject, guest, participants)
        try:
            offered = offered_slot(db, wish.wanted, participants, now)
        except (SlotGoneError, PolicyError, NoRoomError) as reason:
            raise _refusal(reason) from None
        values = {"status": "CREATED", "payment_status": "NOT_PAID", "payment_option": option}
        booking_id = book(db, offered, wish, now, values)
        return {"booking": _shape(db, _own(db, booking_id, subject))}


@bookings.post("/_api/bookings-reader/v2/extended-bookings/query", endpoint="query_by_sdk")
@bookings.post("/bookings/v2/extended-bookings/query", endpoint="query")
def query_extended_bookings() -> Json:
    """List bookings: the own ones of a member, everybody's for the API key; a visitor is refused.

    Source: https://dev.wix.com/docs/rest/business-solutions/bookings/bookings/bookings-reader-v2/query-extended-bookings
    """
    site, subject = current_site(), current_subject(silent(403))
    if not subject.is_admin and subject.kind != "MEMBER":
        raise _forbidden()
    payload = json_body()
    page = read_page(mapping(payload, "query"), usual=50)
    with_actions = flag(payload, "withBookingAllowedActions", default=False)
    condition, parameters = where(page.filter, FIELDS)
    if not subject.is_admin:
        condition, parameters = (
            f"({condition}) AND subject_kind = 'MEMBER' AND subject_id = ?",
            [*parameters, subject.id],
        )
    sql = f"{SELECT} WHERE {condition} ORDER BY {order_by(page.sort, FIELDS, 'number')} LIMIT ? OFFSET ?"
    with site.database.read() as db:
        db.create_function("contact_of", 1, lambda email: seed_id("contact", email.lower()), deterministic=True)
        rows = db.execute(sql, [*parameters, page.limit + 1, page.offset]).fetchall()
        found = [_extended(db, site, booking_from_row(row), with_actions=with_actions) for row in rows[: page.limit]]
    return {
        "extendedBookings": found,
        "pagingMetadata": paging_metadata(page, len(found), has_next=len(rows) > page.limit),
    }


@bookings.post("/_api/bookings-service/v2/bookings/<booking_id>/cancel", endpoint="cancel_by_sdk")
@bookings.post("/bookings/v2/bookings/<booking_id>/cancel", endpoint="cancel")
def cancel_booking(booking_id: str) -> Json:
    """Cancel a booking: its own for a member, any with the API key; the revision must be the last one.

    Source: https://dev.wix.com/docs/rest/business-solutions/bookings/bookings/bookings-writer-v2/cancel-booking
    """
    site, subject = current_site(), current_subject(silent(403))
    if not subject.is_admin and subject.kind != "MEMBER":
        raise _forbidden()
    revision, now = required_text(json_body(), "revision", longest=20), site.clock.now()
    with site.database.change() as db:
        booking = _own(db, booking_id.lower(), subject)
        _check_cancellation(db, booking, revision, site, is_admin=subject.is_admin)
        set_booking_status(db, booking.id, "CANCELED", None, iso(now))
        return {"booking": _shape(db, _own(db, booking.id, subject))}


@bookings.get("/v1/anonymous-bookings/<booking_id>/token")
def get_reading_token(booking_id: str) -> Json:
    """Return a token by which anybody reads the booking, to whoever made it or holds the API key.

    Source: https://dev.wix.com/docs/rest/business-solutions/bookings/bookings/bookings-writer-v2/introduction
    """
    subject = current_subject(silent(403))
    with current_site().database.change() as db:
        return {"token": reading_token(db, _own(db, booking_id.lower(), subject).id)}


@bookings.get("/v1/anonymous-bookings/<token>")
def get_booking_by_token(token: str) -> Json:
    """Return the booking of a token, without who it is for; nobody has to be named.

    Source: https://dev.wix.com/docs/rest/business-solutions/bookings/bookings/bookings-writer-v2/introduction
    """
    with current_site().database.read() as db:
        booking = booking_of_token(db, token)
        if booking is None:
            raise _not_found()
        return {"booking": without_contact(_shape(db, booking))}


def _read_guest(wanted: Json) -> Guest:
    details = mapping(wanted, "contactDetails")
    email = required_text(details, "email", longest=320)
    if not EMAIL.fullmatch(email):
        raise violation("booking.contactDetails.email", "must be an e-mail address", "FORMAT")
    first_name, last_name = (text(details, name, longest=100) or "" for name in ("firstName", "lastName"))
    return Guest(email, first_name, last_name, text(details, "phone", longest=50) or "")


def _check_cancellation(db: sqlite3.Connection, booking: Booking, revision: str, site: Site, *, is_admin: bool) -> None:
    if revision != str(booking.revision):
        raise application_error(409, "BOOKING_REVISION_MISMATCH", "The booking has changed; read it again")
    if booking.status in ("CANCELED", "DECLINED"):
        raise application_error(400, "BOOKING_CANNOT_BE_CANCELLED", "The booking is over already")
    if not is_admin and not is_cancellable(booking, find_service(db, booking.service_id), site.clock.now()):
        raise application_error(400, "BOOKING_POLICY_VIOLATION", "It is too late to cancel this booking")


def _own(db: sqlite3.Connection, booking_id: str, subject: Subject) -> Booking:
    booking = find_booking(db, booking_id)
    if booking is None or not (subject.is_admin or booking.subject == subject):
        raise _not_found()
    return booking


def _shape(db: sqlite3.Connection, booking: Booking) -> Json:
    staff = staff_of(db, [booking.resource_id] if booking.resource_id else [])
    place = all_places(db).get(booking.place_id)
    return booking_json(booking, find_service(db, booking.service_id), place, staff[0] if staff else None)


def _extended(db: sqlite3.Connection, site: Site, booking: Booking, *, with_actions: bool) -> Json:
    body: Json = {"booking": _shape(db, booking)}
    if with_actions:
        cancel = is_cancellable(booking, find_service(db, booking.service_id), site.clock.now())
        body["allowedActions"] = {"cancel": cancel, "reschedule": False, "refund": False}
    return body


def _refusal(reason: Exception) -> WixError:
    if isinstance(reason, PolicyError):
        return application_error(400, "BOOKING_POLICY_VIOLATION", "The booking policy is against it")
    if isinstance(reason, NoRoomError):
        return application_error(400, "SESSION_CAPACITY_EXCEEDED", "The session has not so many places left")
    return application_error(400, "SLOT_NOT_AVAILABLE", "The slot is not available")


def _forbidden() -> WixError:
    return application_error(403, "PERMISSION_DENIED", "Permission denied")


def _not_found() -> WixError:
    return application_error(404, "BOOKING_NOT_FOUND", "Booking not found")
