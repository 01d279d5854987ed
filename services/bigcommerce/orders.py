"""Orders at BigCommerce, read with the store's own token, which proves nothing about who asks."""

from __future__ import annotations

import msgspec

from services.bigcommerce import order_wire as wire
from services.bigcommerce.client import BigCommerceClient, is_number, is_uuid
from services.bigcommerce.order_mapping import is_placed, order_from_bigcommerce
from services.bigcommerce.visitor_carts import knows_cart
from services.errors import NotFoundError, PlatformRejectedError
from services.models import Customer, Order, OrderState, Page
from services.reading import decode_each
from services.storefront import Visitor

MOST_OF_A_CART = "10"  # each order that somebody began, and at most one that was paid


class BigCommerceOrders:
    """Purchases. Every order can be read, so callers compare whose it is: by the cart it came from."""

    def __init__(self, client: BigCommerceClient) -> None:
        self._client = client

    def is_order_id(self, text: str) -> bool:
        return is_number(text)

    def get_order(self, visitor: Visitor, order_id: str) -> Order:
        """Source: https://developer.bigcommerce.com/docs/rest-management/orders#get-an-order

        Shape: a bare object with `cart_id`; an order that nobody placed is not one.
        """
        payload = self._find(order_id, visitor) if is_number(order_id) else None
        if payload is None or not _is_told(payload):
            raise NotFoundError("order", order_id)
        return self._with_parts(payload, visitor)

    def find_order_of_checkout(self, visitor: Visitor, checkout_id: str) -> Order | None:
        """The order that was placed, else one whose payment was declined; an order only begun is none yet.

        Source: https://developer.bigcommerce.com/docs/rest-management/orders#get-all-orders
        Shape: a bare list, or 204 for none.
        """
        if not (is_uuid(checkout_id) and knows_cart(visitor, checkout_id)):
            return None
        found = [order for order in self._of_cart(checkout_id, visitor) if _is_told(order)]
        found.sort(key=lambda order: (is_placed(order), order.id), reverse=True)
        return self._with_parts(found[0], visitor) if found else None

    def is_placed(self, visitor: Visitor, cart_id: str) -> bool:
        """Whether an order was placed with this cart, which must be the visitor's. One call."""
        return any(map(is_placed, self._of_cart(cart_id, visitor)))

    def list_orders(self, visitor: Visitor, customer: Customer, cursor: str | None = None) -> Page[Order]:
        """Nobody signs in here, so there are no customers."""
        return Page(())

    def can_find_by_number(self) -> bool:
        return True

    def find_order_by_number(self, number: str, email: str) -> Order | None:
        """An order's number is its id. Wrong number and wrong e-mail take the same steps: one call.

        Source: https://developer.bigcommerce.com/docs/rest-management/orders#get-an-order
        """
        payload = self._find(number) if is_number(number) else None
        if payload is None or not is_placed(payload):
            return None
        if payload.billing_address.email.casefold() != email.strip().casefold():
            return None
        return self._with_parts(payload)

    def list_bought_products(self, order_id: str) -> tuple[str, ...]:
        """Which products an order is about. Raises: NotFoundError.

        Source: https://developer.bigcommerce.com/docs/rest-management/orders/order-products
        """
        products = self._list("list order products", order_id, "products")
        found = decode_each(products, wire.OrderProduct, "order line")
        return tuple(str(product.product_id) for product in found if product.product_id)

    def read_standing(self, order_id: str) -> OrderState:
        """What is true of an order, without its parts. Raises: NotFoundError."""
        payload = self._find(order_id) if is_number(order_id) else None
        if payload is None:
            raise NotFoundError("order", order_id)
        return order_from_bigcommerce(payload).state

    def _find(self, order_id: str, visitor: Visitor | None = None) -> wire.WireOrder | None:
        try:
            return self._client.call_or_none("get order", f"/v2/orders/{order_id}", wire.WireOrder, visitor=visitor)
        except PlatformRejectedError as error:
            if error.status == 404:
                return None
            raise

    def _of_cart(self, cart_id: str, visitor: Visitor) -> list[wire.WireOrder]:
        """The answer's own `cart_id` is compared too: a filter that is not known would let everything through."""
        answer = self._client.call_or_none(
            "list orders of cart",
            "/v2/orders",
            tuple[msgspec.Raw, ...],
            visitor=visitor,
            params=[("cart_id", cart_id), ("limit", MOST_OF_A_CART)],
        )
        return [order for order in decode_each(answer or (), wire.WireOrder, "order") if order.cart_id == cart_id]

    def _with_parts(self, payload: wire.WireOrder, visitor: Visitor | None = None) -> Order:
        order_id = str(payload.id)
        parts = wire.OrderParts(
            products=self._list("list order products", order_id, "products", visitor),
            shipping_addresses=self._list("list shipping addresses", order_id, "shipping_addresses", visitor),
            coupons=self._list("list order coupons", order_id, "coupons", visitor),
        )
        return order_from_bigcommerce(payload, parts)

    def _list(
        self, operation: str, order_id: str, what: str, visitor: Visitor | None = None
    ) -> tuple[msgspec.Raw, ...]:
        """A sub-resource; none is 204, and a few stores answer 404.

        Source: https://developer.bigcommerce.com/docs/rest-management/orders/order-products
        """
        path = f"/v2/orders/{order_id}/{what}"
        try:
            return self._client.call_or_none(operation, path, tuple[msgspec.Raw, ...], visitor=visitor) or ()
        except PlatformRejectedError as error:
            if error.status == 404:
                return ()
            raise


def _is_told(payload: wire.WireOrder) -> bool:
    """Whether pages may speak of it: placed, or declined, which is worth saying before anything is placed."""
    return is_placed(payload) or order_from_bigcommerce(payload).state is OrderState.DECLINED
