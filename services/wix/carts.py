"""The visitor's current cart at Wix: what a change came to, whichever generation of the API made it.

Answers are compared with what was asked, because Cart V1 answers 200 to changes it did not make. Makes no call itself:
`carts_v1.py` and `carts_v2.py` do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from services.errors import CartChangeError, NotFoundError, PlatformRejectedError, PlatformUnavailableError
from services.models import Cart, CartChange, Destination, NewLine
from services.sentences import counted_sentence, sentence
from services.storefront import Visitor
from services.wix.cart_lines import NO_ESTIMATE, SeenCart, checked_line_id, find_line, quantity_of

NO_CART_YET = Cart("", ())


class CartCalls(Protocol):
    """The calls of one generation; for a visitor without a cart each raises NotFoundError("cart").

    Changes raise CartChangeError and NotFoundError where Wix said no, and else return the cart after the change, which
    may not be what was asked for.
    """

    def read(self, visitor: Visitor) -> Cart: ...

    def price(self, visitor: Visitor, destination: Destination | None) -> Cart:
        """The cart with its sums; shipping and tax need a destination. A refused place is a 400, as it came."""

    def add(self, visitor: Visitor, line: NewLine) -> Cart: ...

    def set_quantity(self, visitor: Visitor, line_id: str, quantity: int) -> Cart: ...

    def remove(self, visitor: Visitor, line_id: str) -> Cart: ...

    def apply_coupon(self, visitor: Visitor, code: str, before: str) -> None:
        """`before` is the coupon that was seen on the cart; a refusal leaves it there."""

    def remove_coupon(self, visitor: Visitor) -> None: ...

    def change_note(self, visitor: Visitor, note: str) -> None: ...


class WixCarts:
    """The current cart of each visitor."""

    estimates_delivery = True

    def __init__(self, calls: CartCalls) -> None:
        self._calls = calls

    def find_cart(self, visitor: Visitor, destination: Destination | None = None) -> Cart | None:
        try:
            cart = self._calls.price(visitor, destination)
        except NotFoundError:
            return None
        except PlatformRejectedError as error:
            if error.status != 400 or destination is None:
                raise
            found = self.find_cart(visitor)  # a place that Wix refuses must not stand between anybody and their cart
            return found and replace(found, problems=(*found.problems, NO_ESTIMATE))
        cart = _with_known_coupon(cart, SeenCart.recall(visitor))
        SeenCart.of(cart).keep(visitor)
        return cart if cart.lines else None

    def add_line(self, visitor: Visitor, line: NewLine) -> CartChange:
        seen = SeenCart.recall(visitor)
        cart = self._change(
            visitor,
            lambda: self._calls.add(visitor, line),
            lambda cart: quantity_of(cart, line) > seen.quantity_of(line, cart),
        )
        added, before = find_line(cart, line), seen.quantity_of(line, cart)
        is_new_cart = seen.cart_id not in ("", cart.id)
        if added is None:
            raise CartChangeError(sentence("That could not be added: it is sold out or no longer sold this way."))
        if added.quantity >= before + line.quantity:
            return CartChange(cart, added.id, is_new_cart=is_new_cart)
        if added.quantity <= before:
            return CartChange(
                cart,
                added.id,
                counted_sentence(
                    "You have all %(count)d you can order in your cart already.",
                    "You have all %(count)d you can order in your cart already.",
                    added.quantity,
                ),
            )
        return CartChange(cart, added.id, _capped(added.quantity), is_new_cart)

    def change_quantity(self, visitor: Visitor, line_id: str, quantity: int) -> CartChange:
        checked_line_id(line_id)
        cart = self._change(
            visitor,
            lambda: self._calls.set_quantity(visitor, line_id, quantity),
            lambda cart: (line := cart.find_line(line_id)) is not None and line.quantity == quantity,
        )
        line = cart.find_line(line_id)
        if line is None:
            raise NotFoundError("cart line", line_id)
        if line.quantity < quantity:
            return CartChange(cart, line_id, _capped(line.quantity))
        if line.quantity > quantity:
            raise CartChangeError(sentence("The quantity could not be changed. Your cart is as it was."))
        return CartChange(cart, line_id)

    def remove_line(self, visitor: Visitor, line_id: str) -> CartChange:
        checked_line_id(line_id)
        cart = self._change(
            visitor, lambda: self._calls.remove(visitor, line_id), lambda cart: cart.find_line(line_id) is None
        )
        if cart.find_line(line_id):
            raise CartChangeError(sentence("That line could not be removed. Your cart is as it was."))
        return CartChange(cart)

    def apply_coupon(self, visitor: Visitor, code: str) -> None:
        self._calls.apply_coupon(visitor, code, SeenCart.recall(visitor).coupon_code)
        replace(SeenCart.recall(visitor), coupon_code=code).keep(visitor)

    def remove_coupon(self, visitor: Visitor) -> None:
        self._calls.remove_coupon(visitor)
        replace(SeenCart.recall(visitor), coupon_code="").keep(visitor)

    def change_note(self, visitor: Visitor, note: str) -> None:
        self._calls.change_note(visitor, note)

    def _change(self, visitor: Visitor, call: Callable[[], Cart], is_done: Callable[[Cart], bool]) -> Cart:
        """Change the cart once. Without an answer nobody knows whether it happened, so the cart is read to find out."""
        try:
            cart = call()
        except PlatformUnavailableError:
            cart = self._read(visitor)
            if not is_done(cart):
                raise
        seen = SeenCart.recall(visitor)
        coupon_code = seen.coupon_code if seen.cart_id == cart.id else ""
        replace(SeenCart.of(cart), coupon_code=coupon_code).keep(visitor)
        return cart

    def _read(self, visitor: Visitor) -> Cart:
        try:
            return self._calls.read(visitor)
        except NotFoundError:
            return NO_CART_YET


def _capped(quantity: int) -> str:
    """The platform does not say whether there are no more, or no more for one order."""
    return counted_sentence(
        "At most %(count)d can be ordered, so we put %(count)d in your cart.",
        "At most %(count)d can be ordered, so we put %(count)d in your cart.",
        quantity,
    )


def _with_known_coupon(cart: Cart, seen: SeenCart) -> Cart:
    """A coupon that gives nothing any more may have lost its code at the platform; this visitor saw it before."""
    if cart.coupon is None or cart.coupon.code or cart.id != seen.cart_id:
        return cart
    return replace(cart, coupon=replace(cart.coupon, code=seen.coupon_code))
