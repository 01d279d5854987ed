"""From Wix Pricing Plans' shapes to ours: pure functions."""

from __future__ import annotations

import logging
import re
from datetime import datetime
from decimal import Decimal

from services.models import Duration, Money, OrderState, Period, Plan, PlanOrder, PlanOrderState
from services.reading import decode_each
from services.wix import plan_wire as wire
from services.wix.event_wire import Price
from services.wix.mapping import image_from_wix
from services.wix.values import money_from_wix, utc

log = logging.getLogger("foyer.wix")

PERIODS = {"DAY": Period.DAY, "WEEK": Period.WEEK, "MONTH": Period.MONTH, "YEAR": Period.YEAR}
COUNT = re.compile(r"[1-9][0-9]{0,3}\Z")
STATES = {
    "DRAFT": PlanOrderState.DRAFT,
    "PENDING": PlanOrderState.PENDING,
    "ACTIVE": PlanOrderState.ACTIVE,
    "PAUSED": PlanOrderState.PAUSED,
    "ENDED": PlanOrderState.ENDED,
    "CANCELED": PlanOrderState.CANCELLED,
}
PAYMENTS = {
    "PAID": OrderState.PAID,
    "REFUNDED": OrderState.REFUNDED,
    "FAILED": OrderState.DECLINED,
    "NOT_APPLICABLE": OrderState.FREE,
}


class UnreadableTermsError(ValueError):
    """What a plan costs and how long it lasts cannot be told, so it cannot be offered."""


def plans_from_wix(payloads: list[wire.WirePlan]) -> tuple[Plan, ...]:
    """The public plans among these; one whose terms cannot be told hides itself only."""
    found = []
    for payload in payloads:
        if payload.visibility != "PUBLIC":
            continue
        try:
            found.append(plan_from_wix(payload))
        except UnreadableTermsError as error:
            log.warning("unreadable item left out", extra={"kind": "plan", "reason": str(error)})
    return tuple(found)


def plan_from_wix(payload: wire.WirePlan) -> Plan:
    """Shape: `plan` of V3 with one pricing variant, the only one Wix makes so far. Raises: UnreadableTermsError."""
    variant = next(iter(payload.pricing_variants), None)
    strategy = next(iter(variant.pricing_strategies), None) if variant else None
    price = _money(strategy.flat_rate.amount, payload.currency) if strategy else None
    if variant is None or price is None:
        raise UnreadableTermsError("no price")
    cycle, length = _terms(variant.billing_terms)
    return Plan(
        id=payload.id,
        slug=payload.slug,
        name=payload.name,
        price=price,
        description=payload.description,
        image=image_from_wix(payload.image, payload.name),
        cycle=cycle,
        length=length,
        trial_days=variant.free_trial_days,
        fees=_fees(variant, payload.currency),
        perks=tuple(perk.description for perk in payload.perks if perk.description),
        terms=payload.terms_and_conditions,
        buyer_limit=payload.max_purchases_per_buyer or None,
        can_be_bought=payload.buyable,
        buyer_can_cancel=payload.buyer_can_cancel,
    )


def plan_order_from_wix(payload: wire.WirePlanOrder, *, is_visitors_own: bool) -> PlanOrder:
    """Shape: `order` of V2. Wix has no date of the next payment: it is the end of a cycle that another one follows.

    Whatever is unknown reads as pending: a page may say too little about a payment, never too much.
    """
    price, ends_at = _order_price(payload.price_details), utc(payload.end_date)
    renews_at = utc(payload.current_cycle.ended_date)
    will_renew = _is_recurring(payload) and _comes_before(renews_at, ends_at)
    return PlanOrder(
        id=payload.id,
        plan_id=payload.plan_id,
        plan_name=payload.plan_name,
        state=STATES.get(payload.status, PlanOrderState.PENDING),
        payment=PAYMENTS.get(payload.last_payment_status, OrderState.PENDING),
        price=price,
        member_id=payload.buyer.member_id,
        starts_at=utc(payload.start_date),
        ends_at=ends_at,
        next_payment_at=renews_at if will_renew and price is not None and price.amount else None,
        will_renew=will_renew,
        placed_at=utc(payload.created_date),
        is_visitors_own=is_visitors_own,
    )


def _terms(terms: wire.BillingTerms) -> tuple[Duration | None, Duration | None]:
    """How often it is paid, and how long it lasts in all. A single cycle is one payment for that time."""
    cycle = _duration(terms.billing_cycle) if terms.billing_cycle else None
    if terms.end_type == "UNTIL_CANCELLED":
        return cycle, None
    if cycle is None or terms.cycles_completed_details is None:
        raise UnreadableTermsError(f"it ends in an unknown way: {terms.end_type[:40]}")
    times = _count(terms.cycles_completed_details.billing_cycle_count)
    return (cycle if times > 1 else None), Duration(cycle.count * times, cycle.period)


def _duration(cycle: wire.BillingCycle) -> Duration:
    if cycle.period not in PERIODS:
        raise UnreadableTermsError(f"an unknown period: {cycle.period[:40]}")
    return Duration(_count(cycle.count), PERIODS[cycle.period])


def _count(value: str | int) -> int:
    text = str(value)
    if not COUNT.match(text):
        raise UnreadableTermsError("a count is none")
    return int(text)


def _fees(variant: wire.PricingVariant, currency: str) -> tuple[tuple[str, Money], ...]:
    """The hosted page shows every fee before anything is paid, so one that cannot be read here hides itself only.

    Shape: `fees[].{name, fixedAmountOptions.amount}`.
    """
    readable = decode_each(variant.fees, wire.PlanFee, "plan fee")
    priced = ((fee.name, _money(fee.fixed_amount_options.amount, currency)) for fee in readable)
    return tuple((name, amount) for name, amount in priced if amount)


def _order_price(details: wire.PriceDetails) -> Money | None:
    total = details.plan_price if details.total is None else details.total
    return _money(total, details.currency)


def _money(amount: Decimal | None, currency: str) -> Money | None:
    return money_from_wix(Price(value=amount, currency=currency))


def _is_recurring(payload: wire.WirePlanOrder) -> bool:
    has_cycles = payload.pricing.subscription or payload.price_details.subscription
    return payload.status == "ACTIVE" and has_cycles is not None and not payload.auto_renew_canceled


def _comes_before(renews_at: datetime | None, ends_at: datetime | None) -> bool:
    """Whether another cycle follows: the last one ends with the plan itself."""
    return renews_at is not None and (ends_at is None or renews_at < ends_at)
