"""The cart: seen, filled, changed. The platform keeps it; here is only what to say about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, session, url_for

from routes.catalog import choose_variant, draw_product
from routes.countries import list_countries
from routes.current import current_storefront, current_visitor
from routes.forms import (
    FormError,
    parse_coupon_code,
    parse_destination,
    parse_identifier,
    parse_modifiers,
    parse_quantity,
    parse_slug,
    parse_text,
    typed_modifiers,
    typed_quantity,
)
from services.errors import CartChangeError, NotFoundError
from services.models import Cart, CartChange, Destination, NewLine, Product

blueprint = Blueprint("cart", __name__)

COUNT_COOKIE = "cart_count"
COUNT_COOKIE_SECONDS = 30 * 86400
LONGEST_NOTE = 1000
GONE = "Your earlier cart is no longer there: it was paid for, or it expired. You can start a new one any time."
LINE_GONE = "That line was no longer in your cart."


@blueprint.get("/cart")
def cart() -> Response:
    """The cart with the platform's totals, and what happened to it since it was last seen."""
    notices = session.pop("notices", {})
    return draw_cart(line_notices=notices.get("lines", {}), notices=notices.get("cart", []))


@blueprint.post("/cart/items")
def add_line() -> Response:
    """Put a variant into the cart; a refusal draws the product page again with the reason."""
    product = read_product()
    try:
        line = read_new_line(product)
        change = current_storefront().carts.add_line(current_visitor(), line)
    except (FormError, CartChangeError) as error:
        return draw_refused_product(product, error)
    return show_change(change)


@blueprint.post("/cart/items/<line_id>")
def change_line(line_id: str) -> Response:
    """Set the quantity of a line; a refusal draws the cart again with the reason at the line."""
    try:
        quantity = parse_quantity(request.form)
        change = current_storefront().carts.change_quantity(current_visitor(), line_id, quantity)
    except (FormError, CartChangeError) as error:
        return draw_cart(line_notices={line_id: shopper_sentence(error)}, status=422)
    except NotFoundError as error:
        return show_missing(error)
    return show_change(change)


@blueprint.post("/cart/items/<line_id>/remove")
def remove_line(line_id: str) -> Response:
    """Take a line out of the cart."""
    try:
        change = current_storefront().carts.remove_line(current_visitor(), line_id)
    except CartChangeError as error:
        return draw_cart(line_notices={line_id: error.shopper_message}, status=422)
    except NotFoundError as error:
        return show_missing(error)
    return show_change(change)


@blueprint.post("/cart/coupon")
def apply_coupon() -> Response:
    """Put a coupon on the cart; a refusal draws the cart again with the reason at the field."""
    try:
        current_storefront().carts.apply_coupon(current_visitor(), parse_coupon_code(request.form))
    except (FormError, CartChangeError) as error:
        return draw_cart(
            coupon_problem=shopper_sentence(error), coupon_typed=request.form.get("code", "")[:50], status=422
        )
    except NotFoundError as error:
        return show_missing(error)
    return show_changed()


@blueprint.post("/cart/coupon/remove")
def remove_coupon() -> Response:
    """Take the coupon off the cart."""
    try:
        current_storefront().carts.remove_coupon(current_visitor())
    except NotFoundError as error:
        return show_missing(error)
    return show_changed()


@blueprint.post("/cart/note")
def change_note() -> Response:
    """Leave a note to the seller, or take it back."""
    try:
        note = parse_text(request.form, "note", LONGEST_NOTE, "A note")
        current_storefront().carts.change_note(current_visitor(), note)
    except (FormError, CartChangeError) as error:
        return draw_cart(note_problem=shopper_sentence(error), status=422)
    except NotFoundError as error:
        return show_missing(error)
    return show_changed()


@blueprint.post("/cart/destination")
def choose_destination() -> Response:
    """Remember where the order might go, so that the cart shows the platform's estimate of shipping and tax."""
    try:
        destination = parse_destination(request.form, dict(list_countries()))
    except FormError as error:
        return draw_cart(destination_problem=str(error), status=422)
    session["destination"] = [destination.country, destination.postal_code, destination.subdivision]
    return make_response(redirect(url_for("cart.cart"), code=303))


