"""Days and weeks of a calendar by the clock of a zone, above all on days when clocks change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.sentences import lasting
from routes.slot_calendar import (
    MOST_DAYS_AHEAD,
    arrange_days,
    is_twice_that_day,
    make_day,
    midnight_of,
    nearest_free,
    parse_first_day,
    parse_moment,
    span_from,
    today_in,
)
from routes.slot_times import build_slot_filters
from routes.time_zones import OFFERED
from services.models import Slot, SlotState

NEW_YORK, PARIS, LORD_HOWE, CAIRO, SYDNEY = (
    "America/New_York",
    "Europe/Paris",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Australia/Sydney",
)
ZONES = sorted({zone for zones in OFFERED.values() for zone in zones})
write = build_slot_filters("en-US")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def slot(starts: datetime, state: SlotState = SlotState.FREE, minutes: int = 60) -> Slot:
    return Slot(starts.isoformat(), "s1", starts, starts + timedelta(minutes=minutes), state)


def every_half_hour(starts: datetime, ends: datetime) -> Iterable[Slot]:
    while starts < ends:
        yield slot(starts, minutes=30)
        starts += timedelta(minutes=30)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (NEW_YORK, date(2027, 3, 14), "23"),
        (NEW_YORK, date(2027, 11, 7), "25"),
        (PARIS, date(2027, 3, 28), "23"),
        (PARIS, date(2027, 10, 31), "25"),
        (SYDNEY, date(2027, 4, 4), "25"),
        (SYDNEY, date(2027, 10, 3), "23"),
        (LORD_HOWE, date(2027, 4, 4), "24.5"),
        (LORD_HOWE, date(2027, 10, 3), "23.5"),
        (CAIRO, date(2027, 4, 30), "23"),
        ("America/Havana", date(2027, 3, 14), "23"),
        ("America/Havana", date(2027, 11, 7), "25"),
    ],
)
def test_a_day_on_which_clocks_change_says_how_long_it_is(zone: str, day: date, hours: str) -> None:
    made = make_day(day, zone, ())
    assert made.has_clock_change
    assert made.hours == hours
    assert not make_day(day + timedelta(days=1), zone, ()).has_clock_change


@pytest.mark.parametrize(
    ("zone", "day", "moment"),
    [
        (NEW_YORK, date(2027, 3, 14), "2027-03-14T05:00"),
        (NEW_YORK, date(2027, 3, 15), "2027-03-15T04:00"),
        # At midnight these clocks go on to one o'clock: the day begins at that moment.
        (CAIRO, date(2027, 4, 30), "2027-04-29T22:00"),
        ("America/Havana", date(2027, 3, 14), "2027-03-14T05:00"),
        # Here midnight comes twice: the day begins with the first one.
        ("America/Havana", date(2027, 11, 7), "2027-11-07T04:00"),
    ],
)
def test_the_first_moment_of_a_day(zone: str, day: date, moment: str) -> None:
    assert midnight_of(day, zone) == at(moment)


@pytest.mark.parametrize("first", [date(2027, 3, 11), date(2027, 3, 26), date(2027, 10, 29), date(2027, 11, 5)])
@pytest.mark.parametrize("zone", [NEW_YORK, PARIS, LORD_HOWE, CAIRO, "Asia/Kathmandu", "America/Havana"])
def test_every_slot_of_a_week_stands_on_the_day_the_clock_says(zone: str, first: date) -> None:
    begins, ends = span_from(first, zone)
    given_slots = list(every_half_hour(begins, ends))
    week = arrange_days(reversed(given_slots), first, zone, first)
    assert week.slots == given_slots
    for day in week.days:
        assert all(day.midnight <= known.starts_at < day.ends for known in day.slots)
        assert {today_in(zone, known.starts_at) for known in day.slots} == {day.date}
        assert len(day.slots) == day.length // timedelta(minutes=30)


@given(zone=st.sampled_from(ZONES), first=st.dates(date(2026, 1, 1), date(2030, 12, 31)))
def test_days_follow_one_another_without_a_gap_in_any_zone(zone: str, first: date) -> None:
    days = arrange_days((), first, zone, first).days
    assert all(day.ends == following.midnight for day, following in pairwise(days))
    assert (days[0].midnight, days[-1].ends) == span_from(first, zone)


def test_slots_of_other_days_are_left_out() -> None:
    first = date(2027, 5, 17)
    outside = [slot(at("2027-05-17T03:59")), slot(at("2027-05-24T04:00"))]
    assert arrange_days(outside, first, NEW_YORK, first).slots == []


def test_the_same_slot_stands_on_another_day_elsewhere() -> None:
    evening = slot(at("2027-05-18T01:00"))
    here = arrange_days([evening], date(2027, 5, 17), NEW_YORK, date(2027, 5, 17))
    there = arrange_days([evening], date(2027, 5, 17), "Asia/Tokyo", date(2027, 5, 17))
    assert here.days[0].slots == (evening,)
    assert there.days[1].slots == (evening,)


def test_leafing_goes_neither_into_the_past_nor_on_for_ever() -> None:
    today = date(2027, 5, 17)
    assert arrange_days((), today, PARIS, today).earlier is None
    assert arrange_days((), date(2027, 5, 20), PARIS, today).earlier == today
    assert arrange_days((), date(2027, 5, 31), PARIS, today).earlier == date(2027, 5, 24)
    assert arrange_days((), today, PARIS, today).later == date(2027, 5, 24)
    assert arrange_days((), today + timedelta(days=MOST_DAYS_AHEAD), PARIS, today).later is None


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2027-06-01", date(2027, 6, 1)),
        ("", date(2027, 5, 17)),
        ("2027-05-16", date(2027, 5, 17)),
        ("1999-01-01", date(2027, 5, 17)),
        ("9999-12-31", date(2028, 5, 17)),
        ("2027-02-30", date(2027, 5, 17)),
        ("2027-W21-1", date(2027, 5, 17)),
        ("20270601", date(2027, 5, 17)),
        ("2027-06-01\n", date(2027, 5, 17)),
        ("٢٠٢٧-٠٦-٠١", date(2027, 5, 17)),
        ("tomorrow", date(2027, 5, 17)),
    ],
)
def test_the_first_day_is_one_that_can_be_shown(text: str, first: date) -> None:
    assert parse_first_day(text, date(2027, 5, 17)) == first


@pytest.mark.parametrize("text", ["", "0", "-1", "1e9", "12345678901", "1812345678.5", "now"])
def test_what_is_no_moment_is_none(text: str) -> None:
    assert parse_moment(text) is None
    assert parse_moment("1812345678") == datetime.fromtimestamp(1812345678, UTC)


def test_today_depends_on_the_clock_one_lives_by() -> None:
    now = at("2027-05-17T23:30")
    assert today_in(NEW_YORK, now) == date(2027, 5, 17)
    assert today_in("Asia/Tokyo", now) == date(2027, 5, 18)


def test_the_nearest_free_times_stand_in_their_order_whichever_side_they_are_on() -> None:
    hours = {hour: slot(at(f"2027-05-17T{hour:02}:00")) for hour in (9, 11, 14, 18)}
    full = slot(at("2027-05-17T12:00"), SlotState.FULL)
    assert nearest_free([full, *hours.values()], at("2027-05-17T12:00")) == (hours[9], hours[11], hours[14])
    assert nearest_free([full], at("2027-05-17T12:00")) == ()


@pytest.mark.parametrize(
    ("moment", "zone", "words"),
    [
        ("2027-11-07T05:30", NEW_YORK, "1:30 AM EDT"),
        ("2027-11-07T06:30", NEW_YORK, "1:30 AM EST"),
        ("2027-11-07T07:30", NEW_YORK, "2:30 AM"),
        ("2027-11-07T04:30", NEW_YORK, "12:30 AM"),
        ("2027-10-31T00:30", PARIS, "2:30 AM GMT+2"),
        ("2027-10-31T01:30", PARIS, "2:30 AM GMT+1"),
        ("2027-03-14T06:59", NEW_YORK, "1:59 AM"),
        ("2027-03-14T07:00", NEW_YORK, "3:00 AM"),
        ("2027-04-03T14:45", LORD_HOWE, "1:45 AM GMT+11"),
        ("2027-04-03T15:15", LORD_HOWE, "1:45 AM GMT+10:30"),
    ],
)
def test_a_time_that_comes_twice_names_its_zone(moment: str, zone: str, words: str) -> None:
    assert write["clock_in"](at(moment), zone).replace("\u202f", " ") == words
    assert is_twice_that_day(at(moment), zone) == ("GMT" in words or words.endswith("T"))


def test_the_time_at_the_studio_names_its_zone_and_another_day() -> None:
    def beside(moment: str, zone: str) -> str:
        return str(write["clock_beside"](at(moment), NEW_YORK, zone)).replace("\u202f", " ")

    assert beside("2027-05-17T13:30", PARIS) == "9:30 AM EDT"
    assert beside("2027-05-17T23:30", "Asia/Tokyo") == "Mon 7:30 PM EDT"
    # Between the two changes the clocks are an hour nearer to one another.
    assert beside("2027-03-20T13:30", PARIS) == "9:30 AM EDT"
    assert write["clock_in"](at("2027-03-20T13:30"), PARIS).replace("\u202f", " ") == "2:30 PM"


@pytest.mark.parametrize(
    ("minutes", "words"), [(30, "30 minutes"), (60, "1 hour"), (90, "1 hour 30 minutes"), (150, "2 hours 30 minutes")]
)
def test_how_long_something_takes(minutes: int, words: str) -> None:
    assert lasting(minutes) == words
