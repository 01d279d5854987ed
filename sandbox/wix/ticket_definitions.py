"""The endpoints that list what tickets there are: V1 as the checkout sees them, V3 as they are defined.

Source: https://dev.wix.com/docs/rest/business-solutions/events/ticket-definitions-v3/introduction
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from sandbox.clock import iso
from sandbox.products import shop_currency
from sandbox.wix.errors import application_error, silent, violation
from sandbox.wix.event_store import Event, TicketDefinition, definitions_of, find_events
from sandbox.wix.events import read_offset_paging
from sandbox.wix.payload import is_guid, json_body, mapping, objects, text, texts
from sandbox.wix.site import current_site, current_subject
from sandbox.wix.ticket_shapes import definition_v1_json, definition_v3_json

ticket_definitions = Blueprint("ticket_definitions", __name__)
Json = dict[str, Any]
V3 = "/events-ticket-definitions/v3/ticket-definitions"
SORTS = ("orderIndex:asc", "orderIndex:desc")
MOST_EVENTS = 100
LARGEST_V1_PAGE = 1000


@ticket_definitions.post("/events/v1/checkout/available-tickets/query")
def query_available_tickets() -> Json:
    """List the tickets of an event (V1); without `limit` only the metadata.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/events/registration/ticketing/orders/query-available-tickets
    """
    payload = json_body()
    limit, offset = read_offset_paging(payload, usual=0, most=LARGEST_V1_PAGE)
    return _available_tickets(mapping(payload, "filter"), text(payload, "sort"), limit, offset)


@ticket_definitions.get("/events/v1/checkout/available-tickets")
def list_available_tickets() -> Json:
    """List the tickets of an event (V1), asked for in the query string.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/events/registration/ticketing/orders/list-available-tickets
    """
    numbers = {name: _number(request.args[name]) for name in ("limit", "offset") if name in request.args}
    limit, offset = read_offset_paging(numbers, usual=0, most=LARGEST_V1_PAGE)
    return _available_tickets({"eventId": request.args.get("eventId")}, request.args.get("sort"), limit, offset)


@ticket_definitions.post(f"{V3}/available/query")
def query_available_definitions() -> Json:
    """List the ticket definitions a visitor may see (V3).

    Source: https://dev.wix.com/docs/rest/business-solutions/events/ticket-definitions-v3/query-available-ticket-definitions
    """
    current_subject(silent(403))
    return _definitions_v3()


@ticket_definitions.post(f"{V3}/query")
def query_definitions() -> Json:
    """List all ticket definitions (V3); for the API key only.

    Source: https://dev.wix.com/docs/rest/business-solutions/events/ticket-definitions-v3/query-ticket-definitions
    """
    if not current_subject(silent(403)).is_admin:
        raise silent(403)
    return _definitions_v3()


def _available_tickets(wanted: Json, sort: str | None, limit: int, offset: int) -> Json:
    current_subject(silent(403))
    if sort not in (None, *SORTS):
        raise violation("sort", f"must be one of: {', '.join(SORTS)}", "ENUM")
    found, currency, now = _found(wanted)
    if sort == SORTS[1]:
        found.reverse()
    page = found[offset : offset + limit]
    bodies = [definition_v1_json(event, definition, currency, now) for event, definition in page]
    metadata = {"count": len(bodies), "offset": offset, "total": len(found)}
    return {"metaData": metadata, "definitions": bodies}


def _definitions_v3() -> Json:
    payload = json_body()
    query, fields = mapping(payload, "query"), texts(payload, "fields", most=10)
    if unknown := sorted(set(fields) - {"SALES_DETAILS", "EVENT_DETAILS"}):
        raise violation("fields", f"has unknown values: {', '.join(unknown)}", "ENUM")
    limit, offset = read_offset_paging(mapping(query, "paging"), usual=100)
    objects(query, "sort", most=5)
    found, currency, now = _found(mapping(query, "filter"))
    bodies = [
        definition_v3_json(event, definition, currency, now, with_sales="SALES_DETAILS" in fields)
        for event, definition in found[offset : offset + limit]
    ]
    metadata = {"count": len(bodies), "offset": offset, "total": len(found), "tooManyToCount": False}
    return {"ticketDefinitions": bodies, "metadata": metadata}


def _found(wanted: Json) -> tuple[list[tuple[Event, TicketDefinition]], str, str]:
    """Return definitions with their events, the currency and the time; an unknown event has none."""
    event_ids = _event_ids(wanted)
    site = current_site()
    now = iso(site.clock.now())
    with site.database.read() as db:
        marks = ", ".join("?" for _ in event_ids)
        events = find_events(db, f"id IN ({marks}) ORDER BY number", event_ids)
        definitions = definitions_of(db, [event.id for event in events], now)
        currency = shop_currency(db)
    return [(event, definition) for event in events for definition in definitions[event.id]], currency, now


def _event_ids(wanted: Json) -> list[str]:
    """Return the events of a filter: `eventId` as it is, or with `$eq` or `$in`."""
    value = wanted.get("eventId")
    if isinstance(value, dict):
        value = value.get("$eq", value.get("$in"))
    values = value if isinstance(value, list) else [value]
    if set(wanted) != {"eventId"} or not 0 < len(values) <= MOST_EVENTS:
        raise application_error(400, "FILTER_PARSER_ERROR", "the filter names eventId and nothing else")
    if not all(isinstance(entry, str) and is_guid(entry) for entry in values):
        raise violation("filter.eventId", "must be a GUID", "FORMAT")
    return [str(entry).lower() for entry in values]


def _number(written: str) -> int | str:
    return int(written) if written.isascii() and written.isdigit() else written
