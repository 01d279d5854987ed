"""The shapes of Wix's answers that we read, as msgspec types: unknown fields are ignored, missing ones have defaults.

Source: https://dev.wix.com/docs/rest/business-solutions
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

import msgspec


class Wire(msgspec.Struct, rename="camel"):
    """Base of every shape: snake_case here is camelCase on the wire."""


class Amount(Wire):
    """Money on the wire: a decimal string; the currency stands beside it in the enclosing object."""

    amount: Decimal


class MediaImage(Wire):
    id: str = ""
    url: str = ""
    width: int | None = None
    height: int | None = None
    alt_text: str | None = None
    filename: str | None = None


class MediaItem(Wire):
    image: MediaImage | None = None
    alt_text: str | None = None


class ItemsInfo(Wire):
    items: list[MediaItem] = []


class Media(Wire):
    main: MediaItem | None = None
    items_info: ItemsInfo | None = None


class OptionChoice(Wire):
    name: str
    color_code: str | None = None
    visible: bool = True


class ChoicesSettings(Wire):
    choices: list[OptionChoice] = []


class ProductOption(Wire):
    name: str
    choices_settings: ChoicesSettings = ChoicesSettings()


class ChoiceNames(Wire):
    option_name: str
    choice_name: str


class VariantChoice(Wire):
    option_choice_names: ChoiceNames


class VariantPrice(Wire):
    actual_price: Amount
    compare_at_price: Amount | None = None


class InventoryStatus(Wire):
    in_stock: bool = False
    preorder_enabled: bool = False


class VariantMedia(Wire):
    image: MediaImage | None = None


class ProductVariant(Wire):
    id: str
    price: VariantPrice
    visible: bool = True
    sku: str = ""
    choices: list[VariantChoice] = []
    inventory_status: InventoryStatus = InventoryStatus(in_stock=True)
    media: VariantMedia | None = None


class VariantsInfo(Wire):
    variants: list[msgspec.Raw] = []


class PriceRange(Wire):
    min_value: Amount
    max_value: Amount


class Inventory(Wire):
    availability_status: str = "IN_STOCK"


class Ribbon(Wire):
    name: str = ""


class WireInfoSection(Wire):
    title: str = ""
    plain_description: str = ""


class CategoryReference(Wire):
    id: str


class CategoriesInfo(Wire):
    categories: list[CategoryReference] = []


class WireProduct(Wire):
    id: str
    slug: str
    name: str
    currency: str
    actual_price_range: PriceRange
    visible: bool = True
    compare_at_price_range: PriceRange | None = None
    plain_description: str = ""
    media: Media = Media()
    options: list[ProductOption] = []
    inventory: Inventory = Inventory()
    variants_info: VariantsInfo = VariantsInfo()
    ribbon: Ribbon | None = None
    info_sections: list[WireInfoSection] = []
    direct_categories_info: CategoriesInfo = CategoriesInfo()


class ProductAnswer(Wire):
    product: WireProduct


class Cursors(Wire):
    next: str | None = None
    prev: str | None = None


class PagingMetadata(Wire):
    cursors: Cursors = Cursors()
    has_next: bool | None = None


class ProductsAnswer(Wire):
    products: list[msgspec.Raw]
    paging_metadata: PagingMetadata = PagingMetadata()


class WireCategory(Wire):
    id: str
    name: str
    slug: str
    description: str = ""
    visible: bool = True
    item_counter: int | None = None


class CategoriesAnswer(Wire):
    categories: list[msgspec.Raw]
    paging_metadata: PagingMetadata = PagingMetadata()


class Translated(Wire):
    """Text in the shop's language and in the buyer's; the buyer's is shown."""

    original: str = ""
    translated: str | None = None


class ColorInfo(Translated):
    code: str | None = None


class DescriptionLine(Wire):
    name: Translated = Translated()
    plain_text: Translated | None = None
    color_info: ColorInfo | None = None


class PageUrl(Wire):
    relative_path: str = ""


class CatalogReferenceOptions(Wire):
    variant_id: str = ""


class CatalogReference(Wire):
    catalog_item_id: str
    options: CatalogReferenceOptions | None = None


class LineAvailability(Wire):
    status: str = "AVAILABLE"
    quantity_available: int | None = None


class WireLine(Wire):
    """A line of a cart (`image`), a checkout (`media`) or an order (`image`)."""

    id: str
    quantity: int
    catalog_reference: CatalogReference
    product_name: Translated = Translated()
    description_lines: list[DescriptionLine] = []
    url: PageUrl | None = None
    image: MediaImage | None = None
    price: Amount | None = None
    full_price: Amount | None = None
    line_item_price: Amount | None = None
    total_price_after_tax: Amount | None = None
    availability: LineAvailability = LineAvailability()
    price_undetermined: bool = False


class WireCart(Wire):
    id: str
    currency: str
    line_items: list[msgspec.Raw] = []
    subtotal: Amount | None = None
    discount: Amount | None = None


class CartAnswer(Wire):
    cart: WireCart


class PriceSummary(Wire):
    subtotal: Amount | None = None
    shipping: Amount | None = None
    tax: Amount | None = None
    discount: Amount | None = None
    total: Amount | None = None


class EstimateAnswer(Wire):
    cart: WireCart
    price_summary: PriceSummary = PriceSummary()
    calculation_errors: dict[str, Any] = {}


class CheckoutIdAnswer(Wire):
    checkout_id: str


class WireCheckout(Wire):
    id: str
    completed: bool = False
    line_items: list[msgspec.Raw] = []


class CheckoutAnswer(Wire):
    checkout: WireCheckout


class WireRedirectSession(Wire):
    full_url: str


class RedirectSessionAnswer(Wire):
    redirect_session: WireRedirectSession


class WireAddress(Wire):
    address_line: str = ""
    address_line2: str = msgspec.field(name="addressLine2", default="")
    city: str = ""
    subdivision: str = ""
    postal_code: str = ""
    country: str = ""


class ContactDetails(Wire):
    first_name: str = ""
    last_name: str = ""


class ShippingDestination(Wire):
    address: WireAddress = WireAddress()
    contact_details: ContactDetails = ContactDetails()


class Logistics(Wire):
    delivery_time: str = ""
    shipping_destination: ShippingDestination | None = None


class ShippingInfo(Wire):
    title: str = ""
    logistics: Logistics = Logistics()


class BuyerInfo(Wire):
    email: str = ""


class WireOrder(Wire):
    id: str
    number: str
    status: str
    payment_status: str
    created_date: Annotated[datetime, msgspec.Meta(tz=True)]
    currency: str
    line_items: list[msgspec.Raw] = []
    price_summary: PriceSummary = PriceSummary()
    buyer_info: BuyerInfo = BuyerInfo()
    shipping_info: ShippingInfo = ShippingInfo()
    checkout_id: str | None = None


class OrderAnswer(Wire):
    order: WireOrder


class OrdersAnswer(Wire):
    orders: list[WireOrder]


class ApplicationError(Wire):
    code: str = ""


class ErrorDetails(Wire):
    application_error: ApplicationError = ApplicationError()


class ErrorEnvelope(Wire):
    """`{"message", "details": {"applicationError": {"code"}}}`; branch on the code, never on the message."""

    details: ErrorDetails = ErrorDetails()
