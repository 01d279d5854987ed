"""Memberships as a visitor meets them, over plans made by hand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from urllib.parse import quote

import pytest
from flask import Flask

from services.errors import CheckoutError, NotFoundError
from services.models import Duration, Image, Money, Period, Plan, RedirectSession, ReturnUrls
from services.storefront import Visitor
from tests.browsing import Browser, form_values, words


def dollars(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


STUDIO = Plan(
    "p1",
    "open-studio",
    "Open Studio",
    dollars("89"),
    "A wheel and a key code.",
    Image("https://pictures.example/wheel.jpg", "A wheel", 800, 600),
    cycle=Duration(1, Period.MONTH),
    trial_days=7,
    fees=(("Key deposit", dollars("15")),),
    perks=("A shelf of your own", "<b>Clay</b> & glazes"),
    terms="Renews every month.\nUntil you cancel.",
    buyer_can_cancel=True,
)
COURSE = Plan(
    "p2",
    "course",
    "Course",
    dollars("240"),
    length=Duration(6, Period.WEEK),
    terms="Not to be cancelled.",
    buyer_limit=3,
)
CIRCLE = Plan("p3", "circle", "Circle", dollars("30"), cycle=Duration(3, Period.MONTH), length=Duration(1, Period.YEAR))
FRIENDS = Plan("p4", "friends", "Friends", dollars("0"), buyer_limit=1, trial_days=1)
CLOSED = Plan("p5", "closed", "Closed", dollars("5"), can_be_bought=False)
HOSTED = "http://localhost:8000/sandbox/somewhere"


@dataclass
class HandPlans:
    """Plans that are what the test says; it remembers who was sent away with what."""

    plans: tuple[Plan, ...] = (STUDIO, COURSE, CIRCLE, FRIENDS, CLOSED)
    refusal: Exception | None = None
    sent: list[tuple[str, ReturnUrls, str]] = field(default_factory=list)

    def list_plans(self) -> tuple[Plan, ...]:
        return self.plans

    def get_plan(self, slug: str) -> Plan:
        if slug == "old-name":
            return STUDIO
        found = next((plan for plan in self.plans if plan.slug == slug), None)
        if found is None:
            raise NotFoundError("plan", slug)
        return found

    def is_plan_id(self, text: str) -> bool:
        return text[:1] == "p" and text[1:].isdigit()

    def create_redirect_session(
        self, visitor: Visitor, plan_id: str, urls: ReturnUrls, checkout_data: str = ""
    ) -> RedirectSession:
        if self.refusal:
            raise self.refusal
        self.sent.append((plan_id, urls, checkout_data))
        return RedirectSession(HOSTED)


@pytest.fixture
def plans(app: Flask) -> HandPlans:
    made = HandPlans()
    app.extensions["storefront"] = replace(app.extensions["storefront"], plans=made)
    return made


def cards(browser: Browser) -> dict[str, str]:
    """What each card says, by its name."""
    assert browser.page
    return {words(next(card.iter("h2"))): words(card) for card in browser.page.by_class("plan-card")}


def join(browser: Browser, address: str, **fields: str) -> tuple[int, str]:
    """Post a form of ours and see the bare answer."""
    headers = {"Sec-Fetch-Site": "same-origin"}
    response = browser.client.post(address, base_url=browser.base_url, data=fields, headers=headers)
    return response.status_code, response.headers.get("Location", "")


class TestTheList:
    def test_each_card_answers_the_same_questions(self, ada: Browser, plans: HandPlans) -> None:
        ada.open("/plans")
        shown = cards(ada)
        assert list(shown) == ["Open Studio", "Course", "Circle", "Friends", "Closed"]
        for told in (
            "$89.00 a month The first 7 days are free",
            "and $15.00 once: Key deposit",
            "Lasts until you cancel",
            "Free trial 7 days",
            "Cancelling yourself, any time",
            "Each person no limit",
            "A shelf of your own",
            "Renews every month.",
        ):
            assert told in shown["Open Studio"]
        for told in ("$240.00 once", "Lasts 6 weeks", "Free trial none", "Cancelling see the terms", "up to 3 times"):
            assert told in shown["Course"]
        assert "$30.00 every 3 months" in shown["Circle"]
        assert "Lasts 1 year" in shown["Circle"]
        for told in ("Free Join for free", "Lasts for good", "Free trial 1 day", "Each person once"):
            assert told in shown["Friends"]

    def test_what_a_merchant_wrote_is_text(self, ada: Browser, plans: HandPlans) -> None:
        page = ada.open("/plans")
        assert "<b>Clay</b> & glazes" in page.words

    def test_a_plan_that_is_not_on_sale_has_no_button(self, ada: Browser, plans: HandPlans) -> None:
        page = ada.open("/plans")
        assert "Nobody can join at the moment" in cards(ada)["Closed"]
        assert not [form for form in page.forms() if "closed" in form.get("action", "")]

    def test_a_shop_with_no_plans_says_so(self, ada: Browser, plans: HandPlans) -> None:
        plans.plans = ()
        assert "There are no memberships to join" in ada.open("/plans").words

    def test_it_is_public_and_opens_no_session(self, ada: Browser, plans: HandPlans) -> None:
        page = ada.open("/plans?wixMemberLoggedIn=true&sort=up")
        assert page.headers["Cache-Control"] == "public, max-age=60"
        assert "Set-Cookie" not in page.headers

    def test_a_platform_without_plans_has_no_such_page(self, app: Flask, ada: Browser) -> None:
        app.extensions["storefront"] = replace(app.extensions["storefront"], plans=None)
        assert ada.open("/plans").status == 404


class TestTheDetour:
    def test_only_the_plans_that_would_do_are_shown(self, ada: Browser, plans: HandPlans) -> None:
        page = ada.open("/plans?planIds=p3,p1")
        assert list(cards(ada)) == ["Open Studio", "Circle"]
        assert page.headers["Cache-Control"] == "public, max-age=60"
        assert "See all memberships" in page.words

    @pytest.mark.parametrize("data", ['{"to":"/book?a=1&b=2","é":"<\'\\">"}', "x" * 2048, "a+b c%20d", " edges "])
    def test_checkout_data_goes_to_the_platform_as_it_came(self, ada: Browser, plans: HandPlans, data: str) -> None:
        page = ada.open(f"/plans?planIds=p1&checkoutData={quote(data, safe='')}")
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert "Set-Cookie" not in page.headers
        ada.send(page.form("/plans/open-studio/checkout"))
        assert plans.sent[-1][2] == data

    def test_reading_the_terms_on_the_way_loses_nothing(self, ada: Browser, plans: HandPlans) -> None:
        page = ada.open("/plans?planIds=p1,p3&checkoutData=a%26b%3D%22c")
        page = ada.open(next(link for link in page.links() if "/plans/open-studio" in link))
        assert page.headers["Cache-Control"] == "no-store"
        assert dict(form_values(page.form("/checkout")))["checkoutData"] == 'a&b="c'
        page = ada.open(next(link for link in page.links() if "/plans?planIds" in link))
        assert list(cards(ada)) == ["Open Studio", "Circle"]
        assert dict(form_values(page.form("/plans/circle/checkout")))["checkoutData"] == 'a&b="c'

    @pytest.mark.parametrize("query", ["planIds=oops&checkoutData=fine", f"planIds=p1&checkoutData={'x' * 2049}"])
    def test_a_damaged_address_is_said_and_nothing_of_it_is_handed_on(
        self, ada: Browser, plans: HandPlans, query: str
    ) -> None:
        page = ada.open(f"/plans?{query}")
        assert page.status == 400
        assert "The address that brought you here is damaged" in page.words
        assert len(cards(ada)) == len(plans.plans)
        assert "checkoutData" not in page.text
        assert page.headers["Cache-Control"] == "no-store"
        assert ada.open(f"/plans/open-studio?{query}").status == 400

    def test_plans_that_nobody_offers_any_more_are_said(self, ada: Browser, plans: HandPlans) -> None:
        page = ada.open("/plans?planIds=p77&checkoutData=data")
        assert page.status == 200
        assert "not offered any more" in page.words
        assert len(cards(ada)) == len(plans.plans)
        assert "checkoutData" not in page.text

    def test_a_damaged_form_draws_the_plan_again(self, ada: Browser, plans: HandPlans) -> None:
        page = ada.post("/plans/open-studio/checkout", {"checkoutData": "x" * 2049})
        assert page.status == 422
        assert "damaged" in page.words
        assert plans.sent == []


class TestOnePlan:
    def test_it_shows_the_terms_in_full(self, ada: Browser, plans: HandPlans) -> None:
        page = ada.open("/plans/open-studio")
        assert page.heading == "Open Studio"
        assert "Renews every month. Until you cancel." in page.words
        assert page.headers["Cache-Control"] == "public, max-age=60"

    def test_an_old_name_leads_to_the_new_one_with_all_that_came_along(self, ada: Browser, plans: HandPlans) -> None:
        page = ada.open("/plans/old-name?planIds=p1&checkoutData=a%26b")
        assert page.path == "/plans/open-studio?planIds=p1&checkoutData=a%26b"

    @pytest.mark.parametrize("slug", ["unknown", "%00", "a b", "-x"])
    def test_what_is_no_plan_is_not_found(self, ada: Browser, plans: HandPlans, slug: str) -> None:
        assert ada.open(f"/plans/{slug}").status == 404
        assert ada.post(f"/plans/{slug}/checkout").status == 404


class TestJoining:
    def test_each_click_makes_a_new_way_whose_callbacks_are_ours(self, ada: Browser, plans: HandPlans) -> None:
        for _ in range(2):
            assert join(ada, "/plans/open-studio/checkout") == (303, HOSTED)
        plan_id, urls, checkout_data = plans.sent[1]
        assert len(plans.sent) == 2
        assert (plan_id, checkout_data) == ("p1", "")
        assert urls == ReturnUrls(
            thank_you_url=f"{ada.base_url}/thank-you",
            post_flow_url=f"{ada.base_url}/plans",
            plan_list_url=f"{ada.base_url}/plans",
        )

    def test_what_is_not_on_sale_cannot_be_joined(self, ada: Browser, plans: HandPlans) -> None:
        page = ada.post("/plans/closed/checkout")
        assert page.status == 409
        assert "Nobody can join this membership" in page.words
        assert plans.sent == []

    def test_a_plan_had_as_often_as_one_may_is_refused_in_the_platforms_words(
        self, ada: Browser, plans: HandPlans
    ) -> None:
        plans.refusal = CheckoutError("You have had this plan as often as one person may.")
        page = ada.post("/plans/friends/checkout", {"checkoutData": "from-a-booking"})
        assert page.status == 409
        assert "as often as one person may" in page.words
        assert any(link.endswith("/plans?checkoutData=from-a-booking") for link in page.links())

    def test_a_form_of_another_site_is_refused(self, ada: Browser, plans: HandPlans) -> None:
        response = ada.client.post(
            "/plans/open-studio/checkout", base_url=ada.base_url, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert response.status_code == 403
        assert plans.sent == []
