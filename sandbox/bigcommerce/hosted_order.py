"""What happens when the buyer presses a button of the hosted checkout: prices first, then order and money. No HTTP."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sandbox.bigcommerce.card_outcomes import DECLINED, DECLINES, PENDING_CARD, Decline, remembered
from sandbox.bigcommerce.cart_store import Cart, find_cart
from sandbox.bigcommerce.checkout_access import settle_cart
from sandbox.bigcommerce.checkout_form import CheckoutForm
from sandbox.bigcommerce.checkout_quote import Quote, quote
from sandbox.bigcommerce.checkout_store import (
    Consignment,
    Share,
    add_consignment,
    choose_option,
    delete_consignments,
    find_record,
    set_billing,
)
from sandbox.bigcommerce.order_settling import card_money, complete, decline, hold, order_offline, pay
from sandbox.bigcommerce.order_store import AWAITING_FULFILLMENT, Order, find_order
from sandbox.bigcommerce.ordering import make_order
from sandbox.bigcommerce.site import Store
from sandbox.cards import card_digits
from sandbox.regions import ShippingOption

PREVIEW = "preview"


class ChangedError(Exception):
    """The order costs something else than the buyer was shown."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to send a cart, and what everything costs then; `option` is None where nothing is sent."""

    option: ShippingOption | None
    quote: Quote


def ways(db: sqlite3.Connection, cart: Cart, now: datetime, address: Mapping[str, Any]) -> list[Way]:
    """Return the ways to send a cart to an address; none where no carrier goes."""
    record = replace(find_record(db, cart.id), billing=address, consignments=())
    if not cart.physical_lines:
        return [Way(None, quote(db, cart, now, record))]
    consignment = Consignment(PREVIEW, address, tuple(Share(line.id, None) for line in cart.physical_lines), None)
    bare = quote(db, cart, now, replace(record, consignments=(consignment,)))
    found = []
    for offer in bare.parcels[0].offers:
        chosen = replace(consignment, option_id=offer.id)
        found.append(Way(offer.option, quote(db, cart, now, replace(record, consignments=(chosen,)))))
    return found


def shown_totals(found: list[Way]) -> str:
    """Return what the buyer agrees to: the total of each way."""
    return " ".join(str(way.quote.grand_total) for way in found)


def place(
    db: sqlite3.Connection, store: Store, cart: Cart, form: CheckoutForm, seen: str, action: str
) -> tuple[int, Decline | None]:
    """Make an order and let the money come, or not; return its id, and how it was declined.

    Raises: ChangedError, OutOfStockError, or BigCommerceError for what cannot be ordered: then nothing may be kept.
    """
    now, address = store.clock.now(), form.address()
    if seen and seen != shown_totals(ways(db, cart, now, address)):
        raise ChangedError
    _write(db, cart, now, address, form.values["shipping"])
    order_id = make_order(db, store, find_cart(db, cart.id, now) or cart, "www")
    order = find_order(db, order_id)
    if order is None:
        raise KeyError(order_id)
    return order_id, _take_money(db, store, order, form, action)


def _write(db: sqlite3.Connection, cart: Cart, now: datetime, address: Mapping[str, Any], code: str) -> None:
    """Let the checkout be as the form says: one address for everything."""
    billing = find_record(db, cart.id).billing
    set_billing(db, cart.id, address, billing["id"] if billing else None)
    delete_consignments(db, cart.id)
    if cart.physical_lines:
        shares = [Share(line.id, None) for line in cart.physical_lines]
        consignment_id = add_consignment(db, cart.id, address, shares)
        offers = quote(db, cart, now).parcels[0].offers
        for offer in offers:
            if offer.option.code == code:
                choose_option(db, consignment_id, offer.id)
    settle_cart(db, cart, now)


def _take_money(db: sqlite3.Connection, store: Store, order: Order, form: CheckoutForm, action: str) -> Decline | None:
    digits = card_digits(form.values["cardNumber"])
    money = card_money(remembered(digits))
    refusal = DECLINED if action == "decline" else DECLINES.get(digits) if action == "pay" else None
    if refusal:
        decline(db, store, order, money, order.due)
    elif order.due == 0:
        complete(db, store, order, AWAITING_FULFILLMENT, "")
    elif action == "pay-later":
        order_offline(db, store, order)
    elif digits == PENDING_CARD:
        hold(db, store, order, money, order.due)
    else:
        pay(db, store, order, money, order.due)
    return refusal
