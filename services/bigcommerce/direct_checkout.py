"""A checkout on our own pages at BigCommerce: billing, consignment, way of delivery. Orders and money are elsewhere.

A checkout is its cart: they have one id, and the cart lives until an order of it is paid.
"""

from __future__ import annotations

import logging

from services.bigcommerce.addresses import address_to_bigcommerce, field_of, is_same_place
from services.bigcommerce.checkout_details import consignments_of, details_from_bigcommerce, items_to_send
from services.bigcommerce.checkout_orders import CheckoutOrders
from services.bigcommerce.checkout_wire import DirectCheckout, DirectCheckoutAnswer
from services.bigcommerce.client import BigCommerceClient
from services.bigcommerce.payments import BigCommercePayments
from services.bigcommerce.visitor_carts import knows_cart
from services.errors import (
    CheckoutExpiredError,
    CheckoutRefusedError,
    NotFoundError,
    PaymentDeclinedError,
    PaymentUncertainError,
    PlatformRejectedError,
)
from services.models import Card, CheckoutDetails, PaymentMethod, PaymentState, PostalAddress
from services.sentences import sentence
from services.storefront import Visitor

log = logging.getLogger("foyer.bigcommerce")

INCLUDE = (
    "include",
    "consignments.available_shipping_options,"
    "cart.line_items.physical_items.options,cart.line_items.digital_items.options",
)
CONSIGNED = "bigcommerce_consigned"
MOST_CONSIGNED = 12
DELIVERY_GONE = sentence("This way of delivery is no longer offered. Please choose one of those that are.")
ADDRESS_REFUSED = sentence("The shop system did not accept this address. Please check it; nothing was ordered.")
FIELD_REFUSED = sentence("The shop system did not accept this. Please check it.")
REFUSALS = (400, 409, 422)


