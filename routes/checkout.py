"""From the cart, or from one product, to the platform's hosted checkout page."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, make_response, redirect, session, url_for

from routes.cart import draw_refused_product, read_new_line, read_product
from routes.checkout_memory import find_recent, forget_checkout, remember_checkout
from routes.current import absolute_url, current_storefront, current_visitor
from routes.forms import FormError
from services.errors import CartChangeError, CheckoutExpiredError
from services.models import Checkout, ReturnUrls
from services.storefront import Visitor

blueprint = Blueprint("checkout", __name__)


@blueprint.post("/checkout")
def start_checkout() -> Response:
    """A checkout of the cart, then the way to pay for it."""
    checkouts, visitor = current_storefront().checkouts, current_visitor()
    key = f"cart {session.get('cart_version', 0)}"
    return redirect_to_hosted_page(visitor, key, lambda: checkouts.create_checkout(visitor))


@blueprint.post("/checkout/buy-now")
def buy_now() -> Response:
    """A checkout of one product, leaving the cart alone; a refusal draws the product page again."""
    checkouts, visitor = current_storefront().checkouts, current_visitor()
    product = read_product()
    try:
        line = read_new_line(product)
        key = f"line {line.variant_id} {line.quantity}"
        return redirect_to_hosted_page(
            visitor, key, lambda: checkouts.create_checkout_of(visitor, line), product_slug=product.slug
        )
    except (FormError, CartChangeError) as error:
        return draw_refused_product(product, error)


def redirect_to_hosted_page(
    visitor: Visitor, key: str, create: Callable[[], Checkout], product_slug: str | None = None
) -> Response:
    """One checkout for a double click, and a new single-use way to it for each click."""
    with visitor.lease("checkout"):
        checkout_id = find_recent(key)
        is_reused = checkout_id is not None
        if checkout_id is None:
            checkout_id = create().id
            remember_checkout(checkout_id, key, product_slug)
    try:
        full_url = make_way(visitor, checkout_id)
    except CheckoutExpiredError:
        if not is_reused:
            raise
        forget_checkout(checkout_id)
        checkout_id = create().id
        remember_checkout(checkout_id, key, product_slug)
        full_url = make_way(visitor, checkout_id)
    return make_response(redirect(full_url, code=303))


def make_way(visitor: Visitor, checkout_id: str) -> str:
    """A redirect session whose callbacks are our own pages."""
    confirmation = absolute_url(url_for("returns.order_confirmation"))
    urls = ReturnUrls(
        thank_you_url=confirmation, post_flow_url=confirmation, cart_url=absolute_url(url_for("cart.cart"))
    )
    return current_storefront().checkouts.create_redirect_session(visitor, checkout_id, urls).full_url
