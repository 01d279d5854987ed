"""What can go wrong for one visitor at Wix: which of the visitor's own calls meet which refusal, by a trouble's name.

What everybody's pages are made of (products, events, plans, services, free times) is left alone: it is shared.
"""

from __future__ import annotations

from typing import Any

from sandbox.troubles import PlannedFault
from sandbox.wix.errors import application_body

Json = dict[str, Any]

# A bracket ends a path where it stands: without one all that begins so is meant.
NEW_CART = "/ecom/v2/cart[s]"
CURRENT_CART = "/ecom/v2/carts/current"
NEW_RESERVATION = "/events/v1/ticket-reservation[s]"
REDIRECT_SESSION = "*/redirect-session"
OWN_PATHS = (
    "/ecom/*",
    REDIRECT_SESSION,
    "/events/v1/ticket-reservations*",
    "/events/v2/rsvps*",
    "/members/v1/members/my*",
    "/pricing-plans/v2/*",
    "/bookings/v2/extended-bookings*",
)
OUT_OF_STOCK: Json = {
    "status": "OUT_OF_STOCK",
    "quantityInfo": {"confirmedQuantity": 0, "availableQuantity": 0},
}
VIOLATION: Json = {
    "scope": "LINE_ITEM",
    "code": "LINE_ITEMS_OUT_OF_STOCK",
    "severity": "ERROR",
    "description": "",
    "lineItemsOutOfStockData": {"lineItemIds": [], "allLineItemsOutOfStock": True},
}
OUT_OF_STOCK_V1: Json = {"availability": {"status": "NOT_AVAILABLE", "quantityAvailable": 0}}


def _refused(path: str, method: str, status: int, code: str, message: str, **options: Any) -> PlannedFault:
    body = application_body(code, message, options.pop("data", None)) if code else None
    return PlannedFault(path, "status", method, {"status": status, **({"body": body} if body else {}), **options})


def _changed(path: str, method: str, merge: Json) -> PlannedFault:
    return PlannedFault(path, "merged", method, {"merge": merge})


def _everywhere(kind: str, **options: Any) -> tuple[PlannedFault, ...]:
    return tuple(PlannedFault(path, kind, None, options) for path in OWN_PATHS)


NO_STOCK = ("INSUFFICIENT_INVENTORY", "Insufficient inventory")
NO_SLOT = ("SLOT_NOT_FOUND", "Time slot not found")
NO_PAYMENTS = ("SITE_MUST_ACCEPT_PAYMENTS", "The site must accept payments")

TROUBLES: dict[str, tuple[PlannedFault, ...]] = {
    "sold-out": (
        _refused(f"{CURRENT_CART}/add-line-items", "POST", 428, *NO_STOCK, data={"invalidItems": []}),
        _refused(NEW_CART, "POST", 428, *NO_STOCK, data={"invalidItems": []}),
        _changed(
            f"{CURRENT_CART}/estimate",
            "POST",
            {"cart": {"lineItems": OUT_OF_STOCK}, "summary": {"violations": [VIOLATION]}},
        ),
        _changed(CURRENT_CART, "GET", {"cart": {"lineItems": OUT_OF_STOCK}}),
        _changed("/ecom/v1/carts/current*", "GET", {"cart": {"lineItems": OUT_OF_STOCK_V1}}),
        _changed("/ecom/v1/carts/current*", "POST", {"cart": {"lineItems": OUT_OF_STOCK_V1}}),
        _refused(NEW_RESERVATION, "POST", 409, "TICKETS_SOLD_OUT", "tickets are sold out"),
    ),
    "slot-taken": (
        _refused("*/service-availability/v2/time-slots/get", "POST", 404, *NO_SLOT),
        _refused("*/service-availability/v2/time-slots/event/*", "GET", 404, *NO_SLOT),
    ),
    "hold-expired": (
        _changed("/events/v1/ticket-reservations/*", "GET", {"ticketReservation": {"status": "EXPIRED"}}),
        _refused(
            REDIRECT_SESSION,
            "POST",
            404,
            "TICKET_RESERVATION_NOT_FOUND",
            "Ticket reservation not found",
            asking='"eventsCheckout"',
        ),
    ),
    "payments-off": (
        _refused(NEW_RESERVATION, "POST", 403, "", ""),
        _refused("/ecom/v1/checkout[s]", "POST", 428, *NO_PAYMENTS),
        _refused(REDIRECT_SESSION, "POST", 428, *NO_PAYMENTS, asking='"ecomCheckout"'),
    ),
    "domain-not-allowed": (
        _refused(
            REDIRECT_SESSION,
            "POST",
            403,
            "REDIRECT_DOMAIN_NOT_ALLOWED",
            "The address isn't listed as an allowed redirect domain.",
        ),
    ),
    "too-many-requests": _everywhere("status", status=429, retry_after=30),
    "slow": _everywhere("slow", seconds=2),
    "failing": _everywhere("status", status=500),
}
