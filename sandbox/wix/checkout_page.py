"""The page of the hosted checkout: what it shows. What its forms do is in hosted_checkout.py."""

from __future__ import annotations

from typing import Any

from flask import make_response, render_template
from werkzeug.wrappers import Response

from sandbox.products import shop_currency
from sandbox.wix.checkout_form import COUNTRIES, CheckoutForm
from sandbox.wix.checkout_store import Checkout
from sandbox.wix.lines import Line
from sandbox.wix.payment import unavailable_lines
from sandbox.wix.pricing import SHIPPING_OPTIONS, Totals, price
from sandbox.wix.redirect_store import RedirectSession
from sandbox.wix.shapes import formatted
from sandbox.wix.site import Site


def checkout_page(
    site: Site, session: RedirectSession, checkout: Checkout, form: CheckoutForm, status: int = 200
) -> Response:
    """Draw the page: the order, the form with what stands in it, and what is missing."""
    with site.database.read() as db:
        currency = shop_currency(db)
    totals = price(checkout.lines, coupon_code=checkout.coupon_code, country=form.values["country"])
    page = render_template(
        "checkout.html",
        form_token=session.form_token,
        rows=[_row(line, currency) for line in checkout.lines],
        totals=_totals(totals, currency),
        shipping=[
            (option, formatted(option.price, currency), formatted(totals.total + option.price, currency))
            for option in SHIPPING_OPTIONS
        ],
        countries=COUNTRIES,
        form=form,
        missing=[_shortage(line) for line in unavailable_lines(checkout)],
    )
    return make_response(page, status)


def _row(line: Line, currency: str) -> dict[str, Any]:
    return {
        "name": line.name,
        "choices": ", ".join(line.variant.choices) if line.variant else "",
        "quantity": line.quantity,
        "total": formatted(line.unit_price * line.quantity, currency),
        "image": line.image_file(),
    }


def _totals(totals: Totals, currency: str) -> dict[str, str | None]:
    return {
        "subtotal": formatted(totals.subtotal, currency),
        "discount": formatted(-totals.discount, currency) if totals.discount else None,
        "tax": formatted(totals.tax, currency),
    }


def _shortage(line: Line) -> str:
    left = line.variant.stock if line.variant and line.is_buyable else 0
    return f"{line.name}: {left} left, {line.quantity} wanted." if left else f"{line.name} is sold out."
