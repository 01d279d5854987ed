"""What happens when a hold is paid, or not: the order, and the hold confirmed. No HTTP."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.clock import iso
from sandbox.wix.event_invoices import invoice_of
from sandbox.wix.event_order_store import Guest, finished_order, place_order
from sandbox.wix.event_store import find_event
from sandbox.wix.reservation_store import find_reservation, set_reservation_status
from sandbox.wix.site import Site


class HoldLostError(Exception):
    """The hold has lapsed or was given back, or the event is over: nothing can be bought with it."""


class AlreadyOrderedError(Exception):
    """The hold was paid before."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a way of paying ends: the order's status, by what means, and whether the places are taken for good."""

    status: str
    method: str
    confirms: bool


PAID = Outcome("PAID", "creditCard", confirms=True)
PAY_LATER = Outcome("OFFLINE_PENDING", "offline", confirms=True)
PENDING = Outcome("PENDING", "creditCard", confirms=True)
DECLINED = Outcome("DECLINED", "creditCard", confirms=False)
INITIATED = Outcome("INITIATED", "", confirms=False)
FREE = Outcome("FREE", "", confirms=True)


def settle(site: Site, reservation_id: str, guest: Guest, outcome: Outcome) -> str:
    """Place the order of a hold and return its number; what costs nothing is free, however it was to be paid.

    A declined card leaves the hold as it is, so that another card can be tried.

    Raises: AlreadyOrderedError; HoldLostError, with nothing changed.
    """
    now = iso(site.clock.now())
    with site.database.change() as db:
        reservation = find_reservation(db, reservation_id)
        if reservation is None:
            raise HoldLostError
        if reservation.status(now) == "CONFIRMED" and finished_order(db, reservation.id):
            raise AlreadyOrderedError
        event = find_event(db, reservation.event_id)
        if reservation.status(now) != "PENDING" or event is None or event.is_over(now):
            raise HoldLostError
        if invoice_of(reservation.tickets).total == 0:
            outcome = FREE
        order_number = place_order(db, reservation, guest, outcome.status, outcome.method, now)
        if outcome.confirms:
            set_reservation_status(db, reservation.id, "CONFIRMED", now)
        return order_number
