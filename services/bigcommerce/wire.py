"""BigCommerce's JSON shapes of carts and checkouts, as far as we read them; unknown fields are ignored.

Numbers of money are read as Decimal, never as float. Lists hold `Raw` where one bad entry must hide itself only.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec


class Wire(msgspec.Struct, frozen=True):
    """Base of all shapes; field names are BigCommerce's own."""


class Problem(Wire, frozen=True):
    """An error of V3 (`title`), of payments (`detail`, `code`) or an entry of V2's list (`message`)."""

    title: str = ""
    message: str = ""
    detail: str = ""
    code: int | str | None = None
    errors: object = None


class Pagination(Wire, frozen=True):
    """Where a page of a V3 list lies; BigCommerce leaves the totals out where it does not count."""

    total: int | None = None
    current_page: int = 1
    total_pages: int | None = None


class Meta(Wire, frozen=True):
    pagination: Pagination = Pagination()


class Currency(Wire, frozen=True):
    code: str


class ItemOption(Wire, frozen=True):
    """What was chosen or filled in for a line: a variant's option or a modifier."""

    name: str = ""
    value: str = ""


class CartItem(Wire, frozen=True):
    """An entry of `physical_items` or `digital_items`; a custom item has no product."""

    id: str
    name: str
    quantity: int
    product_id: int | None = None
    variant_id: int | None = None
    parent_id: str | int | None = None
    url: str | None = None
    image_url: str | None = None
    list_price: Decimal | None = None
    sale_price: Decimal | None = None
    original_price: Decimal | None = None
    extended_list_price: Decimal | None = None
    extended_sale_price: Decimal | None = None
    options: list[ItemOption] | None = None


class GiftCertificate(Wire, frozen=True):
    id: str
    name: str = ""
    amount: Decimal | None = None


class LineItems(Wire, frozen=True):
    physical_items: tuple[msgspec.Raw, ...] = ()
    digital_items: tuple[msgspec.Raw, ...] = ()
    custom_items: tuple[msgspec.Raw, ...] = ()
    gift_certificates: tuple[msgspec.Raw, ...] = ()


class AppliedCoupon(Wire, frozen=True):
    """Its `id` and `coupon_type` are typed otherwise in carts than in checkouts, so they are not read."""

    code: str
    discounted_amount: Decimal | None = None


class WireCart(Wire, frozen=True):
    """`cart_amount` stands in a cart, `cart_amount_inc_tax` in the cart inside a checkout."""

    id: str
    currency: Currency
    line_items: LineItems = LineItems()
    tax_included: bool = False
    base_amount: Decimal | None = None
    discount_amount: Decimal | None = None
    cart_amount: Decimal | None = None
    cart_amount_inc_tax: Decimal | None = None
    coupons: tuple[AppliedCoupon, ...] = ()
    version: int | None = None


class CartAnswer(Wire, frozen=True):
    data: WireCart


class WireCheckout(Wire, frozen=True):
    """Consignments are read where a way of delivery is looked at."""

    id: str
    cart: WireCart
    order_id: int | str | None = None
    coupons: tuple[AppliedCoupon, ...] = ()
    consignments: tuple[msgspec.Raw, ...] = ()
    shipping_cost_total_inc_tax: Decimal | None = None
    shipping_cost_total_ex_tax: Decimal | None = None
    handling_cost_total_ex_tax: Decimal | None = None
    tax_total: Decimal | None = None
    grand_total: Decimal | None = None
    customer_message: str | None = None
    version: int | None = None


class CheckoutAnswer(Wire, frozen=True):
    data: WireCheckout


class RedirectUrls(Wire, frozen=True):
    cart_url: str = ""
    checkout_url: str = ""
    embedded_checkout_url: str = ""


class RedirectUrlsAnswer(Wire, frozen=True):
    data: RedirectUrls
