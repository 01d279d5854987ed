"""What happens when the buyer presses a button of the hosted checkout: orders, stock, the cart. No HTTP."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from sandbox.clock import iso
from sandbox.shelf import take_goods
from sandbox.wix.cart_store import delete_cart, find_cart
from sandbox.wix.checkout_form import CheckoutForm
from sandbox.wix.checkout_store import Checkout, complete_checkout, find_checkout
from sandbox.wix.coupons import note_use
from sandbox.wix.gift_cards import spend_gift_card
from sandbox.wix.order_store import Purchase, place_order
from sandbox.wix.quotes import Quote, quote
from sandbox.wix.shortages import unavailable_lines
from sandbox.wix.site import Site


class NotEnoughStockError(Exception):
    """Somebody else was faster: something cannot be bought as wanted."""


class AlreadyCompletedError(Exception):
    """The checkout was paid before."""


class ChangedError(Exception):
    """The order costs something else than the buyer was shown."""


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

    Prices are read again; they must be those the buyer was shown.

    Raises: AlreadyCompletedError; NotEnoughStockError and ChangedError, with nothing changed.
    """
    now = iso(site.clock.now())
    with site.database.change() as db:
        checkout = find_checkout(db, checkout_id)
        if checkout is None or checkout.completed:
            raise AlreadyCompletedError
        if not checkout.lines or unavailable_lines(checkout.lines):
            raise NotEnoughStockError
        purchase = _purchase(db, site, checkout, form)
        if form.shown and form.shown != shown_totals(purchase.quote):
            raise ChangedError
        order_id = place_order(db, site, purchase, outcome.status, outcome.payment_status, now)
        if outcome.completes:
            _take_everything(db, purchase, order_id)
            complete_checkout(db, checkout, order_id, now)
            _delete_cart_of(db, checkout)
        return order_id


def quote_form(db: sqlite3.Connection, site: Site, checkout: Checkout, form: CheckoutForm) -> Quote:
    """Price a checkout for what stands in the form."""
    return quote(
        db,
        site,
        checkout,
        form.contact().address(),
        shipping_code=form.values["shipping"],
        email=form.values["email"],
        gift_card_code=form.values["giftCard"],
    )


def shown_totals(quoted: Quote) -> str:
    """Return what the page shows and the buyer agrees to: the total with each way of sending the order."""
    totals = quoted.totals
    if quoted.region is None:
        return str(totals.total)
    saved = bool(quoted.coupon.coupon and quoted.coupon.coupon.frees_shipping)
    goods = totals.total - totals.shipping
    return " ".join(str(goods + (0 if saved else option.price)) for option in quoted.region.options)


def _take_everything(db: sqlite3.Connection, purchase: Purchase, order_id: str) -> None:
    """Take goods off the shelf, money off the gift card, and a use off the coupon."""
    checkout, quoted = purchase.checkout, purchase.quote
    for line in checkout.lines:
        if line.product is None or line.variant is None:
            raise NotEnoughStockError
        if not take_goods(db, line.product, line.variant, line.quantity):
            raise NotEnoughStockError
    if quoted.coupon.coupon:
        note_use(db, quoted.coupon.coupon, checkout.subject, purchase.contact.email)
    if quoted.totals.gift_card:
        spend_gift_card(db, quoted.totals.gift_card, quoted.totals.redeemed, order_id)


def _purchase(db: sqlite3.Connection, site: Site, checkout: Checkout, form: CheckoutForm) -> Purchase:
    return Purchase(checkout, form.contact(), quote_form(db, site, checkout, form))


def _delete_cart_of(db: sqlite3.Connection, checkout: Checkout) -> None:
    cart = find_cart(db, checkout.subject)
    if cart is not None and cart.id == checkout.cart_id:
        delete_cart(db, checkout.subject.id)
