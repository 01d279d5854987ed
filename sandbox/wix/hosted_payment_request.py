"""The hosted page of a request for payment: paying it by card, and the ways back to the shop."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from sandbox.cards import card_errors
from sandbox.clock import iso
from sandbox.wix.checkout_form import LONGEST, CheckoutForm
from sandbox.wix.entrance import visiting
from sandbox.wix.notices import notice
from sandbox.wix.payment_request_store import PAID, UNPAID, PaymentRequest, find_payment_request, pay_payment_request
from sandbox.wix.plan_page import CARD_FIELDS, sample_card
from sandbox.wix.redirect_store import RedirectSession, Target, open_session, same_secret
from sandbox.wix.shapes import formatted
from sandbox.wix.site import Subject, current_site

hosted_payment_request = Blueprint("hosted_payment_request", __name__, url_prefix="/wix")
INTENT = "ecomOrderPaymentRequest"
CLOSED = {"EXPIRED": "has expired", "VOIDED": "was taken back"}
DECLINED_TEXT = "The card was declined. Nothing was charged; try another one."


@dataclass(frozen=True, slots=True)
class Visit:
    """A browser on the page of a request."""

    session: RedirectSession
    asked: PaymentRequest


@hosted_payment_request.get("/pay/<request_id>")
def open_link(request_id: str) -> Response:
    """Open the link a merchant sends: it works for anybody, and knows no shop to return to."""
    site = current_site()
    now = site.clock.now()
    with site.database.change() as db:
        asked = find_payment_request(db, request_id, iso(now))
        if asked is None:
            abort(404)
        somebody = Subject("VISITOR", str(uuid4()))
        _, token = open_session(db, now, somebody, INTENT, Target(asked.id), {}, None)
    return redirect(url_for("entrance.enter_short", token=token), 302)


@hosted_payment_request.get("/payment-request/<session_id>")
def show(session_id: str) -> Response:
    """Show what is to be paid, or that nothing is any more."""
    visit = _open(session_id)
    if visit.asked.status != UNPAID:
        return _closed(visit)
    return _page(visit, sample_card(current_site().clock.now()))


@hosted_payment_request.post("/payment-request/<session_id>")
def act(session_id: str) -> Response:
    """Do what one of the page's forms asks for."""
    visit = _open(session_id)
    if not same_secret(request.form.get("formToken"), visit.session.form_token):
        text = "Open the payment request again and send its own form."
        return notice("This form is not from here", text, 403, visit.session)
    action = {"pay": _pay, "abandon": _abandon}.get(request.form.get("action", ""))
    if action is None:
        abort(400)
    return action(visit)


def _open(session_id: str) -> Visit:
    """Return what a page is about, for the browser that came by the address; 404 for any other."""
    site = current_site()
    with site.database.read() as db:
        session = visiting(db, session_id, INTENT)
        asked = find_payment_request(db, session.target, iso(site.clock.now()))
    if asked is None:
        abort(404)
    return Visit(session, asked)


def _pay(visit: Visit) -> Response:
    site = current_site()
    now = site.clock.now()
    values = {name: request.form.get(name, "").strip()[:LONGEST] for name in CARD_FIELDS}
    form = CheckoutForm(values, errors=card_errors(values, now))
    if visit.asked.status == UNPAID and (form.errors or form.is_declined_card):
        return _page(visit, form, 422, "" if form.errors else DECLINED_TEXT)
    with site.database.change() as db:
        is_paid = pay_payment_request(db, visit.asked.id, iso(now))
    here = url_for("hosted_payment_request.show", session_id=visit.session.id)
    return redirect((_end_of(visit) if is_paid else None) or here, 303)


def _abandon(visit: Visit) -> Response:
    url = visit.session.way_back("postFlowUrl", "cartPageUrl")
    if url is None:
        return notice("You have left the payment", "The shop has given no address to return to.", 200)
    return redirect(url, 303)


def _closed(visit: Visit) -> Response:
    if visit.asked.status == PAID:
        text = f"Order {visit.asked.order_number} has the money. Nothing is charged a second time."
        return notice("This is paid", text, 200, back=_end_of(visit))
    back = visit.session.way_back("postFlowUrl", "cartPageUrl")
    text = "Nothing was charged. Ask the shop for a new one if there is something left to pay."
    return notice(f"This payment request {CLOSED[visit.asked.status]}", text, 410, back=back)


def _end_of(visit: Visit) -> str | None:
    """Return where the buyer goes on in the shop after paying."""
    url = visit.session.callbacks.get("thankYouPageUrl")
    if url:
        return visit.session.return_url(url, orderId=visit.asked.order_id)
    return visit.session.way_back("postFlowUrl")


def _page(visit: Visit, form: CheckoutForm, status: int = 200, problem: str = "") -> Response:
    page = render_template(
        "payment_request.html",
        form_token=visit.session.form_token,
        asked=visit.asked,
        amount=formatted(visit.asked.amount, visit.asked.currency),
        form=form,
        problem=problem,
    )
    return make_response(page, status)
