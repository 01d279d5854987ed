"""The browser back from a hosted page. What stands in the URL is a hint; the platform says what is true."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from routes.booking_memory import find_recent_booking, remembered_bookings
from routes.booking_return import draw_booking, draw_unseen_booking
from routes.cart_memory import remember_cart
from routes.checkout_memory import StartedCheckout, find_checkout, remembered_checkouts, settle_checkout
from routes.current import current_storefront, current_time, current_visitor
from routes.departures import has_visited_hosted_pages
from routes.forms import FormError, read_hint
from routes.plan_return import confirm_plan
from routes.reservation_memory import remembered_reservations
from routes.rsvp_memory import GivenRsvp, find_rsvp
from routes.silent_sign_in import follow_hint
from routes.ticket_return import confirm_tickets, find_event
from services.errors import NotFoundError
from services.models import Order, OrderState
from services.storefront import Visitor

blueprint = Blueprint("returns", __name__)

# What leaves the cart as it was: nothing was bought with it.
NOT_BOUGHT = {OrderState.DECLINED}
MOST_ASKED = 3
# What a thank-you page may be about; anything but one of these, whole, is nothing that a hosted page would send.
HINTS = ("orderId", "eventId", "orderNumber", "planOrderId", "rsvpId")
# A platform may lag behind its own checkout for moments; after that the order is one that we may not read.
CONFIRMING_SECONDS = 300


@blueprint.after_request
def keep_the_address_private(response: Response) -> Response:
    """What stands in the URL of a return is nobody else's business."""
    response.headers["Referrer-Policy"] = "same-origin"
    return response


blueprint.before_request(follow_hint)


@blueprint.get("/order-confirmation")
def order_confirmation() -> Response:
    """What became of a checkout or a booking: paid, pending, declined, cancelled, still open, or not this visitor's."""
    try:
        order_id = read_hint(request.args, "orderId")
    except FormError:
        return draw_unknown()
    is_malformed = order_id is not None and not current_storefront().orders.is_order_id(order_id)
    if is_malformed or not set_out_to_buy():
        return draw_unknown()
    visitor = current_visitor()
    return confirm_order(visitor, order_id) if order_id else confirm_checkouts(visitor)


@blueprint.get("/thank-you")
def thank_you() -> Response:
    """What became of a purchase, of tickets, of a membership or of an answer, told apart by what came back."""
    try:
        hints = {name: hint for name in HINTS if (hint := read_hint(request.args, name)) is not None}
    except FormError:
        return draw_unknown()
    match tuple(hints.items()):
        case ():
            return draw_nothing_to_show()
        case (("orderId", _),):
            return order_confirmation()
        case (("eventId", event_id), ("orderNumber", order_number)):
            shown = confirm_tickets(current_visitor(), event_id, order_number)
        case (("planOrderId", plan_order_id),):
            shown = confirm_plan(current_visitor(), plan_order_id)
        case (("rsvpId", rsvp_id),):
            shown = draw_rsvp(rsvp) if (rsvp := find_rsvp(rsvp_id)) else None
        case _:
            shown = None
    return shown or draw_unknown()


def confirm_order(visitor: Visitor, order_id: str) -> Response:
    """An order by its id, shown only if it came from a checkout that this visitor started.

    Some hosted pages make the checkout themselves, so an order is shown to whom the platform tells it as the buyer too.
    """
    try:
        order = current_storefront().orders.get_order(visitor, order_id)
    except NotFoundError:
        order = None
    checkout = find_checkout(order.checkout_id) if order else None
    if order and checkout:
        return draw_order(visitor, order, checkout)
    if order and order.is_visitors_own:
        return draw_booking(order) if order.is_booking else draw_own(order)
    completed = next((known for known in unread_checkouts() if known.is_settled or is_completed(visitor, known)), None)
    booking = find_recent_booking()
    if booking and (completed is None or completed.visited_at < booking.started_at):
        return draw_unseen_booking(visitor, booking, order_id)
    if completed is None:
        return draw_unknown()
    waited = current_time().timestamp() - completed.visited_at
    return draw_confirming() if waited < CONFIRMING_SECONDS else draw_placed(visitor, completed)


