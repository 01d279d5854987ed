"""Purchases as the platform knows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.models.cart import LineItem, Totals


class OrderState(StrEnum):
    """What is true of an order, from the shopper's side of the counter."""

    PAID = "paid"
    FREE = "free"
    PENDING = "pending"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class Address:
    """Where an order goes; lines ready to print, in order."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """A purchase as the platform knows it.

    `is_visitors_own`: the platform told it to this visitor as the buyer; otherwise whose it is must be known from
    elsewhere.
    """

    id: str
    number: str
    state: OrderState
    placed_at: datetime
    checkout_id: str | None
    lines: tuple[LineItem, ...]
    totals: Totals
    email: str = ""
    recipient: str = ""
    ship_to: Address | None = None
    shipping_title: str = ""
    delivery_time: str = ""
    note: str = ""
    coupon_code: str = ""
    member_id: str = ""
    is_sent: bool = False
    is_visitors_own: bool = False

    @property
    def is_booking(self) -> bool:
        """Whether nothing but booked times was bought, so that there is nothing to send."""
        return bool(self.lines) and all(line.is_booking for line in self.lines)
