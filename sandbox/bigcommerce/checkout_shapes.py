"""A checkout as v3 writes it. The cart inside has other words than a cart by itself."""

from __future__ import annotations

import sqlite3
from typing import Any

from sandbox.bigcommerce.cart_shapes import line_items_json
from sandbox.bigcommerce.checkout_quote import Offer, Parcel, Quote
from sandbox.bigcommerce.coupons import TYPE_NAMES, coupon_number, coupon_type
from sandbox.bigcommerce.order_store import find_orders
from sandbox.bigcommerce.shapes import Json, amount, v3_time
from sandbox.bigcommerce.site import Store
from sandbox.bigcommerce.site_store import find_site
from sandbox.products import shop_currency

OFFERS = "consignments.available_shipping_options"
BANNERS = "promotions.banners"
CART_PREFIX = "cart."
NO_ADDRESS = dict.fromkeys(
    (
        *("id", "first_name", "last_name", "email", "company", "address1", "address2", "city", "state_or_province"),
        *("state_or_province_code", "country", "country_code", "postal_code", "phone"),
    ),
    "",
)


def checkout_json(db: sqlite3.Connection, store: Store, quoted: Quote, included: frozenset[str]) -> Json:
    """Return a checkout; `included` may ask for the ways to send it and for the options of lines."""
    cart, record = quoted.cart, quoted.record
    body: Json = {
        "id": cart.id,
        "cart": _cart(db, store, quoted, included),
        "billing_address": dict(record.billing) if record.billing else {**NO_ADDRESS, "custom_fields": []},
        "consignments": [_consignment(quoted, parcel, with_offers=OFFERS in included) for parcel in quoted.parcels],
        "taxes": [{"name": name, "amount": amount(minor)} for name, _, minor in quoted.taxes],
        "coupons": _coupons(quoted),
        "order_id": _order_id(db, cart.id),
        "shipping_cost_total_inc_tax": amount(quoted.shipping_ex_tax + quoted.shipping_tax),
        "shipping_cost_total_ex_tax": amount(quoted.shipping_ex_tax),
        "handling_cost_total_inc_tax": 0,
        "handling_cost_total_ex_tax": 0,
        "tax_total": amount(quoted.cart_tax + quoted.shipping_tax),
        "subtotal_inc_tax": amount(quoted.cart_ex_tax + quoted.cart_tax),
        "subtotal_ex_tax": amount(quoted.cart_ex_tax),
        "grand_total": amount(quoted.grand_total),
        "created_time": v3_time(cart.created_at),
        "updated_time": v3_time(cart.updated_at),
        "customer_message": record.customer_message,
        "fees": [],
        "version": cart.version,
    }
    return body | ({"promotions": [{"banners": []}]} if BANNERS in included else {})


def offer_json(offer: Offer) -> Json:
    """Return a way to send a consignment."""
    return {
        "id": offer.id,
        "type": "shipping_flatrate",
        "description": offer.option.title,
        "image_url": "",
        "cost": amount(offer.option.price),
        "transit_time": offer.option.delivery_time,
        "additional_description": "",
    }


def _cart(db: sqlite3.Connection, store: Store, quoted: Quote, included: frozenset[str]) -> Json:
    cart = quoted.cart
    wanted = frozenset(name.removeprefix(CART_PREFIX) for name in included)
    items = line_items_json(store, quoted.prices, find_site(db, store).url, wanted)
    return {
        "id": cart.id,
        "customer_id": cart.customer_id,
        "channel_id": cart.channel_id,
        "email": cart.email,
        "currency": {"code": shop_currency(db)},
        "tax_included": False,
        "base_amount": amount(quoted.prices.base_amount),
        "discount_amount": amount(quoted.manual_discount),
        "cart_amount_inc_tax": amount(quoted.cart_ex_tax + quoted.cart_tax),
        "cart_amount_ex_tax": amount(quoted.cart_ex_tax),
        "coupons": _coupons(quoted),
        "discounts": [
            {"id": line_id, "discounted_amount": amount(minor)} for line_id, minor in quoted.manual.items() if minor
        ],
        "line_items": {kind: [_item(quoted, item) for item in found] for kind, found in items.items()},
        "created_time": v3_time(cart.created_at),
        "updated_time": v3_time(cart.updated_at),
    }


def _item(quoted: Quote, item: dict[str, Any]) -> Json:
    """Return a line with `is_taxable` for `taxable`, and with what the shop itself takes off."""
    words = {"taxable": "is_taxable"}
    body = {words.get(name, name): value for name, value in item.items()}
    taken_off = quoted.manual[item["id"]]
    body["discount_amount"] = amount(taken_off)
    body["discounts"] = [{"id": "manual-discount", "discounted_amount": amount(taken_off)}] if taken_off else []
    return body | ({"gift_wrapping": None} if item["is_require_shipping"] else {})


def _consignment(quoted: Quote, parcel: Parcel, *, with_offers: bool) -> Json:
    address = dict(parcel.consignment.address)
    coupon = quoted.prices.coupon
    body: Json = {
        "id": parcel.consignment.id,
        "shipping_cost_inc_tax": amount(parcel.cost + parcel.tax),
        "shipping_cost_ex_tax": amount(parcel.cost),
        "handling_cost_inc_tax": 0,
        "handling_cost_ex_tax": 0,
        "coupon_discounts": [{"code": coupon.code, "amount": amount(parcel.saved)}] if coupon and parcel.saved else [],
        "discounts": [],
        "line_item_ids": list(parcel.pieces),
        "shipping_address": address,
        "address": address,
    }
    if parcel.selected:
        body["selected_shipping_option"] = offer_json(parcel.selected)
    if with_offers:
        body["available_shipping_options"] = [offer_json(offer) for offer in parcel.offers]
    return body


def _coupons(quoted: Quote) -> list[Json]:
    coupon = quoted.prices.coupon
    if coupon is None:
        return []
    taken_off = quoted.prices.coupon_amount + sum(parcel.saved for parcel in quoted.parcels)
    return [
        {
            "id": coupon_number(coupon),
            "code": coupon.code,
            "coupon_type": TYPE_NAMES[coupon_type(coupon)],
            "display_name": coupon.name,
            "discounted_amount": amount(taken_off),
        }
    ]


def _order_id(db: sqlite3.Connection, cart_id: str) -> int | None:
    made = find_orders(db, {"cart_id": cart_id}, 100, 0)
    return made[-1].id if made else None
