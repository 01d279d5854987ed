"""What a visitor wants to hold: read from either kind of request, and measured against sale, limits and places."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import uuid4

from sandbox.wix.errors import WixError, application_error, required, violation
from sandbox.wix.event_store import Event, TicketDefinition, find_definitions, find_event
from sandbox.wix.payload import integer, mapping, objects, required_guid, text
from sandbox.wix.reservation_store import ReservedTicket

MOST_LINES = 50
MOST_PIECES = 50
MONEY = re.compile(r"\d{1,7}(\.\d{1,4})?", re.ASCII)
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class WantedTicket:
    """Tickets of one kind; `guest_price` in minor units, where the guest names it."""

    definition_id: str
    quantity: int
    guest_price: int | None = None
    option_id: str | None = None


def read_tickets(reservation: Json) -> list[WantedTicket]:
    """Read `ticketReservation.tickets`.

    Raises: 400 for lines, quantities and prices that do not fit.
    """
    wanted = []
    for line in _lines(reservation, "tickets"):
        info = mapping(line, "ticketInfo")
        if info.get("priceOverride") is not None:
            raise violation("ticketInfo.priceOverride", "is for the merchant", "OTHER")
        wanted.append(_wanted(line, info, _money(info, "guestPrice")))
    return wanted


def read_ticket_quantities(payload: Json) -> list[WantedTicket]:
    """Read `ticketQuantities` of the deprecated reservation.

    Raises: 400 as `read_tickets`.
    """
    wanted = []
    for line in _lines(payload, "ticketQuantities"):
        details = (objects(line, "ticketDetails", most=MOST_PIECES) or [{}])[0]
        price = _money(line, "priceOverride")
        wanted.append(_wanted(line, details, price if price is not None else _money(details, "priceOverride")))
    return wanted


def resolve_tickets(
    db: sqlite3.Connection, wanted: Sequence[WantedTicket], now: str
) -> tuple[Event, list[ReservedTicket]]:
    """Return the event and what is to be held, if it can be had. Call it inside the transaction that holds it.

    Raises: 404 for an unknown ticket; 4xx for several events, a sale that is not on, limits, prices, places.
    """
    definitions = find_definitions(db, [line.definition_id for line in wanted], now)
    if any(line.definition_id not in definitions for line in wanted):
        raise application_error(404, "TICKET_DEFINITION_NOT_FOUND", "Ticket definition not found")
    event_ids = {definition.event_id for definition in definitions.values()}
    event = find_event(db, next(iter(event_ids)))
    if len(event_ids) > 1 or event is None:
        raise application_error(400, "TICKETS_OF_SEVERAL_EVENTS", "a reservation is for one event")
    if event.is_over(now):
        raise application_error(400, "REGISTRATION_CLOSED", "registration is closed")
    quantities = Counter[str]()
    for line in wanted:
        quantities[line.definition_id] += line.quantity
    _check_limits(event, definitions, quantities, now)
    return event, [_reserved(definitions[line.definition_id], line) for line in wanted]


def _lines(payload: Json, field: str) -> list[Json]:
    lines = objects(payload, field, most=MOST_LINES)
    if not lines:
        raise required(field)
    return lines


def _wanted(line: Json, details: Json, guest_price: int | None) -> WantedTicket:
    option_id = text(details, "pricingOptionId", longest=36)
    return WantedTicket(
        definition_id=required_guid(line, "ticketDefinitionId"),
        quantity=integer(line, "quantity", least=1, most=MOST_PIECES),
        guest_price=guest_price,
        option_id=option_id.lower() if option_id else None,
    )


def _money(payload: Json, field: str) -> int | None:
    written = text(payload, field, longest=20)
    if written is None:
        return None
    if not MONEY.fullmatch(written):
        raise violation(field, "must be a decimal with at most 4 decimals", "FORMAT")
    return int((Decimal(written) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _check_limits(event: Event, definitions: dict[str, TicketDefinition], quantities: Counter[str], now: str) -> None:
    if quantities.total() > event.ticket_limit:
        raise _over_limit(event.ticket_limit)
    for definition_id, quantity in quantities.items():
        definition = definitions[definition_id]
        _check_sale(definition.sale_status(event, now))
        if quantity > definition.limit_per_checkout:
            raise _over_limit(definition.limit_per_checkout)
        if quantity > definition.left:
            raise _too_few(definition)


def _check_sale(status: str) -> None:
    if status == "SALE_SCHEDULED":
        raise application_error(400, "TICKET_SALE_NOT_STARTED", "tickets are not on sale yet")
    if status == "SALE_ENDED":
        raise application_error(400, "TICKET_SALE_ENDED", "tickets are not on sale any more")


def _over_limit(limit: int) -> WixError:
    return application_error(
        400, "TICKET_LIMIT_PER_ORDER_EXCEEDED", f"at most {limit} tickets in one order", {"limit": limit}
    )


def _too_few(definition: TicketDefinition) -> WixError:
    data = {"ticketDefinitionId": definition.id, "left": definition.left}
    if definition.left == 0:
        return application_error(409, "TICKETS_SOLD_OUT", "tickets are sold out", data)
    return application_error(409, "NOT_ENOUGH_TICKETS", f"only {definition.left} tickets are left", data)


def _reserved(definition: TicketDefinition, line: WantedTicket) -> ReservedTicket:
    option = definition.option(line.option_id)
    return ReservedTicket(
        id=str(uuid4()),
        definition_id=definition.id,
        quantity=line.quantity,
        name=definition.name,
        price=_price(definition, line),
        option_id=option.id if option else None,
        option_name=option.name if option else None,
        fee_type=definition.fee_type,
    )


def _price(definition: TicketDefinition, line: WantedTicket) -> int:
    """Return the price of one ticket.

    Raises: 400 for a price option or a guest's price that the ticket does not have, lacks, or finds too low.
    """
    if (line.option_id is not None) != bool(definition.options):
        raise _unsupported(definition)
    if line.option_id is not None:
        option = definition.option(line.option_id)
        if option is None or line.guest_price is not None:
            raise _unsupported(definition)
        return option.price
    if definition.least_price is None:
        if line.guest_price is not None:
            raise _unsupported(definition)
        return definition.price or 0
    if line.guest_price is None:
        raise required("ticketInfo.guestPrice")
    if line.guest_price < definition.least_price:
        raise application_error(400, "GUEST_PRICE_TOO_LOW", "the price is below the minimum")
    return line.guest_price


def _unsupported(definition: TicketDefinition) -> WixError:
    message = f"'{definition.name}' is not sold at such a price"
    return application_error(400, "UNSUPPORTED_PRICING_OPTION", message)
