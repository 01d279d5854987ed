"""Orders as v2 writes them: strings of four places, RFC 2822 dates, and words of its own for addresses."""

from __future__ import annotations

from decimal import Decimal
from email.utils import format_datetime
from typing import Any

from sandbox.bigcommerce.addresses import address_v2
from sandbox.bigcommerce.order_store import REFUNDED, STATUSES, Order
from sandbox.bigcommerce.shapes import amount
from sandbox.bigcommerce.site import MOUNT, STORE_HASH, Store
from sandbox.clock import parse_iso

COUPON_TYPES = {"per_item_discount": 0, "percentage_discount": 1, "per_total_discount": 2, "free_shipping": 4}
PARTS_PER_ORDER = 100
NOTHING = "0.0000"
Json = dict[str, Any]


def order_v2(store: Store, order: Order) -> Json:
    """Return an order without its sub-resources, which are links."""
    document = order.document
    status = STATUSES[order.status_id]
    pieces = sum(line["quantity"] for line in document["lines"])
    return {
        "id": order.id,
        "customer_id": order.customer_id,
        "date_created": date_v2(order.created_at),
        "date_modified": date_v2(order.updated_at),
        "date_shipped": "",
        "status_id": order.status_id,
        "status": status,
        **_amounts(order),
        "is_tax_inclusive_pricing": False,
        "items_total": pieces,
        "items_shipped": pieces if order.status_id == 2 else 0,
        "payment_method": order.payment_method,
        "payment_provider_id": "",
        "payment_status": order.payment_status,
        "refunded_amount": money_v2(order.paid if order.status_id == REFUNDED else 0),
        "order_is_digital": not document["consignments"],
        "ip_address": "",
        "ip_address_v6": "",
        "geoip_country": "",
        "geoip_country_iso2": "",
        "currency_id": 1,
        "currency_code": document["currency"],
        "currency_exchange_rate": "1.0000000000",
        "default_currency_id": 1,
        "default_currency_code": document["currency"],
        "staff_notes": None,
        "customer_message": document["customer_message"] or None,
        "shipping_address_count": len(document["consignments"]),
        "ebay_order_id": "0",
        "cart_id": order.cart_id,
        "billing_address": address_v2(document["billing"]),
        "is_email_opt_in": False,
        "credit_card_type": None,
        "order_source": document["source"],
        "channel_id": order.channel_id,
        "external_source": None,
        "products": _link(store, order, "products"),
        "shipping_addresses": _link(store, order, "shippingaddresses"),
        "coupons": _link(store, order, "coupons"),
        "external_id": None,
        "external_merchant_id": None,
        "external_order_id": "",
        "tax_provider_id": "BasicTaxProvider",
        "store_default_currency_code": document["currency"],
        "store_default_to_transactional_exchange_rate": "1.0000000000",
        "custom_status": status,
        "customer_locale": document["locale"],
        "is_deleted": False,
        "fees": [],
    }


def shipping_addresses_v2(store: Store, order: Order) -> list[Json]:
    """Return where it goes; nothing for what is not sent."""
    found = []
    for position, consignment in enumerate(order.document["consignments"], start=1):
        cost, tax = consignment["shipping"], consignment["shipping_tax"]
        number = part_id(order, position)
        found.append(
            {
                "id": number,
                "order_id": order.id,
                **address_v2(consignment["address"]),
                "items_total": consignment["pieces"],
                "items_shipped": 0,
                "shipping_method": consignment["method"],
                "base_cost": money_v2(cost),
                "cost_ex_tax": money_v2(cost),
                "cost_inc_tax": money_v2(cost + tax),
                "cost_tax": money_v2(tax),
                "cost_tax_class_id": 0,
                "base_handling_cost": NOTHING,
                "handling_cost_ex_tax": NOTHING,
                "handling_cost_inc_tax": NOTHING,
                "handling_cost_tax": NOTHING,
                "handling_cost_tax_class_id": 0,
                "shipping_zone_id": 1,
                "shipping_zone_name": consignment["zone"],
                "shipping_quotes": _link(store, order, f"shippingaddresses/{number}/shippingquotes"),
            }
        )
    return found


def coupons_v2(order: Order) -> list[Json]:
    """Return the coupons that were used."""
    return [
        {
            "id": part_id(order, position),
            "coupon_id": coupon["id"],
            "order_id": order.id,
            "code": coupon["code"],
            "amount": coupon["amount"],
            "type": COUPON_TYPES[coupon["kind"]],
            "discount": amount(coupon["discount"]),
        }
        for position, coupon in enumerate(order.document["coupons"], start=1)
    ]


def taxes_v2(order: Order) -> list[Json]:
    """Return the taxes, one entry for each name."""
    return [
        {
            "id": part_id(order, position),
            "order_id": order.id,
            "order_address_id": part_id(order, 1) if order.document["consignments"] else 0,
            "tax_rate_id": position,
            "tax_class_id": 0,
            "name": tax["name"],
            "class": "Default Tax Class",
            "rate": f"{Decimal(tax['rate']) * 100:.4f}",
            "priority": 1,
            "priority_amount": money_v2(tax["amount"]),
            "line_amount": money_v2(tax["amount"]),
            "order_product_id": None,
            "line_item_type": "item",
        }
        for position, tax in enumerate(order.document["taxes"], start=1)
    ]


def money_v2(minor: int) -> str:
    """Return an amount as v2 writes it: a string with four places."""
    return f"{Decimal(minor) / 100:.4f}"


def part_id(order: Order, position: int) -> int:
    """Return the number of a part of an order: no two orders share one."""
    return order.id * PARTS_PER_ORDER + position


def date_v2(text: str) -> str:
    """Return a moment as v2 writes it, such as `Tue, 05 Mar 2019 21:40:11 +0000`."""
    return format_datetime(parse_iso(text))


def _amounts(order: Order) -> dict[str, str | int]:
    document = order.document
    subtotal, subtotal_tax = document["subtotal"], document["subtotal_tax"]
    shipping, shipping_tax = document["shipping"], document["shipping_tax"]
    tax = subtotal_tax + shipping_tax
    amounts = {
        "subtotal_ex_tax": subtotal,
        "subtotal_inc_tax": subtotal + subtotal_tax,
        "subtotal_tax": subtotal_tax,
        "base_shipping_cost": shipping,
        "shipping_cost_ex_tax": shipping,
        "shipping_cost_inc_tax": shipping + shipping_tax,
        "shipping_cost_tax": shipping_tax,
        "base_handling_cost": 0,
        "handling_cost_ex_tax": 0,
        "handling_cost_inc_tax": 0,
        "handling_cost_tax": 0,
        "base_wrapping_cost": 0,
        "wrapping_cost_ex_tax": 0,
        "wrapping_cost_inc_tax": 0,
        "wrapping_cost_tax": 0,
        "total_ex_tax": order.total - tax,
        "total_inc_tax": order.total,
        "total_tax": tax,
        "store_credit_amount": order.store_credit,
        "gift_certificate_amount": order.gift,
        "discount_amount": document["manual_discount"],
        "coupon_discount": document["coupon_discount"],
    }
    classes = dict.fromkeys(
        ("shipping_cost_tax_class_id", "handling_cost_tax_class_id", "wrapping_cost_tax_class_id"), 0
    )
    return {name: money_v2(minor) for name, minor in amounts.items()} | classes


def _link(store: Store, order: Order, name: str) -> Json:
    resource = f"/orders/{order.id}/{name}"
    return {"url": f"{store.public_url}{MOUNT}/stores/{STORE_HASH}/v2{resource}", "resource": resource}
