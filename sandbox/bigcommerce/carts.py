"""The cart endpoints of v3.

Source: https://developer.bigcommerce.com/docs/rest-management/carts
"""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, request

from sandbox.bigcommerce.cart_shapes import DIGITAL_OPTIONS, PHYSICAL_OPTIONS, cart_json
from sandbox.bigcommerce.cart_store import (
    Cart,
    add_line,
    create_cart,
    delete_cart,
    find_cart,
    remove_line,
    set_customer,
    set_list_price,
    set_quantity,
    touch_cart,
)
from sandbox.bigcommerce.errors import invalid, untitled, v3_error
from sandbox.bigcommerce.outbox import publish_cart
from sandbox.bigcommerce.payload import Json, json_body, mapping, minor_units, required_whole, text, whole
from sandbox.bigcommerce.pricing import price_cart
from sandbox.bigcommerce.redirect_store import make_redirect_token
from sandbox.bigcommerce.shapes import data
from sandbox.bigcommerce.site import CHANNEL_ID, Store, current_store
from sandbox.bigcommerce.site_store import find_site
from sandbox.bigcommerce.wanted import check_available, merged, read_lines, read_quantity, with_quantity
from sandbox.products import shop_currency

REDIRECT_URLS = "redirect_urls"
BANNERS = "promotions.banners"
INCLUDES = frozenset({REDIRECT_URLS, BANNERS, PHYSICAL_OPTIONS, DIGITAL_OPTIONS})
MOST_PARAMETERS = 20
LONGEST_PARAMETER = 500
LOCALE = "en-US"
Answer = tuple[Any, int]

carts = Blueprint("bigcommerce_carts", __name__)


@carts.post("/v3/carts")
def create() -> Answer:
    """Make a cart with its first lines.

    Source: https://developer.bigcommerce.com/docs/rest-management/carts/carts-single#create-a-cart
    """
    payload, store = json_body(), current_store()
    now = store.clock.now()
    channel_id = whole(payload, "channel_id", least=1) or CHANNEL_ID
    if channel_id != CHANNEL_ID:
        raise invalid("channel_id", f"There is no channel {channel_id}")
    with store.database.change() as db:
        _check_currency(db, payload)
        lines = read_lines(db, payload)
        check_available(merged([], lines))
        cart = create_cart(
            db,
            whole(payload, "customer_id") or 0,
            channel_id,
            text(payload, "locale", longest=20) or LOCALE,
            now,
        )
        _add(db, cart, lines, now)
        publish_cart(db, now, "created", cart.id)
        return _cart(db, store, cart.id, now), 201


@carts.get("/v3/carts/<cart_id>")
def read(cart_id: str) -> Answer:
    """Return a cart.

    Source: https://developer.bigcommerce.com/docs/rest-management/carts/carts-single#get-a-cart
    """
    store = current_store()
    now = store.clock.now()
    lend = store.database.change if REDIRECT_URLS in _include() else store.database.read
    with lend() as db:
        return _cart(db, store, _found(db, cart_id, now).id, now), 200


@carts.put("/v3/carts/<cart_id>")
def update(cart_id: str) -> Answer:
    """Give a cart to a customer, which drops promotions and shipping.

    Source: https://developer.bigcommerce.com/docs/rest-management/carts/carts-single#update-a-cart
    """
    payload, store = json_body(), current_store()
    now = store.clock.now()
    customer_id = required_whole(payload, "customer_id")
    with store.database.change() as db:
        cart = _current(db, cart_id, now, payload)
        set_customer(db, cart, customer_id)
        touch_cart(db, cart, now)
        publish_cart(db, now, "updated", cart.id)
        return _cart(db, store, cart.id, now), 201


@carts.delete("/v3/carts/<cart_id>")
def delete(cart_id: str) -> Answer:
    """Delete a cart.

    Source: https://developer.bigcommerce.com/docs/rest-management/carts/carts-single#delete-a-cart
    """
    store = current_store()
    with store.database.change() as db:
        cart = _found(db, cart_id, store.clock.now())
        delete_cart(db, cart.id)
        publish_cart(db, store.clock.now(), "deleted", cart.id)
    return "", 204


@carts.post("/v3/carts/<cart_id>/items")
def add_items(cart_id: str) -> Answer:
    """Add lines to a cart; one of the same item is merged (a guess: the documentation leaves it open).

    Source: https://developer.bigcommerce.com/docs/rest-management/carts/items#add-cart-line-items
    """
    payload, store = json_body(), current_store()
    now = store.clock.now()
    with store.database.change() as db:
        cart = _current(db, cart_id, now, payload)
        lines = read_lines(db, payload)
        check_available(_touched(merged(cart.lines, lines), lines))
        _add(db, cart, lines, now)
        touch_cart(db, cart, now)
        publish_cart(db, now, "updated", cart.id)
        return _cart(db, store, cart.id, now), 201


