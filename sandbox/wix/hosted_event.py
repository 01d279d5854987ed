"""The hosted checkout of an event's tickets after the single-use address was spent, and the ways back to the shop."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from sandbox.clock import iso
from sandbox.wix.entrance import visiting
from sandbox.wix.event_checkout_page import event_checkout_page
from sandbox.wix.event_form import EventForm, read_event_form, sample_event_form
from sandbox.wix.event_invoices import invoice_of
from sandbox.wix.event_order_store import find_order, finished_order
from sandbox.wix.event_payment import (
    DECLINED,
    PAID,
    PAY_LATER,
    PENDING,
    AlreadyOrderedError,
    HoldLostError,
    Outcome,
    settle,
)
from sandbox.wix.event_store import Event, find_event
from sandbox.wix.event_times import date_and_time
from sandbox.wix.member_store import Member, find_member, signed_in_member
from sandbox.wix.notices import notice
from sandbox.wix.redirect_store import RedirectSession, same_secret
from sandbox.wix.reservation_store import Reservation, find_reservation
from sandbox.wix.site import current_site

hosted_event = Blueprint("hosted_event", __name__, url_prefix="/wix/event-checkout/<session_id>")
INTENT = "eventsCheckout"
LOST_TITLES = {
    "EXPIRED": "These tickets are not held for you any more",
    "CANCELED_MANUALLY": "These tickets were given back",
    "CANCELED": "These tickets were given back",
}


@hosted_event.get("")
def show(session_id: str) -> Response:
    """Show the checkout, or that it is finished, or that the hold has lapsed."""
    session, event, reservation = _open(session_id)
    if reservation.status(_now()) == "CONFIRMED":
        return _finished(session, reservation)
    if _is_lost(event, reservation):
        return _lost(session, event, reservation)
    return event_checkout_page(current_site(), session, event, reservation, sample_event_form(_member(session)))


@hosted_event.post("")
def act(session_id: str) -> Response:
    """Do what one of the page's forms asks for."""
    session, event, reservation = _open(session_id)
    if not same_secret(request.form.get("formToken"), session.form_token):
        return notice("This form is not from here", "Open the checkout again and send its own form.", 403, session)
    action = ACTIONS.get(request.form.get("action", ""))
    if action is None:
        abort(400)
    return action(session, event, reservation)


@hosted_event.get("/thank-you")
def thank_you(session_id: str) -> Response:
    """Show the site's own thank-you page, for shops that have none."""
    session, event, reservation = _open(session_id)
    with current_site().database.read() as db:
        order = find_order(db, request.args.get("orderNumber", ""))
    if order is None or order["reservation_id"] != reservation.id:
        abort(404)
    back = session.way_back("postFlowUrl")
    page = render_template("event_thank_you.html", order=order, event=event, when=date_and_time(event), back=back)
    return make_response(page)


def _now() -> str:
    return iso(current_site().clock.now())


def _open(session_id: str) -> tuple[RedirectSession, Event, Reservation]:
    """Return what a page is about, for the browser that came by the address; 404 for any other."""
    with current_site().database.read() as db:
        session = visiting(db, session_id, INTENT)
        reservation = find_reservation(db, session.target)
        event = find_event(db, reservation.event_id) if reservation else None
    if reservation is None or event is None:
        abort(404)
    return session, event, reservation


def _member(session: RedirectSession) -> Member | None:
    """Return who is signed in: on the way here, or in this browser."""
    with current_site().database.read() as db:
        if session.subject.kind == "MEMBER":
            return find_member(db, session.subject.id)
        return signed_in_member(db, session.browser)


def _is_lost(event: Event, reservation: Reservation) -> bool:
    return reservation.status(_now()) != "PENDING" or event.is_over(_now())


def _lost(session: RedirectSession, event: Event, reservation: Reservation) -> Response:
    back = session.way_back("postFlowUrl", "thankYouPageUrl")
    if event.is_over(_now()):
        title = "This event was called off" if event.canceled else "This event is over"
        return notice(title, "Nothing was charged.", 410, back=back)
    title = LOST_TITLES.get(reservation.status(_now()), LOST_TITLES["CANCELED"])
    text = "The time to pay for them is over. Nothing was charged. Go back and choose tickets again."
    return notice(title, text, 410, back=back)


def _finished(session: RedirectSession, reservation: Reservation) -> Response:
    with current_site().database.read() as db:
        order_number = finished_order(db, reservation.id)
    back = _order_url(session, reservation, order_number) if order_number else session.way_back("postFlowUrl")
    text = "Your tickets are ordered. Nothing is charged a second time."
    return notice("This checkout is finished", text, 200, back=back)


def _complete(session: RedirectSession, event: Event, reservation: Reservation) -> Response:
    form = read_event_form(request.form, is_free=invoice_of(reservation.tickets).total == 0)
    if form.errors and not _is_lost(event, reservation):
        return event_checkout_page(current_site(), session, event, reservation, form, 422)
    return _settle(session, event, reservation, form, DECLINED if form.is_declined_card else PAID)


def _settle_sample(outcome: Outcome) -> Callable[[RedirectSession, Event, Reservation], Response]:
    """Return an action that ends the checkout some way, with the details the form held at first."""

    def end(session: RedirectSession, event: Event, reservation: Reservation) -> Response:
        return _settle(session, event, reservation, sample_event_form(_member(session)), outcome)

    return end


def _settle(
    session: RedirectSession, event: Event, reservation: Reservation, form: EventForm, outcome: Outcome
) -> Response:
    member = _member(session)
    try:
        order_number = settle(current_site(), reservation.id, form.guest(member.id if member else ""), outcome)
    except AlreadyOrderedError:
        return redirect(url_for("hosted_event.show", session_id=session.id), 303)
    except HoldLostError:
        return _lost(session, event, reservation)
    return redirect(_order_url(session, reservation, order_number), 303)


def _order_url(session: RedirectSession, reservation: Reservation, order_number: str) -> str:
    thank_you_url = session.callbacks.get("thankYouPageUrl")
    if thank_you_url:
        return session.return_url(thank_you_url, orderNumber=order_number, eventId=reservation.event_id)
    return url_for("hosted_event.thank_you", session_id=session.id, orderNumber=order_number)


def _abandon(session: RedirectSession, _event: Event, _reservation: Reservation) -> Response:
    url = session.way_back("postFlowUrl")
    if url is None:
        return notice("You have left the checkout", "The shop has given no address to return to.", 200, session)
    return redirect(url, 303)


ACTIONS: dict[str, Callable[[RedirectSession, Event, Reservation], Response]] = {
    "pay": _complete,
    "pay-later": _settle_sample(PAY_LATER),
    "pending": _settle_sample(PENDING),
    "decline": _settle_sample(DECLINED),
    "abandon": _abandon,
}
