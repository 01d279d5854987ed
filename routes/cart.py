"""The cart: seen, filled, changed. The platform keeps it; here is only what to say about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for

from routes.campaign import note_campaign
from routes.cart_memory import begin_change, had_cart, remember_cart
from routes.catalog import draw_product
from routes.choices import choose_variant
from routes.countries import list_countries
from routes.current import current_storefront, current_visitor
from routes.direct_memory import find_started
from routes.forms import (
    LONGEST_TYPED,
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
from routes.heads import empty_cart_head
from routes.languages import current_language
from routes.page_head import PERSONAL
from routes.sentences import translated
from services.errors import CartChangeError, NotFoundError
from services.models import CartChange, Destination, NewLine, Product
from services.sentences import sentence

blueprint = Blueprint("cart", __name__)

LONGEST_NOTE = 1000
GONE = sentence(
    "Your earlier cart is no longer there: it was paid for, or it expired. You can start a new one any time."
)
LINE_GONE = sentence("That line was no longer in your cart.")


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
        note_campaign()
        begin_change()
        change = current_storefront().carts.add_line(current_visitor(), line)
    except (FormError, CartChangeError) as error:
        return draw_refused_product(product, error)
    return show_change(change)


@blueprint.post("/cart/items/<line_id>")
def change_line(line_id: str) -> Response:
    """Set the quantity of a line; a refusal draws the cart again with the reason at the line."""
    try:
        quantity = parse_quantity(request.form)
        begin_change()
        change = current_storefront().carts.change_quantity(current_visitor(), line_id, quantity)
    except (FormError, CartChangeError) as error:
        typed = {line_id: typed_quantity(request.form)}
        return draw_cart(line_notices={line_id: shopper_sentence(error)}, typed_quantities=typed, status=422)
    except NotFoundError as error:
        return show_missing(error)
    return show_change(change)


@blueprint.post("/cart/items/<line_id>/remove")
def remove_line(line_id: str) -> Response:
    """Take a line out of the cart."""
    try:
        begin_change()
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
        code = parse_coupon_code(request.form)
        begin_change()
        current_storefront().carts.apply_coupon(current_visitor(), code)
    except (FormError, CartChangeError) as error:
        return draw_refused_form("coupon", error)
    except NotFoundError as error:
        return show_missing(error)
    return show_cart()


@blueprint.post("/cart/coupon/remove")
def remove_coupon() -> Response:
    """Take the coupon off the cart."""
    try:
        begin_change()
        current_storefront().carts.remove_coupon(current_visitor())
    except CartChangeError as error:
        return draw_refused_form("coupon", error)
    except NotFoundError as error:
        return show_missing(error)
    return show_cart()


@blueprint.post("/cart/note")
def change_note() -> Response:
    """Leave a note to the seller, or take it back."""
    try:
        note = parse_text(request.form, "note", LONGEST_NOTE, sentence("A note"))
        begin_change()
        current_storefront().carts.change_note(current_visitor(), note)
    except (FormError, CartChangeError) as error:
        return draw_refused_form("note", error)
    except NotFoundError as error:
        return show_missing(error)
    return show_cart()


@blueprint.post("/cart/destination")
def choose_destination() -> Response:
    """Remember where the order might go, so that the cart shows the platform's estimate of shipping and tax.

    Raises: NotFoundError, where the platform estimates nothing.
    """
    if not current_storefront().carts.estimates_delivery:
        raise NotFoundError("section", "delivery estimate")
    try:
        destination = parse_destination(request.form, dict(list_countries(current_language().tag)))
    except FormError as error:
        return draw_refused_form("destination", error)
    session["destination"] = [destination.country, destination.postal_code, destination.subdivision]
    return show_cart()


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
        raise FormError(sentence("Please choose one of the versions shown here."))
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
        problem_field=error.field if isinstance(error, FormError) else "",
        quantity=typed_quantity(request.form),
        modifier_values=typed_modifiers(request.form, product.modifiers),
        status=422,
    )


def draw_refused_form(name: str, error: Exception) -> Response:
    """The cart page with one of its small forms refused: the reason at its field, and what was typed still in it."""
    typed = {field: value[:LONGEST_TYPED] for field, value in request.form.items()}
    return draw_cart(problems={name: shopper_sentence(error)}, typed=typed, status=422)


def draw_cart(
    *,
    line_notices: Mapping[str, str] | None = None,
    typed_quantities: Mapping[str, str] | None = None,
    notices: Sequence[str] = (),
    problems: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The cart page. A cart that vanished since it was last seen is said once, and forgotten."""
    destination = remembered_destination()
    found = current_storefront().carts.find_cart(current_visitor(), destination)
    said = [*notices, GONE] if found is None and had_cart() else list(notices)
    is_anybodys = found is None and not said and status == 200
    page = render_template(
        "cart/cart.html",
        head=empty_cart_head() if is_anybodys else PERSONAL,
        cart=found,
        line_notices=line_notices or {},
        typed_quantities=typed_quantities or {},
        notices=said,
        destination=destination,
        countries=list_countries(current_language().tag),
        problems=problems or {},
        typed=typed or {},
        started_checkout=find_started(found),
    )
    response = make_response(page, status)
    if is_anybodys:
        response.headers["X-Robots-Tag"] = "all"
    remember_cart(found, response)
    return response


def remembered_destination() -> Destination | None:
    """Where this visitor's order might go, if they said so."""
    kept = session.get("destination")
    return Destination(*kept) if kept else None


def show_change(change: CartChange) -> Response:
    """To the cart page, after remembering what the platform did differently from what was asked."""
    notices: dict[str, object] = {}
    if change.notice and change.line_id:
        notices["lines"] = {change.line_id: translated(change.notice)}
    if change.is_new_cart and had_cart():
        notices["cart"] = [translated(GONE)]
    if notices:
        session["notices"] = notices
    response = make_response(redirect(url_for("cart.cart"), code=303))
    remember_cart(change.cart, response)
    return response


def show_cart() -> Response:
    """To the cart page, after a change of the cart as a whole."""
    return make_response(redirect(url_for("cart.cart"), code=303))


def show_missing(error: NotFoundError) -> Response:
    """To the cart page, which says by itself when the whole cart is gone."""
    if error.kind != "cart":
        session["notices"] = {"cart": [translated(LINE_GONE)]}
    return show_cart()


def shopper_sentence(error: Exception) -> str:
    """What to tell the shopper: errors of the platform keep their log text to themselves."""
    return error.shopper_message if isinstance(error, CartChangeError) else str(error)
