"""From a checkout to its order: the same content gives the same order, however often it is asked for.

BigCommerce makes another order each time, so what was made is remembered, and asked for after an unknown outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from services.bigcommerce.checkout_wire import CreatedOrderAnswer, OrderStanding
from services.bigcommerce.client import BigCommerceClient, is_number
from services.bigcommerce.visitor_carts import knows_cart
from services.errors import (
    CheckoutRefusedError,
    NotFoundError,
    PlatformAnswerError,
    PlatformRejectedError,
    PlatformUnavailableError,
)
from services.models import CheckoutDetails
from services.sentences import sentence
from services.storefront import Visitor

ORDERS = "bigcommerce_orders_of_checkouts"
MOST_KEPT = 12
MOST_OLDER = 20
LEASE = "bigcommerce_order"
# A checkout read and brought up to date, an order looked at, one looked for, one made, and looked for again.
LEASE_SECONDS = 60.0
INCOMPLETE = 0
# What was cancelled or declined for good cannot be paid any more.
OVER = (5, 6)
NOT_READY = sentence("This cannot be ordered yet: an address or the way of delivery is missing.")
REFUSED = sentence("The shop system did not take this order. Please check addresses and delivery; nothing was charged.")
SOLD_OUT = sentence("Something in your cart sold out meanwhile. Your cart shows what; nothing was charged.")
REFUSALS = (400, 409, 422)
OF_STOCK = ("stock", "inventory", "not available", "insufficient")
Kept = Mapping[str, Any]


class CheckoutOrders:
    """Which order was made of which checkout of a visitor; ids and digests only, in the visitor's memory."""

    def __init__(self, client: BigCommerceClient) -> None:
        self._client = client

    def require_own(self, visitor: Visitor, order_id: str) -> None:
        """Raises: NotFoundError, for what is no order of a checkout of this visitor, or was replaced by another."""
        kept = visitor.recall(ORDERS) or {}
        if not is_number(order_id) or order_id not in [one["order_id"] for one in kept.values()]:
            raise NotFoundError("order", order_id)

    def find_current(self, visitor: Visitor, checkout_id: str) -> str:
        """The order made last of a checkout, whatever has changed since; empty if there is none."""
        return str((visitor.recall(ORDERS) or {}).get(checkout_id, {}).get("order_id", ""))

    def find_or_create(self, visitor: Visitor, checkout_id: str, read: Callable[[], CheckoutDetails]) -> str:
        """The order of the checkout as it stands; `read` tells how it does.

        Raises: NotFoundError, CheckoutRefusedError, CheckoutExpiredError, PlatformUnavailableError.
        """
        if not knows_cart(visitor, checkout_id):
            raise NotFoundError("checkout", checkout_id)
        with visitor.lease(LEASE, LEASE_SECONDS):
            details = read()
            if not (details.lines and details.has_addresses and details.has_delivery):
                raise CheckoutRefusedError(NOT_READY)
            kept = (visitor.recall(ORDERS) or {}).get(checkout_id, {})
            older = [*kept.get("older", ())]
            if kept.get("content") == details.content_key:
                order_id = kept["order_id"] or self._find_lost(details, older)
                if order_id and self._can_be_paid(order_id):
                    self._keep(visitor, details, order_id, older)
                    return str(order_id)
            if kept.get("order_id"):
                older.append(kept["order_id"])
            return self._create(visitor, details, older)

    def let_go(self, visitor: Visitor, order_id: str) -> None:
        """Never return this order again, although the checkout is unchanged."""
        with visitor.lease(LEASE, LEASE_SECONDS):
            kept = visitor.recall(ORDERS) or {}
            changed = {
                name: {**one, "order_id": "", "content": "", "older": [*one["older"], order_id][-MOST_OLDER:]}
                for name, one in kept.items()
                if one["order_id"] == order_id
            }
            visitor.keep(ORDERS, {**kept, **changed})

    def _create(self, visitor: Visitor, details: CheckoutDetails, older: list[str]) -> str:
        """Source: https://developer.bigcommerce.com/docs/rest-management/checkouts/checkout-orders#create-an-order"""
        self._keep(visitor, details, "", older)  # before asking: should nothing come back, it is known what to look for
        try:
            path = f"/v3/checkouts/{details.id}/orders"
            answer = self._client.call("create order", path, CreatedOrderAnswer, visitor=visitor, method="POST")
            order_id = str(answer.data.id)
        except PlatformRejectedError as error:
            if error.status not in REFUSALS:
                raise
            is_sold_out = any(word in (error.code or "").lower() for word in OF_STOCK)
            raise CheckoutRefusedError(SOLD_OUT if is_sold_out else REFUSED) from error
        except (PlatformUnavailableError, PlatformAnswerError):
            order_id = self._find_lost(details, older)
            if not order_id:
                raise
        self._keep(visitor, details, order_id, older)
        return order_id

    def _find_lost(self, details: CheckoutDetails, older: list[str]) -> str:
        """An order that was made although no answer came: unpaid, of this cart, of this sum, and not one known before.

        Source: https://developer.bigcommerce.com/docs/rest-management/orders#get-all-orders
        """
        params = [("cart_id", details.id), ("status_id", str(INCOMPLETE)), ("limit", "50")]
        found = self._client.call_or_none("find orders of cart", "/v2/orders", list[OrderStanding], params=params) or []
        total = details.totals.total.amount if details.totals.total else None
        fitting = (
            order.id
            for order in sorted(found, key=lambda order: order.id, reverse=True)
            if order.cart_id == details.id and str(order.id) not in older and order.total_inc_tax == total
        )
        return str(next(fitting, ""))

    def _can_be_paid(self, order_id: str) -> bool:
        """Whether the order is there and not over; one that is paid is the same order still.

        Source: https://developer.bigcommerce.com/docs/rest-management/orders#get-an-order
        """
        try:
            order = self._client.call("get order", f"/v2/orders/{order_id}", OrderStanding)
        except PlatformRejectedError as error:
            if error.status == 404:
                return False
            raise
        return not order.is_deleted and order.status_id not in OVER

    def _keep(self, visitor: Visitor, details: CheckoutDetails, order_id: str, older: list[str]) -> None:
        others = {name: kept for name, kept in (visitor.recall(ORDERS) or {}).items() if name != details.id}
        others[details.id] = {"order_id": order_id, "content": details.content_key, "older": older[-MOST_OLDER:]}
        visitor.keep(ORDERS, dict(list(others.items())[-MOST_KEPT:]))
