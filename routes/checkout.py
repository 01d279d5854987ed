"""From the cart, or from one product, to the page that takes the order: the platform's hosted one, or our own."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, make_response, redirect, url_for

from routes.campaign import current_campaign
from routes.cart import draw_refused_product, read_new_line, read_product, show_cart
from routes.cart_memory import begin_change, content_key
from routes.checkout_memory import find_recent, forget_checkout, remember_checkout
from routes.current import current_storefront, current_visitor
from routes.departures import leave_for
from routes.forms import FormError
from routes.languages import hosted_language, return_url
from services.errors import CartChangeError, CheckoutExpiredError, EmptyCartError, NotFoundError
from services.models import Checkout, ReturnUrls
from services.storefront import Visitor

blueprint = Blueprint("checkout", __name__)

# Longer than the two calls may take with a renewed token each, so that nobody else makes a second checkout meanwhile.
CHECKOUT_SECONDS = 60.0


@blueprint.post("/checkout")
def start_checkout() -> Response:
    """A checkout of the cart, then the way to pay for it."""
    checkouts, visitor = current_storefront().checkouts, current_visitor()
    return redirect_to_checkout(visitor, content_key, lambda: checkouts.create_checkout(visitor))


@blueprint.post("/checkout/buy-now")
def buy_now() -> Response:
    """A checkout of one product, leaving the cart alone; a refusal draws the product page again."""
    checkouts, visitor = current_storefront().checkouts, current_visitor()
    product = read_product()
    try:
        line = read_new_line(product)
        return redirect_to_checkout(
            visitor,
            lambda: f"line {line}",
            lambda: checkouts.create_checkout_of(visitor, line),
            product_slug=product.slug,
        )
    except (FormError, CartChangeError) as error:
        return draw_refused_product(product, error)


@blueprint.post("/cart/hosted")
def open_hosted_cart() -> Response:
    """To the platform's own page of the cart, where it can be changed, and paid for too: so its checkout is remembered.

    Raises: NotFoundError, where the platform has no such page.
    """
    hosted_cart, visitor = current_storefront().hosted_cart, current_visitor()
    if hosted_cart is None:
        raise NotFoundError("section", "hosted cart")
    try:
        checkout = current_storefront().checkouts.create_checkout(visitor)
        full_url = hosted_cart.create_session(visitor).full_url
    except EmptyCartError:
        return show_cart()
    begin_change()  # what comes back may be another cart than the one that left
    remember_checkout(checkout.id, content_key())
    return leave_for(full_url)


def redirect_to_checkout(
    visitor: Visitor, content: Callable[[], str], create: Callable[[], Checkout], product_slug: str | None = None
) -> Response:
    """One checkout for a double click; where the way to it is single-use, a new one for each click."""
    with visitor.lease("checkout", CHECKOUT_SECONDS):
        key = content()  # read inside the lease: another tab may have changed the cart just now
        recent = find_recent(key)
        try:
            return make_way(visitor, recent.id if recent else create().id, key, product_slug)
        except CheckoutExpiredError:
            if recent is None:
                raise
            forget_checkout(recent.id)
            return make_way(visitor, create().id, key, product_slug)


def make_way(visitor: Visitor, checkout_id: str, content: str, product_slug: str | None) -> Response:
    """Remember the checkout, then go on: on our own pages where the platform lets us, else on its hosted one."""
    remember_checkout(checkout_id, content, product_slug)
    if current_storefront().direct_checkout is not None:
        return make_response(redirect(url_for("direct_checkout.resume", checkout_id=checkout_id), code=303))
    return leave_for(hosted_url(visitor, checkout_id))


def hosted_url(visitor: Visitor, checkout_id: str) -> str:
    """The single-use way to the hosted page, whose callbacks are our own pages."""
    confirmation = return_url("returns.order_confirmation")
    urls = ReturnUrls(
        thank_you_url=confirmation,
        post_flow_url=confirmation,
        cart_url=return_url("cart.cart"),
        language=hosted_language(),
        campaign=current_campaign(),
    )
    return current_storefront().checkouts.create_redirect_session(visitor, checkout_id, urls).full_url
