"""What memberships are offered, the way to the page that sells them, and what an order of one may be seen by whom."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from services.errors import NotFoundError, PlatformAnswerError, PlatformAuthError, PlatformSetupError
from services.models import Duration, Money, OrderState, Period, PlanOrderState, ReturnUrls
from services.storefront import Plans
from services.wix.auth import KEPT_AS
from tests.browsing import Page
from tests.conftest import SHOP_URL
from tests.contract.conftest import MemoryVisitor, RecordedWorld, World
from tests.contract.event_cast import has_action, sign_in

pytestmark = [pytest.mark.platforms("wix"), pytest.mark.capability("Memberships")]

UNKNOWN_ID = "00000000-0000-4000-8000-00000000dead"
JANE = "jane.roe@example.com"
MONTHLY, COURSE, YEARLY, FREE = "open-studio", "six-week-wheel-course", "tea-circle", "studio-friends"
URLS = ReturnUrls(
    thank_you_url=f"{SHOP_URL}/thank-you", post_flow_url=f"{SHOP_URL}/plans", plan_list_url=f"{SHOP_URL}/plans"
)


def plans_of(world: World) -> Plans:
    assert world.storefront.plans is not None
    return world.storefront.plans


def calls(world: World) -> list[str]:
    return [call.path for call in world.sandbox.journal() if "oauth2" not in call.path]


def hosted_page(world: World, slug: str, visitor: MemoryVisitor | None = None, **given: str) -> str:
    plan = plans_of(world).get_plan(slug)
    return plans_of(world).create_redirect_session(visitor or world.visitor, plan.id, URLS, **given).full_url


def finish(world: World, full_url: str, action: str = "pay", *, known: bool = False) -> Page:
    """Sign up on the hosted page, or in where Jane is known, then end it in one of its ways."""
    browser = world.hosted_browser()
    page = browser.open(full_url)
    sign_in_form, sign_up_form = (form for form in page.forms() if has_action(form, "sign-in"))
    page = browser.submit(
        sign_in_form if known else sign_up_form, email=JANE, password="correct horse", firstName="Jane", lastName="Roe"
    )
    return browser.submit(next(form for form in page.forms() if has_action(form, action)))


def buy(world: World, slug: str, action: str = "pay") -> str:
    """Buy a plan as a new member; the id of its order."""
    page = finish(world, hosted_page(world, slug), action)
    assert page.url.startswith(URLS.thank_you_url), page.url
    return parse_qs(urlsplit(page.url).query)["planOrderId"][0]


def signed_in(world: World) -> MemoryVisitor:
    """Jane in another browser, signed in at the shop."""
    visitor = MemoryVisitor()
    sign_in(world, visitor, JANE)
    return visitor


def test_public_plans_are_listed_and_no_others(world: World) -> None:
    listed = plans_of(world).list_plans()
    assert [plan.slug for plan in listed] == [MONTHLY, COURSE, YEARLY, FREE]
    assert len(calls(world)) == 1
    assert plans_of(world).list_plans() == listed
    assert len(calls(world)) == 1


def test_long_lists_are_read_to_their_end(wix_world: RecordedWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.wix.plans.PLANS_A_PAGE", 3)
    assert len(plans_of(wix_world).list_plans()) == 4
    first, second = wix_world.recorder.bodies("/plans/query")
    assert first == {"query": {"filter": {"visibility": "PUBLIC"}, "cursorPaging": {"limit": 3}}}
    assert second["query"].keys() == {"cursorPaging"}
    assert second["query"]["cursorPaging"].keys() == {"limit", "cursor"}


def test_a_plan_says_what_it_costs_and_how_long_it_lasts(world_in_process: World) -> None:
    plans = plans_of(world_in_process)
    monthly, course, yearly, free = (plans.get_plan(slug) for slug in (MONTHLY, COURSE, YEARLY, FREE))
    assert monthly.price == Money(Decimal("89.00"), "USD")
    assert (monthly.cycle, monthly.length, monthly.trial_days) == (Duration(1, Period.MONTH), None, 7)
    assert monthly.perks[0] == "Use of a wheel, seven days a week"
    assert "first seven days" in monthly.terms
    assert monthly.image is not None
    assert (course.cycle, course.length) == (None, Duration(6, Period.WEEK))
    assert (yearly.cycle, yearly.length) == (Duration(1, Period.YEAR), None)
    assert (free.cycle, free.length, free.is_free) == (None, None, True)
    assert [plan.buyer_limit for plan in (monthly, free)] == [None, 1]
    assert [plan.buyer_can_cancel for plan in (monthly, course)] == [True, False]
    assert all(plan.can_be_bought for plan in (monthly, course, yearly, free))


@pytest.mark.parametrize("slug", ["no-such-plan", "kiln-hands", "founders-pass", "", "..", "ÿ", "x" * 3000])
def test_a_plan_that_is_not_offered_is_not_found(world_in_process: World, slug: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        plans_of(world_in_process).get_plan(slug)
    assert caught.value.kind == "plan"


def test_a_hidden_plan_is_not_shown_even_if_the_platform_returned_it(wix_world: RecordedWorld) -> None:
    wix_world.recorder.rewrite("/plans/query", lambda answer: answer["plans"][0].update(visibility="PRIVATE"))
    assert MONTHLY not in [plan.slug for plan in plans_of(wix_world).list_plans()]


@pytest.mark.parametrize(
    "oddity",
    [
        {"pricingVariants": []},
        {"pricingVariants": None},
        {"currency": ""},
        {"name": 5},
        {"maxPurchasesPerBuyer": -1},
    ],
)
def test_an_unreadable_plan_hides_itself_only(wix_world: RecordedWorld, oddity: dict[str, Any]) -> None:
    wix_world.recorder.rewrite("/plans/query", lambda answer: answer["plans"][0].update(oddity))
    assert [plan.slug for plan in plans_of(wix_world).list_plans()] == [COURSE, YEARLY, FREE]
    with pytest.raises(PlatformAnswerError):
        plans_of(wix_world).get_plan(MONTHLY)


def test_the_way_to_a_plan_is_asked_for_as_the_platform_documents_it(wix_world: RecordedWorld) -> None:
    full_url = hosted_page(wix_world, MONTHLY, checkout_data="opaque")
    (asked,) = wix_world.recorder.bodies("/redirect-session")
    plan = plans_of(wix_world).get_plan(MONTHLY)
    assert asked["paidPlansCheckout"] == {"planId": plan.id, "checkoutData": "opaque"}
    assert asked["callbacks"] == {
        "thankYouPageUrl": URLS.thank_you_url,
        "postFlowUrl": URLS.post_flow_url,
        "planListUrl": URLS.plan_list_url,
    }
    assert wix_world.hosted_browser().open(full_url).status == 200


def test_a_plan_can_be_the_first_thing_somebody_does(world: World) -> None:
    assert world.visitor.memory == {}
    assert "planOrderId" in finish(world, hosted_page(world, MONTHLY)).url
    assert KEPT_AS in world.visitor.memory


@pytest.mark.parametrize("plan_id", [UNKNOWN_ID, "", "abc", f"{UNKNOWN_ID}/x"])
def test_there_is_no_way_to_an_unknown_plan(world: World, plan_id: str) -> None:
    with pytest.raises(NotFoundError):
        plans_of(world).create_redirect_session(world.visitor, plan_id, URLS)


def test_an_archived_or_hidden_plan_cannot_be_bought(world_in_process: World) -> None:
    world = world_in_process
    plan = plans_of(world).get_plan(MONTHLY)
    world.sandbox.hide_plan(MONTHLY)
    with pytest.raises(NotFoundError):
        plans_of(world).create_redirect_session(world.visitor, plan.id, URLS)


def test_checkout_data_no_platform_would_have_sent_leads_nowhere(world_in_process: World) -> None:
    world = world_in_process
    plan = plans_of(world).get_plan(MONTHLY)
    before = len(world.sandbox.journal())
    with pytest.raises(NotFoundError):
        plans_of(world).create_redirect_session(world.visitor, plan.id, URLS, "x" * 2049)
    assert len(world.sandbox.journal()) == before
    plans_of(world).create_redirect_session(world.visitor, plan.id, URLS, "x" * 2048)


def test_a_domain_the_platform_does_not_allow_names_the_setting(world_in_process: World) -> None:
    plan = plans_of(world_in_process).get_plan(MONTHLY)
    elsewhere = ReturnUrls(post_flow_url="https://elsewhere.example/x")
    with pytest.raises(PlatformSetupError):
        plans_of(world_in_process).create_redirect_session(world_in_process.visitor, plan.id, elsewhere)


def test_a_bought_plan_is_read_with_the_key_and_is_nobodys_until_compared(world: World) -> None:
    order_id = buy(world, YEARLY)
    order = plans_of(world).get_order(world.visitor, order_id)
    assert not order.is_visitors_own
    assert order.plan_id == plans_of(world).get_plan(YEARLY).id
    assert (order.plan_name, order.state, order.payment) == ("Tea Circle", PlanOrderState.ACTIVE, OrderState.PAID)
    assert order.price == Money(Decimal("120.00"), "USD")
    assert order.member_id
    assert order.will_renew
    assert order.next_payment_at is not None
    assert order.starts_at is not None
    assert timedelta(days=364) < order.next_payment_at - order.starts_at < timedelta(days=367)
    assert order.ends_at is None
    assert order.placed_at is not None


def test_the_member_who_bought_it_reads_an_order_as_the_own(world: World) -> None:
    order_id = buy(world, YEARLY)
    assert plans_of(world).get_order(signed_in(world), order_id).is_visitors_own


def test_without_the_key_an_order_is_for_the_member_alone(wix_world_without_key: World) -> None:
    world = wix_world_without_key
    order_id = buy(world, YEARLY)
    for stranger in (world.visitor, MemoryVisitor()):
        with pytest.raises(NotFoundError):
            plans_of(world).get_order(stranger, order_id)
    assert plans_of(world).get_order(signed_in(world), order_id).plan_name == "Tea Circle"


def test_asking_for_an_order_does_not_lose_the_visitor(wix_world_without_key: World) -> None:
    world = wix_world_without_key
    world.storefront.carts.add_line(world.visitor, world.line(world.any_slug()))
    world.sandbox.faults.add("/pricing-plans/v2/member/orders", kind="status", status=401, times=None)
    with pytest.raises(NotFoundError):
        plans_of(world).get_order(world.visitor, UNKNOWN_ID)
    assert world.storefront.carts.find_cart(world.visitor) is not None


@pytest.mark.parametrize("order_id", ["", "abc", "../orders", UNKNOWN_ID + "\n"])
def test_a_malformed_order_id_is_not_worth_a_call(world_in_process: World, order_id: str) -> None:
    assert not plans_of(world_in_process).is_plan_id(order_id)
    with pytest.raises(NotFoundError):
        plans_of(world_in_process).get_order(world_in_process.visitor, order_id)
    assert world_in_process.sandbox.journal() == []


def test_an_unknown_order_is_not_found(world: World) -> None:
    with pytest.raises(NotFoundError):
        plans_of(world).get_order(world.visitor, UNKNOWN_ID)


def test_one_payment_is_not_followed_by_another(world_in_process: World) -> None:
    order = plans_of(world_in_process).get_order(world_in_process.visitor, buy(world_in_process, COURSE))
    assert order.next_payment_at is None
    assert not order.will_renew
    assert order.starts_at is not None
    assert order.ends_at == order.starts_at + timedelta(weeks=6)


def test_a_free_plan_has_no_payments(world_in_process: World) -> None:
    order = plans_of(world_in_process).get_order(world_in_process.visitor, buy(world_in_process, FREE))
    assert (order.state, order.payment) == (PlanOrderState.ACTIVE, OrderState.FREE)
    assert order.next_payment_at is None


def test_a_free_trial_ends_with_the_first_payment(world_in_process: World) -> None:
    world = world_in_process
    order_id = buy(world, MONTHLY)
    order = plans_of(world).get_order(world.visitor, order_id)
    assert order.starts_at is not None
    assert order.next_payment_at == order.starts_at + timedelta(days=7)
    assert order.payment is OrderState.FREE


def test_what_is_paid_later_is_pending(world_in_process: World) -> None:
    order = plans_of(world_in_process).get_order(world_in_process.visitor, buy(world_in_process, YEARLY, "pay-later"))
    assert (order.state, order.payment) == (PlanOrderState.PENDING, OrderState.PENDING)
    assert order.next_payment_at is None


@pytest.mark.parametrize(
    ("status", "payment_status", "state", "payment"),
    [
        ("ACTIVE", "FAILED", PlanOrderState.ACTIVE, OrderState.DECLINED),
        ("ACTIVE", "REFUNDED", PlanOrderState.ACTIVE, OrderState.REFUNDED),
        ("PAUSED", "PAID", PlanOrderState.PAUSED, OrderState.PAID),
        ("ENDED", "PAID", PlanOrderState.ENDED, OrderState.PAID),
        ("CANCELED", "UNPAID", PlanOrderState.CANCELLED, OrderState.PENDING),
        ("DRAFT", "PENDING", PlanOrderState.DRAFT, OrderState.PENDING),
    ],
)
def test_every_status_of_the_platform_has_its_meaning(
    world_in_process: World, status: str, payment_status: str, state: PlanOrderState, payment: OrderState
) -> None:
    world = world_in_process
    order_id = buy(world, YEARLY)
    world.sandbox.set_plan_order_status(order_id, status=status, payment_status=payment_status)
    order = plans_of(world).get_order(world.visitor, order_id)
    assert (order.state, order.payment) == (state, payment)
    assert (order.next_payment_at is not None) == (status == "ACTIVE")


def test_leaving_the_hosted_page_buys_nothing(world: World) -> None:
    page = finish(world, hosted_page(world, MONTHLY), "abandon")
    assert page.url.startswith(URLS.post_flow_url)
    assert "planOrderId" not in page.url


def test_a_member_sees_what_was_bought_the_latest_first_and_page_by_page(
    world_in_process: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.wix.plans.ORDERS_A_PAGE", 2)
    world = world_in_process
    bought = [buy(world, YEARLY)]
    for slug in (COURSE, MONTHLY):
        page = finish(world, hosted_page(world, slug), known=True)
        bought.append(parse_qs(urlsplit(page.url).query)["planOrderId"][0])
    jane, plans = signed_in(world), plans_of(world)
    first = plans.list_orders(jane)
    second = plans.list_orders(jane, first.after)
    assert [order.id for order in (*first.items, *second.items)] == bought[::-1]
    assert all(order.is_visitors_own for order in first.items)
    assert (second.after, plans.list_orders(jane, second.before)) == (None, first)


def test_what_was_only_begun_is_not_listed(world_in_process: World) -> None:
    finish(world_in_process, hosted_page(world_in_process, YEARLY), "decline")
    assert plans_of(world_in_process).list_orders(signed_in(world_in_process)).items == ()


def test_nobody_but_a_member_has_bought_plans(world: World) -> None:
    buy(world, YEARLY)
    for visitor in (world.visitor, MemoryVisitor()):
        assert plans_of(world).list_orders(visitor).items == ()


@pytest.mark.parametrize("cursor", ["", "10", "ticket-orders-10", "plan-orders-99999"])
def test_a_made_up_cursor_into_orders_leads_nowhere(world_in_process: World, cursor: str) -> None:
    with pytest.raises(NotFoundError):
        plans_of(world_in_process).list_orders(MemoryVisitor(), cursor)
    assert world_in_process.sandbox.journal() == []


def test_a_wrong_key_is_not_taken_for_a_missing_order(world_in_process: World) -> None:
    world_in_process.sandbox.faults.add("/pricing-plans/v2/orders/", kind="status", status=401, times=None)
    with pytest.raises(PlatformAuthError):
        plans_of(world_in_process).get_order(MemoryVisitor(), UNKNOWN_ID)
