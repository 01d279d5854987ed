"""What a customer has bought, through the contract: orders, tickets and plans, each with its pages."""

from __future__ import annotations

import pytest

from services.errors import NotFoundError, PlatformSetupError, PlatformUnavailableError
from services.models import Customer, OrderState, PlanOrderState
from services.storefront import Events, Plans
from services.wix import event_orders, orders, plans
from tests.contract.conftest import MemoryVisitor, RecordedWorld, World
from tests.contract.test_sign_in import sign_in, sign_in_of

pytestmark = [pytest.mark.platforms("wix"), pytest.mark.capability("Account: what a customer has bought")]

MADE_UP = [
    "",
    "0",
    "-1",
    "1.5",
    "99999",
    "abc",
    "10",
    "ticket-orders-",
    "plans-10",
    "upcoming-12",
    "ticket-orders-99999",
    "plan-orders-١٠",
]
NOBODY = Customer("00000000-0000-4000-8000-000000000000")


def events_of(world: World) -> Events:
    assert world.storefront.events is not None
    return world.storefront.events


def plans_of(world: World) -> Plans:
    assert world.storefront.plans is not None
    return world.storefront.plans


def customer_of(world: World) -> Customer:
    sign_in(world)
    return sign_in_of(world).get_customer(world.visitor)


def test_a_customer_sees_the_own_tickets_with_their_numbers(world: World) -> None:
    customer = customer_of(world)
    page = events_of(world).list_orders(customer)
    (order,) = page.items
    assert (order.state, order.member_id, page.after) == (OrderState.PAID, customer.id, None)
    assert len({ticket.number for ticket in order.tickets}) == 2
    assert all(ticket.pdf_url.startswith("http") for ticket in order.tickets)
    assert order.totals.total is not None


def test_events_are_found_by_their_ids_in_one_call(wix_world: RecordedWorld) -> None:
    world = wix_world
    customer = customer_of(world)
    wanted = {order.event_id for order in events_of(world).list_orders(customer).items}
    before = len(world.recorder.asked)
    found = events_of(world).find_events({*wanted, NOBODY.id, "no id"})
    assert {event.id for event in found} == wanted
    assert found[0].title == "Evening on the wheel"
    assert len(world.recorder.asked) == before + 2  # the shared token comes first
    assert events_of(world).find_events({"no id"}) == ()
    assert len(world.recorder.asked) == before + 2


def test_nobody_else_sees_these_tickets(world: World) -> None:
    assert events_of(world).list_orders(NOBODY).items == ()
    assert events_of(world).list_orders(Customer("no id")).items == ()


def test_a_foreign_ticket_order_is_dropped_even_if_the_platform_returned_it(wix_world: RecordedWorld) -> None:
    customer = customer_of(wix_world)
    wix_world.recorder.rewrite("/events/v1/orders", lambda answer: answer["orders"][0].update(memberId=NOBODY.id))
    assert events_of(wix_world).list_orders(customer).items == ()


def test_without_the_key_no_ticket_orders_are_listed_and_nobody_is_asked(wix_world_without_key: World) -> None:
    customer = customer_of(wix_world_without_key)
    before = len(wix_world_without_key.sandbox.journal())
    assert events_of(wix_world_without_key).list_orders(customer).items == ()
    assert len(wix_world_without_key.sandbox.journal()) == before


def test_a_key_that_may_not_read_ticket_orders_names_the_fix(world_in_process: World) -> None:
    customer = customer_of(world_in_process)
    world_in_process.sandbox.faults.add(path="/events/v1/orders", kind="status", status=403)
    with pytest.raises(PlatformSetupError) as caught:
        events_of(world_in_process).list_orders(customer)
    assert "API key" in caught.value.fix


def test_a_member_sees_the_own_plans(world: World) -> None:
    customer = customer_of(world)
    page = plans_of(world).list_orders(world.visitor)
    (order,) = page.items
    assert (order.plan_name, order.state, order.payment) == ("Tea Circle", PlanOrderState.ACTIVE, OrderState.PAID)
    assert (order.member_id, order.is_visitors_own, page.after) == (customer.id, True, None)
    assert order.next_payment_at is not None
    assert order.will_renew


def test_somebody_who_is_not_signed_in_has_no_plans(world: World) -> None:
    assert plans_of(world).list_orders(MemoryVisitor()).items == ()
    world.storefront.carts.add_line(world.visitor, world.line(world.any_slug()))
    assert plans_of(world).list_orders(world.visitor).items == ()


