"""From a cart, or from one line, to a checkout at Wix (Checkout V1)."""

from __future__ import annotations

from urllib.parse import quote

from services.errors import (
    CartChangeError,
    CheckoutExpiredError,
    EmptyCartError,
    NotFoundError,
    PlatformAnswerError,
    PlatformRejectedError,
    PlatformSetupError,
)
from services.models import Checkout, NewLine, RedirectSession, ReturnUrls
from services.reading import decode_each
from services.sentences import Sentence, counted_sentence, sentence
from services.storefront import Visitor
from services.wix import wire
from services.wix.cart_lines import NO_CART, line_to_wix
from services.wix.carts_v1 import CURRENT
from services.wix.client import WixClient, is_guid
from services.wix.redirect_intents import ecom_checkout
from services.wix.redirects import WixRedirects

CANNOT_TAKE_MONEY = {
    "SITE_MUST_ACCEPT_PAYMENTS",
    "SITE_MUST_ACCEPT_PAYMENTS_TO_CREATE_CHECKOUT",
    "SITE_NOT_ACCEPTING_PAYMENTS",
}
CHECKOUT_OVER = {
    "CHECKOUT_IS_COMPLETE",
    "CHECKOUT_ALREADY_PAID",
    "CHECKOUT_NOT_FOUND",
    "CART_ALREADY_ORDERED",
    "CART_NOT_FOUND",
}
CANNOT_BE_BOUGHT = sentence("That cannot be bought right now: it is sold out or no longer sold.")
# Without it Wix reportedly makes a back-office order.
CHANNEL = {"channelType": "WEB"}


class WixCheckouts:
    """Checkouts of a visitor, and the way to the page that pays for them."""

    def __init__(self, client: WixClient, redirects: WixRedirects) -> None:
        self._client = client
        self._redirects = redirects

    def create_checkout(self, visitor: Visitor) -> Checkout:
        """A second call updates the same checkout as long as it is not completed.

        Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/create-checkout-from-current-cart
        Shape: `checkoutId`. Raises: EmptyCartError, PlatformSetupError.
        """
        try:
            answer = self._client.call_as(
                visitor, "create checkout from cart", f"{CURRENT}/create-checkout", wire.CheckoutIdAnswer, body=CHANNEL
            )
        except NotFoundError as error:
            raise EmptyCartError from error
        except PlatformRejectedError as error:
            if error.code in NO_CART or error.status == 400:
                raise EmptyCartError from error
            raise payments_missing(error) from error
        return Checkout(checked_id(answer.checkout_id))

    def create_checkout_of(self, visitor: Visitor, line: NewLine) -> Checkout:
        """Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/checkout/checkout/create-checkout

        Shape: `checkout.id`, `checkout.lineItems[].quantity`. Raises: CartChangeError, PlatformSetupError.
        """
        body = {**CHANNEL, "lineItems": [line_to_wix(line)]}
        try:
            answer = self._client.call_as(
                visitor, "create checkout", "/ecom/v1/checkouts", wire.CheckoutAnswer, body=body, makes_visitor=True
            )
        except PlatformRejectedError as error:
            if error.status == 400:
                raise CartChangeError(CANNOT_BE_BOUGHT) from error
            raise payments_missing(error) from error
        lines = decode_each(answer.checkout.line_items, wire.WireLine, "line")
        if not lines:
            raise CartChangeError(CANNOT_BE_BOUGHT)
        if lines[0].quantity < line.quantity:
            raise CartChangeError(few_available(lines[0].quantity))
        return Checkout(checked_id(answer.checkout.id), answer.checkout.completed)

    def get_checkout(self, visitor: Visitor, checkout_id: str) -> Checkout:
        """Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/checkout/checkout/get-checkout

        Shape: `checkout.completed`, true after the purchase. Raises: NotFoundError.
        """
        if not is_guid(checkout_id):
            raise NotFoundError("checkout", checkout_id)
        try:
            answer = self._client.call_as(
                visitor,
                "get checkout",
                f"/ecom/v1/checkouts/{quote(checkout_id, safe='')}",
                wire.CheckoutAnswer,
                is_repeatable=True,
            )
        except PlatformRejectedError as error:
            if error.status in (403, 404):
                raise NotFoundError("checkout", checkout_id) from error
            raise
        return Checkout(answer.checkout.id, answer.checkout.completed)

    def create_redirect_session(self, visitor: Visitor, checkout_id: str, urls: ReturnUrls) -> RedirectSession:
        return way_to_pay(self._redirects, visitor, checkout_id, urls)


def way_to_pay(redirects: WixRedirects, visitor: Visitor, checkout_id: str, urls: ReturnUrls) -> RedirectSession:
    """The redirect session of a checkout, or of a Cart V2: its id is a checkout's."""
    try:
        return redirects.create(visitor, ecom_checkout(checkout_id), urls)
    except NotFoundError as error:
        raise CheckoutExpiredError from error
    except PlatformRejectedError as error:
        if error.code in CHECKOUT_OVER:
            raise CheckoutExpiredError from error
        raise payments_missing(error) from error


def checked_id(checkout_id: str) -> str:
    """The id, if it is one. Raises: PlatformAnswerError."""
    if not is_guid(checkout_id):
        raise PlatformAnswerError("the checkout's id is none", platform="wix", operation="create checkout")
    return checkout_id


def payments_missing(error: PlatformRejectedError) -> Exception:
    """The refusal, said to whoever can change it where the site takes no payments."""
    if error.code not in CANNOT_TAKE_MONEY:
        return error
    return PlatformSetupError(
        "the site cannot take payments",
        fix="connect a payment method to the site (Wix dashboard, Accept Payments)",
        platform="wix",
        operation=error.operation,
        status=error.status,
        code=error.code,
        request_id=error.request_id,
    )


def few_available(count: int) -> Sentence:
    """What to say where the platform would sell fewer than were asked for."""
    return counted_sentence(
        "Only %(count)d available: lower the quantity and try again.",
        "Only %(count)d available: lower the quantity and try again.",
        count,
    )
