"""The shapes of Wix's answers that we read, as msgspec types: unknown fields are ignored, missing ones have defaults.

Source: https://dev.wix.com/docs/rest/business-solutions
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

import msgspec

MOST_MONEY = Decimal(10) ** 12
Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
Pixels = Annotated[int, msgspec.Meta(ge=0, le=100_000)]


class Wire(msgspec.Struct, rename="camel", frozen=True):
    """Base of every shape: snake_case here is camelCase on the wire."""


class Amount(Wire, frozen=True):
    """Money on the wire: a decimal string; the currency stands beside it in the enclosing object."""

    amount: Decimal

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or not -MOST_MONEY < self.amount < MOST_MONEY:
            raise ValueError("not an amount of money")


class MediaImage(Wire, frozen=True):
    id: str = ""
    url: str = ""
    width: Pixels | None = None
    height: Pixels | None = None
    alt_text: str | None = None
    filename: str | None = None


class MediaItem(Wire, frozen=True):
    image: MediaImage | None = None
    alt_text: str | None = None


class ItemsInfo(Wire, frozen=True):
    items: list[MediaItem] = []


class Media(Wire, frozen=True):
    main: MediaItem | None = None
    items_info: ItemsInfo | None = None


class OptionChoice(Wire, frozen=True):
    name: str
    color_code: str | None = None
    visible: bool = True


class ChoicesSettings(Wire, frozen=True):
    choices: list[OptionChoice] = []


class ProductOption(Wire, frozen=True):
    name: str
    choices_settings: ChoicesSettings = ChoicesSettings()


class ChoiceNames(Wire, frozen=True):
    option_name: str
    choice_name: str


class VariantChoice(Wire, frozen=True):
    option_choice_names: ChoiceNames


class VariantPrice(Wire, frozen=True):
    actual_price: Amount
    compare_at_price: Amount | None = None


class InventoryStatus(Wire, frozen=True):
    in_stock: bool = False
    preorder_enabled: bool = False


class ModifierTextSettings(Wire, frozen=True):
    min_char_count: int = 0
    max_char_count: int | None = None
    title: str = ""
    key: str = ""
    default_added_price: Decimal | None = None


class WireModifierChoice(Wire, frozen=True):
    name: str = ""
    key: str = ""
    added_price: Decimal | None = None


class ModifierChoicesSettings(Wire, frozen=True):
    choices: list[WireModifierChoice] = []


class WireModifier(Wire, frozen=True):
    name: str
    key: str
    modifier_render_type: str
    mandatory: bool = False
    free_text_settings: ModifierTextSettings | None = None
    choices_settings: ModifierChoicesSettings | None = None


class VariantMedia(Wire, frozen=True):
    image: MediaImage | None = None


class ProductVariant(Wire, frozen=True):
    id: str
    price: VariantPrice
    visible: bool = True
    sku: str = ""
    choices: list[VariantChoice] = []
    inventory_status: InventoryStatus = InventoryStatus(in_stock=True)
    media: VariantMedia | None = None


class VariantsInfo(Wire, frozen=True):
    variants: list[msgspec.Raw] = []


class PriceRange(Wire, frozen=True):
    min_value: Amount
    max_value: Amount


class Inventory(Wire, frozen=True):
    availability_status: str = "IN_STOCK"
    preorder_status: str = "DISABLED"


class PreorderInfo(Wire, frozen=True):
    enabled: bool = False
    message: str = ""


class InventoryItem(Wire, frozen=True):
    variant_id: str
    track_quantity: bool = False
    quantity: int | None = None
    preorder_info: PreorderInfo = PreorderInfo()


class InventoryAnswer(Wire, frozen=True):
    inventory_items: list[msgspec.Raw]


class Ribbon(Wire, frozen=True):
    name: str = ""


class WireInfoSection(Wire, frozen=True):
    title: str = ""
    plain_description: str = ""


class CategoryReference(Wire, frozen=True):
    id: str


class CategoriesInfo(Wire, frozen=True):
    categories: list[CategoryReference] = []


class WireProduct(Wire, frozen=True):
    id: str
    slug: str
    name: str
    currency: str
    actual_price_range: PriceRange
    visible: bool = True
    compare_at_price_range: PriceRange | None = None
    plain_description: str = ""
    media: Media = Media()
    product_type: str = "PHYSICAL"
    options: list[ProductOption] = []
    modifiers: list[msgspec.Raw] = []
    inventory: Inventory = Inventory()
    variants_info: VariantsInfo = VariantsInfo()
    ribbon: Ribbon | None = None
    info_sections: list[WireInfoSection] = []
    direct_categories_info: CategoriesInfo = CategoriesInfo()


class ProductAnswer(Wire, frozen=True):
    product: WireProduct


class Cursors(Wire, frozen=True):
    next: str | None = None
    prev: str | None = None


class PagingMetadata(Wire, frozen=True):
    cursors: Cursors = Cursors()
    has_next: bool | None = None


class ValueCount(Wire, frozen=True):
    value: str
    count: int


class ValueResults(Wire, frozen=True):
    results: list[ValueCount] = []


class RangeCount(Wire, frozen=True):
    count: int


class RangeResults(Wire, frozen=True):
    results: list[RangeCount] = []


class ScalarResult(Wire, frozen=True):
    value: Decimal | None = None


class Aggregation(Wire, frozen=True):
    """One of the counts that came with a search, by the name that was asked for."""

    name: str
    values: ValueResults | None = None
    ranges: RangeResults | None = None
    scalar: ScalarResult | None = None


class AggregationData(Wire, frozen=True):
    results: list[msgspec.Raw] = []


class ProductsAnswer(Wire, frozen=True):
    products: list[msgspec.Raw]
    paging_metadata: PagingMetadata = PagingMetadata()
    aggregation_data: AggregationData = AggregationData()


class CatalogVersionAnswer(Wire, frozen=True):
    """V1_CATALOG, V3_CATALOG or STORES_NOT_INSTALLED."""

    catalog_version: str


class ParentCategory(Wire, frozen=True):
    id: str | None = None
    index: int | None = None


class WireCategory(Wire, frozen=True):
    id: str
    name: str
    slug: str
    description: str = ""
    visible: bool = True
    parent_category: ParentCategory = ParentCategory()


class CategoriesAnswer(Wire, frozen=True):
    categories: list[msgspec.Raw]
    paging_metadata: PagingMetadata = PagingMetadata()


class Translated(Wire, frozen=True):
    """Text in the shop's language and in the buyer's; the buyer's is shown."""

    original: str = ""
    translated: str | None = None


