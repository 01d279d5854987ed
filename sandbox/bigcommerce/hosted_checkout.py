"""The hosted checkout: one page, whose first form completes it; the other ways it can end come after."""

from __future__ import annotations

import sqlite3
from urllib.parse import urlsplit

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from sandbox.bigcommerce.browser_store import Browser, find_browser, give_cart, give_order, is_own_form
from sandbox.bigcommerce.cart_store import Cart, find_cart
from sandbox.bigcommerce.checkout_form import CheckoutForm, read_form, sample_form
from sandbox.bigcommerce.checkout_quote import quote
from sandbox.bigcommerce.checkout_store import find_record
from sandbox.bigcommerce.customer_store import find_customer
from sandbox.bigcommerce.errors import BigCommerceError
from sandbox.bigcommerce.hosted_order import ChangedError, Way, place, shown_totals, ways
from sandbox.bigcommerce.hosted_rows import Row, line_rows, shown
from sandbox.bigcommerce.notices import foreign_form
from sandbox.bigcommerce.order_settling import OutOfStockError
from sandbox.bigcommerce.site import Store, current_store
from sandbox.bigcommerce.site_store import find_site, shop_url
from sandbox.countries import COUNTRIES
from sandbox.products import shop_currency

hosted_checkout = Blueprint("bigcommerce_checkout", __name__)
CONFIRMATION = "bigcommerce_confirmation.show"
PAYING = ("pay", "pay-later", "decline")
PAGE_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors {}"


@hosted_checkout.get("/checkout")
def show() -> Response:
    """Show the checkout of the browser's cart."""
    return _view()


@hosted_checkout.get("/embedded-checkout")
def show_embedded() -> Response:
    """Show the same page to a frame on the shop's site."""
    return _view()


@hosted_checkout.post("/checkout")
@hosted_checkout.post("/embedded-checkout", endpoint="act_embedded")
def act() -> Response:
    """Do what one of the page's forms asks for."""
    store = current_store()
    with store.database.read() as db:
        browser = find_browser(db)
        cart = _cart_of(db, store, browser)
        way_back = {"cart": shop_url(db, store, "cart"), "abandon": shop_url(db, store)}
    if browser is None or not is_own_form(browser):
        return foreign_form()
    action = request.form.get("action", "")
    if action in way_back:
        return redirect(way_back[action], 303)
    if action not in PAYING:
        abort(400)
    if cart is None:
        return _without_cart(browser)
    return _pay(store, browser, cart, action)


def _view() -> Response:
    store = current_store()
    with store.database.read() as db:
        browser = find_browser(db)
        cart = _cart_of(db, store, browser)
        if browser is None or cart is None:
            return _without_cart(browser)
        if cart.customer_id and cart.customer_id != browser.customer_id:
            return redirect(url_for("bigcommerce_login.show", redirect_to="/checkout"), 302)
        form = _starting_form(db, store, browser, cart)
    return _draw(store, browser, cart, form)


def _pay(store: Store, browser: Browser, cart: Cart, action: str) -> Response:
    now, seen = store.clock.now(), request.form.get("shownTotals", "")
    if action == "pay":
        form = read_form(request.form, now, sends=bool(cart.physical_lines))
        if "recalculate" in request.form:
            return _draw(store, browser, cart, form)
        if form.errors:
            return _draw(store, browser, cart, form, 422)
    else:
        with store.database.read() as db:
            form = _starting_form(db, store, browser, cart)
    try:
        with store.database.change() as db:
            fresh = find_cart(db, cart.id, now)
            if fresh is None:
                return redirect(url_for(CONFIRMATION), 303)
            order_id, refusal = place(db, store, fresh, form, seen, action)
            if refusal is None:
                give_order(db, browser, order_id)
                # A cart whose payment is pending is still there: this browser shall not pay it twice.
                give_cart(db, browser, None)
    except ChangedError:
        problem = "The order costs something else now. Look at the new total; if you agree, pay."
        return _draw(store, browser, cart, form, 409, problem=problem)
    except OutOfStockError as reason:
        return _draw(store, browser, cart, form, 409, problem=f"Sold out meanwhile: {reason}.")
    except BigCommerceError as reason:
        return _draw(store, browser, cart, form, 409, problem=str(reason.body["title"]))
    if refusal:
        # The next try shall go well: a card that pays stands in the form again.
        return _draw(store, browser, cart, form.with_paying_card(), 422, problem=refusal.title)
    return redirect(url_for(CONFIRMATION), 303)