class BigCommerceDirectCheckout:
    """The way from a cart of this visitor to a paid order, without a hosted page."""

    def __init__(self, client: BigCommerceClient, orders: CheckoutOrders, payments: BigCommercePayments) -> None:
        self._client = client
        self._orders = orders
        self._payments = payments

    def get_details(self, visitor: Visitor, checkout_id: str) -> CheckoutDetails:
        """Lines that changed since the address was given are put into the consignment first: a repeatable change.

        Source: https://developer.bigcommerce.com/docs/rest-management/checkouts#get-a-checkout
        """
        return self._settled(visitor, self._read(visitor, checkout_id))

    def save_billing(self, visitor: Visitor, checkout_id: str, address: PostalAddress) -> CheckoutDetails:
        """The first time by POST, then by PUT under the address's id: a second POST would be a second address.

        Source: https://developer.bigcommerce.com/docs/rest-management/checkouts/checkout-billing#add-checkout-billing-address
        """
        known = self._read(visitor, checkout_id).billing_address
        body = address_to_bigcommerce(address)
        if known and known.id:
            saved = self._change(
                visitor, "change billing address", checkout_id, f"/billing-address/{known.id}", "PUT", body
            )
        else:
            saved = self._change(visitor, "save billing address", checkout_id, "/billing-address", "POST", body)
        return self._settled(visitor, saved)

    def save_shipping(self, visitor: Visitor, checkout_id: str, address: PostalAddress) -> CheckoutDetails:
        """One consignment of everything that is sent. The same address again leaves the chosen delivery alone.

        Source: https://developer.bigcommerce.com/docs/rest-management/checkouts/checkout-consignments#add-consignment-to-checkout
        """
        checkout = self._settle(visitor, self._read(visitor, checkout_id))
        details = details_from_bigcommerce(checkout)
        if not details.needs_shipping or is_same_place(details.shipping, address):
            return details
        return details_from_bigcommerce(self._consign(visitor, checkout, address_to_bigcommerce(address)))

    def choose_delivery(self, visitor: Visitor, checkout_id: str, option_id: str) -> CheckoutDetails:
        """Only the option is sent: together with an address or lines it would be void at once.

        Source: https://developer.bigcommerce.com/docs/rest-management/checkouts/checkout-consignments#update-checkout-consignment
        """
        checkout = self._settle(visitor, self._read(visitor, checkout_id))
        consignment = next(iter(consignments_of(checkout)), None)
        offered = [option.id for option in consignment.available_shipping_options] if consignment else []
        if consignment is None or option_id not in offered:
            raise CheckoutRefusedError(DELIVERY_GONE)
        path, body = f"/consignments/{consignment.id}", {"shipping_option_id": option_id}
        try:
            saved = self._change(visitor, "choose delivery", checkout_id, path, "PUT", body)
        except CheckoutRefusedError as error:
            raise CheckoutRefusedError(DELIVERY_GONE) from error
        return details_from_bigcommerce(saved)

    def create_order(self, visitor: Visitor, checkout_id: str) -> str:
        """While nobody knows how paying for an earlier order of this checkout ended, there is no other."""
        known = self._orders.find_current(visitor, checkout_id)
        if known and self._payments.is_uncertain(visitor, known):
            raise PaymentUncertainError
        return self._orders.find_or_create(visitor, checkout_id, lambda: self.get_details(visitor, checkout_id))

    def list_payment_methods(self, visitor: Visitor, order_id: str) -> tuple[PaymentMethod, ...]:
        self._orders.require_own(visitor, order_id)
        return self._payments.list_methods(visitor, order_id)

    def get_payment_state(self, visitor: Visitor, order_id: str) -> PaymentState:
        self._orders.require_own(visitor, order_id)
        return self._payments.get_state(visitor, order_id)

    def pay(self, visitor: Visitor, order_id: str, method_id: str, card: Card) -> PaymentState:
        """An order that does not fit its cart any more is let go of, so that the next one is another."""
        self._orders.require_own(visitor, order_id)
        try:
            return self._payments.pay(visitor, order_id, method_id, card)
        except PaymentDeclinedError as error:
            if error.reason == "order":
                self._orders.let_go(visitor, order_id)
            raise

    def _read(self, visitor: Visitor, checkout_id: str) -> DirectCheckout:
        """Raises: NotFoundError (not this visitor's), CheckoutExpiredError (paid, or gone)."""
        if not knows_cart(visitor, checkout_id):
            raise NotFoundError("checkout", checkout_id)
        try:
            answer = self._client.call(
                "get checkout",
                f"/v3/checkouts/{checkout_id}",
                DirectCheckoutAnswer,
                visitor=visitor,
                params=[INCLUDE],
            )
        except PlatformRejectedError as error:
            if error.status == 404:
                raise CheckoutExpiredError from error
            raise
        return answer.data

    def _settled(self, visitor: Visitor, checkout: DirectCheckout) -> CheckoutDetails:
        return details_from_bigcommerce(self._settle(visitor, checkout))

    def _settle(self, visitor: Visitor, checkout: DirectCheckout) -> DirectCheckout:
        """The checkout with all its lines in the consignment, as many of each as there are.

        A consignment names its lines without their quantities, so what it was made of is remembered by us.
        """
        consignment = next(iter(consignments_of(checkout)), None)
        details = details_from_bigcommerce(checkout)
        is_current = (visitor.recall(CONSIGNED) or {}).get(checkout.id) == details.lines_key
        if consignment is None or details.shipping is None or not details.needs_shipping or is_current:
            return checkout
        try:
            return self._consign(visitor, checkout, address_to_bigcommerce(details.shipping))
        except CheckoutRefusedError as error:
            # An address of before that is no longer taken: the page of addresses is the way on, so nothing stops here.
            log.warning("the lines could not be put into the consignment: %s", error.__cause__)
            return checkout

    def _consign(self, visitor: Visitor, checkout: DirectCheckout, address: dict[str, str]) -> DirectCheckout:
        """The specification's name of the address is `address`; one tutorial says `shipping_address`."""
        body = {"address": address, "line_items": items_to_send(checkout)}
        known = next(iter(consignments_of(checkout)), None)
        if known is None:
            saved = self._change(visitor, "save shipping address", checkout.id, "/consignments", "POST", [body])
        else:
            path = f"/consignments/{known.id}"
            saved = self._change(visitor, "change shipping address", checkout.id, path, "PUT", body)
        kept = {name: key for name, key in (visitor.recall(CONSIGNED) or {}).items() if name != checkout.id}
        kept[checkout.id] = details_from_bigcommerce(saved).lines_key
        visitor.keep(CONSIGNED, dict(list(kept.items())[-MOST_CONSIGNED:]))
        return saved

    def _change(
        self, visitor: Visitor, operation: str, checkout_id: str, ending: str, method: str, body: object
    ) -> DirectCheckout:
        """Every one of these calls answers the whole checkout. Raises: CheckoutRefusedError, CheckoutExpiredError."""
        try:
            answer = self._client.call(
                operation,
                f"/v3/checkouts/{checkout_id}{ending}",
                DirectCheckoutAnswer,
                visitor=visitor,
                method=method,
                body=body,
                params=[INCLUDE],
                is_repeatable=method == "PUT",
            )
        except PlatformRejectedError as error:
            if error.status == 404:
                raise CheckoutExpiredError from error
            if error.status not in REFUSALS:
                raise
            field = field_of(error.code or "")
            raise CheckoutRefusedError(FIELD_REFUSED if field else ADDRESS_REFUSED, field=field) from error
        return answer.data
