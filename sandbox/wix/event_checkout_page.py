"""The page of an event's hosted checkout: what it shows. What its forms do is in hosted_event.py."""

from __future__ import annotations

from typing import Any

from flask import make_response, render_template
from werkzeug.wrappers import Response

from sandbox.clock import iso, parse_iso
from sandbox.products import shop_currency
from sandbox.wix.event_form import EventForm
from sandbox.wix.event_invoices import invoice_of
from sandbox.wix.event_store import Event
from sandbox.wix.event_times import date_and_time, time_with_zone
from sandbox.wix.redirect_store import RedirectSession
from sandbox.wix.reservation_store import Reservation, ReservedTicket
from sandbox.wix.shapes import formatted
from sandbox.wix.site import Site

Row = dict[str, Any]


def event_checkout_page(
    site: Site, session: RedirectSession, event: Event, reservation: Reservation, form: EventForm, status: int = 200
) -> Response:
    """Draw the page: what is held and until when, what it costs, and the form with what stands in it."""
    with site.database.read() as db:
        currency = shop_currency(db)
    invoice = invoice_of(reservation.tickets)
    page = render_template(
        "event_checkout.html",
        form_token=session.form_token,
        title=event.title,
        when=date_and_time(event),
        where=event.location["name"],
        rows=[_row(ticket, currency) for ticket in reservation.tickets],
        subtotal=formatted(invoice.subtotal, currency),
        fee=formatted(invoice.fee, currency) if invoice.fee else "",
        total=formatted(invoice.total, currency),
        is_free=invoice.total == 0,
        held_until=time_with_zone(event, reservation.expires_at),
        time_left=_time_left(site, reservation),
        form=form,
    )
    return make_response(page, status)


def _row(ticket: ReservedTicket, currency: str) -> Row:
    return {
        "name": ticket.name,
        "option": ticket.option_name or "",
        "quantity": ticket.quantity,
        "total": formatted(ticket.subtotal, currency) if ticket.subtotal else "Free",
    }


def _time_left(site: Site, reservation: Reservation) -> str:
    left = parse_iso(reservation.expires_at) - parse_iso(iso(site.clock.now()))
    minutes = int(left.total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
