"""The hosted checkout a browser is sent to by a redirect session, from the single-use address to the way back.

Source: https://dev.wix.com/docs/rest/business-management/headless/redirects/introduction
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from sandbox.clock import iso
from sandbox.products import shop_currency
from sandbox.wix.checkout_form import COUNTRIES, CheckoutForm, read_form, sample_form
from sandbox.wix.checkout_store import Checkout, find_checkout
from sandbox.wix.lines import Line
from sandbox.wix.order_store import find_order_row
from sandbox.wix.payment import (
    DECLINED,
    PAID,
    PAY_LATER,
    AlreadyCompletedError,
    NotEnoughStockError,
    Outcome,
    settle,
    unavailable_lines,
)
from sandbox.wix.pricing import SHIPPING_OPTIONS, price
from sandbox.wix.redirect_store import RedirectSession, find_by_id, find_by_token, return_url, spend
from sandbox.wix.shapes import formatted
from sandbox.wix.site import Site, current_site

hosted_checkout = Blueprint("hosted_checkout", __name__)
COOKIE = "wix_sandbox_browser"


@hosted_checkout.get("/wix/checkout")
def enter() -> AnyResponse:
    """Spend the single-use address and lead on to the page that stays."""
    return _enter(request.args.get("redirectSession", ""))


@hosted_checkout.get("/wix/_r/<token>")
def enter_short(token: str) -> AnyResponse:
    """Do the same for the short form of the address."""
    return _enter(token)


@hosted_checkout.get("/wix/checkout/<session_id>")
def show(session_id: str) -> AnyResponse:
    """Show the checkout, or that it is paid."""
    site = current_site()
    session, checkout = _open(site, session_id)
    if checkout.completed:
        return _already_paid(session, checkout)
    return _page(site, session, checkout, sample_form(site.clock.now()))


@hosted_checkout.post("/wix/checkout/<session_id>")
def act(session_id: str) -> AnyResponse:
    """Do what one of the page's forms asks for."""
    session, checkout = _open(current_site(), session_id)
    if not secrets.compare_digest(request.form.get("formToken", ""), session.form_token):
        return _notice("This form is not from here", "Open the checkout again and send its own form.", 403, session)
    action = ACTIONS.get(request.form.get("action", ""))
    if action is None:
        abort(400)
    return action(session, checkout)


@hosted_checkout.get("/wix/checkout/<session_id>/thank-you")
def thank_you(session_id: str) -> AnyResponse:
    """Show the site's own thank-you page, for shops that have none."""
    site = current_site()
    session, checkout = _open(site, session_id)
    with site.database.read() as db:
        row = find_order_row(db, request.args.get("orderId", ""))
    if row is None or row["checkout_id"] != checkout.id:
        abort(404)
    page = render_template("thank_you.html", order=row, back=session.way_back("postFlowUrl", "cartPageUrl"))
    return make_response(page)


def _enter(token: str) -> AnyResponse:
    site = current_site()
    if request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        # Link previews and prefetching must not use the address up.
        return Response(status=204)
    with site.database.read() as db:
        session = find_by_token(db, token)
    if session is None:
        return _notice("This address does not work", "A shop makes it with a redirect session, for one visit.", 404)
    browser = request.cookies.get(COOKIE) or secrets.token_urlsafe(24)
    now = iso(site.clock.now())
    with site.database.change() as db:
        fresh = spend(db, session, browser, now)
    if not fresh:
        return _used_up(session)
    response = redirect(url_for("hosted_checkout.show", session_id=session.id), 302)
    return _with_cookie(site, response, browser)


def _used_up(session: RedirectSession) -> AnyResponse:
    if session.spent_at is None:
        return _notice("This address is too old", "It lives for ten minutes. Start again in the shop.", 410, session)
    text = "It works once. If your checkout is still open in another tab, go on there; else start again in the shop."
    return _notice("This address was used before", text, 410, session)


def _with_cookie(site: Site, response: AnyResponse, browser: str) -> AnyResponse:
    response.set_cookie(
        COOKIE,
        browser,
        path=f"{request.script_root}/wix",
        secure=site.public_url.startswith("https:"),
        httponly=True,
        samesite="Lax",
    )
    return response


def _open(site: Site, session_id: str) -> tuple[RedirectSession, Checkout]:
    """Return session and checkout of a page, for the browser that came by the address; 404 for any other."""
    with site.database.read() as db:
        session = find_by_id(db, session_id)
        if session is None or not session.belongs_to(request.cookies.get(COOKIE)):
            abort(404)
        checkout = find_checkout(db, session.target)
    if checkout is None:
        abort(404)
    return session, checkout


