"""Orders of events and their tickets in the database, and how V1 writes them."""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass
from typing import Any

from sandbox.products import shop_currency
from sandbox.seed import seed_id
from sandbox.wix.event_invoices import invoice_json, invoice_of
from sandbox.wix.reservation_store import Reservation, find_reservation, set_reservation_status
from sandbox.wix.site import Site
from sandbox.wix.ticket_shapes import event_money

STATUSES = (
    *("FREE", "PENDING", "PAID", "OFFLINE_PENDING", "INITIATED", "CANCELED", "DECLINED", "AUTHORIZED", "VOIDED"),
    "PARTIALLY_PAID",
)
# With these the tickets are out; an order that is declined or not paid yet has none.
WITH_TICKETS = ("FREE", "PAID", "OFFLINE_PENDING", "AUTHORIZED", "PARTIALLY_PAID")
CONFIRMED = ("FREE", "PAID")
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
FIELDSETS = frozenset({"DETAILS", "TICKETS", "FORM", "INVOICE"})
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Guest:
    """Who orders, and whose name stands on the tickets; `member_id` is empty for a visitor."""

    email: str
    first_name: str
    last_name: str
    member_id: str = ""

    @property
    def full_name(self) -> str:
        """Return both names."""
        return f"{self.first_name} {self.last_name}"


def place_order(
    db: sqlite3.Connection,
    reservation: Reservation,
    guest: Guest,
    status: str,
    method: str,
    now: str,
    number: str | None = None,
) -> str:
    """Write the order of a hold and return its number; an order that was only initiated is carried on."""
    order_number = number or _initiated_order(db, reservation.id) or _new_number(db)
    db.execute("DELETE FROM wix_event_orders WHERE order_number = ?", (order_number,))
    db.execute("DELETE FROM wix_event_tickets WHERE order_number = ?", (order_number,))
    db.execute(
        "INSERT INTO wix_event_orders (order_number, event_id, reservation_id, subject_id, subject_kind, member_id,"
        " email, first_name, last_name, status, method, total, secret, created_at, updated_at)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            *(order_number, reservation.event_id, reservation.id, reservation.subject.id, reservation.subject.kind),
            *(guest.member_id, guest.email, guest.first_name, guest.last_name, status, method),
            *(invoice_of(reservation.tickets).total, secrets.token_urlsafe(24), now, now),
        ),
    )
    _write_tickets(db, order_number, reservation, guest)
    return order_number


def find_order(db: sqlite3.Connection, order_number: str) -> sqlite3.Row | None:
    """Return the row of an order, None for an unknown number."""
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM wix_event_orders WHERE order_number = ?", (order_number.upper(),)
    ).fetchone()
    return row


def finished_order(db: sqlite3.Connection, reservation_id: str) -> str | None:
    """Return the number of the order a confirmed hold belongs to."""
    row = db.execute(
        "SELECT order_number FROM wix_event_orders WHERE reservation_id = ? AND status NOT IN ('DECLINED', 'INITIATED')"
        " ORDER BY number DESC",
        (reservation_id,),
    ).fetchone()
    return row["order_number"] if row else None


def set_event_order_status(db: sqlite3.Connection, order_number: str, status: str, now: str) -> bool:
    """Change an order as merchant or bank would; False for an unknown number. A canceled one gives its places back.

    Raises: ValueError for a status Wix does not have.
    """
    if status not in STATUSES:
        raise ValueError("Wix has no such status of an event order")
    row = find_order(db, order_number)
    if row is None:
        return False
    changes = (status, now, row["order_number"])
    db.execute("UPDATE wix_event_orders SET status = ?, updated_at = ? WHERE order_number = ?", changes)
    reservation_status = "CANCELED" if status in ("CANCELED", "DECLINED", "VOIDED") else "CONFIRMED"
    set_reservation_status(db, row["reservation_id"], reservation_status, now)
    return True


def tickets_of(db: sqlite3.Connection, order_number: str) -> list[sqlite3.Row]:
    """Return the rows of an order's tickets."""
    sql = "SELECT * FROM wix_event_tickets WHERE order_number = ? ORDER BY position"
    return db.execute(sql, (order_number,)).fetchall()


