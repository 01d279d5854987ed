"""The times of services: all and only theirs, in moments that no change of clocks confuses, never remembered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sandbox import Sandbox
from services.errors import NotFoundError, PlatformAnswerError, PlatformUnavailableError, SlotTakenError
from services.models import Slot, SlotQuery, SlotState
from tests.contract.booking_cast import (
    APPOINTMENT,
    CLASS,
    COURSE,
    MONDAY,
    STUDIO,
    URLS,
    at,
    bookings_of,
    finish,
    service,
    set_clock,
    slot_at,
    slots,
)
from tests.contract.conftest import RecordedWorld, World, recorded

pytestmark = [pytest.mark.platforms("wix"), pytest.mark.capability("Bookings")]

TIME_SLOTS = "/_api/service-availability/v2/time-slots"
STAFF_TYPE = "1cd44cf8-756f-41c3-bd90-3e2ffcaf1155"
SMALL_SHOP = Path(__file__).parents[1] / "sandbox" / "small_shop"
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
"""


@pytest.fixture
def studio(wix_world: RecordedWorld) -> RecordedWorld:
    """The demo studio on a Monday in May."""
    set_clock(wix_world, MONDAY)
    return wix_world


@pytest.fixture
def night(tmp_path: Path) -> Iterator[RecordedWorld]:
    """A studio that works while the clocks are changed: in 2027 on 14 March and 7 November, at two at night."""
    seed = tmp_path / "seed"
    seed.mkdir()
    (seed / "catalog.toml").write_bytes((SMALL_SHOP / "catalog.toml").read_bytes())
    (seed / "services.toml").write_text(NIGHT)
    made = Sandbox(
        tmp_path / "night.sqlite3",
        public_url="http://localhost:8000/sandbox",
        allowed_redirect_domains=["http://127.0.0.1:8000"],
        allowed_redirect_uris=[],
        seed=seed,
    )
    yield recorded(made)
    made.close()


def hours(found: tuple[Slot, ...]) -> list[str]:
    return [f"{slot.starts_at:%dT%H}" for slot in found]


def local_hours(found: tuple[Slot, ...], zone: str) -> list[int]:
    return [slot.starts_at.astimezone(ZoneInfo(zone)).hour for slot in found]


def asked(world: RecordedWorld, path: str) -> list[Any]:
    return [request.body for request in world.recorder.asked if request.path == path]


def test_appointments_are_all_those_of_the_span_with_whoever_is_free(studio: RecordedWorld) -> None:
    found = slots(studio, APPOINTMENT, "2027-05-18", "2027-05-19")
    assert local_hours(found, STUDIO) == list(range(9, 17))
    assert [[member.name for member in slot.staff] for slot in found[:2]] == [
        ["Mara Quinn"],
        ["Mara Quinn", "Teo Almeida"],
    ]
    first = found[0]
    assert (first.starts_at, first.ends_at) == (at("2027-05-18T13:00"), at("2027-05-18T14:00"))
    assert first.starts_at.utcoffset() == timedelta()
    assert (first.state, first.can_be_booked, first.open_spots, first.total_spots) == (SlotState.FREE, True, 1, 1)
    assert first.place is not None
    assert (first.place.name, first.place.kind) == ("Kiln & Kettle studio", "business")
    assert {slot.service_id for slot in found} == {service(studio, APPOINTMENT).id}


def test_appointments_are_asked_for_in_utc_with_staff_and_whatever_their_state(studio: RecordedWorld) -> None:
    slots(studio, APPOINTMENT, "2027-05-18T04:00", "2027-05-19T04:00")
    assert asked(studio, TIME_SLOTS) == [
        {
            "serviceId": service(studio, APPOINTMENT).id,
            "fromLocalDate": "2027-05-18T04:00:00",
            "toLocalDate": "2027-05-19T04:00:00",
            "timeZone": "Etc/UTC",
            "includeResourceTypeIds": [STAFF_TYPE],
            "cursorPaging": {"limit": 1000},
        }
    ]


