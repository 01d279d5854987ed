"""When something can be booked: in local times of any zone, on days when clocks change, and by the policies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sandbox import Sandbox
from sandbox.clock import parse_iso
from tests.sandbox.booking_cast import (
    AVAILABILITY,
    LISBON,
    MONDAY,
    SLOTS,
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
from tests.sandbox.cast import SMALL_SHOP, Caller, build, error_code, violated_field

NIGHT = """
zone = "America/New_York"
[[places]]
slug = "kiln"
name = "The kiln shed"
address = "1 Kiln Road"
city = "Portland"
country = "US"
[[staff]]
slug = "owl"
name = "Olive Owl"
hours = [{ days = ["saturday", "sunday"], starts = "00:00", ends = "05:00", place = "kiln" }]
[[services]]
slug = "night-firing"
type = "APPOINTMENT"
name = "Night firing"
category = "Kiln"
description = "Keep watch with us."
minutes = 60
staff = ["owl"]
places = ["kiln"]
[[services]]
slug = "half-hour"
type = "APPOINTMENT"
name = "A look into the kiln"
category = "Kiln"
description = "Through the spy hole."
minutes = 30
staff = ["owl"]
places = ["kiln"]
"""
# Clocks in New York: 2027-03-14 from 2:00 to 3:00, 2027-11-07 from 2:00 back to 1:00.
BEFORE_SPRING, BEFORE_AUTUMN = "2027-03-12T12:00:00Z", "2027-11-05T12:00:00Z"


@pytest.fixture
def studio(sandbox: Sandbox) -> Sandbox:
    """The demo studio on a Monday in May."""
    sandbox.clock.set(parse_iso(MONDAY))
    return sandbox


@pytest.fixture
def night(tmp_path: Path) -> Any:
    """A studio that works while the clocks are changed."""
    seed = tmp_path / "seed"
    seed.mkdir()
    (seed / "catalog.toml").write_bytes((SMALL_SHOP / "catalog.toml").read_bytes())
    (seed / "services.toml").write_text(NIGHT)
    made = build(tmp_path, seed=seed)
    yield made
    made.close()


def test_a_day_is_cut_into_slots_with_whoever_is_free(studio: Sandbox, ada: Caller):
    slots = time_slots(ada, "wheel-throwing", "2027-05-18", "2027-05-19")
    assert starts(slots) == [f"{hour:02d}:00" for hour in range(9, 17)]
    names = [[person["name"] for person in slot["availableResources"][0]["resources"]] for slot in slots]
    assert names == [["Mara Quinn"], *[["Mara Quinn", "Teo Almeida"]] * 6, ["Mara Quinn"]]
    first = slots[0]
    assert (first["localEndDate"], first["bookable"]) == ("2027-05-18T10:00:00", True)
    assert first["location"]["locationType"] == "BUSINESS"
    assert first["scheduleId"] == service_named(ada, "wheel-throwing")["schedule"]["id"]
    assert (first["totalCapacity"], first["remainingCapacity"], first["bookableCapacity"]) == (1, 1, 1)


def test_without_being_asked_for_staff_are_not_told(studio: Sandbox, ada: Caller):
    slots = time_slots(ada, "wheel-throwing", "2027-05-18", "2027-05-19", includeResourceTypeIds=[])
    assert slots
    assert all(slot["availableResources"] == [] for slot in slots)


def test_both_paths_answer_alike(studio: Sandbox, ada: Caller):
    body = {
        "serviceId": service_named(ada, "tea-tasting")["id"],
        "fromLocalDate": "2027-05-19T00:00:00",
        "toLocalDate": "2027-05-20T00:00:00",
        "timeZone": STUDIO,
    }
    replies = [ada.post(path, body) for path in (SLOTS, f"/_api{SLOTS}")]
    assert replies[0].json == replies[1].json
    assert replies[0].json["timeZone"] == STUDIO
    assert len(replies[0].json["timeSlots"]) == 8


def test_another_zone_shows_the_same_moments_in_its_own_times(studio: Sandbox, ada: Caller):
    here = time_slots(ada, "wheel-throwing", "2027-05-18T09:00:00", "2027-05-18T12:00:00")
    there = time_slots(ada, "wheel-throwing", "2027-05-18T14:00:00", "2027-05-18T17:00:00", LISBON)
    assert (starts(here), starts(there)) == (["09:00", "10:00", "11:00"], ["14:00", "15:00", "16:00"])
    tokyo = time_slots(ada, "wheel-throwing", "2027-05-19", "2027-05-20", "Asia/Tokyo")
    # The studio's Tuesday is Tokyo's night to Wednesday, its Wednesday evening is not there yet.
    assert starts(tokyo)[0] == "00:00"
    assert tokyo[0]["localStartDate"] == "2027-05-19T00:00:00"
    assert starts(tokyo)[-1] == "23:00"


def test_a_day_in_spring_skips_an_hour_and_offers_nothing_in_it(night: Sandbox):
    owl = visitor_at(night, BEFORE_SPRING)
    assert starts(time_slots(owl, "night-firing", "2027-03-13", "2027-03-14")) == [f"0{hour}:00" for hour in range(5)]
    changed = time_slots(owl, "night-firing", "2027-03-14", "2027-03-15")
    assert starts(changed) == ["00:00", "01:00", "03:00", "04:00"]
    # The hour before the change ends when the clocks show three.
    assert changed[1]["localEndDate"] == "2027-03-14T03:00:00"
    found = entries(owl, "night-firing", "2027-03-14", "2027-03-15")
    utc = [entry["slot"]["startDate"] for entry in found]
    assert utc == [f"2027-03-14T0{hour}:00:00.000Z" for hour in range(5, 9)]


def test_a_day_in_autumn_offers_both_repeated_hours_apart(night: Sandbox):
    owl = visitor_at(night, BEFORE_AUTUMN)
    changed = time_slots(owl, "night-firing", "2027-11-07", "2027-11-08")
    assert starts(changed) == ["00:00", "01:00", "01:00", "02:00", "03:00", "04:00"]
    assert [slot["localEndDate"][11:16] for slot in changed[:4]] == ["01:00", "01:00", "02:00", "03:00"]
    utc = [entry["slot"]["startDate"] for entry in entries(owl, "night-firing", "2027-11-07", "2027-11-08")]
    assert utc == [f"2027-11-07T{hour:02d}:00:00.000Z" for hour in range(4, 10)]


def test_each_of_the_repeated_hours_is_booked_for_itself(night: Sandbox):
    owl = visitor_at(night, BEFORE_AUTUMN)
    first, second = time_slots(owl, "night-firing", "2027-11-07", "2027-11-08")[1:3]
    later = book(owl, as_availability(second)["slot"])
    assert later.json["booking"]["startDate"] == "2027-11-07T06:00:00.000Z"
    assert starts(time_slots(owl, "night-firing", "2027-11-07", "2027-11-08"))[:3] == ["00:00", "01:00", "02:00"]
    earlier = book(owl, as_availability(first)["slot"])
    assert earlier.json["booking"]["startDate"] == "2027-11-07T05:00:00.000Z"
    assert starts(time_slots(owl, "night-firing", "2027-11-07", "2027-11-08"))[:2] == ["00:00", "02:00"]


def test_half_an_hour_that_is_written_twice_is_booked_twice_and_not_three_times(night: Sandbox):
    owl = visitor_at(night, BEFORE_AUTUMN)
    twice = [slot for slot in time_slots(owl, "half-hour", "2027-11-07", "2027-11-08") if starts([slot]) == ["01:00"]]
    assert len(twice) == 2
    assert [slot["localEndDate"] for slot in twice] == ["2027-11-07T01:30:00"] * 2
    replies = [book(owl, as_availability(twice[0])["slot"]) for _ in range(3)]
    assert [reply.status_code for reply in replies] == [200, 200, 400]
    moments = {reply.json["booking"]["startDate"] for reply in replies[:2]}
    assert moments == {"2027-11-07T05:00:00.000Z", "2027-11-07T06:00:00.000Z"}


def test_a_time_in_the_skipped_hour_does_not_exist(night: Sandbox):
    owl = visitor_at(night, BEFORE_SPRING)
    availability = as_availability(time_slots(owl, "night-firing", "2027-03-14", "2027-03-15")[0])
    availability["slot"] |= {"startDate": "2027-03-14T02:00:00", "endDate": "2027-03-14T03:00:00"}
    reply = begin(owl, availability)
    assert (reply.status_code, violated_field(reply)) == (400, "bookingsCheckout.slotAvailability.slot.startDate")


def test_the_studio_opens_by_its_own_clock_while_the_zones_drift_apart(sandbox: Sandbox):
    # New York changes its clocks two weeks before Lisbon does.
    ada = visitor_at(sandbox, "2027-03-08T12:00:00Z")
    for day, hour in (("2027-03-09", "14:00"), ("2027-03-16", "13:00"), ("2027-03-30", "14:00")):
        next_day = (datetime.fromisoformat(day) + timedelta(days=1)).date().isoformat()
        assert starts(time_slots(ada, "wheel-throwing", day, next_day))[0] == "09:00"
        assert starts(time_slots(ada, "wheel-throwing", day, next_day, LISBON))[0] == hour


def test_a_visitors_own_repeated_hour_keeps_the_slots_apart(sandbox: Sandbox):
    # Sydney goes back from 3:00 to 2:00 on 4 April 2027, while it is Saturday noon at the studio.
    ada = visitor_at(sandbox, "2027-03-30T12:00:00Z")
    slots = time_slots(ada, "wheel-throwing", "2027-04-04T00:00:00", "2027-04-04T05:00:00", "Australia/Sydney")
    written = [f"{slot['localStartDate'][11:16]}-{slot['localEndDate'][11:16]}" for slot in slots]
    assert written == ["00:00-01:00", "01:00-02:00", "02:00-02:00", "02:00-03:00", "03:00-04:00", "04:00-05:00"]
    booked = book(ada, as_availability(slots[3], "Australia/Sydney")["slot"])
    assert booked.json["booking"]["startDate"] == "2027-04-03T16:00:00.000Z"
    studio_time = parse_iso(booked.json["booking"]["startDate"]).astimezone(ZoneInfo(STUDIO))
    assert studio_time.strftime("%a %H:%M") == "Sat 12:00"


def test_a_booking_takes_its_staff_out_of_the_slot(studio: Sandbox, ada: Caller):
    slots = time_slots(ada, "wheel-throwing", "2027-05-18", "2027-05-19")
    availability = as_availability(slots[1])
    assert book(ada, availability["slot"]).status_code == 200
    again = time_slots(ada, "wheel-throwing", "2027-05-18", "2027-05-19")[1]
    assert [person["name"] for person in again["availableResources"][0]["resources"]] == ["Teo Almeida"]
    assert again["bookable"] is True
    assert error_code(book(ada, availability["slot"])) == "SLOT_NOT_AVAILABLE"
    book(ada, as_availability(again)["slot"])
    assert "10:00" not in starts(time_slots(ada, "wheel-throwing", "2027-05-18", "2027-05-19"))


def test_staff_are_busy_for_all_their_services(studio: Sandbox, ada: Caller):
    studio.take_slot("wheel-throwing", "2027-05-20T10:00")
    glaze = starts(time_slots(ada, "glaze-consultation", "2027-05-20T09:00:00", "2027-05-20T12:00:00"))
    assert glaze == ["09:00", "09:30", "11:00", "11:30"]


def test_a_class_keeps_its_teacher_from_appointments(studio: Sandbox, ada: Caller):
    # On Saturdays Mara teaches until half past twelve and takes appointments from two.
    saturday = entries(ada, "wheel-throwing", "2027-05-22", "2027-05-23")
    mara = [
        entry["slot"]["startDate"]
        for entry in saturday
        if entry["slot"].get("resource", {}).get("name") == "Mara Quinn"
    ]
    assert mara == [f"2027-05-22T{hour}:00:00.000Z" for hour in (18, 19, 20)]


def test_slots_at_two_places_stand_apart_and_can_be_asked_for(studio: Sandbox, ada: Caller):
    slots = time_slots(ada, "wheel-throwing", "2027-05-20T13:00:00", "2027-05-20T14:00:00")
    assert [slot["location"]["name"] for slot in slots] == ["Kiln & Kettle studio", "The Ferry House"]
    ferry = slots[1]["location"]["id"]
    wanted = {"locations": [{"id": ferry, "locationType": "BUSINESS"}]}
    slots = time_slots(ada, "wheel-throwing", "2027-05-20", "2027-05-21", **wanted)
    assert {slot["location"]["id"] for slot in slots} == {ferry}
    assert starts(slots) == [f"{hour}:00" for hour in range(13, 19)]


@pytest.mark.parametrize("shape", ["resourceTypes", "resourceIds"])
def test_slots_of_one_of_the_staff_can_be_asked_for(studio: Sandbox, ada: Caller, merchant: Caller, shape: str):
    staff = merchant.post("/bookings/v2/resources/query", {"query": {}}).json["resources"]
    teo = next(person["id"] for person in staff if person["name"] == "Teo Almeida")
    wanted: dict[str, Any] = {"resourceIds": [teo]}
    if shape == "resourceTypes":
        wanted = {"resourceTypes": [{"resourceTypeId": staff[0]["typeId"], "resourceIds": [teo]}]}
    slots = time_slots(ada, "wheel-throwing", "2027-05-18", "2027-05-19", **wanted)
    assert starts(slots) == [f"{hour}:00" for hour in range(10, 16)]


def test_pages_follow_a_cursor(studio: Sandbox, ada: Caller):
    body = {
        "serviceId": service_named(ada, "wheel-throwing")["id"],
        "fromLocalDate": "2027-05-18T00:00:00",
        "toLocalDate": "2027-05-19T00:00:00",
        "timeZone": LISBON,
        "cursorPaging": {"limit": 5},
    }
    first = ada.post(SLOTS, body).json
    assert (len(first["timeSlots"]), first["cursorPagingMetadata"]["hasNext"]) == (5, True)
    second = ada.post(SLOTS, {"cursorPaging": {"cursor": first["cursorPagingMetadata"]["cursors"]["next"]}}).json
    assert starts(first["timeSlots"] + second["timeSlots"]) == [f"{hour}:00" for hour in range(14, 22)]
    assert (second["timeZone"], second["cursorPagingMetadata"]["hasNext"]) == (LISBON, False)


def test_a_few_slots_of_each_day_are_enough_for_a_calendar(studio: Sandbox, ada: Caller):
    slots = time_slots(ada, "wheel-throwing", "2027-05-18", "2027-05-20", timeSlotsPerDay=1)
    assert [slot["localStartDate"] for slot in slots] == ["2027-05-18T09:00:00", "2027-05-19T09:00:00"]


def test_what_starts_too_soon_or_too_far_ahead_is_closed_and_says_why(sandbox: Sandbox):
    ada = visitor_at(sandbox, "2027-05-18T12:30:00Z")
    slots = time_slots(ada, "wheel-throwing", "2027-05-18", "2027-05-19")
    # Bookable ones come first; it is half past eight, and two hours' notice are needed.
    assert starts(slots) == ["11:00", "12:00", "13:00", "14:00", "15:00", "16:00", "09:00", "10:00"]
    late = slots[-1]
    assert late["bookingPolicyViolations"]["tooLateToBook"] is True
    assert late["nonBookableReasons"]["violatesBookingPolicy"] is True
    assert starts(time_slots(ada, "wheel-throwing", "2027-05-18", "2027-05-19", bookable=False)) == ["09:00", "10:00"]
    far = time_slots(ada, "wheel-throwing", "2027-08-03", "2027-08-04")
    assert far
    assert all(slot["bookingPolicyViolations"]["tooEarlyToBook"] and not slot["bookable"] for slot in far)
    assert time_slots(ada, "wheel-throwing", "2027-08-03", "2027-08-04", bookable=True) == []
    refused = book(ada, as_availability(late)["slot"])
    assert (refused.status_code, error_code(refused)) == (400, "BOOKING_POLICY_VIOLATION")


def test_without_a_beginning_slots_are_from_now(sandbox: Sandbox):
    ada = visitor_at(sandbox, "2027-05-18T15:30:00Z")
    body = {"serviceId": service_named(ada, "wheel-throwing")["id"], "toLocalDate": "2027-05-19T00:00:00"}
    reply = ada.post(SLOTS, body).json
    assert reply["timeZone"] == STUDIO
    assert min(starts(reply["timeSlots"])) == "12:00"


def test_one_slot_is_read_by_its_local_times(studio: Sandbox, ada: Caller):
    (wanted, *_) = time_slots(ada, "wheel-throwing", "2027-05-18", "2027-05-19", LISBON)
    body = {
        "serviceId": wanted["serviceId"],
        "localStartDate": wanted["localStartDate"],
        "localEndDate": wanted["localEndDate"],
        "timeZone": LISBON,
        "location": {"id": wanted["location"]["id"], "locationType": "BUSINESS"},
    }
    for path in (SLOTS, f"/_api{SLOTS}"):
        assert ada.post(f"{path}/get", body).json == {"timeSlot": wanted, "timeZone": LISBON}
    studio.take_slot("wheel-throwing", "2027-05-18T09:00")
    for changes in ({}, {"localStartDate": "2027-05-18T14:10:00"}, {"localEndDate": "2027-05-18T16:00:00"}):
        reply = ada.post(f"{SLOTS}/get", {**body, **changes})
        assert (reply.status_code, error_code(reply)) == (404, "SLOT_NOT_FOUND")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"serviceId": None}, 400, "MISSING_ARGUMENTS"),
        ({"toLocalDate": None}, 400, "MISSING_ARGUMENTS"),
        ({"serviceId": "11111111-1111-4111-8111-111111111111"}, 404, "SERVICE_NOT_FOUND"),
        ({"timeZone": "Europe/Atlantis"}, 400, "INVALID_TIME_ZONE"),
        ({"timeZone": "../../etc/passwd"}, 400, "INVALID_TIME_ZONE"),
    ],
)
def test_questions_that_make_no_sense_have_codes(ada: Caller, changes: dict[str, Any], status: int, code: str):
    body = {
        "serviceId": service_named(ada, "wheel-throwing")["id"],
        "fromLocalDate": "2027-05-18T00:00:00",
        "toLocalDate": "2027-05-19T00:00:00",
        "timeZone": STUDIO,
        **changes,
    }
    reply = ada.post(SLOTS, body)
    assert (reply.status_code, error_code(reply)) == (status, code)


@pytest.mark.parametrize("written", ["2027-05-18T00:00:00Z", "2027-05-18T00:00:00-04:00", "tomorrow"])
def test_only_local_times_are_taken(ada: Caller, written: str):
    body = {
        "serviceId": service_named(ada, "wheel-throwing")["id"],
        "fromLocalDate": written,
        "toLocalDate": "2027-05-19T00:00:00",
    }
    reply = ada.post(SLOTS, body)
    assert (reply.status_code, violated_field(reply)) == (400, "fromLocalDate")


@pytest.mark.parametrize("slug", ["open-studio-session", "six-week-wheel-course"])
def test_classes_and_courses_have_no_appointments(ada: Caller, slug: str):
    body = {"serviceId": service_named(ada, slug)["id"], "toLocalDate": "2099-01-01T00:00:00"}
    reply = ada.post(SLOTS, body)
    assert (reply.status_code, error_code(reply)) == (400, "NO_IMPLEMENTERS_FOUND")
    if slug == "six-week-wheel-course":
        assert sessions(ada, slug, "2027-05-18", "2027-06-18") == []


def test_sessions_of_classes_have_an_event_and_no_schedule(studio: Sandbox, ada: Caller):
    (session, *others) = sessions(ada, "open-studio-session", "2027-05-17", "2027-05-24", LISBON)
    assert (session["localStartDate"], session["localEndDate"]) == ("2027-05-17T23:00:00", "2027-05-18T02:00:00")
    assert len(others) == 3
    assert "scheduleId" not in session
    assert session["eventInfo"]["eventTitle"] == "Open studio session"
    assert (session["totalCapacity"], session["remainingCapacity"]) == (8, 8)
    event_id = session["eventInfo"]["eventId"]
    for path in (SLOTS, f"/_api{SLOTS}"):
        reply = ada.get(f"{path}/event/{event_id}?timeZone={LISBON}")
        assert reply.json == {"timeSlot": session, "timeZone": LISBON}
    for unknown in (event_id[:-1] + "1", "nope", event_id.replace("-2027", "-20279")):
        reply = ada.get(f"{SLOTS}/event/{unknown}")
        assert (reply.status_code, error_code(reply)) == (404, "SLOT_NOT_FOUND")


def test_a_weekly_class_keeps_its_time_over_a_change_of_clocks(sandbox: Sandbox):
    ada = visitor_at(sandbox, "2027-10-28T12:00:00Z")
    found = sessions(ada, "saturday-hand-building", "2027-10-30", "2027-11-14", "UTC")
    assert [session["localStartDate"] for session in found] == [
        "2027-10-30T14:00:00",
        "2027-11-06T14:00:00",
        "2027-11-13T15:00:00",
    ]


def test_a_full_session_is_left_out_unless_asked_for(studio: Sandbox, ada: Caller):
    studio.take_slot("saturday-hand-building", "2027-05-22T10:00")
    studio.take_slot("saturday-hand-building", "2027-05-29T10:00", people=4)
    shown = sessions(ada, "saturday-hand-building", "2027-05-17", "2027-05-31", includeNonBookable=False)
    assert [session["remainingCapacity"] for session in shown] == [2]
    assert sessions(ada, "saturday-hand-building", "2027-05-17", "2027-05-31", minBookableCapacity=3) == []
    full = sessions(ada, "saturday-hand-building", "2027-05-17", "2027-05-31")[0]
    assert full["nonBookableReasons"]["noRemainingCapacity"] is True
    assert full["eventInfo"]["waitingList"] == {"totalCapacity": 4, "remainingCapacity": 4}


def test_the_seed_has_an_ordinary_a_full_and_a_locked_session(ada: Caller):
    now = datetime.now(UTC)
    first, last = (now + timedelta(days=1)).date().isoformat(), (now + timedelta(days=24)).date().isoformat()
    ordinary, full, locked = sessions(ada, "saturday-hand-building", first, last)[:3]
    assert (ordinary["bookable"], ordinary["remainingCapacity"]) == (True, 4)
    assert (full["bookable"], full["remainingCapacity"]) == (False, 0)
    assert full["eventInfo"]["waitingList"] == {"totalCapacity": 4, "remainingCapacity": 2}
    assert (locked["bookable"], locked["remainingCapacity"], locked["bookableCapacity"]) == (False, 1, 0)
    assert locked["nonBookableReasons"]["reservedForWaitingList"] is True
    found = entries(ada, "saturday-hand-building", first, last)[:3]
    assert [(entry["bookable"], entry["locked"]) for entry in found] == [(True, False), (False, False), (True, True)]
    assert found[1]["waitingList"] == {"totalSpots": 4, "openSpots": 2}


def test_the_seed_has_a_free_appointment_soon(ada: Caller):
    now = datetime.now(UTC)
    week = [(now + timedelta(days=days)).date().isoformat() for days in (1, 8)]
    assert len(time_slots(ada, "wheel-throwing", *week, bookable=True)) > 10


def test_availability_of_old_tells_moments_and_the_same_calendar(studio: Sandbox, ada: Caller):
    found = entries(ada, "wheel-throwing", "2027-05-18", "2027-05-19", bookable=True)
    first = found[0]["slot"]
    assert (first["startDate"], first["timezone"]) == ("2027-05-18T13:00:00.000Z", STUDIO)
    assert first["location"]["locationType"] == "OWNER_BUSINESS"
    assert first["resource"]["scheduleId"]
    # One for each of the staff: six hours with both, two with Mara alone.
    assert len(found) == 14
    assert entries(ada, "wheel-throwing", "2027-05-18", "2027-05-19", resourceId=[first["resource"]["id"]]) == [
        entry for entry in found if entry["slot"]["resource"]["id"] == first["resource"]["id"]
    ]
    studio.take_slot("wheel-throwing", "2027-05-18T09:00")
    assert len(entries(ada, "wheel-throwing", "2027-05-18", "2027-05-19", bookable=True)) == 13
    taken = entries(ada, "wheel-throwing", "2027-05-18", "2027-05-19", bookable=False)
    assert [(entry["slot"]["startDate"], entry["openSpots"]) for entry in taken] == [("2027-05-18T13:00:00.000Z", 0)]


def test_availability_of_old_without_a_zone_takes_moments(studio: Sandbox, ada: Caller):
    stretch = {"startDate": "2027-05-18T13:00:00.000Z", "endDate": "2027-05-18T15:00:00.000Z"}
    query = {"filter": {"serviceId": [service_named(ada, "glaze-consultation")["id"]], **stretch}}
    found = ada.post(AVAILABILITY, {"query": query}).json["availabilityEntries"]
    assert [entry["slot"]["startDate"][11:16] for entry in found] == ["13:00", "13:30", "14:00", "14:30"]
    assert found[0]["slot"]["timezone"] == STUDIO
    query["filter"]["startDate"] = "2027-05-18T13:00:00"
    assert violated_field(ada.post(AVAILABILITY, {"query": query})) == "timezone"
    assert violated_field(ada.post(AVAILABILITY, {"query": {"filter": {}}})) == "query.filter.serviceId"


def test_a_slot_that_is_not_there_cannot_be_taken(studio: Sandbox):
    with pytest.raises(ValueError, match="no slot"):
        studio.take_slot("wheel-throwing", "2027-05-18T09:10")
    with pytest.raises(KeyError):
        studio.take_slot("nope", "2027-05-18T09:00")
