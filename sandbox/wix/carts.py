"""The endpoints of the current cart (eCommerce V1). The visitor's token is the key to the cart.

Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/introduction
"""

from __future__ import annotations

import sqlite3
from typing import Any

from flask import Blueprint, request

from sandbox.clock import iso
from sandbox.gateway import SILENT_DROP_FLAG
from sandbox.wix.cart_shapes import cart_json
from sandbox.wix.cart_store import (
    Cart,
    add_line,
    change_cart,
    create_cart,
    delete_cart,
    find_cart,
    remove_line,
    set_quantity,
    touch_cart,
)
from sandbox.wix.checkout_store import checkout_of_cart
from sandbox.wix.errors import WixError, application_error, required
from sandbox.wix.estimates import estimate_json, read_estimate
from sandbox.wix.lines import Line, capped
from sandbox.wix.payload import LONGEST_NOTE, integer, json_body, mapping, objects, required_text, text, texts
from sandbox.wix.site import Site, current_buyer, current_site
from sandbox.wix.wanted import MOST_LINES, MOST_PIECES, read_channel, read_items, resolve_item

carts = Blueprint("carts", __name__, url_prefix="/ecom/v1/carts/current")
Json = dict[str, Any]


@carts.get("")
def get_current_cart() -> Json:
    """Return the cart, 404 before the first add.

    Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/get-current-cart
    """
    site = current_site()
    with site.database.read() as db:
        return {"cart": cart_json(db, site, _owned_cart(db))}


@carts.post("/add-to-cart")
def add_to_current_cart() -> Json:
    """Add lines; what cannot be added is missing from the answer, without an error.

    Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/add-to-current-cart
    """
    site, buyer = current_site(), current_buyer()
    items = read_items(json_body())
    now = iso(site.clock.now())
    with site.database.change() as db:
        for item, quantity in items if not request.environ.get(SILENT_DROP_FLAG) else []:
            cart = find_cart(db, buyer) or create_cart(db, buyer, now)
            line = resolve_item(db, item, quantity, 0)
            if line is not None and len(cart.lines) < MOST_LINES:
                add_line(db, cart, line)
        cart = find_cart(db, buyer) or create_cart(db, buyer, now)
        return _changed(db, site, cart, now)


@carts.post("/update-line-items-quantity")
def update_line_items_quantity() -> Json:
    """Set quantities, capped at stock and the limit of an order without a word.

    Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/update-current-cart-line-item-quantity
    """
    site = current_site()
    wanted = objects(json_body(), "lineItems", most=MOST_LINES)
    if not wanted:
        raise required("lineItems")
    pairs = [(required_text(item, "id"), integer(item, "quantity", least=0, most=MOST_PIECES)) for item in wanted]
    with site.database.change() as db:
        cart = _owned_cart(db)
        for identifier, quantity in pairs:
            _set_line_quantity(db, cart, _line(cart, identifier), quantity)
        return _changed(db, site, cart, iso(site.clock.now()))


@carts.post("/remove-line-items")
def remove_line_items() -> Json:
    """Take lines out.

    Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/remove-line-items-from-current-cart
    """
    site = current_site()
    identifiers = texts(json_body(), "lineItemIds", most=MOST_LINES)
    if not identifiers:
        raise required("lineItemIds")
    with site.database.change() as db:
        cart = _owned_cart(db)
        for identifier in identifiers:
            remove_line(db, cart, _line(cart, identifier).stored.number)
        return _changed(db, site, cart, iso(site.clock.now()))


@carts.patch("")
def update_current_cart() -> Json:
    """Set the note to the shop or the coupon; a coupon that is no good shows only in the totals.

    Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/update-current-cart
    """
    site, payload = current_site(), json_body()
    note = text(mapping(payload, "cartInfo"), "buyerNote", longest=LONGEST_NOTE)
    coupon = text(payload, "couponCode", longest=50)
    with site.database.change() as db:
        cart = _owned_cart(db)
        sent = {"buyer_note": note, "coupon_code": coupon}
        change_cart(db, cart, {column: value for column, value in sent.items() if value is not None})
        return _changed(db, site, cart, iso(site.clock.now()))


@carts.post("/remove-coupon")
def remove_coupon() -> Json:
    """Drop the coupon; nothing happens where there is none.

    Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/remove-coupon-from-current-cart
    """
    site = current_site()
    with site.database.change() as db:
        cart = _owned_cart(db)
        change_cart(db, cart, {"coupon_code": None})
        return _changed(db, site, cart, iso(site.clock.now()))


@carts.post("/estimate-totals")
def estimate_totals() -> Json:
    """Return what the cart will cost; what cannot be calculated is told inside a 200.

    Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/estimate-current-cart-totals
    """
    site = current_site()
    wanted = read_estimate(json_body())
    with site.database.read() as db:
        cart = _owned_cart(db)
        return {"cart": cart_json(db, site, cart), **estimate_json(db, site, cart, wanted)}


@carts.post("/create-checkout")
def create_checkout_from_current_cart() -> Json:
    """Make a checkout of the cart, or bring the one made before up to date.

    Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/create-checkout-from-current-cart
    """
    site = current_site()
    channel = read_channel(json_body())
    with site.database.change() as db:
        cart = _owned_cart(db)
        if not cart.lines:
            raise required("lineItems")
        return {"checkoutId": checkout_of_cart(db, cart, channel, iso(site.clock.now()))}


@carts.delete("")
def delete_current_cart() -> Json:
    """Throw the cart away.

    Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/cart/current-cart/delete-current-cart
    """
    with current_site().database.change() as db:
        _owned_cart(db)
        delete_cart(db, current_buyer().id)
    return {}


def no_owned_cart() -> WixError:
    """Make the 404 of a visitor who has put nothing in yet."""
    return application_error(404, "OWNED_CART_NOT_FOUND", "Cart not found")


def _owned_cart(db: sqlite3.Connection) -> Cart:
    cart = find_cart(db, current_buyer())
    if cart is None:
        raise no_owned_cart()
    return cart


def _line(cart: Cart, identifier: str) -> Line:
    for line in cart.lines:
        if line.id == identifier:
            return line
    raise application_error(404, "LINE_ITEM_NOT_FOUND", f"line item {identifier} not found in the cart")


def _set_line_quantity(db: sqlite3.Connection, cart: Cart, line: Line, quantity: int) -> None:
    if quantity == 0:
        remove_line(db, cart, line.stored.number)
    elif line.is_buyable:
        set_quantity(db, cart, line.stored.number, capped(line, quantity))


def _changed(db: sqlite3.Connection, site: Site, cart: Cart, now: str) -> Json:
    touch_cart(db, cart, now)
    return {"cart": cart_json(db, site, find_cart(db, cart.subject) or cart)}