def confirm_checkouts(visitor: Visitor) -> Response:
    """A return without an order id: the checkouts themselves tell whether one of them was completed."""
    latest, booking = next(iter(remembered_checkouts()), None), find_recent_booking()
    # Leaving a booking leads to its service, never here, so an open checkout is what such a return is about.
    if booking and (latest is None or (latest.is_settled and latest.visited_at < booking.started_at)):
        return draw_unseen_booking(visitor, booking)
    if latest is None:
        return draw_unknown()
    if latest.order_id:
        return confirm_order(visitor, latest.order_id)
    unseen = set()
    for checkout in unread_checkouts():
        completed = checkout.is_settled or is_completed(visitor, checkout)
        if completed is None:
            unseen.add(checkout.id)
        if completed:
            order = current_storefront().orders.find_order_of_checkout(visitor, checkout.id)
            return draw_order(visitor, order, checkout) if order else draw_placed(visitor, checkout)
    if latest.id in unseen:
        return draw_unknown()
    # A declined order completes nothing, and is worth saying all the same.
    order = current_storefront().orders.find_order_of_checkout(visitor, latest.id)
    return draw_order(visitor, order, latest) if order else draw_waiting(visitor, latest)


def unread_checkouts() -> list[StartedCheckout]:
    """The last few checkouts whose order was never read: a second tab may have paid an earlier one."""
    return [checkout for checkout in remembered_checkouts() if not checkout.order_id][:MOST_ASKED]


def is_completed(visitor: Visitor, checkout: StartedCheckout) -> bool | None:
    """Whether the platform says that this checkout became an order; None where it does not show it (any more)."""
    try:
        return current_storefront().checkouts.get_checkout(visitor, checkout.id).is_completed
    except NotFoundError:
        return None


def set_out_to_buy() -> bool:
    """Whether this visitor left for a hosted page to buy something; whoever did not is told nothing, without a call."""
    return bool(remembered_checkouts() or remembered_bookings()) or has_visited_hosted_pages()


def draw_own(order: Order) -> Response:
    """An order of this visitor whose checkout was not made here."""
    return make_response(render_template(f"returns/order_{order.state}.html", order=order, product_slug=None))


def draw_order(visitor: Visitor, order: Order, checkout: StartedCheckout) -> Response:
    """The order's own state decides the page; the cart it came from is let go of once."""
    template = f"returns/order_{order.state}.html"
    response = make_response(render_template(template, order=order, product_slug=checkout.product_slug))
    if order.state not in NOT_BOUGHT and settle_checkout(checkout, order.id):
        look_at_cart(visitor, response)
    return response


def draw_placed(visitor: Visitor, checkout: StartedCheckout) -> Response:
    """Completed, but nobody we can act for may read the order: the mail tells the rest."""
    response = make_response(render_template("returns/order_placed.html"))
    if settle_checkout(checkout):
        look_at_cart(visitor, response)
    return response


def draw_waiting(visitor: Visitor, checkout: StartedCheckout) -> Response:
    """Not completed: nothing was charged for it, and everything is still there."""
    cart = current_storefront().carts.find_cart(visitor)
    return make_response(render_template("returns/cart_waiting.html", cart=cart, product_slug=checkout.product_slug))


def draw_rsvp(rsvp: GivenRsvp) -> Response:
    """The platform took this visitor's answer before the page was opened; it cannot be asked again."""
    page, event = "waiting" if rsvp.is_waiting else "yes", find_event(rsvp.event_slug)
    return make_response(render_template(f"returns/rsvp_{page}.html", rsvp=rsvp, event=event))


def draw_nothing_to_show() -> Response:
    """The address names nothing: where this visitor's things can be found."""
    started = [known for known in remembered_reservations() if not known.is_let_go][:MOST_ASKED]
    has_checkouts = bool(remembered_checkouts())
    return make_response(render_template("returns/thank_you.html", reservations=started, has_checkouts=has_checkouts))


def draw_confirming() -> Response:
    return make_response(render_template("returns/order_confirming.html"))


def draw_unknown() -> Response:
    """The same page for malformed, unknown and foreign ids, and for visitors who started nothing."""
    return make_response(render_template("returns/order_unknown.html"), 404)


def look_at_cart(visitor: Visitor, response: Response) -> None:
    """After a purchase the platform has deleted the cart, unless it was a "buy now" or a new one was begun since."""
    remember_cart(current_storefront().carts.find_cart(visitor), response)
