"""From BigCommerce's carts and checkouts to ours: pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from services.bigcommerce import wire
from services.bigcommerce.slugs import slug_of
from services.bigcommerce.values import id_of, money_from_bigcommerce, positive, web_address
from services.models import Cart, Coupon, Image, LineItem, Money, Totals
from services.reading import decode_each

ZERO = Decimal(0)


def cart_from_bigcommerce(payload: wire.WireCart) -> Cart:
    """Shape: `data` of a cart call. What is due is the goods alone: nothing is known of delivery."""
    currency = payload.currency.code
    return Cart(
        id=payload.id,
        lines=lines_from_bigcommerce(payload),
        totals=Totals(
            subtotal=money_from_bigcommerce(payload.base_amount, currency),
            discount=_discount(payload),
            total=money_from_bigcommerce(payload.cart_amount or payload.cart_amount_inc_tax, currency),
        ),
        coupon=_coupon(payload.coupons),
        needs_shipping=bool(payload.line_items.physical_items),
    )


def cart_of_checkout(payload: wire.WireCheckout) -> Cart:
    """Shape: `data` of a checkout call: the cart with its note and all that is known of what it comes to."""
    cart = cart_from_bigcommerce(payload.cart)
    return Cart(
        id=cart.id,
        lines=cart.lines,
        totals=totals_of_checkout(payload),
        coupon=_coupon(payload.coupons) or cart.coupon,
        note=payload.customer_message or "",
        needs_shipping=cart.needs_shipping,
    )


def totals_of_checkout(payload: wire.WireCheckout) -> Totals:
    """The sums so far. Shipping stands there once a way of delivery was chosen; a zero tax may not be known yet."""
    currency = payload.cart.currency.code
    shipping = None
    if payload.consignments:
        shipping = money_from_bigcommerce(payload.shipping_cost_total_ex_tax, currency)
    return Totals(
        subtotal=money_from_bigcommerce(payload.cart.base_amount, currency),
        discount=_discount(payload.cart, payload.coupons),
        shipping=shipping,
        tax=positive(payload.tax_total, currency),
        fees=positive(payload.handling_cost_total_ex_tax, currency),
        total=money_from_bigcommerce(payload.grand_total, currency),
    )


def lines_from_bigcommerce(payload: wire.WireCart) -> tuple[LineItem, ...]:
    """All four lists in their order: things to send, downloads, what a merchant added, gift certificates."""
    items, currency = payload.line_items, payload.currency.code
    products = decode_each([*items.physical_items, *items.digital_items], wire.CartItem, "cart line")
    custom = decode_each(items.custom_items, wire.CartItem, "custom cart line")
    gifts = decode_each(items.gift_certificates, wire.GiftCertificate, "gift certificate")
    return (
        *(_line(item, currency) for item in (*products, *custom)),
        *(
            LineItem(
                gift.id, "", gift.name or "Gift certificate", 1, total=money_from_bigcommerce(gift.amount, currency)
            )
            for gift in gifts
        ),
    )


def _line(item: wire.CartItem, currency: str) -> LineItem:
    unit = item.list_price if item.sale_price is None else item.sale_price
    total = item.extended_list_price if item.extended_sale_price is None else item.extended_sale_price
    if total is None and unit is not None:
        total = unit * item.quantity
    is_cheaper = unit is not None and item.original_price is not None and item.original_price > unit
    image = web_address(item.image_url)
    return LineItem(
        id=item.id,
        product_id=id_of(item.product_id),
        name=item.name,
        quantity=item.quantity,
        variant_id=id_of(item.variant_id),
        product_slug=slug_of(item.product_id, item.url, item.name) if item.product_id else None,
        choices=tuple((option.name, option.value) for option in item.options or () if option.name),
        image=Image(image, item.name) if image else None,
        unit_price=money_from_bigcommerce(unit, currency),
        full_unit_price=money_from_bigcommerce(item.original_price, currency) if is_cheaper else None,
        total=money_from_bigcommerce(total, currency),
    )


def _discount(cart: wire.WireCart, coupons: Iterable[wire.AppliedCoupon] = ()) -> Money | None:
    """Discounts of the cart as a whole, and what its coupons take off: BigCommerce counts them apart."""
    worth = [coupon.discounted_amount or ZERO for coupon in coupons or cart.coupons]
    return positive((cart.discount_amount or ZERO) + sum(worth, ZERO), cart.currency.code)


def _coupon(coupons: Iterable[wire.AppliedCoupon]) -> Coupon | None:
    """A store may allow several; pages show the one that was put on last."""
    code = next((coupon.code for coupon in reversed(list(coupons))), "")
    return Coupon(code) if code else None
