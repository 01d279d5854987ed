"""The intents of redirect sessions that are imitated: where each leads, and how its part of the request is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.wix.checkouts import checkout_target
from sandbox.wix.plans import plan_target
from sandbox.wix.redirect_store import Target
from sandbox.wix.reservations import reservation_target
from sandbox.wix.site import Site, Subject


@dataclass(frozen=True, slots=True)
class Intent:
    """One kind of trip to the hosted pages.

    `path` is the single-use address, `page` the endpoint of the hosted page that stays. `read_target` checks shape and
    ids of the intent's own part of the request; whether something can still be bought is the hosted page's question.
    """

    path: str
    page: str
    read_target: Callable[[Site, Subject, dict[str, Any]], Target]


INTENTS = {
    "ecomCheckout": Intent("/checkout", "hosted_checkout.show", checkout_target),
    "eventsCheckout": Intent("/event-checkout", "hosted_event.show", reservation_target),
    "paidPlansCheckout": Intent("/plan-checkout", "hosted_plan.show", plan_target),
}
