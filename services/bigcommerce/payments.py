"""Paying for an order by card: one attempt at a time, none while it is not known how the last one ended.

The card goes to the payment host in one request and is kept nowhere. BigCommerce has no idempotency key, so an attempt
is written down before it is made: even a process that dies in the middle leaves behind that one was under way.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from services.bigcommerce.checkout_wire import (
    AccessTokenAnswer,
    Method,
    MethodsAnswer,
    OrderStanding,
    TransactionsAnswer,
)
from services.bigcommerce.client import BigCommerceClient
from services.bigcommerce.declines import AT_SHOP, decline_of, is_refusal
from services.bigcommerce.payment_host import PaymentHost
from services.bigcommerce.payment_states import payment_state_of
from services.errors import (
    NotFoundError,
    PaymentDeclinedError,
    PaymentUncertainError,
    PlatformAuthError,
    PlatformError,
    PlatformRateLimitedError,
    PlatformRejectedError,
)
from services.models import Card, PaymentMethod, PaymentState
from services.reading import decode_each
from services.sentences import sentence
from services.storefront import Visitor

log = logging.getLogger("foyer.bigcommerce")

ATTEMPTS = "bigcommerce_payment_attempts"
MOST_KEPT = 12
LEASE = "bigcommerce_payment"
# Two reads, a token, the payment itself and two reads again, each with all the time it may take.
LEASE_SECONDS = 120.0
# From then on a platform that shows nothing of a payment has not taken it.
SETTLING_SECONDS = 60.0
BUSY = sentence("The payment provider is very busy. Nothing was charged; please try again in a minute.")


class BigCommercePayments:
    """Methods, states and attempts; whose an order is was asked before anything here is called."""

    def __init__(self, client: BigCommerceClient, host: PaymentHost, now: Callable[[], datetime]) -> None:
        self._client = client
        self._host = host
        self._now = now

    def list_methods(self, visitor: Visitor, order_id: str) -> tuple[PaymentMethod, ...]:
        """Cards only: gift certificates and wallets are for the hosted page.

        Source: https://developer.bigcommerce.com/docs/rest-payments/methods#get-accepted-payment-methods
        """
        try:
            answer = self._client.call(
                "list payment methods",
                "/v3/payments/methods",
                MethodsAnswer,
                visitor=visitor,
                params=[("order_id", order_id)],
            )
        except PlatformRejectedError as error:
            if error.status == 404:
                raise NotFoundError("order", order_id) from error
            raise
        found = decode_each(answer.data, Method, "payment method")
        return tuple(_method(method) for method in found if method.type == "card")

    def get_state(self, visitor: Visitor, order_id: str) -> PaymentState:
        """What the platform shows; where it shows nothing, what is remembered of the last attempt."""
        order, shown = self._read(visitor, order_id)
        if shown is not PaymentState.DUE:
            return shown
        attempt = (visitor.recall(ATTEMPTS) or {}).get(order_id)
        if attempt is None:
            return PaymentState.DUE
        if attempt["outcome"] == PaymentState.PAID:
            return PaymentState.PAID  # the payment host said so, and the order is slower
        if attempt["outcome"] == PaymentState.PENDING:
            return PaymentState.PENDING if order.payment_status != "declined" else PaymentState.DUE
        age_seconds = self._now().timestamp() - attempt["at"]
        return PaymentState.UNCERTAIN if age_seconds < SETTLING_SECONDS else PaymentState.DUE

    def is_uncertain(self, visitor: Visitor, order_id: str) -> bool:
        """Whether an attempt may yet turn out to have paid; an order that is gone cannot."""
        if order_id not in (visitor.recall(ATTEMPTS) or {}):
            return False
        try:
            return self.get_state(visitor, order_id) is PaymentState.UNCERTAIN
        except NotFoundError:
            return False

    def pay(self, visitor: Visitor, order_id: str, method_id: str, card: Card) -> PaymentState:
        """One attempt, if there is anything to pay. The lease makes a double click wait for the first one's end.

        Raises: PaymentDeclinedError, PaymentUncertainError, NotFoundError; any other error came before the attempt.
        """
        with visitor.lease(LEASE, LEASE_SECONDS):
            state = self.get_state(visitor, order_id)
            if state is PaymentState.UNCERTAIN:
                raise PaymentUncertainError
            if state is not PaymentState.DUE:
                return state
            token = self._create_token(visitor, order_id)
            self._keep(visitor, order_id, "")
            state = self._attempt(visitor, order_id, token, method_id, card)
            self._keep(visitor, order_id, state)
            return state

    def _attempt(self, visitor: Visitor, order_id: str, token: str, method_id: str, card: Card) -> PaymentState:
        try:
            return self._host.process(token, method_id, card)
        except PlatformRateLimitedError as error:
            self._forget(visitor, order_id)
            raise PaymentDeclinedError(BUSY, reason="method") from error
        except PlatformAuthError as error:
            self._forget(visitor, order_id)
            # Without the error: its code may be words of an answer, and those may quote what was sent.
            log.error("the payment host refused a fresh payment token", extra={"status": error.status})
            raise PaymentDeclinedError(AT_SHOP, reason="method") from error
        except PlatformRejectedError as error:
            if is_refusal(error):
                self._forget(visitor, order_id)
                raise decline_of(error) from error
            return self._after_silence(visitor, order_id, error)
        except PlatformError as error:
            return self._after_silence(visitor, order_id, error)

    def _after_silence(self, visitor: Visitor, order_id: str, cause: PlatformError) -> PaymentState:
        """Nobody knows how the attempt ended, so the order is read. Raises: PaymentUncertainError."""
        try:
            _, shown = self._read(visitor, order_id)
        except PlatformError as error:
            raise PaymentUncertainError from error
        if shown is PaymentState.DUE:
            raise PaymentUncertainError from cause
        return shown

    def _create_token(self, visitor: Visitor, order_id: str) -> str:
        """One for each attempt: it is good once, for this order and its sum.

        Source: https://developer.bigcommerce.com/docs/rest-payments/tokens#create-access-token
        """
        body = {"order": {"id": int(order_id), "is_recurring": False}}
        try:
            answer = self._client.call(
                "create payment token",
                "/v3/payments/access_tokens",
                AccessTokenAnswer,
                visitor=visitor,
                method="POST",
                body=body,
            )
        except PlatformRejectedError as error:
            raise decline_of(error) from error
        return answer.data.id

    def _read(self, visitor: Visitor, order_id: str) -> tuple[OrderStanding, PaymentState]:
        """Source: https://developer.bigcommerce.com/docs/rest-management/orders#get-an-order

        Source: https://developer.bigcommerce.com/docs/rest-management/transactions#get-transactions
        """
        try:
            order = self._client.call("get order", f"/v2/orders/{order_id}", OrderStanding, visitor=visitor)
        except PlatformRejectedError as error:
            if error.status == 404:
                raise NotFoundError("order", order_id) from error
            raise
        path = f"/v3/orders/{order_id}/transactions"
        answer = self._client.call_or_none("list transactions", path, TransactionsAnswer, visitor=visitor)
        return order, payment_state_of(order, answer.data if answer else [])

    def _keep(self, visitor: Visitor, order_id: str, outcome: str) -> None:
        kept = self._others(visitor, order_id)
        kept[order_id] = {"at": self._now().timestamp(), "outcome": str(outcome)}
        visitor.keep(ATTEMPTS, dict(list(kept.items())[-MOST_KEPT:]))

    def _forget(self, visitor: Visitor, order_id: str) -> None:
        visitor.keep(ATTEMPTS, self._others(visitor, order_id))

    def _others(self, visitor: Visitor, order_id: str) -> dict[str, Any]:
        return {name: kept for name, kept in (visitor.recall(ATTEMPTS) or {}).items() if name != order_id}


def _method(method: Method) -> PaymentMethod:
    brands = tuple(dict.fromkeys(one.instrument_type for one in method.supported_instruments if one.instrument_type))
    needs_code = any(one.verification_value_required for one in method.supported_instruments)
    return PaymentMethod(
        id=method.id,
        name=method.name or method.id,
        brands=brands,
        needs_card_code=needs_code or not method.supported_instruments,
        is_test=method.test_mode,
    )
