"""Bookable services at Wix Bookings: what is offered, the way to the page that books a time, and what was booked.

Paths are those of Wix's REST documentation; its JavaScript SDK calls the same services under `/_api`, and time slots
have no other name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.cache import CatalogCache
from services.errors import NotFoundError, PlatformAuthError, PlatformRejectedError, SlotTakenError
from services.models import Booking, Page, RedirectSession, ReturnUrls, Service, Slot, SlotQuery
from services.reading import decode_each
from services.storefront import Visitor
from services.wix import booking_wire as wire
from services.wix.booking_checkout import slot_availability, telling_zone
from services.wix.client import WixClient
from services.wix.redirect_intents import bookings_checkout
from services.wix.redirects import WixRedirects
from services.wix.service_mapping import services_from_wix, slugs_of
from services.wix.setup import app_missing, is_not_installed
from services.wix.slot_mapping import booking_from_wix
from services.wix.time_slots import NO_SUCH_SERVICE, WixTimeSlots

SERVICES_A_PAGE = 100
MOST_SERVICE_PAGES = 10
BOOKINGS_A_PAGE = 10
LONGEST_CURSOR = 2000
BOOKED = ["CONFIRMED", "PENDING", "WAITING_LIST", "CANCELED", "DECLINED"]  # not CREATED: that was begun only
SLOT_REFUSED = {
    "SLOT_NOT_AVAILABLE",
    "SLOT_NOT_FOUND",
    "SESSION_CAPACITY_EXCEEDED",
    "SCHEDULE_NOT_FOUND",
    "BOOKING_POLICY_VIOLATION",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """All services, and each by the slugs it has or had."""

    services: tuple[Service, ...]
    by_slug: Mapping[str, Service]


class WixBookings:
    """Services for everybody come from the cache; times and bookings always from the platform."""

    def __init__(self, client: WixClient, redirects: WixRedirects, cache: CatalogCache) -> None:
        self._client = client
        self._redirects = redirects
        self._cache = cache
        self._time_slots = WixTimeSlots(client)

    def list_services(self) -> tuple[Service, ...]:
        """All services but hidden ones; a call for each hundred.

        Source: https://dev.wix.com/docs/rest/business-solutions/bookings/services/services-v2/query-services
        Shape: `services[]`, `pagingMetadata.total`. Without the filter Wix lists hidden services too.
        """
        return self._offer().services

    def get_service(self, slug: str) -> Service:
        """Found in the same list, by a slug that it had before too. Raises: NotFoundError."""
        service = self._offer().by_slug.get(slug)
        if service is None:
            raise NotFoundError("service", slug)
        return service

    def list_slots(self, service: Service, query: SlotQuery) -> tuple[Slot, ...]:
        return self._time_slots.list_slots(service, query)

    def get_slot(self, service: Service, key: str) -> Slot:
        return self._time_slots.get_slot(service, key)

    def create_redirect_session(
        self, visitor: Visitor, service: Service, slot: Slot, time_zone: str, urls: ReturnUrls
    ) -> RedirectSession:
        """Somebody's first step at the platform may be this one. Whether the time is still free is asked there again.

        Raises: SlotTakenError, PlatformSetupError, NotFoundError (the service is gone).
        """
        if not (slot.can_be_booked or slot.has_waiting_list):
            raise SlotTakenError
        zone = telling_zone(slot, time_zone)
        intent = bookings_checkout(slot_availability(service, slot, zone), zone)
        try:
            return self._redirects.create(visitor, intent, urls, makes_visitor=True)
        except PlatformRejectedError as error:
            if error.code in SLOT_REFUSED:
                raise SlotTakenError from error
            if error.status == 404 or error.code == NO_SUCH_SERVICE:
                raise NotFoundError("service", service.slug) from error
            raise _setup_error(error) from error

    def list_bookings(self, visitor: Visitor, cursor: str | None = None) -> Page[Booking]:
        """A member's own bookings, the latest time first, without those only begun; nobody but a member has any.

        Source: https://dev.wix.com/docs/rest/business-solutions/bookings/bookings/bookings-reader-v2/query-extended-bookings
        Shape: `extendedBookings[].booking`, `pagingMetadata.cursors`. A follow-up page sends its cursor only.
        Raises: NotFoundError, for a cursor that leads nowhere.
        """
        path, shape = "/bookings/v2/extended-bookings/query", wire.BookingsAnswer
        body = {"query": _own_bookings(cursor)}
        try:
            answer = self._client.call_as(visitor, "list bookings", path, shape, body=body, is_repeatable=True)
        except (NotFoundError, PlatformAuthError):
            return Page(())
        except PlatformRejectedError as error:
            if error.status == 403:
                return Page(())
            if cursor and error.status == 400:
                raise NotFoundError("page of a list", "bookings") from error
            raise _setup_error(error) from error
        found = decode_each(answer.extended_bookings, wire.ExtendedBooking, "booking")
        paging = answer.paging_metadata
        return Page(
            tuple(booking_from_wix(extended.booking) for extended in found),
            after=paging.cursors.next if paging.has_next is not False else None,
            before=paging.cursors.prev,
        )

    def _offer(self) -> Offer:
        return self._cache.get("services", self._read_offer)

    def _read_offer(self) -> Offer:
        payloads: list[wire.WireService] = []
        for number in range(MOST_SERVICE_PAGES):
            answer = self._query_services(number * SERVICES_A_PAGE)
            payloads += decode_each(answer.services, wire.WireService, "service")
            if len(answer.services) < SERVICES_A_PAGE:
                break
        services = services_from_wix(payloads)
        by_id = {service.id: service for service in services}
        known = [payload for payload in payloads if payload.id in by_id]
        by_slug = {slug: by_id[payload.id] for payload in known for slug in slugs_of(payload)}
        # A slug that somebody has now is theirs, whoever had it before.
        return Offer(services, by_slug | {service.slug: service for service in services})

    def _query_services(self, offset: int) -> wire.ServicesAnswer:
        paging = {"limit": SERVICES_A_PAGE, "offset": offset}
        body = {"query": {"filter": {"hidden": False}, "paging": paging}}
        try:
            return self._client.read("query services", "/bookings/v2/services/query", wire.ServicesAnswer, body=body)
        except PlatformRejectedError as error:
            raise _setup_error(error) from error


def _own_bookings(cursor: str | None) -> dict[str, object]:
    """Raises: NotFoundError, for a cursor that can be none."""
    if cursor is None:
        return {
            "filter": {"status": {"$in": BOOKED}},
            "sort": [{"fieldName": "startDate", "order": "DESC"}],
            "cursorPaging": {"limit": BOOKINGS_A_PAGE},
        }
    if not cursor or len(cursor) > LONGEST_CURSOR:
        raise NotFoundError("page of a list", "bookings")
    return {"cursorPaging": {"limit": BOOKINGS_A_PAGE, "cursor": cursor}}


def _setup_error(error: PlatformRejectedError) -> Exception:
    return app_missing(error, "Wix Bookings") if is_not_installed(error) else error
