"""What this visitor's session and browser know of the cart; the cart itself is at the platform."""

from __future__ import annotations

import secrets

from flask import Response, current_app, request, session

from routes.current import save_session
from services.models import Cart

COUNT_COOKIE = "cart_count"
COUNT_COOKIE_SECONDS = 30 * 86400


def begin_change() -> None:
    """Before the platform is asked to change the cart: from now on its content is another, however that ends.

    A checkout made for the content before must not be taken for one of the content after. Somebody without a session
    has started no checkout, and gets no session for trying.
    """
    if session.exists:  # type: ignore[attr-defined]
        session["cart_content"] = secrets.token_hex(8)
        save_session()


def content_key() -> str:
    """Stands for what is in the cart: the same until somebody asks for a change."""
    return f"cart {session.get('cart_content', '')}"


def had_cart() -> bool:
    """Whether this visitor's cart had something in it when it was last seen."""
    return bool(session.get("has_cart"))


def remember_cart(cart: Cart | None, response: Response) -> None:
    """Note whether there is a cart, and put the number of pieces beside the cart link.

    The number is a cookie that a script reads, so that public pages stay the same for everyone.
    """
    count = cart.item_count if cart else 0
    if count:
        session["has_cart"] = True
        response.set_cookie(
            COUNT_COOKIE,
            str(count),
            max_age=COUNT_COOKIE_SECONDS,
            samesite="Lax",
            secure=current_app.config["IS_SECURE"],
        )
        return
    session.pop("has_cart", None)
    if COUNT_COOKIE in request.cookies:
        response.delete_cookie(COUNT_COOKIE, samesite="Lax", secure=current_app.config["IS_SECURE"])
