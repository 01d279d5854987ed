"""Which time zones a visitor may choose, and what they are called. What time it is in them is written elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import available_timezones

from babel import Locale

from routes.event_times import by_clock_of, gmt_mark, name_zone, zone_mark
from routes.forms import FormError, MultiValues
from services.sentences import sentence

UNKNOWN_ZONE = sentence("We do not know that time zone, so all times are those of the studio.")
LONGEST_NAME = 64
# What a list of places is for a machine only, or says nothing of where somebody is.
NO_PLACES = {"Factory", "localtime", "posixrules"}

# A city for each clock that people live by, so that everybody finds one that shows their time; any other zone that a
# browser names is understood as well.
OFFERED = {
    sentence("North America"): (
        "America/New_York",
        "America/Chicago",
        "America/Denver",
        "America/Phoenix",
        "America/Los_Angeles",
        "America/Anchorage",
        "America/Adak",
        "Pacific/Honolulu",
        "America/Halifax",
        "America/St_Johns",
        "America/Mexico_City",
        "America/Guatemala",
        "America/Panama",
        "America/Puerto_Rico",
        "America/Havana",
        "America/Miquelon",
    ),
    sentence("South America"): (
        "America/Bogota",
        "America/Caracas",
        "America/Santiago",
        "America/Asuncion",
        "America/Sao_Paulo",
        "America/Argentina/Buenos_Aires",
        "America/Noronha",
        "America/Nuuk",
        "Pacific/Easter",
        "Pacific/Galapagos",
    ),
    sentence("Europe"): (
        "Atlantic/Azores",
        "Atlantic/Reykjavik",
        "Europe/London",
        "Europe/Lisbon",
        "Europe/Paris",
        "Europe/Berlin",
        "Europe/Madrid",
        "Europe/Rome",
        "Europe/Athens",
        "Europe/Kyiv",
        "Europe/Chisinau",
        "Europe/Istanbul",
        "Europe/Samara",
    ),
    sentence("Africa"): (
        "Atlantic/Cape_Verde",
        "Africa/Lagos",
        "Africa/Casablanca",
        "Africa/Cairo",
        "Africa/Johannesburg",
        "Africa/Nairobi",
        "Indian/Mauritius",
    ),
    sentence("Asia"): (
        "Asia/Jerusalem",
        "Asia/Beirut",
        "Asia/Gaza",
        "Asia/Riyadh",
        "Asia/Tehran",
        "Asia/Dubai",
        "Asia/Kabul",
        "Asia/Karachi",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "Asia/Dhaka",
        "Asia/Yangon",
        "Asia/Bangkok",
        "Asia/Singapore",
        "Asia/Shanghai",
        "Asia/Tokyo",
        "Asia/Vladivostok",
        "Asia/Magadan",
        "Asia/Kamchatka",
    ),
    sentence("Australia and the Pacific"): (
        "Australia/Perth",
        "Australia/Eucla",
        "Australia/Darwin",
        "Australia/Brisbane",
        "Australia/Adelaide",
        "Australia/Sydney",
        "Australia/Lord_Howe",
        "Pacific/Noumea",
        "Pacific/Norfolk",
        "Pacific/Auckland",
        "Pacific/Chatham",
        "Pacific/Tongatapu",
        "Pacific/Kiritimati",
        "Pacific/Marquesas",
        "Pacific/Gambier",
        "Pacific/Pitcairn",
        "Pacific/Pago_Pago",
    ),
}


@dataclass(frozen=True, slots=True)
class ZoneChoice:
    """A zone to choose: `name` for the address, `label` for people."""

    name: str
    label: str


def read_zone(query: MultiValues, default: str) -> str:
    """The zone that an address or a form names. Raises: FormError, if there is no such zone."""
    given = query.getlist("zone")
    if given in ([], [""]):
        return default
    if len(given) > 1 or len(given[0]) > LONGEST_NAME or given[0] not in known_zones():
        raise FormError(UNKNOWN_ZONE, "zone")
    return given[0]


@cache
def known_zones() -> frozenset[str]:
    """Every zone that this machine can tell the time in."""
    return frozenset(available_timezones() - NO_PLACES)


def list_zones(chosen: str, studio: str, at: datetime, language: str) -> dict[str, list[ZoneChoice]]:
    """The groups of a select: first the studio's zone and one that is chosen but stands in no other group."""
    listed = {name for names in OFFERED.values() for name in names}
    first = [studio] + ([chosen] if chosen not in listed | {studio} else [])
    groups = {sentence("The studio") if len(first) == 1 else sentence("The studio, and your choice"): first}
    groups |= {group: [name for name in names if name != studio] for group, names in OFFERED.items()}
    return {group: [choice_of(name, at, language) for name in names] for group, names in groups.items()}


def choice_of(name: str, at: datetime, language: str) -> ZoneChoice:
    """`Paris Time, GMT+2`, by the clock of that moment."""
    mark, place = gmt_mark(by_clock_of(at, name)), place_of(name, language)
    return ZoneChoice(name, f"{place}, {mark}" if place else mark)


def title_of(name: str, at: datetime, language: str) -> str:
    """`New York Time (EDT)`"""
    mark, place = zone_mark(by_clock_of(at, name), Locale.parse(language, sep="-")), place_of(name, language)
    return f"{place} ({mark})" if place else mark


@cache
def place_of(name: str, language: str) -> str:
    """`Paris Time`; looked up once, because a page names many zones."""
    return name_zone(name, Locale.parse(language, sep="-"))
