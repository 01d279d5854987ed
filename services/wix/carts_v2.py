"""The calls of Cart V2, which says what it refuses. Its id is a checkout's id.

Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/introduction
"""

from __future__ import annotations

import logging

from services.errors import CartChangeError, NotFoundError, PlatformError, PlatformRejectedError
from services.models import Cart, Destination, NewLine, ShippingOption
from services.sentences import sentence
from services.storefront import Visitor
from services.wix import cart_v2_wire as wire_v2
from services.wix.cart_lines import address_to_wix, cart_refusal, find_line, line_to_wix
from services.wix.cart_v2_delivery import CURRENT, KnownDelivery, choose_delivery, lines_of
from services.wix.cart_v2_mapping import cart_from_v2, summary_from_v2
from services.wix.client import WixClient

log = logging.getLogger("foyer.wix")

TOO_FEW = "INSUFFICIENT_INVENTORY"
HAS_ANOTHER_COUPON = "MAX_COUPONS_PER_CART_EXCEEDED"


class CartCallsV2:
    """The current cart by `/ecom/v2`."""

    def __init__(self, client: WixClient) -> None:
        self._client = client

    def read(self, visitor: Visitor) -> Cart:
        return cart_from_v2(self._get(visitor))

    def price(self, visitor: Visitor, destination: Destination | None) -> Cart:
        """Estimate Current Cart; with a destination the cart first gets its address and a way of delivery.

        Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/estimate-current-cart
        """
        if destination is None:
            return summary_from_v2(self._estimate(visitor, is_asked=False), has_destination=False, options=())
        known = KnownDelivery.recall(visitor)
        if known and known.destination == destination:
            answer = self._estimate(visitor, is_asked=True)
            if known.is_of(answer.cart):
                return summary_from_v2(answer, has_destination=True, options=known.options)
        options = self._send_to(visitor, destination)
        answer = self._estimate(visitor, is_asked=True)
        if options is not None:
            KnownDelivery(answer.cart.id, destination, lines_of(answer.cart), options).keep(visitor)
        return summary_from_v2(answer, has_destination=True, options=options)

    def add(self, visitor: Visitor, line: NewLine) -> Cart:
        """Wix refuses more than there are; then as many are added as there are.

        Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/add-line-items-to-current-cart
        """
        try:
            return self._add(visitor, line)
        except PlatformRejectedError as error:
            if error.code != TOO_FEW:
                raise cart_refusal(error) from error
        return self._add_what_there_is(visitor, line)

    def set_quantity(self, visitor: Visitor, line_id: str, quantity: int) -> Cart:
        """Zero takes the line out, as it does in Cart V1; more than there are becomes as many as there are.

        Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/update-line-items-in-current-cart
        """
        if quantity == 0:
            return self.remove(visitor, line_id)
        try:
            return self._set(visitor, line_id, quantity)
        except PlatformRejectedError as error:
            if error.code != TOO_FEW:
                raise cart_refusal(error) from error
        cart = self.read(visitor)
        line = cart.find_line(line_id)
        if line is None or not line.available_count or line.available_count == line.quantity:
            return cart
        return self._set_in_peace(visitor, line_id, line.available_count)

    def remove(self, visitor: Visitor, line_id: str) -> Cart:
        """Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/remove-line-items-from-current-cart"""
        try:
            return self._change(visitor, "remove line", "remove-line-items", {"lineItemIds": [line_id]})
        except PlatformRejectedError as error:
            raise cart_refusal(error) from error

    def apply_coupon(self, visitor: Visitor, code: str, before: str) -> None:
        """There is room for one: another one goes first, and comes back if the new one is refused.

        Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/add-coupon-to-current-cart
        """
        try:
            self._add_coupon(visitor, code)
            return
        except PlatformRejectedError as error:
            if error.code != HAS_ANOTHER_COUPON:
                raise cart_refusal(error) from error
        had = self._get(visitor).coupons
        self.remove_coupon(visitor)
        try:
            self._add_coupon(visitor, code)
        except PlatformRejectedError as error:
            refused = cart_refusal(error)
            if had and isinstance(refused, CartChangeError) and self._is_back(visitor, had[0].code):
                raise CartChangeError(
                    sentence(
                        "%(problem)s %(code)s is still on your cart.",
                        problem=refused.shopper_message,
                        code=had[0].code,
                    )
                ) from error
            raise refused from error

    def remove_coupon(self, visitor: Visitor) -> None:
        """Named by its id in the cart, which has to be read for it.

        Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/remove-coupon-from-current-cart
        """
        for coupon in self._get(visitor).coupons:
            try:
                self._change(visitor, "remove coupon", "remove-coupon", {"couponId": coupon.id}, is_repeatable=True)
            except PlatformRejectedError as error:
                if error.code != "COUPON_NOT_FOUND_IN_CART":
                    raise cart_refusal(error) from error

    def change_note(self, visitor: Visitor, note: str) -> None:
        try:
            self._update(visitor, "change note", {"note": note})
        except PlatformRejectedError as error:
            raise cart_refusal(error) from error

    def _estimate(self, visitor: Visitor, *, is_asked: bool) -> wire_v2.SummaryAnswer:
        """The sums; shipping and tax only where they are asked for."""
        body = {
            "calculateDelivery": is_asked,
            "calculateTax": is_asked,
            "calculateAdditionalFees": True,
            "calculateGiftCards": True,
        }
        try:
            answer = self._client.call_as(
                visitor, "estimate cart", f"{CURRENT}/estimate", wire_v2.SummaryAnswer, body=body, is_repeatable=True
            )
        except PlatformRejectedError as error:
            raise _no_cart_or(error) from error
        if answer.cart.order_placed:
            raise NotFoundError("cart")
        return answer

    def _get(self, visitor: Visitor) -> wire_v2.CartV2:
        """A cart that was paid for is none any more, whether or not Wix still calls it the current one.

        Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/get-current-cart
        """
        try:
            answer = self._client.call_as(visitor, "get cart", CURRENT, wire_v2.CartV2Answer, is_repeatable=True)
        except PlatformRejectedError as error:
            raise _no_cart_or(error) from error
        if answer.cart.order_placed:
            raise NotFoundError("cart")
        return answer.cart

    def _add(self, visitor: Visitor, line: NewLine) -> Cart:
        body = {"catalogItems": [line_to_wix(line)]}
        return self._change(visitor, "add to cart", "add-line-items", body, makes_visitor=True)

    def _add_what_there_is(self, visitor: Visitor, line: NewLine) -> Cart:
        """The cart tells how many of its lines there are, so one piece has to be in it first."""
        cart = self._read_or_add_one(visitor, line)
        added = find_line(cart, line)
        if added is None or not added.available_count or added.available_count <= added.quantity:
            return cart
        return self._set_in_peace(visitor, added.id, added.available_count)

    def _read_or_add_one(self, visitor: Visitor, line: NewLine) -> Cart:
        try:
            cart = self.read(visitor)
        except NotFoundError:
            cart = None
        if cart is not None and find_line(cart, line):
            return cart
        one = NewLine(line.product_id, line.variant_id, 1, line.modifier_choices, line.modifier_texts)
        try:
            return self._add(visitor, one)
        except PlatformRejectedError as error:
            if error.code == TOO_FEW:
                sold_out = sentence("That could not be added: it is sold out or no longer sold this way.")
                raise CartChangeError(sold_out) from error
            raise cart_refusal(error) from error

    def _set(self, visitor: Visitor, line_id: str, quantity: int) -> Cart:
        body = {"lineItems": [{"lineItemId": line_id, "quantity": {"newQuantity": quantity}}]}
        return self._change(visitor, "change quantity", "update-line-items", body)

    def _set_in_peace(self, visitor: Visitor, line_id: str, quantity: int) -> Cart:
        try:
            return self._set(visitor, line_id, quantity)
        except PlatformRejectedError as error:
            raise cart_refusal(error) from error

    def _add_coupon(self, visitor: Visitor, code: str) -> None:
        try:
            self._change(visitor, "apply coupon", "add-coupon", {"coupon": {"code": code}}, is_repeatable=True)
        except PlatformRejectedError as error:
            if error.code != "COUPON_ALREADY_EXISTS":
                raise

    def _is_back(self, visitor: Visitor, code: str) -> bool:
        try:
            self._add_coupon(visitor, code)
        except PlatformRejectedError:
            return False
        return True

    def _send_to(self, visitor: Visitor, destination: Destination) -> tuple[ShippingOption, ...] | None:
        """Give the cart its address and, if it can be sent there, a way; None where nobody could tell the ways."""
        fields = {"deliveryInfo": {"address": address_to_wix(destination)}}
        try:
            cart = self._update(visitor, "set address", fields)
        except PlatformRejectedError as error:
            raise _no_cart_or(error) from error
        if not cart_from_v2(cart).needs_shipping:
            return ()
        try:
            return choose_delivery(self._client, visitor, cart, destination)
        except PlatformError as error:
            log.warning("the cost of delivery stays unknown: %s", error)
            return None

    def _update(self, visitor: Visitor, operation: str, fields: object) -> wire_v2.CartV2:
        """A PATCH sets what it names, so that doing it twice changes nothing more.

        Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/update-current-cart
        """
        answer = self._client.call_as(
            visitor,
            operation,
            CURRENT,
            wire_v2.CartV2Answer,
            body={"cart": fields},
            method="PATCH",
            is_repeatable=True,
        )
        return answer.cart

    def _change(
        self,
        visitor: Visitor,
        operation: str,
        action: str,
        body: object,
        *,
        is_repeatable: bool = False,
        makes_visitor: bool = False,
    ) -> Cart:
        answer = self._client.call_as(
            visitor,
            operation,
            f"{CURRENT}/{action}",
            wire_v2.CartV2Answer,
            body=body,
            is_repeatable=is_repeatable,
            makes_visitor=makes_visitor,
        )
        return cart_from_v2(answer.cart)


def _no_cart_or(error: PlatformRejectedError) -> Exception:
    """Before the first add Wix answers 404 or with an empty cart; which, and with what code, nobody has seen."""
    return NotFoundError("cart") if error.status == 404 or error.code == "CART_ALREADY_ORDERED" else error
