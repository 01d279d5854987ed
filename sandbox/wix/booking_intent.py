"""What a redirect session to booking a slot is about: reads its `slotAvailability`."""

from __future__ import annotations

from typing import Any

from sandbox.wix.errors import required
from sandbox.wix.payload import flag, integer, mapping, text
from sandbox.wix.redirect_store import Target
from sandbox.wix.site import Site, Subject
from sandbox.wix.wall_clock import zone_named
from sandbox.wix.wanted_slot import read_wanted_slot

Json = dict[str, Any]


def booking_target(site: Site, _subject: Subject, intent: Json) -> Target:
    """Return what a redirect session to booking a slot is about; whether it is free is the hosted page's question.

    Raises: 400 for a `slotAvailability` that is missing or has a wrong shape, 404 for an unknown service.
    """
    availability = mapping(intent, "slotAvailability")
    slot = mapping(availability, "slot")
    if not slot:
        raise required("bookingsCheckout.slotAvailability.slot")
    _check_availability(availability)
    zone_name = text(intent, "timezone", longest=100)
    if zone_name:
        zone_named(zone_name)
    with site.database.read() as db:
        wanted = read_wanted_slot(db, slot, zone_name, "bookingsCheckout.slotAvailability.slot")
    details = {**wanted.details(), "shownZone": zone_name or wanted.zone}
    return Target(wanted.service_id, {"serviceId": wanted.service_id}, details)


def _check_availability(availability: Json) -> None:
    flag(availability, "bookable", default=True)
    flag(availability, "locked", default=False)
    for name in ("totalSpots", "openSpots"):
        if name in availability:
            integer(availability, name, least=0, most=1_000_000)
    mapping(availability, "waitingList")
    mapping(availability, "bookingPolicyViolations")
