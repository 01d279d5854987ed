"""The shapes of the Stores V1 catalog that we read: money is a JSON number here, and options go by their names.

Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v1/products/product-object
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from services.wix.wire import Count, MediaImage, Wire


class Prices(Wire, frozen=True):
    """`discounted_price` is what is paid; `price` is what it was before."""

    currency: str
    price: Decimal
    discounted_price: Decimal | None = None


class PriceSpan(Wire, frozen=True):
    min_value: Decimal
    max_value: Decimal


class ProductStock(Wire, frozen=True):
    in_stock: bool = True
    inventory_status: str = ""


class MediaItem(Wire, frozen=True):
    image: MediaImage | None = None
    title: str = ""


class Media(Wire, frozen=True):
    main_media: MediaItem | None = None
    items: tuple[MediaItem, ...] = ()


class OptionChoice(Wire, frozen=True):
    """`description` is the name; `value` is the name too, or the CSS value of a colour."""

    value: str = ""
    description: str = ""
    visible: bool = True


class ProductOption(Wire, frozen=True):
    name: str
    option_type: str = "drop_down"
    choices: tuple[OptionChoice, ...] = ()


class CustomTextField(Wire, frozen=True):
    title: str
    max_length: int | None = None
    mandatory: bool = False


class InfoSection(Wire, frozen=True):
    title: str = ""
    description: str = ""


class VariantStock(Wire, frozen=True):
    in_stock: bool = True
    track_quantity: bool = False
    quantity: int | None = None


class VariantData(Wire, frozen=True):
    price_data: Prices
    sku: str = ""
    visible: bool = True


class VariantV1(Wire, frozen=True):
    id: str
    variant: VariantData
    choices: dict[str, str] = msgspec.field(default_factory=dict)
    stock: VariantStock = VariantStock()


class ProductV1(Wire, frozen=True):
    id: str
    slug: str
    name: str
    price_data: Prices
    visible: bool = True
    price_range: PriceSpan | None = None
    product_type: str = "physical"
    description: str = ""
    stock: ProductStock = ProductStock()
    media: Media = Media()
    product_options: tuple[ProductOption, ...] = ()
    custom_text_fields: tuple[CustomTextField, ...] = ()
    additional_info_sections: tuple[InfoSection, ...] = ()
    variants: tuple[msgspec.Raw, ...] = ()
    collection_ids: tuple[str, ...] = ()
    ribbon: str = ""


class ProductsV1Answer(Wire, frozen=True):
    products: tuple[msgspec.Raw, ...]
    total_results: Count | None = None


class CollectionV1(Wire, frozen=True):
    id: str
    name: str
    slug: str
    description: str = ""
    visible: bool = True


class CollectionsAnswer(Wire, frozen=True):
    collections: tuple[msgspec.Raw, ...]
    total_results: Count | None = None
