"""Services, slots and hosted bookings for the sandbox's tests."""

from __future__ import annotations

from typing import Any

from werkzeug.test import Client, TestResponse

from sandbox import Sandbox
from sandbox.clock import parse_iso
from tests.sandbox.cast import SHOP, Browser, Caller, CheckoutPage, new_visitor

SERVICES = "/bookings/v2/services"
SLOTS = "/service-availability/v2/time-slots"
AVAILABILITY = "/availability-calendar/v1/availability/query"
BOOKINGS = "/bookings/v2/bookings"
MINE = "/bookings/v2/extended-bookings/query"
STAFF_TYPE = "1cd44cf8-756f-41c3-bd90-3e2ffcaf1155"
APP_ID = "13d21c63-b5ec-5912-8397-c3a5ddb27a97"
STUDIO = "America/New_York"
LISBON = "Europe/Lisbon"
CALLBACKS = {
    "thankYouPageUrl": f"{SHOP}/order-confirmation?lang=de",
    "postFlowUrl": f"{SHOP}/services/here",
    "bookingsServiceListUrl": f"{SHOP}/services",
    "planListUrl": f"{SHOP}/plans",
}
# A week without changes of clocks, not before the sandbox's own: the tests set the clock to its first day.
MONDAY = "2027-05-17T06:00:00Z"


def visitor_at(sandbox: Sandbox, moment: str) -> Caller:
    """Set the clock, and make a visitor whose token is of that moment."""
    sandbox.clock.set(parse_iso(moment))
    return new_visitor(Client(sandbox.api))


def service_named(caller: Caller, slug: str) -> dict[str, Any]:
    reply = caller.post(f"{SERVICES}/query", {"query": {"filter": {"mainSlug.name": slug}}})
    assert reply.status_code == 200, reply.json
    return dict(reply.json["services"][0])


def time_slots(
    caller: Caller, slug: str, begin: str, end: str, zone: str = STUDIO, **asked: Any
) -> list[dict[str, Any]]:
    """Return appointments between two local dates or times, with whoever is free."""
    body = {
        "serviceId": service_named(caller, slug)["id"],
        "fromLocalDate": _at_midnight(begin),
        "toLocalDate": _at_midnight(end),
        "timeZone": zone,
        "includeResourceTypeIds": [STAFF_TYPE],
        **asked,
    }
    reply = caller.post(SLOTS, body)
    assert reply.status_code == 200, reply.json
    return list(reply.json["timeSlots"])


def sessions(caller: Caller, slug: str, begin: str, end: str, zone: str = STUDIO, **asked: Any) -> list[dict[str, Any]]:
    """Return sessions of a class, full ones too."""
    body = {
        "serviceIds": [service_named(caller, slug)["id"]],
        "fromLocalDate": _at_midnight(begin),
        "toLocalDate": _at_midnight(end),
        "timeZone": zone,
        "includeNonBookable": True,
        **asked,
    }
    reply = caller.post(f"{SLOTS}/event", body)
    assert reply.status_code == 200, reply.json
    return list(reply.json["timeSlots"])


def entries(caller: Caller, slug: str, begin: str, end: str, zone: str = STUDIO, **wanted: Any) -> list[dict[str, Any]]:
    """Return entries of availability V1."""
    stretch = {"startDate": f"{_at_midnight(begin)}.000Z", "endDate": f"{_at_midnight(end)}.000Z"}
    query = {"filter": {"serviceId": [service_named(caller, slug)["id"]], **stretch, **wanted}}
    reply = caller.post(AVAILABILITY, {"query": query, "timezone": zone})
    assert reply.status_code == 200, reply.json
    return list(reply.json["availabilityEntries"])


def as_availability(time_slot: dict[str, Any], zone: str = STUDIO) -> dict[str, Any]:
    """Map a time slot of V2 to what redirect sessions take, as Wix's documentation does."""
    slot = {
        "serviceId": time_slot["serviceId"],
        "startDate": time_slot["localStartDate"],
        "endDate": time_slot["localEndDate"],
        "timezone": zone,
        "location": {"id": time_slot["location"]["id"], "locationType": "OWNER_BUSINESS"},
    }
    if "eventInfo" in time_slot:
        slot["eventId"] = time_slot["eventInfo"]["eventId"]
    else:
        slot["scheduleId"] = time_slot["scheduleId"]
        slot["resource"] = dict(time_slot["availableResources"][0]["resources"][0])
    return {
        "slot": slot,
        "bookable": time_slot["bookable"],
        "openSpots": time_slot["remainingCapacity"],
        "totalSpots": time_slot["totalCapacity"],
    }


def begin(
    caller: Caller, availability: Any, zone: str | None = STUDIO, callbacks: dict[str, str] | None = None
) -> TestResponse:
    """Ask for a redirect session to booking a slot."""
    intent = {"slotAvailability": availability, **({"timezone": zone} if zone else {})}
    given = CALLBACKS if callbacks is None else callbacks
    return caller.post("/headless/v1/redirect-session", {"bookingsCheckout": intent, "callbacks": given})


def open_booking(
    caller: Caller,
    browser: Browser,
    availability: dict[str, Any],
    zone: str | None = STUDIO,
    callbacks: dict[str, str] | None = None,
) -> CheckoutPage:
    """Open the hosted page of a slot."""
    reply = begin(caller, availability, zone, callbacks)
    assert reply.status_code == 200, reply.json
    return browser.enter(reply.json["redirectSession"])


def book(caller: Caller, slot: dict[str, Any], **changes: Any) -> TestResponse:
    """Book a slot over the API."""
    booking = {
        "bookedEntity": {"slot": slot},
        "totalParticipants": 1,
        "selectedPaymentOption": "ONLINE",
        "contactDetails": {"firstName": "Ada", "lastName": "Marsh", "email": "ada@example.com"},
        **changes,
    }
    return caller.post(BOOKINGS, {"booking": booking})


def starts(slots: list[dict[str, Any]]) -> list[str]:
    """Return the local times of day at which slots start."""
    return [slot["localStartDate"][11:16] for slot in slots]


def _at_midnight(written: str) -> str:
    return written if "T" in written else f"{written}T00:00:00"
