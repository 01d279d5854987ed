"""`/thank-you` as a visitor meets it, over events and plans made by hand: each state is told as it is."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from flask import Flask

from routes.plan_return import page_of
from services.errors import NotFoundError, PlatformUnavailableError
from services.models import EventStatus, OrderState, PlanOrderState, ReservationState
from tests import headings
from tests.browsing import Browser, Page
from tests.unit.routes.returning import (
    EVENT,
    ORDER,
    PLAN_ORDER,
    HandEvents,
    HandPlanOrders,
    add_memories,
    dollars,
)

TICKETS = "/thank-you?orderNumber=N-1&eventId=e1"
MEMBERSHIP = "/thank-you?planOrderId=p100"


@pytest.fixture
def events(app: Flask) -> HandEvents:
    made = HandEvents()
    app.extensions["storefront"] = replace(app.extensions["storefront"], events=made)
    add_memories(app)
    return made


@pytest.fixture
def plans(app: Flask, events: HandEvents) -> HandPlanOrders:
    made = HandPlanOrders()
    app.extensions["storefront"] = replace(app.extensions["storefront"], plans=made)
    return made


def paths_of(page: Page) -> set[str]:
    return {urlsplit(link).path for link in page.links()}


class TestTickets:
    @pytest.mark.parametrize(
        ("state", "heading"),
        [
            (OrderState.PAID, headings.TICKETS_PAID),
            (OrderState.FREE, headings.TICKETS_FREE),
            (OrderState.PENDING, headings.TICKETS_PENDING),
            (OrderState.DECLINED, headings.DECLINED),
            (OrderState.CANCELLED, headings.CANCELLED),
            (OrderState.REFUNDED, headings.REFUNDED),
        ],
    )
    def test_an_order_is_called_what_it_is_each_time(
        self, ada: Browser, events: HandEvents, state: OrderState, heading: str
    ) -> None:
        events.orders["N-1"] = replace(ORDER, state=state)
        ada.open("/test/hold/r1")
        for _ in range(2):
            page = ada.open(TICKETS)
            assert (page.status, page.heading) == (200, heading)
            assert page.headers["Cache-Control"] == "no-store"
            assert page.headers["Referrer-Policy"] == "same-origin"

    def test_a_paid_order_shows_what_one_needs_at_the_door(self, ada: Browser, events: HandEvents) -> None:
        events.orders["N-1"] = ORDER
        ada.open("/test/hold/r1")
        page = ada.open(f"{TICKETS}&wixMemberLoggedIn=true&lang=en")
        for told in (
            "Raku at dusk",
            "Thursday, June 17, 2027, 12:00\N{NARROW NO-BREAK SPACE}AM GMT+1",
            "The yard",
            "Lisbon",
        ):
            assert told in page.text
        for told in ("N-1", "T-1, for Ada Byron", "T-2", "$40.00", "ada@example.com", "Free"):
            assert told in page.words
        assert {"/events/raku.ics", "/events/raku"} <= paths_of(page)
        assert {"https://tickets.example/all.pdf", "https://tickets.example/T-1.pdf"} <= set(page.links())

    @pytest.mark.parametrize("error", [NotFoundError("event"), PlatformUnavailableError("down")])
    def test_without_the_event_the_order_is_shown_all_the_same(
        self, ada: Browser, events: HandEvents, error: Exception
    ) -> None:
        events.orders["N-1"], events.event = ORDER, error
        ada.open("/test/hold/r1")
        page = ada.open(TICKETS)
        assert page.heading == headings.TICKETS_PAID
        assert "Raku at dusk" in page.words

    @pytest.mark.parametrize(
        ("status", "told"), [(EventStatus.CANCELLED, "was called off since"), (EventStatus.ENDED, "which is over")]
    )
    def test_nobody_is_looked_forward_to_at_what_does_not_take_place(
        self, ada: Browser, events: HandEvents, status: EventStatus, told: str
    ) -> None:
        events.orders["N-1"], events.event = ORDER, replace(EVENT, status=status)
        ada.open("/test/hold/r1")
        page = ada.open(TICKETS)
        assert told in page.words
        assert "look forward" not in page.words
        assert "/events/raku.ics" not in paths_of(page)

    def test_an_event_without_a_date_goes_into_no_calendar(self, ada: Browser, events: HandEvents) -> None:
        events.orders["N-1"], events.event = ORDER, replace(EVENT, starts_at=None)
        ada.open("/test/hold/r1")
        page = ada.open(TICKETS)
        assert page.heading == headings.TICKETS_PAID
        assert "/events/raku.ics" not in paths_of(page)

    def test_a_declined_order_leads_back_to_the_hold_until_it_is_paid_after_all(
        self, ada: Browser, events: HandEvents
    ) -> None:
        events.orders["N-1"] = replace(ORDER, state=OrderState.DECLINED)
        events.orders["N-2"] = replace(ORDER, number="N-2")
        ada.open("/test/hold/r1")
        assert "/events/raku/reservation" in paths_of(ada.open(TICKETS))
        assert ada.open(TICKETS.replace("N-1", "N-2")).heading == headings.TICKETS_PAID
        page = ada.open(TICKETS)
        assert page.heading == headings.DECLINED
        assert "order N-2" in page.words
        assert "/events/raku/reservation" not in paths_of(page)

    @pytest.mark.parametrize(
        ("state", "heading", "path"),
        [
            (ReservationState.CONFIRMED, headings.TICKETS_ORDERED, "/events/raku.ics"),
            (ReservationState.HELD, headings.TICKETS_HELD, "/events/raku/reservation"),
            (ReservationState.EXPIRED, headings.HOLD_OVER, "/events/raku"),
            (ReservationState.CANCELLED, headings.HOLD_LET_GO, "/events/raku"),
        ],
    )
    def test_where_nobody_may_read_the_order_the_hold_speaks(
        self, ada: Browser, events: HandEvents, state: ReservationState, heading: str, path: str
    ) -> None:
        events.holds["r1"] = state
        ada.open("/test/hold/r1")
        for _ in range(2):
            page = ada.open(TICKETS)
            assert (page.status, page.heading) == (200, heading)
            assert path in paths_of(page)
            assert "N-1" not in page.words

    def test_of_several_holds_the_one_that_became_an_order_speaks(self, ada: Browser, events: HandEvents) -> None:
        events.holds |= {"r1": ReservationState.CONFIRMED, "r2": ReservationState.HELD}
        ada.open("/test/hold/r1")
        ada.open("/test/hold/r2")
        assert ada.open(TICKETS).heading == headings.TICKETS_ORDERED

    def test_a_foreign_order_and_an_unknown_one_are_answered_alike(
        self, ada: Browser, cy: Browser, events: HandEvents
    ) -> None:
        events.orders["N-1"] = ORDER
        events.holds |= {"r1": ReservationState.CONFIRMED, "r2": ReservationState.HELD}
        ada.open("/test/hold/r1")
        cy.open("/test/hold/r2")
        foreign = cy.open(TICKETS)
        calls_for_foreign, events.asked = events.asked, []
        unknown = cy.open(TICKETS.replace("N-1", "N-9"))
        assert foreign.words == unknown.words
        assert foreign.heading == headings.TICKETS_HELD
        assert calls_for_foreign == ["order N-1", "hold r2", "event raku"]
        assert events.asked == ["order N-9", "hold r2", "event raku"]

    def test_a_hold_that_the_platform_has_forgotten_leads_to_the_neutral_page(
        self, ada: Browser, events: HandEvents
    ) -> None:
        ada.open("/test/hold/r1")
        page = ada.open(TICKETS)
        assert (page.status, page.heading) == (404, headings.UNKNOWN)

    def test_a_trouble_of_the_platform_is_no_verdict_on_the_order(self, ada: Browser, events: HandEvents) -> None:
        events.trouble = PlatformUnavailableError("down")
        ada.open("/test/hold/r1")
        assert ada.open(TICKETS).status == 503


class TestMemberships:
    @pytest.mark.parametrize(
        ("state", "payment", "page"),
        [
            (PlanOrderState.ACTIVE, OrderState.PAID, "active"),
            (PlanOrderState.ACTIVE, OrderState.FREE, "trial"),
            (PlanOrderState.ACTIVE, OrderState.PENDING, "pending"),
            (PlanOrderState.ACTIVE, OrderState.DECLINED, "declined"),
            (PlanOrderState.ACTIVE, OrderState.REFUNDED, "refunded"),
            (PlanOrderState.ACTIVE, OrderState.CANCELLED, "cancelled"),
            (PlanOrderState.PENDING, OrderState.PAID, "starting"),
            (PlanOrderState.PENDING, OrderState.FREE, "starting"),
            (PlanOrderState.PENDING, OrderState.PENDING, "pending"),
            (PlanOrderState.PENDING, OrderState.DECLINED, "declined"),
            (PlanOrderState.PAUSED, OrderState.PAID, "paused"),
            (PlanOrderState.ENDED, OrderState.PAID, "ended"),
            (PlanOrderState.CANCELLED, OrderState.PAID, "cancelled"),
            (PlanOrderState.DRAFT, OrderState.PENDING, "unfinished"),
        ],
    )
    def test_state_and_payment_together_decide(
        self, ada: Browser, plans: HandPlanOrders, state: PlanOrderState, payment: OrderState, page: str
    ) -> None:
        order = replace(PLAN_ORDER, state=state, payment=payment)
        assert page_of(order) == page
        plans.orders["p100"] = order
        ada.open("/test/plan/p1")
        for _ in range(2):
            shown = ada.open(MEMBERSHIP)
            assert (shown.status, shown.heading) == (200, headings.MEMBERSHIPS[page])
            assert "Open Studio" in shown.words

    def test_what_costs_nothing_is_no_trial(self) -> None:
        order = replace(PLAN_ORDER, payment=OrderState.FREE)
        assert page_of(replace(order, price=dollars("0"))) == "active"
        assert page_of(replace(order, price=None)) == "active"

    def test_a_trial_says_when_money_is_due(self, ada: Browser, plans: HandPlanOrders) -> None:
        plans.orders["p100"] = replace(PLAN_ORDER, payment=OrderState.FREE)
        ada.open("/test/plan/p1")
        page = ada.open(MEMBERSHIP)
        assert "Nothing was charged yet; the first payment is due on July 16, 2027" in page.words
        assert "paid" not in page.words

    def test_whoever_is_not_signed_in_is_told_just_what_is_certain(self, ada: Browser, plans: HandPlanOrders) -> None:
        ada.open("/test/plan/p1")
        page = ada.open(MEMBERSHIP)
        assert (page.status, page.heading) == (200, headings.MEMBERSHIPS["unseen"])
        assert "If you finished joining" in page.words
        assert any(link.endswith("/auth/login?next=/thank-you?planOrderId%3Dp100") for link in page.links())
        assert "p100" not in page.words

    def test_an_order_that_is_not_told_as_ones_own_is_like_an_unknown_one(
        self, cy: Browser, plans: HandPlanOrders
    ) -> None:
        plans.orders["p100"] = replace(PLAN_ORDER, is_visitors_own=False)
        cy.open("/test/plan/p1")
        foreign, unknown = cy.open(MEMBERSHIP), cy.open("/thank-you?planOrderId=p999")
        assert foreign.words == unknown.words
        assert plans.asked == ["p100", "p999"]

    def test_an_own_order_of_a_plan_that_was_not_begun_here_stays_neutral(
        self, ada: Browser, plans: HandPlanOrders
    ) -> None:
        plans.orders["p100"] = PLAN_ORDER
        ada.open("/test/plan/p2")
        page = ada.open(MEMBERSHIP)
        assert (page.status, page.heading) == (404, headings.UNKNOWN)


class TestAnswers:
    @pytest.mark.parametrize(
        ("answer", "heading"), [("yes", headings.RSVP_YES), ("waiting_list", headings.RSVP_WAITING)]
    )
    def test_an_answer_of_this_visitor_is_thanked_for(
        self, ada: Browser, cy: Browser, events: HandEvents, answer: str, heading: str
    ) -> None:
        ada.open(f"/test/rsvp/a1?answer={answer}")
        for _ in range(2):
            page = ada.open("/thank-you?rsvpId=a1")
            assert (page.status, page.heading) == (200, heading)
            assert "Raku at dusk" in page.words
            assert "/events/raku.ics" in paths_of(page)
        events.asked = []
        assert cy.open("/thank-you?rsvpId=a1").heading == headings.UNKNOWN
        assert events.asked == []


class TestNothingToShow:
    @pytest.mark.parametrize(
        "query",
        [
            "orderNumber=N-1",
            "eventId=e1",
            "orderNumber=N-1&eventId=e1&planOrderId=p100",
            "orderNumber=N-1&eventId=e1&rsvpId=a1",
            "orderId=11111111-2222-4333-8444-555555555555&planOrderId=p100",
            "orderNumber=N-1&orderNumber=N-1&eventId=e1",
            "planOrderId=p100&planOrderId=p100",
            "planOrderId=",
            "planOrderId=x100",
            f"planOrderId=p{'1' * 64}",
            "planOrderId=p1%2F..%2F",
            "orderNumber=1&eventId=e1",
            "orderNumber=N-1&eventId=x1",
            "orderNumber=N-1&eventId=e2",
            "orderId=nonsense",
            "rsvpId=a2",
        ],
    )
    def test_what_no_hosted_page_would_send_is_neutral_without_a_call(
        self, ada: Browser, events: HandEvents, plans: HandPlanOrders, query: str
    ) -> None:
        events.orders["N-1"], plans.orders["p100"] = ORDER, PLAN_ORDER
        for memory in ("hold/r1", "plan/p1", "rsvp/a1?answer=yes"):
            ada.open(f"/test/{memory}")
        page = ada.open(f"/thank-you?{query}")
        assert (page.status, page.heading) == (404, headings.UNKNOWN)
        assert page.headers["Cache-Control"] == "no-store"
        assert events.asked == plans.asked == []

    @pytest.mark.parametrize("address", [TICKETS, MEMBERSHIP, "/thank-you?rsvpId=a1"])
    def test_whoever_began_nothing_gets_the_neutral_page_without_a_call(
        self, cy: Browser, events: HandEvents, plans: HandPlanOrders, address: str
    ) -> None:
        events.orders["N-1"], plans.orders["p100"] = ORDER, PLAN_ORDER
        page = cy.open(address)
        assert (page.status, page.heading) == (404, headings.UNKNOWN)
        assert "Set-Cookie" not in page.headers
        assert events.asked == plans.asked == []

    def test_a_platform_without_events_and_plans_is_neutral_too(
        self, app: Flask, ada: Browser, events: HandEvents
    ) -> None:
        for memory in ("hold/r1", "plan/p1"):
            ada.open(f"/test/{memory}")
        app.extensions["storefront"] = replace(app.extensions["storefront"], events=None, plans=None)
        assert ada.open(TICKETS).heading == ada.open(MEMBERSHIP).heading == headings.UNKNOWN

    def test_without_any_hint_the_page_helps_on(self, ada: Browser, events: HandEvents) -> None:
        page = ada.open("/thank-you?wixMemberLoggedIn=false")
        assert (page.status, page.heading) == (200, headings.NOTHING_NAMED)
        assert "From this browser" not in page.words

    def test_without_any_hint_it_leads_to_what_was_begun_here(self, ada: Browser, events: HandEvents) -> None:
        ada.open("/test/hold/r1")
        assert "/events/raku/reservation" in paths_of(ada.open("/thank-you"))
        events.orders["N-1"] = ORDER
        ada.open(TICKETS)
        assert any(link.endswith("/thank-you?eventId=e1&orderNumber=N-1") for link in ada.open("/thank-you").links())
