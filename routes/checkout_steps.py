"""The steps of a checkout on our own pages: which of them there are, and which is the first that is not done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flask import url_for

from routes.direct_memory import DirectProgress
from services.models import CheckoutDetails
from services.sentences import sentence


class Step(StrEnum):
    """A page on the way; its value is the last part of its address."""

    ADDRESS = "address"
    DELIVERY = "delivery"
    REVIEW = "review"
    PAYMENT = "payment"


NAMES = {
    Step.ADDRESS: sentence("Address"),
    Step.DELIVERY: sentence("Delivery"),
    Step.REVIEW: sentence("Review"),
    Step.PAYMENT: sentence("Payment"),
}
ENDPOINTS = {
    Step.ADDRESS: "direct_checkout.address",
    Step.DELIVERY: "direct_checkout.delivery",
    Step.REVIEW: "direct_checkout.review",
    Step.PAYMENT: "direct_payment.payment",
}


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as the bar shows it; without a `url` it cannot be opened yet."""

    name: str
    url: str
    is_current: bool
    is_done: bool


def steps_of(details: CheckoutDetails) -> tuple[Step, ...]:
    """The steps of this checkout: what is not sent needs no delivery."""
    return tuple(step for step in Step if details.needs_shipping or step is not Step.DELIVERY)


def first_unfinished(details: CheckoutDetails, progress: DirectProgress) -> Step:
    """Where somebody goes on. An order made of another content is as good as none."""
    if not details.has_addresses:
        return Step.ADDRESS
    if not details.has_delivery:
        return Step.DELIVERY
    has_order = progress.order_id and progress.order_key == details.content_key
    return Step.PAYMENT if has_order else Step.REVIEW


def may_open(step: Step, details: CheckoutDetails, progress: DirectProgress) -> bool:
    """Whether everything before this step is done."""
    steps = steps_of(details)
    return step in steps and steps.index(step) <= steps.index(first_unfinished(details, progress))


def url_of(step: Step, checkout_id: str) -> str:
    """The address of a step's page."""
    return url_for(ENDPOINTS[step], checkout_id=checkout_id)


def show_steps(current: Step, details: CheckoutDetails, progress: DirectProgress) -> tuple[ShownStep, ...]:
    """The bar above a step's page."""
    steps = steps_of(details)
    reached = steps.index(first_unfinished(details, progress))
    return tuple(
        ShownStep(
            name=NAMES[step],
            url=url_of(step, details.id) if place <= reached and step is not current else "",
            is_current=step is current,
            is_done=place < reached and step is not current,
        )
        for place, step in enumerate(steps)
    )
