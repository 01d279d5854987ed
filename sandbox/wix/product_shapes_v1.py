"""Products and collections as the Stores V1 catalog writes them: money in JSON numbers, options by their names.

Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v1/products/product-object
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.media import DEFAULT_PIXELS
from sandbox.products import Category, Product, Variant
from sandbox.seed import seed_id
from sandbox.wix.shapes import formatted, media_url
from sandbox.wix.site import Site

ALL_PRODUCTS_ID = "00000000-000000-000000-000000000001"
ONLY_VARIANT_ID = "00000000-0000-0000-0000-000000000000"
Json = dict[str, Any]


def product_v1_json(
    site: Site, product: Product, categories: Sequence[Category], currency: str, *, with_variants: bool
) -> Json:
    """Return a product; `categories` are those it stands in, with the ones above, for V1 knows no tree."""
    cheapest = min(product.variants, key=lambda variant: variant.price)
    body: Json = {
        "id": product.id,
        "name": product.name,
        "slug": product.slug,
        "visible": product.visible,
        "productType": "digital" if product.is_digital else "physical",
        "description": product.description,
        "sku": cheapest.sku,
        "stock": _product_stock(product),
        "price": price_v1_json(cheapest, currency),
        "priceData": price_v1_json(cheapest, currency),
        "convertedPriceData": price_v1_json(cheapest, currency),
        "priceRange": {"minValue": number(product.min_price), "maxValue": number(product.max_price)},
        "additionalInfoSections": [
            {"title": section["title"], "description": section["html"]} for section in product.info
        ],
        "ribbons": [{"text": product.ribbon}] if product.ribbon else [],
        "ribbon": product.ribbon or "",
        "media": _media(site, product),
        "customTextFields": [
            {"title": entry["name"], "maxLength": entry["max_length"], "mandatory": entry["mandatory"]}
            for entry in product.modifiers
            if entry["kind"] == "text"
        ],
        "manageVariants": bool(product.options),
        "productOptions": [_option(product, position) for position in range(len(product.options))],
        "productPageUrl": {"base": site.page_url("/"), "path": f"/product-page/{product.slug}"},
        "numericId": str(product.number),
        "inventoryItemId": seed_id("inventory", product.id),
        "discount": _discount(cheapest),
        "collectionIds": [*(category.id for category in categories), ALL_PRODUCTS_ID],
        "lastUpdated": product.updated_at,
        "createdDate": product.created_at,
    }
    if product.brand:
        body["brand"] = product.brand
    if not product.is_digital:
        body["weightRange"] = _weight_range(product)
    if with_variants:
        body["variants"] = [_variant(product, variant, currency) for variant in product.variants]
    return body


def inventory_v1_json(product: Product) -> Json:
    """Return what there is of each variant of a product; pieces that are not tracked have no number."""
    preorder = any(product.can_preorder(variant) for variant in product.variants)
    return {
        "id": seed_id("inventory", product.id),
        "productId": product.id,
        "trackQuantity": not product.is_digital,
        "variants": [
            {"variantId": variant_v1_id(product, variant), **_pieces(product, variant)} for variant in product.variants
        ],
        "lastUpdated": product.updated_at,
        "numericId": str(product.number),
        "preorderInfo": {"enabled": preorder} | ({"message": product.preorder or ""} if preorder else {}),
    }


def collection_v1_json(category: Category) -> Json:
    """Return a collection."""
    return {
        "id": category.id,
        "name": category.name,
        "slug": category.slug,
        "description": category.description,
        "visible": category.visible,
        "numberOfProducts": category.product_count,
        "media": {"items": []},
    }


def variant_v1_id(product: Product, variant: Variant) -> str:
    """Return the id a variant goes by; where a product has no options all its pieces are the one variant."""
    return variant.id if product.options else ONLY_VARIANT_ID


def price_v1_json(variant: Variant, currency: str) -> Json:
    """Return what a variant costs, and what it would without its discount."""
    before = variant.compare_at if variant.compare_at and variant.compare_at > variant.price else variant.price
    words = {"price": formatted(before, currency), "discountedPrice": formatted(variant.price, currency)}
    return {
        "currency": currency,
        "price": number(before),
        "discountedPrice": number(variant.price),
        "formatted": words,
    }


def number(minor: int) -> int | float:
    """Write minor units as the JSON number of this wire."""
    return minor // 100 if minor % 100 == 0 else minor / 100


def _product_stock(product: Product) -> Json:
    is_tracked = not product.is_digital
    body: Json = {
        "trackInventory": is_tracked,
        "inStock": product.availability != "OUT_OF_STOCK",
        "inventoryStatus": product.availability,
    }
    return body | ({"quantity": sum(variant.stock for variant in product.variants)} if is_tracked else {})


def _variant(product: Product, variant: Variant, currency: str) -> Json:
    prices = price_v1_json(variant, currency)
    names = (option["name"] for option in product.options)
    return {
        "id": variant_v1_id(product, variant),
        "choices": dict(zip(names, variant.choices, strict=True)),
        "variant": {
            "priceData": prices,
            "convertedPriceData": prices,
            "weight": variant.weight or 0,
            "sku": variant.sku,
            "visible": True,
        },
        "stock": {"trackQuantity": not product.is_digital, **_pieces(product, variant)},
    }


def _pieces(product: Product, variant: Variant) -> Json:
    return {"inStock": variant.stock > 0} | ({} if product.is_digital else {"quantity": variant.stock})


def _weight_range(product: Product) -> Json:
    weights = [variant.weight or 0 for variant in product.variants]
    return {"minValue": min(weights), "maxValue": max(weights)}


def _option(product: Product, position: int) -> Json:
    option = product.options[position]
    is_color = option["kind"] == "color"
    choices = [_choice(product, position, choice, is_color=is_color) for choice in option["choices"]]
    return {"optionType": "color" if is_color else "drop_down", "name": option["name"], "choices": choices}


def _choice(product: Product, position: int, choice: Mapping[str, str], *, is_color: bool) -> Json:
    """Return a choice; a colour is a CSS value with its name as the description."""
    return {
        "value": choice["color"] if is_color else choice["name"],
        "description": choice["name"],
        "media": {"items": []},
        "inStock": product.choice_in_stock(position, choice["name"]),
        "visible": True,
    }


def _discount(variant: Variant) -> Json:
    if not variant.compare_at or variant.compare_at <= variant.price:
        return {"type": "NONE", "value": 0}
    return {"type": "AMOUNT", "value": number(variant.compare_at - variant.price)}


def _media(site: Site, product: Product) -> Json:
    items = [_media_item(site, entry["file"], entry["alt"]) for entry in product.images]
    return {"items": items} | ({"mainMedia": items[0]} if items else {})


def _media_item(site: Site, file: str, alt: str) -> Json:
    picture = {"url": media_url(site, file), "width": DEFAULT_PIXELS, "height": DEFAULT_PIXELS}
    return {"id": file, "mediaType": "image", "title": alt, "thumbnail": picture, "image": picture}
