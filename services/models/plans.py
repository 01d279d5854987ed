"""Paid memberships, and what somebody bought of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.models.basics import Image, Money
from services.models.order import OrderState


class Period(StrEnum):
    """A unit of a plan's cycle."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Duration:
    """So many days, weeks, months or years."""

    count: int
    period: Period


@dataclass(frozen=True, slots=True)
class Plan:
    """A membership. `cycle` is how often it is paid, None for one payment; `length` how long it lasts in all, None
    until it is cancelled. `buyer_limit` is how often one buyer may have it, None without a limit.
    """

    id: str
    slug: str
    name: str
    price: Money
    description: str = ""
    image: Image | None = None
    cycle: Duration | None = None
    length: Duration | None = None
    trial_days: int = 0
    fees: tuple[tuple[str, Money], ...] = ()
    perks: tuple[str, ...] = ()
    terms: str = ""
    buyer_limit: int | None = None
    can_be_bought: bool = True
    buyer_can_cancel: bool = False

    @property
    def is_free(self) -> bool:
        return self.price.amount == 0


class PlanOrderState(StrEnum):
    """Where a bought plan stands, apart from its payment."""

    DRAFT = "draft"
    PENDING = "pending"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class PlanOrder:
    """A plan that a member bought. `payment` is what became of the latest payment.

    `next_payment_at` is None where none is due; `ends_at` is None until it is cancelled. `is_visitors_own`: the
    platform told it to this visitor as the member who bought it; otherwise whose it is must be known from elsewhere.
    """

    id: str
    plan_id: str
    plan_name: str
    state: PlanOrderState
    payment: OrderState
    price: Money | None = None
    member_id: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    next_payment_at: datetime | None = None
    will_renew: bool = False
    placed_at: datetime | None = None
    is_visitors_own: bool = False
