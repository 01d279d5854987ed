"""From BigCommerce's products and categories to ours: pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from services.bigcommerce import catalog_wire as wire
from services.bigcommerce.slugs import plain_words, slug_of
from services.bigcommerce.values import money_from_bigcommerce, positive, web_address
from services.errors import PlatformAnswerError
from services.merchant_html import plain_text, safe_html
from services.models import (
    Availability,
    Category,
    Image,
    Modifier,
    ModifierChoice,
    ModifierKind,
    Money,
    Option,
    OptionValue,
    Product,
    Variant,
)
from services.reading import decode_each

HEX_COLOR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?\Z")
TEXT_MODIFIERS = {"text", "multi_line_text", "numbers_only_text"}
CHOICE_MODIFIERS = {"dropdown", "radio_buttons", "rectangles", "swatch", "checkbox", "product_list"}
LONGEST_MODIFIER_TEXT = 500


def product_from_bigcommerce(payload: wire.WireProduct, currency: str) -> Product:
    """Shape: an entry of `data`, with `variants` and `images`; in the shop's lists options and modifiers are absent.

    What has to be filled in but cannot be here, such as a file, makes a product one that is not sold here.
    """
    modifiers = decode_each(payload.modifiers, wire.WireModifier, "modifier")
    can_be_filled_in = all(_kind(modifier) for modifier in modifiers if modifier.required)
    wire_variants = decode_each(payload.variants, wire.WireVariant, "variant")
    variants = tuple(_variant(variant, payload, currency, can_be_filled_in) for variant in wire_variants)
    prices = [variant.price for variant in variants] or [_money(payload.calculated_price or payload.price, currency)]
    before = [variant.compare_at_price for variant in variants]
    return Product(
        id=str(payload.id),
        slug=slug_of(payload.id, payload.custom_url.url if payload.custom_url else "", payload.name),
        name=payload.name,
        price_from=min(prices, key=lambda price: price.amount),
        price_to=max(prices, key=lambda price: price.amount),
        compare_at_price=before[0] if before and len(set(before)) == len(set(prices)) == 1 else None,
        is_on_sale=any(before),
        availability=_availability(variants),
        description=safe_html(payload.description or ""),
        summary=plain_text(payload.description or ""),
        images=_images(payload),
        options=_options(payload, variants),
        modifiers=tuple(modifiers_from_bigcommerce(modifiers, currency)),
        variants=variants,
        category_ids=tuple(map(str, payload.categories)),
        is_digital=payload.type == "digital",
        preorder_message=(payload.preorder_message or "") if payload.availability == "preorder" else "",
    )


def categories_from_bigcommerce(payloads: Iterable[wire.WireCategory]) -> tuple[Category, ...]:
    """Visible categories in the shop's order; one whose address is another's too gets its id behind it."""
    found: list[Category] = []
    slugs: set[str] = set()
    for payload in sorted(payloads, key=lambda category: (category.sort_order, category.category_id)):
        if not payload.is_visible:
            continue
        path = payload.url.path if payload.url else ""
        slug = plain_words(path.strip("/").rpartition("/")[2]) or plain_words(payload.name)
        if not slug or slug in slugs:
            slug = f"{slug}-{payload.category_id}".strip("-")
        slugs.add(slug)
        parent_id = str(payload.parent_id) if payload.parent_id else None
        found.append(
            Category(str(payload.category_id), slug, payload.name, plain_text(payload.description or ""), parent_id)
        )
    return tuple(found)


def modifiers_from_bigcommerce(payloads: Iterable[wire.WireModifier], currency: str) -> list[Modifier]:
    """Those that a page of ours can ask for, in the merchant's order."""
    found = []
    for payload in sorted(payloads, key=lambda modifier: modifier.sort_order):
        kind = _kind(payload)
        if kind is None:
            continue
        config = payload.config if isinstance(payload.config, wire.ModifierConfig) else wire.ModifierConfig()
        longest = (config.text_max_length or LONGEST_MODIFIER_TEXT) if config.text_characters_limited else 0
        found.append(
            Modifier(
                key=str(payload.id),
                name=payload.display_name,
                kind=kind,
                is_mandatory=payload.required,
                shortest=max(0, config.text_min_length or 0) if config.text_characters_limited else 0,
                longest=min(longest or LONGEST_MODIFIER_TEXT, LONGEST_MODIFIER_TEXT),
                choices=tuple(
                    ModifierChoice(value.label, _added_price(value.adjusters, currency))
                    for value in sorted(payload.option_values, key=lambda value: value.sort_order)
                )
                if kind is ModifierKind.CHOICE
                else (),
            )
        )
    return found


