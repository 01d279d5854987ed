"""The hosted page on which a slot is booked: signing in or getting a plan if need be, and the ways back to the shop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from sandbox.clock import iso
from sandbox.wix.booking_desk import NoRoomError, PolicyError, SlotGoneError
from sandbox.wix.booking_form import BookingForm, read_booking_form, sample_booking_form
from sandbox.wix.booking_page import DECLINED_TEXT, booking_page, membership_page, sign_in_page
from sandbox.wix.booking_purchase import (
    IN_PERSON,
    ONLINE,
    AlreadyBookedError,
    CannotPayError,
    Payment,
    join_waiting_list,
    settle_booking,
    usable_plan,
    ways_to_pay,
)
from sandbox.wix.booking_store import Booking, find_booking_of_session
from sandbox.wix.booking_words import refusal_of
from sandbox.wix.entrance import visiting
from sandbox.wix.member_store import Member, sign_in_browser, signed_in_member
from sandbox.wix.notices import notice
from sandbox.wix.plan_detours import plan_list_detour, remember_detour
from sandbox.wix.plan_order_store import PlanOrder
from sandbox.wix.redirect_store import RedirectSession, same_secret
from sandbox.wix.service_store import Service, find_service
from sandbox.wix.sign_in_form import first_sign_in, read_sign_in
from sandbox.wix.site import current_site
from sandbox.wix.slot_calendar import Slot
from sandbox.wix.wanted_slot import find_slot, wanted_from_details

hosted_booking = Blueprint("hosted_booking", __name__, url_prefix="/wix/booking/<session_id>")


@dataclass(frozen=True, slots=True)
class Visit:
    """A browser on the page of a slot. `slot` is how it stands now, `booking` what the page has made so far."""

    session: RedirectSession
    service: Service
    slot: Slot | None
    member: Member | None
    plan: PlanOrder | None
    booking: Booking | None

    @property
    def ways(self) -> list[Payment]:
        """Return how it can be paid."""
        return ways_to_pay(self.service, self.plan)

    @property
    def takes_card(self) -> bool:
        """Tell whether the usual way of paying is by card."""
        return self.ways[:1] == [ONLINE]


@hosted_booking.get("")
def show(session_id: str) -> Response:
    """Show the slot and its form, before that the way to a membership, or that it is booked."""
    visit = _open(session_id)
    return _page(visit, sample_booking_form(current_site().clock.now(), visit.member))


@hosted_booking.post("")
def act(session_id: str) -> Response:
    """Do what one of the page's forms asks for."""
    visit = _open(session_id)
    if not same_secret(request.form.get("formToken"), visit.session.form_token):
        text = "Choose the time in the shop again and send this page's own form."
        return notice("This form is not from here", text, 403, visit.session)
    action = ACTIONS.get(request.form.get("action", ""))
    if action is None:
        abort(400)
    return action(visit)


@hosted_booking.get("/thank-you")
def thank_you(session_id: str) -> Response:
    """Show the site's own thank-you page, for shops that have none."""
    visit = _open(session_id)
    if visit.booking is None:
        abort(404)
    back = visit.session.way_back("postFlowUrl", "bookingsServiceListUrl")
    return make_response(render_template("booking_thank_you.html", booking=visit.booking, back=back))


def _open(session_id: str) -> Visit:
    """Return the visit of the browser that came by the address; 404 for any other."""
    now = current_site().clock.now()
    with current_site().database.read() as db:
        session = visiting(db, session_id, "bookingsCheckout")
        service = find_service(db, session.target)
        if service is None:
            abort(404)
        slot = find_slot(db, wanted_from_details(dict(session.details)), now)
        member = signed_in_member(db, session.browser)
        plan = usable_plan(db, service, member, now)
        return Visit(session, service, slot, member, plan, find_booking_of_session(db, session.id))


def _page(visit: Visit, form: BookingForm, status: int = 200, problem: str = "") -> Response:
    if visit.booking is not None:
        return _finished(visit)
    is_open = not refusal_of(visit.slot)
    if is_open and not visit.ways and visit.member is None:
        with current_site().database.read() as db:
            return sign_in_page(visit.session, visit.service, first_sign_in(db))
    if is_open and not visit.ways:
        return membership_page(visit.session, visit.service)
    return booking_page(visit.session, visit.service, visit.slot, visit.ways, form, visit.plan, status, problem)


