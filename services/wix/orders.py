"""Orders at Wix, read with the buyer's own token, and with the API key where the token may not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from services.errors import NotFoundError, PlatformRejectedError
from services.models import Customer, Order, Page
from services.reading import decode_each
from services.storefront import Visitor
from services.wix import wire
from services.wix.client import WixClient, is_guid
from services.wix.mapping import order_from_wix

SEARCH = "/ecom/v1/orders/search"
PAGE_SIZE = 10


OrderIdOfCart = Callable[[Visitor, str], str | None]


class WixOrders:
    """Purchases. With the API key every order can be read, so callers compare whose it is."""

    def __init__(self, client: WixClient, order_id_of_cart: OrderIdOfCart | None = None) -> None:
        self._client = client
        self._order_id_of_cart = order_id_of_cart

    def is_order_id(self, text: str) -> bool:
        return is_guid(text)

    def get_order(self, visitor: Visitor, order_id: str) -> Order:
        """What the buyer's own token may read is the buyer's; the key proves nothing.

        Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/orders/get-order
        Shape: `order`. A foreign order is 403 for the visitor and an unknown one 404: both take the same steps here.
        """
        if not is_guid(order_id):
            raise NotFoundError("order", order_id)
        path = f"/ecom/v1/orders/{quote(order_id, safe='')}"
        answer = _or_none(
            lambda: self._client.call_as(visitor, "get order", path, wire.OrderAnswer, is_repeatable=True)
        )
        is_visitors_own = answer is not None
        if answer is None and self._client.has_api_key:
            answer = _or_none(lambda: self._client.read_with_key("get order by key", path, wire.OrderAnswer))
        if answer is None:
            raise NotFoundError("order", order_id)
        return order_from_wix(answer.order, is_visitors_own=is_visitors_own)

    def find_order_of_checkout(self, visitor: Visitor, checkout_id: str) -> Order | None:
        """A Cart V2 names its order to its buyer. Else only the API key may search; without one the mail tells.

        Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/orders/search-orders
        Shape: `orders[]`, filtered by `checkoutId`.
        """
        if not is_guid(checkout_id):
            return None
        if found := self._find_order_of_cart(visitor, checkout_id):
            return found
        if not self._client.has_api_key:
            return None
        body = {"search": {"filter": {"checkoutId": {"$eq": checkout_id}}, "cursorPaging": {"limit": 1}}}
        answer = self._client.read_with_key("search orders", SEARCH, wire.OrdersAnswer, body=body)
        return next((order for order in _orders(answer) if order.checkout_id == checkout_id), None)

    def _find_order_of_cart(self, visitor: Visitor, cart_id: str) -> Order | None:
        """The order's own `checkoutId` is not asked: the cart, read as its buyer, is the better witness."""
        order_id = self._order_id_of_cart(visitor, cart_id) if self._order_id_of_cart else None
        try:
            return replace(self.get_order(visitor, order_id), checkout_id=cart_id) if order_id else None
        except NotFoundError:
            return None

    def list_orders(self, visitor: Visitor, customer: Customer, cursor: str | None = None) -> Page[Order]:
        """Asked with the customer's own token, and with the API key where that may not read; foreign ones are dropped.

        Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/orders/search-orders
        Shape: `orders[]`, `metadata.cursors.next`. A follow-up page sends its cursor only. Raises: NotFoundError.
        """
        body = {"search": _search_of(customer, cursor)}
        try:
            answer = self._client.call_as(
                visitor, "search own orders", SEARCH, wire.OrdersAnswer, body=body, is_repeatable=True
            )
        except PlatformRejectedError as error:
            if cursor and error.status == 400:
                raise NotFoundError("page of orders") from error
            if error.status != 403 or not self._client.has_api_key:
                raise
            answer = self._client.read_with_key("search orders by key", SEARCH, wire.OrdersAnswer, body=body)
        paging = answer.metadata
        return Page(
            tuple(order for order in _orders(answer) if order.member_id == customer.id),
            after=paging.cursors.next if paging.has_next is not False else None,
        )

    def can_find_by_number(self) -> bool:
        return self._client.has_api_key

    def find_order_by_number(self, number: str, email: str) -> Order | None:
        """Filtered by the number alone, so that a wrong number and a wrong e-mail take the same steps.

        Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/orders/search-orders
        """
        if not self._client.has_api_key:
            return None
        body = {"search": {"filter": {"number": {"$eq": number}}, "cursorPaging": {"limit": 1}}}
        answer = self._client.read_with_key("search orders", SEARCH, wire.OrdersAnswer, body=body)
        found = _orders(answer)
        wanted = email.strip().casefold()
        return next((order for order in found if order.number == number and order.email.casefold() == wanted), None)


def _search_of(customer: Customer, cursor: str | None) -> dict[str, object]:
    if cursor:
        return {"cursorPaging": {"limit": PAGE_SIZE, "cursor": cursor}}
    return {
        "filter": {"buyerInfo.memberId": {"$eq": customer.id}},
        "sort": [{"fieldName": "createdDate", "order": "DESC"}],
        "cursorPaging": {"limit": PAGE_SIZE},
    }


def _orders(answer: wire.OrdersAnswer) -> list[Order]:
    return [order_from_wix(order) for order in decode_each(answer.orders, wire.WireOrder, "order")]


def _or_none(read: Callable[[], wire.OrderAnswer]) -> wire.OrderAnswer | None:
    try:
        return read()
    except NotFoundError:
        return None
    except PlatformRejectedError as error:
        if error.status in (403, 404):
            return None
        raise
