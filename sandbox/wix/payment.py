"""What happens when the buyer presses a button of the hosted checkout: orders, stock, the cart. No HTTP."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from sandbox.clock import iso
from sandbox.products import shop_currency, take_stock
from sandbox.wix.cart_store import delete_cart, find_cart
from sandbox.wix.checkout_form import CheckoutForm
from sandbox.wix.checkout_store import Checkout, complete_checkout, find_checkout
from sandbox.wix.lines import Line
from sandbox.wix.order_store import Purchase, place_order
from sandbox.wix.pricing import price
from sandbox.wix.site import Site


class NotEnoughStockError(Exception):
    """Somebody else was faster: `lines` cannot be bought as wanted."""

    def __init__(self, lines: list[Line]) -> None:
        super().__init__("not enough stock")
        self.lines = lines


class AlreadyCompletedError(Exception):
    """The checkout was paid before."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a way of paying ends: the order's two states, and whether the goods leave the shelf."""

    status: str
    payment_status: str
    completes: bool


PAID = Outcome("APPROVED", "PAID", completes=True)
PAY_LATER = Outcome("APPROVED", "NOT_PAID", completes=True)
DECLINED = Outcome("REJECTED", "DECLINED", completes=False)


def settle(site: Site, checkout_id: str, form: CheckoutForm, outcome: Outcome) -> str:
    """Place the order of a checkout and return its id; a declined one leaves cart, checkout and stock as they are.

    Raises: AlreadyCompletedError; NotEnoughStockError, with nothing changed.
    """
    now = iso(site.clock.now())
    with site.database.change() as db:
        checkout = find_checkout(db, checkout_id)
        if checkout is None or checkout.completed:
            raise AlreadyCompletedError
        _check_availability(checkout)
        if outcome.completes:
            _take_goods(db, checkout)
        order_id = place_order(db, site, _purchase(db, checkout, form), outcome.status, outcome.payment_status, now)
        if outcome.completes:
            complete_checkout(db, checkout, order_id, now)
            _delete_cart_of(db, checkout)
        return order_id


def unavailable_lines(checkout: Checkout) -> list[Line]:
    """Return the lines that cannot be bought as wanted."""
    return [line for line in checkout.lines if line.availability != "AVAILABLE"]


def _check_availability(checkout: Checkout) -> None:
    if lines := unavailable_lines(checkout):
        raise NotEnoughStockError(lines)


def _take_goods(db: sqlite3.Connection, checkout: Checkout) -> None:
    for line in checkout.lines:
        # Two lines may want the same variant: enough for each is not enough for both.
        if not take_stock(db, line.stored.variant_id, line.quantity):
            raise NotEnoughStockError([line])


def _purchase(db: sqlite3.Connection, checkout: Checkout, form: CheckoutForm) -> Purchase:
    contact, shipping = form.contact(), form.shipping_option()
    totals = price(checkout.lines, coupon_code=checkout.coupon_code, country=contact.country, shipping=shipping)
    return Purchase(checkout, contact, shipping, totals, shop_currency(db))


def _delete_cart_of(db: sqlite3.Connection, checkout: Checkout) -> None:
    cart = find_cart(db, checkout.subject)
    if cart is not None and cart.id == checkout.cart_id:
        delete_cart(db, checkout.subject.id)
