"""From a time to the hosted page that books it, what is asked for there, and what a member finds of it afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from services.errors import NotFoundError, PlatformSetupError, SlotTakenError
from services.models import BookingState, Place, ReturnUrls, SlotState
from services.wix.auth import KEPT_AS
from tests.contract.booking_cast import (
    APPOINTMENT,
    CLASS,
    FOR_MEMBERS,
    FREE,
    LISBON,
    MONDAY,
    PRICE_IN_WORDS,
    STUDIO,
    URLS,
    at,
    bookings_of,
    finish,
    service,
    set_clock,
    slot_at,
    way_to_book,
)
from tests.contract.conftest import MemoryVisitor, RecordedWorld, World
from tests.contract.event_cast import has_action, sign_in

pytestmark = [pytest.mark.platforms("wix"), pytest.mark.capability("Bookings")]

JANE = "jane@example.com"
MINE = "/extended-bookings/query"


@pytest.fixture
def studio(wix_world: RecordedWorld) -> RecordedWorld:
    """The demo studio on a Monday in May."""
    set_clock(wix_world, MONDAY)
    return wix_world


def sent(world: RecordedWorld) -> Any:
    return world.recorder.bodies("/redirect-session")[-1]


def member(world: World, email: str = JANE) -> MemoryVisitor:
    visitor = MemoryVisitor()
    sign_in(world, visitor, email)
    return visitor


def test_an_appointment_is_asked_for_as_the_platform_documents_it(studio: RecordedWorld) -> None:
    slot = slot_at(studio, APPOINTMENT, "2027-05-18T14:00")
    way_to_book(studio, APPOINTMENT, slot, LISBON)
    assert slot.place is not None
    assert sent(studio) == {
        "bookingsCheckout": {
            "timezone": "Europe/Lisbon",
            "slotAvailability": {
                "slot": {
                    "serviceId": service(studio, APPOINTMENT).id,
                    "scheduleId": slot.calendar_id,
                    "startDate": "2027-05-18T15:00:00",
                    "endDate": "2027-05-18T16:00:00",
                    "timezone": "Europe/Lisbon",
                    "resource": {"id": slot.staff[0].id, "name": "Mara Quinn"},
                    "location": {
                        "id": slot.place.id,
                        "name": "Kiln & Kettle studio",
                        "formattedAddress": "14 Tannery Lane, Portland, ME 04101, USA",
                        "locationType": "OWNER_BUSINESS",
                    },
                },
                "bookable": True,
                "openSpots": 1,
                "totalSpots": 1,
            },
        },
        "callbacks": {
            "thankYouPageUrl": URLS.thank_you_url,
            "postFlowUrl": URLS.post_flow_url,
            "cartPageUrl": URLS.cart_url,
            "bookingsServiceListUrl": URLS.service_list_url,
            "planListUrl": URLS.plan_list_url,
        },
        "preferences": {"useGenericWixPages": True, "maintainIdentity": True, "checkIfPublish": False},
    }


def test_a_session_is_named_by_its_event_and_without_a_schedule(studio: RecordedWorld) -> None:
    found = slot_at(studio, CLASS, "2027-05-22T14:00")
    way_to_book(studio, CLASS, found)
    availability = sent(studio)["bookingsCheckout"]["slotAvailability"]
    slot = availability["slot"]
    assert slot["eventId"] == found.key.rpartition(".e")[2]
    assert slot["eventId"].endswith("-202705221400")
    assert "scheduleId" not in slot
    assert (slot["startDate"], slot["endDate"]) == ("2027-05-22T10:00:00", "2027-05-22T12:30:00")
    assert (availability["openSpots"], availability["totalSpots"]) == (6, 6)


def test_whom_the_visitor_chose_is_asked_for(studio: RecordedWorld) -> None:
    teo = slot_at(studio, APPOINTMENT, "2027-05-18T14:00").staff[1]
    way_to_book(studio, APPOINTMENT, slot_at(studio, APPOINTMENT, "2027-05-18T14:00", staff_id=teo.id))
    resource = sent(studio)["bookingsCheckout"]["slotAvailability"]["slot"]["resource"]
    assert resource == {"id": teo.id, "name": "Teo Almeida"}


@pytest.mark.parametrize(
    ("place", "written"),
    [
        (Place("", "The old mill", "1 Mill Lane", "custom"), "OWNER_CUSTOM"),
        (Place("some-id", "At your place", kind="customer"), "CUSTOM"),
    ],
)
def test_other_places_are_told_in_the_words_of_the_hosted_page(
    studio: RecordedWorld, place: Place, written: str
) -> None:
    slot = replace(slot_at(studio, APPOINTMENT, "2027-05-18T14:00"), place=place)
    way_to_book(studio, APPOINTMENT, slot)
    location = sent(studio)["bookingsCheckout"]["slotAvailability"]["slot"]["location"]
    assert (location["locationType"], location["name"]) == (written, place.name)
    assert "id" not in location


@pytest.mark.parametrize("zone", ["", "Mars/Olympus_Mons", "../etc/passwd", "America/New_York\n", "x" * 500])
def test_a_zone_nobody_knows_is_replaced_by_utc(studio: RecordedWorld, zone: str) -> None:
    way_to_book(studio, APPOINTMENT, slot_at(studio, APPOINTMENT, "2027-05-18T14:00"), zone)
    checkout = sent(studio)["bookingsCheckout"]
    assert checkout["timezone"] == checkout["slotAvailability"]["slot"]["timezone"] == "Etc/UTC"
    assert checkout["slotAvailability"]["slot"]["startDate"] == "2027-05-18T14:00:00"


def test_the_hosted_page_tells_times_in_the_visitors_zone_and_books_them(world: World) -> None:
    set_clock(world, MONDAY)
    slot = slot_at(world, APPOINTMENT, "2027-05-18T14:00")
    full_url = way_to_book(world, APPOINTMENT, slot, LISBON)
    browser = world.hosted_browser()
    page = browser.open(full_url)
    assert "3:00 PM – 4:00 PM WEST (Europe/Lisbon)" in page.text
    page = browser.submit(next(form for form in page.forms() if has_action(form, "book")))
    assert page.url.startswith(URLS.thank_you_url)
    order_id = parse_qs(urlsplit(page.url).query)["orderId"][0]
    order = world.storefront.orders.get_order(world.visitor, order_id)
    assert order.lines[0].name == "Wheel throwing, one to one"


def test_leaving_leads_back_to_where_the_time_was_chosen(world_in_process: World) -> None:
    set_clock(world_in_process, MONDAY)
    slot = slot_at(world_in_process, APPOINTMENT, "2027-05-18T14:00")
    page = finish(world_in_process, way_to_book(world_in_process, APPOINTMENT, slot), "abandon")
    assert page.url.startswith(URLS.post_flow_url)
    assert slot_at(world_in_process, APPOINTMENT, "2027-05-18T14:00") == slot


@pytest.mark.parametrize(
    ("slug", "start"), [(FREE, "2027-05-19T16:00"), (PRICE_IN_WORDS, "2027-05-18T13:30"), (CLASS, "2027-05-22T14:00")]
)
def test_every_kind_of_service_can_be_booked_there(world_in_process: World, slug: str, start: str) -> None:
    set_clock(world_in_process, MONDAY)
    slot = slot_at(world_in_process, slug, start)
    page = finish(world_in_process, way_to_book(world_in_process, slug, slot))
    assert page.status == 200
    assert "orderId" in page.url or "thank-you" in page.url


def test_a_booking_that_needs_a_plan_leads_over_our_plans(world_in_process: World) -> None:
    set_clock(world_in_process, MONDAY)
    world = world_in_process
    full_url = way_to_book(world, FOR_MEMBERS, slot_at(world, FOR_MEMBERS, "2027-05-17T22:00"))
    browser = world.hosted_browser()
    page = browser.open(full_url)
    sign_up = next(form for form in page.forms() if has_action(form, "sign-in") and "firstName" in fields_of(form))
    page = browser.submit(sign_up, email="new@example.com", password="correct horse", firstName="N", lastName="O")
    page = browser.submit(next(form for form in page.forms() if has_action(form, "plans")))
    came_with = parse_qs(urlsplit(page.url).query)
    assert page.url.startswith(URLS.plan_list_url)
    assert came_with["planIds"] == list(service(world, FOR_MEMBERS).plan_ids)
    assert came_with["checkoutData"]


def fields_of(form: Any) -> list[str]:
    return [field.get("name") for field in form.iter("input")]


def test_a_full_session_leads_to_its_waiting_list(studio: RecordedWorld) -> None:
    studio.sandbox.take_slot(CLASS, "2027-05-22T10:00")
    full_url = way_to_book(studio, CLASS, slot_at(studio, CLASS, "2027-05-22T14:00"))
    availability = sent(studio)["bookingsCheckout"]["slotAvailability"]
    assert (availability["bookable"], availability["openSpots"], availability["locked"]) == (False, 0, False)
    assert availability["waitingList"] == {"openSpots": 4}
    finish(studio, full_url, "wait")
    assert slot_at(studio, CLASS, "2027-05-22T14:00").waiting_spots == 3


@pytest.mark.parametrize("state", [SlotState.FULL, SlotState.CLOSED, SlotState.TOO_LATE, SlotState.TOO_EARLY])
def test_a_time_that_cannot_be_booked_leads_nowhere(studio: RecordedWorld, state: SlotState) -> None:
    slot = replace(slot_at(studio, APPOINTMENT, "2027-05-18T14:00"), state=state)
    with pytest.raises(SlotTakenError):
        way_to_book(studio, APPOINTMENT, slot)
    assert studio.recorder.bodies("/redirect-session") == []


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (400, "SLOT_NOT_AVAILABLE", SlotTakenError),
        (400, "SESSION_CAPACITY_EXCEEDED", SlotTakenError),
        (400, "BOOKING_POLICY_VIOLATION", SlotTakenError),
        (404, "SLOT_NOT_FOUND", SlotTakenError),
        (404, "SCHEDULE_NOT_FOUND", SlotTakenError),
        (404, "SERVICE_NOT_FOUND", NotFoundError),
        (428, "WIX_BOOKINGS_APP_NOT_INSTALLED", PlatformSetupError),
        (403, "REDIRECT_DOMAIN_NOT_ALLOWED", PlatformSetupError),
    ],
)
def test_a_refusal_says_what_is_the_matter(
    studio: RecordedWorld, status: int, code: str, expected: type[Exception]
) -> None:
    slot = slot_at(studio, APPOINTMENT, "2027-05-18T14:00")
    studio.recorder.refuse("/redirect-session", status, code)
    with pytest.raises(expected):
        way_to_book(studio, APPOINTMENT, slot)


def test_a_booking_may_be_somebodys_first_step(studio: RecordedWorld) -> None:
    newcomer = MemoryVisitor()
    way_to_book(studio, APPOINTMENT, slot_at(studio, APPOINTMENT, "2027-05-18T14:00"), visitor=newcomer)
    assert newcomer.recall(KEPT_AS)


def test_a_member_finds_the_own_bookings_the_latest_time_first(world: World) -> None:
    jane = member(world)
    found = bookings_of(world).list_bookings(jane)
    assert [booking.service_name for booking in found.items] == ["Wheel throwing, one to one", "Tea tasting for two"]
    wheel, tea = found.items
    assert (wheel.state, wheel.place_name) == (BookingState.CONFIRMED, "Kiln & Kettle studio")
    assert wheel.starts_at > tea.starts_at
    assert tea.staff_name == "Ines Okafor"
    assert tea.starts_at.utcoffset() is not None
    assert (found.after, found.before) == (None, None)


def test_own_bookings_are_asked_for_without_those_only_begun(studio: RecordedWorld) -> None:
    bookings_of(studio).list_bookings(member(studio))
    (asked,) = (asked for asked in studio.recorder.asked if asked.path.endswith(MINE))
    assert asked.path == "/bookings/v2/extended-bookings/query"
    assert asked.body == {
        "query": {
            "filter": {"status": {"$in": ["CONFIRMED", "PENDING", "WAITING_LIST", "CANCELED", "DECLINED"]}},
            "sort": [{"fieldName": "startDate", "order": "DESC"}],
            "cursorPaging": {"limit": 10},
        }
    }


def test_a_long_list_of_bookings_has_pages(world_in_process: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.wix.bookings.BOOKINGS_A_PAGE", 1)
    jane, bookings = member(world_in_process), bookings_of(world_in_process)
    first = bookings.list_bookings(jane)
    second = bookings.list_bookings(jane, first.after)
    assert [booking.service_name for booking in (*first.items, *second.items)] == [
        "Wheel throwing, one to one",
        "Tea tasting for two",
    ]
    assert second.after is None


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("PENDING", BookingState.PENDING),
        ("WAITING_LIST", BookingState.WAITING),
        ("DECLINED", BookingState.DECLINED),
        ("CANCELED", BookingState.CANCELLED),
        ("SOMETHING_NEW", BookingState.PENDING),
    ],
)
def test_what_became_of_a_booking_is_told(wix_world: RecordedWorld, status: str, state: BookingState) -> None:
    wix_world.recorder.rewrite(MINE, lambda answer: answer["extendedBookings"][0]["booking"].update(status=status))
    assert bookings_of(wix_world).list_bookings(member(wix_world)).items[0].state is state


def test_nobody_but_a_member_has_bookings(world: World) -> None:
    set_clock(world, MONDAY)
    way_to_book(world, APPOINTMENT, slot_at(world, APPOINTMENT, "2027-05-18T14:00"))
    for visitor in (world.visitor, MemoryVisitor()):
        assert bookings_of(world).list_bookings(visitor).items == ()


def test_a_made_up_cursor_into_bookings_leads_nowhere(world_in_process: World) -> None:
    jane = member(world_in_process)
    for cursor in ("", "odd", "x" * 5000):
        with pytest.raises(NotFoundError):
            bookings_of(world_in_process).list_bookings(jane, cursor)


def test_a_member_sees_only_the_own_bookings(world_in_process: World) -> None:
    assert bookings_of(world_in_process).list_bookings(member(world_in_process, "bo@example.com")).items == ()


def test_without_return_addresses_none_are_sent(studio: RecordedWorld) -> None:
    slot, wheel = slot_at(studio, APPOINTMENT, "2027-05-18T14:00"), service(studio, APPOINTMENT)
    bookings_of(studio).create_redirect_session(studio.visitor, wheel, slot, STUDIO, ReturnUrls())
    assert "callbacks" not in sent(studio)
    assert slot.starts_at == at("2027-05-18T14:00")
