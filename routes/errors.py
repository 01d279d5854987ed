"""From an error to its page: one table. Routes do not catch these errors, they end here."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, Response, make_response, render_template, request, url_for
from werkzeug.exceptions import HTTPException, TooManyRequests

from routes.languages import leave_no_links
from routes.seen_pieces import recall_pieces
from routes.signing_out import recover
from services.errors import (
    CartChangeError,
    CheckoutError,
    CheckoutRefusedError,
    EmptyCartError,
    NotFoundError,
    PaymentError,
    PaymentUncertainError,
    PlatformAnswerError,
    PlatformAuthError,
    PlatformError,
    PlatformRateLimitedError,
    PlatformRejectedError,
    PlatformSetupError,
    PlatformUnavailableError,
    ReservationExpiredError,
    RsvpRefusedError,
    SignedOutError,
    SignInError,
    SlotTakenError,
    SoldOutError,
    StorefrontError,
    TicketChoiceError,
    WebhookRefusedError,
)
from services.http import current_request_id
from services.sentences import sentence

log = logging.getLogger("foyer.errors")

RETRY_AFTER_SECONDS = 10
LONGEST_RETRY_AFTER_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an error becomes: the status of its page and how loudly it is logged."""

    status: int
    log_level: int


# The first class that fits decides, so the special stand above the general.
OUTCOMES: dict[type[StorefrontError], Outcome] = {
    PlatformUnavailableError: Outcome(503, logging.WARNING),
    PlatformRateLimitedError: Outcome(503, logging.WARNING),
    PlatformSetupError: Outcome(503, logging.ERROR),
    PlatformAnswerError: Outcome(502, logging.ERROR),
    PlatformAuthError: Outcome(500, logging.ERROR),
    PlatformRejectedError: Outcome(500, logging.ERROR),
    PlatformError: Outcome(500, logging.ERROR),
    NotFoundError: Outcome(404, logging.DEBUG),
    CartChangeError: Outcome(422, logging.DEBUG),
    TicketChoiceError: Outcome(422, logging.DEBUG),
    RsvpRefusedError: Outcome(422, logging.DEBUG),
    SignInError: Outcome(400, logging.INFO),
    PaymentUncertainError: Outcome(409, logging.WARNING),
    PaymentError: Outcome(409, logging.INFO),
    CheckoutRefusedError: Outcome(409, logging.INFO),
    CheckoutError: Outcome(409, logging.INFO),
    WebhookRefusedError: Outcome(400, logging.WARNING),
    StorefrontError: Outcome(503, logging.ERROR),
}
# What a 409 or 422 is headed, where "the checkout is closed" or "your cart" would be beside the point.
HEADINGS: dict[type[StorefrontError], str] = {
    EmptyCartError: sentence("Your cart is empty"),
    SoldOutError: sentence("Somebody else was quicker"),
    SlotTakenError: sentence("Somebody else was quicker"),
    ReservationExpiredError: sentence("Your reservation is over"),
    CheckoutRefusedError: sentence("That was not accepted"),
    PaymentUncertainError: sentence("We do not know yet whether you have paid"),
    PaymentError: sentence("The payment did not go through"),
    TicketChoiceError: sentence("Nothing was reserved"),
    RsvpRefusedError: sentence("Your answer was not taken"),
}
PAGES = {400, 403, 404, 405, 409, 413, 414, 422, 429, 500, 502, 503}
MESSAGES = {
    400: sentence("Your browser sent something we could not read."),
    404: sentence("There is nothing at this address. It may have moved, or sold out for good."),
    405: sentence("This page does not work that way."),
    413: sentence("That was more than this form takes."),
    414: sentence("That address is too long."),
    429: sentence("That was a little fast. Please wait a moment and try again."),
    500: sentence("Something went wrong on our side. Nothing was charged and nothing was lost."),
}


def init_errors(app: Flask) -> None:
    """Answer every error with a page of ours: those raised on purpose, those of HTTP, and the unforeseen."""
    app.register_error_handler(StorefrontError, show_storefront_error)
    app.register_error_handler(SignedOutError, recover)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(Exception, show_unforeseen_error)


def show_storefront_error(error: StorefrontError) -> Response:
    """The table's page with the error's own sentence; the log gets the other voice."""
    if isinstance(error, HTTPException):
        outcome = Outcome(error.code or 500, logging.WARNING)
    else:
        outcome = next(found for kind, found in OUTCOMES.items() if isinstance(error, kind))
    facts: dict[str, object] = {"error": type(error).__name__, "request_id": current_request_id.get()}
    if isinstance(error, PlatformSetupError):
        facts["fix"] = error.fix
    log.log(outcome.log_level, "%s", error, extra=facts)
    heading = next((words for kind, words in HEADINGS.items() if isinstance(error, kind)), "")
    wait = retry_after_seconds(error, outcome.status)
    return draw_error(outcome.status, error.shopper_message, wait, heading=heading)


def show_http_error(error: HTTPException) -> Response:
    """A 404, 405, 413 and the like, raised by the framework; redirects made as errors pass through."""
    status = error.code or 500
    if status < 400:
        return make_response(error.get_response(request.environ))
    message = MESSAGES.get(status, sentence("This request could not be answered."))
    wait = error.retry_after if isinstance(error, TooManyRequests) else None
    response = draw_error(status, message, wait if isinstance(wait, int) else None)
    for name, value in error.get_headers(request.environ):
        if name == "Allow":
            response.headers[name] = value
    return response


def show_unforeseen_error(error: Exception) -> Response:
    """A bug: logged whole, shown as the calm 500 page."""
    log.error("unforeseen error", exc_info=error, extra={"request_id": current_request_id.get()})
    try:
        return draw_error(500, MESSAGES[500])
    except Exception as another:
        log.error("the error page cannot be drawn", exc_info=another)
        return Response(f"{MESSAGES[500]}\n", 500, {"Cache-Control": "no-store"}, mimetype="text/plain")


def draw_error(status: int, message: str, retry_after: int | None = None, *, heading: str = "") -> Response:
    """The page of a status; one without a page of its own borrows the page of its class."""
    leave_no_links()
    page = status if status in PAGES else 500 if status >= 500 else 400
    response = make_response(
        render_template(
            f"errors/{page}.html",
            message=message,
            said_heading=heading,
            reference=current_request_id.get(),
            retry_after_seconds=retry_after,
            again_url=find_way_again(),
            seen_pieces=recall_pieces() if page == 404 else (),
        ),
        status,
    )
    response.headers["Cache-Control"] = "no-store"
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def find_way_again() -> str | None:
    """The address of the page that failed, where opening it once more can do no harm."""
    if request.method != "GET" or not request.endpoint:
        return None
    address = url_for(request.endpoint, **(request.view_args or {}))
    query = urlencode(list(request.args.items(multi=True)))
    return f"{address}?{query}" if query else address


def retry_after_seconds(error: StorefrontError, status: int) -> int | None:
    """When to come back, where coming back can help."""
    if status != 503 or isinstance(error, PlatformSetupError):
        return None
    asked = getattr(error, "retry_after_seconds", None)
    return max(1, min(int(asked or RETRY_AFTER_SECONDS), LONGEST_RETRY_AFTER_SECONDS))
