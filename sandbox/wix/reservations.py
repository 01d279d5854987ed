"""The endpoints of ticket reservations, today's and the deprecated ones: a hold with an end.

Source: https://dev.wix.com/docs/rest/business-solutions/events/ticket-reservations/introduction
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request

from sandbox.clock import iso
from sandbox.products import shop_currency
from sandbox.wix.errors import WixError, application_error, required, silent, violation
from sandbox.wix.event_invoices import invoice_json, invoice_of
from sandbox.wix.event_store import Event, find_definitions, find_event
from sandbox.wix.payload import json_body, mapping, required_guid, required_text
from sandbox.wix.redirect_store import Target
from sandbox.wix.reservation_store import (
    Reservation,
    ReservedTicket,
    create_reservation,
    delete_reservation,
    find_reservation,
    set_reservation_status,
)
from sandbox.wix.site import Site, Subject, current_buyer, current_site, current_subject
from sandbox.wix.ticket_shapes import definition_v1_json, plain_money
from sandbox.wix.wanted_tickets import WantedTicket, read_ticket_quantities, read_tickets, resolve_tickets

reservations = Blueprint("reservations", __name__)
PATH = "/events/v1/ticket-reservations"
LEGACY_PATH = "/events/v1/checkout/reservations"
CANCELLABLE = ("PENDING", "CONFIRMED")
Json = dict[str, Any]


@reservations.post(PATH)
def create_ticket_reservation() -> Json:
    """Hold tickets of one event.

    Source: https://dev.wix.com/docs/rest/business-solutions/events/ticket-reservations/create-ticket-reservation
    """
    buyer, wanted = current_buyer(), read_tickets(mapping(json_body(), "ticketReservation"))
    with current_site().database.change() as db:
        return _reply(db, _hold(db, buyer, wanted))


@reservations.get(f"{PATH}/<reservation_id>")
def get_ticket_reservation(reservation_id: str) -> Json:
    """Return a hold of the caller, lapsed or not.

    Source: https://dev.wix.com/docs/rest/business-solutions/events/ticket-reservations/get-ticket-reservation
    """
    subject = current_subject(silent(403))
    with current_site().database.read() as db:
        return _reply(db, owned_reservation(db, reservation_id, subject))


@reservations.post(f"{PATH}/<reservation_id>/cancel")
def cancel_ticket_reservation(reservation_id: str) -> Json:
    """Give the tickets back, for good.

    Source: https://dev.wix.com/docs/rest/business-solutions/events/ticket-reservations/cancel-ticket-reservation
    """
    subject = current_subject(silent(403))
    with current_site().database.change() as db:
        return _reply(db, _canceled(db, owned_reservation(db, reservation_id, subject)))


@reservations.delete(f"{PATH}/<reservation_id>")
def delete_ticket_reservation(reservation_id: str) -> Json:
    """Remove the record; for the API key only.

    Source: https://dev.wix.com/docs/rest/business-solutions/events/ticket-reservations/delete-ticket-reservation
    """
    subject = current_subject(silent(403))
    if not subject.is_admin:
        raise silent(403)
    with current_site().database.change() as db:
        delete_reservation(db, owned_reservation(db, reservation_id, subject).id)
    return {}


@reservations.post(LEGACY_PATH)
def create_reservation_v1() -> Json:
    """Hold tickets in the deprecated way: the reply is not wrapped.

    Source: https://dev.wix.com/docs/rest/business-solutions/events/registration/ticketing/orders/create-reservation
    """
    buyer, payload = current_buyer(), json_body()
    event_id, wanted = required_guid(payload, "eventId"), read_ticket_quantities(payload)
    with current_site().database.change() as db:
        reservation = _hold(db, buyer, wanted)
        if reservation.event_id != event_id:
            raise application_error(404, "TICKET_DEFINITION_NOT_FOUND", "Ticket definition not found")
        return _legacy_reply(db, reservation)


@reservations.delete(f"{LEGACY_PATH}/<reservation_id>")
def cancel_reservation_v1(reservation_id: str) -> Json:
    """Give the tickets back in the deprecated way.

    Source: https://dev.wix.com/docs/rest/business-solutions/events/registration/ticketing/orders/cancel-reservation
    """
    subject, event_id = current_subject(silent(403)), request.args.get("eventId", "")
    if not event_id:
        raise required("eventId")
    with current_site().database.change() as db:
        reservation = owned_reservation(db, reservation_id, subject)
        if reservation.event_id != event_id.lower():
            raise not_found()
        _canceled(db, reservation)
    return {}


@reservations.post("/events/v1/checkout/invoices/<reservation_id>")
def get_invoice(reservation_id: str) -> Json:
    """Return what a hold costs, with the fees.

    Source: https://dev.wix.com/docs/rest/business-solutions/events/registration/ticketing/orders/get-invoice
    """
    subject, event_id = current_subject(silent(403)), required_guid(json_body(), "eventId")
    with current_site().database.read() as db:
        reservation = owned_reservation(db, reservation_id, subject)
        if reservation.event_id != event_id:
            raise not_found()
        return {
            "invoice": invoice_json(invoice_of(reservation.tickets), shop_currency(db)),
            "reservationOccupied": reservation.status(_now()) == "PENDING",
            "expires": reservation.expires_at,
        }


def reservation_target(site: Site, subject: Subject, intent: Json) -> Target:
    """Return what a redirect session to the checkout of an event is about.

    Raises: 400 without both fields or with another event's slug, 404 for a hold that is unknown or somebody else's.
    """
    for field in ("reservationId", "eventSlug"):
        if not intent.get(field):
            raise required(f"eventsCheckout.{field}")
    reservation_id, slug = required_guid(intent, "reservationId"), required_text(intent, "eventSlug")
    with site.database.read() as db:
        reservation = owned_reservation(db, reservation_id, subject)
        event = find_event(db, reservation.event_id)
    if event is None or event.slug != slug:
        raise violation("eventsCheckout.eventSlug", "is not the event of the reservation", "OTHER")
    return Target(reservation.id, {"reservationId": reservation.id, "eventSlug": slug})


def owned_reservation(db: sqlite3.Connection, reservation_id: str, subject: Subject) -> Reservation:
    """Return a hold the subject may see.

    Raises: 404 for one that is unknown or somebody else's.
    """
    reservation = find_reservation(db, reservation_id.lower())
    if reservation is None or not (subject.is_admin or reservation.subject == subject):
        raise not_found()
    return reservation


def not_found() -> WixError:
    """Make the 404 for a hold that is unknown or somebody else's."""
    return application_error(404, "TICKET_RESERVATION_NOT_FOUND", "Ticket reservation not found")