@carts.put("/v3/carts/<cart_id>/items/<item_id>")
def update_item(cart_id: str, item_id: str) -> Answer:
    """Change quantity or price of a line.

    Source: https://developer.bigcommerce.com/docs/rest-management/carts/items#update-cart-line-item
    """
    payload, store = json_body(), current_store()
    now = store.clock.now()
    item = mapping(payload, "line_item")
    if not item:
        raise v3_error(422, "Missing line_item in request body")
    with store.database.change() as db:
        cart = _current(db, cart_id, now, payload)
        line = cart.line(item_id)
        if line is None:
            raise untitled(404)
        if required_whole(item, "product_id", least=1) != line.stored.product_id:
            raise invalid("product_id", "The product of a line item cannot be changed")
        if whole(item, "variant_id", least=1) not in (None, line.stored.variant_id):
            raise invalid("variant_id", "The variant of a line item cannot be changed")
        changed = with_quantity(line, read_quantity(item) if "quantity" in item else line.quantity)
        check_available(_touched([changed if other is line else other for other in cart.lines], [line]))
        set_quantity(db, line, changed.quantity)
        if (list_price := minor_units(item, "list_price")) is not None:
            set_list_price(db, line, list_price)
        touch_cart(db, cart, now)
        publish_cart(db, now, "updated", cart.id)
        return _cart(db, store, cart.id, now), 200


@carts.delete("/v3/carts/<cart_id>/items/<item_id>")
def delete_item(cart_id: str, item_id: str) -> Answer:
    """Take a line out of a cart; with the last one the cart is gone.

    Source: https://developer.bigcommerce.com/docs/rest-management/carts/items#delete-cart-line-item
    """
    payload, store = json_body(), current_store()
    now = store.clock.now()
    with store.database.change() as db:
        cart = _current(db, cart_id, now, payload)
        line = cart.line(item_id)
        if line is None:
            raise untitled(404)
        if len(cart.lines) == 1:
            delete_cart(db, cart.id)
            publish_cart(db, now, "deleted", cart.id)
            return "", 204
        remove_line(db, line)
        touch_cart(db, cart, now)
        publish_cart(db, now, "updated", cart.id)
        return _cart(db, store, cart.id, now), 200


@carts.post("/v3/carts/<cart_id>/redirect_urls")
def create_redirect_urls(cart_id: str) -> Answer:
    """Make three single-use addresses of hosted pages, which share one token.

    Source: https://developer.bigcommerce.com/docs/rest-management/carts/cart-redirect-urls
    """
    payload, store = json_body(), current_store()
    now = store.clock.now()
    parameters = _query_parameters(payload)
    with store.database.change() as db:
        cart = _found(db, cart_id, now)
        return data(_redirect_urls(db, store, cart, now, parameters)), 201


def _include() -> frozenset[str]:
    names = frozenset(filter(None, request.args.get("include", "").split(",")))
    if unknown := sorted(names - INCLUDES):
        raise invalid("include", f"{unknown[0]} cannot be included")
    return names


def _check_currency(db: sqlite3.Connection, payload: Json) -> None:
    code = text(mapping(payload, "currency"), "code", longest=3)
    if code is not None and code.upper() != shop_currency(db):
        raise invalid("currency.code", f"{code} is not a transactional currency of the store")


def _found(db: sqlite3.Connection, cart_id: str, now: datetime) -> Cart:
    cart = find_cart(db, cart_id, now)
    if cart is None:
        raise untitled(404)
    return cart


def _current(db: sqlite3.Connection, cart_id: str, now: datetime, payload: Json) -> Cart:
    """Return a cart that is to be changed. Raises: 404, and 409 where the client has seen another version of it."""
    cart = _found(db, cart_id, now)
    if whole(payload, "version") not in (None, cart.version):
        raise v3_error(409)
    return cart


def _add(db: sqlite3.Connection, cart: Cart, lines: list[Any], now: datetime) -> None:
    for line in lines:
        # Two items of one request may be the same, so that each is put beside what is there by then.
        present = find_cart(db, cart.id, now) or cart
        add_line(db, present, line)


def _touched(lines: list[Any], changed: list[Any]) -> list[Any]:
    """Return the lines of the products that change: what else has sold out meanwhile is no reason to refuse."""
    products = {line.stored.product_id for line in changed}
    return [line for line in lines if line.stored.product_id in products]


def _cart(db: sqlite3.Connection, store: Store, cart_id: str, now: datetime) -> Json:
    cart, include = _found(db, cart_id, now), _include()
    prices = price_cart(db, cart, now)
    body = cart_json(store, cart, prices, shop_currency(db), find_site(db, store).url, include)
    if BANNERS in include:
        body["promotions"] = {"banners": []}
    if REDIRECT_URLS in include:
        body["redirect_urls"] = _redirect_urls(db, store, cart, now, [])
    return data(body)


def _query_parameters(payload: Json) -> list[tuple[str, str]]:
    parameters = mapping(payload, "query_params")
    if len(parameters) > MOST_PARAMETERS:
        raise invalid("query_params", f"query_params must have at most {MOST_PARAMETERS} entries")
    return [(name, text(parameters, name, longest=LONGEST_PARAMETER) or "") for name in parameters]


def _redirect_urls(
    db: sqlite3.Connection, store: Store, cart: Cart, now: datetime, parameters: list[tuple[str, str]]
) -> Json:
    token = make_redirect_token(db, cart.id, now)

    def url(*first: tuple[str, str]) -> str:
        return store.page_url("/cart.php?") + urlencode([*first, ("id", cart.id), ("token", token), *parameters])

    return {
        "cart_url": url(("action", "load")),
        "checkout_url": url(("action", "loadInCheckout")),
        "embedded_checkout_url": url(("embedded", "1"), ("action", "loadInCheckout")),
    }
