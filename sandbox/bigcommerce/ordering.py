"""From a checkout to an order: what must be there first, and what the order remembers. No HTTP."""

from __future__ import annotations

import sqlite3
from typing import Any

from sandbox.bigcommerce.addresses import missing_parts
from sandbox.bigcommerce.cart_shapes import options_json
from sandbox.bigcommerce.cart_store import Cart
from sandbox.bigcommerce.checkout_quote import Parcel, Quote, quote
from sandbox.bigcommerce.coupons import TYPE_NAMES, coupon_number, coupon_type
from sandbox.bigcommerce.errors import v3_error
from sandbox.bigcommerce.order_store import insert_order
from sandbox.bigcommerce.pricing import PricedLine
from sandbox.bigcommerce.site import Store
from sandbox.bigcommerce.wanted import check_available
from sandbox.products import shop_currency

Json = dict[str, Any]


def make_order(db: sqlite3.Connection, store: Store, cart: Cart, source: str) -> int:
    """Write an order of a checkout and return its id; `source` is how it was made.

    Raises: 422 where something is missing or sold out. BigCommerce does not document these refusals.
    """
    now = store.clock.now()
    quoted = quote(db, cart, now)
    _check_ready(quoted)
    check_available(cart.lines)
    billing = quoted.record.billing or {}
    columns = {
        "cart_id": cart.id,
        "channel_id": cart.channel_id,
        "customer_id": cart.customer_id,
        "email": billing["email"],
        "total": quoted.grand_total,
    }
    return insert_order(db, now, columns, _document(shop_currency(db), quoted, source))


def _check_ready(quoted: Quote) -> None:
    billing = quoted.record.billing
    if billing is None:
        raise v3_error(422, "Missing billing address: it is required to create an order")
    if missing := missing_parts(billing):
        raise _incomplete("The billing address for this order is incomplete", missing)
    if quoted.unassigned:
        raise v3_error(422, "Not all physical line items are assigned to a consignment")
    for parcel in quoted.parcels:
        if parcel.pieces and (missing := missing_parts(parcel.consignment.address)):
            raise _incomplete("A shipping address for this order is incomplete", missing)
    if any(parcel.selected is None for parcel in quoted.parcels if parcel.pieces):
        raise v3_error(422, "A shipping option must be selected for every consignment")


def _incomplete(title: str, missing: list[str]) -> Exception:
    return v3_error(422, title, {name: f"{name} is required" for name in missing})


def _document(currency: str, quoted: Quote, source: str) -> Json:
    parcels = [parcel for parcel in quoted.parcels if parcel.pieces]
    return {
        "currency": currency,
        "locale": quoted.cart.locale.split("-")[0],
        "source": source,
        "customer_message": quoted.record.customer_message,
        "billing": dict(quoted.record.billing or {}),
        "lines": [_line(quoted, priced, parcels) for priced in quoted.prices.lines],
        "consignments": [_consignment(parcel) for parcel in parcels],
        "coupons": _coupons(quoted),
        "taxes": [{"name": name, "rate": str(rate), "amount": minor} for name, rate, minor in quoted.taxes],
        "subtotal": quoted.prices.base_amount,
        "subtotal_tax": quoted.cart_tax,
        "shipping": quoted.shipping_ex_tax,
        "shipping_tax": quoted.shipping_tax,
        "coupon_discount": quoted.prices.coupon_amount,
        "manual_discount": quoted.manual_discount,
    }


def _line(quoted: Quote, priced: PricedLine, parcels: list[Parcel]) -> Json:
    line, coupon = priced.line, quoted.prices.coupon
    manual = quoted.manual[line.id]
    places = [number for number, parcel in enumerate(parcels, start=1) if line.id in parcel.pieces]
    code = coupon.code if coupon and priced.coupon_amount else None
    return {
        "product_id": line.stored.product_id,
        "variant_id": line.stored.variant_id,
        "shared_product_id": line.product.id if line.product else "",
        "shared_variant_id": line.variant.id if line.variant else "",
        "name": line.name,
        "sku": line.sku,
        "type": "digital" if line.is_digital else "physical",
        "brand": line.product.brand if line.product else None,
        "weight": line.variant.weight if line.variant else None,
        "image": line.image_file,
        "quantity": line.quantity,
        "price": line.unit_price,
        "total": line.total,
        "discount": priced.coupon_amount + manual,
        "discount_code": code,
        "discount_name": coupon.name if coupon and code else "Manual Discount",
        "tax": quoted.line_tax(line),
        "options": [
            {"id": entry["nameId"], "name": entry["name"], "value": entry["value"], "value_id": entry["valueId"] or ""}
            for entry in options_json(line)
        ],
        "consignment": places[0] if places else 0,
    }


def _consignment(parcel: Parcel) -> Json:
    return {
        "address": dict(parcel.consignment.address),
        "pieces": sum(parcel.pieces.values()),
        "method": parcel.selected.option.title if parcel.selected else "",
        "zone": parcel.zone,
        "shipping": parcel.cost,
        "shipping_tax": parcel.tax,
    }


def _coupons(quoted: Quote) -> list[Json]:
    coupon = quoted.prices.coupon
    if coupon is None:
        return []
    saved = sum(parcel.saved for parcel in quoted.parcels)
    return [
        {
            "id": coupon_number(coupon),
            "code": coupon.code,
            "kind": TYPE_NAMES[coupon_type(coupon)],
            "amount": str(coupon.percent) if coupon.percent else f"{coupon.amount / 100:.4f}",
            "discount": quoted.prices.coupon_amount + saved,
        }
    ]
