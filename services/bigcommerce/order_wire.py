"""BigCommerce's JSON shapes of orders (V2): bare, amounts as text with four places, dates as in mails."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from services.bigcommerce.wire import Wire


class OrderAddress(Wire, frozen=True):
    """V2 has words of its own: `street_1`, `state`, `zip`, `country_iso2`."""

    first_name: str = ""
    last_name: str = ""
    company: str = ""
    street_1: str = ""
    street_2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    email: str = ""
    shipping_method: str = ""


class WireOrder(Wire, frozen=True):
    """Labels may be renamed by merchants, so `status` is not read; ids and `payment_status` are."""

    id: int
    status_id: int
    date_created: str = ""
    payment_status: str | None = ""
    cart_id: str | None = None
    currency_code: str = ""
    subtotal_ex_tax: Decimal | None = None
    shipping_cost_ex_tax: Decimal | None = None
    base_shipping_cost: Decimal | None = None
    handling_cost_ex_tax: Decimal | None = None
    total_tax: Decimal | None = None
    total_inc_tax: Decimal | None = None
    discount_amount: Decimal | None = None
    coupon_discount: Decimal | None = None
    customer_message: str | None = None
    is_deleted: bool = False
    billing_address: OrderAddress = OrderAddress()


class ProductOption(Wire, frozen=True):
    display_name: str = ""
    display_value: str = ""


class OrderProduct(Wire, frozen=True):
    id: int
    name: str = ""
    product_id: int | None = None
    variant_id: int | None = None
    quantity: int = 1
    base_price: Decimal | None = None
    price_ex_tax: Decimal | None = None
    base_total: Decimal | None = None
    total_ex_tax: Decimal | None = None
    product_options: tuple[ProductOption, ...] = ()


class OrderCoupon(Wire, frozen=True):
    code: str = ""


class OrderParts(Wire, frozen=True):
    """What stands at addresses of its own beside an order."""

    products: tuple[msgspec.Raw, ...] = ()
    shipping_addresses: tuple[msgspec.Raw, ...] = ()
    coupons: tuple[msgspec.Raw, ...] = ()
