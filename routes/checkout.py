"""From the cart, or from one product, to the platform's hosted checkout page."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response

from routes.campaign import current_campaign
from routes.cart import draw_refused_product, read_new_line, read_product
from routes.cart_memory import content_key
from routes.checkout_memory import find_recent, forget_checkout, remember_checkout
from routes.current import current_storefront, current_visitor
from routes.departures import leave_for
from routes.forms import FormError
from routes.languages import hosted_language, return_url
from services.errors import CartChangeError, CheckoutExpiredError
from services.models import Checkout, ReturnUrls
from services.storefront import Visitor

blueprint = Blueprint("checkout", __name__)

# Longer than the two calls may take with a renewed token each, so that nobody else makes a second checkout meanwhile.
CHECKOUT_SECONDS = 60.0


@blueprint.post("/checkout")
def start_checkout() -> Response:
    """A checkout of the cart, then the way to pay for it."""
    checkouts, visitor = current_storefront().checkouts, current_visitor()
    return redirect_to_hosted_page(visitor, content_key, lambda: checkouts.create_checkout(visitor))


@blueprint.post("/checkout/buy-now")
def buy_now() -> Response:
    """A checkout of one product, leaving the cart alone; a refusal draws the product page again."""
    checkouts, visitor = current_storefront().checkouts, current_visitor()
    product = read_product()
    try:
        line = read_new_line(product)
        return redirect_to_hosted_page(
            visitor,
            lambda: f"line {line}",
            lambda: checkouts.create_checkout_of(visitor, line),
            product_slug=product.slug,
        )
    except (FormError, CartChangeError) as error:
        return draw_refused_product(product, error)


def redirect_to_hosted_page(
    visitor: Visitor, content: Callable[[], str], create: Callable[[], Checkout], product_slug: str | None = None
) -> Response:
    """One checkout for a double click, and a new single-use way to it for each click."""
    with visitor.lease("checkout", CHECKOUT_SECONDS):
        key = content()  # read inside the lease: another tab may have changed the cart just now
        recent = find_recent(key)
        try:
            full_url = make_way(visitor, recent.id if recent else create().id, key, product_slug)
        except CheckoutExpiredError:
            if recent is None:
                raise
            forget_checkout(recent.id)
            full_url = make_way(visitor, create().id, key, product_slug)
    return leave_for(full_url)


def make_way(visitor: Visitor, checkout_id: str, content: str, product_slug: str | None) -> str:
    """Remember the checkout, then make the redirect session whose callbacks are our own pages."""
    remember_checkout(checkout_id, content, product_slug)
    confirmation = return_url("returns.order_confirmation")
    urls = ReturnUrls(
        thank_you_url=confirmation,
        post_flow_url=confirmation,
        cart_url=return_url("cart.cart"),
        language=hosted_language(),
        campaign=current_campaign(),
    )
    return current_storefront().checkouts.create_redirect_session(visitor, checkout_id, urls).full_url
