"""What an order and its transactions say about paying. Labels of states may be renamed by a merchant, so ids decide."""

from __future__ import annotations

from collections.abc import Iterable

from services.bigcommerce.checkout_wire import OrderStanding, Transaction
from services.models import PaymentState

# Source: https://developer.bigcommerce.com/docs/rest-management/orders/order-status
UNPAID = {0, 5, 6}  # Incomplete, Cancelled, Declined
WAITING = {1, 7, 12}  # Pending, Awaiting Payment, Manual Verification Required
PAID_WORDS = {"authorized", "captured", "paid", "partially refunded", "refunded"}
WAITING_WORDS = {"pending", "capture pending", "held for review"}
CHARGES = {"purchase", "authorization", "capture", "pending"}


def payment_state_of(order: OrderStanding, transactions: Iterable[Transaction]) -> PaymentState:
    """PAID, PENDING or DUE. An unpaid order with a good transaction is behind its own payment: that is pending."""
    words = (order.payment_status or "").lower()
    if order.status_id not in UNPAID | WAITING:
        return PaymentState.PAID
    if order.status_id in WAITING:
        return PaymentState.PAID if words in PAID_WORDS else PaymentState.PENDING
    if order.status_id == 0 and (words in PAID_WORDS or words in WAITING_WORDS or _was_charged(transactions)):
        return PaymentState.PENDING
    return PaymentState.DUE


def _was_charged(transactions: Iterable[Transaction]) -> bool:
    return any(one.event in CHARGES and one.status in ("ok", "pending") for one in transactions)