def read_product() -> Product:
    """The product that a form is about. Raises: NotFoundError."""
    slug = parse_slug(request.form.get("product", ""))
    if slug is None:
        raise NotFoundError("product")
    return current_storefront().catalog.get_product(slug)


def read_new_line(product: Product) -> NewLine:
    """What the form asks for: a variant of this product and a quantity. Raises: FormError."""
    variant_id = parse_identifier(request.form.get("variant", ""))
    if variant_id is None or product.find_variant(variant_id) is None:
        raise FormError("Please choose one of the versions shown here.")
    choices, texts = parse_modifiers(request.form, product.modifiers)
    return NewLine(product.id, variant_id, parse_quantity(request.form), choices, texts)


def draw_refused_product(product: Product, error: Exception) -> Response:
    """The product page again, with what was typed and why it was refused."""
    variant_id = request.form.get("variant", "")
    known_id = variant_id if product.find_variant(variant_id) else None
    variant = choose_variant(product, known_id)
    return draw_product(
        product,
        variant,
        problem=shopper_sentence(error),
        quantity=typed_quantity(request.form),
        modifier_values=typed_modifiers(request.form, product.modifiers),
        status=422,
    )


def draw_cart(
    *,
    line_notices: Mapping[str, str] | None = None,
    notices: Sequence[str] = (),
    status: int = 200,
    coupon_problem: str = "",
    coupon_typed: str = "",
    note_problem: str = "",
    destination_problem: str = "",
) -> Response:
    """The cart page. A cart that vanished since it was last seen is said once, and forgotten."""
    destination = remembered_destination()
    found = current_storefront().carts.find_cart(current_visitor(), destination)
    said = list(notices)
    if found is None and session.pop("has_cart", False):
        said.append(GONE)
    page = render_template(
        "cart/cart.html",
        cart=found,
        line_notices=line_notices or {},
        notices=said,
        destination=destination,
        countries=list_countries(),
        coupon_problem=coupon_problem,
        coupon_typed=coupon_typed,
        note_problem=note_problem,
        destination_problem=destination_problem,
    )
    response = make_response(page, status)
    show_count(response, found)
    return response


def remembered_destination() -> Destination | None:
    """Where this visitor's order might go, if they said so."""
    kept = session.get("destination")
    return Destination(*kept) if kept else None


def show_change(change: CartChange) -> Response:
    """To the cart page, after remembering what the platform did differently from what was asked."""
    session["has_cart"] = True
    note_change()
    if change.notice and change.line_id:
        session["notices"] = {"lines": {change.line_id: change.notice}}
    response = make_response(redirect(url_for("cart.cart"), code=303))
    show_count(response, change.cart)
    return response


def show_changed() -> Response:
    """To the cart page after a change of the cart as a whole."""
    note_change()
    return make_response(redirect(url_for("cart.cart"), code=303))


def note_change() -> None:
    """The cart is another one now: its checkout is not the one of a moment ago."""
    session["cart_version"] = session.get("cart_version", 0) + 1


def show_missing(error: NotFoundError) -> Response:
    """To the cart page, which says by itself when the whole cart is gone."""
    if error.kind != "cart":
        session["notices"] = {"cart": [LINE_GONE]}
    return make_response(redirect(url_for("cart.cart"), code=303))


def show_count(response: Response, found: Cart | None) -> None:
    """The number beside the cart link: readable by a script, so that public pages stay the same for everyone."""
    count = found.item_count if found else 0
    if count:
        response.set_cookie(
            COUNT_COOKIE,
            str(count),
            max_age=COUNT_COOKIE_SECONDS,
            samesite="Lax",
            secure=current_app.config["IS_SECURE"],
        )
    elif COUNT_COOKIE in request.cookies:
        response.delete_cookie(COUNT_COOKIE, samesite="Lax", secure=current_app.config["IS_SECURE"])


def shopper_sentence(error: Exception) -> str:
    """What to tell the shopper: errors of the platform keep their log text to themselves."""
    return error.shopper_message if isinstance(error, CartChangeError) else str(error)