def test_sessions_are_asked_for_full_ones_included(studio: RecordedWorld) -> None:
    (found,) = slots(studio, CLASS, "2027-05-17", "2027-05-24")
    assert asked(studio, f"{TIME_SLOTS}/event") == [
        {
            "serviceIds": [service(studio, CLASS).id],
            "fromLocalDate": "2027-05-17T00:00:00",
            "toLocalDate": "2027-05-24T00:00:00",
            "timeZone": "Etc/UTC",
            "includeNonBookable": True,
            "cursorPaging": {"limit": 50},
        }
    ]
    assert (found.starts_at, found.ends_at) == (at("2027-05-22T14:00"), at("2027-05-22T16:30"))
    assert (found.open_spots, found.total_spots, found.waiting_spots) == (6, 6, 4)
    assert [member.name for member in found.staff] == ["Mara Quinn"]


def test_a_course_has_no_times_and_costs_no_call(studio: RecordedWorld) -> None:
    found = service(studio, COURSE)
    before = len(studio.recorder.asked)
    assert slots(studio, COURSE, "2027-05-17", "2027-06-17") == ()
    with pytest.raises(NotFoundError):
        bookings_of(studio).get_slot(found, "20270518T130000.20270518T140000.b.a")
    assert len(studio.recorder.asked) == before


def test_a_span_with_zones_means_the_same_moments(studio: RecordedWorld) -> None:
    zone = ZoneInfo(STUDIO)
    found, wheel = bookings_of(studio), service(studio, APPOINTMENT)
    day = SlotQuery(wheel.id, datetime(2027, 5, 18, tzinfo=zone), datetime(2027, 5, 19, tzinfo=zone))
    assert found.list_slots(wheel, day) == slots(studio, APPOINTMENT, "2027-05-18T04:00", "2027-05-19T04:00")


def test_times_before_and_after_the_span_are_left_out_whatever_comes(studio: RecordedWorld) -> None:
    def stretch(answer: Any) -> None:
        answer["timeSlots"][0].update(localStartDate="2027-05-17T23:59:59")
        answer["timeSlots"][1].update(localStartDate="2027-05-19T00:00:00", localEndDate="2027-05-19T01:00:00")

    studio.recorder.rewrite("/time-slots", stretch)
    assert len(slots(studio, APPOINTMENT, "2027-05-18", "2027-05-19")) == 6


def test_one_of_the_staff_can_be_chosen(studio: RecordedWorld) -> None:
    teo = slot_at(studio, APPOINTMENT, "2027-05-18T14:00").staff[1]
    found = slots(studio, APPOINTMENT, "2027-05-18", "2027-05-19", staff_id=teo.id)
    assert local_hours(found, STUDIO) == list(range(10, 16))
    assert {slot.staff for slot in found} == {(teo,)}
    assert asked(studio, TIME_SLOTS)[-1]["resourceTypes"] == [{"resourceTypeId": STAFF_TYPE, "resourceIds": [teo.id]}]
    assert bookings_of(studio).get_slot(service(studio, APPOINTMENT), found[0].key) == found[0]
    assert slots(studio, CLASS, "2027-05-17", "2027-05-24", staff_id=teo.id) == ()


def test_a_place_can_be_chosen(studio: RecordedWorld) -> None:
    everywhere = slots(studio, APPOINTMENT, "2027-05-20", "2027-05-21")
    ferry = next(place for place in service(studio, APPOINTMENT).places if place.name == "The Ferry House")
    there = slots(studio, APPOINTMENT, "2027-05-20", "2027-05-21", place_id=ferry.id)
    assert 0 < len(there) < len(everywhere)
    assert {slot.place and slot.place.name for slot in there} == {"The Ferry House"}
    assert [slot for slot in everywhere if slot.place and slot.place.id == ferry.id] == list(there)


