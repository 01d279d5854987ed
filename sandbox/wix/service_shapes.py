"""What services, staff and places look like on the wire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.seed import seed_id
from sandbox.wix.service_store import Place, Policy, Service, Staff
from sandbox.wix.shapes import amount, image
from sandbox.wix.site import BOOKINGS_APP_ID, Site

STAFF_RESOURCE_TYPE = "1cd44cf8-756f-41c3-bd90-3e2ffcaf1155"
Json = dict[str, Any]


def service_json(site: Site, service: Service, places: Mapping[str, Place]) -> Json:
    """Return a service. `staffMemberIds` hold resource ids, as at Wix."""
    slug = {"name": service.slug, "custom": False, "createdDate": service.created_at}
    body: Json = {
        "id": service.id,
        "appId": BOOKINGS_APP_ID,
        "type": service.type,
        "sortOrder": service.number,
        "name": service.name,
        "description": service.description,
        "tagLine": service.tag_line,
        "defaultCapacity": service.capacity,
        "media": _media(site, service),
        "hidden": service.hidden,
        "category": {"id": service.category_id, "name": service.category, "sortOrder": 0},
        "form": {"id": "00000000-0000-0000-0000-000000000000"},
        "payment": _payment(service),
        "onlineBooking": {
            "enabled": service.takes_online,
            "requireManualApproval": service.needs_approval,
            "allowMultipleRequests": False,
        },
        "conferencing": {"enabled": False},
        "locations": [_location(places[place_id]) for place_id in service.place_ids],
        "bookingPolicy": _policy(service),
        "schedule": _schedule(service),
        "staffMemberIds": list(service.staff_ids),
        "supportedSlugs": [slug],
        "mainSlug": slug,
        "urls": {name: _url(site, f"{path}/{service.slug}") for name, path in URLS.items()},
        "createdDate": service.created_at,
        "updatedDate": service.updated_at,
        "revision": str(service.revision),
    }
    return body


URLS = {"servicePage": "/service-page", "bookingPage": "/book-online", "calendarPage": "/booking-calendar"}


def place_json(place: Place) -> Json:
    """Return a business location."""
    return {
        "id": place.id,
        "business": {"id": place.id, "name": place.name, "default": place.number == 1},
        "calculatedAddress": {"country": place.country, "city": place.city, "formattedAddress": place.address},
    }


def staff_json(member: Staff) -> Json:
    """Return a member of staff."""
    return {
        "id": member.id,
        "name": member.name,
        "description": member.description,
        "resourceId": member.resource_id,
        "revision": "1",
    }


def resource_json(member: Staff) -> Json:
    """Return the resource a member of staff is to the calendar."""
    return {
        "id": member.resource_id,
        "name": member.name,
        "type": "STAFF",
        "typeId": STAFF_RESOURCE_TYPE,
        "workingHoursSchedules": [{"id": member.schedule_id}],
        "revision": "1",
    }


def _media(site: Site, service: Service) -> Json:
    if service.image is None:
        return {"items": []}
    picture = {"image": {**image(site, service.image, service.image_alt), "filename": service.image}}
    return {"items": [picture], "mainMedia": picture, "coverMedia": picture}


def _payment(service: Service) -> Json:
    body: Json = {"rateType": service.rate_type}
    if service.rate_type == "FIXED":
        body["fixed"] = {"price": {"value": amount(service.price), "currency": service.currency}}
    if service.rate_type == "CUSTOM":
        body["custom"] = {"description": service.price_words}
    body["options"] = {
        "online": service.pays_online,
        "inPerson": service.pays_in_person,
        "deposit": False,
        "pricingPlan": bool(service.plan_ids),
    }
    return body | {"pricingPlanIds": list(service.plan_ids)}


def _location(place: Place) -> Json:
    return {"type": "BUSINESS", **place_json(place)}


def _schedule(service: Service) -> Json:
    constraints = {"sessionDurations": [service.minutes], "timeBetweenSessions": 0}
    return {"id": service.schedule_id, "availabilityConstraints": constraints}


def _policy(service: Service) -> Json:
    policy = service.policy
    return {
        "id": seed_id("booking-policy", service.slug),
        "name": "Default",
        "default": service.number == 1,
        "limitEarlyBookingPolicy": _limit("earliestBookingInMinutes", policy.earliest),
        "limitLateBookingPolicy": _limit("latestBookingInMinutes", policy.latest),
        "cancellationPolicy": _cancellation(policy),
        "waitlistPolicy": {"enabled": policy.waiting_list > 0, "capacity": policy.waiting_list},
        "participantsPolicy": {"enabled": True, "maxParticipantsPerBooking": 1},
    }


def _limit(name: str, minutes: int | None) -> Json:
    return {"enabled": minutes is not None, **({} if minutes is None else {name: minutes})}


def _cancellation(policy: Policy) -> Json:
    if policy.cancellation is None:
        return {"enabled": True, "limitLatestCancellation": False}
    return {
        "enabled": True,
        "limitLatestCancellation": True,
        "latestCancellationInMinutes": policy.cancellation,
    }


def _url(site: Site, path: str) -> Json:
    return {"relativePath": path, "url": site.page_url(path)}
