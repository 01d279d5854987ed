"""What is on at Wix Events, the same for everybody, kept in the caches for a short while."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from urllib.parse import quote

from services.cache import CatalogCache
from services.errors import NotFoundError, PlatformError, PlatformRejectedError
from services.models import Admission, Event, EventQuery, EventStatus, Page, Registration, TicketType
from services.reading import decode_each
from services.wix import event_wire as wire
from services.wix.client import WixClient, is_guid
from services.wix.event_mapping import event_from_wix, is_public, ticket_types_from_wix
from services.wix.offsets import Stretch
from services.wix.setup import app_missing, is_not_installed
from services.wix.ticket_counts import with_left_counts

LIST_FIELDS = ("DETAILS", "REGISTRATION")
EVENT_FIELDS = (*LIST_FIELDS, "TEXTS")
MOST_TICKET_TYPES = 100
MOST_EVENTS_AT_ONCE = 100
STILL_ON = (EventStatus.UPCOMING, EventStatus.STARTED)


class WixEventCatalog:
    """Lists of events and single ones."""

    def __init__(
        self, client: WixClient, cache: CatalogCache, searches: CatalogCache, availability: CatalogCache
    ) -> None:
        self._client = client
        self._cache = cache
        self._searches = searches  # apart, because visitors can make up cursors
        self._availability = availability  # apart, because what is left of tickets must not be old

    def list_events(self, query: EventQuery) -> Page[Event]:
        """A page of events, and in a second call what is left of their tickets. What was called off is past.

        Source: https://dev.wix.com/docs/rest/business-solutions/events/events-v3/query-events
        Shape: `events[]` with DETAILS and REGISTRATION, `pagingMetadata.total`. Without a limit Wix lists none.
        """
        stretch = Stretch.begin("past" if query.is_past else "upcoming", query.limit, query.cursor)
        shelf = self._searches if stretch.offset else self._cache
        return shelf.get(f"events:{stretch!r}", lambda: self._read_page(stretch, is_past=query.is_past))

    def get_event(self, slug: str) -> Event:
        """The event, and while it is on its ticket types and what is left of them, a call each.

        Source: https://dev.wix.com/docs/rest/business-solutions/events/events-v3/get-event-by-slug
        Shape: `event` with DETAILS, REGISTRATION and TEXTS. Raises: NotFoundError, for a draft too.
        """
        return self._availability.get(_key(slug), lambda: self._with_tickets(self._read_event(slug)))

    def find_events(self, event_ids: Collection[str]) -> tuple[Event, ...]:
        """Several events by their ids in one call, which is not kept: who asks for them is one person.

        Source: https://dev.wix.com/docs/rest/business-solutions/events/events-v3/query-events
        Shape: `events[]` with DETAILS and REGISTRATION.
        """
        wanted = sorted({event_id for event_id in event_ids if is_guid(event_id)})[:MOST_EVENTS_AT_ONCE]
        if not wanted:
            return ()
        query = {"filter": {"id": {"$in": wanted}}, "paging": {"limit": len(wanted), "offset": 0}}
        body = {"query": query, "fields": list(LIST_FIELDS)}
        answer = self._client.read("query events by id", "/events/v3/events/query", wire.EventsAnswer, body=body)
        events = decode_each(answer.events, wire.WireEvent, "event")
        return tuple(event_from_wix(event) for event in events if event.id in wanted and is_public(event))

    def forget(self, event: Event) -> None:
        """Read this event anew when it is wanted next: what we know of it has just proved outdated."""
        self._availability.forget(_key(event.slug))

    def has_waiting_list(self, event: Event) -> bool:
        """Whether the platform takes names to wait by now; the event that the visitor saw was not full yet."""
        self.forget(event)
        try:
            return self._read_event(event.slug).registration is Registration.WAITING_LIST
        except (PlatformError, NotFoundError):
            return False

    def _read_page(self, stretch: Stretch, *, is_past: bool) -> Page[Event]:
        statuses, order = (["ENDED", "CANCELED"], "DESC") if is_past else (["UPCOMING", "STARTED"], "ASC")
        body = {
            "query": {
                "filter": {"status": {"$in": statuses}},
                "sort": [{"fieldName": "dateAndTimeSettings.startDate", "order": order}],
                "paging": {"limit": stretch.limit, "offset": stretch.offset},
            },
            "fields": list(LIST_FIELDS),
        }
        try:
            answer = self._client.read("query events", "/events/v3/events/query", wire.EventsAnswer, body=body)
        except PlatformRejectedError as error:
            raise _setup_error(error) from error
        events = decode_each(answer.events, wire.WireEvent, "event")
        shown = tuple(event_from_wix(event) for event in events if event.status in statuses)
        counted = with_left_counts(self._client, shown)
        return stretch.to_page(counted, count=len(answer.events), total=answer.paging_metadata.total)

    def _read_event(self, slug: str) -> Event:
        try:
            answer = self._client.read(
                "get event",
                f"/events/v3/events/slug/{quote(slug, safe='')}",
                wire.EventAnswer,
                params=[("fields", name) for name in EVENT_FIELDS],
            )
        except PlatformRejectedError as error:
            if error.status == 404:
                raise NotFoundError("event", slug) from error
            raise _setup_error(error) from error
        if not is_public(answer.event):
            raise NotFoundError("event", slug)
        return event_from_wix(answer.event)

    def _with_tickets(self, event: Event) -> Event:
        if event.admission is not Admission.TICKETS or event.status not in STILL_ON:
            return event
        ticket_types = self._read_ticket_types(event)
        are_all_gone = bool(ticket_types) and all(kind.is_sold_out for kind in ticket_types)
        selling = replace(event, ticket_types=ticket_types, is_sold_out=event.is_sold_out or are_all_gone)
        return with_left_counts(self._client, [selling])[0]

    def _read_ticket_types(self, event: Event) -> tuple[TicketType, ...]:
        """What the checkout would sell now: the V1 call, whose answer is on record in Wix's own SDK.

        V1 lowers `limitPerCheckout` to what is left, which is enough to sell by.
        Source: https://dev.wix.com/docs/rest/business-solutions/events/orders/query-available-tickets
        Shape: `definitions[]`. Without a limit Wix lists none.
        """
        body = {"offset": 0, "limit": MOST_TICKET_TYPES, "filter": {"eventId": event.id}, "sort": "orderIndex:asc"}
        path = "/events/v1/checkout/available-tickets/query"
        try:
            answer = self._client.read("query available tickets", path, wire.TicketTypesAnswer, body=body)
        except PlatformRejectedError as error:
            if error.status == 404:
                raise NotFoundError("event", event.slug) from error
            raise
        return ticket_types_from_wix(decode_each(answer.definitions, wire.WireTicketType, "ticket type"), event)


def _key(slug: str) -> str:
    return f"event:{slug}"


def _setup_error(error: PlatformRejectedError) -> Exception:
    return app_missing(error, "Wix Events & Tickets") if is_not_installed(error) else error
