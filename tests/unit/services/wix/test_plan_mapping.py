"""From Wix Pricing Plans' shapes to ours, where the wire is odd."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from services.models import Duration, Money, OrderState, Period, Plan, PlanOrder, PlanOrderState
from services.wix import plan_wire as wire
from services.wix.plan_mapping import UnreadableTermsError, plan_from_wix, plan_order_from_wix, plans_from_wix

PLAN_ID = "31e40c78-3ac0-443d-980f-0bf8436307fb"
MONTH = {"period": "MONTH", "count": "1"}
ENDLESS = {"billingCycle": MONTH, "startType": "ON_PURCHASE", "endType": "UNTIL_CANCELLED"}
PLAN: dict[str, Any] = {
    "id": PLAN_ID,
    "slug": "vip-monthly",
    "name": "VIP Monthly",
    "currency": "USD",
    "visibility": "PUBLIC",
    "maxPurchasesPerBuyer": 0,
    "buyable": True,
    "perks": [{"description": "Unlimited classes"}, {}],
}
ORDER: dict[str, Any] = {
    "id": "333fbc19-319b-4d1f-8e8f-cf68c6e7b30d",
    "planId": PLAN_ID,
    "status": "ACTIVE",
    "buyer": {"memberId": "805ce40a-0000-464e-85ed-5bb052d8beb7"},
    "priceDetails": {"total": "23.00", "planPrice": "25.00", "currency": "USD", "subscription": {}},
    "lastPaymentStatus": "PAID",
    "startDate": "2026-06-01T07:52:51.237Z",
    "currentCycle": {"index": 1, "endedDate": "2026-07-01T07:52:51.237Z"},
    "planName": "VIP Monthly",
}


def a_plan(terms: dict[str, Any] = ENDLESS, amount: str = "23.00", **variant: Any) -> Plan:
    pricing = {"billingTerms": terms, "pricingStrategies": [{"flatRate": {"amount": amount}}]} | variant
    return plan_from_wix(decoded(wire.WirePlan, PLAN | {"pricingVariants": [pricing]}))


def an_order(**changes: Any) -> PlanOrder:
    return plan_order_from_wix(decoded(wire.WirePlanOrder, ORDER | changes), is_visitors_own=True)


def decoded(shape: type[Any], payload: Any) -> Any:
    return msgspec.json.decode(json.dumps(payload), type=shape)


def until(count: Any, cycle: dict[str, Any]) -> dict[str, Any]:
    return {
        "billingCycle": cycle,
        "endType": "CYCLES_COMPLETED",
        "cyclesCompletedDetails": {"billingCycleCount": count},
    }


@pytest.mark.parametrize(
    ("terms", "cycle", "length"),
    [
        (ENDLESS, Duration(1, Period.MONTH), None),
        ({"endType": "UNTIL_CANCELLED"}, None, None),
        ({"endType": "UNTIL_CANCELLED", "billingCycle": None}, None, None),
        (until("12", MONTH), Duration(1, Period.MONTH), Duration(12, Period.MONTH)),
        (until(4, {"period": "WEEK", "count": 2}), Duration(2, Period.WEEK), Duration(8, Period.WEEK)),
        (until("1", {"period": "YEAR", "count": "1"}), None, Duration(1, Period.YEAR)),
        (until("1", {"period": "DAY", "count": "10"}), None, Duration(10, Period.DAY)),
    ],
)
def test_terms_tell_how_often_and_how_long(
    terms: dict[str, Any], cycle: Duration | None, length: Duration | None
) -> None:
    plan = a_plan(terms)
    assert (plan.cycle, plan.length) == (cycle, length)


@pytest.mark.parametrize(
    "terms",
    [
        {"endType": "UNHEARD_OF", "billingCycle": MONTH},
        {"endType": "CYCLES_COMPLETED", "billingCycle": MONTH},
        {"endType": "CYCLES_COMPLETED", "cyclesCompletedDetails": {"billingCycleCount": "3"}},
        {"endType": "UNTIL_CANCELLED", "billingCycle": {"period": "FORTNIGHT", "count": "1"}},
        {"endType": "UNTIL_CANCELLED", "billingCycle": {"period": "MONTH", "count": "0"}},
        {"endType": "UNTIL_CANCELLED", "billingCycle": {"period": "MONTH", "count": "-1"}},
        until("9" * 5000, MONTH),
        until("١", MONTH),
    ],
)
def test_a_plan_whose_terms_cannot_be_told_is_not_offered(terms: dict[str, Any]) -> None:
    with pytest.raises(UnreadableTermsError):
        a_plan(terms)


def test_a_plan_that_cannot_be_offered_hides_itself_only() -> None:
    good = {"billingTerms": ENDLESS, "pricingStrategies": [{"flatRate": {"amount": "1"}}]}
    bad = good | {"pricingStrategies": []}
    payloads = [decoded(wire.WirePlan, PLAN | {"pricingVariants": [variant]}) for variant in (bad, good)]
    assert len(plans_from_wix(payloads)) == 1


def test_fees_are_named_and_an_unreadable_one_hides_itself_only() -> None:
    fees = [{"name": "Sign-up", "fixedAmountOptions": {"amount": "10"}}, {"name": "Odd"}, None]
    assert a_plan(fees=fees).fees == (("Sign-up", Money(Decimal(10), "USD")),)


def test_small_things_of_a_plan_are_read() -> None:
    plan = a_plan(freeTrialDays=7)
    assert (plan.trial_days, plan.perks, plan.buyer_limit) == (7, ("Unlimited classes",), None)
    assert a_plan(amount="0").is_free


def test_the_end_of_a_cycle_is_the_next_payment() -> None:
    order = an_order()
    assert order.next_payment_at == datetime(2026, 7, 1, 7, 52, 51, 237000, tzinfo=UTC)
    assert order.will_renew
    assert order.price == Money(Decimal("23.00"), "USD")
    assert order.is_visitors_own


@pytest.mark.parametrize(
    "changes",
    [
        {"autoRenewCanceled": True},
        {"status": "PAUSED"},
        {"status": "ENDED"},
        {"status": "UNHEARD_OF"},
        {"currentCycle": {}},
        {"priceDetails": {"total": "23.00", "currency": "USD"}},
        {"endDate": "2026-07-01T07:52:51.237Z"},
        {"endDate": "2026-06-20T00:00:00Z"},
    ],
)
def test_nothing_is_due_where_no_cycle_follows(changes: dict[str, Any]) -> None:
    order = an_order(**changes)
    assert order.next_payment_at is None
    assert not order.will_renew


def test_a_subscription_may_stand_in_the_pricing_only() -> None:
    bare = {"total": "23.00", "currency": "USD"}
    assert an_order(priceDetails=bare, pricing={"subscription": {"cycleCount": 0}}).next_payment_at is not None


def test_a_plan_that_ends_after_this_cycle_goes_on_before() -> None:
    assert an_order(endDate="2027-06-01T07:52:51.237Z").next_payment_at is not None


def test_what_is_free_renews_without_a_payment() -> None:
    order = an_order(priceDetails={"total": "0", "currency": "USD", "subscription": {}})
    assert order.will_renew
    assert order.next_payment_at is None


@pytest.mark.parametrize("status", ["", "UNPAID", "PENDING", "UNHEARD_OF"])
def test_an_unknown_payment_is_pending(status: str) -> None:
    assert an_order(lastPaymentStatus=status).payment is OrderState.PENDING


def test_an_unknown_state_is_pending() -> None:
    assert an_order(status="UNHEARD_OF").state is PlanOrderState.PENDING
