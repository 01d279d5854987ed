"""Signing in on the platform's hosted page, and out: the two legs, and what to say when they do not meet."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for

from routes.cart_memory import begin_change, remember_cart
from routes.current import absolute_url, current_sign_in, current_storefront, current_visitor, rotate_session
from routes.forms import FormError, MultiValues, parse_single
from routes.languages import hosted_language, speak_with
from routes.next_page import safe_next
from routes.own_things import forget_own_things
from routes.sign_in_memory import PendingSignIn, remember_sign_in, take_sign_in
from routes.signing_out import WAS_CUSTOMER, sign_out
from services.errors import PlatformError, SignInCancelledError, SignInError, SignInExpiredError, StateMismatchError
from services.models import ReturnMode
from services.sentences import sentence

blueprint = Blueprint("sign_in", __name__)
log = logging.getLogger("foyer.sign_in")

LONGEST_STATE = 128
LONGEST_CODE = 2048
LONGEST_ISSUER = 512
LONGEST_ERROR = 512
# Longer than the exchange of the code may take, so that the second of two equal answers finds the first one finished.
ANSWER_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Problem:
    """How a sign-in that did not end well is told and logged."""

    heading: str
    status: int
    log_level: int


PROBLEMS: dict[type[SignInError], Problem] = {
    SignInCancelledError: Problem(sentence("You are not signed in"), 200, logging.DEBUG),
    SignInExpiredError: Problem(sentence("This sign-in is over"), 410, logging.INFO),
    StateMismatchError: Problem(sentence("This sign-in was not started here"), 400, logging.WARNING),
    SignInError: Problem(sentence("Signing in did not work"), 502, logging.WARNING),
}
ANSWER_FIELDS = {"state": LONGEST_STATE, "iss": LONGEST_ISSUER, "error": LONGEST_ERROR, "code": LONGEST_CODE}
CHANGED_THEIR_MIND = {"access_denied", "login_required", "interaction_required", "consent_required"}


@blueprint.after_request
def keep_secrets_here(response: Response) -> Response:
    """Codes and states stand in these addresses: nobody is told, and nothing is kept.

    Where none stands a form of ours may say where it comes from: under `no-referrer` its `Origin` would be `null`,
    which the guard against forged forms refuses where a browser sends no `Sec-Fetch-Site`.
    """
    response.headers["Referrer-Policy"] = "no-referrer" if ANSWER_FIELDS.keys() & request.args.keys() else "same-origin"
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/auth/login")
def login() -> Response:
    """One button; whoever is signed in already goes on at once."""
    next_page = safe_next(request.args.get("next"))
    if current_sign_in().is_signed_in(current_visitor()):
        return make_response(redirect(next_page, code=303))
    notice = session.pop("sign_in_notice", "")
    return make_response(render_template("sign_in/login.html", next_page=next_page, notice=notice))


@blueprint.post("/auth/login")
def start_login() -> Response:
    """The first leg: a pending record in the session, then the hosted page."""
    return make_response(redirect(begin(safe_next(request.form.get("next")), is_silent=False), code=303))


@blueprint.get("/auth/silent")
def silent() -> Response:
    """For answers that come as messages: a page that asks in a hidden frame and goes on either way."""
    next_page = safe_next(request.args.get("next"))
    frame = session.pop("silent_frame", None)
    if frame is None:
        return make_response(redirect(next_page, code=303))
    return make_response(render_template("sign_in/silent.html", **frame, next_page=next_page))


@blueprint.get("/auth/callback")
def callback() -> Response:
    """The second leg. Without a query the answer stands behind the `#`, where only a script can see it.

    Whoever only asks for the headers is no browser on its way back, and uses nothing up.
    """
    if request.method != "GET" or not request.args:
        speak_with(session.get("sign_in_prefix", ""))
        return make_response(render_template("sign_in/fragment.html"))
    return answer(request.args)


@blueprint.post("/auth/callback")
def callback_by_script() -> Response:
    """The same answer, handed over by one of our own two pages."""
    return answer(request.form)


@blueprint.post("/auth/logout")
def logout() -> Response:
    """Signed out here at once, whatever the platform says; then over there."""
    return sign_out(absolute_url(url_for("sign_in.signed_out")))


@blueprint.get("/auth/signed-out")
def signed_out() -> Response:
    """The end of the way out."""
    response = make_response(render_template("sign_in/signed_out.html"))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def begin(next_page: str, *, is_silent: bool) -> str:
    """Make a first leg and remember it; the address of ours or of the hosted page where it goes on."""
    visitor = current_visitor()
    started = current_sign_in().start(visitor, callback_url(), is_silent=is_silent, language=hosted_language())
    session["sign_in_prefix"] = request.script_root
    remember_sign_in(started, next_page, is_silent=is_silent)
    if started.mode is not ReturnMode.MESSAGE:
        return started.full_url
    session["silent_frame"] = {"frame_url": started.full_url, "origin": started.issuer}
    return url_for("sign_in.silent", next=next_page)


def answer(values: MultiValues) -> Response:
    """Look at an answer in this order: lengths, state, issuer, error, code; a page of its own for each way to fail."""
    try:
        given = {name: parse_single(values, name, longest) for name, longest in ANSWER_FIELDS.items()}
    except FormError as error:
        return draw_problem(StateMismatchError(), error)
    visitor = current_visitor()
    speak_with(session.get("sign_in_prefix", ""))
    try:
        with visitor.lease("sign in", ANSWER_SECONDS):
            pending = take_sign_in(given["state"])
            if given["iss"] and given["iss"].rstrip("/") != pending.started.issuer:
                raise StateMismatchError
            return finish(pending, given["error"], given["code"])
    except SignInError as error:
        return draw_problem(error)


def finish(pending: PendingSignIn, error: str, code: str) -> Response:
    """Exchange the code and go where the visitor wanted to; a silent attempt that failed is no news to anybody."""
    if error or not code:
        if pending.is_silent:
            return make_response(redirect(pending.next_page, code=303))
        raise SignInCancelledError if error in CHANGED_THEIR_MIND else SignInError
    visitor = current_visitor()
    was_customer = current_sign_in().is_signed_in(visitor) or WAS_CUSTOMER in session
    try:
        current_sign_in().finish(visitor, pending.started, code, callback_url())
    except (SignInError, PlatformError) as failure:
        if pending.is_silent:
            log.warning("no silent sign-in: %s", failure)
            return make_response(redirect(pending.next_page, code=303))
        raise
    if was_customer:
        forget_own_things()  # who signs in after a customer need not be the same person
        session.pop(WAS_CUSTOMER, None)
    rotate_session()
    begin_change()
    response = make_response(redirect(pending.next_page, code=303))
    try:
        remember_cart(current_storefront().carts.find_cart(visitor), response)
    except PlatformError as failure:
        log.warning("signed in without a look at the cart: %s", failure)
    return response


def callback_url() -> str:
    """The one address that is registered for sign-ins: from BASE_URL alone, without a query."""
    return absolute_url(url_for("sign_in.callback"))


def draw_problem(error: SignInError, cause: Exception | None = None) -> Response:
    """A calm page that says what happened and offers to try again; each kind has its own words."""
    kind = PROBLEMS[type(error)]
    log.log(kind.log_level, "sign-in: %s", type(error).__name__, extra={"reason": str(cause or "")})
    page = render_template("sign_in/problem.html", heading=kind.heading, message=error.shopper_message)
    return make_response(page, kind.status)