@pytest.mark.parametrize("slug", [APPOINTMENT, CLASS])
def test_long_lists_are_read_to_their_end(studio: RecordedWorld, slug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = slots(studio, slug, "2027-05-17", "2027-06-17")
    monkeypatch.setattr("services.wix.time_slots.APPOINTMENTS_A_PAGE", 60)
    monkeypatch.setattr("services.wix.time_slots.SESSIONS_A_PAGE", 2)
    assert slots(studio, slug, "2027-05-17", "2027-06-17") == whole
    later = studio.recorder.asked[-1].body
    assert later.keys() == {"cursorPaging"}
    assert later["cursorPaging"].keys() == {"limit", "cursor"}


def test_a_list_without_end_is_left_at_its_bound(studio: RecordedWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.wix.time_slots.APPOINTMENTS_A_PAGE", 1)
    monkeypatch.setattr("services.wix.time_slots.MOST_PAGES", 3)
    assert len(slots(studio, APPOINTMENT, "2027-05-17", "2027-06-17")) == 3
    assert len(asked(studio, TIME_SLOTS)) == 3


def test_in_spring_nothing_starts_in_the_skipped_hour(night: RecordedWorld) -> None:
    set_clock(night, "2027-03-12T12:00:00Z")
    found = slots(night, "night-firing", "2027-03-14", "2027-03-15")
    assert hours(found) == ["14T05", "14T06", "14T07", "14T08"]
    assert local_hours(found, STUDIO) == [0, 1, 3, 4]
    assert all(slot.ends_at - slot.starts_at == timedelta(hours=1) for slot in found)


def test_in_autumn_both_repeated_hours_are_times_of_their_own(night: RecordedWorld) -> None:
    set_clock(night, "2027-11-05T12:00:00Z")
    found = slots(night, "night-firing", "2027-11-07", "2027-11-08")
    assert hours(found) == ["07T04", "07T05", "07T06", "07T07", "07T08", "07T09"]
    assert local_hours(found, STUDIO) == [0, 1, 1, 2, 3, 4]
    assert len({slot.key for slot in found}) == 6
    for slot in found:
        assert bookings_of(night).get_slot(service(night, "night-firing"), slot.key) == slot


@pytest.mark.parametrize(
    ("clock", "start", "told"),
    [
        (
            "2027-03-12T12:00:00Z",
            "2027-03-14T05:00",
            ("America/New_York", "2027-03-14T00:00:00", "2027-03-14T01:00:00"),
        ),
        (
            "2027-03-12T12:00:00Z",
            "2027-03-14T06:00",
            ("America/New_York", "2027-03-14T01:00:00", "2027-03-14T03:00:00"),
        ),
        ("2027-11-05T12:00:00Z", "2027-11-07T04:00", ("Etc/UTC", "2027-11-07T04:00:00", "2027-11-07T05:00:00")),
        ("2027-11-05T12:00:00Z", "2027-11-07T05:00", ("Etc/UTC", "2027-11-07T05:00:00", "2027-11-07T06:00:00")),
        ("2027-11-05T12:00:00Z", "2027-11-07T06:00", ("Etc/UTC", "2027-11-07T06:00:00", "2027-11-07T07:00:00")),
        (
            "2027-11-05T12:00:00Z",
            "2027-11-07T07:00",
            ("America/New_York", "2027-11-07T02:00:00", "2027-11-07T03:00:00"),
        ),
    ],
)
def test_the_hosted_page_books_the_very_hour_that_was_chosen(
    night: RecordedWorld, clock: str, start: str, told: tuple[str, str, str]
) -> None:
    set_clock(night, clock)
    chosen = slot_at(night, "night-firing", start)
    way = bookings_of(night).create_redirect_session(
        night.visitor, service(night, "night-firing"), chosen, STUDIO, URLS
    )
    sent = night.recorder.bodies("/redirect-session")[-1]["bookingsCheckout"]
    slot = sent["slotAvailability"]["slot"]
    assert (slot["timezone"], slot["startDate"], slot["endDate"]) == told
    assert sent["timezone"] == slot["timezone"]
    finish(night, way.full_url)
    left = slots(night, "night-firing", start[:10], f"{start[:10]}T23:00")
    assert at(start) not in {slot.starts_at for slot in left}
    assert len(left) == (3 if start < "2027-06" else 5)


def test_a_weekly_session_keeps_its_hour_over_a_change_of_clocks(world_in_process: World) -> None:
    set_clock(world_in_process, "2027-03-08T12:00:00Z")
    found = slots(world_in_process, CLASS, "2027-03-10", "2027-03-24")
    assert hours(found) == ["13T15", "20T14"]
    assert local_hours(found, STUDIO) == [10, 10]


def test_what_others_booked_is_gone_the_moment_it_is(studio: RecordedWorld) -> None:
    chosen = slot_at(studio, APPOINTMENT, "2027-05-18T14:00")
    before = len(slots(studio, APPOINTMENT, "2027-05-18", "2027-05-19"))
    studio.sandbox.take_slot(APPOINTMENT, "2027-05-18T10:00")
    assert len(slots(studio, APPOINTMENT, "2027-05-18", "2027-05-19")) == before - 1
    with pytest.raises(SlotTakenError):
        bookings_of(studio).get_slot(service(studio, APPOINTMENT), chosen.key)


def test_a_time_is_taken_for_whom_it_was_chosen_though_somebody_else_is_free(studio: RecordedWorld) -> None:
    wheel = service(studio, APPOINTMENT)
    anybody = slot_at(studio, APPOINTMENT, "2027-05-18T14:00")
    mara, teo = anybody.staff
    with_teo = slot_at(studio, APPOINTMENT, "2027-05-18T14:00", staff_id=teo.id)

    def only_mara(answer: Any) -> None:
        answer["timeSlot"]["availableResources"][0]["resources"] = [{"id": mara.id, "name": mara.name}]

    studio.recorder.rewrite("/time-slots/get", only_mara)
    assert bookings_of(studio).get_slot(wheel, anybody.key).staff == (mara,)
    with pytest.raises(SlotTakenError):
        bookings_of(studio).get_slot(wheel, with_teo.key)


def test_one_time_is_asked_for_with_its_place_and_staff(studio: RecordedWorld) -> None:
    teo = slot_at(studio, APPOINTMENT, "2027-05-18T14:00").staff[1]
    chosen = slot_at(studio, APPOINTMENT, "2027-05-18T14:00", staff_id=teo.id)
    bookings_of(studio).get_slot(service(studio, APPOINTMENT), chosen.key)
    assert chosen.place is not None
    assert asked(studio, f"{TIME_SLOTS}/get") == [
        {
            "serviceId": chosen.service_id,
            "localStartDate": "2027-05-18T14:00:00",
            "localEndDate": "2027-05-18T15:00:00",
            "timeZone": "Etc/UTC",
            "location": {"locationType": "BUSINESS", "id": chosen.place.id},
            "includeResourceTypeIds": [STAFF_TYPE],
            "resourceTypes": [{"resourceTypeId": STAFF_TYPE, "resourceIds": [teo.id]}],
        }
    ]


def test_a_session_is_read_by_its_event(studio: RecordedWorld) -> None:
    found = slot_at(studio, CLASS, "2027-05-22T14:00")
    studio.sandbox.take_slot(CLASS, "2027-05-22T10:00", people=4)
    now = bookings_of(studio).get_slot(service(studio, CLASS), found.key)
    assert now == replace(found, open_spots=2)
    last = studio.recorder.asked[-1]
    assert (last.method, last.path.rpartition("/")[0]) == ("GET", f"{TIME_SLOTS}/event")


def test_a_full_session_takes_names_to_wait_until_its_list_is_full(studio: RecordedWorld) -> None:
    studio.sandbox.take_slot(CLASS, "2027-05-22T10:00")
    full = slot_at(studio, CLASS, "2027-05-22T14:00")
    assert (full.state, full.can_be_booked, full.has_waiting_list) == (SlotState.WAITING_LIST, False, True)
    studio.recorder.rewrite("/event", lambda answer: answer["timeSlots"][0]["eventInfo"].pop("waitingList"))
    full = slot_at(studio, CLASS, "2027-05-22T14:00")
    assert (full.state, full.has_waiting_list) == (SlotState.FULL, False)


@pytest.mark.parametrize(
    ("start", "state"),
    [
        ("2027-05-17T13:00", SlotState.TOO_LATE),
        ("2027-05-17T14:00", SlotState.TOO_LATE),
        ("2027-05-17T15:00", SlotState.FREE),
        ("2027-07-15T13:00", SlotState.FREE),
        ("2027-07-20T13:00", SlotState.TOO_EARLY),
    ],
)
def test_times_that_cannot_be_booked_yet_or_any_more_say_so(
    studio: RecordedWorld, start: str, state: SlotState
) -> None:
    set_clock(studio, "2027-05-17T12:30:00Z")
    assert slot_at(studio, APPOINTMENT, start).state is state


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"bookingPolicyViolations": {"bookOnlineDisabled": True}}, SlotState.CLOSED),
        ({"nonBookableReasons": {"eventCancelled": True}}, SlotState.CLOSED),
        ({"nonBookableReasons": {"reservedForWaitingList": True}}, SlotState.LOCKED),
        ({"nonBookableReasons": {"noRemainingCapacity": True}}, SlotState.WAITING_LIST),
        ({"remainingCapacity": 0, "eventInfo": {"eventId": "a-b"}}, SlotState.FULL),
        ({"nonBookableReasons": {}}, SlotState.CLOSED),
        ({"bookable": "perhaps"}, None),
    ],
)
def test_why_a_time_cannot_be_booked_is_told(
    studio: RecordedWorld, change: dict[str, Any], state: SlotState | None
) -> None:
    studio.recorder.rewrite("/event", lambda answer: answer["timeSlots"][0].update({"bookable": False} | change))
    found = slots(studio, CLASS, "2027-05-22", "2027-05-23")
    assert [slot.state for slot in found] == ([state] if state else [])


