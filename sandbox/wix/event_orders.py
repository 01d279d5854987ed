"""The endpoints of event orders: checking out directly, and reading with the API key.

Source: https://dev.wix.com/docs/rest/business-solutions/events/registration/ticketing/orders/introduction
"""

from __future__ import annotations

import sqlite3
from typing import Any

from flask import Blueprint, request

from sandbox.clock import iso
from sandbox.wix.checkout_form import EMAIL
from sandbox.wix.errors import WixError, application_error, required, silent, violation
from sandbox.wix.event_order_store import FIELDSETS, Guest, event_order_json, find_order
from sandbox.wix.event_payment import INITIATED, AlreadyOrderedError, HoldLostError, settle
from sandbox.wix.event_store import find_event
from sandbox.wix.payload import is_guid, json_body, mapping, objects, required_guid, text
from sandbox.wix.reservations import not_found, owned_reservation
from sandbox.wix.site import Subject, current_buyer, current_site, current_subject

event_orders = Blueprint("event_orders", __name__, url_prefix="/events/v1")
VISITORS_READ_KEY = "visitors_read_event_orders"
LARGEST_PAGE = 400
SORTS = {"created:asc": "number", "created:desc": "number DESC"}
MOST_GUESTS = 50
Json = dict[str, Any]


@event_orders.post("/checkout")
def checkout() -> Json:
    """Turn a hold into an order: free tickets are the buyer's at once, others wait for the hosted page.

    Source: https://dev.wix.com/docs/rest/business-solutions/events/registration/ticketing/orders/checkout
    """
    payload = json_body()
    return _checked_out(payload, required_guid(payload, "eventId"))


@event_orders.post("/events/<event_id>/tickets/checkout")
def checkout_of_event(event_id: str) -> Json:
    """Do the same under the documented name.

    Source: https://dev.wix.com/docs/rest/business-solutions/events/registration/ticketing/orders/checkout
    """
    return _checked_out(json_body(), event_id.lower())


@event_orders.get("/events/<event_id>/orders/<order_number>")
def get_order(event_id: str, order_number: str) -> Json:
    """Return an order to the API key; to its buyer only where the sandbox is told to.

    Source: https://dev.wix.com/docs/rest/business-solutions/events/registration/ticketing/orders/get-order
    """
    site, subject, fieldsets = current_site(), current_subject(silent(403)), _fieldsets()
    with site.database.read() as db:
        if not (subject.is_admin or _visitors_read(db)):
            raise silent(403)
        row = find_order(db, order_number)
        if row is None or row["event_id"] != event_id.lower():
            raise application_error(404, "ORDER_NOT_FOUND", "Order not found")
        if not (subject.is_admin or _is_own(row, subject)):
            raise silent(403)
        return {"order": event_order_json(db, site, row, fieldsets)}


@event_orders.get("/orders")
def list_orders() -> Json:
    """Find orders; for the API key only.

    Source: https://dev.wix.com/docs/rest/business-solutions/events/registration/ticketing/orders/list-orders
    """
    if not current_subject(silent(403)).is_admin:
        raise silent(403)
    site, fieldsets = current_site(), _fieldsets()
    limit, offset = _paging("limit", 100, LARGEST_PAGE), _paging("offset", 0, 1_000_000)
    sort = request.args.get("sort", "created:desc")
    if sort not in SORTS:
        raise violation("sort", f"must be one of: {', '.join(SORTS)}", "ENUM")
    condition, parameters = _condition()
    with site.database.read() as db:
        sql = f"SELECT * FROM wix_event_orders WHERE {condition} ORDER BY {SORTS[sort]}"  # noqa: S608 - names are ours
        rows = db.execute(sql, parameters).fetchall()
        found = [event_order_json(db, site, row, fieldsets) for row in rows[offset : offset + limit]]
    return {"total": len(rows), "offset": offset, "limit": limit, "orders": found}


def set_visitors_read(db: sqlite3.Connection, *, allowed: bool) -> None:
    """Say whether a buyer's own token reads the buyer's own event order; whether it does at Wix is not known."""
    values = (VISITORS_READ_KEY, "1" if allowed else "0")
    db.execute("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", values)


