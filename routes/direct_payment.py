"""Paying for an order on our own page. The card is handed on once; what the platform shows is all that is believed."""

from __future__ import annotations

import logging
from datetime import datetime

from flask import Blueprint, Response, make_response, render_template, request

from routes.card_forms import MOST_YEARS, CardForm, parse_card, read_card_form
from routes.checkout_memory import find_checkout, settle_checkout
from routes.checkout_steps import Step, may_open, show_steps, url_of
from routes.current import current_direct_checkout, current_time, current_visitor
from routes.direct_checkout import go_on, read_details, review_again, see, show_closed, show_order
from routes.direct_memory import forget_order, progress_of
from routes.forms import parse_identifier
from routes.returns import look_at_cart
from services.errors import CheckoutExpiredError, NotFoundError, PaymentDeclinedError, PlatformError, StorefrontError
from services.models import Card, CheckoutDetails, PaymentMethod, PaymentState
from services.sentences import sentence

blueprint = Blueprint("direct_payment", __name__)
blueprint.register_error_handler(CheckoutExpiredError, show_closed)

log = logging.getLogger("foyer.payment")

# Where the sentence about a refused card stands; the other reasons are said above the form.
FIELD_OF_REASON = {"declined": "number", "funds": "number", "details": "number", "expired": "expiry"}
OVER = {PaymentState.PAID, PaymentState.PENDING}
NO_METHOD = sentence("The shop cannot take cards at the moment. Your order is kept, and nothing was charged.")
ORDER_CHANGED = sentence("Your order changed meanwhile, so nothing was charged. Please look it over once more.")
# Good for the shop's own sandbox only; no card anywhere has these numbers.
TEST_CARDS = (
    ("4111 1111 1111 1111", sentence("is paid")),
    ("4000 0000 0000 0002", sentence("is declined")),
    ("4000 0000 0000 9995", sentence("has too little money on it")),
    ("4000 0000 0000 0069", sentence("has expired")),
    ("4000 0000 0000 0127", sentence("cannot be verified")),
    ("4000 0000 0000 0259", sentence("stays pending")),
)


@blueprint.get("/checkout/<checkout_id>/payment")
def payment(checkout_id: str) -> Response:
    """The card form, if there is something to pay: what is paid, pending or not known yet has pages of its own."""
    order_id = find_order_id(checkout_id)
    if order_id and (shown := draw_standing(checkout_id, order_id)):
        return shown
    details = read_details(checkout_id)
    if not may_open(Step.PAYMENT, details, progress_of(checkout_id)):
        return review_again(checkout_id, ORDER_CHANGED) if order_id and is_reviewable(details) else go_on(details)
    return draw_payment(details, order_id, CardForm())


@blueprint.post("/checkout/<checkout_id>/payment")
def pay(checkout_id: str) -> Response:
    """Pay for the order that was shown, once; whatever has no clear end is looked up by the page this leads to."""
    order_id = find_order_id(checkout_id)
    if order_id and (shown := draw_standing(checkout_id, order_id)):
        return shown
    details = read_details(checkout_id)
    if not may_open(Step.PAYMENT, details, progress_of(checkout_id)):
        return review_again(checkout_id, ORDER_CHANGED) if order_id and is_reviewable(details) else go_on(details)
    if request.form.get("order") != order_id:
        return review_again(checkout_id, ORDER_CHANGED)
    methods = current_direct_checkout().list_payment_methods(current_visitor(), order_id)
    method = find_method(methods, request.form.get("method", ""))
    card = parse_card(request.form, current_time(), needs_code=method is None or method.needs_card_code)
    if method is None or isinstance(card, dict):
        problems = card if isinstance(card, dict) else {}
        return draw_payment(details, order_id, read_card_form(request.form, problems), methods=methods, status=422)
    return charge(details, order_id, method, card)


def charge(details: CheckoutDetails, order_id: str, method: PaymentMethod, card: Card) -> Response:
    """The one attempt, and where it leads."""
    try:
        state = current_direct_checkout().pay(current_visitor(), order_id, method.id, card)
    except PaymentDeclinedError as error:
        if error.reason == "order":
            forget_order(details.id)
            return review_again(details.id, error.shopper_message)
        return draw_declined(details, order_id, error)
    except (PlatformError, NotFoundError):
        raise  # these come before the attempt
    except StorefrontError as error:
        # Uncertain, or another click is still at it: how it stands is read before anything is said.
        log.warning("a payment had no clear end: %s", error, extra={"error": type(error).__name__})
        return see(url_of(Step.PAYMENT, details.id))
    return show_bought(details.id, order_id) if state in OVER else see(url_of(Step.PAYMENT, details.id))


def draw_standing(checkout_id: str, order_id: str) -> Response | None:
    """Where somebody belongs whose order has nothing to pay, or not now; None if a card may be asked for."""
    state = current_direct_checkout().get_payment_state(current_visitor(), order_id)
    if state in OVER:
        return show_bought(checkout_id, order_id)
    if state is PaymentState.UNCERTAIN:
        return make_response(render_template("direct_payment/uncertain.html", checkout_id=checkout_id))
    return None


def show_bought(checkout_id: str, order_id: str) -> Response:
    """To the page that tells of the order. Settled, so that it says "we are confirming" while the order is behind."""
    response = show_order(order_id)
    checkout = find_checkout(checkout_id)
    if checkout and settle_checkout(checkout):
        look_at_cart(current_visitor(), response)
    return response


def draw_declined(details: CheckoutDetails, order_id: str, error: PaymentDeclinedError) -> Response:
    field = FIELD_OF_REASON.get(error.reason, "")
    card_form = read_card_form(request.form, {field: error.shopper_message} if field else {})
    problem = "" if field else error.shopper_message
    return draw_payment(details, order_id, card_form, problem=problem, status=422)


def draw_payment(
    details: CheckoutDetails,
    order_id: str,
    card_form: CardForm,
    *,
    methods: tuple[PaymentMethod, ...] | None = None,
    problem: str = "",
    status: int = 200,
) -> Response:
    if methods is None:
        methods = current_direct_checkout().list_payment_methods(current_visitor(), order_id)
    page = render_template(
        "direct_payment/payment.html",
        details=details,
        steps=show_steps(Step.PAYMENT, details, progress_of(details.id)),
        order_id=order_id,
        card=card_form,
        methods=methods,
        brands=sorted({brand for method in methods for brand in method.brands}),
        years=years_from(current_time()),
        summary=[(card_form.id_of(name), text) for name, text in card_form.problems.items()],
        problem=problem or ("" if methods else NO_METHOD),
        test_cards=TEST_CARDS,
    )
    return make_response(page, status)


def find_order_id(checkout_id: str) -> str:
    """The order that was made of this checkout, empty if none was. Raises: NotFoundError."""
    if parse_identifier(checkout_id) is None:
        raise NotFoundError("checkout")
    return progress_of(checkout_id).order_id


def is_reviewable(details: CheckoutDetails) -> bool:
    """Whether nothing but the order itself is out of date."""
    return may_open(Step.REVIEW, details, progress_of(details.id))


def find_method(methods: tuple[PaymentMethod, ...], method_id: str) -> PaymentMethod | None:
    """The method that was chosen, or the only one there is."""
    chosen = next((method for method in methods if method.id == method_id), None)
    return chosen or (methods[0] if len(methods) == 1 else None)


def years_from(now: datetime) -> list[str]:
    return [str(now.year + ahead) for ahead in range(MOST_YEARS + 1)]
