"""Services, their times, and booking them on the hosted page, for the claims about bookings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sandbox.clock import parse_iso
from services.models import ReturnUrls, Service, Slot, SlotQuery, Staff
from services.storefront import Bookings
from tests.browsing import Page
from tests.conftest import SHOP_URL
from tests.contract.conftest import MemoryVisitor, World
from tests.contract.event_cast import has_action

APPOINTMENT, FREE, PRICE_IN_WORDS = "wheel-throwing", "tea-tasting", "glaze-consultation"
FOR_MEMBERS, CLASS, COURSE = "open-studio-session", "saturday-hand-building", "six-week-wheel-course"
STUDIO, LISBON = "America/New_York", "Europe/Lisbon"
# A Monday, in a week without changes of clocks; the studio's clocks show two in the morning.
MONDAY = "2027-05-17T06:00:00Z"
URLS = ReturnUrls(
    thank_you_url=f"{SHOP_URL}/thank-you",
    post_flow_url=f"{SHOP_URL}/services/here",
    service_list_url=f"{SHOP_URL}/services",
    plan_list_url=f"{SHOP_URL}/plans",
    cart_url=f"{SHOP_URL}/cart",
)


def bookings_of(world: World) -> Bookings:
    assert world.storefront.bookings is not None
    return world.storefront.bookings


def service(world: World, slug: str) -> Service:
    return bookings_of(world).get_service(slug)


def at(written: str) -> datetime:
    """A moment in UTC: `2027-05-18` or `2027-05-18T14:00`."""
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


def slots(world: World, slug: str, begin: str, end: str, **wanted: str) -> tuple[Slot, ...]:
    found = service(world, slug)
    return bookings_of(world).list_slots(found, SlotQuery(found.id, at(begin), at(end), **wanted))


def slot_at(world: World, slug: str, start: str, **wanted: str) -> Slot:
    """The first slot that starts at a moment."""
    begin = at(start)
    found = service(world, slug)
    query = SlotQuery(found.id, begin, begin + timedelta(seconds=1), **wanted)
    return bookings_of(world).list_slots(found, query)[0]


def somebody(world: World) -> Staff:
    """One of the staff who is free for an appointment in the days to come."""
    now, found = world.sandbox.clock.now(), service(world, APPOINTMENT)
    return bookings_of(world).list_slots(found, SlotQuery(found.id, now, now + timedelta(days=14)))[-1].staff[0]


def set_clock(world: World, written: str) -> None:
    world.sandbox.clock.set(parse_iso(written))


def way_to_book(world: World, slug: str, slot: Slot, zone: str = STUDIO, visitor: MemoryVisitor | None = None) -> str:
    bookings, known = bookings_of(world), service(world, slug)
    return bookings.create_redirect_session(visitor or world.visitor, known, slot, zone, URLS).full_url


def finish(world: World, full_url: str, action: str = "book") -> Page:
    """Open the hosted page and end it in one of its ways."""
    browser = world.hosted_browser()
    page = browser.open(full_url)
    return browser.submit(next(form for form in page.forms() if has_action(form, action)))