@pytest.mark.parametrize(
    "key",
    [
        "",
        "odd",
        "20270518T140000.20270518T150000.b",
        "20270518T140000.20270518T150000.b.a.",
        "20270518T140000.20270518T150000.b.s",
        "20270518T140000.20270518T150000.x.a",
        "20270518T140000.20270518T150000.b../../carts.a",
        "20270518T150000.20270518T140000.b.a",
        "20270518T140000.20270518T140000.b.a",
        "20270532T140000.20270618T140000.b.a",
        "20270518T250000.20270518T260000.b.a",
        "99990518T140000.99990518T150000.b.a",
        "20270518T140000.20270518T150000.b.a\n",
        "２0270518T140000.20270518T150000.b.a",
        "20270518T140000.20270518T150000.b.e" + "x" * 200,
        "20270518T140000.20270518T150000.b.eabc",
    ],
)
def test_a_made_up_key_means_no_time_and_costs_no_call(studio: RecordedWorld, key: str) -> None:
    wheel = service(studio, APPOINTMENT)
    before = len(studio.recorder.asked)
    with pytest.raises(NotFoundError):
        bookings_of(studio).get_slot(wheel, key)
    assert len(studio.recorder.asked) == before


def test_a_time_there_never_was_is_taken(studio: RecordedWorld) -> None:
    for slug, key in (
        (APPOINTMENT, "20270518T141500.20270518T151500.b.a"),
        (CLASS, "20270518T141500.20270518T151500.b.enobody-202705181415"),
    ):
        with pytest.raises(SlotTakenError):
            bookings_of(studio).get_slot(service(studio, slug), key)


