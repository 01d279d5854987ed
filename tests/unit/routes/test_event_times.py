"""How the time of an event is written: by the clock of its place, on ordinary days and on those that change it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from routes.event_times import Day, build_event_filters

AMERICAN = build_event_filters("en-US")
GERMAN = build_event_filters("de-DE")
NEW_YORK, LISBON = "America/New_York", "Europe/Lisbon"
EVENING = datetime(2027, 6, 16, 23, 0, tzinfo=UTC)
THIN, NARROW = "\N{THIN SPACE}\N{EN DASH}\N{THIN SPACE}", "\N{NARROW NO-BREAK SPACE}"


@pytest.fixture(params=["UTC", "Asia/Tokyo", "America/New_York"])
def _machine_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The zone of the machine that the shop runs on."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_machine_zone")
@pytest.mark.parametrize("sender_zone", [UTC, timezone(timedelta(hours=9)), timezone(timedelta(hours=-11))])
def test_an_evening_is_told_by_the_clock_of_its_place_wherever_the_shop_runs(sender_zone: timezone) -> None:
    starts_at, ends_at = EVENING.astimezone(sender_zone), (EVENING + timedelta(hours=3)).astimezone(sender_zone)
    written = AMERICAN["span"](starts_at, ends_at, NEW_YORK)
    assert written == f"Wednesday, June 16, 2027, 7:00{NARROW}–{NARROW}10:00{NARROW}PM EDT (New York Time)"


def test_an_event_without_an_end_has_its_start_alone() -> None:
    written = AMERICAN["span"](EVENING, None, NEW_YORK)
    assert written == f"Wednesday, June 16, 2027, 7:00{NARROW}PM EDT (New York Time)"
    assert AMERICAN["span"](EVENING, EVENING, NEW_YORK) == written


def test_over_midnight_both_days_are_named() -> None:
    written = AMERICAN["span"](EVENING, EVENING + timedelta(hours=6), NEW_YORK)
    assert written == (
        f"Wednesday, June 16, 2027, 7:00{NARROW}PM{THIN}Thursday, June 17, 2027, 1:00{NARROW}AM EDT (New York Time)"
    )


def test_what_is_one_day_here_may_be_two_days_there() -> None:
    ends_at = EVENING + timedelta(hours=2)
    assert "June 17" not in AMERICAN["span"](EVENING, ends_at, NEW_YORK)
    assert "Thursday, June 17, 2027" in AMERICAN["span"](EVENING, ends_at, LISBON)


def test_an_hour_that_comes_twice_is_told_apart_by_its_zones() -> None:
    starts_at = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    written = AMERICAN["span"](starts_at, starts_at + timedelta(hours=1), NEW_YORK)
    assert written == f"Sunday, November 1, 2026, 1:30{NARROW}AM EDT{THIN}1:30{NARROW}AM EST (New York Time)"


def test_an_hour_that_is_left_out_is_not_won() -> None:
    starts_at = datetime(2027, 3, 14, 6, 30, tzinfo=UTC)
    written = AMERICAN["span"](starts_at, starts_at + timedelta(hours=1), NEW_YORK)
    assert written == f"Sunday, March 14, 2027, 1:30{NARROW}AM EST{THIN}3:30{NARROW}AM EDT (New York Time)"


def test_a_night_over_the_change_names_both_zones_and_both_days() -> None:
    starts_at = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)
    written = AMERICAN["hours"](starts_at, starts_at + timedelta(hours=10), NEW_YORK)
    assert written == f"10:00{NARROW}PM EDT{THIN}Sunday, November 1, 2026, 7:00{NARROW}AM EST"


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        (LISBON, f"12:00{NARROW}AM GMT+1"),
        ("Asia/Kolkata", f"4:30{NARROW}AM GMT+5:30"),
        ("America/St_Johns", f"8:30{NARROW}PM GMT-2:30"),
        ("UTC", f"11:00{NARROW}PM UTC"),
    ],
)
def test_a_zone_without_a_short_name_is_told_by_its_distance(zone: str, written: str) -> None:
    assert AMERICAN["time_in"](EVENING, zone) == written


def test_a_zone_is_named_after_its_city() -> None:
    assert AMERICAN["zone_name"](LISBON) == "Lisbon Time"
    assert AMERICAN["zone_name"]("UTC") == ""


def test_a_day_comes_in_parts_for_a_leaf_of_a_calendar() -> None:
    assert AMERICAN["day_in"](EVENING, NEW_YORK) == Day("Wed", "16", "Jun")
    assert AMERICAN["day_in"](EVENING, LISBON) == Day("Thu", "17", "Jun")
    assert AMERICAN["month_in"](EVENING, NEW_YORK) == "June 2027"


def test_times_follow_the_language_of_the_shop() -> None:
    written = GERMAN["span"](EVENING, EVENING + timedelta(hours=1), "Europe/Berlin")
    assert written.startswith("Donnerstag, 17. Juni 2027, 01:00–02:00 Uhr MESZ")


def test_a_naive_datetime_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        AMERICAN["date_in"](EVENING.replace(tzinfo=None), NEW_YORK)
