"""The cart that a visitor is filling at BigCommerce: made with its first line, gone with its last.

BigCommerce knows no visitors: the cart's id in the visitor's memory is all that makes a cart theirs. Changes are made
one after another (a lease), each after a look at the cart, so that an answer that never came can be found out.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from services.bigcommerce import wire
from services.bigcommerce.cart_calls import CartCalls
from services.bigcommerce.cart_lines import CANNOT_ADD, change_refusal, coupon_refusal, line_to_bigcommerce, with_stock
from services.bigcommerce.cart_mapping import cart_from_bigcommerce, cart_of_checkout
from services.bigcommerce.catalog import BigCommerceCatalog
from services.bigcommerce.client import BigCommerceClient, is_number, is_uuid
from services.bigcommerce.orders import BigCommerceOrders
from services.bigcommerce.visitor_carts import (
    LEASE,
    LEASE_SECONDS,
    current_cart_id,
    forget_current_cart,
    keep_cart,
)
from services.errors import CartChangeError, NotFoundError, PlatformRejectedError, PlatformUnavailableError
from services.models import Cart, CartChange, Destination, LineItem, NewLine
from services.storefront import Visitor

CONFLICT = 409


class BigCommerceCarts:
    """The current cart of each visitor, and carts of one line for whoever buys at once."""

    estimates_delivery = False

    def __init__(self, client: BigCommerceClient, catalog: BigCommerceCatalog, orders: BigCommerceOrders) -> None:
        self._calls = CartCalls(client)
        self._orders = orders
        self._catalog = catalog

    def find_cart(self, visitor: Visitor, destination: Destination | None = None) -> Cart | None:
        """The cart by its checkout, which knows the note and the sums; the lines compared with what there is.

        One that was ordered, and only awaits its payment, is no cart any more.
        """
        cart_id = current_cart_id(visitor)
        if cart_id is None:
            return None
        checkout = self._calls.read_checkout(visitor, cart_id)
        if checkout is None or (checkout.order_id and self._orders.is_placed(visitor, cart_id)):
            forget_current_cart(visitor, cart_id)
            return None
        cart = cart_of_checkout(checkout)
        return with_stock(cart, self._catalog.read_stock(cart.lines)) if cart.lines else None

    def read_cart(self, visitor: Visitor) -> Cart | None:
        """The cart as it stands, without a look at the stock."""
        found = self._read(visitor)
        return cart_from_bigcommerce(found) if found else None

    def add_line(self, visitor: Visitor, line: NewLine) -> CartChange:
        """A variant that is in the cart already, with nothing filled in, gets a higher quantity."""
        try:
            return self._add_line(visitor, line, self._item(line))
        except NotFoundError as error:  # there is a cart, or it is made: it is the product that is not there
            raise CartChangeError(CANNOT_ADD) from error

    def _add_line(self, visitor: Visitor, line: NewLine, item: dict[str, object]) -> CartChange:
        with visitor.lease(LEASE, LEASE_SECONDS):
            had_one = current_cart_id(visitor) is not None
            cart = self._read(visitor)
            if cart is not None:
                is_done = _grown(cart, line)
                changed = self._change(visitor, cart, lambda seen: self._add(visitor, seen, line, item), is_done)
                if changed is not None:
                    return CartChange(cart_from_bigcommerce(changed), _added_id(cart, changed, line))
            made = cart_from_bigcommerce(self.create(visitor, line, item))
            keep_cart(visitor, made.id)
            return CartChange(made, made.lines[0].id if made.lines else None, is_new_cart=had_one)

    def create(self, visitor: Visitor, line: NewLine, item: dict[str, object] | None = None) -> wire.WireCart:
        """A cart of this line. Raises: CartChangeError."""
        try:
            return self._calls.create(visitor, self._catalog.read_currency(), item or self._item(line))
        except NotFoundError as error:
            raise CartChangeError(CANNOT_ADD) from error
        except PlatformRejectedError as error:
            raise CartChangeError(CANNOT_ADD) if error.status == 404 else change_refusal(error) from error

    def change_quantity(self, visitor: Visitor, line_id: str, quantity: int) -> CartChange:
        with visitor.lease(LEASE, LEASE_SECONDS):
            cart = self._require(visitor)

            def change(seen: wire.WireCart) -> wire.WireCart | None:
                line = _line_of(seen, line_id)
                item: dict[str, object] = {"quantity": quantity, "product_id": int(line.product_id)}
                if line.variant_id:
                    item["variant_id"] = int(line.variant_id)
                return self._calls.change(visitor, seen, line_id, item)

            def is_done(seen: Cart) -> bool:
                return (line := seen.find_line(line_id)) is not None and line.quantity == quantity

            changed = self._change(visitor, cart, change, is_done)
            return CartChange(self._after(visitor, changed), line_id)

    def remove_line(self, visitor: Visitor, line_id: str) -> CartChange:
        """The cart goes with its last line."""
        with visitor.lease(LEASE, LEASE_SECONDS):
            cart = self._require(visitor)
            _line_of(cart, line_id)
            changed = self._change(
                visitor,
                cart,
                lambda seen: self._calls.remove(visitor, seen, line_id),
                lambda seen: seen.find_line(line_id) is None,
            )
            if changed is None:
                forget_current_cart(visitor, cart.id)
                return CartChange(Cart(cart.id, ()))
            return CartChange(cart_from_bigcommerce(changed))

    def apply_coupon(self, visitor: Visitor, code: str) -> None:
        """A refused one leaves the one before where it is; one that is taken replaces it.

        Source: https://developer.bigcommerce.com/docs/rest-management/checkouts/checkout-coupons#add-coupon-to-checkout
        """
        with visitor.lease(LEASE, LEASE_SECONDS):
            cart = self._require(visitor)
            before = next((coupon.code for coupon in reversed(cart.coupons)), "")
            try:
                checkout = self._calls.change_checkout(
                    visitor, "apply coupon", cart.id, "/coupons", "POST", {"coupon_code": code}
                )
            except PlatformRejectedError as error:
                if error.status == 404 and self._read(visitor) is None:
                    raise NotFoundError("cart") from error
                raise coupon_refusal(error, before) from error
            for coupon in checkout.coupons if checkout else ():
                if coupon.code.casefold() != code.casefold():
                    self._take_off(visitor, cart.id, coupon.code)

    def remove_coupon(self, visitor: Visitor) -> None:
        with visitor.lease(LEASE, LEASE_SECONDS):
            cart = self._require(visitor)
            for coupon in cart.coupons:
                self._take_off(visitor, cart.id, coupon.code)

    def change_note(self, visitor: Visitor, note: str) -> None:
        """Source: https://developer.bigcommerce.com/docs/rest-management/checkouts#update-checkout"""
        with visitor.lease(LEASE, LEASE_SECONDS):
            cart = self._require(visitor)
            body = {"customer_message": note}
            try:
                self._calls.change_checkout(visitor, "change note", cart.id, "", "PUT", body)
            except PlatformRejectedError as error:
                raise change_refusal(error) from error

    def _item(self, line: NewLine) -> dict[str, object]:
        """Raises: CartChangeError, for what can be nothing that is sold here."""
        if not (is_number(line.product_id) and is_number(line.variant_id)):
            raise CartChangeError(CANNOT_ADD)
        has_modifiers = line.modifier_choices or line.modifier_texts
        return line_to_bigcommerce(line, self._catalog.read_modifiers(line.product_id) if has_modifiers else ())

    def _add(
        self, visitor: Visitor, cart: wire.WireCart, line: NewLine, item: dict[str, object]
    ) -> wire.WireCart | None:
        present = self._same_line(cart, line)
        if present is None:
            return self._calls.add(visitor, cart, item)
        return self._calls.change(visitor, cart, present.id, {**item, "quantity": present.quantity + line.quantity})

    def _same_line(self, cart: wire.WireCart, line: NewLine) -> LineItem | None:
        """The line that this one adds to: the same variant, and neither has anything filled in."""
        if line.modifier_choices or line.modifier_texts:
            return None
        option_count = self._catalog.count_options(line.product_id, line.variant_id)
        return next(
            (other for other in _alike(cart_from_bigcommerce(cart), line) if len(other.choices) <= option_count), None
        )

    def _change(
        self,
        visitor: Visitor,
        cart: wire.WireCart,
        call: Callable[[wire.WireCart], wire.WireCart | None],
        is_done: Callable[[Cart], bool],
    ) -> wire.WireCart | None:
        """Change the cart once; None where it is gone. After a conflict it is looked at and tried once more.

        Without an answer nobody knows whether it happened, so the cart is read to find out; a vanished cart may
        answer 500. Raises: CartChangeError, NotFoundError("cart line").
        """
        try:
            return call(cart)
        except PlatformUnavailableError:
            found = self._read(visitor)
            if found is not None and not is_done(cart_from_bigcommerce(found)):
                raise
            return found
        except PlatformRejectedError as error:
            if error.status not in (404, CONFLICT):
                raise change_refusal(error) from error
            found = self._read(visitor)
            if found is None:
                return None
            if found.version == cart.version:
                raise change_refusal(error) from error
        try:
            return call(found)
        except PlatformRejectedError as error:
            raise change_refusal(error) from error

    def exists(self, visitor: Visitor, cart_id: str) -> bool:
        """Whether a cart is there; the current one is not meant by that."""
        return self._calls.read(visitor, cart_id) is not None

    def _read(self, visitor: Visitor) -> wire.WireCart | None:
        """The current cart; one that is gone is forgotten."""
        cart_id = current_cart_id(visitor)
        if cart_id is None:
            return None
        found = self._calls.read(visitor, cart_id)
        if found is None:
            forget_current_cart(visitor, cart_id)
        return found

    def _require(self, visitor: Visitor) -> wire.WireCart:
        found = self._read(visitor)
        if found is None:
            raise NotFoundError("cart")
        return found

    def _after(self, visitor: Visitor, changed: wire.WireCart | None) -> Cart:
        if changed is None:
            raise NotFoundError("cart")
        return cart_from_bigcommerce(changed)

    def _take_off(self, visitor: Visitor, cart_id: str, code: str) -> None:
        """By its code, not its id; one that is gone already is fine.

        Source: https://developer.bigcommerce.com/docs/rest-management/checkouts/checkout-coupons#delete-checkout-coupon
        """
        ending = f"/coupons/{quote(code, safe='')}"
        try:
            self._calls.change_checkout(visitor, "remove coupon", cart_id, ending, "DELETE")
        except PlatformRejectedError as error:
            if error.status != 404:
                raise change_refusal(error) from error


def _alike(cart: Cart, line: NewLine) -> list[LineItem]:
    return [other for other in cart.lines if (other.product_id, other.variant_id) == (line.product_id, line.variant_id)]


def _grown(cart: wire.WireCart, line: NewLine) -> Callable[[Cart], bool]:
    """Whether a cart holds as many more of this variant as were to be added."""
    wanted = sum(other.quantity for other in _alike(cart_from_bigcommerce(cart), line)) + line.quantity
    return lambda seen: sum(other.quantity for other in _alike(seen, line)) >= wanted


def _added_id(before: wire.WireCart, after: wire.WireCart, line: NewLine) -> str | None:
    """The line that grew or is new."""
    known = {other.id: other.quantity for other in _alike(cart_from_bigcommerce(before), line)}
    alike = _alike(cart_from_bigcommerce(after), line)
    return next((other.id for other in alike if other.quantity > known.get(other.id, 0)), None)


def _line_of(cart: wire.WireCart, line_id: str) -> LineItem:
    """Raises: NotFoundError, for what is no line of this cart."""
    line = cart_from_bigcommerce(cart).find_line(line_id) if is_uuid(line_id) else None
    if line is None or not line.product_id:
        raise NotFoundError("cart line", line_id)
    return line
