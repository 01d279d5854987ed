"""From held tickets to an order over the hosted page, and what an order may be seen by whom."""

from __future__ import annotations

from decimal import Decimal

import pytest

from services.errors import NotFoundError
from services.models import Customer, Money, OrderState, ReservationState
from services.storefront import Events
from tests.contract.conftest import MemoryVisitor, RecordedWorld, World
from tests.contract.event_cast import FREE_ENTRY, UNKNOWN_ID, WHEEL, buy, checkout_page, finish, hold, returned, sign_in

pytestmark = [pytest.mark.platforms("wix"), pytest.mark.capability("Events")]


def events_of(world: World) -> Events:
    assert world.storefront.events is not None
    return world.storefront.events


def test_paid_tickets_become_an_order(world: World) -> None:
    held, order = buy(world, WHEEL, 2)
    assert order.state is OrderState.PAID
    assert order.reservation_id == held.id
    assert order.event_id == held.event_id
    assert order.placed_at.tzinfo is not None
    assert order.buyer
    assert "@" in order.email
    assert [ticket.name for ticket in order.tickets] == ["One seat", "One seat"]
    assert order.tickets[0].price == Money(Decimal("48.00"), "USD")
    assert order.tickets[0].pdf_url.startswith("http")
    assert order.pdf_url.startswith("http")
    assert order.totals.total is not None
    assert order.totals.subtotal == Money(Decimal("96.00"), "USD")


def test_what_is_paid_for_cannot_be_let_go(world: World) -> None:
    held, order = buy(world)
    events_of(world).cancel_reservation(world.visitor, held.id)
    assert events_of(world).get_reservation(world.visitor, held.id).state is ReservationState.CONFIRMED
    assert events_of(world).get_order(world.visitor, order.event_id, order.number).state is OrderState.PAID


def test_free_tickets_are_free_and_not_paid(world: World) -> None:
    _, order = buy(world, FREE_ENTRY)
    assert order.state is OrderState.FREE
    assert order.tickets[0].is_free
    assert order.totals.total == Money(Decimal("0.00"), "USD")


def test_a_fee_is_told_apart_from_the_price(world_in_process: World) -> None:
    _, order = buy(world_in_process, "azulejo-days")
    assert order.totals.fees is not None
    assert order.totals.subtotal is not None
    assert order.totals.total is not None
    assert order.totals.total.amount == order.totals.subtotal.amount + order.totals.fees.amount


@pytest.mark.parametrize(
    ("action", "state"),
    [("pay-later", OrderState.PENDING), ("pending", OrderState.PENDING), ("decline", OrderState.DECLINED)],
)
def test_what_is_not_paid_is_not_called_paid(world: World, action: str, state: OrderState) -> None:
    assert buy(world, action=action)[1].state is state


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("FREE", OrderState.FREE),
        ("PAID", OrderState.PAID),
        ("PARTIALLY_PAID", OrderState.PENDING),
        ("AUTHORIZED", OrderState.PENDING),
        ("PENDING", OrderState.PENDING),
        ("OFFLINE_PENDING", OrderState.PENDING),
        ("INITIATED", OrderState.PENDING),
        ("DECLINED", OrderState.DECLINED),
        ("VOIDED", OrderState.CANCELLED),
        ("CANCELED", OrderState.CANCELLED),
    ],
)
def test_every_status_of_the_platform_has_its_meaning(world_in_process: World, status: str, state: OrderState) -> None:
    _, order = buy(world_in_process)
    world_in_process.sandbox.set_event_order_status(order.number, status)
    found = events_of(world_in_process).get_order(world_in_process.visitor, order.event_id, order.number)
    assert found.state is state


def test_an_order_is_asked_for_with_the_own_token_first_and_with_the_key_then(wix_world: RecordedWorld) -> None:
    buy(wix_world)
    asked = [asked for asked in wix_world.recorder.asked if "/orders/" in asked.path]
    assert [request.method for request in asked] == ["GET", "GET"]
    assert asked[0].path == asked[1].path


def test_where_the_platform_lets_buyers_read_the_key_is_not_needed(wix_world_without_key: World) -> None:
    world = wix_world_without_key
    world.sandbox.set_visitors_read_event_orders(True)
    _, order = buy(world)
    assert order.state is OrderState.PAID
    cy = MemoryVisitor()
    hold(world, FREE_ENTRY, visitor=cy)
    with pytest.raises(NotFoundError):
        events_of(world).get_order(cy, order.event_id, order.number)


def test_without_the_key_an_order_may_be_hidden_from_its_buyer(wix_world_without_key: World) -> None:
    world = wix_world_without_key
    held = hold(world, WHEEL)
    came_with = returned(finish(world, checkout_page(world, held, WHEEL)))
    with pytest.raises(NotFoundError):
        events_of(world).get_order(world.visitor, came_with["eventId"], came_with["orderNumber"])


