"""Bookings over the API: making one, who reads which, cancelling, and two who want the same slot."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import Client

from sandbox import Sandbox
from tests.sandbox.booking_cast import (
    APP_ID,
    BOOKINGS,
    MINE,
    MONDAY,
    STUDIO,
    as_availability,
    begin,
    book,
    entries,
    service_named,
    sessions,
    starts,
    time_slots,
    visitor_at,
)
from tests.sandbox.cast import Browser, Caller, error_code, violated_field
from tests.sandbox.plan_cast import new_member
from tests.sandbox.signing_in import BO, member

TOKEN = "/v1/anonymous-bookings"
SLOT = "bookingsCheckout.slotAvailability.slot"


@pytest.fixture
def ada(sandbox: Sandbox) -> Caller:
    return visitor_at(sandbox, MONDAY)


@pytest.fixture
def jane(sandbox: Sandbox, api: Client, ada: Caller) -> Caller:
    """A member without bookings."""
    return new_member(sandbox, api, "jane.roe@example.com")


@pytest.fixture
def slot(ada: Caller) -> dict[str, Any]:
    """A free hour at the wheel."""
    return dict(as_availability(time_slots(ada, "wheel-throwing", "2027-05-18", "2027-05-19")[0])["slot"])


@pytest.fixture
def session(ada: Caller) -> dict[str, Any]:
    """A session with six places."""
    return dict(as_availability(sessions(ada, "saturday-hand-building", "2027-05-22", "2027-05-23")[0])["slot"])


def mine(caller: Caller, **query: Any) -> list[dict[str, Any]]:
    reply = caller.post(MINE, {"query": query, "withBookingAllowedActions": True})
    assert reply.status_code == 200, reply.json
    return list(reply.json["extendedBookings"])


def cancel(caller: Caller, booking: dict[str, Any], **body: Any) -> Any:
    return caller.post(f"{BOOKINGS}/{booking['id']}/cancel", {"revision": booking["revision"], **body})


def test_a_booking_has_the_shape_of_the_contract(ada: Caller, slot: dict[str, Any]):
    booking = book(ada, slot).json["booking"]
    assert (booking["status"], booking["paymentStatus"], booking["revision"]) == ("CREATED", "NOT_PAID", "1")
    assert (booking["startDate"], booking["endDate"]) == ("2027-05-18T13:00:00.000Z", "2027-05-18T14:00:00.000Z")
    entity = booking["bookedEntity"]
    assert (entity["title"], entity["tags"]) == ("Wheel throwing, one to one", ["INDIVIDUAL"])
    assert (entity["slot"]["startDate"], entity["slot"]["timezone"]) == ("2027-05-18T09:00:00", STUDIO)
    assert entity["slot"]["resource"]["name"] == "Mara Quinn"
    assert booking["contactDetails"]["email"] == "ada@example.com"
    assert booking["createdBy"] == {"anonymousVisitorId": ada.visitor_id}
    assert booking["totalParticipants"] == 1


def test_the_path_of_the_sdk_books_too(ada: Caller, slot: dict[str, Any]):
    body = {"booking": {"bookedEntity": {"slot": slot}, "contactDetails": {"email": "ada@example.com"}}}
    assert ada.post("/_api/bookings-service/v2/bookings", body).json["booking"]["status"] == "CREATED"


def test_a_taken_slot_is_refused(ada: Caller, cy: Caller, slot: dict[str, Any]):
    assert book(ada, slot).status_code == 200
    reply = book(cy, slot)
    assert (reply.status_code, error_code(reply)) == (400, "SLOT_NOT_AVAILABLE")
    assert book(cy, {**slot, "startDate": "2027-05-18T09:10:00", "endDate": "2027-05-18T10:10:00"}).status_code == 400


def test_a_booking_nobody_pays_gives_its_slot_back(sandbox: Sandbox, ada: Caller, slot: dict[str, Any]):
    book(ada, slot)
    sandbox.clock.advance(timedelta(minutes=19))
    assert error_code(book(ada, slot)) == "SLOT_NOT_AVAILABLE"
    sandbox.clock.advance(timedelta(minutes=2))
    assert book(ada, slot).status_code == 200


def test_of_many_who_want_one_slot_exactly_one_gets_it(sandbox: Sandbox, ada: Caller, slot: dict[str, Any]):
    callers = [Caller(Client(sandbox.api), ada.headers) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda caller: book(caller, slot), callers))
    assert sorted(reply.status_code for reply in replies) == [200, *[400] * 7]
    assert {error_code(reply) for reply in replies if reply.status_code == 400} == {"SLOT_NOT_AVAILABLE"}


def test_of_many_who_want_the_last_places_no_more_get_in_than_there_are(
    sandbox: Sandbox, ada: Caller, session: dict[str, Any]
):
    sandbox.take_slot("saturday-hand-building", "2027-05-22T10:00", people=4)
    callers = [Caller(Client(sandbox.api), ada.headers) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        replies = list(pool.map(lambda caller: book(caller, session), callers))
    assert sorted(reply.status_code for reply in replies) == [200, 200, *[400] * 4]


def test_a_session_takes_no_more_people_than_it_has_places(ada: Caller, session: dict[str, Any]):
    assert book(ada, session, totalParticipants=4).status_code == 200
    reply = book(ada, session, totalParticipants=3)
    assert (reply.status_code, error_code(reply)) == (400, "SESSION_CAPACITY_EXCEEDED")
    assert book(ada, session, totalParticipants=2).json["booking"]["bookedEntity"]["tags"] == ["CLASS"]
    assert sessions(ada, "saturday-hand-building", "2027-05-22", "2027-05-23")[0]["remainingCapacity"] == 0


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"timezone": "Mars/Olympus"}, 400, "INVALID_TIME_ZONE"),
        ({"scheduleId": "11111111-1111-4111-8111-111111111111"}, 404, "SCHEDULE_NOT_FOUND"),
        ({"serviceId": "11111111-1111-4111-8111-111111111111"}, 404, "SERVICE_NOT_FOUND"),
        ({"resource": {"id": "11111111-1111-4111-8111-111111111111"}}, 400, "SLOT_NOT_AVAILABLE"),
        ({"location": {"locationType": "OWNER_CUSTOM"}}, 400, "SLOT_NOT_AVAILABLE"),
    ],
)
def test_slots_that_make_no_sense_have_codes(
    ada: Caller, slot: dict[str, Any], changes: dict[str, Any], status: int, code: str
):
    reply = book(ada, {**slot, **changes})
    assert (reply.status_code, error_code(reply)) == (status, code)


def test_a_booking_needs_an_address_and_a_buyer(ada: Caller, merchant: Caller, slot: dict[str, Any]):
    assert violated_field(book(ada, slot, contactDetails={})) == "email"
    assert violated_field(book(ada, slot, contactDetails={"email": "ada"})) == "booking.contactDetails.email"
    assert violated_field(book(ada, slot, totalParticipants=0)) == "totalParticipants"
    assert violated_field(ada.post(BOOKINGS, {})) == "booking"
    assert book(merchant, slot).status_code == 403


def test_a_checkout_of_a_booking_is_not_imitated_and_says_so(ada: Caller, slot: dict[str, Any]):
    booking = book(ada, slot).json["booking"]
    line = {"quantity": 1, "catalogReference": {"appId": APP_ID, "catalogItemId": booking["id"]}}
    reply = ada.post("/ecom/v1/checkouts", {"lineItems": [line], "channelType": "WEB"})
    assert (reply.status_code, error_code(reply)) == (501, "NOT_IMITATED_BY_SANDBOX")


def test_a_member_reads_the_own_bookings_and_nobody_elses(
    ada: Caller, jane: Caller, merchant: Caller, slot: dict[str, Any], session: dict[str, Any]
):
    ada_booking = book(ada, slot).json["booking"]
    later = book(jane, session).json["booking"]
    sooner = book(jane, as_availability(time_slots(ada, "tea-tasting", "2027-05-19", "2027-05-20")[0])["slot"])
    by_start = {"sort": [{"fieldName": "startDate", "order": "ASC"}]}
    assert [found["booking"]["id"] for found in mine(jane, **by_start)] == [sooner.json["booking"]["id"], later["id"]]
    assert mine(jane, filter={"startDate": {"$gte": "2027-05-20T00:00:00Z"}})[0]["booking"] == later
    assert mine(jane, filter={"status": "CANCELED"}) == []
    contact = {"contactDetails.contactId": later["contactDetails"]["contactId"]}
    assert {found["booking"]["id"] for found in mine(merchant, filter=contact)} == {
        later["id"],
        sooner.json["booking"]["id"],
        ada_booking["id"],
    }
    assert len(mine(merchant)) > 3
    reply = ada.post(MINE, {"query": {}})
    assert (reply.status_code, error_code(reply)) == (403, "PERMISSION_DENIED")
    assert ada.post("/_api/bookings-reader/v2/extended-bookings/query", {"query": {}}).status_code == 403


def test_a_booking_that_is_not_paid_follows_whoever_signs_in(ada: Caller, browser: Browser, slot: dict[str, Any]):
    booking = book(ada, slot).json["booking"]
    bo = member(ada, browser, BO)
    assert [found["booking"]["id"] for found in mine(bo)] == [booking["id"]]


def test_the_demo_member_has_a_past_and_a_coming_booking(sandbox: Sandbox, api: Client):
    demo = new_member(sandbox, api, "jane@example.com")
    found = mine(demo, sort=[{"fieldName": "startDate"}])
    assert [entry["booking"]["bookedEntity"]["title"] for entry in found] == [
        "Tea tasting for two",
        "Wheel throwing, one to one",
    ]
    assert [entry["allowedActions"]["cancel"] for entry in found] == [False, True]


def test_bookings_come_in_pages(jane: Caller, ada: Caller):
    for slot in time_slots(ada, "wheel-throwing", "2027-05-18", "2027-05-19")[:3]:
        book(jane, as_availability(slot)["slot"])
    first = jane.post(MINE, {"query": {"cursorPaging": {"limit": 2}}}).json
    assert (len(first["extendedBookings"]), first["pagingMetadata"]["hasNext"]) == (2, True)
    cursor = first["pagingMetadata"]["cursors"]["next"]
    assert len(mine(jane, cursorPaging={"limit": 2, "cursor": cursor})) == 1


def test_a_member_cancels_and_the_slot_is_free_again(ada: Caller, jane: Caller):
    (slot, *_) = time_slots(ada, "wheel-throwing", "2027-05-19", "2027-05-20")
    booking = book(jane, as_availability(slot)["slot"]).json["booking"]
    for wrong in ("0", "2"):
        reply = cancel(jane, booking, revision=wrong)
        assert (reply.status_code, error_code(reply)) == (409, "BOOKING_REVISION_MISMATCH")
    canceled = cancel(jane, booking).json["booking"]
    assert (canceled["status"], canceled["revision"]) == ("CANCELED", "2")
    assert starts(time_slots(ada, "wheel-throwing", "2027-05-19", "2027-05-20"))[0] == "09:00"
    reply = cancel(jane, canceled)
    assert (reply.status_code, error_code(reply)) == (400, "BOOKING_CANNOT_BE_CANCELLED")
    assert mine(jane)[0]["allowedActions"]["cancel"] is False


def test_a_day_before_is_the_last_time_to_cancel(sandbox: Sandbox, ada: Caller, jane: Caller, merchant: Caller):
    booking = book(jane, as_availability(time_slots(ada, "wheel-throwing", "2027-05-18", "2027-05-19")[0])["slot"])
    sandbox.clock.advance(timedelta(hours=8))
    jane = new_member(sandbox, jane.api, "jane.roe@example.com")
    reply = cancel(jane, booking.json["booking"])
    assert (reply.status_code, error_code(reply)) == (400, "BOOKING_POLICY_VIOLATION")
    assert cancel(merchant, booking.json["booking"]).json["booking"]["status"] == "CANCELED"


def test_nobody_cancels_what_is_not_theirs(ada: Caller, jane: Caller, slot: dict[str, Any]):
    booking = book(ada, slot).json["booking"]
    assert (cancel(ada, booking).status_code, error_code(cancel(ada, booking))) == (403, "PERMISSION_DENIED")
    reply = cancel(jane, booking)
    assert (reply.status_code, error_code(reply)) == (404, "BOOKING_NOT_FOUND")
    assert violated_field(jane.post(f"{BOOKINGS}/{booking['id']}/cancel", {})) == "revision"


def test_a_token_reads_one_booking_without_telling_whose(api: Client, ada: Caller, cy: Caller, slot: dict[str, Any]):
    booking = book(ada, slot).json["booking"]
    reply = cy.get(f"{TOKEN}/{booking['id']}/token")
    assert (reply.status_code, error_code(reply)) == (404, "BOOKING_NOT_FOUND")
    token = ada.get(f"{TOKEN}/{booking['id']}/token?bookingId={booking['id']}").json["token"]
    seen = Caller(api, {}).get(f"{TOKEN}/{token}?token={token}").json["booking"]
    assert (seen["id"], seen["startDate"]) == (booking["id"], booking["startDate"])
    assert seen["contactDetails"] == seen["createdBy"] == {}
    assert Caller(api, {}).get(f"{TOKEN}/made-up").status_code == 404
    assert Caller(api, {}).get(f"{TOKEN}/{booking['id']}/token").status_code == 403


def test_the_studio_changes_a_booking(sandbox: Sandbox, jane: Caller, slot: dict[str, Any]):
    booking = book(jane, slot).json["booking"]
    sandbox.set_booking_status(booking["id"], status="DECLINED")
    assert mine(jane)[0]["booking"]["status"] == "DECLINED"
    with pytest.raises(ValueError, match="no such status"):
        sandbox.set_booking_status(booking["id"], status="LOST")
    with pytest.raises(KeyError):
        sandbox.set_booking_status("nope", status="CANCELED")


def test_an_entry_of_availability_is_taken_as_it_is(ada: Caller):
    for entry in entries(ada, "wheel-throwing", "2027-05-18", "2027-05-19")[:2]:
        assert begin(ada, entry).status_code == 200
    for entry in entries(ada, "saturday-hand-building", "2027-05-22", "2027-05-23"):
        assert begin(ada, entry).status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"location": {"locationType": "BUSINESS"}}, f"{SLOT}.location.locationType"),
        ({"location": {}}, f"{SLOT}.location.locationType"),
        ({"location": {"locationType": "OWNER_BUSINESS", "id": "here"}}, f"{SLOT}.location.id"),
        ({"serviceId": None}, "serviceId"),
        ({"startDate": None}, "startDate"),
        ({"startDate": "soon"}, f"{SLOT}.startDate"),
        ({"startDate": "0001-01-01T00:00:00Z"}, f"{SLOT}.startDate"),
        ({"endDate": "9999-12-31T23:59:59"}, f"{SLOT}.endDate"),
        ({"startDate": "2027-05-18T11:00:00"}, f"{SLOT}.startDate"),
        ({"endDate": "2027-05-18T14:00:00Z"}, f"{SLOT}.endDate"),
    ],
)
def test_a_slot_of_the_wrong_shape_gets_no_redirect_session(
    ada: Caller, slot: dict[str, Any], changes: dict[str, Any], field: str
):
    reply = begin(ada, {"slot": {**slot, **changes}})
    assert (reply.status_code, violated_field(reply)) == (400, field)


def test_a_session_of_a_class_is_named_by_its_event(ada: Caller, session: dict[str, Any]):
    assert begin(ada, {"slot": {**session, "startDate": "2027-05-18T09:00:00"}}).status_code == 200
    reply = begin(ada, {"slot": {**session, "eventId": None}})
    assert (reply.status_code, violated_field(reply)) == (400, f"{SLOT}.eventId")


def test_an_availability_of_the_wrong_shape_gets_no_redirect_session(ada: Caller, slot: dict[str, Any]):
    for availability, field in (
        ({}, SLOT),
        ({"slot": slot, "bookable": "yes"}, "bookable"),
        ({"slot": slot, "openSpots": "1"}, "openSpots"),
        ({"slot": slot, "waitingList": []}, "waitingList"),
    ):
        reply = begin(ada, availability)
        assert (reply.status_code, violated_field(reply)) == (400, field)
    assert error_code(begin(ada, {"slot": slot}, "Mars/Olympus")) == "INVALID_TIME_ZONE"
    without_zone = {name: value for name, value in slot.items() if name != "timezone"}
    assert begin(ada, {"slot": without_zone}).status_code == 200
    assert violated_field(begin(ada, {"slot": without_zone}, None)) == f"{SLOT}.timezone"
    assert error_code(begin(ada, {"slot": {**slot, "serviceId": service_named(ada, "tea-tasting")["id"]}})) == (
        "SCHEDULE_NOT_FOUND"
    )


def test_an_offset_is_ignored_where_a_zone_is_given(ada: Caller, slot: dict[str, Any]):
    written = {"startDate": "2027-05-18T09:00:00+09:00", "endDate": "2027-05-18T10:00:00+09:00"}
    assert book(ada, {**slot, **written}).json["booking"]["startDate"] == "2027-05-18T13:00:00.000Z"


def test_z_means_the_moment_whatever_the_zone(ada: Caller, slot: dict[str, Any]):
    written = {"startDate": "2027-05-18T14:00:00.000Z", "endDate": "2027-05-18T15:00:00.000Z", "timezone": "Asia/Tokyo"}
    booking = book(ada, {**slot, **written}).json["booking"]
    assert booking["startDate"] == "2027-05-18T14:00:00.000Z"
    assert booking["bookedEntity"]["slot"]["startDate"] == "2027-05-18T23:00:00"
