"""BigCommerce's own page of a visitor's cart."""

from __future__ import annotations

from services.bigcommerce.redirects import BigCommerceRedirects
from services.bigcommerce.visitor_carts import current_cart_id
from services.errors import EmptyCartError, NotFoundError
from services.models import RedirectSession
from services.storefront import Visitor


class BigCommerceHostedCart:
    """The way there, for whoever would rather change the cart over there."""

    def __init__(self, redirects: BigCommerceRedirects) -> None:
        self._redirects = redirects

    def create_session(self, visitor: Visitor) -> RedirectSession:
        cart_id = current_cart_id(visitor)
        if cart_id is None:
            raise EmptyCartError
        try:
            return self._redirects.to_cart(visitor, cart_id)
        except NotFoundError as error:
            raise EmptyCartError from error
