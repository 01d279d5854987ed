"""The shapes of Cart V2 that we read. Lines of orders and of Cart V1 are in wire.py.

Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/cart-object
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from services.wix.wire import (
    Amount,
    CatalogReference,
    Count,
    DescriptionLine,
    ItemType,
    MediaImage,
    OptionLogistics,
    PageUrl,
    Translated,
    ViolationTarget,
    Wire,
)


class QuantityInfo(Wire, frozen=True):
    """`requested` is what is wanted, `available` what there is; `confirmed` is the smaller of the two."""

    requested_quantity: Count
    confirmed_quantity: Count | None = None
    available_quantity: Count | None = None


class PriceBreakdown(Wire, frozen=True):
    full_price: Amount | None = None


class ItemPricing(Wire, frozen=True):
    unit_price: Amount | None = None
    total_price: Amount | None = None
    price_undetermined: bool = False
    breakdown: PriceBreakdown = PriceBreakdown()


class ItemSource(Wire, frozen=True):
    catalog_reference: CatalogReference


class ItemAttributes(Wire, frozen=True):
    description_lines: tuple[DescriptionLine, ...] = ()
    image: MediaImage | None = None
    url: PageUrl | None = None
    item_type: ItemType = ItemType()


class CartLine(Wire, frozen=True):
    id: str
    quantity_info: QuantityInfo
    source: ItemSource
    name: Translated = Translated()
    pricing: ItemPricing = ItemPricing()
    attributes: ItemAttributes = ItemAttributes()
    status: str = "IN_STOCK"


class CartCoupon(Wire, frozen=True):
    id: str
    code: str = ""


class BusinessInfo(Wire, frozen=True):
    currency_code: str


class ChosenMethod(Wire, frozen=True):
    code: str = ""


class DeliveryAddress(Wire, frozen=True):
    country: str = ""
    postal_code: str = ""
    subdivision: str = ""


class DeliveryInfo(Wire, frozen=True):
    address: DeliveryAddress = DeliveryAddress()
    method: ChosenMethod | None = None


class CartV2(Wire, frozen=True):
    id: str
    business_info: BusinessInfo
    line_items: tuple[msgspec.Raw, ...] = ()
    subtotal: Amount | None = None
    coupons: tuple[CartCoupon, ...] = ()
    note: str | None = None
    delivery_info: DeliveryInfo = DeliveryInfo()
    order_placed: bool = False
    order_id: str | None = None


class CartV2Answer(Wire, frozen=True):
    cart: CartV2


class PriceSummaryV2(Wire, frozen=True):
    subtotal: Amount | None = None
    discount: Amount | None = None
    delivery: Amount | None = None
    additional_fees: Amount | None = None
    tax: Amount | None = None
    total: Amount | None = None


class RedeemedGiftCard(Wire, frozen=True):
    gift_card_id: str = ""


class PaymentSummary(Wire, frozen=True):
    gift_cards: tuple[RedeemedGiftCard, ...] = ()
    total_after_gift_cards: Amount | None = None


class OutOfStockData(Wire, frozen=True):
    line_item_ids: tuple[str, ...] = ()


class CouponStatusData(Wire, frozen=True):
    reason: str = ""


class CustomValidationData(Wire, frozen=True):
    target: ViolationTarget = ViolationTarget()


class ViolationV2(Wire, frozen=True):
    """Something that stands in the way of an order, or takes nothing off; `code` says which, the data about what."""

    code: str = ""
    description: str | None = None
    severity: str = ""
    line_items_out_of_stock_data: OutOfStockData | None = None
    invalid_coupon_status_data: CouponStatusData | None = None
    custom_validation_data: CustomValidationData | None = None


class DeliverySummary(Wire, frozen=True):
    """The way of delivery whose price is counted; absent while none is chosen."""

    price: Amount | None = None


class CartSummary(Wire, frozen=True):
    delivery_summary: DeliverySummary | None = None
    price_summary: PriceSummaryV2 = PriceSummaryV2()
    payment_summary: PaymentSummary = PaymentSummary()
    violations: tuple[msgspec.Raw, ...] = ()


class SummaryAnswer(Wire, frozen=True):
    cart: CartV2
    summary: CartSummary


class DeliveryCost(Wire, frozen=True):
    price: Decimal | None = None


class DeliveryReference(Wire, frozen=True):
    code: str = ""
    app_id: str | None = None


class DeliverySolution(Wire, frozen=True):
    title: str
    code: str = ""
    delivery_reference: DeliveryReference = DeliveryReference()
    cost: DeliveryCost = DeliveryCost()
    logistics: OptionLogistics = OptionLogistics()


class DeliverySolutionsAnswer(Wire, frozen=True):
    delivery_solutions: tuple[msgspec.Raw, ...] = ()
