"""The calls about one cart by its id; what a change came to is decided in `carts.py`.

Source: https://developer.bigcommerce.com/docs/rest-management/carts
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote

from services.bigcommerce import wire
from services.bigcommerce.client import BigCommerceClient
from services.errors import PlatformRejectedError
from services.storefront import Visitor

Found = TypeVar("Found")

INCLUDE = ("include", "line_items.physical_items.options,line_items.digital_items.options")
INCLUDE_IN_CHECKOUT = ("include", "cart.line_items.physical_items.options,cart.line_items.digital_items.options")


class CartCalls:
    """Calls answer the whole cart; None for one that is not there (any more), or that went with its last line."""

    def __init__(self, client: BigCommerceClient) -> None:
        self._client = client

    def create(self, visitor: Visitor, currency: str, item: dict[str, object]) -> wire.WireCart:
        """Make a cart with one line; without the channel it would belong to another storefront.

        Source: https://developer.bigcommerce.com/docs/rest-management/carts/carts-single#create-a-cart
        """
        body = {
            "channel_id": self._client.channel_id,
            "currency": {"code": currency},
            "line_items": [item],
        }
        answer = self._client.call(
            "create cart", "/v3/carts", wire.CartAnswer, visitor=visitor, method="POST", body=body, params=[INCLUDE]
        )
        return answer.data

    def read(self, visitor: Visitor, cart_id: str) -> wire.WireCart | None:
        """Source: https://developer.bigcommerce.com/docs/rest-management/carts/carts-single#get-a-cart"""
        return none_if_gone(lambda: self._call(visitor, "get cart", f"/v3/carts/{quote(cart_id, safe='')}", "GET"))

    def add(self, visitor: Visitor, cart: wire.WireCart, item: dict[str, object]) -> wire.WireCart | None:
        """Source: https://developer.bigcommerce.com/docs/rest-management/carts/items#add-cart-line-items"""
        body: dict[str, object] = {"line_items": [item]}
        return self._call(visitor, "add to cart", f"/v3/carts/{quote(cart.id, safe='')}/items", "POST", cart, body)

    def change(
        self, visitor: Visitor, cart: wire.WireCart, line_id: str, item: dict[str, object]
    ) -> wire.WireCart | None:
        """The product stands in the body although the line is known. Doing it twice changes nothing more.

        Source: https://developer.bigcommerce.com/docs/rest-management/carts/items#update-cart-line-item
        """
        return self._call(visitor, "change quantity", _line_path(cart, line_id), "PUT", cart, {"line_item": item})

    def remove(self, visitor: Visitor, cart: wire.WireCart, line_id: str) -> wire.WireCart | None:
        """Source: https://developer.bigcommerce.com/docs/rest-management/carts/items#delete-cart-line-item"""
        return self._call(visitor, "remove line", _line_path(cart, line_id), "DELETE")

    def read_checkout(self, visitor: Visitor, cart_id: str) -> wire.WireCheckout | None:
        """The cart with its note, its coupons and its sums: a checkout has its cart's id.

        Source: https://developer.bigcommerce.com/docs/rest-management/checkouts#get-a-checkout
        """
        path = f"/v3/checkouts/{quote(cart_id, safe='')}"
        answer = none_if_gone(
            lambda: self._client.call_or_none(
                "get checkout", path, wire.CheckoutAnswer, visitor=visitor, params=[INCLUDE_IN_CHECKOUT]
            )
        )
        return answer.data if answer else None

    def change_checkout(
        self, visitor: Visitor, operation: str, cart_id: str, ending: str, method: str, body: object = None
    ) -> wire.WireCheckout | None:
        """Coupons and the note belong to the checkout.

        Source: https://developer.bigcommerce.com/docs/rest-management/checkouts/checkout-coupons
        """
        path = f"/v3/checkouts/{quote(cart_id, safe='')}{ending}"
        answer = self._client.call_or_none(
            operation,
            path,
            wire.CheckoutAnswer,
            visitor=visitor,
            method=method,
            body=body,
            is_repeatable=method == "PUT",
        )
        return answer.data if answer else None

    def _call(
        self,
        visitor: Visitor,
        operation: str,
        path: str,
        method: str,
        cart: wire.WireCart | None = None,
        body: dict[str, object] | None = None,
    ) -> wire.WireCart | None:
        """A change says which version of the cart it is meant for, so that two tabs do not undo each other."""
        if body is not None and cart is not None and cart.version is not None:
            body = {**body, "version": cart.version}
        answer = self._client.call_or_none(
            operation,
            path,
            wire.CartAnswer,
            visitor=visitor,
            method=method,
            body=body,
            params=[INCLUDE],
            is_repeatable=method == "GET",
        )
        return answer.data if answer else None


def none_if_gone(read: Callable[[], Found | None]) -> Found | None:
    """What was read, or None for a 404: unknown, expired, deleted or paid for."""
    try:
        return read()
    except PlatformRejectedError as error:
        if error.status == 404:
            return None
        raise


def _line_path(cart: wire.WireCart, line_id: str) -> str:
    return f"/v3/carts/{quote(cart.id, safe='')}/items/{quote(line_id, safe='')}"
