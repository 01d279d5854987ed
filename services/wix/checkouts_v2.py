"""From a cart, or from one line, to the hosted payment page by Cart V2: a cart's id is a checkout's id."""

from __future__ import annotations

from urllib.parse import quote

from services.errors import CartChangeError, EmptyCartError, NotFoundError, PlatformRejectedError
from services.models import Checkout, NewLine, RedirectSession, ReturnUrls
from services.reading import decode_each
from services.sentences import sentence
from services.storefront import Visitor
from services.wix import cart_v2_wire as wire_v2
from services.wix.cart_lines import line_to_wix
from services.wix.carts_v2 import TOO_FEW, CartCallsV2
from services.wix.checkouts import CANNOT_BE_BOUGHT, CHANNEL, checked_id, few_available, payments_missing, way_to_pay
from services.wix.client import WixClient, is_guid
from services.wix.redirects import WixRedirects

CARTS = "/ecom/v2/carts"


class WixCheckoutsV2:
    """Carts that are paid for, and the way to the page that takes the money."""

    def __init__(self, client: WixClient, carts: CartCallsV2, redirects: WixRedirects) -> None:
        self._client = client
        self._carts = carts
        self._redirects = redirects

    def create_checkout(self, visitor: Visitor) -> Checkout:
        """Nothing is made: the current cart is read for its id, and to see that something is in it."""
        try:
            cart = self._carts.read(visitor)
        except NotFoundError as error:
            raise EmptyCartError from error
        if not cart.lines:
            raise EmptyCartError
        return Checkout(checked_id(cart.id))

    def create_checkout_of(self, visitor: Visitor, line: NewLine) -> Checkout:
        """Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/create-cart

        Shape: `cart.id`, `cart.lineItems[].quantityInfo`. Raises: CartChangeError, PlatformSetupError.
        """
        body = {"cart": {"source": CHANNEL}, "catalogItems": [line_to_wix(line)]}
        try:
            answer = self._client.call_as(
                visitor, "create cart", CARTS, wire_v2.CartV2Answer, body=body, makes_visitor=True
            )
        except PlatformRejectedError as error:
            if error.code == TOO_FEW:
                too_few = sentence("There are not that many: lower the quantity and try again, or it is sold out.")
                raise CartChangeError(too_few) from error
            if error.status in (400, 428) and error.code:
                raise CartChangeError(CANNOT_BE_BOUGHT) from error
            raise payments_missing(error) from error
        lines = decode_each(answer.cart.line_items, wire_v2.CartLine, "line")
        if not lines:
            raise CartChangeError(CANNOT_BE_BOUGHT)
        confirmed = lines[0].quantity_info.confirmed_quantity
        if confirmed is not None and confirmed < line.quantity:
            raise CartChangeError(few_available(confirmed))
        return Checkout(checked_id(answer.cart.id))

    def get_checkout(self, visitor: Visitor, checkout_id: str) -> Checkout:
        """Shape: `cart.orderPlaced`, true after the purchase. Raises: NotFoundError."""
        cart = find_cart(self._client, visitor, checkout_id)
        if cart is None:
            raise NotFoundError("checkout", checkout_id)
        return Checkout(cart.id, cart.order_placed)

    def create_redirect_session(self, visitor: Visitor, checkout_id: str, urls: ReturnUrls) -> RedirectSession:
        return way_to_pay(self._redirects, visitor, checkout_id, urls)


def find_order_id(client: WixClient, visitor: Visitor, cart_id: str) -> str | None:
    """The order that a cart of this visitor became, if it did."""
    cart = find_cart(client, visitor, cart_id)
    return cart.order_id if cart and cart.order_placed else None


def find_cart(client: WixClient, visitor: Visitor, cart_id: str) -> wire_v2.CartV2 | None:
    """A cart of this visitor by its id, before and after the purchase; None for an unknown or a foreign one.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/get-cart
    """
    if not is_guid(cart_id):
        return None
    path = f"{CARTS}/{quote(cart_id, safe='')}"
    try:
        answer = client.call_as(visitor, "get cart by id", path, wire_v2.CartV2Answer, is_repeatable=True)
    except NotFoundError:
        return None
    except PlatformRejectedError as error:
        if error.status in (403, 404):
            return None
        raise
    return answer.cart if answer.cart.id == cart_id else None