def test_an_unknown_order_is_not_found(world: World) -> None:
    _, order = buy(world)
    for event_id, number in ((order.event_id, "ABCD-EFGH-JKL"), (UNKNOWN_ID, order.number)):
        for visitor in (world.visitor, MemoryVisitor()):
            with pytest.raises(NotFoundError):
                events_of(world).get_order(visitor, event_id, number)


@pytest.mark.parametrize(
    ("event_id", "number"),
    [
        ("", "ABCD-EFGH-JKL"),
        ("abc", "ABCD-EFGH-JKL"),
        (UNKNOWN_ID, ""),
        (UNKNOWN_ID, "../x"),
        (UNKNOWN_ID, "A-B-C-D-E-F-G-H"),
        (UNKNOWN_ID, "A" * 41),
        (UNKNOWN_ID, "ABCD-EFGH-JKL\n"),
    ],
)
def test_malformed_ids_are_not_worth_a_call(world_in_process: World, event_id: str, number: str) -> None:
    events = events_of(world_in_process)
    assert not (events.is_event_id(event_id) and events.is_order_number(number))
    with pytest.raises(NotFoundError):
        events.get_order(world_in_process.visitor, event_id, number)
    assert world_in_process.sandbox.journal() == []


def test_the_platforms_own_numbers_are_taken_for_numbers(world_in_process: World) -> None:
    _, order = buy(world_in_process)
    assert events_of(world_in_process).is_order_number(order.number)
    assert events_of(world_in_process).is_order_number("2QQH-J2FM-2K2")


def test_no_address_but_a_web_address_is_linked_to(wix_world: RecordedWorld) -> None:
    world = wix_world
    _, order = buy(world)

    def spoil(answer: dict[str, dict[str, object]]) -> None:
        answer["order"].update(ticketsPdf="javascript:alert(1)")
        answer["order"]["tickets"][0]["ticketPdfUrl"] = "//elsewhere.example/x"  # type: ignore[index]

    world.recorder.rewrite(order.number, spoil)
    found = events_of(world).get_order(world.visitor, order.event_id, order.number)
    assert found.pdf_url == ""
    assert found.tickets[0].pdf_url == ""


def test_a_customer_sees_the_own_orders_the_latest_first_and_page_by_page(
    world_in_process: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.wix.event_orders.PAGE_SIZE", 2)
    world = world_in_process
    ada = sign_in(world, world.visitor, "ada@example.com")
    numbers = [buy(world, slug)[1].number for slug in (WHEEL, FREE_ENTRY, "azulejo-days")]
    world.visitor = MemoryVisitor()
    bo = sign_in(world, world.visitor, "bo@example.com")
    buy(world)
    events = events_of(world)
    first = events.list_orders(ada)
    second = events.list_orders(ada, first.after)
    assert [order.number for order in (*first.items, *second.items)] == numbers[::-1]
    assert {order.member_id for order in first.items} == {ada.id}
    assert (second.after, events.list_orders(ada, second.before)) == (None, first)
    assert len(events.list_orders(bo).items) == 1


def test_orders_of_another_are_dropped_even_if_the_platform_listed_them(wix_world: RecordedWorld) -> None:
    world = wix_world
    ada = sign_in(world, world.visitor, "ada@example.com")
    buy(world)
    world.recorder.rewrite("/events/v1/orders", lambda answer: answer["orders"][0].update(memberId=UNKNOWN_ID))
    assert events_of(world).list_orders(ada).items == ()


def test_an_unreadable_order_hides_itself_only(wix_world: RecordedWorld) -> None:
    world = wix_world
    ada = sign_in(world, world.visitor, "ada@example.com")
    _, first = buy(world)
    buy(world)
    odd = {"created": "0001-01-01T00:00:00Z"}
    world.recorder.rewrite("/events/v1/orders", lambda answer: answer["orders"][0].update(odd))
    assert [order.number for order in events_of(world).list_orders(ada).items] == [first.number]


def test_without_the_key_no_orders_are_listed_and_nothing_is_asked(wix_world_without_key: World) -> None:
    assert events_of(wix_world_without_key).list_orders(Customer(UNKNOWN_ID)).items == ()
    assert wix_world_without_key.sandbox.journal() == []


@pytest.mark.parametrize("cursor", ["", "10", "plan-orders-10", "ticket-orders-", "ticket-orders-99999"])
def test_a_made_up_cursor_into_orders_leads_nowhere(world_in_process: World, cursor: str) -> None:
    with pytest.raises(NotFoundError):
        events_of(world_in_process).list_orders(Customer(UNKNOWN_ID), cursor)
    assert world_in_process.sandbox.journal() == []


def test_a_page_of_orders_beyond_the_end_is_not_found(world_in_process: World) -> None:
    with pytest.raises(NotFoundError):
        events_of(world_in_process).list_orders(Customer(UNKNOWN_ID), "ticket-orders-10")
