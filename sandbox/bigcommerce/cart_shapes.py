"""A cart as v3 writes it. A checkout holds a cart of slightly other words, which is not here."""

from __future__ import annotations

from sandbox.bigcommerce.cart_store import Cart
from sandbox.bigcommerce.coupons import coupon_number, coupon_type
from sandbox.bigcommerce.lines import Line
from sandbox.bigcommerce.modifiers import answered, chosen_value_id
from sandbox.bigcommerce.numbers import part_id, value_id
from sandbox.bigcommerce.pricing import CartPrices, PricedLine
from sandbox.bigcommerce.shapes import Json, amount, picture_url, v3_time
from sandbox.bigcommerce.site import Store

PHYSICAL_OPTIONS = "line_items.physical_items.options"
DIGITAL_OPTIONS = "line_items.digital_items.options"
# A file can be fetched only once it is paid for.
DOWNLOAD: Json = {"download_file_urls": [], "download_page_url": "", "download_size": ""}


def cart_json(
    store: Store, cart: Cart, prices: CartPrices, currency: str, shop: str, include: frozenset[str] = frozenset()
) -> Json:
    """Return a cart; `shop` is the address of the channel's site, `include` may ask for the options of lines."""
    return {
        "id": cart.id,
        "customer_id": cart.customer_id,
        "channel_id": cart.channel_id,
        "email": cart.email,
        "currency": {"code": currency},
        "tax_included": False,
        "base_amount": amount(prices.base_amount),
        "discount_amount": 0,
        "manual_discount_amount": 0,
        "cart_amount": amount(prices.amount_inc_tax),
        "coupons": coupons_json(prices),
        "discounts": [],
        "line_items": line_items_json(store, prices, shop, include),
        "created_time": v3_time(cart.created_at),
        "updated_time": v3_time(cart.updated_at),
        "locale": cart.locale,
        "version": cart.version,
    }


def coupons_json(prices: CartPrices) -> list[Json]:
    """Return the coupons of a cart; those of a checkout are written in another way."""
    if prices.coupon is None:
        return []
    return [
        {
            "code": prices.coupon.code,
            "id": str(coupon_number(prices.coupon)),
            "coupon_type": coupon_type(prices.coupon),
            "discounted_amount": amount(prices.coupon_amount),
            "display_name": prices.coupon.name,
        }
    ]


def line_items_json(store: Store, prices: CartPrices, shop: str, include: frozenset[str] = frozenset()) -> Json:
    """Return the lines of a cart in their four lists."""
    return {
        "physical_items": [
            line_json(store, priced, shop, with_options=PHYSICAL_OPTIONS in include)
            for priced in prices.lines
            if not priced.line.is_digital
        ],
        "digital_items": [
            line_json(store, priced, shop, with_options=DIGITAL_OPTIONS in include) | DOWNLOAD
            for priced in prices.lines
            if priced.line.is_digital
        ],
        "gift_certificates": [],
        "custom_items": [],
    }


def line_json(store: Store, priced: PricedLine, shop: str, *, with_options: bool = False) -> Json:
    """Return a line of a cart."""
    line = priced.line
    picture = line.image_file
    body: Json = {
        "id": line.id,
        "parent_id": None,
        "variant_id": line.stored.variant_id,
        "product_id": line.stored.product_id,
        "sku": line.sku,
        "name": line.name,
        "url": f"{shop.rstrip('/')}/{line.product.slug}/" if line.product else "",
        "quantity": line.quantity,
        "taxable": True,
        "image_url": picture_url(store, picture) if picture else "",
        "discounts": [],
        "coupons": [],
        "discount_amount": 0,
        "coupon_amount": amount(priced.coupon_amount),
        "original_price": amount(line.full_price),
        "list_price": amount(line.unit_price),
        "sale_price": amount(line.unit_price),
        "extended_list_price": amount(line.total),
        "extended_sale_price": amount(line.total),
        "is_require_shipping": not line.is_digital,
        "is_mutable": True,
        "added_by_promotion": False,
    }
    return body | {"options": options_json(line)} if with_options else body


def options_json(line: Line) -> list[Json]:
    """Return the chosen options and the modifiers of a line."""
    if line.product is None or line.variant is None:
        return []
    found: list[Json] = []
    for position, (option, choice) in enumerate(zip(line.product.options, line.variant.choices, strict=True)):
        identifier = part_id(line.product, position)
        names = [entry["name"] for entry in option["choices"]]
        chosen = value_id(identifier, names.index(choice))
        found.append({"name": option["name"], "nameId": identifier, "value": choice, "valueId": chosen})
    for identifier, modifier, answer, _ in answered(line.product, line.stored.selections):
        value = chosen_value_id(identifier, modifier, answer)
        found.append({"name": modifier["name"], "nameId": identifier, "value": answer, "valueId": value})
    return found
