"""From the shapes of the Stores V1 catalog to ours: pure functions."""

from __future__ import annotations

from decimal import Decimal

from services.errors import PlatformAnswerError
from services.merchant_html import plain_text, safe_html
from services.models import (
    Availability,
    Category,
    Image,
    InfoSection,
    Modifier,
    ModifierKind,
    Money,
    Option,
    OptionValue,
    Product,
    Variant,
)
from services.reading import decode_each
from services.wix import catalog_v1_wire as wire_v1
from services.wix.mapping import (
    LONGEST_MODIFIER_TEXT,
    color_of,
    image_from_wix,
    is_money,
)

# What a product's one variant is called where nobody manages variants. Source: contract of `catalogReference`
ONLY_VARIANT_ID = "00000000-0000-0000-0000-000000000000"
AVAILABILITIES = {
    "IN_STOCK": Availability.IN_STOCK,
    "PARTIALLY_OUT_OF_STOCK": Availability.PARTLY,
    "OUT_OF_STOCK": Availability.SOLD_OUT,
}


def product_from_v1(payload: wire_v1.ProductV1) -> Product:
    """Shape: `products[]`; without `includeVariants` there are none."""
    price, before = _price(payload.price_data), _before(payload.price_data)
    span = payload.price_range
    low, high = (span.min_value, span.max_value) if span else (price.amount, price.amount)
    currency = payload.price_data.currency
    by_stock = Availability.IN_STOCK if payload.stock.in_stock else Availability.SOLD_OUT
    return Product(
        id=payload.id,
        slug=payload.slug,
        name=payload.name,
        price_from=_money(low, currency),
        price_to=_money(high, currency),
        compare_at_price=before if low == high else None,
        is_on_sale=before is not None,
        availability=AVAILABILITIES.get(payload.stock.inventory_status, by_stock),
        description=safe_html(payload.description),
        summary=plain_text(payload.description),
        images=_images(payload),
        options=tuple(map(_option, payload.product_options)),
        modifiers=tuple(map(_modifier, payload.custom_text_fields)),
        variants=_variants(payload),
        info_sections=tuple(
            InfoSection(section.title, safe_html(section.description)) for section in payload.additional_info_sections
        ),
        category_ids=payload.collection_ids,
        ribbon=payload.ribbon,
        is_digital=payload.product_type == "digital",
    )


def category_from_v1(payload: wire_v1.CollectionV1) -> Category:
    """A collection stands in no other: V1 has no tree."""
    return Category(payload.id, payload.slug, payload.name, payload.description)


def _variants(payload: wire_v1.ProductV1) -> tuple[Variant, ...]:
    readable = decode_each(payload.variants, wire_v1.VariantV1, "variant")
    names = [option.name for option in payload.product_options]
    return tuple(_variant(variant, names) for variant in readable if variant.variant.visible)


def _variant(payload: wire_v1.VariantV1, option_names: list[str]) -> Variant:
    data, stock = payload.variant, payload.stock
    return Variant(
        id=payload.id or ONLY_VARIANT_ID,
        choices=tuple((name, payload.choices[name]) for name in option_names if name in payload.choices),
        price=_price(data.price_data),
        compare_at_price=_before(data.price_data),
        sku=data.sku,
        is_sold_out=not stock.in_stock,
        stock_count=max(0, stock.quantity) if stock.track_quantity and stock.quantity is not None else None,
    )


def _price(prices: wire_v1.Prices) -> Money:
    return _money(prices.price if prices.discounted_price is None else prices.discounted_price, prices.currency)


def _before(prices: wire_v1.Prices) -> Money | None:
    """The price before, where there is a discount."""
    if prices.discounted_price is None or prices.price <= prices.discounted_price:
        return None
    return _money(prices.price, prices.currency)


def _money(amount: Decimal, currency: str) -> Money:
    """A JSON number as money: two digits after the point, as every other amount. Raises: PlatformAnswerError."""
    if not is_money(amount):
        raise PlatformAnswerError("a price is no amount of money", platform="wix", operation="query products")
    return Money(amount.quantize(Decimal("0.01")), currency)


def _images(payload: wire_v1.ProductV1) -> tuple[Image, ...]:
    items = payload.media.items or ((payload.media.main_media,) if payload.media.main_media else ())
    found = (image_from_wix(item.image, item.title or payload.name) for item in items)
    return tuple(image for image in found if image)


def _option(payload: wire_v1.ProductOption) -> Option:
    is_color = payload.option_type == "color"
    return Option(
        payload.name,
        tuple(
            OptionValue(choice.description or choice.value, color_of(choice.value) if is_color else None)
            for choice in payload.choices
            if choice.visible
        ),
    )


def _modifier(payload: wire_v1.CustomTextField) -> Modifier:
    return Modifier(
        key=payload.title,
        name=payload.title,
        kind=ModifierKind.TEXT,
        is_mandatory=payload.mandatory,
        longest=min(payload.max_length or LONGEST_MODIFIER_TEXT, LONGEST_MODIFIER_TEXT),
    )
