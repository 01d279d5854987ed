"""Browsers on the hosted pages: a secret in a cookie, and the cart, the order and the customer that go with it."""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response

from sandbox.bigcommerce.site import MOUNT, Store

COOKIE = "bigcommerce_sandbox_browser"


@dataclass(frozen=True, slots=True)
class Browser:
    """What a browser may see. `form_token` stands in every form that it is given."""

    secret: str
    form_token: str
    cart_id: str | None
    order_id: int | None
    customer_id: int | None


def find_browser(db: sqlite3.Connection) -> Browser | None:
    """Return the browser of this request, None for one that has not been here."""
    row = db.execute(
        "SELECT * FROM bigcommerce_browsers WHERE secret = ?", (request.cookies.get(COOKIE, ""),)
    ).fetchone()
    return Browser(**{name: row[name] for name in Browser.__slots__}) if row else None


def know_browser(db: sqlite3.Connection) -> Browser:
    """Return the browser of this request, as a new one if it has not been here."""
    browser = find_browser(db)
    if browser is None:
        browser = Browser(secrets.token_urlsafe(24), secrets.token_urlsafe(24), None, None, None)
        db.execute(
            "INSERT INTO bigcommerce_browsers (secret, form_token) VALUES (?,?)", (browser.secret, browser.form_token)
        )
    return browser


def give_cart(db: sqlite3.Connection, browser: Browser, cart_id: str | None) -> None:
    """Let a browser see a cart in place of the one it saw before."""
    db.execute("UPDATE bigcommerce_browsers SET cart_id = ? WHERE secret = ?", (cart_id, browser.secret))


def give_order(db: sqlite3.Connection, browser: Browser, order_id: int) -> None:
    """Let a browser see an order in place of the one it saw before."""
    db.execute("UPDATE bigcommerce_browsers SET order_id = ? WHERE secret = ?", (order_id, browser.secret))


def sign_in(db: sqlite3.Connection, browser: Browser, customer_id: int | None) -> None:
    """Let a customer be signed in with a browser, or nobody; an order of somebody else is not shown any more."""
    db.execute(
        "UPDATE bigcommerce_browsers SET customer_id = ?1,"
        " order_id = CASE WHEN customer_id IS ?1 OR customer_id IS NULL THEN order_id END WHERE secret = ?2",
        (customer_id, browser.secret),
    )


def remember(store: Store, response: Response, browser: Browser) -> Response:
    """Let a browser keep the cookie by which it is known again; no other platform's pages get to see it."""
    response.set_cookie(
        COOKIE,
        browser.secret,
        path=f"{request.script_root}{MOUNT}",
        secure=store.public_url.startswith("https:"),
        httponly=True,
        samesite="Lax",
    )
    return response


def is_own_form(browser: Browser | None) -> bool:
    """Tell whether a posted form was given to this browser."""
    sent = request.form.get("formToken", "")
    return browser is not None and secrets.compare_digest(sent.encode(), browser.form_token.encode())
