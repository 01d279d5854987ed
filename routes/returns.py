"""The browser back from a hosted page. What stands in the URL is a hint; the platform says what is true."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, session

from routes.cart import show_count
from routes.checkout_memory import find_checkout, remembered_checkouts, settle_checkout
from routes.current import current_storefront, current_visitor
from routes.forms import FormError, read_hint
from services.errors import NotFoundError
from services.models import Order, OrderState
from services.storefront import Visitor

blueprint = Blueprint("returns", __name__)

# What leaves the cart as it was: nothing was bought with it.
NOT_BOUGHT = {OrderState.DECLINED}


@blueprint.after_request
def keep_the_address_private(response: Response) -> Response:
    """What stands in the URL of a return is nobody else's business."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.get("/order-confirmation")
def order_confirmation() -> Response:
    """What became of the checkout: paid, pending, declined, cancelled, still open, or not this visitor's."""
    try:
        order_id = read_hint(request.args, "orderId")
    except FormError:
        return draw_unknown()
    if not remembered_checkouts():
        return draw_unknown()
    visitor = current_visitor()
    return confirm_order(visitor, order_id) if order_id else confirm_checkout(visitor, remembered_checkouts()[-1])


def confirm_order(visitor: Visitor, order_id: str) -> Response:
    """An order by its id, shown only if it came from a checkout that this visitor started."""
    try:
        order = current_storefront().orders.get_order(visitor, order_id)
    except NotFoundError:
        order = None
    if order is None or find_checkout(order.checkout_id) is None:
        return draw_confirming() if is_latest_completed(visitor) else draw_unknown()
    return draw_order(order)


def confirm_checkout(visitor: Visitor, checkout: dict[str, Any]) -> Response:
    """A return without an order id: the checkout itself tells whether it was completed."""
    if checkout["order_id"]:
        return confirm_order(visitor, checkout["order_id"])
    storefront = current_storefront()
    try:
        is_completed = storefront.checkouts.get_checkout(visitor, checkout["id"]).is_completed
    except NotFoundError:
        return draw_unknown()
    if not is_completed:
        return draw_waiting(visitor, checkout)
    order = storefront.orders.find_order_of_checkout(visitor, checkout["id"])
    return draw_order(order) if order else draw_placed(checkout)


def is_latest_completed(visitor: Visitor) -> bool:
    """Whether the last checkout is completed although its order cannot be read yet: platforms lag at times."""
    latest = remembered_checkouts()[-1]
    if latest["order_id"]:
        return False
    try:
        return current_storefront().checkouts.get_checkout(visitor, latest["id"]).is_completed
    except NotFoundError:
        return False


def draw_order(order: Order) -> Response:
    """The order's own state decides the page; the cart it came from is let go of once."""
    checkout = find_checkout(order.checkout_id)
    slug = checkout["product_slug"] if checkout else None
    response = make_response(render_template(f"returns/order_{order.state}.html", order=order, product_slug=slug))
    if checkout and order.state not in NOT_BOUGHT and settle_checkout(checkout["id"], order.id):
        let_go_of_cart(checkout, response)
    return response


def draw_placed(checkout: dict[str, Any]) -> Response:
    """Completed, but nobody we can act for may read the order: the mail tells the rest."""
    response = make_response(render_template("returns/order_placed.html"))
    let_go_of_cart(checkout, response)
    return response


def draw_waiting(visitor: Visitor, checkout: dict[str, Any]) -> Response:
    """Not completed: nothing was charged, and everything is still there."""
    cart = current_storefront().carts.find_cart(visitor)
    slug = checkout["product_slug"]
    return make_response(render_template("returns/cart_waiting.html", cart=cart, product_slug=slug))


def draw_confirming() -> Response:
    return make_response(render_template("returns/order_confirming.html"))


def draw_unknown() -> Response:
    """The same page for malformed, unknown and foreign ids, and for visitors who started nothing."""
    return make_response(render_template("returns/order_unknown.html"), 404)


def let_go_of_cart(checkout: dict[str, Any], response: Response) -> None:
    """After a purchase the platform deletes the cart; a "buy now" left it alone."""
    if checkout["product_slug"] is None and session.pop("has_cart", None):
        session["cart_version"] = session.get("cart_version", 0) + 1
        show_count(response, None)
