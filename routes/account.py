"""The account: who one is, and everything one has here, in one place. Signing in and out is sign_in.py's."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from routes.account_parts import Part, PartsReader, list_bookings, list_tickets
from routes.checkout_memory import find_checkout
from routes.current import (
    current_bookings,
    current_events,
    current_plans,
    current_sign_in,
    current_storefront,
    current_visitor,
)
from routes.next_page import this_page
from services.errors import NotFoundError
from services.models import Customer, Order, Page

blueprint = Blueprint("account", __name__, url_prefix="/account")

log = logging.getLogger("foyer.account")

LONGEST_CURSOR = 1024


@blueprint.before_request
def require_sign_in() -> Response | None:
    """Whoever is not signed in does that first, and comes back to this very page."""
    if current_sign_in().is_signed_in(current_visitor()):
        return None
    return make_response(redirect(url_for("sign_in.login", next=this_page()), code=303))


@blueprint.after_request
def keep_it_private(response: Response) -> Response:
    """What somebody has here is theirs: no copy is kept, and no other site is told the address."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@blueprint.get("")
def account() -> str:
    """Name, photo, and the latest few of each kind; what cannot be read now is said where it would stand."""
    reader, storefront, visitor = PartsReader(), current_storefront(), current_visitor()
    customer = reader.read_one("customer", read_customer)
    parts: dict[str, Part[Any]] = {
        "orders": reader.read("orders", lambda: storefront.orders.list_orders(visitor, known(customer)))
    }
    if storefront.events is not None:
        parts["tickets"] = reader.read("tickets", lambda: list_tickets(known(customer)))
    if storefront.bookings is not None:
        parts["bookings"] = reader.read("bookings", lambda: list_bookings(visitor))
    if (offered := storefront.plans) is not None:
        parts["plans"] = reader.read("plans", lambda: offered.list_orders(visitor))
    return render_template(
        "account/account.html",
        customer=customer,
        initials=initials_of(customer),
        parts=parts,
    )


@blueprint.get("/orders")
def orders() -> Response:
    """All orders, a page at a time."""
    storefront, visitor = current_storefront(), current_visitor()
    return draw_list("orders", lambda cursor: storefront.orders.list_orders(visitor, read_customer(), cursor))


@blueprint.get("/orders/<order_id>")
def order(order_id: str) -> str:
    """One order, if it is this customer's; a foreign one takes the same steps as an unknown one."""
    offered, visitor = current_storefront().orders, current_visitor()
    if not offered.is_order_id(order_id):
        raise NotFoundError("order", order_id)
    try:
        customer = read_customer()
    except NotFoundError:
        customer = None
    found = offered.get_order(visitor, order_id)
    if not is_own(found, customer):
        raise NotFoundError("order", order_id)
    return render_template("account/order.html", order=found)


@blueprint.get("/tickets")
def tickets() -> Response:
    """All ticket orders, a page at a time; what is still to come stands first."""
    current_events()
    return draw_list("tickets", lambda cursor: list_tickets(read_customer(), cursor))


@blueprint.get("/bookings")
def bookings() -> Response:
    """All bookings, a page at a time; what is still to come stands first."""
    current_bookings()
    visitor = current_visitor()
    return draw_list("bookings", lambda cursor: list_bookings(visitor, cursor))


@blueprint.get("/plans")
def plans() -> Response:
    """All memberships, a page at a time."""
    offered, visitor = current_plans(), current_visitor()
    return draw_list("plans", lambda cursor: offered.list_orders(visitor, cursor))


def draw_list(name: str, read: Callable[[str | None], Page[Any]]) -> Response:
    """A page of one kind. A link into a list that leads nowhere any more leads to its start."""
    start, cursor = url_for(f"account.{name}"), read_cursor()
    try:
        page: Page[Any] | None = read(cursor)
    except NotFoundError as error:
        if cursor and error.kind != "customer":
            return make_response(redirect(start, code=303))
        log.warning("list of the account not shown: %s", error, extra={"part": name})
        page = None
    drawn = render_template(
        f"account/{name}.html",
        page=page,
        next_href=url_for(f"account.{name}", after=page.after) if page and page.after else None,
        first_href=start if cursor else None,
    )
    return make_response(drawn, 200 if page else 503)


def read_cursor() -> str | None:
    """The cursor in the address; one that no platform could have made is as good as an outdated one."""
    given = request.args.getlist("after")
    if len(given) != 1 or not given[0] or len(given[0]) > LONGEST_CURSOR or not given[0].isprintable():
        return None
    return given[0]


def read_customer() -> Customer:
    """Who is signed in, asked with their own token. Raises: NotFoundError, where the platform does not tell."""
    return current_sign_in().get_customer(current_visitor())


def known(customer: Customer | None) -> Customer:
    """The customer, needed by name. Raises: NotFoundError."""
    if customer is None:
        raise NotFoundError("customer")
    return customer


def is_own(order: Order, customer: Customer | None) -> bool:
    """Bought with this account, or from this browser before signing in."""
    is_members = customer is not None and bool(customer.id) and order.member_id == customer.id
    return is_members or find_checkout(order.checkout_id) is not None


def initials_of(customer: Customer | None) -> str:
    """Two letters for the place of a photo; nothing where no name is known."""
    words = customer.name.split() if customer else []
    letters = [word[0] for word in words if word[0].isalnum()]
    return "".join([letters[0], letters[-1]] if len(letters) > 1 else letters).upper()
