"""Availability V1: the same calendar in its old shape, deprecated but still what redirect sessions speak.

Source: https://dev.wix.com/docs/rest/business-solutions/bookings/calendar/availability-calendar/introduction
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint

from sandbox.wix.errors import application_error, required, silent, violation
from sandbox.wix.payload import json_body, mapping, required_text, text, texts
from sandbox.wix.service_store import Service, all_places, find_service
from sandbox.wix.site import current_site, current_subject
from sandbox.wix.slot_calendar import slots_of
from sandbox.wix.slot_shapes import availability_entry_json
from sandbox.wix.wall_clock import first_moment, last_moment, zone_named

availability = Blueprint("availability", __name__)
Json = dict[str, Any]
LONGEST_STRETCH = timedelta(days=400)


@availability.post("/availability-calendar/v1/availability/query")
def query_availability() -> Json:
    """List an entry for each slot and each of the staff who are free, taken slots too unless `bookable` is asked for.

    Start and end are wall-clock times of `timezone`, their offset is ignored; without one they are moments.

    Source: https://dev.wix.com/docs/rest/business-solutions/bookings/calendar/availability-calendar/query-availability
    """
    current_subject(silent(403))
    payload = json_body()
    wanted = mapping(mapping(payload, "query"), "filter")
    bookable = wanted.get("bookable")
    if bookable is not None and not isinstance(bookable, bool):
        raise violation("query.filter.bookable", "must be a boolean", "TYPE_MISMATCH")
    ids = texts(wanted, "serviceId", most=100)
    if not ids:
        raise required("query.filter.serviceId")
    with current_site().database.read() as db:
        zone_name = text(payload, "timezone", longest=100)
        zone = zone_named(zone_name) if zone_name else None
        shown_zone = zone_name or next((place.zone for place in all_places(db).values()), "UTC")
        begin, end = _read_stretch(wanted, zone)
        services = [_service(db, service_id) for service_id in ids]
        entries = list(_entries(db, services, (begin, end), set(texts(wanted, "resourceId")), shown_zone))
    found = [entry for entry in entries if bookable is None or entry["bookable"] is bookable]
    return {"availabilityEntries": sorted(found, key=lambda entry: str(entry["slot"]["startDate"]))}


def _entries(
    db: sqlite3.Connection,
    services: list[Service],
    stretch: tuple[datetime, datetime],
    resource_ids: set[str],
    zone_name: str,
) -> Iterator[Json]:
    for service in services:
        for slot in slots_of(db, service, *stretch, current_site().clock.now()):
            if slot.end > stretch[1]:
                continue
            for member in slot.staff or (None,):
                if not resource_ids or (member and member.resource_id in resource_ids):
                    yield availability_entry_json(slot, member, zone_name)


def _service(db: sqlite3.Connection, service_id: str) -> Service:
    service = find_service(db, service_id.lower())
    if service is None:
        raise application_error(404, "SERVICE_NOT_FOUND", "Service not found")
    return service


def _read_stretch(wanted: Json, zone: ZoneInfo | None) -> tuple[datetime, datetime]:
    begin, end = (_read_time(wanted, name) for name in ("startDate", "endDate"))
    if zone is not None:
        begin, end = first_moment(begin.replace(tzinfo=None), zone), last_moment(end.replace(tzinfo=None), zone)
    elif begin.tzinfo is None or end.tzinfo is None:
        raise required("timezone")
    if not begin < end <= begin + LONGEST_STRETCH:
        raise violation("query.filter.endDate", f"must be at most {LONGEST_STRETCH.days} days after startDate", "RANGE")
    return begin, end


def _read_time(wanted: Json, name: str) -> datetime:
    try:
        return datetime.fromisoformat(required_text(wanted, name, longest=40))
    except ValueError:
        raise violation(f"query.filter.{name}", "must be a date and time", "FORMAT") from None
