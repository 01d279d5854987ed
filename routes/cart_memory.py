"""What this visitor's session and browser know of the cart; the cart itself is at the platform."""

from __future__ import annotations

import secrets

from flask import Response, current_app, request, session

from routes.current import current_storefront, current_visitor, save_session
from services.models import Cart, NewLine

COUNT_COOKIE = "cart_count"
COUNT_COOKIE_SECONDS = 30 * 86400
MOST_LINES_KEPT = 30


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
    if cart and count:
        session["has_cart"] = True
        remember_lines(cart)
        response.set_cookie(
            COUNT_COOKIE,
            str(count),
            max_age=COUNT_COOKIE_SECONDS,
            samesite="Lax",
            secure=current_app.config["IS_SECURE"],
        )
        return
    session.pop("has_cart", None)
    session.pop("cart_lines", None)
    forget_cart(response)


def forget_cart(response: Response) -> None:
    """Take the number away from the cart link."""
    if COUNT_COOKIE in request.cookies:
        response.delete_cookie(COUNT_COOKIE, samesite="Lax", secure=current_app.config["IS_SECURE"])


def remember_lines(cart: Cart) -> None:
    """Keep what a signed-in customer has in the cart: a sign-in can end, and the cart is the account's."""
    sign_in = current_storefront().sign_in
    if sign_in is None or not sign_in.is_signed_in(current_visitor()):
        return
    session["cart_lines"] = [
        {
            "product_id": line.product_id,
            "variant_id": line.variant_id,
            "quantity": line.quantity,
            "modifier_choices": line.modifier_choices,
            "modifier_texts": line.modifier_texts,
        }
        for line in cart.lines[:MOST_LINES_KEPT]
    ]


def recall_lines() -> tuple[NewLine, ...]:
    """The lines last seen in a signed-in customer's cart."""
    return tuple(
        NewLine(
            product_id=kept["product_id"],
            variant_id=kept["variant_id"],
            quantity=kept["quantity"],
            modifier_choices=_pairs(kept["modifier_choices"]),
            modifier_texts=_pairs(kept["modifier_texts"]),
        )
        for kept in session.get("cart_lines", ())
    )


def _pairs(kept: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in kept)