class ColorInfo(Translated, frozen=True):
    code: str | None = None


class DescriptionLine(Wire, frozen=True):
    name: Translated = Translated()
    plain_text: Translated | None = None
    color_info: ColorInfo | None = None


class PageUrl(Wire, frozen=True):
    relative_path: str = ""


class CatalogReferenceOptions(Wire, frozen=True):
    variant_id: str = ""
    options: dict[str, Any] = {}
    custom_text_fields: dict[str, Any] = {}


class CatalogReference(Wire, frozen=True):
    catalog_item_id: str
    app_id: str = ""
    options: CatalogReferenceOptions | None = None


class LineAvailability(Wire, frozen=True):
    status: str = "AVAILABLE"
    quantity_available: Count | None = None


class ItemType(Wire, frozen=True):
    preset: str = "PHYSICAL"


class WireLine(Wire, frozen=True):
    """A line of a cart (`image`), a checkout (`media`) or an order (`image`)."""

    id: str
    quantity: Count
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
    item_type: ItemType = ItemType()
    price_undetermined: bool = False


class AppliedCoupon(Wire, frozen=True):
    code: str = ""


class AppliedDiscount(Wire, frozen=True):
    coupon: AppliedCoupon | None = None


class UnreadableLine(Wire, frozen=True):
    """What is left of a line whose other fields cannot be read: enough to show it and to take it out."""

    id: str
    quantity: Count = 1


class WireCart(Wire, frozen=True):
    id: str
    currency: str
    line_items: list[msgspec.Raw] = []
    subtotal: Amount | None = None
    discount: Amount | None = None
    applied_discounts: list[AppliedDiscount] = []
    buyer_note: str = ""


