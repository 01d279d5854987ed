"""The time zones that can be chosen: everybody finds their clock, and every other zone is understood."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.core import get_global
from werkzeug.datastructures import MultiDict

from routes.forms import FormError
from routes.time_zones import OFFERED, known_zones, list_zones, read_zone, title_of

STUDIO = "America/New_York"
SUMMER, WINTER = datetime(2027, 7, 1, 12, tzinfo=UTC), datetime(2027, 1, 5, 12, tzinfo=UTC)
# Nobody lives there; its clock is like no other.
RESEARCH_STATIONS = {"Antarctica/Troll"}


def clock_through_the_year(zone: str) -> tuple[timedelta | None, ...]:
    days = [datetime(2027, 1, 3, 12, tzinfo=UTC) + timedelta(days=7 * week) for week in range(52)]
    return tuple(day.astimezone(ZoneInfo(zone)).utcoffset() for day in days)


def labels(groups: dict[str, list[object]]) -> dict[str, str]:
    return {zone.name: zone.label for zones in groups.values() for zone in zones}  # type: ignore[attr-defined]


def test_everybody_finds_a_zone_whose_clock_is_theirs_all_year() -> None:
    offered = {clock_through_the_year(zone) for zones in OFFERED.values() for zone in zones}
    places = {zone for zone in get_global("zone_territories") if zone in known_zones() and not zone.startswith("Etc/")}
    assert len(places) > 300
    assert {zone for zone in places if clock_through_the_year(zone) not in offered} <= RESEARCH_STATIONS


def test_the_list_is_short_enough_and_names_no_zone_twice() -> None:
    names = [zone.name for zones in list_zones(STUDIO, STUDIO, SUMMER, "en-US").values() for zone in zones]
    assert len(names) == len(set(names)) <= 90


def test_labels_say_the_offset_at_that_moment() -> None:
    assert labels(list_zones(STUDIO, STUDIO, SUMMER, "en-US"))["Europe/Paris"] == "Paris Time, GMT+2"  # type: ignore[arg-type]
    assert labels(list_zones(STUDIO, STUDIO, WINTER, "en-US"))["Europe/Paris"] == "Paris Time, GMT+1"  # type: ignore[arg-type]


def test_the_studio_comes_first_and_so_does_a_zone_that_is_not_listed() -> None:
    groups = list_zones("Asia/Calcutta", STUDIO, SUMMER, "en-US")
    assert [zone.name for zone in next(iter(groups.values()))] == [STUDIO, "Asia/Calcutta"]


@pytest.mark.parametrize("moment", [SUMMER, WINTER])
def test_every_zone_there_is_has_a_name(moment: datetime) -> None:
    assert all(title_of(zone, moment, "en-US") for zone in known_zones())


@pytest.mark.parametrize(
    ("zone", "title"),
    [
        (STUDIO, "New York Time (EDT)"),
        ("Europe/Paris", "Paris Time (GMT+2)"),
        ("Asia/Kathmandu", "Kathmandu Time (GMT+5:45)"),
        ("UTC", "UTC"),
        ("Etc/GMT+5", "GMT-5"),
    ],
)
def test_a_zone_is_called_by_its_place(zone: str, title: str) -> None:
    assert title_of(zone, SUMMER, "en-US") == title


def test_without_a_zone_it_is_the_studios() -> None:
    assert read_zone(MultiDict(), STUDIO) == read_zone(MultiDict({"zone": ""}), STUDIO) == STUDIO
    assert read_zone(MultiDict({"zone": "US/Pacific"}), STUDIO) == "US/Pacific"


@pytest.mark.parametrize(
    "name", ["Mars/Olympus", "../../etc/passwd", "europe/paris", "localtime", "Factory", "x" * 65, "Europe/Paris\n"]
)
def test_what_is_no_zone_is_said(name: str) -> None:
    with pytest.raises(FormError):
        read_zone(MultiDict({"zone": name}), STUDIO)


def test_two_zones_are_none() -> None:
    with pytest.raises(FormError):
        read_zone(MultiDict([("zone", "UTC"), ("zone", "Europe/Paris")]), STUDIO)
