"""BigCommerce's JSON shapes of products and categories, as far as we read them."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from services.bigcommerce.wire import Meta, Wire


class Store(Wire, frozen=True):
    """Store information of V2, without an envelope."""

    currency: str


class Tree(Wire, frozen=True):
    id: int


class TreesAnswer(Wire, frozen=True):
    data: tuple[Tree, ...] = ()


class Path(Wire, frozen=True):
    path: str = ""


class WireCategory(Wire, frozen=True):
    category_id: int
    name: str
    parent_id: int = 0
    description: str | None = ""
    sort_order: int = 0
    is_visible: bool = True
    url: Path | None = None


class CategoriesAnswer(Wire, frozen=True):
    data: tuple[msgspec.Raw, ...] = ()
    meta: Meta = Meta()


class CustomUrl(Wire, frozen=True):
    url: str = ""


class WireImage(Wire, frozen=True):
    url_standard: str = ""
    url_zoom: str = ""
    description: str | None = ""
    is_thumbnail: bool = False
    sort_order: int = 0


class ChosenValue(Wire, frozen=True):
    """What a variant is in one option."""

    option_display_name: str
    label: str


class WireVariant(Wire, frozen=True):
    """A null price is the product's."""

    id: int
    product_id: int = 0
    sku: str = ""
    price: Decimal | None = None
    sale_price: Decimal | None = None
    calculated_price: Decimal | None = None
    inventory_level: int | None = None
    purchasing_disabled: bool = False
    image_url: str | None = None
    option_values: tuple[ChosenValue, ...] = ()


class ValueData(Wire, frozen=True):
    colors: list[str] | None = None


class WireOptionValue(Wire, frozen=True):
    label: str
    sort_order: int = 0
    value_data: ValueData | None = None


class WireOption(Wire, frozen=True):
    display_name: str
    sort_order: int = 0
    option_values: tuple[WireOptionValue, ...] = ()


class Adjuster(Wire, frozen=True):
    adjuster: str | None = None
    adjuster_value: Decimal | None = None


class Adjusters(Wire, frozen=True):
    price: Adjuster | None = None


class WireModifierValue(Wire, frozen=True):
    id: int
    label: str
    sort_order: int = 0
    adjusters: Adjusters | None = None


class ModifierConfig(Wire, frozen=True):
    text_characters_limited: bool = False
    text_min_length: int | None = None
    text_max_length: int | None = None


class WireModifier(Wire, frozen=True):
    id: int
    type: str
    display_name: str
    required: bool = False
    sort_order: int = 0
    option_values: tuple[WireModifierValue, ...] = ()
    config: ModifierConfig | list[msgspec.Raw] | None = None


class WireProduct(Wire, frozen=True):
    """Options, modifiers, variants and pictures are there only where they were asked for."""

    id: int
    name: str
    type: str = "physical"
    description: str | None = ""
    price: Decimal = Decimal(0)
    sale_price: Decimal | None = None
    calculated_price: Decimal | None = None
    categories: tuple[int, ...] = ()
    inventory_level: int | None = None
    inventory_tracking: str = "none"
    availability: str = "available"
    preorder_message: str | None = ""
    is_visible: bool = True
    custom_url: CustomUrl | None = None
    images: tuple[msgspec.Raw, ...] = ()
    options: tuple[msgspec.Raw, ...] = ()
    modifiers: tuple[msgspec.Raw, ...] = ()
    variants: tuple[msgspec.Raw, ...] = ()


class ProductsAnswer(Wire, frozen=True):
    data: tuple[msgspec.Raw, ...] = ()
    meta: Meta = Meta()
