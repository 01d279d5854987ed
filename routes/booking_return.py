"""The browser back from the hosted page that books a slot: what is true of the booking, as far as we may see it."""

from __future__ import annotations

from flask import Response, make_response, render_template, url_for

from routes.booking_memory import StartedBooking
from routes.current import current_storefront
from services.models import Order, OrderState
from services.storefront import Visitor

PAGES = {OrderState.FREE: "booked", OrderState.PAID: "paid"}


def draw_booking(order: Order) -> Response:
    """The order's own state decides the page; where nothing was charged, nothing is called paid."""
    costs = order.totals.total is not None and order.totals.total.amount > 0
    page = PAGES.get(order.state, order.state.value)
    template = f"returns/booking_{page if costs or page != 'paid' else 'booked'}.html"
    return make_response(render_template(template, order=order))


def draw_unseen_booking(visitor: Visitor, started: StartedBooking, order_id: str = "") -> Response:
    """Who signed in over there has an order that a mere visitor may not read: the mail tells the rest."""
    sign_in = current_storefront().sign_in
    is_signed_in = sign_in is not None and sign_in.is_signed_in(visitor)
    address = url_for("returns.order_confirmation", orderId=order_id or None)
    page = render_template(
        "returns/booking_unseen.html", booking=started, is_signed_in=is_signed_in, address=address, order_id=order_id
    )
    return make_response(page)
