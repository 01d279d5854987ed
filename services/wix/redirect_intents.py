"""What a visitor goes to the hosted pages for: the one intent of a redirect session, by a function for each.

Source: https://dev.wix.com/docs/api-reference/business-management/headless/redirects/create-redirect-session
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from services.wix.authorize_request import AuthorizeRequest, Prompt

IntentName = Literal[
    "ecomCheckout",
    "eventsCheckout",
    "paidPlansCheckout",
    "bookingsCheckout",
    "bookingsBook",
    "storesProduct",
    "login",
    "logout",
    "auth",
    "ecomOrderPaymentRequest",
]


@dataclass(frozen=True, slots=True)
class Intent:
    """The name of the part of the request, and that part; a request holds exactly one."""

    name: IntentName
    body: Mapping[str, object]

    @property
    def carries_identity(self) -> bool:
        """Signing in and out is what makes the identity, so none is carried over."""
        return self.name not in ("auth", "logout")


def ecom_checkout(checkout_id: str) -> Intent:
    """To pay for a checkout."""
    return Intent("ecomCheckout", {"checkoutId": checkout_id})


def events_checkout(reservation_id: str, event_slug: str) -> Intent:
    """To pay for held tickets."""
    return Intent("eventsCheckout", {"reservationId": reservation_id, "eventSlug": event_slug})


def paid_plans_checkout(plan_id: str, checkout_data: str = "") -> Intent:
    """To buy a plan; `checkout_data` only on the way back from the platform's own detour to our plans."""
    return Intent("paidPlansCheckout", {"planId": plan_id} | ({"checkoutData": checkout_data} if checkout_data else {}))


def bookings_checkout(slot_availability: Mapping[str, object], time_zone: str = "") -> Intent:
    """To book a time; without a zone (IANA) the page shows it in that of the slot."""
    zone: dict[str, object] = {"timezone": time_zone} if time_zone else {}
    return Intent("bookingsCheckout", {**zone, "slotAvailability": slot_availability})


def bookings_book(resource_id: str = "") -> Intent:
    """To look through the services, or through those of one of the staff."""
    return Intent("bookingsBook", {"resourceId": resource_id} if resource_id else {})


def stores_product(product_slug: str) -> Intent:
    """To look at a product on its page over there."""
    return Intent("storesProduct", {"productSlug": product_slug})


def login() -> Intent:
    """To the login page, without looking first whether somebody is signed in."""
    return Intent("login", {})


def logout(client_id: str) -> Intent:
    """To be signed out over there, too."""
    return Intent("logout", {"clientId": client_id})


def authorize(request: AuthorizeRequest, prompt: Prompt | None = None) -> Intent:
    """To sign in; `prompt` stands beside the request, where Wix's own SDK writes it."""
    return Intent("auth", {"authRequest": request.to_wix()} | ({"prompt": prompt.value} if prompt else {}))


def ecom_order_payment_request(payment_request_id: str) -> Intent:
    """To pay what the merchant asks for beyond an order; known from Wix's SDK, not from its page."""
    return Intent("ecomOrderPaymentRequest", {"paymentRequestId": payment_request_id})
