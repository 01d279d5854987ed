"""The hosted checkout of a plan: signing in if need be, buying, and the ways back to the shop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from sandbox.clock import iso
from sandbox.wix.checkout_form import CheckoutForm
from sandbox.wix.entrance import visiting
from sandbox.wix.member_store import Member, sign_in_browser, signed_in_member
from sandbox.wix.notices import notice
from sandbox.wix.plan_detours import detour_end, plan_list_detour, remember_detour
from sandbox.wix.plan_order_store import PlanOrder, find_order_of_session
from sandbox.wix.plan_page import plan_page, read_card, sample_card, sign_in_page
from sandbox.wix.plan_purchase import (
    DECLINED,
    PAID,
    PAY_LATER,
    AlreadyBoughtError,
    ChangedError,
    LimitReachedError,
    NotOnSaleError,
    Outcome,
    settle_plan,
)
from sandbox.wix.plan_store import Plan, find_plan, plans_on_sale
from sandbox.wix.redirect_store import RedirectSession, same_secret
from sandbox.wix.sign_in_form import first_sign_in, read_sign_in
from sandbox.wix.site import current_site

hosted_plan = Blueprint("hosted_plan", __name__, url_prefix="/wix/plan-checkout/<session_id>")
DECLINED_TEXT = "The card was declined. Nothing was charged; try another one."
CHANGED_TEXT = "Something else is due today than this page said. Nothing was charged; if you agree, go on."


@dataclass(frozen=True, slots=True)
class Visit:
    """A browser on the page of a plan. `member` is who is signed in there, `order` what the page has made so far."""

    session: RedirectSession
    plan: Plan
    member: Member | None
    order: PlanOrder | None

    @property
    def is_finished(self) -> bool:
        """Tell whether the plan was bought here."""
        return self.order is not None and self.order.status != "DRAFT"


@hosted_plan.get("")
def show(session_id: str) -> Response:
    """Show the plan, before that the form to sign in, or that it was bought."""
    visit = _open(session_id)
    if visit.is_finished:
        return _finished(visit)
    site = current_site()
    if visit.member is None:
        with site.database.read() as db:
            return sign_in_page(visit.session, visit.plan, first_sign_in(db))
    return plan_page(site, visit.session, visit.plan, visit.member, sample_card(site.clock.now()))


@hosted_plan.post("")
def act(session_id: str) -> Response:
    """Do what one of the page's forms asks for."""
    visit = _open(session_id)
    if not same_secret(request.form.get("formToken"), visit.session.form_token):
        text = "Open the plan again and send its own form."
        return notice("This form is not from here", text, 403, visit.session)
    action = ACTIONS.get(request.form.get("action", ""))
    if action is None:
        abort(400)
    return action(visit)


@hosted_plan.get("/thank-you")
def thank_you(session_id: str) -> Response:
    """Show the site's own thank-you page, for shops that have none."""
    visit = _open(session_id)
    if visit.order is None or not visit.is_finished:
        abort(404)
    back = visit.session.way_back("postFlowUrl", "planListUrl")
    return make_response(render_template("plan_thank_you.html", order=visit.order, back=back))


def _open(session_id: str) -> Visit:
    """Return the visit of the browser that came by the address; 404 for any other."""
    with current_site().database.read() as db:
        session = visiting(db, session_id, "paidPlansCheckout")
        plan = find_plan(db, session.target)
        if plan is None:
            abort(404)
        return Visit(session, plan, signed_in_member(db, session.browser), find_order_of_session(db, session.id))


def _finished(visit: Visit) -> Response:
    text = "You have bought this plan. Nothing is charged a second time."
    return notice("This plan is yours", text, 200, back=_order_url(visit.session, visit.order))


def _sign_in(visit: Visit) -> Response:
    site, now = current_site(), iso(current_site().clock.now())
    with site.database.change() as db:
        sign_in = read_sign_in(db, request.form, now)
        if sign_in.member is not None:
            sign_in_browser(db, visit.session.browser or "", sign_in.member.id, now)
    if sign_in.member is None:
        return sign_in_page(visit.session, visit.plan, sign_in, 422)
    return _again(visit)


def _pay(visit: Visit) -> Response:
    site = current_site()
    form = read_card(request.form, site.clock.now(), visit.plan.terms)
    if form.errors and visit.member is not None and not visit.is_finished:
        return plan_page(site, visit.session, visit.plan, visit.member, form, 422)
    is_declined = visit.plan.terms.price > 0 and form.is_declined_card
    return _settle(visit, form, DECLINED if is_declined else PAID)


def _pay_later(visit: Visit) -> Response:
    return _settle(visit, _unseen_form(), PAY_LATER)


def _decline(visit: Visit) -> Response:
    return _settle(visit, _unseen_form(), DECLINED)


def _unseen_form() -> CheckoutForm:
    return CheckoutForm(sample_card(current_site().clock.now()).values, request.form.get("shownDue", ""))


def _settle(visit: Visit, form: CheckoutForm, outcome: Outcome) -> Response:
    site, member = current_site(), visit.member
    if member is None:
        return _again(visit)
    try:
        settle_plan(site, visit.session, member, outcome, form.shown)
    except AlreadyBoughtError:
        return _again(visit)
    except (NotOnSaleError, LimitReachedError):
        return _sold_no_more(visit, member, form)
    except ChangedError:
        return plan_page(site, visit.session, visit.plan, member, form, 409, CHANGED_TEXT)
    if outcome is DECLINED:
        return plan_page(site, visit.session, visit.plan, member, form, 422, DECLINED_TEXT)
    visit = _open(visit.session.id)
    return redirect(_order_url(visit.session, visit.order), 303)


def _sold_no_more(visit: Visit, member: Member, form: CheckoutForm) -> Response:
    """Draw the page, which says itself why the plan cannot be bought."""
    fresh = _open(visit.session.id)
    return plan_page(current_site(), fresh.session, fresh.plan, member, form, 409)


def _again(visit: Visit) -> Response:
    return redirect(url_for("hosted_plan.show", session_id=visit.session.id), 303)


def _order_url(session: RedirectSession, order: PlanOrder | None) -> str:
    """Return where the buyer goes on: to the end of a detour, to the shop, or to a page of our own."""
    with current_site().database.read() as db:
        url = detour_end(db, session.details.get("checkoutData")) or session.callbacks.get("thankYouPageUrl")
    if url and order:
        return session.return_url(url, planOrderId=order.id)
    return url_for("hosted_plan.thank_you", session_id=session.id)


def _another_plan(visit: Visit) -> Response:
    """Send the visitor to the shop's list; what is bought from there ends as this page would have."""
    site, session = current_site(), visit.session
    with site.database.change() as db:
        goes_on = detour_end(db, session.details.get("checkoutData")) or session.callbacks.get("thankYouPageUrl")
        checkout_data = remember_detour(db, goes_on or "", site.clock.now())
        plan_ids = [plan.id for plan in plans_on_sale(db)]
    return _leave(session, plan_list_detour(session, plan_ids, checkout_data))


def _abandon(visit: Visit) -> Response:
    return _leave(visit.session, visit.session.way_back("postFlowUrl", "planListUrl", "cartPageUrl"))


def _leave(session: RedirectSession, url: str | None) -> Response:
    if url is None:
        return notice("You have left the checkout", "The shop has given no address to return to.", 200, session)
    return redirect(url, 303)


ACTIONS: dict[str, Callable[[Visit], Response]] = {
    "sign-in": _sign_in,
    "pay": _pay,
    "pay-later": _pay_later,
    "decline": _decline,
    "another-plan": _another_plan,
    "abandon": _abandon,
}