def _now() -> str:
    return iso(current_site().clock.now())


def _hold(db: sqlite3.Connection, buyer: Subject, wanted: Sequence[WantedTicket]) -> Reservation:
    now = current_site().clock.now()
    event, tickets = resolve_tickets(db, wanted, iso(now))
    return owned_reservation(db, create_reservation(db, event, buyer, tickets, now), buyer)


def _canceled(db: sqlite3.Connection, reservation: Reservation) -> Reservation:
    now = _now()
    if reservation.status(now) not in CANCELLABLE:
        message = f"a reservation that is {reservation.status(now)} cannot be canceled"
        raise application_error(400, "INVALID_RESERVATION_STATUS", message)
    set_reservation_status(db, reservation.id, "CANCELED_MANUALLY", now)
    return owned_reservation(db, reservation.id, reservation.subject)


def _reply(db: sqlite3.Connection, reservation: Reservation) -> Json:
    currency = shop_currency(db)
    body = {
        "id": reservation.id,
        "revision": str(reservation.revision),
        "createdDate": reservation.created_at,
        "updatedDate": reservation.updated_at,
        "expirationDate": reservation.expires_at,
        "status": reservation.status(_now()),
        **reservation.subject.buyer(),
        "tickets": [_ticket(reservation.event_id, ticket, currency) for ticket in reservation.tickets],
    }
    return {"ticketReservation": body}


def _ticket(event_id: str, ticket: ReservedTicket, currency: str) -> Json:
    body: Json = {
        "ticketLineItemId": ticket.id,
        "eventId": event_id,
        "ticketDefinitionId": ticket.definition_id,
        "quantity": ticket.quantity,
        "ticketName": ticket.name,
        "price": plain_money(ticket.price, currency),
        "subTotal": plain_money(ticket.subtotal, currency),
    }
    if ticket.option_id:
        body["ticketInfo"] = {"pricingOptionId": ticket.option_id, "pricingOptionName": ticket.option_name}
    return body


def _legacy_reply(db: sqlite3.Connection, reservation: Reservation) -> Json:
    now, currency = _now(), shop_currency(db)
    event = find_event(db, reservation.event_id)
    held = [_legacy_ticket(db, event, ticket, currency, now) for ticket in reservation.tickets] if event else []
    return {
        "id": reservation.id,
        "expires": reservation.expires_at,
        "reservations": held,
        "invoice": invoice_json(invoice_of(reservation.tickets), currency),
        "reservationStatus": f"RESERVATION_{reservation.status(now)}",
    }


def _legacy_ticket(db: sqlite3.Connection, event: Event, ticket: ReservedTicket, currency: str, now: str) -> Json:
    definition = find_definitions(db, [ticket.definition_id], now)[ticket.definition_id]
    return {"quantity": ticket.quantity, "ticket": definition_v1_json(event, definition, currency, now)}
