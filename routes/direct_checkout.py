"""The checkout on our own pages up to the order: address, delivery, review. Paying is in direct_payment.py."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for

from config.brand import BRAND
from routes.address_forms import AddressForm, form_of, parse_address, read_form
from routes.address_rules import address_countries
from routes.cart import remembered_destination
from routes.checkout_steps import Step, first_unfinished, may_open, show_steps, url_of
from routes.current import current_direct_checkout, current_visitor
from routes.direct_memory import begin_direct, note_delivery, note_order, progress_of, why_delivery_is_void
from routes.errors import show_storefront_error
from routes.forms import parse_identifier
from routes.languages import current_language
from routes.sentences import translated
from services.errors import (
    CheckoutExpiredError,
    CheckoutRefusedError,
    EmptyCartError,
    NotFoundError,
    PaymentUncertainError,
)
from services.models import CheckoutDetails, PostalAddress
from services.sentences import sentence

blueprint = Blueprint("direct_checkout", __name__)

CHOOSE_DELIVERY = sentence("Please choose one of the ways of delivery shown here.")
CHANGED_MEANWHILE = sentence("Something changed since you last saw this page. Please look it over once more.")
NOTICE = "direct_notice"


@blueprint.get("/checkout/<checkout_id>/resume")
def resume(checkout_id: str) -> Response:
    """To the first step that is not done yet."""
    details = read_details(checkout_id)
    begin_direct(checkout_id)
    return go_on(details)


@blueprint.get("/checkout/<checkout_id>/address")
def address(checkout_id: str) -> Response:
    """Who pays, and where it goes."""
    details = read_details(checkout_id)
    goes_elsewhere = details.needs_shipping and details.shipping is not None and details.billing != details.shipping
    country = home_country()
    billing = form_of("billing", details.billing, country)
    shipping = form_of("shipping", details.shipping if goes_elsewhere else None, country)
    return draw_addresses(details, billing, shipping, is_same=not goes_elsewhere)


@blueprint.post("/checkout/<checkout_id>/address")
def save_addresses(checkout_id: str) -> Response:
    """Save what was typed, or draw it again: with its mistakes, or with the fields of another country."""
    details = read_details(checkout_id)
    country = home_country()
    billing = read_form("billing", request.form, country)
    shipping = read_form("shipping", request.form, country)
    is_same = "same" in request.form or not details.needs_shipping
    if "refresh" in request.form:
        return draw_addresses(details, billing, shipping, is_same=is_same)
    payer = parse_address(billing)
    recipient = payer if is_same else parse_address(shipping, email=billing.typed["email"])
    if isinstance(payer, dict) or isinstance(recipient, dict):
        billing.problems.update(payer if isinstance(payer, dict) else {})
        shipping.problems.update(recipient if isinstance(recipient, dict) and not is_same else {})
        return draw_addresses(details, billing, shipping, is_same=is_same, status=422)
    try:
        details = save_at_platform(details, payer, recipient, billing, shipping if not is_same else billing)
    except CheckoutRefusedError as error:
        problem = "" if billing.problems or shipping.problems else error.shopper_message
        return draw_addresses(details, billing, shipping, is_same=is_same, problem=problem, status=422)
    return go_on(details)


@blueprint.get("/checkout/<checkout_id>/delivery")
def delivery(checkout_id: str) -> Response:
    """The ways in which everything can be sent there."""
    details = read_details(checkout_id)
    if not may_open(Step.DELIVERY, details, progress_of(checkout_id)):
        return go_on(details)
    return draw_delivery(details)


@blueprint.post("/checkout/<checkout_id>/delivery")
def choose_delivery(checkout_id: str) -> Response:
    """Choose one; a way that is gone meanwhile draws those that are offered now."""
    option_id = parse_identifier(request.form.get("option", ""))
    if option_id is None:
        details = read_details(checkout_id)
        return draw_delivery(details, CHOOSE_DELIVERY)
    try:
        details = current_direct_checkout().choose_delivery(current_visitor(), checkout_id, option_id)
    except CheckoutRefusedError as error:
        return draw_delivery(read_details(checkout_id), error.shopper_message)
    note_delivery(details)
    return go_on(details)


@blueprint.get("/checkout/<checkout_id>/review")
def review(checkout_id: str) -> Response:
    """All of it once more, before it becomes an order."""
    details = read_details(checkout_id)
    if not may_open(Step.REVIEW, details, progress_of(checkout_id)):
        return go_on(details)
    return draw_review(details)


@blueprint.post("/checkout/<checkout_id>/review")
def place_order(checkout_id: str) -> Response:
    """Make the order of what was shown, and nothing else: what changed meanwhile is shown first."""
    details = read_details(checkout_id)
    if not may_open(Step.REVIEW, details, progress_of(checkout_id)):
        return go_on(details)
    if request.form.get("content") != details.content_key:
        return review_again(checkout_id)
    try:
        order_id = current_direct_checkout().create_order(current_visitor(), checkout_id)
    except CheckoutRefusedError as error:
        return draw_review(details, error.shopper_message)
    except PaymentUncertainError:
        return see(url_of(Step.PAYMENT, checkout_id))
    note_order(details, order_id)
    return see(url_of(Step.PAYMENT, checkout_id))


def read_details(checkout_id: str) -> CheckoutDetails:
    """How far this visitor's checkout is. Raises: NotFoundError, CheckoutExpiredError, EmptyCartError."""
    if parse_identifier(checkout_id) is None:
        raise NotFoundError("checkout")
    details = current_direct_checkout().get_details(current_visitor(), checkout_id)
    if not details.lines:
        raise EmptyCartError
    return details


