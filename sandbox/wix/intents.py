"""The intents of redirect sessions that are imitated: where each leads, and how its part of the request is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.wix.auth_request import AUTHORIZE_PATH, auth_target, login_target, logout_target
from sandbox.wix.booking_intent import booking_target
from sandbox.wix.checkouts import checkout_target
from sandbox.wix.listings import product_target, services_target
from sandbox.wix.payment_requests import payment_request_target
from sandbox.wix.plans import plan_target
from sandbox.wix.redirect_store import Target
from sandbox.wix.reservations import reservation_target
from sandbox.wix.site import Site, Subject


@dataclass(frozen=True, slots=True)
class Intent:
    """One kind of trip to the hosted pages.

    `path` is the single-use address, `page` the endpoint of the hosted page that stays. `read_target` checks shape and
    ids of the intent's own part of the request; whether something can still be bought is the hosted page's question.
    `keeps_identity` carries the member who calls over to the browser; `has_own_entrance` says that the single-use
    address is opened by a page of its own.
    """

    path: str
    page: str
    read_target: Callable[[Site, Subject, dict[str, Any]], Target]
    keeps_identity: bool = True
    has_own_entrance: bool = False


INTENTS = {
    "ecomCheckout": Intent("/checkout", "hosted_checkout.show", checkout_target),
    "eventsCheckout": Intent("/event-checkout", "hosted_event.show", reservation_target),
    "paidPlansCheckout": Intent("/plan-checkout", "hosted_plan.show", plan_target),
    "bookingsCheckout": Intent("/booking-checkout", "hosted_booking.show", booking_target),
    "bookingsBook": Intent("/book-online", "hosted_listings.show_services", services_target),
    "storesProduct": Intent("/product-page", "hosted_listings.show_product", product_target),
    "ecomOrderPaymentRequest": Intent("/payment-request", "hosted_payment_request.show", payment_request_target),
    "auth": Intent(AUTHORIZE_PATH, "hosted_login.show", auth_target, keeps_identity=False, has_own_entrance=True),
    "login": Intent("/login", "hosted_login.show", login_target),
    "logout": Intent("/_api/iam/logout", "hosted_logout.show", logout_target, keeps_identity=False),
}
