"""The single-use address that leads a browser here, and the hosted cart behind it.

Source: https://developer.bigcommerce.com/docs/rest-management/carts/cart-redirect-urls
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from sandbox.bigcommerce.browser_store import find_browser, give_cart, is_own_form, know_browser, remember
from sandbox.bigcommerce.cart_store import Cart, delete_cart, find_cart, remove_line, set_quantity, touch_cart
from sandbox.bigcommerce.errors import BigCommerceError
from sandbox.bigcommerce.hosted_rows import line_rows, shown
from sandbox.bigcommerce.notices import empty_cart, foreign_form, notice
from sandbox.bigcommerce.outbox import publish_cart
from sandbox.bigcommerce.pricing import price_cart
from sandbox.bigcommerce.redirect_store import spend_redirect_token
from sandbox.bigcommerce.site import current_store
from sandbox.bigcommerce.site_store import shop_url
from sandbox.bigcommerce.wanted import check_available, with_quantity
from sandbox.products import shop_currency

hosted_cart = Blueprint("bigcommerce_cart", __name__)
ACTIONS = {"load": "bigcommerce_cart.show", "loadInCheckout": "bigcommerce_checkout.show"}
EMBEDDED = "bigcommerce_checkout.show_embedded"
MOST_PIECES = 9999


@hosted_cart.get("/cart.php")
def show() -> Response:
    """Spend a link, or show the cart of the browser that has spent one."""
    if request.args.get("action") in ACTIONS:
        return _enter()
    return _draw()


@hosted_cart.post("/cart.php")
def act() -> Response:
    """Change quantities; then stay, or go on to the checkout."""
    store = current_store()
    now = store.clock.now()
    try:
        with store.database.change() as db:
            browser = find_browser(db)
            if not is_own_form(browser):
                return foreign_form()
            cart = find_cart(db, browser.cart_id or "", now) if browser else None
            if cart is None:
                return redirect(url_for(".show"), 303)
            _change(db, cart, now)
    except BigCommerceError as reason:
        return _draw(str(reason.body["title"]), 422)
    goes_on = request.form.get("action") == "checkout" and "update" not in request.form
    return redirect(url_for("bigcommerce_checkout.show" if goes_on else ".show"), 303)


def _enter() -> Response:
    store = current_store()
    if request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        # Link previews and prefetching must not use the address up.
        return Response(status=204)
    now = store.clock.now()
    cart_id, token = request.args.get("id", ""), request.args.get("token", "")
    with store.database.change() as db:
        if not spend_redirect_token(db, cart_id, token, now):
            back = shop_url(db, store, "cart")
            text = "It works once. If your checkout is still open in another tab, go on there; else start in the shop."
            return notice("This link does not work any more", text, 410, back=back)
        if find_cart(db, cart_id, now) is None:
            return notice("This cart is not there any more", "It was bought, deleted, or left for too long.", 410)
        browser = know_browser(db)
        give_cart(db, browser, cart_id)
    page = EMBEDDED if request.args.get("embedded") == "1" else ACTIONS[request.args["action"]]
    return remember(store, redirect(url_for(page), 302), browser)


def _draw(problem: str | None = None, status: int = 200) -> Response:
    store = current_store()
    now = store.clock.now()
    with store.database.read() as db:
        browser = find_browser(db)
        cart = find_cart(db, browser.cart_id or "", now) if browser else None
        if browser is None or cart is None:
            return empty_cart()
        prices, currency = price_cart(db, cart, now), shop_currency(db)
        back = shop_url(db, store, "cart")
    totals = [("Subtotal", shown(prices.base_amount, currency))]
    if prices.coupon:
        totals.append((f"Coupon {prices.coupon.code}", shown(-prices.coupon_amount, currency)))
    page = render_template(
        "bigcommerce/cart.html",
        rows=line_rows(cart.lines, currency),
        totals=totals,
        form_token=browser.form_token,
        problem=problem,
        most=MOST_PIECES,
        back=back,
    )
    return make_response(page, status)


def _change(db: sqlite3.Connection, cart: Cart, now: datetime) -> None:
    """Set the quantities that were sent; nothing of a line, or of the cart, is left at 0."""
    wanted = {line.id: _quantity(line.id, line.quantity) for line in cart.lines}
    changed = [line for line in cart.lines if wanted[line.id] != line.quantity]
    if not changed:
        return
    kept = [with_quantity(line, wanted[line.id]) for line in cart.lines if wanted[line.id]]
    if not kept:
        delete_cart(db, cart.id)
        publish_cart(db, now, "deleted", cart.id)
        return
    more = {line.stored.product_id for line in changed if wanted[line.id] > line.quantity}
    check_available([line for line in kept if line.stored.product_id in more])
    for line in changed:
        if wanted[line.id]:
            set_quantity(db, line, wanted[line.id])
        else:
            remove_line(db, line)
    touch_cart(db, cart, now)
    publish_cart(db, now, "updated", cart.id)


def _quantity(line_id: str, present: int) -> int:
    text = request.form.get(f"quantity-{line_id}", "").strip()
    return min(int(text), MOST_PIECES) if text.isascii() and text.isdigit() and len(text) < 8 else present
