"""Products, variants, inventory items and categories as the Stores V3 catalog writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.products import PREORDER_LIMIT, Category, Product, Variant
from sandbox.seed import seed_id
from sandbox.wix.modifiers import modifier_json
from sandbox.wix.shapes import amount, image, order_money
from sandbox.wix.site import Site

FIELDS = frozenset(
    [
        "URL",
        "CURRENCY",
        "INFO_SECTION",
        "INFO_SECTION_PLAIN_DESCRIPTION",
        "INFO_SECTION_DESCRIPTION",
        "MERCHANT_DATA",
        "PLAIN_DESCRIPTION",
        "DESCRIPTION",
        "MEDIA_ITEMS_INFO",
        "THUMBNAIL",
        "DIRECT_CATEGORIES_INFO",
        "ALL_CATEGORIES_INFO",
        "BREADCRUMBS_INFO",
        "VARIANT_OPTION_CHOICE_NAMES",
        "SUBSCRIPTION_PRICES_INFO",
        "MIN_PRICE_VARIANT",
        "DISCOUNT_INFO",
        "WEIGHT_MEASUREMENT_UNIT_INFO",
    ]
)
LOCATION_ID = seed_id("location", "studio")
TREE = {"appNamespace": "@wix/stores", "treeKey": None}
Json = dict[str, Any]


def product_json(
    site: Site,
    product: Product,
    trails: Sequence[Sequence[Category]],
    fields: frozenset[str],
    currency: str,
    *,
    with_variants: bool,
) -> Json:
    """Return a product with the parts asked for; only get and get-by-slug bring variants.

    `trails` are the ways from the root down to each category the product is directly in, the main one first.
    """
    priced = currency if "CURRENCY" in fields else None
    body: Json = {
        "id": product.id,
        "revision": str(product.revision),
        "createdDate": product.created_at,
        "updatedDate": product.updated_at,
        "name": product.name,
        "slug": product.slug,
        "visible": product.visible,
        "visibleInPos": True,
        "productType": product.product_type,
        "handle": product.slug,
        "media": _media(site, product, with_items="MEDIA_ITEMS_INFO" in fields),
        "options": [_option(product, position) for position in range(len(product.options))],
        "modifiers": [modifier_json(product, modifier) for modifier in product.modifiers],
        "inventory": {
            "availabilityStatus": product.availability,
            "preorderStatus": "DISABLED" if product.preorder_availability == "NO_VARIANTS" else "ENABLED",
            "preorderAvailability": product.preorder_availability,
        },
        "actualPriceRange": _range(product.min_price, product.max_price, priced),
        "variantSummary": {"variantCount": len(product.variants)},
    }
    body |= _sometimes(product, priced) | _asked_for(site, product, trails, fields)
    if with_variants:
        names = "VARIANT_OPTION_CHOICE_NAMES" in fields
        body["variantsInfo"] = {
            "variants": [_variant(site, product, variant, priced, with_names=names) for variant in product.variants]
        }
    return body


def read_only_variant_json(product: Product, variant: Variant, currency: str) -> Json:
    """Return a variant as query-variants does, with a piece of its product."""
    return {
        "id": variant.id,
        "variantId": variant.id,
        "visible": True,
        "sku": variant.sku,
        "optionChoices": _choices(product, variant, with_names=True),
        "price": _price(variant, currency),
        "inventoryStatus": _inventory_status(product, variant),
        "productData": {
            "productId": product.id,
            "productType": product.product_type,
            "name": product.name,
            "slug": product.slug,
            "visible": product.visible,
        },
    }


def inventory_item_json(product: Product, variant: Variant) -> Json:
    """Return how much there is of a variant; of what is digital no pieces are counted."""
    body: Json = {
        "id": seed_id("inventory", variant.id),
        "revision": "1",
        "createdDate": product.created_at,
        "updatedDate": product.updated_at,
        "variantId": variant.id,
        "productId": product.id,
        "locationId": LOCATION_ID,
        "trackQuantity": not product.is_digital,
        "availabilityStatus": _item_availability(product, variant),
        "preorderInfo": _preorder_info(product, variant),
    }
    return body | ({"inStock": variant.stock > 0} if product.is_digital else {"quantity": variant.stock})


def category_json(category: Category, trail: Sequence[Category], fields: frozenset[str]) -> Json:
    """Return a category; `trail` is the way from the root down to it."""
    body: Json = {
        "id": category.id,
        "revision": "1",
        "createdDate": category.created_at,
        "updatedDate": category.created_at,
        "name": category.name,
        "slug": category.slug,
        "visible": category.visible,
        "itemCounter": category.product_count,
        "treeReference": TREE,
        "parentCategory": ({"id": category.parent_id} if category.parent_id else {})
        | {"index": category.sibling_index},
    }
    if "DESCRIPTION" in fields and category.description:
        body["description"] = category.description
    if "BREADCRUMBS_INFO" in fields:
        body["breadcrumbsInfo"] = {"breadcrumbs": [_breadcrumb(above) for above in trail[:-1]]}
    return body


def option_id(product: Product, name: str) -> str:
    """Return the id of an option of a product."""
    return seed_id("option", product.id, name)


def choice_id(product: Product, option: str, name: str) -> str:
    """Return the id of a choice of an option."""
    return seed_id("choice", product.id, option, name)


def _media(site: Site, product: Product, *, with_items: bool) -> Json:
    items = [_media_item(site, picture["file"], picture["alt"]) for picture in product.images]
    media: Json = {"main": items[0]} if items else {}
    if with_items:
        media["itemsInfo"] = {"items": items}
    return media


def _media_item(site: Site, file: str, alt: str) -> Json:
    return {"id": file, "altText": alt, "mediaType": "IMAGE", "image": image(site, file, alt)}


def _option(product: Product, position: int) -> Json:
    option = product.options[position]
    is_color = option["kind"] == "color"
    return {
        "id": option_id(product, option["name"]),
        "name": option["name"],
        "key": option["name"],
        "optionRenderType": "SWATCH_CHOICES" if is_color else "TEXT_CHOICES",
        "choicesSettings": {
            "choices": [_choice(product, position, choice, is_color=is_color) for choice in option["choices"]]
        },
    }


def _choice(product: Product, position: int, choice: Mapping[str, str], *, is_color: bool) -> Json:
    option, name = product.options[position]["name"], choice["name"]
    body: Json = {
        "choiceId": choice_id(product, option, name),
        "choiceType": "ONE_COLOR" if is_color else "CHOICE_TEXT",
        "key": name,
        "name": name,
        "inStock": product.choice_in_stock(position, name),
        "visible": True,
    }
    if is_color:
        body["colorCode"] = choice["color"]
    return body


def _sometimes(product: Product, priced: str | None) -> Json:
    """Return the parts a product has or has not: Wix leaves unset fields out."""
    body: Json = {}
    if priced:
        body["currency"] = priced
    if product.brand:
        body["brand"] = {"id": seed_id("brand", product.brand), "name": product.brand}
    if product.ribbon:
        body["ribbon"] = {"id": seed_id("ribbon", product.ribbon), "name": product.ribbon}
    if product.main_category_id:
        body["mainCategoryId"] = product.main_category_id
    if product.min_compare_at is not None and product.max_compare_at is not None:
        body["compareAtPriceRange"] = _range(product.min_compare_at, product.max_compare_at, priced)
    if product.min_weight is not None:
        weights = {"minValue": product.min_weight, "maxValue": product.max_weight}
        body["physicalProperties"] = {"shippingWeightRange": weights}
    return body


def _asked_for(site: Site, product: Product, trails: Sequence[Sequence[Category]], fields: frozenset[str]) -> Json:
    body: Json = {}
    if "URL" in fields:
        path = f"/product-page/{product.slug}"
        body["url"] = {"relativePath": path, "url": site.page_url(path)}
    if "PLAIN_DESCRIPTION" in fields:
        body["plainDescription"] = product.description
    if fields & {"INFO_SECTION", "INFO_SECTION_PLAIN_DESCRIPTION"}:
        body["infoSections"] = [_info_section(product, section) for section in product.info]
    if "DIRECT_CATEGORIES_INFO" in fields:
        body["directCategoriesInfo"] = _categories_info([trail[-1] for trail in trails])
    if "ALL_CATEGORIES_INFO" in fields:
        body["allCategoriesInfo"] = _categories_info([category for trail in trails for category in trail])
    if "BREADCRUMBS_INFO" in fields:
        body["breadcrumbsInfo"] = {"breadcrumbs": [_breadcrumb(category) for trail in trails[:1] for category in trail]}
    return body


def _categories_info(categories: Sequence[Category]) -> Json:
    ids = dict.fromkeys(category.id for category in categories)
    return {"categories": [{"id": identifier, "index": index} for index, identifier in enumerate(ids)]}


def _info_section(product: Product, section: Mapping[str, str]) -> Json:
    return {
        "id": seed_id("info", product.id, section["title"]),
        "uniqueName": section["title"].lower().replace(" ", "-"),
        "title": section["title"],
        "plainDescription": section["html"],
    }


def _breadcrumb(category: Category) -> Json:
    return {"categoryId": category.id, "categoryName": category.name, "categorySlug": category.slug}


def _variant(site: Site, product: Product, variant: Variant, priced: str | None, *, with_names: bool) -> Json:
    body: Json = {
        "id": variant.id,
        "visible": True,
        "sku": variant.sku,
        "choices": _choices(product, variant, with_names=with_names),
        "price": _price(variant, priced),
        "inventoryStatus": _inventory_status(product, variant),
    }
    if variant.weight is not None:
        body["physicalProperties"] = {"weight": variant.weight}
    if variant.image:
        body["media"] = _media_item(site, variant.image, product.alt_text(variant.image))
    return body


def _inventory_status(product: Product, variant: Variant) -> Json:
    return {"inStock": variant.stock > 0, "preorderEnabled": product.can_preorder(variant)}


def _item_availability(product: Product, variant: Variant) -> str:
    if variant.stock:
        return "IN_STOCK"
    return "PREORDER" if product.can_preorder(variant) else "OUT_OF_STOCK"


def _preorder_info(product: Product, variant: Variant) -> Json:
    if product.preorder is None:
        return {"enabled": False}
    return {
        "enabled": True,
        "message": product.preorder,
        "limit": PREORDER_LIMIT,
        "counter": variant.preordered,
        "quantity": PREORDER_LIMIT - variant.preordered,
    }


def _choices(product: Product, variant: Variant, *, with_names: bool) -> list[Json]:
    found = []
    for option, name in zip(product.options, variant.choices, strict=True):
        ids = {"optionId": option_id(product, option["name"]), "choiceId": choice_id(product, option["name"], name)}
        choice: Json = {"optionChoiceIds": ids}
        if with_names:
            kind = "SWATCH_CHOICES" if option["kind"] == "color" else "TEXT_CHOICES"
            choice["optionChoiceNames"] = {"optionName": option["name"], "choiceName": name, "renderType": kind}
        found.append(choice)
    return found


def _price(variant: Variant, priced: str | None) -> Json:
    body = {"actualPrice": _money(variant.price, priced)}
    if variant.compare_at is not None:
        body["compareAtPrice"] = _money(variant.compare_at, priced)
    return body


def _range(least: int, most: int, priced: str | None) -> Json:
    return {"minValue": _money(least, priced), "maxValue": _money(most, priced)}


def _money(minor: int, priced: str | None) -> dict[str, str]:
    """Without the CURRENCY field Wix gives bare amounts."""
    return order_money(minor, priced) if priced else {"amount": amount(minor)}