def _cart_of(db: sqlite3.Connection, store: Store, browser: Browser | None) -> Cart | None:
    return find_cart(db, browser.cart_id or "", store.clock.now()) if browser else None


def _without_cart(browser: Browser | None) -> Response:
    """Lead on to the order that the cart has become, or to the page that says it is empty."""
    return redirect(url_for(CONFIRMATION if browser and browser.order_id else "bigcommerce_cart.show"), 303)


def _starting_form(db: sqlite3.Connection, store: Store, browser: Browser, cart: Cart) -> CheckoutForm:
    """Return the form with what the shop has sent over the API, the sample elsewhere."""
    now, record = store.clock.now(), find_record(db, cart.id)
    known = record.consignments[0].address if record.consignments else record.billing
    chosen = [parcel.selected.option.code for parcel in quote(db, cart, now).parcels if parcel.selected]
    customer = find_customer(db, cart.customer_id or browser.customer_id)
    return sample_form(now, known, chosen[0] if chosen else None, customer)


def _draw(
    store: Store,
    browser: Browser,
    cart: Cart,
    form: CheckoutForm,
    status: int = 200,
    *,
    problem: str | None = None,
) -> Response:
    now = store.clock.now()
    with store.database.read() as db:
        fresh = find_cart(db, cart.id, now) or cart
        drawn_for = form if not {"email", "country"} & form.errors.keys() else _starting_form(db, store, browser, cart)
        found = ways(db, fresh, now, drawn_for.address())
        currency, site = shop_currency(db), find_site(db, store)
    page = render_template(
        "bigcommerce/checkout.html",
        rows=line_rows(fresh.lines, currency),
        totals=_totals(found, currency),
        shipping=_shipping(found, currency),
        shown_totals=shown_totals(found),
        form_token=browser.form_token,
        form=form,
        countries=dict(sorted(COUNTRIES.items(), key=lambda entry: entry[1])),
        problem=problem,
        note=_note(store, cart.id),
    )
    response = make_response(page, status)
    if request.path.endswith("/embedded-checkout"):
        parts = urlsplit(site.url)
        response.headers["Content-Security-Policy"] = PAGE_POLICY.format(f"{parts.scheme}://{parts.netloc}")
    return response


def _note(store: Store, cart_id: str) -> str:
    """Return what the customer wants to say."""
    with store.database.read() as db:
        return find_record(db, cart_id).customer_message


def _totals(found: list[Way], currency: str) -> list[tuple[str, str]]:
    """Return the lines of the summary; those that differ from way to way are written beside each of them."""
    if not found:
        return []
    quoted = found[0].quote
    parts = [("Subtotal", quoted.prices.base_amount)]
    if quoted.prices.coupon:
        parts.append((f"Coupon {quoted.prices.coupon.code}", -quoted.prices.coupon_amount))
    if quoted.manual_discount:
        parts.append(("Discount", -quoted.manual_discount))
    parts.append(("Tax on the goods", quoted.cart_tax))
    if found[0].option is None:
        parts.append(("Total", quoted.grand_total))
    return [(name, shown(minor, currency)) for name, minor in parts]


def _shipping(found: list[Way], currency: str) -> list[Row]:
    return [
        {
            "option": way.option,
            "cost": shown(way.quote.shipping_ex_tax + way.quote.shipping_tax, currency),
            "total": shown(way.quote.grand_total, currency),
        }
        for way in found
        if way.option
    ]
