"""From a cart, or from one line, to BigCommerce's hosted payment page: a checkout has its cart's id."""

from __future__ import annotations

from services.bigcommerce.carts import BigCommerceCarts
from services.bigcommerce.client import PLATFORM, is_uuid
from services.bigcommerce.orders import BigCommerceOrders
from services.bigcommerce.redirects import BigCommerceRedirects
from services.bigcommerce.visitor_carts import forget_current_cart, keep_cart, knows_cart
from services.errors import CheckoutExpiredError, EmptyCartError, NotFoundError, PlatformAnswerError
from services.models import Checkout, NewLine, RedirectSession, ReturnUrls
from services.storefront import Visitor


class BigCommerceCheckouts:
    """Checkouts belong to the visitor whose memory knows their cart."""

    def __init__(self, carts: BigCommerceCarts, orders: BigCommerceOrders, redirects: BigCommerceRedirects) -> None:
        self._carts = carts
        self._orders = orders
        self._redirects = redirects

    def create_checkout(self, visitor: Visitor) -> Checkout:
        """Nothing is made: the cart is read, to see that something is in it."""
        cart = self._carts.read_cart(visitor)
        if cart is None or not cart.lines:
            raise EmptyCartError
        return Checkout(_checked_id(cart.id))

    def create_checkout_of(self, visitor: Visitor, line: NewLine) -> Checkout:
        """A cart of its own, which is never the one that this visitor is filling."""
        cart_id = _checked_id(self._carts.create(visitor, line).id)
        keep_cart(visitor, cart_id, is_current=False)
        return Checkout(cart_id)

    def get_checkout(self, visitor: Visitor, checkout_id: str) -> Checkout:
        """The orders tell whether it is completed: a paid cart is gone, one that awaits its payment may still be there.

        A cart that was ordered is nobody's current one any more.
        """
        if not knows_cart(visitor, checkout_id):
            raise NotFoundError("checkout", checkout_id)
        if self._orders.is_placed(visitor, checkout_id):
            forget_current_cart(visitor, checkout_id)
            return Checkout(checkout_id, is_completed=True)
        if not self._carts.exists(visitor, checkout_id):
            raise NotFoundError("checkout", checkout_id)
        return Checkout(checkout_id)

    def create_redirect_session(self, visitor: Visitor, checkout_id: str, urls: ReturnUrls) -> RedirectSession:
        """New URLs for each click: the token in them is spent by the first visit."""
        if not knows_cart(visitor, checkout_id):
            raise CheckoutExpiredError
        try:
            return self._redirects.to_checkout(visitor, checkout_id, urls)
        except NotFoundError as error:
            raise CheckoutExpiredError from error


def _checked_id(cart_id: str) -> str:
    """The id, if it is one. Raises: PlatformAnswerError."""
    if not is_uuid(cart_id):
        raise PlatformAnswerError("the cart's id is none", platform=PLATFORM, operation="create cart")
    return cart_id
