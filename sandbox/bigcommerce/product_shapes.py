"""Products and what hangs on them as v3 writes them.

The base of a product's prices is its cheapest variant. A ribbon is a custom field, and makes a product featured; what
else the shop says of a product is its warranty text, which BigCommerce keeps as HTML.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.bigcommerce import numbers
from sandbox.bigcommerce.shapes import Json, amount, picture_url, v3_time
from sandbox.bigcommerce.site import CHANNEL_ID, Store
from sandbox.products import Category, Product, Variant
from sandbox.seed.rows import minor_units

NO_ADJUSTMENT = {"adjuster": None, "adjuster_value": 0}


def product_json(store: Store, product: Product, categories: Sequence[Category], include: frozenset[str]) -> Json:
    """Return a product with the sub-resources of `include`."""
    base = base_variant(product)
    is_on_sale = base.compare_at is not None
    body: Json = {
        "id": numbers.product_id(product.number),
        "name": product.name,
        "type": "digital" if product.is_digital else "physical",
        "sku": base.sku if not product.options else "",
        "description": product.description,
        "weight": base.weight or 0,
        "width": 0,
        "depth": 0,
        "height": 0,
        "price": amount(base.compare_at or base.price),
        "cost_price": 0,
        "retail_price": 0,
        "sale_price": amount(base.price) if is_on_sale else 0,
        "map_price": 0,
        "tax_class_id": 0,
        "product_tax_code": "",
        "calculated_price": amount(base.price),
        "categories": [numbers.category_id(category.number) for category in categories],
        "brand_id": numbers.brand_id(product.brand_id),
        "option_set_id": None,
        "option_set_display": "right",
        "inventory_level": inventory_level(product),
        "inventory_warning_level": 0,
        "inventory_tracking": inventory_tracking(product),
        "reviews_rating_sum": 0,
        "reviews_count": 0,
        "total_sold": 0,
        "fixed_cost_shipping_price": 0,
        "is_free_shipping": False,
        "is_visible": product.visible,
        "is_featured": product.ribbon is not None,
        "related_products": [-1],
        "warranty": _warranty(product),
        "bin_picking_number": "",
        "layout_file": "product.html",
        "upc": "",
        "mpn": "",
        "gtin": "",
        "search_keywords": "",
        "availability_description": "",
        "availability": availability(product),
        "gift_wrapping_options_type": "any",
        "gift_wrapping_options_list": [],
        "sort_order": 0,
        "condition": "New",
        "is_condition_shown": False,
        "order_quantity_minimum": 0,
        "order_quantity_maximum": product.max_per_order or 0,
        "page_title": "",
        "meta_keywords": [],
        "meta_description": "",
        "date_created": v3_time(product.created_at),
        "date_modified": v3_time(product.updated_at),
        "view_count": 0,
        "preorder_release_date": None,
        "preorder_message": product.preorder or "",
        "is_preorder_only": False,
        "is_price_hidden": False,
        "price_hidden_label": "",
        "custom_url": {"url": f"/{product.slug}/", "is_customized": False},
        "base_variant_id": None if product.options else numbers.variant_id(product, base),
        "open_graph_type": "product",
        "open_graph_title": "",
        "open_graph_description": "",
        "open_graph_use_meta_description": True,
        "open_graph_use_product_name": True,
        "open_graph_use_image": True,
    }
    return body | {name: make(store, product) for name, make in SUB_RESOURCES.items() if name in include}


def base_variant(product: Product) -> Variant:
    """Return the variant whose prices stand for the product: the cheapest."""
    return min(product.variants, key=lambda variant: variant.price)


def availability(product: Product) -> str:
    """Return whether a product can be bought, or only ordered in advance. Sold out is a matter of the inventory."""
    return "preorder" if product.preorder and product.availability == "OUT_OF_STOCK" else "available"


def inventory_tracking(product: Product) -> str:
    """Return which level counts: none for files, which are there or not."""
    if product.is_digital and product.availability != "OUT_OF_STOCK":
        return "none"
    return "variant" if product.options else "product"


def inventory_level(product: Product) -> int:
    """Return how many pieces there are of all variants, 0 where they are not counted."""
    return sum(product.pieces_left(variant) or 0 for variant in product.variants)


def image_json(store: Store, product: Product, position: int) -> Json:
    """Return a picture; the sandbox has only one size of each."""
    picture = product.images[position]
    url = picture_url(store, picture["file"])
    return {
        "id": numbers.part_id(product, position),
        "product_id": numbers.product_id(product.number),
        "is_thumbnail": position == 0,
        "sort_order": position,
        "description": picture["alt"],
        "image_file": picture["file"],
        "url_zoom": url,
        "url_standard": url,
        "url_thumbnail": url,
        "url_tiny": url,
        "date_modified": v3_time(product.created_at),
    }


def images_json(store: Store, product: Product) -> list[Json]:
    """Return all pictures."""
    return [image_json(store, product, position) for position in range(len(product.images))]


def variant_json(store: Store, product: Product, variant: Variant) -> Json:
    """Return a variant; where it costs what the product does, its own prices are null."""
    base = base_variant(product)
    is_usual = (variant.price, variant.compare_at) == (base.price, base.compare_at)
    sale_price = None if is_usual or variant.compare_at is None else amount(variant.price)
    return {
        "id": numbers.variant_id(product, variant),
        "product_id": numbers.product_id(product.number),
        "sku": variant.sku,
        "sku_id": None,
        "price": None if is_usual else amount(variant.compare_at or variant.price),
        "calculated_price": amount(variant.price),
        "sale_price": sale_price,
        "retail_price": None,
        "map_price": None,
        "weight": variant.weight,
        "calculated_weight": variant.weight or 0,
        "width": None,
        "height": None,
        "depth": None,
        "is_free_shipping": False,
        "fixed_cost_shipping_price": None,
        "purchasing_disabled": False,
        "purchasing_disabled_message": "",
        "image_url": picture_url(store, variant.image) if variant.image else "",
        "cost_price": 0,
        "upc": "",
        "mpn": "",
        "gtin": "",
        "inventory_level": product.pieces_left(variant) or 0,
        "inventory_warning_level": 0,
        "bin_picking_number": "",
        "option_values": _option_values(product, variant),
    }


def variants_json(store: Store, product: Product) -> list[Json]:
    """Return all variants; a simple product has one, without option values."""
    return [variant_json(store, product, variant) for variant in product.variants]


def options_json(_store: Store, product: Product) -> list[Json]:
    """Return what varies; colours are swatches."""
    return [_option_json(product, position, option) for position, option in enumerate(product.options)]


def modifiers_json(_store: Store, product: Product) -> list[Json]:
    """Return what a buyer may add: texts, and choices with their price."""
    return [_modifier_json(product, position, modifier) for position, modifier in enumerate(product.modifiers)]


def custom_fields_json(_store: Store, product: Product) -> list[Json]:
    """Return the ribbon, if there is one."""
    if product.ribbon is None:
        return []
    return [{"id": numbers.part_id(product, 0), "name": "Ribbon", "value": product.ribbon}]


def _primary_image(store: Store, product: Product) -> Json | None:
    return image_json(store, product, 0) if product.images else None


def _none(_store: Store, _product: Product) -> list[Any]:
    return []


def _channels(_store: Store, _product: Product) -> list[int]:
    return [CHANNEL_ID]


SUB_RESOURCES = {
    "images": images_json,
    "primary_image": _primary_image,
    "variants": variants_json,
    "options": options_json,
    "modifiers": modifiers_json,
    "custom_fields": custom_fields_json,
    "channels": _channels,
    "videos": _none,
    "reviews": _none,
    "bulk_pricing_rules": _none,
    "parent_relations": _none,
}


def _option_values(product: Product, variant: Variant) -> list[Json]:
    values = []
    for position, (option, choice) in enumerate(zip(product.options, variant.choices, strict=True)):
        identifier = numbers.part_id(product, position)
        names = [entry["name"] for entry in option["choices"]]
        values.append(
            {
                "id": numbers.value_id(identifier, names.index(choice)),
                "label": choice,
                "option_id": identifier,
                "option_display_name": option["name"],
            }
        )
    return values


def _option_json(product: Product, position: int, option: Mapping[str, Any]) -> Json:
    identifier, is_color = numbers.part_id(product, position), option["kind"] == "color"
    return {
        "id": identifier,
        "product_id": numbers.product_id(product.number),
        "name": f"{option['name']}{identifier}",
        "display_name": option["name"],
        "type": "swatch" if is_color else "rectangles",
        "sort_order": position,
        "option_values": [
            {
                "id": numbers.value_id(identifier, index),
                "label": choice["name"],
                "sort_order": index,
                "value_data": {"colors": [choice["color"]]} if is_color else None,
                "is_default": False,
            }
            for index, choice in enumerate(option["choices"])
        ],
        "config": {},
    }


def _modifier_json(product: Product, position: int, modifier: Mapping[str, Any]) -> Json:
    identifier, is_text = numbers.modifier_id(product, position), modifier["kind"] == "text"
    return {
        "id": identifier,
        "product_id": numbers.product_id(product.number),
        "name": f"{modifier['name']}{identifier}",
        "display_name": modifier["name"],
        "type": "text" if is_text else "dropdown",
        "required": modifier["mandatory"],
        "sort_order": position,
        "config": _text_config(modifier) if is_text else {},
        "option_values": [] if is_text else _modifier_values(identifier, modifier["choices"]),
    }


def _text_config(modifier: Mapping[str, Any]) -> Json:
    return {
        "default_value": "",
        "text_characters_limited": True,
        "text_min_length": 1 if modifier["mandatory"] else 0,
        "text_max_length": modifier["max_length"],
    }


def _modifier_values(identifier: int, choices: Sequence[Mapping[str, Any]]) -> list[Json]:
    return [
        {
            "id": numbers.value_id(identifier, index),
            "option_id": identifier,
            "label": choice["name"],
            "sort_order": index,
            "value_data": None,
            "is_default": False,
            "adjusters": {
                "price": _adjuster(minor_units(choice.get("price", "0"))),
                "weight": NO_ADJUSTMENT,
                "image_url": "",
                "purchasing_disabled": {"status": False, "message": ""},
            },
        }
        for index, choice in enumerate(choices)
    ]


def _adjuster(added: int) -> Json:
    return {"adjuster": "relative", "adjuster_value": amount(added)} if added else NO_ADJUSTMENT


def _warranty(product: Product) -> str:
    return "".join(f"<h3>{html.escape(part['title'])}</h3>{part['html']}" for part in product.info)
