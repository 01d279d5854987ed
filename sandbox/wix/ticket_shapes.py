"""How V1 and V3 write ticket definitions, and money as events write it."""

from __future__ import annotations

from typing import Any

from sandbox.wix.event_store import Event, TicketDefinition
from sandbox.wix.shapes import amount

Json = dict[str, Any]


def event_money(minor: int, currency: str) -> Json:
    """Return money as V1 of events writes it: `amount` is deprecated, and still there."""
    return {"amount": amount(minor), "value": amount(minor), "currency": currency}


def plain_money(minor: int, currency: str) -> Json:
    """Return money as V3 and reservations write it."""
    return {"value": amount(minor), "currency": currency}


def definition_v1_json(event: Event, definition: TicketDefinition, currency: str, now: str) -> Json:
    """Return a ticket as the checkout sees it; `limitPerCheckout` 0 is sold out."""
    body = {
        "id": definition.id,
        "eventId": definition.event_id,
        "name": definition.name,
        "description": definition.description,
        "price": event_money(definition.prices()[0], currency),
        "free": definition.is_free,
        "limitPerCheckout": min(definition.most_at_once, event.ticket_limit),
        "orderIndex": definition.position,
        "policy": definition.policy,
        "wixFeeConfig": {"type": definition.fee_type},
        "saleStatus": definition.sale_status(event, now),
        "state": [],
        "pricing": _pricing_v1(definition, currency),
    }
    return body | _sale_period(definition)


def definition_v3_json(
    event: Event, definition: TicketDefinition, currency: str, now: str, *, with_sales: bool
) -> Json:
    """Return a ticket definition, with the counts of `SALES_DETAILS` if they are asked for."""
    body: Json = {
        "id": definition.id,
        "eventId": definition.event_id,
        "revision": "1",
        "createdDate": definition.created_at,
        "updatedDate": definition.updated_at,
        "name": definition.name,
        "description": definition.description,
        "policyText": definition.policy,
        "hidden": False,
        "limited": True,
        "initialLimit": definition.capacity,
        "actualLimit": definition.capacity,
        "pricingMethod": _pricing_v3(definition, currency),
        "feeType": definition.fee_type,
        "saleStatus": definition.sale_status(event, now),
        "limitPerCheckout": min(definition.most_at_once, event.ticket_limit),
        **_sale_period(definition),
    }
    if with_sales:
        body["salesDetails"] = {
            "unsoldCount": max(0, definition.capacity - definition.sold),
            "soldCount": definition.sold,
            "reservedCount": definition.reserved,
            "soldOut": definition.left == 0,
        }
    return body


def _sale_period(definition: TicketDefinition) -> Json:
    ends = {"startDate": definition.sale_starts_at, "endDate": definition.sale_ends_at}
    known = {name: moment for name, moment in ends.items() if moment}
    return {"salePeriod": {**known, "displayNotOnSale": True}} if known else {}


def _pricing_v1(definition: TicketDefinition, currency: str) -> Json:
    if definition.least_price is not None:
        return {"minPrice": event_money(definition.least_price, currency), "pricingType": "DONATION"}
    if definition.options:
        options = [
            {"id": option.id, "name": option.name, "price": event_money(option.price, currency)}
            for option in definition.options
        ]
        return {"pricingOptions": {"options": options}, "pricingType": "STANDARD"}
    return {"fixedPrice": event_money(definition.prices()[0], currency), "pricingType": "STANDARD"}


def _pricing_v3(definition: TicketDefinition, currency: str) -> Json:
    common = {"pricingType": "STANDARD", "free": definition.is_free}
    if definition.least_price is not None:
        return {"guestPrice": plain_money(definition.least_price, currency), **common, "pricingType": "DONATION"}
    if definition.options:
        details = [
            {"optionId": option.id, "name": option.name, "price": plain_money(option.price, currency)}
            for option in definition.options
        ]
        return {"pricingOptions": {"optionDetails": details}, **common}
    return {"fixedPrice": plain_money(definition.prices()[0], currency), **common}