def test_a_time_of_another_service_is_not_this_ones(studio: RecordedWorld) -> None:
    session = slot_at(studio, "open-studio-session", "2027-05-17T22:00")
    with pytest.raises(NotFoundError):
        bookings_of(studio).get_slot(service(studio, CLASS), session.key)


def test_a_service_that_is_gone_is_not_found(studio: RecordedWorld) -> None:
    gone = replace(service(studio, APPOINTMENT), id="00000000-0000-4000-8000-00000000dead")
    with pytest.raises(NotFoundError):
        bookings_of(studio).get_slot(gone, "20270518T141500.20270518T151500.b.a")
    with pytest.raises(NotFoundError):
        bookings_of(studio).list_slots(gone, SlotQuery(gone.id, at("2027-05-18"), at("2027-05-19")))


def test_times_of_another_zone_than_was_asked_for_are_refused(studio: RecordedWorld) -> None:
    studio.recorder.rewrite("/time-slots", lambda answer: answer.update(timeZone=STUDIO))
    with pytest.raises(PlatformAnswerError):
        slots(studio, APPOINTMENT, "2027-05-18", "2027-05-19")


def test_without_an_answer_there_are_no_times_and_none_are_made_up(world: World) -> None:
    set_clock(world, MONDAY)
    assert slots(world, APPOINTMENT, "2027-05-18", "2027-05-19")
    world.sandbox.faults.add(TIME_SLOTS, kind="status", status=500, times=None)
    with pytest.raises(PlatformUnavailableError):
        slots(world, APPOINTMENT, "2027-05-18", "2027-05-19")
