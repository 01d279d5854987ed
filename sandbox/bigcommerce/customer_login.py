"""Customers on the hosted pages: signed in by the shop's token or by password, and their account.

Source: https://developer.bigcommerce.com/docs/start/authentication/customer-login
"""

from __future__ import annotations

import sqlite3
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from sandbox.bigcommerce import jwt
from sandbox.bigcommerce.browser_store import find_browser, is_own_form, know_browser, remember, sign_in
from sandbox.bigcommerce.customer_store import check_password, find_customer
from sandbox.bigcommerce.hosted_rows import shown
from sandbox.bigcommerce.notices import foreign_form
from sandbox.bigcommerce.order_store import INCOMPLETE, LARGEST_ID, STATUSES, find_orders
from sandbox.bigcommerce.site import CHANNEL_ID, CLIENT_ID, CLIENT_SECRET, MOUNT, STORE_HASH, Store, current_store
from sandbox.bigcommerce.site_store import shop_url

customer_login = Blueprint("bigcommerce_login", __name__)
LIFETIME_SECONDS = 30
ACCOUNT = "/account.php"
LONGEST = 200
DEMO = {"email": "jane@example.com", "password": "correct horse"}


@customer_login.get("/login/token/<path:token>")
def enter(token: str) -> Response:
    """Sign a customer in with the shop's token; the sign-in page for one that is no good, or was used before."""
    store = current_store()
    if request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return Response(status=204)
    with store.database.change() as db:
        claims = _good_claims(db, store, token)
        if claims is None:
            return redirect(url_for(".show"), 302)
        browser = know_browser(db)
        sign_in(db, browser, claims["customer_id"])
    return remember(store, redirect(inside(store, claims.get("redirect_to")), 302), browser)


@customer_login.get("/login.php")
def show() -> Response:
    """Show the form; with `action=logout` nobody is signed in any more."""
    store = current_store()
    is_leaving = request.args.get("action") == "logout"
    with store.database.change() as db:
        browser = know_browser(db)
        if is_leaving:
            sign_in(db, browser, None)
    return remember(store, _form(browser.form_token, DEMO, says_out=is_leaving), browser)


@customer_login.post("/login.php")
def act() -> Response:
    """Sign a customer in with address and password."""
    store = current_store()
    email, password = (request.form.get(name, "")[:LONGEST] for name in ("email", "password"))
    with store.database.change() as db:
        browser = find_browser(db)
        if browser is None or not is_own_form(browser):
            return foreign_form()
        customer = check_password(db, email, password)
        if customer is None:
            return _form(browser.form_token, {"email": email, "password": ""}, is_wrong=True)
        sign_in(db, browser, customer.id)
    return redirect(inside(store, request.args.get("redirect_to")), 303)


@customer_login.get("/account.php")
def account() -> Response:
    """Show who is signed in, and what they have ordered."""
    store = current_store()
    with store.database.read() as db:
        browser = find_browser(db)
        customer = find_customer(db, browser.customer_id) if browser else None
        if customer is None:
            return redirect(url_for(".show"), 302)
        placed = [
            order for order in find_orders(db, {"customer_id": customer.id}, 50, 0) if order.status_id != INCOMPLETE
        ]
        shop = shop_url(db, store)
    rows = [
        {
            "id": order.id,
            "state": STATUSES[order.status_id],
            "total": shown(order.total, order.document["currency"]),
        }
        for order in placed
    ]
    return make_response(render_template("bigcommerce/account.html", customer=customer, orders=rows, shop=shop))


def inside(store: Store, wanted: object) -> str:
    """Return the address of a hosted page; anything that is not one becomes the account.

    BigCommerce documents a path from its root, and has been seen to take the absolute address of a checkout.
    """
    text = wanted if isinstance(wanted, str) else ACCOUNT
    root = store.page_url("/")
    if text.startswith(root):
        text = f"/{text.removeprefix(root)}"
    own = f"{request.script_root}{MOUNT}"
    text = text.removeprefix(own) if text.startswith(f"{own}/") else text
    is_path = text.startswith("/") and not text.startswith("//") and "\\" not in text and text.isprintable()
    return f"{own}{text if is_path else ACCOUNT}"


def _good_claims(db: sqlite3.Connection, store: Store, token: str) -> dict[str, Any] | None:
    """Return the claims of a token that may be used now, which uses it up."""
    try:
        claims = jwt.read(token, CLIENT_SECRET)
    except jwt.BadTokenError:
        return None
    expected = {
        "iss": CLIENT_ID,
        "operation": "customer_login",
        "store_hash": STORE_HASH,
        "channel_id": CHANNEL_ID,
    }
    issued_at, token_id, customer_id = (claims.get(name) for name in ("iat", "jti", "customer_id"))
    if any(claims.get(name) != value for name, value in expected.items()):
        return None
    if type(issued_at) is not int or abs(store.clock.now().timestamp() - issued_at) > LIFETIME_SECONDS:
        return None
    if not isinstance(token_id, str) or not token_id.isascii():
        return None
    if type(customer_id) is not int or customer_id > LARGEST_ID or find_customer(db, customer_id) is None:
        return None
    used = db.execute("INSERT OR IGNORE INTO bigcommerce_spent_logins (id) VALUES (?)", (token_id,))
    return claims if used.rowcount else None


def _form(form_token: str, values: dict[str, str], *, is_wrong: bool = False, says_out: bool = False) -> Response:
    page = render_template(
        "bigcommerce/login.html", form_token=form_token, values=values, is_wrong=is_wrong, says_out=says_out
    )
    return make_response(page, 422 if is_wrong else 200)
