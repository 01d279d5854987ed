"""An order for somebody without an account: looked up by its number and the e-mail address it was placed with."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from routes.current import current_storefront, current_visitor
from routes.forms import LONGEST_EMAIL, LONGEST_ORDER_NUMBER, FormError, parse_email, parse_order_number
from routes.found_orders import is_found_order, remember_found_order
from services.errors import NotFoundError
from services.sentences import sentence
from services.storefront import Orders

blueprint = Blueprint("find_order", __name__, url_prefix="/find-order")

# One sentence for every miss: whoever guesses learns neither numbers nor addresses.
NOT_FOUND = sentence(
    "We found no order with this number and this e-mail address. Both stand in the mail about your order."
)


@blueprint.after_request
def keep_it_private(response: Response) -> Response:
    """Neither what was typed nor what was found is kept anywhere or told to another site."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@blueprint.get("")
def find_order() -> Response:
    """The form."""
    searchable_orders()
    return draw_form(typed_again(), {})


@blueprint.post("")
def look_up() -> Response:
    """Found, it may be read in this session only; the address that then stands in the browser helps nobody else."""
    offered = searchable_orders()
    try:
        number, email = parse_order_number(request.form), parse_email(request.form)
    except FormError as error:
        return draw_form(typed_again(), {error.field: str(error)}, 422)
    found = offered.find_order_by_number(number, email)
    if found is None:
        return draw_form(typed_again(), {"form": NOT_FOUND}, 422)
    remember_found_order(found.id)
    return make_response(redirect(url_for("find_order.found", order_id=found.id), code=303))


@blueprint.get("/<order_id>")
def found(order_id: str) -> Response:
    """The order as it is now. Whatever was not looked up here a short while ago leads back to the form."""
    offered = searchable_orders()
    if not offered.is_order_id(order_id) or not is_found_order(order_id):
        return make_response(redirect(url_for("find_order.find_order"), code=303))
    order = offered.get_order(current_visitor(), order_id)
    return make_response(render_template("find_order/found.html", order=order))


def searchable_orders() -> Orders:
    """The platform's orders. Raises: NotFoundError, where they cannot be searched."""
    if not (offered := current_storefront().orders).can_find_by_number():
        raise NotFoundError("section", "order look-up")
    return offered


def draw_form(typed: dict[str, str], problems: dict[str, str], status: int = 200) -> Response:
    said = dict.fromkeys(("form", "number", "email"), "") | problems
    page = render_template("find_order/find_order.html", typed=typed, problems=said)
    return make_response(page, status)


def typed_again() -> dict[str, str]:
    """What was typed, short enough to be shown again in the form."""
    longest = {"number": LONGEST_ORDER_NUMBER, "email": LONGEST_EMAIL}
    return {name: "".join(filter(str.isprintable, request.form.get(name, "")))[:most] for name, most in longest.items()}
