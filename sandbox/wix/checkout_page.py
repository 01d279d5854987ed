"""The page of the hosted checkout: what it shows. What its forms do is in hosted_checkout.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import make_response, render_template
from werkzeug.wrappers import Response

from sandbox.regions import UNITED_STATES
from sandbox.wix import coupons
from sandbox.wix.checkout_form import COUNTRIES, CheckoutForm
from sandbox.wix.checkout_store import Checkout
from sandbox.wix.lines import Line, description_lines
from sandbox.wix.payment import quote_form, shown_totals
from sandbox.wix.pricing import needs_shipping
from sandbox.wix.quotes import Quote
from sandbox.wix.redirect_store import RedirectSession
from sandbox.wix.shapes import formatted
from sandbox.wix.shortages import unavailable_lines
from sandbox.wix.site import Site

Row = dict[str, Any]


def checkout_page(
    site: Site,
    session: RedirectSession,
    checkout: Checkout,
    form: CheckoutForm,
    status: int = 200,
    *,
    says_changed: bool = False,
) -> Response:
    """Draw the page: the order, the form with what stands in it, what is missing, and what has changed."""
    with site.database.read() as db:
        quoted = quote_form(db, site, checkout, form)
    page = render_template(
        "checkout.html",
        form_token=session.form_token,
        shown_totals=shown_totals(quoted),
        rows=[_row(line, quoted.currency) for line in checkout.lines],
        totals=_totals(quoted),
        shipping=_shipping(quoted) if needs_shipping(checkout.lines) else [],
        note=checkout.buyer_note,
        countries=COUNTRIES,
        form=form,
        missing=[_shortage(line) for line in unavailable_lines(checkout.lines)],
        changed=_changes(checkout.lines, quoted),
        says_changed=says_changed,
    )
    return make_response(page, status)


def _row(line: Line, currency: str) -> Row:
    return {
        "name": line.name,
        "choices": ", ".join(_choice(entry) for entry in description_lines(line)),
        "preorder": line.preorder,
        "quantity": line.quantity,
        "total": formatted(line.unit_price * line.quantity, currency),
        "image": line.image_file(),
    }


def _choice(entry: Row) -> str:
    text: str = (entry.get("colorInfo") or entry["plainText"])["original"]
    return text


def _totals(quoted: Quote) -> list[tuple[str, str]]:
    """Return the lines of the summary above the total."""
    totals, coupon = quoted.totals, quoted.coupon.coupon
    parts = [("Subtotal", totals.subtotal)]
    if coupon and totals.discount:
        parts.append((f"Coupon {coupon.code}", -totals.discount))
    if totals.fee:
        parts.append(("Heavy parcel", totals.fee))
    parts.append(("Tax for this address", totals.tax))
    if quoted.region is None:
        parts.append(("Total", totals.total))
    if totals.gift_card:
        parts.append((f"Gift card {totals.gift_card.obfuscated_code}", -totals.gift_card.balance))
    return [(name, formatted(minor, quoted.currency)) for name, minor in parts]


def _shipping(quoted: Quote) -> list[Row]:
    """Return the ways to send the order, each with the total it makes; some for a form with no known country, too."""
    frees = bool(quoted.coupon.coupon and quoted.coupon.coupon.frees_shipping)
    goods = quoted.totals.total - quoted.totals.shipping
    balance = quoted.totals.gift_card.balance if quoted.totals.gift_card else 0
    found = []
    for option in (quoted.region or UNITED_STATES).options:
        cost = 0 if frees else option.price
        due = max(0, goods + cost - balance)
        found.append(
            {"option": option, "cost": formatted(cost, quoted.currency), "total": formatted(due, quoted.currency)}
        )
    return found


def _shortage(line: Line) -> str:
    left = line.pieces_left if line.is_buyable else 0
    return f"{line.name}: {left} left, {line.quantity} wanted." if left else f"{line.name} is sold out."


def _changes(lines: Sequence[Line], quoted: Quote) -> list[str]:
    """Return what is not as the buyer left it in the shop: prices, and a coupon that is no good."""
    changes = [
        f"{line.name} costs {formatted(line.unit_price, quoted.currency)} now,"
        f" {formatted(line.stored.price, quoted.currency)} when you left the cart."
        for line in lines
        if line.unit_price != line.stored.price
    ]
    if quoted.coupon.refusal:
        changes.append(f"{coupons.REFUSALS[quoted.coupon.refusal]}, so nothing is taken off.")
    return changes
