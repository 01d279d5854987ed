"""The pages of the hosted plan checkout: what they show. What their forms do is in hosted_plan.py."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import make_response, render_template
from werkzeug.wrappers import Response

from sandbox.cards import card_errors
from sandbox.wix.billing import Terms
from sandbox.wix.checkout_form import LONGEST, SAMPLE, CheckoutForm
from sandbox.wix.member_store import Member
from sandbox.wix.plan_purchase import LimitReachedError, NotOnSaleError, offer_plan
from sandbox.wix.plan_store import Plan
from sandbox.wix.redirect_store import RedirectSession
from sandbox.wix.shapes import formatted
from sandbox.wix.sign_in_form import SignIn
from sandbox.wix.site import Site

CARD_FIELDS = ("cardNumber", "cardExpiry", "cardCvc")
NOT_ON_SALE = "This plan is not on sale any more. Nothing was charged."
LIMIT_REACHED = "You have this plan already, and it can be bought no more often. Nothing was charged."


def sign_in_page(session: RedirectSession, plan: Plan, sign_in: SignIn, status: int = 200) -> Response:
    """Draw the page for somebody who is not signed in: plans are for members only."""
    page = render_template(
        "member_sign_in.html",
        form_token=session.form_token,
        sign_in=sign_in,
        purpose=f"get {plan.name}",
        reason="Plans are for members.",
        leaving="Buy nothing.",
    )
    return make_response(page, status)


def plan_page(
    site: Site,
    session: RedirectSession,
    plan: Plan,
    member: Member,
    form: CheckoutForm,
    status: int = 200,
    problem: str = "",
) -> Response:
    """Draw the plan: what it costs, what is due today, and the card; or why the member cannot buy it."""
    refusal, terms = "", plan.terms
    with site.database.read() as db:
        try:
            terms = offer_plan(db, plan, member)
        except NotOnSaleError:
            refusal = NOT_ON_SALE
        except LimitReachedError:
            refusal = LIMIT_REACHED
    page = render_template(
        "plan.html",
        form_token=session.form_token,
        plan=plan,
        member=member,
        terms=terms,
        price=price_words(terms),
        due_today=formatted(terms.due_today, terms.currency),
        form=form,
        refusal=refusal,
        problem=problem,
        has_plan_list="planListUrl" in session.callbacks,
    )
    return make_response(page, status)


def price_words(terms: Terms) -> str:
    """Say what a plan costs, such as `$89.00 every month`."""
    if not terms.price:
        return "Free"
    price = formatted(terms.price, terms.currency)
    if terms.period is None:
        return f"{price} once"
    unit = terms.period.lower()
    length = unit if terms.count == 1 else f"{terms.count} {unit}s"
    if not terms.is_recurring:
        return f"{price} once, for {'one ' if terms.count == 1 else ''}{length}"
    return f"{price} every {length}" + (f", {terms.cycles} times" if terms.cycles else "")


def sample_card(now: datetime) -> CheckoutForm:
    """Return the card filled in, so that one click completes the flow."""
    values = {name: SAMPLE.get(name, "") for name in CARD_FIELDS}
    return CheckoutForm({**values, "cardExpiry": f"12 / {(now.year + 3) % 100:02d}"})


def read_card(posted: Mapping[str, str], now: datetime, terms: Terms) -> CheckoutForm:
    """Read what was posted, with a message for each field that does not fit; a free plan takes no card."""
    values = {name: posted.get(name, "").strip()[:LONGEST] for name in CARD_FIELDS}
    errors = card_errors(values, now) if terms.price else {}
    return CheckoutForm(values, posted.get("shownDue", ""), errors)
