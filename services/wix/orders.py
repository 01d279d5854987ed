"""Orders at Wix, read with the buyer's own token, and with the API key where the token may not."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from services.errors import NotFoundError, PlatformRejectedError
from services.models import Order
from services.storefront import Visitor
from services.wix import wire
from services.wix.client import WixClient, is_guid
from services.wix.mapping import order_from_wix


class WixOrders:
    """Purchases. With the API key every order can be read, so callers compare whose it is."""

    def __init__(self, client: WixClient) -> None:
        self._client = client

    def is_order_id(self, text: str) -> bool:
        return is_guid(text)

    def get_order(self, visitor: Visitor, order_id: str) -> Order:
        """Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/orders/get-order

        Shape: `order`. A foreign order is 403 for the visitor and an unknown one 404: both take the same steps here.
        """
        if not is_guid(order_id):
            raise NotFoundError("order", order_id)
        path = f"/ecom/v1/orders/{quote(order_id, safe='')}"
        answer = _or_none(
            lambda: self._client.call_as(visitor, "get order", path, wire.OrderAnswer, is_repeatable=True)
        )
        if answer is None and self._client.has_api_key:
            answer = _or_none(lambda: self._client.read_with_key("get order by key", path, wire.OrderAnswer))
        if answer is None:
            raise NotFoundError("order", order_id)
        return order_from_wix(answer.order)

    def find_order_of_checkout(self, visitor: Visitor, checkout_id: str) -> Order | None:
        """Only the API key may search; without one the buyer learns from the mail.

        Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/orders/search-orders
        Shape: `orders[]`, filtered by `checkoutId`.
        """
        if not self._client.has_api_key or not is_guid(checkout_id):
            return None
        body = {"search": {"filter": {"checkoutId": {"$eq": checkout_id}}, "cursorPaging": {"limit": 1}}}
        answer = self._client.read_with_key("search orders", "/ecom/v1/orders/search", wire.OrdersAnswer, body=body)
        found = next((order for order in answer.orders if order.checkout_id == checkout_id), None)
        return order_from_wix(found) if found else None


def _or_none(read: Callable[[], wire.OrderAnswer]) -> wire.OrderAnswer | None:
    try:
        return read()
    except NotFoundError:
        return None
    except PlatformRejectedError as error:
        if error.status in (403, 404):
            return None
        raise