@pytest.mark.parametrize("cursor", MADE_UP)
def test_a_made_up_cursor_leads_nowhere_and_is_not_worth_a_call(world_in_process: World, cursor: str) -> None:
    world = world_in_process
    customer = customer_of(world)
    before = len(world.sandbox.journal())
    with pytest.raises(NotFoundError):
        events_of(world).list_orders(customer, cursor)
    with pytest.raises(NotFoundError):
        plans_of(world).list_orders(world.visitor, cursor)
    assert len(world.sandbox.journal()) == before


def test_a_cursor_behind_the_end_leads_nowhere(world_in_process: World) -> None:
    world = world_in_process
    customer = customer_of(world)
    with pytest.raises(NotFoundError):
        events_of(world).list_orders(customer, "ticket-orders-10")
    with pytest.raises(NotFoundError):
        plans_of(world).list_orders(world.visitor, "plan-orders-10")
    with pytest.raises(NotFoundError):
        world.storefront.orders.list_orders(world.visitor, customer, "made up")


def test_pages_of_orders_lead_through_all_of_them_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "PAGE_SIZE", 1)
    customer = customer_of(world)
    first = world.storefront.orders.list_orders(world.visitor, customer)
    second = world.storefront.orders.list_orders(world.visitor, customer, first.after)
    assert [order.number for order in (*first.items, *second.items)] == ["9002", "9001"]
    assert second.after is None


def test_pages_of_tickets_lead_on_as_long_as_there_are_more(
    wix_world: RecordedWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_orders, "PAGE_SIZE", 1)
    customer = customer_of(wix_world)
    wix_world.recorder.rewrite("/events/v1/orders", lambda answer: answer.update(total=2))
    page = events_of(wix_world).list_orders(customer)
    assert (len(page.items), page.after) == (1, "ticket-orders-1")


def test_pages_of_plans_lead_on_as_long_as_there_are_more(
    wix_world: RecordedWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "ORDERS_A_PAGE", 1)
    sign_in(wix_world)
    wix_world.recorder.rewrite("/member/orders", lambda answer: answer["pagingMetadata"].update(total=2))
    page = plans_of(wix_world).list_orders(wix_world.visitor)
    assert (len(page.items), page.after) == (1, "plan-orders-1")


def test_an_unreadable_entry_hides_itself_only(wix_world: RecordedWorld) -> None:
    customer = customer_of(wix_world)
    for ending in ("/events/v1/orders", "/member/orders"):
        wix_world.recorder.rewrite(ending, lambda answer: answer["orders"].append({"status": 5}))
    assert len(events_of(wix_world).list_orders(customer).items) == 1
    assert len(plans_of(wix_world).list_orders(wix_world.visitor).items) == 1


def test_a_platform_that_does_not_answer_is_not_a_customer_without_things(
    world_in_process: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.http.time.sleep", lambda seconds: None)
    world = world_in_process
    customer = customer_of(world)
    world.sandbox.faults.add(path="/events/v1/orders", kind="status", status=503, times=None)
    world.sandbox.faults.add(path="/pricing-plans/*", kind="status", status=503, times=None)
    with pytest.raises(PlatformUnavailableError):
        events_of(world).list_orders(customer)
    with pytest.raises(PlatformUnavailableError):
        plans_of(world).list_orders(world.visitor)


@pytest.mark.capability("Orders: found by number and e-mail address")
def test_an_order_is_found_by_number_and_address_with_one_call_whatever_is_wrong(world: World) -> None:
    find = world.storefront.orders.find_order_by_number
    for number, email, is_found in [
        ("9001", "jane@example.com", True),
        ("9001", " JANE@example.com ", True),
        ("9001", "bo@example.com", False),
        ("1", "jane@example.com", False),
        ("9001", "", False),
    ]:
        before = len(world.sandbox.journal())
        assert (find(number, email) is not None) is is_found
        assert [call.path for call in world.sandbox.journal()[before:]] == ["/ecom/v1/orders/search"]


@pytest.mark.capability("Orders: found by number and e-mail address")
def test_without_the_key_no_order_is_looked_up(wix_world_without_key: World) -> None:
    assert not wix_world_without_key.storefront.orders.can_find_by_number()
    assert wix_world_without_key.storefront.orders.find_order_by_number("9001", "jane@example.com") is None
