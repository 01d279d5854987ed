"""A hosted page that says one thing, with the way back to the shop."""

from __future__ import annotations

from flask import make_response, render_template
from werkzeug.wrappers import Response

from sandbox.bigcommerce.site import current_store
from sandbox.bigcommerce.site_store import shop_url


def notice(title: str, text: str, status: int = 200, *, back: str | None = None) -> Response:
    """Return the page; unless told otherwise it leads back to the shop's front page."""
    store = current_store()
    if back is None:
        with store.database.read() as db:
            back = shop_url(db, store)
    return make_response(render_template("notice.html", title=title, text=text, back=back), status)


def foreign_form() -> Response:
    """Refuse a form that this browser was not given."""
    return notice("This form is not from here", "Open the page again and send its own form.", 403)


def empty_cart() -> Response:
    """Say that there is nothing to buy."""
    return notice("Your cart is empty", "Fill it in the shop, and come back from there.")
