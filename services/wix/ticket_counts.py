"""How many tickets are left, where Wix tells: it makes a page say more, and its absence says nothing wrong."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace

import msgspec

from services.errors import PlatformError
from services.models import Admission, Event, EventStatus, SaleState, TicketType
from services.reading import decode_each
from services.wix.client import WixClient
from services.wix.event_wire import Guid
from services.wix.wire import Wire

log = logging.getLogger("foyer.wix")

PATH = "/events-ticket-definitions/v3/ticket-definitions/available/query"
MOST_DEFINITIONS = 100
STILL_ON = (EventStatus.UPCOMING, EventStatus.STARTED)
SALE_IS_ON = "SALE_STARTED"


class SalesDetails(Wire, frozen=True):
    unsold_count: int | None = None
    reserved_count: int = 0


class CountedDefinition(Wire, frozen=True):
    id: Guid
    event_id: Guid
    sale_status: str = ""
    sales_details: SalesDetails = SalesDetails()

    @property
    def left_count(self) -> int | None:
        """Neither sold nor held; None where the merchant set no bound."""
        if self.sales_details.unsold_count is None:
            return None
        return max(0, self.sales_details.unsold_count - self.sales_details.reserved_count)


class CountedAnswer(Wire, frozen=True):
    ticket_definitions: list[msgspec.Raw]


def with_left_counts(client: WixClient, events: Iterable[Event]) -> tuple[Event, ...]:
    """The same events with what is left of their tickets, in one call for all of them.

    V3 has the counts, V1 what the checkout would sell; no answer of V3 to a visitor is documented, so nothing but
    these counts depends on it.
    Source: https://dev.wix.com/docs/rest/business-solutions/events/ticket-definitions-v3/query-available-ticket-definitions
    Shape: `ticketDefinitions[].salesDetails.{unsoldCount,reservedCount}`, with SALES_DETAILS.
    """
    events = tuple(events)
    wanted = [event.id for event in events if event.admission is Admission.TICKETS and event.status in STILL_ON]
    if not wanted:
        return events
    query = {"filter": {"eventId": {"$in": wanted}}, "paging": {"limit": MOST_DEFINITIONS, "offset": 0}}
    body = {"query": query, "fields": ["SALES_DETAILS"]}
    try:
        answer = client.read("query ticket counts", PATH, CountedAnswer, body=body)
    except PlatformError as error:
        log.warning("events are shown without what is left of their tickets: %s", error)
        return events
    if len(answer.ticket_definitions) >= MOST_DEFINITIONS:
        return events  # there may be more of them, and half a sum is a wrong one
    counted = decode_each(answer.ticket_definitions, CountedDefinition, "ticket count")
    return tuple(_counted(event, [entry for entry in counted if entry.event_id == event.id]) for event in events)


def _counted(event: Event, entries: list[CountedDefinition]) -> Event:
    left = {entry.id: entry.left_count for entry in entries}
    on_sale = [entry.left_count for entry in entries if entry.sale_status == SALE_IS_ON]
    known = [count for count in on_sale if count is not None]
    return replace(
        event,
        ticket_types=tuple(_with_count(kind, left.get(kind.id)) for kind in event.ticket_types),
        left_count=sum(known) if known and len(known) == len(on_sale) else None,
    )


def _with_count(kind: TicketType, left_count: int | None) -> TicketType:
    """A count that is older than the limit beside it must not promise more, nor tell of a sale that is not on."""
    if left_count is None or kind.sale is not SaleState.STARTED or kind.is_sold_out:
        return kind
    return replace(kind, left_count=max(left_count, kind.limit))
