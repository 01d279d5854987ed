"""What is sold: home, lists and single products. The same bytes for every visitor; nothing personal happens here."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from routes.current import current_storefront
from routes.forms import parse_slug
from services.errors import NotFoundError, PlatformError
from services.models import Category, OptionValue, Product, ProductQuery, ProductSort, Variant

blueprint = Blueprint("catalog", __name__)
log = logging.getLogger("foyer.catalog")

PUBLIC = "public, max-age=60"
FEATURED_COUNT = 8
RELATED_COUNT = 4
LONGEST_QUERY_TEXT = 100
CATEGORY_SLUG = re.compile(r"[a-z0-9-]{1,80}\Z")
CURSOR = re.compile(r"[!-~]{1,2000}\Z")
VARIANT_CHANGED = "That version is no longer offered, so this is another one. Please check it before you buy."
SORTS = [
    (ProductSort.FEATURED, "Featured"),
    (ProductSort.NEWEST, "Newest first"),
    (ProductSort.PRICE_LOW, "Price, low to high"),
    (ProductSort.PRICE_HIGH, "Price, high to low"),
    (ProductSort.NAME, "Name, A to Z"),
]


@dataclass(frozen=True, slots=True)
class ValueChoice:
    """A value that may be chosen, and the variant that choosing it leads to; None where no variant has it."""

    value: OptionValue
    variant: Variant | None
    is_chosen: bool
    is_sold_out: bool


@dataclass(frozen=True, slots=True)
class OptionChoices:
    """The values of one option, seen from the variant that is chosen now."""

    name: str
    choices: tuple[ValueChoice, ...]


@blueprint.get("/")
def home() -> Response:
    """The shop's front window."""
    catalog = current_storefront().catalog
    featured = catalog.search_products(ProductQuery(limit=FEATURED_COUNT)).items
    return draw_public("catalog/home.html", featured=featured, categories=catalog.list_categories())


@blueprint.get("/products")
def products() -> Response:
    """A page of the list: all products, a category of them, or what a search finds. Raises: NotFoundError."""
    catalog = current_storefront().catalog
    categories = catalog.list_categories()
    category = read_category(categories)
    query = ProductQuery(
        text=read_query_text(), category_id=category.id if category else None, sort=read_sort(), cursor=read_cursor()
    )
    return draw_public(
        "catalog/products.html",
        page=catalog.search_products(query),
        categories=categories,
        category=category,
        query_text=query.text,
        sort=query.sort,
        sorts=SORTS,
        cursor=query.cursor,
    )


@blueprint.get("/products/<slug>")
def product(slug: str) -> Response:
    """A product and one variant of it, named by `?variant=`. Raises: NotFoundError."""
    if parse_slug(slug) is None:
        raise NotFoundError("product")
    found = current_storefront().catalog.get_product(slug)
    variant_id = request.args.get("variant")
    if found.slug != slug:
        return make_response(redirect(url_for("catalog.product", slug=found.slug, variant=variant_id), code=301))
    variant = choose_variant(found, variant_id)
    notice = VARIANT_CHANGED if variant_id and variant.id != variant_id else None
    return draw_product(found, variant, notice=notice)


def read_category(categories: tuple[Category, ...]) -> Category | None:
    """The category that the URL names, if it names one. Raises: NotFoundError."""
    slug = request.args.get("category", "")
    if not slug:
        return None
    known = {category.slug: category for category in categories}
    if not CATEGORY_SLUG.match(slug) or slug not in known:
        raise NotFoundError("category")
    return known[slug]


def read_query_text() -> str:
    """What to search for: printable, with single spaces, and short."""
    printable = "".join(letter if letter.isprintable() else " " for letter in request.args.get("q", ""))
    return " ".join(printable.split())[:LONGEST_QUERY_TEXT].rstrip()


def read_sort() -> ProductSort:
    """The order that the URL names; one we do not know means the shop's own order."""
    wanted = request.args.get("sort", "")
    return next((sort for sort in ProductSort if sort == wanted), ProductSort.FEATURED)


def read_cursor() -> str | None:
    """Where to go on in the list; a damaged cursor means from the start."""
    cursor = request.args.get("after", "")
    return cursor if CURSOR.match(cursor) else None


def choose_variant(product: Product, variant_id: str | None) -> Variant:
    """The variant of this id; for an unknown id the first in stock, else the first. Raises: NotFoundError."""
    if not product.variants:
        raise NotFoundError("product", product.slug)
    wanted = product.find_variant(variant_id) if variant_id else None
    in_stock = next((variant for variant in product.variants if not variant.is_sold_out), None)
    return wanted or in_stock or product.variants[0]


def draw_product(
    product: Product,
    variant: Variant,
    problem: str | None = None,
    quantity: int | str = 1,
    status: int = 200,
    notice: str | None = None,
) -> Response:
    """The product page. With a `problem` it answers a refused form, so it is one visitor's and is not stored."""
    category = find_category(product)
    context = {
        "product": product,
        "variant": variant,
        "choices": list_choices(product, variant),
        "problem": problem,
        "said": notice,
        "quantity": quantity,
        "category": category,
        "related": find_related(product, category),
    }
    response = draw_public("catalog/product.html", **context)
    response.status_code = status
    if problem or status != 200:
        response.headers["Cache-Control"] = "no-store"
    return response


def draw_public(template: str, **context: Any) -> Response:
    """A page that any cache may keep for a minute."""
    response = make_response(render_template(template, **context))
    response.headers["Cache-Control"] = PUBLIC
    return response


def list_choices(product: Product, chosen: Variant) -> list[OptionChoices]:
    """For each option its values, each with the variant to go to when it is chosen."""
    return [
        OptionChoices(option.name, tuple(weigh_choice(product, chosen, option.name, value) for value in option.values))
        for option in product.options
    ]


def weigh_choice(product: Product, chosen: Variant, option_name: str, value: OptionValue) -> ValueChoice:
    """One value: it leads to the variant that keeps most of the other choices, if possible one in stock."""
    candidates = [variant for variant in product.variants if variant.has(option_name, value.name)]
    kept = set(chosen.choices)
    nearest = max(candidates, key=lambda other: (len(kept & set(other.choices)), not other.is_sold_out), default=None)
    return ValueChoice(
        value=value,
        variant=nearest,
        is_chosen=chosen.has(option_name, value.name),
        is_sold_out=nearest is None or nearest.is_sold_out,
    )


def find_category(product: Product) -> Category | None:
    """The first of the shop's shelves that holds the product; the page is complete without it."""
    try:
        categories = current_storefront().catalog.list_categories()
    except PlatformError as error:
        log.warning("a product page was drawn without its category: %s", error)
        return None
    return next((category for category in categories if category.id in product.category_ids), None)


def find_related(product: Product, category: Category | None) -> tuple[Product, ...]:
    """Others from the same shelf; the page is complete without them."""
    if category is None:
        return ()
    try:
        query = ProductQuery(category_id=category.id, limit=RELATED_COUNT + 1)
        neighbours = current_storefront().catalog.search_products(query).items
    except PlatformError as error:
        log.warning("a product page was drawn without related products: %s", error)
        return ()
    return tuple(other for other in neighbours if other.id != product.id)[:RELATED_COUNT]
