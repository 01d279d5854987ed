"""The endpoints of Cart V2, which is cart and checkout in one. `current` stands for the caller's cart, as an id may.

The cart is the same as that of V1: both generations look at one basket. By id a cart can be read, current or not;
changed can be the current one only.
Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/introduction
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from flask import Blueprint, request

from sandbox.clock import iso
from sandbox.gateway import SILENT_DROP_FLAG
from sandbox.wix.cart_store import (
    Cart,
    add_line,
    change_cart,
    create_cart,
    delete_cart,
    find_cart,
    find_cart_by_id,
    remove_line,
    set_quantity,
    touch_cart,
)
from sandbox.wix.cart_v2_shapes import current_cart_json, other_cart_json
from sandbox.wix.checkout_store import create_checkout, find_checkout
from sandbox.wix.errors import application_error, not_imitated, silent
from sandbox.wix.estimates import read_address
from sandbox.wix.lines import Line
from sandbox.wix.payload import LONGEST_NOTE, integer, json_body, mapping, objects, required_text, text, texts
from sandbox.wix.refusals_v2 import (
    already_ordered,
    cart_not_found,
    insufficient_inventory,
    item_not_found,
    line_not_found,
)
from sandbox.wix.site import Site, current_buyer, current_site, current_subject
from sandbox.wix.wanted import MOST_LINES, MOST_PIECES, read_channel, read_items, resolve_item

carts_v2 = Blueprint("carts_v2", __name__, url_prefix="/ecom/v2/carts")
CURRENT = "current"
Json = dict[str, Any]


@carts_v2.post("")
def create_cart_of_items() -> Json:
    """Make a cart that is not the current one ("buy now").

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/create-cart
    """
    site, buyer, payload = current_site(), current_buyer(), json_body()
    channel = read_channel({"channelType": "WEB"} | mapping(mapping(payload, "cart"), "source"))
    items = read_items(payload, "catalogItems")
    now = iso(site.clock.now())
    with site.database.change() as db:
        lines: list[Line] = []
        for number, (item, quantity) in enumerate(items, start=1):
            lines.append(_sellable(db, item, quantity, number))
            _check_stock(lines[-1], quantity)
        cart_id = create_checkout(db, buyer, lines, channel, now, is_cart=True)
        return {"cart": _any_cart_json(db, site, cart_id)}


@carts_v2.get("/<cart_id>")
def get_cart(cart_id: str) -> Json:
    """Return a cart of the caller, before and after it became an order.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/get-cart
    """
    site = current_site()
    with site.database.read() as db:
        if cart_id == CURRENT:
            return {"cart": current_cart_json(db, site, open_cart(db, cart_id))}
        return {"cart": _any_cart_json(db, site, cart_id)}


@carts_v2.patch("/<cart_id>")
def update_cart(cart_id: str) -> Json:
    """Set the note and the address of delivery; everything else has an endpoint of its own.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/update-cart
    """
    sent = mapping(json_body(), "cart")
    changes: dict[str, str | None] = {}
    note = text(sent, "note", longest=LONGEST_NOTE)
    if note is not None:
        changes["buyer_note"] = note
    delivery = mapping(sent, "deliveryInfo")
    if "address" in delivery:
        read_address(delivery, "address")
        kept = {name: value for name, value in mapping(delivery, "address").items() if isinstance(value, str)}
        changes["delivery_address"] = json.dumps(kept)
    site = current_site()
    with site.database.change() as db:
        cart = open_cart(db, cart_id)
        change_cart(db, cart, changes)
        return changed(db, site, cart)


@carts_v2.post("/<cart_id>/add-line-items")
def add_line_items(cart_id: str) -> Json:
    """Add lines; what is not sold, or not in that quantity, is refused, and then nothing is added.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/add-line-items
    """
    site, buyer = current_site(), current_buyer()
    payload = json_body()
    if not payload.get("catalogItems"):
        raise application_error(400, "NO_LINE_ITEMS_TO_ADD", "There are no line items to add")
    items = read_items(payload, "catalogItems")
    now = iso(site.clock.now())
    with site.database.change() as db:
        is_first = cart_id == CURRENT and find_cart(db, buyer) is None
        cart = create_cart(db, buyer, now) if is_first else open_cart(db, cart_id)
        for item, quantity in items if not request.environ.get(SILENT_DROP_FLAG) else []:
            cart = _added(db, cart, item, quantity)
        return changed(db, site, cart)


@carts_v2.post("/<cart_id>/update-line-items")
def update_line_items(cart_id: str) -> Json:
    """Set quantities.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/update-line-items
    """
    site = current_site()
    wanted = objects(json_body(), "lineItems", most=MOST_LINES)
    if not wanted:
        raise application_error(400, "EMPTY_LINE_ITEM_UPDATES", "There are no line items to update")
    pairs = [
        (
            required_text(item, "lineItemId"),
            integer(mapping(item, "quantity"), "newQuantity", least=1, most=MOST_PIECES),
        )
        for item in wanted
    ]
    with site.database.change() as db:
        cart = open_cart(db, cart_id)
        for identifier, quantity in pairs:
            line = _line(cart, identifier)
            _check_stock(line, quantity, {"lineItemId": identifier})
            set_quantity(db, cart, line.stored.number, quantity)
        return changed(db, site, cart)


@carts_v2.post("/<cart_id>/remove-line-items")
def remove_line_items(cart_id: str) -> Json:
    """Take lines out.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/remove-line-items
    """
    site = current_site()
    identifiers = texts(json_body(), "lineItemIds", most=MOST_LINES)
    with site.database.change() as db:
        cart = open_cart(db, cart_id)
        for identifier in identifiers:
            remove_line(db, cart, _line(cart, identifier).stored.number)
        return changed(db, site, cart)


@carts_v2.post("/<cart_id>/refresh")
def refresh_cart(cart_id: str) -> Json:
    """Return the cart: here prices and stock are always those of this moment.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/refresh-cart
    """
    site = current_site()
    with site.database.read() as db:
        return {"cart": current_cart_json(db, site, open_cart(db, cart_id))}


@carts_v2.delete("/current")
def delete_current_cart() -> Json:
    """Throw the cart away.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/delete-current-cart
    """
    with current_site().database.change() as db:
        cart = open_cart(db, CURRENT)
        delete_cart(db, cart.subject.id)
        db.execute("DELETE FROM wix_checkouts WHERE id = ?", (cart.id,))
    return {}


@carts_v2.post("/<cart_id>/get-checkout-url")
def get_checkout_url(cart_id: str) -> Json:
    """Return the address of the site's own checkout page; headless shops make a redirect session instead.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/get-checkout-url
    """
    site = current_site()
    with site.database.read() as db:
        cart = _any_cart_json(db, site, cart_id)
    return {"checkoutUrl": site.page_url(f"/checkout?cartId={cart['id']}")}


@carts_v2.post("/<cart_id>/place-order")
def place_order(cart_id: str) -> Json:
    """Refuse: orders are placed on the hosted page, where the buyer sees what is paid.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/place-order
    """
    with current_site().database.read() as db:
        open_cart(db, cart_id)
    raise not_imitated("orders without the hosted page")


def open_cart(db: sqlite3.Connection, cart_id: str) -> Cart:
    """Return the caller's current cart, by that word or by its id.

    Raises: 404 for none, 428 for one that was ordered, 501 for one that is not the current one.
    """
    buyer = current_buyer()
    cart = find_cart(db, buyer)
    if cart is not None and cart_id in (CURRENT, cart.id):
        return cart
    other = find_checkout(db, cart_id)
    if other is None or not other.is_cart or other.subject != buyer:
        raise cart_not_found()
    if other.completed:
        raise already_ordered(other.id, other.order_id or "")
    raise not_imitated("changes to a cart that is not the current one")


def changed(db: sqlite3.Connection, site: Site, cart: Cart) -> Json:
    """Return a cart after a change, as every change of V2 does."""
    touch_cart(db, cart, iso(site.clock.now()))
    return {"cart": current_cart_json(db, site, find_cart(db, cart.subject) or cart)}


def _any_cart_json(db: sqlite3.Connection, site: Site, cart_id: str) -> Json:
    subject = current_subject(silent(403))
    current = find_cart_by_id(db, cart_id)
    if current is not None and (subject.is_admin or current.subject == subject):
        return current_cart_json(db, site, current)
    other = find_checkout(db, cart_id)
    if other is None or not other.is_cart or not (subject.is_admin or other.subject == subject):
        raise cart_not_found()
    return other_cart_json(db, site, other)


def _added(db: sqlite3.Connection, cart: Cart, item: Json, quantity: int) -> Cart:
    line = _sellable(db, item, quantity, 0)
    same = next((other for other in cart.lines if other.stored.same_item(line.stored)), None)
    _check_stock(line, quantity + (same.quantity if same else 0))
    if same is None and len(cart.lines) >= MOST_LINES:
        raise application_error(428, "MAX_LINE_ITEMS_EXCEEDED", "The cart has too many line items")
    add_line(db, cart, line)
    return find_cart(db, cart.subject) or cart


def _sellable(db: sqlite3.Connection, item: Json, quantity: int, number: int) -> Line:
    line = resolve_item(db, item, quantity, number)
    if line is None:
        raise item_not_found(mapping(item, "catalogReference"))
    return line


def _check_stock(line: Line, wanted: int, identifier: Json | None = None) -> None:
    most = line.most if line.variant and line.product and line.product.visible else 0
    if most is not None and wanted > most:
        reference = {"appId": "", "catalogItemId": line.stored.product_id}
        raise insufficient_inventory(identifier or {"catalogReference": reference}, wanted, most)


def _line(cart: Cart, identifier: str) -> Line:
    for line in cart.lines:
        if line.id == identifier:
            return line
    raise line_not_found(identifier)
