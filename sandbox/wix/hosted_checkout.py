"""The hosted checkout after the single-use address was spent: its forms, and the ways back to the shop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from sandbox.wix.checkout_form import CheckoutForm, read_form, sample_form
from sandbox.wix.checkout_page import checkout_page
from sandbox.wix.checkout_store import Checkout, find_checkout
from sandbox.wix.entrance import visiting
from sandbox.wix.gift_cards import REFUSALS, judge_gift_card
from sandbox.wix.member_store import signed_in_member
from sandbox.wix.notices import notice
from sandbox.wix.order_store import find_order_row
from sandbox.wix.payment import (
    DECLINED,
    PAID,
    PAY_LATER,
    AlreadyCompletedError,
    ChangedError,
    NotEnoughStockError,
    Outcome,
    settle,
)
from sandbox.wix.redirect_store import RedirectSession, same_secret
from sandbox.wix.site import current_site

hosted_checkout = Blueprint("hosted_checkout", __name__, url_prefix="/wix/checkout/<session_id>")


@hosted_checkout.get("")
def show(session_id: str) -> Response:
    """Show the checkout, or that it is paid."""
    session, checkout = _open(session_id)
    if checkout.completed:
        return _finished(session, checkout)
    site = current_site()
    return checkout_page(site, session, checkout, _sample_form(session, checkout))


@hosted_checkout.post("")
def act(session_id: str) -> Response:
    """Do what one of the page's forms asks for."""
    session, checkout = _open(session_id)
    if not same_secret(request.form.get("formToken"), session.form_token):
        return notice("This form is not from here", "Open the checkout again and send its own form.", 403, session)
    action = ACTIONS.get(request.form.get("action", ""))
    if action is None:
        abort(400)
    return action(session, checkout)


@hosted_checkout.get("/thank-you")
def thank_you(session_id: str) -> Response:
    """Show the site's own thank-you page, for shops that have none."""
    session, checkout = _open(session_id)
    with current_site().database.read() as db:
        row = find_order_row(db, request.args.get("orderId", ""))
    if row is None or row["checkout_id"] != checkout.id:
        abort(404)
    page = render_template("thank_you.html", order=row, back=session.way_back("postFlowUrl", "cartPageUrl"))
    return make_response(page)


def _open(session_id: str) -> tuple[RedirectSession, Checkout]:
    """Return session and checkout of a page, for the browser that came by the address; 404 for any other."""
    with current_site().database.read() as db:
        session = visiting(db, session_id, "ecomCheckout")
        checkout = find_checkout(db, session.target)
    if checkout is None:
        abort(404)
    return session, checkout


def _finished(session: RedirectSession, checkout: Checkout) -> Response:
    text = "Your order was placed. Nothing is charged a second time."
    return notice("This checkout is finished", text, 200, back=_order_url(session, checkout.order_id or ""))


def _pay(session: RedirectSession, checkout: Checkout) -> Response:
    site = current_site()
    form = _checked(read_form(request.form, site.clock.now(), checkout))
    if "recalculate" in request.form and not checkout.completed:
        return checkout_page(site, session, checkout, form)
    if form.errors and not checkout.completed:
        return checkout_page(site, session, checkout, form, 422)
    return _settle(session, checkout, form, DECLINED if form.is_declined_card else PAID)


def _checked(form: CheckoutForm) -> CheckoutForm:
    """Add what is wrong with the gift card."""
    with current_site().database.read() as db:
        verdict = judge_gift_card(db, form.values["giftCard"])
    if verdict.refusal is None:
        return form
    errors = {**form.errors, "giftCard": f"{REFUSALS[verdict.refusal]}."}
    return replace(form, errors=errors)


def _pay_later(session: RedirectSession, checkout: Checkout) -> Response:
    return _settle(session, checkout, _unseen_form(session, checkout), PAY_LATER)


def _decline(session: RedirectSession, checkout: Checkout) -> Response:
    return _settle(session, checkout, _unseen_form(session, checkout), DECLINED)


def _unseen_form(session: RedirectSession, checkout: Checkout) -> CheckoutForm:
    return replace(_sample_form(session, checkout), shown=request.form.get("shownTotals", ""))


def _sample_form(session: RedirectSession, checkout: Checkout) -> CheckoutForm:
    site = current_site()
    with site.database.read() as db:
        member = signed_in_member(db, session.browser)
    return sample_form(site.clock.now(), checkout, member)


def _settle(session: RedirectSession, checkout: Checkout, form: CheckoutForm, outcome: Outcome) -> Response:
    site = current_site()
    try:
        order_id = settle(site, checkout.id, form, outcome)
    except AlreadyCompletedError:
        return redirect(url_for("hosted_checkout.show", session_id=session.id), 303)
    except (NotEnoughStockError, ChangedError) as reason:
        with site.database.read() as db:
            fresh = find_checkout(db, checkout.id) or checkout
        return checkout_page(site, session, fresh, form, 409, says_changed=isinstance(reason, ChangedError))
    return redirect(_order_url(session, order_id), 303)


def _order_url(session: RedirectSession, order_id: str) -> str:
    thank_you_url = session.callbacks.get("thankYouPageUrl")
    if thank_you_url:
        return session.return_url(thank_you_url, orderId=order_id)
    return url_for("hosted_checkout.thank_you", session_id=session.id, orderId=order_id)


def _back_to_cart(session: RedirectSession, _checkout: Checkout) -> Response:
    return _leave(session, session.way_back("cartPageUrl", "postFlowUrl"))


def _abandon(session: RedirectSession, _checkout: Checkout) -> Response:
    return _leave(session, session.way_back("postFlowUrl", "cartPageUrl"))


def _leave(session: RedirectSession, url: str | None) -> Response:
    if url is None:
        return notice("You have left the checkout", "The shop has given no address to return to.", 200, session)
    return redirect(url, 303)


ACTIONS: dict[str, Callable[[RedirectSession, Checkout], Response]] = {
    "pay": _pay,
    "pay-later": _pay_later,
    "decline": _decline,
    "cart": _back_to_cart,
    "abandon": _abandon,
}
