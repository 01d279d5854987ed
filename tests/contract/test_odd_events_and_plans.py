"""Whatever is missing, extra or of another type in what the platform answers, the rest of the contract holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import Sandbox
from services.errors import NotFoundError, PlatformAnswerError, PlatformSetupError
from services.models import Event, EventQuery, Money, RsvpAnswer, WantedTicket
from services.storefront import Storefront
from tests.contract.conftest import MemoryVisitor, World, build_in_process
from tests.contract.event_cast import (
    FREE_ENTRY,
    FULL_WITH_LIST,
    INVITATION,
    PRICE_OPTIONS,
    WHEEL,
    buy,
    event,
    guest,
    hold,
    sign_in,
)
from tests.contract.event_cast import URLS as EVENT_URLS
from tests.contract.test_plans import URLS, YEARLY
from tests.contract.test_plans import buy as buy_plan
from tests.spoiling import SpoiledApi

pytestmark = pytest.mark.platforms("wix")

FORESEEN = (PlatformAnswerError, NotFoundError, PlatformSetupError)
SEEDS = st.integers(0, 2**32 - 1)
slowly = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def odd_storefront(sandbox: Sandbox, seed: int) -> Storefront:
    return build_in_process(sandbox, api=SpoiledApi(sandbox, seed))


def check(value: Any) -> None:
    """What pages do with everything: money is a number, moments can be told in a zone, ids and words are text."""
    if isinstance(value, Money):
        assert value.amount.is_finite()
        assert value.amount >= 0
        assert len(value.currency) == 3
    elif isinstance(value, datetime):
        assert value.astimezone(ZoneInfo("Pacific/Kiritimati"))
        assert value.astimezone(ZoneInfo("Pacific/Pago_Pago"))
    elif isinstance(value, tuple):
        for inner in value:
            check(inner)
    elif is_dataclass(value):
        if isinstance(value, Event):
            assert ZoneInfo(value.time_zone)
        for known in fields(value):
            check(getattr(value, known.name))


def try_all(acts: list[Callable[[], Any]]) -> None:
    for act in acts:
        try:
            answer = act()
        except FORESEEN:
            continue
        check(answer)


@slowly
@given(seed=SEEDS)
def test_no_answer_about_events_however_odd_breaks_anything(lone_sandbox: Sandbox, seed: int) -> None:
    storefront = odd_storefront(lone_sandbox, seed)
    events = storefront.events
    assert events is not None
    try_all(
        [
            lambda: events.list_events(EventQuery()),
            lambda: events.list_events(EventQuery(is_past=True)),
            lambda: events.list_events(EventQuery(limit=2, cursor="upcoming-2")),
            *(partial(events.get_event, slug) for slug in (WHEEL, FREE_ENTRY, PRICE_OPTIONS, INVITATION)),
        ]
    )


@pytest.fixture
def bought(lone_sandbox: Sandbox) -> World:
    """Somebody with a hold, an order of tickets and one of a plan."""
    return World(build_in_process(lone_sandbox), lone_sandbox)


@slowly
@given(seed=SEEDS)
def test_no_answer_about_a_hold_an_order_or_an_answer_breaks_anything(bought: World, seed: int) -> None:
    world, visitor = bought, bought.visitor
    ids = remembered(world)
    odd, known, invitation = odd_storefront(world.sandbox, seed), event(world, WHEEL), event(world, FULL_WITH_LIST)
    events, plans = odd.events, odd.plans
    assert events is not None
    assert plans is not None
    free, member = event(world, FREE_ENTRY), MemoryVisitor()
    ada = sign_in(world, member, "ada@example.com")
    try_all(
        [
            lambda: events.get_reservation(visitor, ids["reservation"]),
            lambda: events.cancel_reservation(visitor, ids["reservation"]),
            lambda: events.create_redirect_session(visitor, ids["reservation"], WHEEL, EVENT_URLS),
            lambda: events.get_order(visitor, known.id, ids["order"]),
            lambda: plans.get_order(visitor, ids["plan order"]),
            lambda: plans.list_orders(member),
            lambda: events.list_orders(ada),
            lambda: plans.create_redirect_session(visitor, ids["plan"], URLS),
            lambda: events.create_rsvp(
                MemoryVisitor(), invitation, guest(f"a{seed}@example.com", RsvpAnswer.WAITING_LIST)
            ),
            lambda: events.create_reservation(visitor, free, (WantedTicket(free.ticket_types[0].id, 1),)),
        ]
    )
    world.sandbox.expire_reservations()  # what was held in vain must not use up the tickets


def remembered(world: World) -> dict[str, str]:
    """What the visitor bought, made once for all examples."""
    ids = world.visitor.recall("ids")
    if ids is None:
        assert world.storefront.plans is not None
        plan_order_id = buy_plan(world, YEARLY)
        sign_in(world, world.visitor, "ada@example.com")
        held, (_, order) = hold(world, WHEEL), buy(world)
        ids = {
            "reservation": held.id,
            "order": order.number,
            "plan order": plan_order_id,
            "plan": world.storefront.plans.get_plan(YEARLY).id,
        }
        world.visitor.keep("ids", ids)
    return dict(ids)


@slowly
@given(seed=SEEDS)
def test_no_answer_about_plans_however_odd_breaks_anything(lone_sandbox: Sandbox, seed: int) -> None:
    plans = odd_storefront(lone_sandbox, seed).plans
    assert plans is not None
    try_all([plans.list_plans, lambda: plans.get_plan(YEARLY)])