def _finished(visit: Visit) -> Response:
    if visit.booking and visit.booking.status == "WAITING_LIST":
        return redirect(url_for("hosted_booking.thank_you", session_id=visit.session.id), 303)
    text = "You have booked this time. Nothing is booked or charged a second time."
    return notice("This is booked", text, 200, back=_order_url(visit))


def _sign_in(visit: Visit) -> Response:
    site, now = current_site(), iso(current_site().clock.now())
    with site.database.change() as db:
        sign_in = read_sign_in(db, request.form, now)
        if sign_in.member is not None:
            sign_in_browser(db, visit.session.browser or "", sign_in.member.id, now)
    if sign_in.member is None:
        return sign_in_page(visit.session, visit.service, sign_in, 422)
    return _again(visit)


def _book(visit: Visit) -> Response:
    form = _read_form(with_card=visit.takes_card)
    if visit.booking is None and form.errors:
        return _page(visit, form, 422)
    if visit.takes_card and form.is_declined_card:
        return _page(visit, form, 422, DECLINED_TEXT)
    return _settle(visit, form)


def _pay_in_person(visit: Visit) -> Response:
    return _settle(visit, sample_booking_form(current_site().clock.now(), visit.member), IN_PERSON)


def _decline(visit: Visit) -> Response:
    return _page(visit, sample_booking_form(current_site().clock.now(), visit.member), 422, DECLINED_TEXT)


def _settle(visit: Visit, form: BookingForm, way: Payment | None = None) -> Response:
    try:
        settle_booking(current_site(), visit.session, visit.member, form.guest(), way)
    except (AlreadyBookedError, CannotPayError):
        return _again(visit)
    except (SlotGoneError, PolicyError, NoRoomError):
        # The page says itself why the slot cannot be booked.
        return _page(_open(visit.session.id), form, 409)
    return redirect(_order_url(_open(visit.session.id)), 303)


def _wait(visit: Visit) -> Response:
    form = _read_form(with_card=False)
    if visit.booking is None and form.errors:
        return _page(visit, form, 422)
    try:
        join_waiting_list(current_site(), visit.session, visit.member, form.guest())
    except AlreadyBookedError:
        return _again(visit)
    except (SlotGoneError, PolicyError, NoRoomError):
        return _page(_open(visit.session.id), form, 409)
    return redirect(url_for("hosted_booking.thank_you", session_id=visit.session.id), 303)


def _read_form(*, with_card: bool) -> BookingForm:
    return read_booking_form(request.form, current_site().clock.now(), with_card=with_card)


def _again(visit: Visit) -> Response:
    return redirect(url_for("hosted_booking.show", session_id=visit.session.id), 303)


def _order_url(visit: Visit) -> str:
    """Return where whoever booked goes on: to the shop with the order, else to a page of our own."""
    url, booking = visit.session.callbacks.get("thankYouPageUrl"), visit.booking
    if url and booking and booking.order_id:
        return visit.session.return_url(url, orderId=booking.order_id)
    return url_for("hosted_booking.thank_you", session_id=visit.session.id)


def _choose_plan(visit: Visit) -> Response:
    """Send the visitor to the shop's list of plans; whoever has bought one goes on at this page."""
    site, session = current_site(), visit.session
    with site.database.change() as db:
        goes_on = site.page_url(f"/booking/{session.id}")
        checkout_data = remember_detour(db, goes_on, site.clock.now())
    return _leave(session, plan_list_detour(session, visit.service.plan_ids, checkout_data))


def _other_services(visit: Visit) -> Response:
    return _leave(visit.session, visit.session.way_back("bookingsServiceListUrl", "postFlowUrl"))


def _abandon(visit: Visit) -> Response:
    return _leave(visit.session, visit.session.way_back("postFlowUrl", "bookingsServiceListUrl"))


def _leave(session: RedirectSession, url: str | None) -> Response:
    if url is None:
        return notice("You have left the booking", "The shop has given no address to return to.", 200, session)
    return redirect(url, 303)


ACTIONS: dict[str, Callable[[Visit], Response]] = {
    "sign-in": _sign_in,
    "book": _book,
    "pay-later": _pay_in_person,
    "decline": _decline,
    "wait": _wait,
    "plans": _choose_plan,
    "services": _other_services,
    "abandon": _abandon,
}
