"""An event as a calendar file, read back as a calendar would."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from routes.calendar_file import write_calendar, write_calendar_file
from services.models import Event, EventStatus, SafeHtml, Venue

STARTS_AT = datetime(2026, 11, 1, 4, 30, tzinfo=UTC)  # half past midnight in New York, an hour before the clocks change
NOW = datetime(2026, 10, 1, 9, 15, 42, tzinfo=UTC)
URL = "https://shop.example/events/night-watch"
EVENT = Event(
    "e1",
    "night-watch",
    "Night watch; kiln, tea & talk",
    summary="Stay up with us.\nBring a blanket.",
    starts_at=STARTS_AT,
    ends_at=STARTS_AT + timedelta(hours=3),
    time_zone="America/New_York",
    venue=Venue("The studio", ("14 Tannery Lane", "Portland, ME 04101"), latitude=43.65, longitude=-70.25),
)


def write(event: Event, now: datetime = NOW) -> Calendar:
    assert event.starts_at
    body = write_calendar_file(event, event.starts_at, url=URL, host="shop.example", maker="Kiln & Kettle", now=now)
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    read = Calendar.from_ical(body)
    assert isinstance(read, Calendar)
    return read


def entry_of(event: Event, now: datetime = NOW) -> Any:
    (entry,) = write(event, now).walk("VEVENT")
    return entry


def test_it_says_what_when_and_where() -> None:
    entry = entry_of(EVENT)
    assert entry["SUMMARY"] == "Night watch; kiln, tea & talk"
    assert entry["LOCATION"] == "The studio, 14 Tannery Lane, Portland, ME 04101"
    assert entry["DESCRIPTION"] == f"Stay up with us.\nBring a blanket.\n\n{URL}"
    assert entry["URL"] == URL
    assert entry["STATUS"] == "CONFIRMED"
    assert entry["DTSTAMP"].dt == NOW.replace(second=0)


def test_times_are_those_of_the_place_and_mean_the_same_instants() -> None:
    entry = entry_of(EVENT)
    assert entry["DTSTART"].params["TZID"] == "America/New_York"
    assert entry["DTSTART"].to_ical() == b"20261101T003000"
    assert entry["DTEND"].to_ical() == b"20261101T023000"  # three hours later, because one comes twice
    assert entry["DTSTART"].dt.astimezone(UTC) == EVENT.starts_at
    assert entry["DTEND"].dt.astimezone(UTC) == EVENT.ends_at


def test_the_rules_of_the_zone_come_along() -> None:
    (zone,) = write(EVENT).walk("VTIMEZONE")
    assert zone["TZID"] == "America/New_York"
    rules = zone.to_tz()
    assert STARTS_AT.astimezone(rules).utcoffset() == timedelta(hours=-4)
    assert (STARTS_AT + timedelta(hours=3)).astimezone(rules).utcoffset() == timedelta(hours=-5)


def test_an_event_that_changed_replaces_its_entry() -> None:
    moved = replace(EVENT, title="Night watch", starts_at=STARTS_AT + timedelta(days=1))
    assert entry_of(EVENT)["UID"] == entry_of(moved, NOW + timedelta(days=1))["UID"] == "e1@shop.example"


def test_an_event_that_was_called_off_says_so() -> None:
    assert entry_of(replace(EVENT, status=EventStatus.CANCELLED))["STATUS"] == "CANCELLED"


@pytest.mark.parametrize("ends_at", [None, STARTS_AT, STARTS_AT - timedelta(hours=1)])
def test_an_end_that_is_none_is_left_out(ends_at: datetime | None) -> None:
    assert "DTEND" not in entry_of(replace(EVENT, ends_at=ends_at))


def test_a_place_that_is_not_known_is_left_out() -> None:
    entry = entry_of(replace(EVENT, venue=Venue()))
    assert "LOCATION" not in entry
    assert "GEO" not in entry


def test_an_event_online_says_so() -> None:
    assert entry_of(replace(EVENT, venue=Venue(is_online=True)))["LOCATION"] == "Online"


def test_markup_stays_out_of_the_description() -> None:
    described = replace(EVENT, summary="", description=SafeHtml("<p>Stay <b>up</b> &amp; talk</p>"))
    assert entry_of(described)["DESCRIPTION"] == f"Stay up & talk\n\n{URL}"


def test_universal_time_needs_no_rules() -> None:
    calendar = write(replace(EVENT, time_zone="UTC"))
    assert not calendar.walk("VTIMEZONE")
    (entry,) = calendar.walk("VEVENT")
    assert entry["DTSTART"].to_ical() == b"20261101T043000Z"


def test_a_line_break_in_a_title_begins_no_line_of_the_file() -> None:
    entry = entry_of(replace(EVENT, title="Night\r\nSTATUS:CANCELLED"))
    assert entry["STATUS"] == "CONFIRMED"


def write_all(*events: Event, now: datetime = NOW) -> bytes:
    return write_calendar(
        events,
        url_of=lambda event: f"https://shop.example/events/{event.slug}",
        host="shop.example",
        maker="K",
        now=now,
    )


def test_all_events_stand_in_one_file_each_under_its_own_name() -> None:
    talk = replace(EVENT, id="e2", slug="talk", time_zone="Europe/Lisbon", status=EventStatus.CANCELLED)
    calendar = Calendar.from_ical(write_all(EVENT, talk))
    entries = calendar.walk("VEVENT")
    assert [(entry["UID"], entry["STATUS"]) for entry in entries] == [
        ("e1@shop.example", "CONFIRMED"),
        ("e2@shop.example", "CANCELLED"),
    ]
    assert [entry["URL"] for entry in entries] == [URL, "https://shop.example/events/talk"]
    assert {zone["TZID"] for zone in calendar.walk("VTIMEZONE")} == {"America/New_York", "Europe/Lisbon"}
    assert calendar["METHOD"] == "PUBLISH"


def test_an_event_whose_date_is_open_has_no_place_in_a_calendar() -> None:
    calendar = Calendar.from_ical(write_all(replace(EVENT, starts_at=None, ends_at=None)))
    assert not calendar.walk("VEVENT")


def test_the_same_events_at_the_same_moment_are_the_same_bytes() -> None:
    assert write_all(EVENT) == write_all(EVENT)
