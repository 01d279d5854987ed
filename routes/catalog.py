"""What is sold: home, lists and single products. The same bytes for every visitor; nothing personal happens here."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from routes.category_tree import deepest_of, find_shelves, path_to
from routes.choices import choose_variant, list_choices
from routes.current import current_storefront
from routes.forms import parse_slug
from routes.front_window import dress_shelves, find_coming_events
from routes.heads import home_head, product_head, products_head
from routes.narrowing import Filters, list_removable, read_cursor, read_filters, read_prices
from routes.page_head import PERSONAL
from routes.seen_pieces import remember_pieces
from routes.suggestions import nearest_categories, suggest_spelling
from services.errors import NotFoundError, PlatformError
from services.models import Category, Findings, Product, ProductQuery, ProductSort, Variant
from services.sentences import sentence

blueprint = Blueprint("catalog", __name__)
log = logging.getLogger("foyer.catalog")

PUBLIC = "public, max-age=60"
FEATURED_COUNT = 8
WINDOW_COUNT = 24  # enough for each shelf to have a picture
RELATED_COUNT = 4
VARIANT_CHANGED = sentence("That version is no longer offered, so this is another one. Please check it before you buy.")
SORTS = [
    (ProductSort.FEATURED, sentence("Featured")),
    (ProductSort.NEWEST, sentence("Newest first")),
    (ProductSort.PRICE_LOW, sentence("Price, low to high")),
    (ProductSort.PRICE_HIGH, sentence("Price, high to low")),
    (ProductSort.NAME, sentence("Name, A to Z")),
]


@dataclass(frozen=True, slots=True)
class WayOn:
    """What to offer where a list is empty: another spelling, categories that come near, what others like."""

    spelling: str | None
    categories: tuple[Category, ...]
    popular: tuple[Product, ...]


@blueprint.get("/")
def home() -> Response:
    """The shop's front window."""
    catalog = current_storefront().catalog
    pieces = catalog.search_products(ProductQuery(limit=WINDOW_COUNT, with_facets=False)).page.items
    featured = pieces[:FEATURED_COUNT]
    remember_pieces(featured)
    shelves = dress_shelves(catalog.list_categories(), pieces, featured)
    coming = find_coming_events()
    return draw_public("catalog/home.html", head=home_head(), featured=featured, shelves=shelves, coming=coming)


@blueprint.get("/products")
def products() -> Response:
    """A page of the list: all products, or those that a category, a search and filters leave. Raises: NotFoundError."""
    catalog = current_storefront().catalog
    categories = catalog.list_categories()
    prices = read_prices(request.args)
    filters = read_filters(request.args, categories, prices)
    cursor = read_cursor(request.args, filters)
    try:
        findings = catalog.search_products(filters.to_query(cursor))
    except NotFoundError:
        if cursor is None:
            raise
        return make_response(redirect(filters.url(), code=302))  # a link outlives the platform's cursors
    is_nothing_found = not findings.page.items and not cursor
    way_on = find_way_on(filters, categories) if is_nothing_found else None
    category_path = path_to(categories, filters.category) if filters.category else ()
    return draw_public(
        "catalog/products.html",
        head=products_head(filters, category_path, findings.page.items, is_later=cursor is not None),
        page=findings.page,
        facets=findings.facets,
        filters=filters,
        prices=prices,
        removable=list_removable(filters, find_currency(findings, way_on)),
        category=filters.category,
        category_path=category_path,
        shelves=find_shelves(categories, filters.category),
        sorts=SORTS,
        cursor=cursor,
        way_on=way_on,
    )


@blueprint.get("/products/<slug>")
def product(slug: str) -> Response:
    """A product and one variant of it, named by `?variant=`. Raises: NotFoundError."""
    if parse_slug(slug) is None:
        raise NotFoundError("product")
    found = current_storefront().catalog.get_product(slug)
    variant_id = request.args.get("variant")
    if found.slug != slug:
        return move_to(found)
    variant = choose_variant(found, variant_id)
    notice = VARIANT_CHANGED if variant_id and variant.id != variant_id else None
    return draw_product(found, variant, notice=notice)


def move_to(product: Product) -> Response:
    """To a product's own address, once and for all; whatever the query says is kept."""
    query = urlencode(list(request.args.items(multi=True)))
    address = url_for("catalog.product", slug=product.slug)
    return make_response(redirect(f"{address}?{query}" if query else address, code=301))


def find_way_on(filters: Filters, categories: tuple[Category, ...]) -> WayOn:
    """Help for an empty list; what the shop shows first stands in for what is popular."""
    try:
        # The same question as the plain list asks, so that the catalog cache often has the answer.
        first = current_storefront().catalog.search_products(ProductQuery()).page.items
    except PlatformError as error:
        log.warning("an empty list was drawn without other products: %s", error)
        first = ()
    spelling = suggest_spelling(filters.text, first)
    near = nearest_categories(filters.text, categories)
    return WayOn(spelling, near, tuple(product for product in first if not product.is_sold_out)[:RELATED_COUNT])


def find_currency(findings: Findings, way_on: WayOn | None) -> str | None:
    """The currency that the shop sells in, as far as this page can know."""
    if findings.facets and findings.facets.lowest_price:
        return findings.facets.lowest_price.currency
    known = findings.page.items or (way_on.popular if way_on else ())
    return known[0].price_from.currency if known else None


def draw_product(
    product: Product,
    variant: Variant,
    problem: str | None = None,
    quantity: int | str = 1,
    status: int = 200,
    notice: str | None = None,
    modifier_values: Mapping[int, str] | None = None,
    problem_field: str = "",
) -> Response:
    """The product page. With a `problem` it answers a refused form, so it is one visitor's and is not stored.

    `modifier_values` were typed, by the modifier's position; `problem_field` is the name of the field to correct.
    """
    category_path = find_category_path(product)
    is_refusal = bool(problem) or status != 200
    context = {
        "head": PERSONAL if is_refusal else product_head(product, variant, category_path),
        "product": product,
        "variant": variant,
        "choices": list_choices(product, variant),
        "problem": problem,
        "problem_field": problem_field,
        "said": notice,
        "quantity": quantity,
        "modifier_values": modifier_values or {},
        "category_path": category_path,
        "related": find_related(product, category_path[-1] if category_path else None),
    }
    response = draw_public("catalog/product.html", **context)
    response.status_code = status
    if is_refusal:
        response.headers["Cache-Control"] = "no-store"
    return response


def draw_public(template: str, **context: Any) -> Response:
    """A page that any cache may keep for a minute."""
    response = make_response(render_template(template, **context))
    response.headers["Cache-Control"] = PUBLIC
    return response


def find_category_path(product: Product) -> tuple[Category, ...]:
    """The way to the product through the shop's shelves; the page is complete without it."""
    try:
        categories = current_storefront().catalog.list_categories()
    except PlatformError as error:
        log.warning("a product page was drawn without its category: %s", error)
        return ()
    category = deepest_of(categories, product.category_ids)
    return path_to(categories, category) if category else ()


def find_related(product: Product, category: Category | None) -> tuple[Product, ...]:
    """Others from the same shelf; the page is complete without them."""
    if category is None:
        return ()
    try:
        query = ProductQuery(category_id=category.id, limit=RELATED_COUNT + 1, with_facets=False)
        neighbours = current_storefront().catalog.search_products(query).page.items
    except PlatformError as error:
        log.warning("a product page was drawn without related products: %s", error)
        return ()
    return tuple(other for other in neighbours if other.id != product.id)[:RELATED_COUNT]
