"""How a call on a checkout begins and ends: the cart is found, something changes, the whole checkout is answered."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import request

from sandbox.bigcommerce.cart_store import Cart, find_cart, set_email, set_tax_rate, touch_cart
from sandbox.bigcommerce.checkout_quote import destination_rate, quote
from sandbox.bigcommerce.checkout_shapes import checkout_json
from sandbox.bigcommerce.checkout_store import find_record
from sandbox.bigcommerce.errors import untitled, v3_error
from sandbox.bigcommerce.outbox import publish_cart
from sandbox.bigcommerce.payload import Json, whole
from sandbox.bigcommerce.shapes import data
from sandbox.bigcommerce.site import Store, current_store

SHIPPING_OPTIONS = "consignments.available_shipping_options"


def open_cart(db: sqlite3.Connection, cart_id: str, now: datetime) -> Cart:
    """Return the cart of a checkout.

    Raises: 404 for one that is unknown, expired or bought, in the shape that carts are refused with; the one in the
    specification has never been seen.
    """
    cart = find_cart(db, cart_id, now)
    if cart is None:
        raise untitled(404)
    return cart


def refuse_stale(cart: Cart, payload: Json) -> None:
    """Refuse a change of a version that is not the present one. Raises: 409."""
    version = whole(payload, "version")
    if version is not None and version != cart.version:
        raise v3_error(409)


def change_checkout(checkout_id: str, change: Callable[[sqlite3.Connection, Cart], Any]) -> Json:
    """Change a checkout, and return it as it is then."""
    store = current_store()
    now = store.clock.now()
    with store.database.change() as db:
        cart = open_cart(db, checkout_id, now)
        change(db, cart)
        settle_cart(db, cart, now)
        return answer(db, store, checkout_id, now)


def settle_cart(db: sqlite3.Connection, cart: Cart, now: datetime) -> None:
    """Let the cart know what its checkout has learned: the buyer's address of mail, and the tax at the destination."""
    record = find_record(db, cart.id)
    if record.billing:
        set_email(db, cart, record.billing["email"])
    set_tax_rate(db, cart, destination_rate(record))
    touch_cart(db, cart, now, new_contents=False)
    publish_cart(db, now, "updated", cart.id)


def answer(db: sqlite3.Connection, store: Store, checkout_id: str, now: datetime) -> Json:
    """Return a checkout in its envelope; the ways to send it only if they were asked for."""
    cart = open_cart(db, checkout_id, now)
    included = frozenset(request.args.get("include", "").split(","))
    return data(checkout_json(db, store, quote(db, cart, now), included))
