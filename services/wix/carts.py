"""The visitor's current cart at Wix (Cart V1): the visitor's token is the key to it.

Wix answers 200 to changes it did not make, so every answer is compared with what was asked.
Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/introduction
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from services.errors import (
    CartChangeError,
    NotFoundError,
    PlatformRejectedError,
    PlatformUnavailableError,
)
from services.models import Cart, CartChange, Destination, LineItem, NewLine
from services.storefront import Visitor
from services.wix import wire
from services.wix.client import WixClient, is_guid
from services.wix.mapping import COUPON_REFUSALS, cart_from_wix, coupon_problem, estimate_from_wix

STORES_APP_ID = "215238eb-22a5-4c36-9e7b-e7c08025e04e"  # Source: contract of `catalogReference` for Wix Stores
CURRENT = "/ecom/v1/carts/current"
NO_CART = "OWNED_CART_NOT_FOUND"
SEEN = "wix_cart_seen"
NO_ESTIMATE = "We could not estimate shipping and tax for that place. The payment page has the right amounts."


class WixCarts:
    """The current cart of each visitor."""

    def __init__(self, client: WixClient) -> None:
        self._client = client

    def find_cart(self, visitor: Visitor, destination: Destination | None = None) -> Cart | None:
        """Estimate Current Cart Totals: the cart and its sums in one call; shipping and tax need a destination.

        Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/estimate-current-cart-totals
        Shape: `cart`, `priceSummary`, `calculationErrors` (non-empty inside a 200).
        """
        try:
            answer = self._estimate(visitor, destination)
        except NotFoundError:
            return None
        except PlatformRejectedError as error:
            if error.code == NO_CART:
                return None
            if error.status != 400 or destination is None:
                raise
            cart = self.find_cart(visitor)  # a place that Wix refuses must not stand between anybody and their cart
            return cart and replace(cart, problems=(*cart.problems, NO_ESTIMATE))
        cart = _with_known_coupon(
            estimate_from_wix(answer, has_destination=destination is not None), SeenCart.recall(visitor)
        )
        SeenCart.of(cart).keep(visitor)
        return cart if cart.lines else None

    def add_line(self, visitor: Visitor, line: NewLine) -> CartChange:
        """Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/add-to-current-cart

        Wix drops a line it cannot sell and caps the quantity at the stock, each time with a plain 200.
        """
        seen = SeenCart.recall(visitor)
        cart = self._change(
            visitor,
            "add to cart",
            "add-to-cart",
            {"lineItems": [line_to_wix(line)]},
            lambda cart: _quantity_of(cart, line) > seen.quantity_of(line, cart),
            makes_visitor=True,
        )
        added, before = _find(cart, line), seen.quantity_of(line, cart)
        is_new_cart = seen.cart_id not in ("", cart.id)
        if added is None:
            raise CartChangeError("That could not be added: it is sold out or no longer sold this way.")
        if added.quantity >= before + line.quantity:
            return CartChange(cart, added.id, is_new_cart=is_new_cart)
        if added.quantity <= before:
            return CartChange(cart, added.id, f"You have all {added.quantity} you can order in your cart already.")
        return CartChange(cart, added.id, _capped(added.quantity), is_new_cart)

    def change_quantity(self, visitor: Visitor, line_id: str, quantity: int) -> CartChange:
        """Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/update-current-cart-line-item-quantity"""
        body = {"lineItems": [{"id": _checked(line_id), "quantity": quantity}]}
        cart = self._change(
            visitor,
            "change quantity",
            "update-line-items-quantity",
            body,
            lambda cart: (line := cart.find_line(line_id)) is not None and line.quantity == quantity,
        )
        line = cart.find_line(line_id)
        if line is None:
            raise NotFoundError("cart line", line_id)
        if line.quantity < quantity:
            return CartChange(cart, line_id, _capped(line.quantity))
        if line.quantity > quantity:
            raise CartChangeError("The quantity could not be changed. Your cart is as it was.")
        return CartChange(cart, line_id)

    def remove_line(self, visitor: Visitor, line_id: str) -> CartChange:
        """Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/remove-line-items-from-current-cart"""
        body = {"lineItemIds": [_checked(line_id)]}
        cart = self._change(
            visitor, "remove line", "remove-line-items", body, lambda cart: cart.find_line(line_id) is None
        )
        if cart.find_line(line_id):
            raise CartChangeError("That line could not be removed. Your cart is as it was.")
        return CartChange(cart)

    def apply_coupon(self, visitor: Visitor, code: str) -> None:
        """Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/update-current-cart

        Wix takes any code with a 200; what it is worth shows in the totals. A refused one is taken off again.
        """
        before = SeenCart.recall(visitor).coupon_code
        self._update(visitor, "apply coupon", {"couponCode": code})
        problem = coupon_problem(self._estimate(visitor, None).calculation_errors)
        if not problem:
            replace(SeenCart.recall(visitor), coupon_code=code).keep(visitor)
            return
        if before:
            self._update(visitor, "put coupon back", {"couponCode": before})
            raise CartChangeError(f"{problem} {before} is still on your cart.")
        self.remove_coupon(visitor)
        raise CartChangeError(problem)

    def remove_coupon(self, visitor: Visitor) -> None:
        """Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/remove-coupon-from-current-cart"""
        try:
            self._client.call_as(
                visitor, "remove coupon", f"{CURRENT}/remove-coupon", wire.CartAnswer, body={}, is_repeatable=True
            )
        except PlatformRejectedError as error:
            raise _refusal(error) from error
        replace(SeenCart.recall(visitor), coupon_code="").keep(visitor)

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
            raise _refusal(error) from error

    def _estimate(self, visitor: Visitor, destination: Destination | None) -> wire.EstimateAnswer:
        is_asked = destination is not None
        body: dict[str, object] = {"calculateTax": is_asked, "calculateShipping": is_asked}
        if destination is not None:
            body["shippingAddress"] = address_to_wix(destination)
        return self._client.call_as(
            visitor, "estimate totals", f"{CURRENT}/estimate-totals", wire.EstimateAnswer, body=body, is_repeatable=True
        )

    def _change(
        self,
        visitor: Visitor,
        operation: str,
        action: str,
        body: object,
        is_done: Callable[[Cart], bool],
        *,
        makes_visitor: bool = False,
    ) -> Cart:
        """Change the cart once. Without an answer nobody knows whether it happened, so the cart is read to find out."""
        try:
            path = f"{CURRENT}/{action}"
            answer = self._client.call_as(
                visitor, operation, path, wire.CartAnswer, body=body, makes_visitor=makes_visitor
            )
            cart = cart_from_wix(answer.cart)
        except PlatformUnavailableError:
            cart = self._read(visitor)
            if not is_done(cart):
                raise
        except PlatformRejectedError as error:
            raise _refusal(error) from error
        seen = SeenCart.recall(visitor)
        coupon_code = seen.coupon_code if seen.cart_id == cart.id else ""
        replace(SeenCart.of(cart), coupon_code=coupon_code).keep(visitor)
        return cart

    def _read(self, visitor: Visitor) -> Cart:
        """Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/get-current-cart"""
        try:
            answer = self._client.call_as(visitor, "get cart", CURRENT, wire.CartAnswer, is_repeatable=True)
        except NotFoundError:
            return Cart("", ())
        except PlatformRejectedError as error:
            if error.code == NO_CART:
                return Cart("", ())
            raise
        return cart_from_wix(answer.cart)


def line_to_wix(line: NewLine) -> dict[str, object]:
    """A `lineItems[]` entry; sending the variant's id is right for products without options too."""
    options: dict[str, object] = {"variantId": line.variant_id}
    if line.modifier_choices:
        options["options"] = dict(line.modifier_choices)
    if line.modifier_texts:
        options["customTextFields"] = dict(line.modifier_texts)
    return {
        "quantity": line.quantity,
        "catalogReference": {
            "appId": STORES_APP_ID,
            "catalogItemId": line.product_id,
            "options": options,
        },
    }


