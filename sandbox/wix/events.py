"""The endpoints of events (Events V3): a visitor reads what is on. Their shape is in event_shapes.py.

Source: https://dev.wix.com/docs/rest/business-solutions/events/events-v3/introduction
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request

from sandbox.clock import iso
from sandbox.products import shop_currency
from sandbox.wix.errors import WixError, application_error, silent, violation
from sandbox.wix.event_shapes import FIELDS, event_json
from sandbox.wix.event_store import Event, definitions_of, find_event, find_event_by_slug, find_events
from sandbox.wix.filters import Field, order_by, where
from sandbox.wix.payload import json_body, mapping, objects, texts
from sandbox.wix.rsvp_store import coming_to
from sandbox.wix.site import current_site, current_subject

events = Blueprint("events", __name__, url_prefix="/events/v3/events")
Json = dict[str, Any]
LARGEST_PAGE = 100
LARGEST_OFFSET = 100_000


@events.post("/query")
def query_events() -> Json:
    """List events; without `paging.limit` the list is empty, as at Wix.

    Source: https://dev.wix.com/docs/rest/business-solutions/events/events-v3/query-events
    """
    current_subject(silent(403))
    payload = json_body()
    query, fields = mapping(payload, "query"), _wanted_fields(texts(payload, "fields", most=50))
    limit, offset = read_offset_paging(mapping(query, "paging"), usual=0)
    known = _query_fields(iso(current_site().clock.now()))
    try:
        condition, parameters = where(mapping(query, "filter"), known)
    except WixError as refusal:
        raise application_error(400, "FILTER_PARSER_ERROR", str(refusal)) from refusal
    order = order_by(objects(query, "sort", most=5), known, "number")
    with current_site().database.read() as db:
        found = find_events(db, f"{condition} ORDER BY {order}", parameters)
        bodies = _event_bodies(db, found[offset : offset + limit], fields)
    counts = {"count": len(bodies), "offset": offset, "total": len(found), "tooManyToCount": False}
    return {"events": bodies, "pagingMetadata": counts}


@events.get("/<event_id>")
def get_event(event_id: str) -> Json:
    """Return one event.

    Source: https://dev.wix.com/docs/rest/business-solutions/events/events-v3/get-event
    """
    current_subject(silent(403))
    with current_site().database.read() as db:
        return _one_event(db, find_event(db, event_id.lower()))


@events.get("/slug/<slug>")
def get_event_by_slug(slug: str) -> Json:
    """Return one event.

    Source: https://dev.wix.com/docs/rest/business-solutions/events/events-v3/get-event-by-slug
    """
    current_subject(silent(403))
    with current_site().database.read() as db:
        return _one_event(db, find_event_by_slug(db, slug))


def event_not_found() -> WixError:
    """Make the 404 for an event nobody knows."""
    return application_error(404, "EVENT_NOT_FOUND", "Event not found")


def read_offset_paging(paging: Json, *, usual: int, most: int = LARGEST_PAGE) -> tuple[int, int]:
    """Return limit and offset.

    Raises: 400 for numbers out of range.
    """
    limit, offset = paging.get("limit", usual), paging.get("offset", 0)
    for name, value, top in (("limit", limit, most), ("offset", offset, LARGEST_OFFSET)):
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= top:
            raise violation(f"paging.{name}", f"must be between 0 and {top}", "RANGE")
    return limit, offset


def _one_event(db: sqlite3.Connection, event: Event | None) -> Json:
    fields = _wanted_fields(request.args.getlist("fields"))
    if event is None:
        raise event_not_found()
    return {"event": _event_bodies(db, [event], fields)[0]}


def _event_bodies(db: sqlite3.Connection, found: Sequence[Event], fields: frozenset[str]) -> list[Json]:
    site, currency = current_site(), shop_currency(db)
    now = iso(site.clock.now())
    definitions = definitions_of(db, [event.id for event in found], now)
    return [
        event_json(site, event, fields, definitions[event.id], coming_to(db, event), currency, now) for event in found
    ]


def _wanted_fields(names: Sequence[str]) -> frozenset[str]:
    if unknown := sorted(set(names) - FIELDS):
        raise violation("fields", f"has unknown values: {', '.join(unknown)}", "ENUM")
    return frozenset(names)


def _query_fields(now: str) -> dict[str, Field]:
    """Return what a filter may name; `now` is a time written by our own clock."""
    status = (
        "CASE WHEN canceled THEN 'CANCELED'"
        f" WHEN ends_at <= '{now}' THEN 'ENDED' WHEN starts_at <= '{now}' THEN 'STARTED' ELSE 'UPCOMING' END"
    )
    return {
        "id": Field("id"),
        "slug": Field("slug", sortable=True),
        "title": Field("title", sortable=True),
        "status": Field(status),
        "dateAndTimeSettings.startDate": Field("starts_at", "date", sortable=True),
        "dateAndTimeSettings.endDate": Field("ends_at", "date", sortable=True),
        "registration.type": Field("registration"),
        "registration.initialType": Field("registration"),
        "createdDate": Field("created_at", "date", sortable=True),
        "updatedDate": Field("updated_at", "date", sortable=True),
    }