def save_at_platform(
    details: CheckoutDetails,
    payer: PostalAddress,
    recipient: PostalAddress,
    billing: AddressForm,
    shipping: AddressForm,
) -> CheckoutDetails:
    """Save both addresses; what the platform refuses is noted at its form. Raises: CheckoutRefusedError."""
    direct, visitor, form = current_direct_checkout(), current_visitor(), billing
    try:
        details = direct.save_billing(visitor, details.id, payer)
        if details.needs_shipping:
            form = shipping
            details = direct.save_shipping(visitor, details.id, recipient)
    except CheckoutRefusedError as error:
        if error.field in form.typed:
            form.problems[error.field] = error.shopper_message
        raise
    return details


def draw_addresses(
    details: CheckoutDetails,
    billing: AddressForm,
    shipping: AddressForm,
    *,
    is_same: bool,
    problem: str = "",
    status: int = 200,
) -> Response:
    forms = (billing,) if is_same else (billing, shipping)
    return draw_step(
        Step.ADDRESS,
        details,
        status,
        billing=billing,
        shipping=shipping,
        is_same=is_same,
        countries=address_countries(current_language().tag),
        summary=[(form.id_of(name), text) for form in forms for name, text in form.problems.items()],
        problem=problem,
    )


def draw_delivery(details: CheckoutDetails, problem: str = "") -> Response:
    notice = "" if problem else why_delivery_is_void(details)
    return draw_step(Step.DELIVERY, details, 422 if problem else 200, problem=problem, notice_text=notice)


def draw_review(details: CheckoutDetails, problem: str = "") -> Response:
    notice = session.pop(NOTICE, "")
    names = dict(address_countries(current_language().tag))
    return draw_step(
        Step.REVIEW, details, 422 if problem else 200, problem=problem, notice_text=notice, country_names=names
    )


def draw_step(step: Step, details: CheckoutDetails, status: int, **more: object) -> Response:
    """The page of a step, with the bar above and the sums beside it."""
    steps = show_steps(step, details, progress_of(details.id))
    return make_response(render_template(f"direct_checkout/{step}.html", details=details, steps=steps, **more), status)


def go_on(details: CheckoutDetails) -> Response:
    """To the first step that is not done yet."""
    return see(url_of(first_unfinished(details, progress_of(details.id)), details.id))


def review_again(checkout_id: str, notice: str = CHANGED_MEANWHILE) -> Response:
    """To the review, which says why somebody is there again."""
    session[NOTICE] = translated(notice)
    return see(url_of(Step.REVIEW, checkout_id))


def see(url: str) -> Response:
    return make_response(redirect(url, code=303))


def home_country() -> str:
    """Where an empty form begins: where the cart was estimated for, or the shop's own country."""
    destination = remembered_destination()
    return destination.country if destination else BRAND.country


def show_order(order_id: str) -> Response:
    """To the page that tells what became of an order, by reading it."""
    return see(url_for("returns.order_confirmation", orderId=order_id))


@blueprint.errorhandler(CheckoutExpiredError)
def show_closed(error: CheckoutExpiredError) -> Response:
    """A checkout that is over: its order, if one was made here, tells the rest."""
    order_id = progress_of((request.view_args or {}).get("checkout_id", "")).order_id
    return show_order(order_id) if order_id else show_storefront_error(error)