def address_to_wix(destination: Destination) -> dict[str, str]:
    """A `shippingAddress` that is as precise as the visitor was."""
    given = {
        "country": destination.country,
        "postalCode": destination.postal_code,
        "subdivision": destination.subdivision,
    }
    return {name: value for name, value in given.items() if value}


def _refusal(error: PlatformRejectedError) -> Exception:
    if error.code == NO_CART:
        return NotFoundError("cart")
    if error.code in COUPON_REFUSALS:
        return CartChangeError(COUPON_REFUSALS[error.code])
    if error.status == 404:
        return NotFoundError("cart line")
    if error.status in (400, 409, 428):
        return CartChangeError("That change was not possible. Your cart is as it was.")
    return error


def _checked(line_id: str) -> str:
    if not is_guid(line_id):
        raise NotFoundError("cart line", line_id)
    return line_id


def _identity(line: NewLine | LineItem) -> str:
    """What makes two additions one line: the variant and all that was filled in; short, as sessions keep it."""
    facts = [line.product_id, line.variant_id, sorted(line.modifier_choices), sorted(line.modifier_texts)]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:24]


def _find(cart: Cart, line: NewLine) -> LineItem | None:
    return next((item for item in cart.lines if _identity(item) == _identity(line)), None)


def _quantity_of(cart: Cart, line: NewLine) -> int:
    found = _find(cart, line)
    return found.quantity if found else 0


def _capped(quantity: int) -> str:
    """The platform does not say whether there are no more, or no more for one order."""
    return f"At most {quantity} can be ordered, so we put {quantity} in your cart."


@dataclass(frozen=True, slots=True)
class SeenCart:
    """The cart as this visitor last saw it, so that a silent cap can be told from a full addition.

    What was seen of another cart says nothing: after a purchase, or when a cart expired, the counting starts anew.
    """

    cart_id: str = ""
    lines: tuple[tuple[str, int], ...] = ()
    coupon_code: str = ""

    @classmethod
    def recall(cls, visitor: Visitor) -> SeenCart:
        kept = visitor.recall(SEEN)
        if not kept:
            return cls()
        return cls(kept["cart_id"], tuple(tuple(line) for line in kept["lines"]), kept["coupon_code"])

    @classmethod
    def of(cls, cart: Cart) -> SeenCart:
        lines = tuple((_identity(line), line.quantity) for line in cart.lines)
        return cls(cart.id, lines, cart.coupon.code if cart.coupon else "")

    def quantity_of(self, line: NewLine, cart: Cart) -> int:
        """How many of this line were in this cart before."""
        if cart.id != self.cart_id:
            return 0
        return sum(quantity for identity, quantity in self.lines if identity == _identity(line))

    def keep(self, visitor: Visitor) -> None:
        if self != SeenCart.recall(visitor):
            visitor.keep(SEEN, {"cart_id": self.cart_id, "lines": self.lines, "coupon_code": self.coupon_code})


def _with_known_coupon(cart: Cart, seen: SeenCart) -> Cart:
    """A coupon that gives nothing any more has lost its code at the platform; this visitor saw it before."""
    if cart.coupon is None or cart.coupon.code or cart.id != seen.cart_id:
        return cart
    return replace(cart, coupon=replace(cart.coupon, code=seen.coupon_code))
