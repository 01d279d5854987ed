"""Whatever is missing, extra or of another type in what the platform answers about bookings, the contract holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given

from sandbox import Sandbox
from services.errors import NotFoundError, PlatformAnswerError, SlotTakenError
from services.models import Page, Service, Slot, SlotQuery
from services.wix.slot_keys import LONGEST_KEY, SlotKey
from tests.contract.booking_cast import APPOINTMENT, CLASS, LISBON, MONDAY, URLS, at, bookings_of, set_clock, slot_at
from tests.contract.conftest import MemoryVisitor, World, build_in_process
from tests.contract.event_cast import sign_in
from tests.contract.test_odd_events_and_plans import SEEDS, check, odd_storefront, slowly

pytestmark = [pytest.mark.platforms("wix"), pytest.mark.capability("Bookings")]

FORESEEN = (PlatformAnswerError, NotFoundError, SlotTakenError)


@pytest.fixture
def studio(lone_sandbox: Sandbox) -> World:
    world = World(build_in_process(lone_sandbox), lone_sandbox)
    set_clock(world, MONDAY)
    return world


@slowly
@given(seed=SEEDS)
def test_no_answer_about_services_however_odd_breaks_anything(lone_sandbox: Sandbox, seed: int) -> None:
    bookings = odd_storefront(lone_sandbox, seed).bookings
    assert bookings is not None
    try:
        listed = bookings.list_services()
    except FORESEEN:
        return
    for service in listed:
        assert service.slug
        assert bookings.get_service(service.slug) in listed
        check(service)


@slowly
@given(seed=SEEDS)
def test_no_answer_about_times_however_odd_breaks_anything(studio: World, seed: int) -> None:
    odd = odd_storefront(studio.sandbox, seed).bookings
    assert odd is not None
    for slug, key_of in ((APPOINTMENT, "2027-05-18T14:00"), (CLASS, "2027-05-22T14:00")):
        known = bookings_of(studio).get_service(slug)
        key = remembered_key(studio, slug, key_of)
        query = SlotQuery(known.id, at("2027-05-17"), at("2027-05-24"))
        try:
            found: tuple[Slot, ...] = odd.list_slots(known, query)
        except FORESEEN:
            found = ()
        for slot in found:
            check_slot(slot, known)
            assert query.starts_from <= slot.starts_at < query.starts_before
        try:
            slot = odd.get_slot(known, key)
            check_slot(slot, known)
            odd.create_redirect_session(studio.visitor, known, slot, LISBON, URLS)
        except FORESEEN:
            continue


def check_slot(slot: Slot, service: Service) -> None:
    """A page writes it down, and its key leads back to it."""
    check(slot)
    assert slot.service_id == service.id
    assert timedelta() < slot.ends_at - slot.starts_at
    assert len(slot.key) <= LONGEST_KEY
    meant = SlotKey.parse(slot.key)
    assert (meant.starts_at, meant.ends_at) == (slot.starts_at, slot.ends_at)


def remembered_key(world: World, slug: str, start: str) -> str:
    """The key of a real slot, made once for all examples."""
    key = world.visitor.recall(slug) or slot_at(world, slug, start).key
    world.visitor.keep(slug, key)
    return str(key)


@slowly
@given(seed=SEEDS)
def test_no_answer_about_own_bookings_however_odd_breaks_anything(studio: World, seed: int) -> None:
    odd, jane = odd_storefront(studio.sandbox, seed).bookings, MemoryVisitor()
    sign_in(studio, jane, "jane@example.com")
    assert odd is not None
    try:
        found = odd.list_bookings(jane)
    except FORESEEN:
        return
    assert isinstance(found, Page)
    check(found)
