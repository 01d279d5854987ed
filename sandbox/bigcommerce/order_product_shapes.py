"""The lines of orders as v2 writes them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sandbox.bigcommerce.order_shapes import NOTHING, PARTS_PER_ORDER, Json, money_v2, part_id
from sandbox.bigcommerce.order_store import Order


def products_v2(order: Order) -> list[Json]:
    """Return what was ordered, one entry for each line."""
    return [_product(order, position, line) for position, line in enumerate(order.document["lines"], start=1)]


def _product(order: Order, position: int, line: Mapping[str, Any]) -> Json:
    price, quantity, total, tax = line["price"], line["quantity"], line["total"], line["tax"]
    number = part_id(order, position)
    nothing = dict.fromkeys(
        (
            *("base_cost_price", "cost_price_inc_tax", "cost_price_ex_tax", "cost_price_tax", "refund_amount"),
            *("base_wrapping_cost", "wrapping_cost_ex_tax", "wrapping_cost_inc_tax", "wrapping_cost_tax"),
            *("fixed_shipping_cost", "width", "height", "depth"),
        ),
        NOTHING,
    )
    unit_tax = int(Decimal(tax) / quantity)
    return {
        "id": number,
        "order_id": order.id,
        "product_id": line["product_id"],
        "variant_id": line["variant_id"],
        "order_address_id": part_id(order, line["consignment"]) if line["consignment"] else 0,
        "name": line["name"],
        "name_customer": line["name"],
        "name_merchant": line["name"],
        "sku": line["sku"],
        "upc": "",
        "type": line["type"],
        "base_price": money_v2(price),
        "price_ex_tax": money_v2(price),
        "price_inc_tax": money_v2(price + unit_tax),
        "price_tax": money_v2(unit_tax),
        "base_total": money_v2(total),
        "total_ex_tax": money_v2(total),
        "total_inc_tax": money_v2(total + tax),
        "total_tax": money_v2(tax),
        "quantity": quantity,
        "weight": f"{Decimal(str(line['weight'] or 0)):.4f}",
        **nothing,
        "is_refunded": False,
        "quantity_refunded": 0,
        "quantity_shipped": 0,
        "return_id": 0,
        "wrapping_id": 0,
        "wrapping_name": "",
        "wrapping_message": "",
        "ebay_item_id": "",
        "ebay_transaction_id": "",
        "option_set_id": None,
        "parent_order_product_id": None,
        "is_bundled_product": False,
        "bin_picking_number": "",
        "external_id": None,
        "brand": line["brand"] or "",
        "applied_discounts": _discounts(line),
        "product_options": [
            {
                "id": number * PARTS_PER_ORDER + order_number,
                "option_id": option["id"],
                "order_product_id": number,
                "product_option_id": option["id"],
                "display_name": option["name"],
                "display_name_customer": option["name"],
                "display_name_merchant": option["name"],
                "display_value": option["value"],
                "display_value_customer": option["value"],
                "display_value_merchant": option["value"],
                "value": str(option["value_id"]),
                "type": "Multiple choice",
                "name": option["name"],
                "display_style": "",
            }
            for order_number, option in enumerate(line["options"], start=1)
        ],
        "configurable_fields": [],
        "gift_certificate_id": None,
        "discounted_total_inc_tax": money_v2(total - line["discount"] + tax),
    }


def _discounts(line: Mapping[str, Any]) -> list[Json]:
    if not line["discount"]:
        return []
    name = line["discount_name"]
    return [
        {
            "id": "coupon" if line["discount_code"] else "manual-discount",
            "amount": money_v2(line["discount"]),
            "name": name,
            "code": line["discount_code"],
            "target": "product" if line["discount_code"] else "order",
        }
    ]
