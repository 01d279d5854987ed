"""The calls of Cart V1. Wix answers 200 to changes it did not make, and takes any coupon: totals tell what it is worth.

Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/introduction
"""

from __future__ import annotations

from services.errors import CartChangeError, NotFoundError, PlatformRejectedError
from services.models import Cart, Destination, NewLine
from services.sentences import sentence
from services.storefront import Visitor
from services.wix import wire
from services.wix.cart_lines import NO_CART, address_to_wix, cart_refusal, line_to_wix
from services.wix.client import WixClient
from services.wix.mapping import cart_from_wix, coupon_problem, estimate_from_wix

CURRENT = "/ecom/v1/carts/current"


class CartCallsV1:
    """The current cart by `/ecom/v1`."""

    def __init__(self, client: WixClient) -> None:
        self._client = client

    def read(self, visitor: Visitor) -> Cart:
        """Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/get-current-cart"""
        try:
            answer = self._client.call_as(visitor, "get cart", CURRENT, wire.CartAnswer, is_repeatable=True)
        except PlatformRejectedError as error:
            raise _no_cart_or(error) from error
        return cart_from_wix(answer.cart)

    def price(self, visitor: Visitor, destination: Destination | None) -> Cart:
        """Estimate Current Cart Totals: the cart and its sums in one call.

        Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/estimate-current-cart-totals
        Shape: `cart`, `priceSummary`, `calculationErrors` (non-empty inside a 200).
        """
        try:
            answer = self._estimate(visitor, destination)
        except PlatformRejectedError as error:
            raise _no_cart_or(error) from error
        return estimate_from_wix(answer, has_destination=destination is not None)

    def add(self, visitor: Visitor, line: NewLine) -> Cart:
        """Wix drops a line it cannot sell and caps the quantity at the stock, each time with a plain 200.

        Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/add-to-current-cart
        """
        body = {"lineItems": [line_to_wix(line)]}
        return self._change(visitor, "add to cart", "add-to-cart", body, makes_visitor=True)

    def set_quantity(self, visitor: Visitor, line_id: str, quantity: int) -> Cart:
        """Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/update-current-cart-line-item-quantity"""
        body = {"lineItems": [{"id": line_id, "quantity": quantity}]}
        return self._change(visitor, "change quantity", "update-line-items-quantity", body)

    def remove(self, visitor: Visitor, line_id: str) -> Cart:
        """Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/remove-line-items-from-current-cart"""
        return self._change(visitor, "remove line", "remove-line-items", {"lineItemIds": [line_id]})

    def apply_coupon(self, visitor: Visitor, code: str, before: str) -> None:
        """Wix takes any code with a 200; what it is worth shows in the totals. A refused one is taken off again.

        Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/update-current-cart
        """
        self._update(visitor, "apply coupon", {"couponCode": code})
        problem = coupon_problem(self._estimate(visitor, None).calculation_errors)
        if not problem:
            return
        if before:
            self._update(visitor, "put coupon back", {"couponCode": before})
            raise CartChangeError(sentence("%(problem)s %(code)s is still on your cart.", problem=problem, code=before))
        self.remove_coupon(visitor)
        raise CartChangeError(problem)

    def remove_coupon(self, visitor: Visitor) -> None:
        """Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/remove-coupon-from-current-cart"""
        try:
            self._client.call_as(
                visitor, "remove coupon", f"{CURRENT}/remove-coupon", wire.CartAnswer, body={}, is_repeatable=True
            )
        except PlatformRejectedError as error:
            raise cart_refusal(error) from error

    def change_note(self, visitor: Visitor, note: str) -> None:
        """Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/update-current-cart"""
        self._update(visitor, "change note", {"cartInfo": {"buyerNote": note}})

    def _update(self, visitor: Visitor, operation: str, body: object) -> None:
        """A PATCH sets what it names, so that doing it twice changes nothing more."""
        try:
            self._client.call_as(
                visitor, operation, CURRENT, wire.CartAnswer, body=body, method="PATCH", is_repeatable=True
            )
        except PlatformRejectedError as error:
            raise cart_refusal(error) from error

    def _estimate(self, visitor: Visitor, destination: Destination | None) -> wire.EstimateAnswer:
        is_asked = destination is not None
        body: dict[str, object] = {"calculateTax": is_asked, "calculateShipping": is_asked}
        if destination is not None:
            body["shippingAddress"] = address_to_wix(destination)
        return self._client.call_as(
            visitor, "estimate totals", f"{CURRENT}/estimate-totals", wire.EstimateAnswer, body=body, is_repeatable=True
        )

    def _change(
        self, visitor: Visitor, operation: str, action: str, body: object, *, makes_visitor: bool = False
    ) -> Cart:
        path = f"{CURRENT}/{action}"
        try:
            answer = self._client.call_as(
                visitor, operation, path, wire.CartAnswer, body=body, makes_visitor=makes_visitor
            )
        except PlatformRejectedError as error:
            raise cart_refusal(error) from error
        return cart_from_wix(answer.cart)


def _no_cart_or(error: PlatformRejectedError) -> Exception:
    return NotFoundError("cart") if error.code in NO_CART else error
