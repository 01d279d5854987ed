"""Signed out: asked for, noticed on the way back from a hosted page, or because the platform ended it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Response, make_response, redirect, request, session, url_for

from routes.cart_memory import MOST_LINES_KEPT, begin_change, forget_cart, recall_lines, remember_cart
from routes.current import (
    MEMORY_PREFIX,
    current_sign_in,
    current_storefront,
    current_visitor,
    end_session,
    rotate_session,
)
from routes.languages import hosted_language
from routes.next_page import this_page
from routes.sentences import translated
from services.errors import CartChangeError, NotFoundError, PlatformError, SignedOutError
from services.models import NewLine
from services.sentences import sentence

log = logging.getLogger("foyer.sign_in")

LINES_KEPT = sentence(
    "You were signed out, because your sign-in came to its end. We put what was in your cart into a new one."
)
NO_LINES = sentence("You were signed out, because your sign-in came to its end.")
RECOVERING_SECONDS = 60.0
SOME_LINES_LOST = sentence("You were signed out, and not everything in your cart could be kept. Please look it over.")


WAS_CUSTOMER = "was_customer"


class DepartingVisitor:
    """What was kept for a visitor whose session is gone already; nothing of it is written anywhere."""

    def __init__(self) -> None:
        self._kept = {
            name.removeprefix(MEMORY_PREFIX): session[name] for name in session if name.startswith(MEMORY_PREFIX)
        }

    def recall(self, name: str) -> Any:
        return self._kept.get(name)

    def keep(self, name: str, value: Any) -> None:
        self._kept[name] = value

    def forget(self, name: str) -> None:
        self._kept.pop(name, None)

    @contextmanager
    def lease(self, name: str, seconds: float) -> Iterator[None]:
        yield


def sign_out(post_flow_url: str) -> Response:
    """End the session first, so that it is over even if the platform does not answer; then sign out over there."""
    was_signed_in, departing = current_sign_in().is_signed_in(current_visitor()), DepartingVisitor()
    end_session()
    where = post_flow_url
    if was_signed_in:
        try:
            where = current_sign_in().create_logout_session(departing, post_flow_url, hosted_language()).full_url
        except (PlatformError, SignedOutError) as error:
            log.warning("signed out here, but not at the platform: %s", error)
    response = make_response(redirect(where, code=303))
    response.headers["Clear-Site-Data"] = '"cache"'
    forget_cart(response)
    return response


def drop_to_visitor(where: str) -> Response:
    """The hosted pages say that nobody is signed in there any more: then nobody is here, and it is said.

    What is in the cart is asked while it still can be: some of it may just have been paid for.
    """
    visitor, response = current_visitor(), make_response(redirect(where, code=303))
    try:
        remember_cart(current_storefront().carts.find_cart(visitor), response)
    except PlatformError as error:
        log.warning("signed out without a last look at the cart: %s", error)
    current_sign_in().forget(visitor)
    return go_on_as_visitor(response)


def recover(_error: SignedOutError) -> Response:
    """The platform ended a sign-in: what was last seen in the cart goes into a new visitor's cart, and it is said.

    Of many requests at that moment one does it; the others wait for it and then lead to where it led. Whoever comes
    back from buying is led to the order: what they bought does not go into a cart again.
    """
    response = make_response(redirect(where_to_go_on(), code=303))
    with current_visitor().lease("signed out", RECOVERING_SECONDS):
        if not session.exists:  # type: ignore[attr-defined]
            return response
        if request.blueprint == "returns" and "orderId" in request.args:
            session.pop("cart_lines", None)
        return go_on_as_visitor(response)


def go_on_as_visitor(response: Response) -> Response:
    """The same browser as somebody new: another session id, the lines of the old cart, and a sentence about it."""
    lines = recall_lines()
    session[WAS_CUSTOMER] = True
    rotate_session()
    said = NO_LINES
    if lines:
        said = LINES_KEPT if put_back(lines, response) else SOME_LINES_LOST
    notice = translated(said)
    if request.blueprint == "account":  # which leads to the sign-in; it is said once, and where it is seen
        session["sign_in_notice"] = notice
    else:
        session["notices"] = {"cart": [notice]}
    return response


def where_to_go_on() -> str:
    """The account asks to sign in again, a return tells what it can without; everything else goes on from the cart."""
    if request.blueprint == "account":
        return url_for("sign_in.login", next=this_page())
    if request.blueprint == "returns":
        return this_page()
    return url_for("cart.cart")


def put_back(lines: tuple[NewLine, ...], response: Response) -> bool:
    """Put lines into the visitor's cart; False if some could not be had any more."""
    begin_change()
    cart, is_whole = None, len(lines) < MOST_LINES_KEPT
    for line in lines:
        try:
            change = current_storefront().carts.add_line(current_visitor(), line)
        except (CartChangeError, NotFoundError):
            is_whole = False
        except PlatformError as error:
            log.warning("a cart was not put back whole: %s", error)
            is_whole = False
            break
        else:
            cart, is_whole = change.cart, is_whole and change.notice is None
    remember_cart(cart, response)
    return is_whole
