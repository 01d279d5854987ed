"""The pages of the hosted booking: what they show. What their forms do is in hosted_booking.py."""

from __future__ import annotations

from collections.abc import Sequence

from flask import make_response, render_template
from werkzeug.wrappers import Response

from sandbox.wix.booking_form import BookingForm
from sandbox.wix.booking_purchase import IN_PERSON, ONLINE, Payment
from sandbox.wix.booking_words import price_of, refusal_of, times_of
from sandbox.wix.plan_order_store import PlanOrder
from sandbox.wix.redirect_store import RedirectSession
from sandbox.wix.service_store import Service
from sandbox.wix.sign_in_form import SignIn
from sandbox.wix.slot_calendar import Slot

DECLINED_TEXT = "The card was declined. Nothing was booked or charged; try another one."


def booking_page(
    session: RedirectSession,
    service: Service,
    slot: Slot | None,
    ways: Sequence[Payment],
    form: BookingForm,
    plan: PlanOrder | None,
    status: int = 200,
    problem: str = "",
) -> Response:
    """Draw the slot with the form that books it, or why it cannot be booked."""
    refusal = refusal_of(slot)
    page = render_template(
        "booking.html",
        form_token=session.form_token,
        service=service,
        facts=_facts(slot, session.details["shownZone"]),
        price=f"Part of {plan.plan_name}" if plan else price_of(service),
        takes_card=ways[:1] == [ONLINE],
        pays_in_person=IN_PERSON in ways,
        plan=plan,
        form=form,
        refusal=refusal,
        takes_waiting=bool(ways and refusal and slot and slot.is_allowed and slot.waiting_places),
        problem=problem,
    )
    return make_response(page, status)


def sign_in_page(session: RedirectSession, service: Service, sign_in: SignIn, status: int = 200) -> Response:
    """Draw the page for somebody who is not signed in, where a membership is needed."""
    page = render_template(
        "member_sign_in.html",
        form_token=session.form_token,
        sign_in=sign_in,
        purpose=f"book {service.name}",
        reason="This is part of a membership.",
        leaving="Book nothing.",
    )
    return make_response(page, status)


def membership_page(session: RedirectSession, service: Service) -> Response:
    """Draw the page for a member without a plan that fits."""
    page = render_template(
        "booking_membership.html",
        form_token=session.form_token,
        service=service,
        has_plan_list="planListUrl" in session.callbacks,
    )
    return make_response(page)


def _facts(slot: Slot | None, zone_name: str) -> dict[str, str]:
    """Say when, with whom and where."""
    if slot is None:
        return {}
    facts = times_of(slot, zone_name)
    if slot.staff:
        facts["With"] = slot.staff[0].name
    return facts | {"Where": f"{slot.place.name}, {slot.place.address}"}
