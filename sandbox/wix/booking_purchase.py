"""What happens when somebody books on a hosted page: the ways of paying, the booking, and its order. No HTTP."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime

from sandbox.wix.booking_desk import Wish, book, offered_slot, waiting_slot
from sandbox.wix.booking_order import place_booking_order
from sandbox.wix.booking_store import Guest, find_booking_of_session, note_order
from sandbox.wix.member_store import Member
from sandbox.wix.plan_order_store import PlanOrder, orders_of_member, standing_at
from sandbox.wix.redirect_store import RedirectSession
from sandbox.wix.service_store import Service
from sandbox.wix.site import Site, Subject
from sandbox.wix.slot_calendar import Slot
from sandbox.wix.wanted_slot import wanted_from_details


class AlreadyBookedError(Exception):
    """This hosted page has made its booking before."""


class CannotPayError(Exception):
    """The service is not paid in this way, or the plan has ended meanwhile."""


@dataclass(frozen=True, slots=True)
class Payment:
    """A way of paying: what the booking calls it, and how order and booking are paid by it."""

    option: str
    order_status: str
    booking_status: str


ONLINE = Payment("ONLINE", "PAID", "PAID")
IN_PERSON = Payment("OFFLINE", "NOT_PAID", "NOT_PAID")
FREE = Payment("OFFLINE", "PAID", "EXEMPT")
WITH_PLAN = Payment("MEMBERSHIP", "PAID", "PAID")


def usable_plan(db: sqlite3.Connection, service: Service, member: Member | None, now: datetime) -> PlanOrder | None:
    """Return an order of a plan that is active now and that the service is part of."""
    for order in orders_of_member(db, member.id) if member else ():
        if order.plan_id in service.plan_ids and standing_at(order, now).status == "ACTIVE":
            return order
    return None


def ways_to_pay(service: Service, plan: PlanOrder | None) -> list[Payment]:
    """Return how a service can be paid, the usual way first; none where a plan is needed."""
    if plan is not None:
        return [WITH_PLAN]
    if service.rate_type == "NO_FEE":
        return [] if service.needs_plan else [FREE]
    return [way for way, fits in ((ONLINE, service.pays_online), (IN_PERSON, service.pays_in_person)) if fits]


def settle_booking(
    site: Site, session: RedirectSession, member: Member | None, guest: Guest, wanted_way: Payment | None = None
) -> str:
    """Book what a hosted page is about, in the usual way or another; return the id of the order.

    Raises: AlreadyBookedError, CannotPayError, and what `offered_slot` does, each with nothing changed.
    """
    now = site.clock.now()
    with site.database.change() as db:
        _check_first(db, session)
        wish = _wish(session, member, guest)
        slot = offered_slot(db, wish.wanted, wish.participants, now)
        plan = usable_plan(db, slot.service, member, now)
        ways = ways_to_pay(slot.service, plan)
        if not ways or (wanted_way or ways[0]) not in ways:
            raise CannotPayError
        way = wanted_way or ways[0]
        booking_id = _book(db, session, slot, wish, way, plan)
        order_id = place_booking_order(db, site, slot, wish, booking_id, way.option, way.order_status)
        note_order(db, booking_id, order_id)
        return order_id


def join_waiting_list(site: Site, session: RedirectSession, member: Member | None, guest: Guest) -> None:
    """Put somebody on the waiting list of a session; nothing is ordered.

    Raises: AlreadyBookedError, and what `waiting_slot` does, each with nothing changed.
    """
    now = site.clock.now()
    with site.database.change() as db:
        _check_first(db, session)
        wish = _wish(session, member, guest)
        slot = waiting_slot(db, wish.wanted, now)
        values = {"status": "WAITING_LIST", "payment_status": "NOT_PAID", "payment_option": "OFFLINE"}
        book(db, slot, wish, now, {**values, "session_id": session.id})


def _book(
    db: sqlite3.Connection, session: RedirectSession, slot: Slot, wish: Wish, way: Payment, plan: PlanOrder | None
) -> str:
    values = {
        "status": "PENDING" if slot.service.needs_approval else "CONFIRMED",
        "payment_status": way.booking_status,
        "payment_option": way.option,
        "plan_order_id": plan.id if plan else None,
        "session_id": session.id,
    }
    return book(db, slot, wish, slot.now, values)


def _check_first(db: sqlite3.Connection, session: RedirectSession) -> None:
    if find_booking_of_session(db, session.id) is not None:
        raise AlreadyBookedError


def _wish(session: RedirectSession, member: Member | None, guest: Guest) -> Wish:
    """Return what is to be booked; times are written in the zone the shop has shown them in."""
    wanted = replace(wanted_from_details(dict(session.details)), zone=session.details["shownZone"])
    return Wish(wanted, Subject("MEMBER", member.id) if member else session.subject, guest)