def _kind(payload: wire.WireModifier) -> ModifierKind | None:
    if payload.type in TEXT_MODIFIERS:
        return ModifierKind.TEXT
    return ModifierKind.CHOICE if payload.type in CHOICE_MODIFIERS and payload.option_values else None


def _added_price(adjusters: wire.Adjusters | None, currency: str) -> Money | None:
    """Only a fixed sum; a percentage is worked out by BigCommerce, and stands in the cart."""
    price = adjusters.price if adjusters else None
    return positive(price.adjuster_value, currency) if price and price.adjuster == "relative" else None


def _variant(payload: wire.WireVariant, product: wire.WireProduct, currency: str, can_be_filled_in: bool) -> Variant:
    usual = product.price if payload.price is None else payload.price
    asked = payload.calculated_price
    if asked is None:
        asked = usual if payload.price is not None or product.calculated_price is None else product.calculated_price
    count = _stock_count(payload, product)
    is_for_sale = product.availability != "disabled" and not payload.purchasing_disabled and can_be_filled_in
    image = web_address(payload.image_url)
    return Variant(
        id=str(payload.id),
        choices=tuple((value.option_display_name, value.label) for value in payload.option_values),
        price=_money(asked, currency),
        compare_at_price=_money(usual, currency) if usual > asked else None,
        sku=payload.sku,
        is_sold_out=not is_for_sale or count == 0,
        is_preorder=product.availability == "preorder",
        stock_count=count,
        image=Image(image, product.name) if image else None,
    )


def _stock_count(payload: wire.WireVariant, product: wire.WireProduct) -> int | None:
    """`inventory_tracking` decides which level counts, if any does."""
    level = {"variant": payload.inventory_level, "product": product.inventory_level}.get(product.inventory_tracking)
    return None if level is None else max(0, level)


def _availability(variants: tuple[Variant, ...]) -> Availability:
    buyable = [variant for variant in variants if not variant.is_sold_out]
    if not buyable:
        return Availability.SOLD_OUT
    if all(variant.is_preorder for variant in buyable):
        return Availability.PREORDER
    return Availability.IN_STOCK if len(buyable) == len(variants) else Availability.PARTLY


def _options(payload: wire.WireProduct, variants: tuple[Variant, ...]) -> tuple[Option, ...]:
    """What the variants differ in, in the merchant's order, with the colours of swatches."""
    used: dict[str, dict[str, None]] = {}
    for variant in variants:
        for name, value in variant.choices:
            used.setdefault(name, {})[value] = None
    described = {option.display_name: option for option in decode_each(payload.options, wire.WireOption, "option")}
    names = sorted(used, key=lambda name: described[name].sort_order if name in described else 0)
    return tuple(_option(name, list(used[name]), described.get(name)) for name in names)


def _option(name: str, labels: list[str], described: wire.WireOption | None) -> Option:
    values = {value.label: value for value in described.option_values} if described else {}
    if described:
        labels.sort(key=lambda label: values[label].sort_order if label in values else 0)
    return Option(name, tuple(OptionValue(label, _color(values.get(label))) for label in labels))


def _color(value: wire.WireOptionValue | None) -> str | None:
    colors = (value.value_data.colors if value and value.value_data else None) or []
    return next((color for color in colors if HEX_COLOR.match(color)), None)


def _images(payload: wire.WireProduct) -> tuple[Image, ...]:
    """The thumbnail's picture first, the others in the merchant's order."""
    found = decode_each(payload.images, wire.WireImage, "picture")
    found.sort(key=lambda image: (not image.is_thumbnail, image.sort_order))
    addresses = ((web_address(image.url_standard or image.url_zoom), image) for image in found)
    return tuple(Image(address, image.description or payload.name) for address, image in addresses if address)


def _money(amount: Decimal, currency: str) -> Money:
    """Raises: PlatformAnswerError, where a price is none."""
    money = money_from_bigcommerce(amount, currency)
    if money is None:
        raise PlatformAnswerError("a price is no amount of money", platform="bigcommerce", operation="list products")
    return money