def event_order_json(db: sqlite3.Connection, site: Site, row: sqlite3.Row, fieldsets: frozenset[str]) -> Json:
    """Return an order with the parts of `fieldsets`."""
    currency = shop_currency(db)
    body: Json = {
        "orderNumber": row["order_number"],
        "reservationId": row["reservation_id"],
        "eventId": row["event_id"],
        "contactId": seed_id("contact", row["email"].lower()),
        "memberId": row["member_id"],
        "created": row["created_at"],
        "updated": row["updated_at"],
        "confirmed": row["status"] in CONFIRMED,
        "status": row["status"],
        "archived": False,
        "anonymized": False,
        "fullyCheckedIn": False,
        "channel": "ONLINE",
    }
    tickets = tickets_of(db, row["order_number"])
    if "DETAILS" in fieldsets:
        body |= _details(site, row, len(tickets), currency)
    if "TICKETS" in fieldsets:
        shown = tickets if row["status"] in WITH_TICKETS else []
        body["tickets"] = [_ticket_json(site, row, ticket, currency) for ticket in shown]
    reservation = find_reservation(db, row["reservation_id"])
    if "INVOICE" in fieldsets and reservation is not None:
        body["invoice"] = invoice_json(invoice_of(reservation.tickets), currency)
    return body


def _initiated_order(db: sqlite3.Connection, reservation_id: str) -> str | None:
    sql = "SELECT order_number FROM wix_event_orders WHERE reservation_id = ? AND status = 'INITIATED'"
    row = db.execute(sql, (reservation_id,)).fetchone()
    return row["order_number"] if row else None


def _new_number(db: sqlite3.Connection) -> str:
    while True:
        number = "-".join(_letters(length) for length in (4, 4, 3))
        if find_order(db, number) is None:
            return number


def _letters(length: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(length))


def _write_tickets(db: sqlite3.Connection, order_number: str, reservation: Reservation, guest: Guest) -> None:
    position = 0
    for line in reservation.tickets:
        for _ in range(line.quantity):
            # Two letters tell the tickets of an order apart, as at Wix.
            ticket_number = f"{order_number}{LETTERS[position // len(LETTERS)]}{LETTERS[position % len(LETTERS)]}"
            values = (line.definition_id, line.name, line.option_name, line.price, guest.full_name)
            db.execute(
                "INSERT INTO wix_event_tickets VALUES (?,?,?,?,?,?,?,?,?)",
                (ticket_number, order_number, position, *values, secrets.token_urlsafe(24)),
            )
            position += 1


def _details(site: Site, row: sqlite3.Row, quantity: int, currency: str) -> Json:
    body: Json = {
        "firstName": row["first_name"],
        "lastName": row["last_name"],
        "email": row["email"],
        "fullName": f"{row['first_name']} {row['last_name']}",
        "method": row["method"],
        "ticketsQuantity": quantity,
        "totalPrice": event_money(row["total"], currency),
    }
    if row["status"] in WITH_TICKETS:
        body["ticketsPdf"] = site.page_url(f"/tickets/{row['secret']}.pdf")
    return body


def _ticket_json(site: Site, order: sqlite3.Row, ticket: sqlite3.Row, currency: str) -> Json:
    return {
        "ticketNumber": ticket["ticket_number"],
        "orderNumber": order["order_number"],
        "ticketDefinitionId": ticket["definition_id"],
        "name": ticket["name"],
        "price": event_money(ticket["price"], currency),
        "free": ticket["price"] == 0,
        "orderStatus": order["status"],
        "orderFullName": f"{order['first_name']} {order['last_name']}",
        "guestFullName": ticket["guest_name"],
        "archived": False,
        "channel": "ONLINE",
        "ticketPdfUrl": site.page_url(f"/tickets/{ticket['secret']}.pdf"),
        "checkInUrl": site.page_url(f"/check-in/{ticket['secret']}"),
    }
