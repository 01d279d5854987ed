"""What pricing plans and their orders look like on the wire: plans of V3 and V2, orders of V2."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sandbox.clock import iso
from sandbox.seed import seed_id
from sandbox.wix.billing import Cycle, Terms
from sandbox.wix.plan_order_store import PlanOrder, standing_at
from sandbox.wix.plan_store import Plan
from sandbox.wix.shapes import amount, image
from sandbox.wix.site import Site

Json = dict[str, Any]


def plan_json(site: Site, plan: Plan) -> Json:
    """Return a plan of V3. Whole numbers of 64 bits are strings; a plan without an end has no `billingCycle`."""
    body: Json = {
        "id": plan.id,
        "revision": str(plan.revision),
        "createdDate": plan.created_at,
        "updatedDate": plan.updated_at,
        "name": plan.name,
        "description": plan.description,
        "slug": plan.slug,
        "termsAndConditions": plan.terms_and_conditions,
        "maxPurchasesPerBuyer": plan.most_purchases,
        "currency": plan.terms.currency,
        "visibility": plan.visibility,
        "buyable": plan.buyable and not plan.archived,
        "buyerCanCancel": plan.buyer_can_cancel,
        "perks": [{"id": seed_id("perk", plan.slug, perk), "description": perk} for perk in plan.perks],
        "pricingVariants": [_pricing_variant(plan)],
    }
    if plan.image:
        body["image"] = image(site, plan.image, plan.image_alt)
    return body


def old_plan_json(plan: Plan) -> Json:
    """Return a plan of the deprecated V2."""
    return {
        "id": plan.id,
        "name": plan.name,
        "description": plan.description,
        "perks": {"values": list(plan.perks)},
        "pricing": {
            **_old_pricing(plan.terms),
            "price": {"value": _short(plan.terms.price), "currency": plan.terms.currency},
            "freeTrialDays": plan.terms.trial_days,
        },
        "primary": False,
        "createdDate": plan.created_at,
        "updatedDate": plan.updated_at,
        "slug": plan.slug,
        "maxPurchasesPerBuyer": plan.most_purchases,
        "allowFutureStartDate": False,
        "buyerCanCancel": plan.buyer_can_cancel,
        "termsAndConditions": plan.terms_and_conditions,
    }


def plan_order_json(order: PlanOrder, now: datetime) -> Json:
    """Return an order as it stands by now.

    `currentCycle` is left out before the start and after the end, its number is 0 in the free trial; `endDate` is
    left out while there is no end.
    """
    standing, terms = standing_at(order, now), order.terms
    price = {"subtotal": amount(terms.price), "discount": "0", "total": amount(terms.price)}
    body: Json = {
        "id": order.id,
        "planId": order.plan_id,
        "subscriptionId": order.subscription_id,
        "wixPayOrderId": order.wix_pay_order_id,
        "buyer": {"memberId": order.member_id, "contactId": order.contact_id},
        "pricing": {
            **_old_pricing(terms),
            "prices": [
                {"duration": {"cycleFrom": 1}, "price": {**price, "currency": terms.currency, "proration": "0"}}
            ],
        },
        "priceDetails": {
            **price,
            "planPrice": amount(terms.price),
            "currency": terms.currency,
            **_old_pricing(terms),
        },
        "type": "ONLINE",
        "status": standing.status,
        "autoRenewCanceled": order.cancellation is not None and terms.is_recurring,
        "lastPaymentStatus": standing.payment_status,
        "startDate": order.started_at,
        "endDate": iso(standing.end) if standing.end else None,
        "pausePeriods": [],
        "freeTrialDays": terms.trial_days or None,
        "cancellation": order.cancellation,
        "currentCycle": _cycle(standing.cycle) if standing.cycle else None,
        "planName": order.plan_name,
        "planDescription": order.plan_description,
        "planPrice": _short(terms.price),
        "createdDate": order.created_at,
        "updatedDate": order.updated_at,
    }
    return {name: value for name, value in body.items() if value is not None}


def _pricing_variant(plan: Plan) -> Json:
    return {
        "id": seed_id("plan-variant", plan.slug),
        "name": plan.name,
        "freeTrialDays": plan.terms.trial_days,
        "fees": [],
        "billingTerms": _billing_terms(plan.terms),
        "pricingStrategies": [{"flatRate": {"amount": amount(plan.terms.price)}}],
    }


def _billing_terms(terms: Terms) -> Json:
    body: Json = {}
    if terms.period:
        body["billingCycle"] = {"period": terms.period, "count": str(terms.count)}
    body |= {"startType": "ON_PURCHASE", "endType": "CYCLES_COMPLETED" if terms.cycles else "UNTIL_CANCELLED"}
    if terms.cycles:
        body["cyclesCompletedDetails"] = {"billingCycleCount": str(terms.cycles)}
    return body


def _old_pricing(terms: Terms) -> Json:
    """Return the length as V2 writes it, counts as numbers; `cycleCount` 0 is until cancelled."""
    if terms.period is None:
        return {"singlePaymentUnlimited": True}
    duration = {"count": terms.count, "unit": terms.period}
    if not terms.is_recurring:
        return {"singlePaymentForDuration": duration}
    return {"subscription": {"cycleDuration": duration, "cycleCount": terms.cycles or 0}}


def _cycle(cycle: Cycle) -> Json:
    body = {"index": cycle.index, "startedDate": iso(cycle.begin)}
    return body | ({"endedDate": iso(cycle.end)} if cycle.end else {})


def _short(minor: int) -> str:
    """Write an amount as V2 does where it is not a payment: `23`, not `23.00`."""
    return amount(minor).removesuffix(".00")