def _page(
    site: Site, session: RedirectSession, checkout: Checkout, form: CheckoutForm, status: int = 200
) -> AnyResponse:
    with site.database.read() as db:
        currency = shop_currency(db)
    totals = price(checkout.lines, coupon_code=checkout.coupon_code, country=form.values["country"])
    missing = unavailable_lines(checkout)
    page = render_template(
        "checkout.html",
        session=session,
        rows=[_row(line, currency) for line in checkout.lines],
        totals={
            "subtotal": formatted(totals.subtotal, currency),
            "discount": formatted(-totals.discount, currency) if totals.discount else None,
            "tax": formatted(totals.tax, currency),
        },
        shipping=[
            (option, formatted(option.price, currency), formatted(totals.total + option.price, currency))
            for option in SHIPPING_OPTIONS
        ],
        countries=COUNTRIES,
        form=form,
        missing=[_shortage(line) for line in missing],
        cart_url=session.callbacks.get("cartPageUrl"),
        post_flow_url=session.callbacks.get("postFlowUrl"),
    )
    return make_response(page, 409 if missing and status == 200 and request.method == "POST" else status)


def _row(line: Line, currency: str) -> dict[str, Any]:
    choices = line.variant.choices if line.variant else ()
    return {
        "name": line.name,
        "choices": ", ".join(choices),
        "quantity": line.quantity,
        "total": formatted(line.unit_price * line.quantity, currency),
        "image": line.image_file(),
    }


def _shortage(line: Line) -> str:
    left = line.variant.stock if line.variant and line.is_buyable else 0
    return f"{line.name}: {left} left, {line.quantity} wanted." if left else f"{line.name} is sold out."


def _already_paid(session: RedirectSession, checkout: Checkout) -> AnyResponse:
    return _notice(
        "This checkout is finished",
        "Your order was placed. Nothing is charged a second time.",
        200,
        session,
        back=_order_url(session, checkout.order_id or ""),
    )


def _pay(session: RedirectSession, checkout: Checkout) -> AnyResponse:
    site = current_site()
    form = read_form(request.form, site.clock.now())
    if form.errors and not checkout.completed:
        return _page(site, session, checkout, form, 422)
    return _settle(session, checkout, form, DECLINED if form.is_declined_card else PAID)


def _pay_later(session: RedirectSession, checkout: Checkout) -> AnyResponse:
    return _settle(session, checkout, sample_form(current_site().clock.now()), PAY_LATER)


def _decline(session: RedirectSession, checkout: Checkout) -> AnyResponse:
    return _settle(session, checkout, sample_form(current_site().clock.now()), DECLINED)


def _settle(session: RedirectSession, checkout: Checkout, form: CheckoutForm, outcome: Outcome) -> AnyResponse:
    site = current_site()
    try:
        order_id = settle(site, checkout.id, form, outcome)
    except AlreadyCompletedError:
        return redirect(url_for("hosted_checkout.show", session_id=session.id), 303)
    except NotEnoughStockError:
        with site.database.read() as db:
            fresh = find_checkout(db, checkout.id) or checkout
        return _page(site, session, fresh, form, 409)
    return redirect(_order_url(session, order_id), 303)


def _order_url(session: RedirectSession, order_id: str) -> str:
    thank_you_url = session.callbacks.get("thankYouPageUrl")
    if thank_you_url:
        return return_url(thank_you_url, orderId=order_id)
    return url_for("hosted_checkout.thank_you", session_id=session.id, orderId=order_id)


def _back_to_cart(session: RedirectSession, _checkout: Checkout) -> AnyResponse:
    return _leave(session, session.way_back("cartPageUrl", "postFlowUrl"))


def _abandon(session: RedirectSession, _checkout: Checkout) -> AnyResponse:
    return _leave(session, session.way_back("postFlowUrl", "cartPageUrl"))


def _leave(session: RedirectSession, url: str | None) -> AnyResponse:
    if url is None:
        return _notice("You have left the checkout", "The shop has given no address to return to.", 200, session)
    return redirect(url, 303)


ACTIONS: dict[str, Callable[[RedirectSession, Checkout], AnyResponse]] = {
    "pay": _pay,
    "pay-later": _pay_later,
    "decline": _decline,
    "cart": _back_to_cart,
    "abandon": _abandon,
}


def _notice(
    title: str, text: str, status: int, session: RedirectSession | None = None, back: str | None = None
) -> AnyResponse:
    if back is None and session is not None:
        back = session.way_back("cartPageUrl", "postFlowUrl", "thankYouPageUrl")
    return make_response(render_template("notice.html", title=title, text=text, back=back), status)
