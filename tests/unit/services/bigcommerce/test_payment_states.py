"""What an order and its transactions say about paying, for every state that an order can have."""

from __future__ import annotations

import pytest

from services.bigcommerce.checkout_wire import OrderStanding, Transaction
from services.bigcommerce.payment_states import payment_state_of
from services.models import PaymentState

DUE, PENDING, PAID = PaymentState.DUE, PaymentState.PENDING, PaymentState.PAID


def state(status_id: int, words: str | None = "", *transactions: Transaction) -> PaymentState:
    return payment_state_of(OrderStanding(125, status_id, words), transactions)


@pytest.mark.parametrize("status_id", [2, 3, 4, 8, 9, 10, 11, 13, 14])
def test_what_is_on_its_way_or_was_given_back_is_not_paid_again(status_id: int) -> None:
    assert state(status_id) is PAID


@pytest.mark.parametrize(
    ("status_id", "expected"), [(0, DUE), (5, DUE), (6, DUE), (1, PENDING), (7, PENDING), (12, PENDING)]
)
def test_the_other_states_are_due_or_waiting(status_id: int, expected: PaymentState) -> None:
    assert state(status_id) is expected
    assert state(status_id, None) is expected


@pytest.mark.parametrize("words", ["pending", "capture pending", "held for review", "Authorized", "captured"])
def test_an_incomplete_order_that_somebody_is_paying_is_pending(words: str) -> None:
    assert state(0, words) is PENDING


def test_a_good_transaction_counts_before_the_order_shows_it() -> None:
    assert state(0, "", Transaction("purchase", "ok")) is PENDING
    assert state(0, "", Transaction("authorization", "ok")) is PENDING


def test_a_refused_transaction_leaves_the_order_due() -> None:
    assert state(0, "declined", Transaction("purchase", "error")) is DUE
    assert state(0, "declined", Transaction("refund", "ok")) is DUE


def test_a_waiting_order_that_is_captured_is_paid() -> None:
    assert state(12, "captured") is PAID