class CartAnswer(Wire, frozen=True):
    cart: WireCart


class PriceSummary(Wire, frozen=True):
    subtotal: Amount | None = None
    shipping: Amount | None = None
    tax: Amount | None = None
    discount: Amount | None = None
    additional_fees: Amount | None = None
    total_additional_fees: Amount | None = None
    total: Amount | None = None
    total_with_gift_card: Amount | None = None


class OptionLogistics(Wire, frozen=True):
    delivery_time: str = ""


class ViolationLine(Wire, frozen=True):
    id: str = ""


class ViolationTarget(Wire, frozen=True):
    line_item: ViolationLine | None = None


class ShippingOptionCost(Wire, frozen=True):
    price: Amount | None = None


class WireShippingOption(Wire, frozen=True):
    title: str = ""
    cost: ShippingOptionCost = ShippingOptionCost()
    logistics: OptionLogistics = OptionLogistics()


class CarrierOptions(Wire, frozen=True):
    shipping_options: list[WireShippingOption] = []


class EstimatedShipping(Wire, frozen=True):
    carrier_service_options: list[CarrierOptions] = []


class Violation(Wire, frozen=True):
    """Something that stands in the way of an order; with a line's id it is about that line."""

    description: str = ""
    severity: str = ""
    target: ViolationTarget = ViolationTarget()


class EstimateAnswer(Wire, frozen=True):
    cart: WireCart
    price_summary: PriceSummary = PriceSummary()
    calculation_errors: dict[str, Any] = {}
    applied_discounts: list[AppliedDiscount] = []
    shipping_info: EstimatedShipping = EstimatedShipping()
    violations: list[msgspec.Raw] = []


class CheckoutIdAnswer(Wire, frozen=True):
    checkout_id: str


class WireCheckout(Wire, frozen=True):
    id: str
    completed: bool = False
    line_items: list[msgspec.Raw] = []


class CheckoutAnswer(Wire, frozen=True):
    checkout: WireCheckout


class WireUrlDetails(Wire, frozen=True):
    endpoint: str = ""
    search_params: dict[str, str | None] = {}


class WireRedirectSession(Wire, frozen=True):
    """Only `full_url` is needed, so that the rest may be missing."""

    full_url: str
    id: str | None = None
    url_details: WireUrlDetails | None = None
    session_token: str | None = None
    short_url: str | None = None


class RedirectSessionAnswer(Wire, frozen=True):
    redirect_session: WireRedirectSession


class WireAddress(Wire, frozen=True):
    address_line: str = ""
    address_line2: str = msgspec.field(name="addressLine2", default="")
    city: str = ""
    subdivision: str = ""
    postal_code: str = ""
    country: str = ""


class ContactDetails(Wire, frozen=True):
    first_name: str = ""
    last_name: str = ""


class ShippingDestination(Wire, frozen=True):
    address: WireAddress = WireAddress()
    contact_details: ContactDetails = ContactDetails()


class Logistics(Wire, frozen=True):
    delivery_time: str = ""
    shipping_destination: ShippingDestination | None = None


class ShippingInfo(Wire, frozen=True):
    title: str = ""
    logistics: Logistics = Logistics()


class BuyerInfo(Wire, frozen=True):
    email: str = ""
    member_id: str = ""


class WireOrder(Wire, frozen=True):
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
    applied_discounts: list[AppliedDiscount] = []
    buyer_note: str = ""
    fulfillment_status: str = ""


class OrderAnswer(Wire, frozen=True):
    order: WireOrder


class OrdersAnswer(Wire, frozen=True):
    orders: list[msgspec.Raw]
    metadata: PagingMetadata = PagingMetadata()


class ApplicationError(Wire, frozen=True):
    code: str = ""
    data: Any = None


class ErrorDetails(Wire, frozen=True):
    application_error: ApplicationError = ApplicationError()


class ErrorEnvelope(Wire, frozen=True):
    """`{"message", "details": {"applicationError": {"code"}}}`; branch on the code, never on the message."""

    details: ErrorDetails = ErrorDetails()
