"""The page after the purchase. It leads nobody back by itself, and hands no order id to the shop.

Source: https://developer.bigcommerce.com/docs/storefront/cart-checkout
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from sandbox.bigcommerce.browser_store import Browser, find_browser, give_order, know_browser, remember
from sandbox.bigcommerce.hosted_rows import Row, shown
from sandbox.bigcommerce.notices import notice
from sandbox.bigcommerce.order_store import AWAITING_PAYMENT, INCOMPLETE, PENDING, Order, find_order
from sandbox.bigcommerce.site import current_store
from sandbox.bigcommerce.site_store import find_site, shop_url
from sandbox.clock import iso

hosted_confirmation = Blueprint("bigcommerce_confirmation", __name__)
STATES = {
    INCOMPLETE: "It is not paid.",
    PENDING: "A part of it is paid.",
    AWAITING_PAYMENT: "It is not paid yet: your bank, or you, will send the money later.",
}


@hosted_confirmation.get("/checkout/order-confirmation")
def show() -> Response:
    """Show the order that was placed with this browser."""
    store = current_store()
    with store.database.read() as db:
        browser = find_browser(db)
        order = find_order(db, browser.order_id) if browser and browser.order_id else None
    return _draw(order) if order else _nothing()


@hosted_confirmation.get("/checkout/order-confirmation/<int:order_id>")
@hosted_confirmation.get("/order-confirmation/<int:order_id>", endpoint="show_short")
def show_one(order_id: int) -> Response:
    """Show an order to whoever placed it, to its customer, or to a guest with a checkout token (`t`)."""
    store = current_store()
    token = request.args.get("t", "")
    with store.database.change() as db:
        browser = find_browser(db)
        order = find_order(db, order_id)
        if order is None:
            return _nothing()
        if browser and _is_known(browser, order):
            return _draw(order)
        if request.method == "HEAD" or not _use_token(db, token, order.cart_id):
            return _nothing()
        browser = know_browser(db)
        give_order(db, browser, order.id)
    # A page that is loaded again asks with the cookie: the token may be used up.
    return remember(store, _draw(order), browser)


def _is_known(browser: Browser, order: Order) -> bool:
    is_own = order.customer_id != 0 and order.customer_id == browser.customer_id
    return browser.order_id == order.id or is_own


def _use_token(db: sqlite3.Connection, token: str, cart_id: str) -> bool:
    changed = db.execute(
        "UPDATE bigcommerce_checkout_tokens SET uses_left = uses_left - 1"
        " WHERE token = ? AND cart_id = ? AND uses_left > 0 AND expires_at > ?",
        (token, cart_id, iso(current_store().clock.now())),
    )
    return changed.rowcount == 1


def _nothing() -> Response:
    text = "This page shows an order to the browser that placed it. Look for yours in the shop."
    return notice("There is no order to show", text, 404)


def _row(line: Mapping[str, Any], currency: str) -> Row:
    choices = ", ".join(str(option["value"]) for option in line["options"])
    return {**line, "choices": choices, "total": shown(line["total"], currency)}


def _draw(order: Order) -> Response:
    store, document = current_store(), order.document
    currency = document["currency"]
    with store.database.read() as db:
        in_shop, site = shop_url(db, store, "order_confirmation"), find_site(db, store)
    tax = document["subtotal_tax"] + document["shipping_tax"]
    totals = [("Subtotal", document["subtotal"])]
    taken_off = document["coupon_discount"] + document["manual_discount"]
    if taken_off:
        totals.append(("Discount", -taken_off))
    if document["consignments"]:
        totals.append(("Delivery", document["shipping"]))
    totals += [("Tax", tax), ("Total", order.total)]
    page = render_template(
        "bigcommerce/confirmation.html",
        order=order,
        state=STATES.get(order.status_id, "It is paid."),
        rows=[_row(line, currency) for line in document["lines"]],
        totals=[(name, shown(minor, currency)) for name, minor in totals],
        in_shop=in_shop,
        shop=site.url,
    )
    return make_response(page)
