"""What an order of an event links to: tickets as PDF, the check-in page, the entry for a calendar."""

from __future__ import annotations

import sqlite3

from flask import Blueprint, Response, abort
from werkzeug.wrappers import Response as AnyResponse

from sandbox.clock import parse_iso
from sandbox.wix.event_order_store import WITH_TICKETS, find_order, tickets_of
from sandbox.wix.event_store import Event, find_event
from sandbox.wix.event_times import date_and_time
from sandbox.wix.notices import notice
from sandbox.wix.site import current_site
from sandbox.wix.ticket_pdf import text_pdf

ticket_pages = Blueprint("ticket_pages", __name__, url_prefix="/wix")


@ticket_pages.get("/tickets/<secret>.pdf")
def ticket(secret: str) -> Response:
    """Serve the ticket, or all tickets of an order, to whoever has the secret address."""
    with current_site().database.read() as db:
        order, tickets = _found(db, secret)
        event = find_event(db, order["event_id"])
    if event is None:
        abort(404)
    pdf = _pdf(event, order, tickets)
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="tickets-{order["order_number"]}.pdf"'
    return response


@ticket_pages.get("/check-in/<secret>")
def check_in(secret: str) -> AnyResponse:
    """Say whose ticket this is."""
    with current_site().database.read() as db:
        _order, tickets = _found(db, secret)
    names = ", ".join(f"{row['name']} for {row['guest_name']} ({row['ticket_number']})" for row in tickets)
    return notice("This ticket is good", names, 200)


@ticket_pages.get("/calendar/<event_id>.ics")
def calendar(event_id: str) -> Response:
    """Serve the event for a calendar."""
    with current_site().database.read() as db:
        event = find_event(db, event_id)
    if event is None:
        abort(404)
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sandbox//Events//EN", "BEGIN:VEVENT"),
        *(f"UID:{event.id}@sandbox.invalid", f"DTSTAMP:{_stamp(event.updated_at)}"),
        *(f"DTSTART:{_stamp(event.starts_at)}", f"DTEND:{_stamp(event.ends_at)}", f"SUMMARY:{_escaped(event.title)}"),
        *("END:VEVENT", "END:VCALENDAR", ""),
    ]
    return Response("\r\n".join(lines), mimetype="text/calendar")


def _found(db: sqlite3.Connection, secret: str) -> tuple[sqlite3.Row, list[sqlite3.Row]]:
    """Return an order and those of its tickets a secret is for; 404 for an unknown one, and while none are out."""
    row = db.execute("SELECT * FROM wix_event_tickets WHERE secret = ?", (secret,)).fetchone()
    owner = db.execute("SELECT order_number FROM wix_event_orders WHERE secret = ?", (secret,)).fetchone()
    found = row or owner
    order = find_order(db, found["order_number"]) if found else None
    if order is None or order["status"] not in WITH_TICKETS:
        abort(404)
    return order, [row] if row else tickets_of(db, order["order_number"])


def _pdf(event: Event, order: sqlite3.Row, tickets: list[sqlite3.Row]) -> bytes:
    lines = [date_and_time(event), event.location["name"], f"Order {order['order_number']}", ""]
    for row in tickets:
        name = f"{row['name']}, {row['option_name']}" if row["option_name"] else row["name"]
        lines += [f"{row['ticket_number']}  {name}", f"for {row['guest_name']}"]
    return text_pdf(event.title, lines)


def _stamp(moment: str) -> str:
    return f"{parse_iso(moment):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