def _visitors_read(db: sqlite3.Connection) -> bool:
    row = db.execute("SELECT value FROM settings WHERE key = ?", (VISITORS_READ_KEY,)).fetchone()
    return row is not None and row["value"] == "1"


def _is_own(row: sqlite3.Row, subject: Subject) -> bool:
    own = (row["subject_kind"], row["subject_id"]) == (subject.kind, subject.id)
    return own or (subject.kind == "MEMBER" and row["member_id"] == subject.id)


def _checked_out(payload: Json, event_id: str) -> Json:
    site, buyer = current_site(), current_buyer()
    reservation_id, guest = required_guid(payload, "reservationId"), _read_guest(payload, buyer)
    with site.database.read() as db:
        if find_event(db, event_id) is None:
            raise application_error(404, "EVENT_NOT_FOUND", "Event not found")
        if owned_reservation(db, reservation_id, buyer).event_id != event_id:
            raise not_found()
    try:
        order_number = settle(site, reservation_id, guest, INITIATED)
    except AlreadyOrderedError:
        raise application_error(409, "RESERVATION_ALREADY_CONFIRMED", "the tickets are ordered already") from None
    except HoldLostError:
        raise _hold_lost(reservation_id, buyer) from None
    with site.database.read() as db:
        row = find_order(db, order_number)
        if row is None:
            raise not_found()
        return {"order": event_order_json(db, site, row, FIELDSETS)}


def _hold_lost(reservation_id: str, buyer: Subject) -> WixError:
    site = current_site()
    with site.database.read() as db:
        status = owned_reservation(db, reservation_id, buyer).status(iso(site.clock.now()))
    if status == "EXPIRED":
        return application_error(409, "RESERVATION_EXPIRED", "the reservation has expired")
    return application_error(409, "INVALID_RESERVATION_STATUS", f"the reservation is {status}")


def _read_guest(payload: Json, buyer: Subject) -> Guest:
    """Return who orders: `buyer`, and what is missing there from the form of the first guest."""
    guests = objects(payload, "guests", most=MOST_GUESTS)
    values = objects(mapping(guests[0] if guests else {}, "form"), "inputValues", most=MOST_GUESTS)
    form = {str(value.get("inputName")): text(value, "value") for value in values}
    given = mapping(payload, "buyer")
    found = {}
    for name in ("email", "firstName", "lastName"):
        found[name] = (text(given, name, longest=255) or form.get(name) or "").strip()
        if not found[name]:
            raise required(f"buyer.{name}")
    if not EMAIL.fullmatch(found["email"]):
        raise violation("buyer.email", "must be an e-mail address", "FORMAT")
    member_id = buyer.id if buyer.kind == "MEMBER" else ""
    return Guest(found["email"], found["firstName"], found["lastName"], member_id)


def _fieldsets() -> frozenset[str]:
    names = frozenset(request.args.getlist("fieldset"))
    if unknown := sorted(names - FIELDSETS):
        raise violation("fieldset", f"has unknown values: {', '.join(unknown)}", "ENUM")
    return names


def _paging(name: str, usual: int, most: int) -> int:
    written = request.args.get(name, str(usual))
    if not (written.isascii() and written.isdigit() and len(written) < 8 and int(written) <= most):
        raise violation(name, f"must be between 0 and {most}", "RANGE")
    return int(written)


def _condition() -> tuple[str, list[str]]:
    parts, parameters = ["1"], []
    for name, column in (("memberId", "member_id"), ("eventId", "event_id")):
        if values := request.args.getlist(name):
            if not all(is_guid(value) for value in values):
                raise violation(name, "must be a GUID", "FORMAT")
            parts.append(f"{column} IN ({', '.join('?' for _ in values)})")
            parameters += [value.lower() for value in values]
    if numbers := request.args.getlist("orderNumber"):
        parts.append(f"order_number IN ({', '.join('?' for _ in numbers)})")
        parameters += numbers
    return " AND ".join(parts), parameters
