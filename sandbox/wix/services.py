"""The endpoints of services, where they are given, and by whom.

Source: https://dev.wix.com/docs/rest/business-solutions/bookings/services/services-v2/introduction
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from sandbox.wix.errors import application_error, silent
from sandbox.wix.filters import Field, order_by, where
from sandbox.wix.offset_paging import offset_metadata, read_offset_page
from sandbox.wix.payload import json_body, mapping, objects
from sandbox.wix.service_shapes import place_json, resource_json, service_json, staff_json
from sandbox.wix.service_store import SELECT, Staff, all_places, all_staff, find_service, service_from_row
from sandbox.wix.site import current_site, current_subject

services = Blueprint("services", __name__)
Json = dict[str, Any]
FIELDS = {
    "id": Field("id", sortable=True),
    "name": Field("name", sortable=True),
    "type": Field("type", sortable=True),
    "hidden": Field("hidden", "bool", sortable=True),
    "mainSlug.name": Field("slug", sortable=True),
    "supportedSlugs.name": Field("slug"),
    "category.id": Field("category_id", sortable=True),
    "category.name": Field("category", sortable=True),
    "sortOrder": Field("number", "number", sortable=True),
    "onlineBooking.enabled": Field("takes_online", "bool"),
    "payment.rateType": Field("rate_type"),
    "createdDate": Field("created_at", "date", sortable=True),
    "updatedDate": Field("updated_at", "date", sortable=True),
}
STAFF_FIELDS = {"id": "id", "name": "name", "resourceId": "resource_id"}
RESOURCE_FIELDS = {"id": "resource_id", "name": "name"}


@services.post("/_api/bookings/v2/services/query", endpoint="query_by_sdk")
@services.post("/bookings/v2/services/query", endpoint="query")
def query_services() -> Json:
    """List services; hidden ones too, unless the filter leaves them out.

    Source: https://dev.wix.com/docs/rest/business-solutions/bookings/services/services-v2/query-services
    """
    site = current_site()
    current_subject(silent(403))
    query = mapping(json_body(), "query")
    page = read_offset_page(query)
    condition, parameters = where(mapping(query, "filter"), FIELDS)
    order = order_by(objects(query, "sort", most=5), FIELDS, "number")
    with site.database.read() as db:
        total = db.execute(f"SELECT COUNT(*) FROM wix_services WHERE {condition}", parameters).fetchone()[0]  # noqa: S608
        sql = f"{SELECT} WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?"
        rows = db.execute(sql, [*parameters, page.limit, page.offset]).fetchall()
        places = all_places(db)
    found = [service_json(site, service_from_row(row), places) for row in rows]
    has_next = page.offset + len(found) < total
    metadata = {**offset_metadata(page, len(found), total), "cursors": {}, "hasNext": has_next}
    return {"services": found, "pagingMetadata": metadata}


@services.get("/_api/bookings/v2/services/<service_id>", endpoint="get_by_sdk")
@services.get("/bookings/v2/services/<service_id>", endpoint="get")
def get_service(service_id: str) -> Json:
    """Return a service.

    Source: https://dev.wix.com/docs/rest/business-solutions/bookings/services/services-v2/get-service
    """
    site = current_site()
    current_subject(silent(403))
    with site.database.read() as db:
        service, places = find_service(db, service_id.lower()), all_places(db)
    if service is None:
        raise application_error(404, "SERVICE_NOT_FOUND", "Service not found")
    return {"service": service_json(site, service, places)}


@services.post("/_api/bookings/v2/services/locations/query", endpoint="locations_by_sdk")
@services.post("/bookings/v2/services/locations/query", endpoint="locations")
def query_locations() -> Json:
    """List where services that are not hidden are given; the filter is about services.

    Source: https://dev.wix.com/docs/rest/business-solutions/bookings/services/services-v2/query-locations
    """
    current_subject(silent(403))
    condition, parameters = where(mapping(json_body(), "filter"), FIELDS)
    with current_site().database.read() as db:
        rows = db.execute(f"{SELECT} WHERE ({condition}) AND NOT hidden", parameters).fetchall()
        places = all_places(db)
    used = {place_id for row in rows for place_id in service_from_row(row).place_ids}
    found = [place_json(place) for place in places.values() if place.id in used]
    return {
        "businessLocations": {"exists": bool(found), "locations": found},
        "customLocations": {"exists": False},
        "customerLocations": {"exists": False},
    }


@services.post("/bookings/v1/staff-members/query")
def query_staff() -> Json:
    """List the staff; for the API key only.

    Source: https://dev.wix.com/docs/rest/business-solutions/bookings/staff-members/staff-members/query-staff-members
    """
    return _people("staffMembers", STAFF_FIELDS, staff_json)


@services.post("/bookings/v2/resources/query")
def query_resources() -> Json:
    """List what is booked along with a service: the staff; for the API key only.

    Source: https://dev.wix.com/docs/rest/business-solutions/bookings/resources/resources-v2/query-resources
    """
    return _people("resources", RESOURCE_FIELDS, resource_json)


def _people(key: str, columns: dict[str, str], shape: Callable[[Staff], Json]) -> Json:
    if not current_subject(silent(403)).is_admin:
        raise application_error(403, "PERMISSION_DENIED", "Permission denied")
    fields = {name: Field(column) for name, column in columns.items()}
    condition, parameters = where(mapping(mapping(json_body(), "query"), "filter"), fields)
    with current_site().database.read() as db:
        rows = db.execute(f"SELECT id FROM wix_staff WHERE {condition}", parameters).fetchall()  # noqa: S608
        wanted = {row["id"] for row in rows}
        found = [shape(member) for member in all_staff(db) if member.id in wanted]
    return {key: found, "pagingMetadata": {"count": len(found), "cursors": {}, "hasNext": False}}
