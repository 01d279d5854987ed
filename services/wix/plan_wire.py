"""The shapes of Wix Pricing Plans' answers that we read: plans of V3, orders of V2.

Source: https://dev.wix.com/docs/rest/business-solutions/pricing-plans/introduction
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from services.wix.event_wire import Guid, Moment, OffsetPaging
from services.wix.wire import Amount, Count, MediaImage, PagingMetadata, Wire


class BillingCycle(Wire, frozen=True):
    """So many periods; counts of 64 bits are strings on this wire."""

    period: str
    count: str | int = "1"


class CyclesCompleted(Wire, frozen=True):
    billing_cycle_count: str | int


class BillingTerms(Wire, frozen=True):
    """Without `billing_cycle` one payment is for ever; `end_type` is UNTIL_CANCELLED or CYCLES_COMPLETED."""

    end_type: str
    billing_cycle: BillingCycle | None = None
    cycles_completed_details: CyclesCompleted | None = None


class PricingStrategy(Wire, frozen=True):
    flat_rate: Amount


class PlanFee(Wire, frozen=True):
    name: str
    fixed_amount_options: Amount


class PricingVariant(Wire, frozen=True):
    billing_terms: BillingTerms
    pricing_strategies: list[PricingStrategy]
    free_trial_days: Count = 0
    fees: tuple[msgspec.Raw, ...] = ()


class Perk(Wire, frozen=True):
    description: str = ""


class WirePlan(Wire, frozen=True):
    id: Guid
    slug: str
    name: str
    currency: str
    visibility: str
    pricing_variants: list[PricingVariant]
    description: str = ""
    image: MediaImage | None = None
    terms_and_conditions: str = ""
    max_purchases_per_buyer: Count = 0
    buyable: bool = True
    buyer_can_cancel: bool = False
    perks: tuple[Perk, ...] = ()


class PlansAnswer(Wire, frozen=True):
    plans: list[msgspec.Raw]
    paging_metadata: PagingMetadata = PagingMetadata()


class Buyer(Wire, frozen=True):
    member_id: str = ""


class Subscription(Wire, frozen=True):
    """That it is there says that the order is paid again and again."""


class OrderPricing(Wire, frozen=True):
    subscription: Subscription | None = None


class PriceDetails(Wire, frozen=True):
    total: Decimal | None = None
    plan_price: Decimal | None = None
    currency: str = ""
    subscription: Subscription | None = None


class CurrentCycle(Wire, frozen=True):
    """The time one payment is for; `ended_date` is when it will end."""

    ended_date: Moment | None = None


class WirePlanOrder(Wire, frozen=True):
    id: str
    plan_id: str
    status: str
    plan_name: str = ""
    last_payment_status: str = ""
    buyer: Buyer = Buyer()
    pricing: OrderPricing = OrderPricing()
    price_details: PriceDetails = PriceDetails()
    auto_renew_canceled: bool = False
    start_date: Moment | None = None
    end_date: Moment | None = None
    created_date: Moment | None = None
    current_cycle: CurrentCycle = CurrentCycle()


class PlanOrderAnswer(Wire, frozen=True):
    order: WirePlanOrder


class PlanOrdersAnswer(Wire, frozen=True):
    orders: tuple[msgspec.Raw, ...]
    paging_metadata: OffsetPaging = OffsetPaging()
