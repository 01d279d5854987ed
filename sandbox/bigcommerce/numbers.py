"""BigCommerce's whole-number ids, made from the numbers and positions of the shared catalog, and back again.

product   its number + 100                    120 for the twentieth product
variant   product id * 1000 + position + 1    120001 for its first variant
option    product id * 100 + position + 1     12001 for its first option
modifier  product id * 100 + position + 51    12051 for its first modifier; it shares the options' ids
value     option id * 100 + position + 1      1200101 for the first value of its first option
image     product id * 100 + position + 1     12001 for its first picture
field     product id * 100 + position + 1     12001 for its first custom field
category  its number + 20
brand     the first seven hexadecimal digits of its id + 1
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.products import Product, Variant

FIRST_PRODUCT = 100
FIRST_CATEGORY = 20
MOST_VARIANTS = 1000
MOST_PARTS = 100
FIRST_MODIFIER = 50
BRAND_DIGITS = 7
LARGEST_ID = 2**31 - 1


def product_id(number: int) -> int:
    """Return the id of the product of a number."""
    return number + FIRST_PRODUCT


def product_number(identifier: int) -> int:
    """Return the number of the product of an id; there may be no such product."""
    return identifier - FIRST_PRODUCT


def variant_id(product: Product, variant: Variant) -> int:
    """Return the id of a variant of a product."""
    return product_id(product.number) * MOST_VARIANTS + product.variants.index(variant) + 1


def product_of_variant(identifier: int) -> int:
    """Return the id of the product that a variant's id names."""
    return identifier // MOST_VARIANTS


def find_variant(product: Product, identifier: int) -> Variant | None:
    """Return the variant of an id, None if the product has none of it."""
    position = identifier % MOST_VARIANTS - 1
    is_there = product_of_variant(identifier) == product_id(product.number) and 0 <= position < len(product.variants)
    return product.variants[position] if is_there else None


def part_id(product: Product, position: int) -> int:
    """Return the id of an option, a picture or a custom field by its position."""
    return product_id(product.number) * MOST_PARTS + position + 1


def modifier_id(product: Product, position: int) -> int:
    """Return the id of a modifier by its position."""
    return part_id(product, FIRST_MODIFIER + position)


def value_id(option: int, position: int) -> int:
    """Return the id of a value of an option or a modifier by its position."""
    return option * MOST_PARTS + position + 1


def find_value(option: int, choices: Sequence[Mapping[str, Any]], identifier: int) -> Mapping[str, Any] | None:
    """Return the choice of an id, None if the option has none of it."""
    position = identifier - value_id(option, 0)
    return choices[position] if 0 <= position < len(choices) else None


def category_id(number: int) -> int:
    """Return the id of the category of a number."""
    return number + FIRST_CATEGORY


def category_number(identifier: int) -> int:
    """Return the number of the category of an id; there may be no such category."""
    return identifier - FIRST_CATEGORY


def brand_id(identifier: str | None) -> int:
    """Return the id of a brand, 0 for none."""
    return int(identifier[:BRAND_DIGITS], 16) + 1 if identifier else 0


def brand_prefix(identifier: int) -> str:
    """Return how the shared id of a brand begins."""
    return f"{max(identifier - 1, 0):0{BRAND_DIGITS}x}"
