"""A big shop out of a small one: variations of the catalog's products, the same ones every time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

WORDS = (
    *("Alder", "Birch", "Bramble", "Breakwater", "Clover", "Copper", "Dune", "Ember", "Fern", "Flint", "Gorse"),
    *("Heather", "Iris", "Juniper", "Kelp", "Larch", "Marram", "Nettle", "Oyster", "Pebble", "Quince", "Rowan"),
    *("Saltmarsh", "Tansy", "Umber", "Verdigris", "Willow", "Yarrow", "Zinc"),
)
CHEAPEST = Decimal("1.00")
DAYS_BACK = 900


def varied(products: Sequence[Mapping[str, Any]], count: int) -> Iterator[Mapping[str, Any]]:
    """Yield the products, and after them variations of them until there are `count`."""
    yield from products
    for number in range(len(products), count if products else 0):
        series, original = divmod(number, len(products))
        yield _variation(products[original], series)


def _variation(product: Mapping[str, Any], series: int) -> dict[str, Any]:
    """Return a product with a name, slug, price and SKUs of its own; pictures and words stay."""
    word, batch = WORDS[(series - 1) % len(WORDS)], (series - 1) // len(WORDS) + 1
    # Cheaper and dearer by turns, so that sorting and filtering by price have something to do.
    difference = Decimal((series * 7) % 41 - 20) / 2
    suffix = f"{word[:3].upper()}{series}"
    return {
        **product,
        "slug": f"{product['slug']}-{word.lower()}-{batch}",
        "name": f"{product['name']}, {word} {batch}",
        "created_days_ago": (product.get("created_days_ago", 0) + series * 13) % DAYS_BACK,
        "variants": [_varied_variant(variant, suffix, difference) for variant in product["variants"]],
    }


def _varied_variant(variant: Mapping[str, Any], suffix: str, difference: Decimal) -> dict[str, Any]:
    changed = {**variant, "sku": f"{variant['sku']}-{suffix}"}
    for name in ("price", "compare_at"):
        if name in variant:
            changed[name] = str(max(CHEAPEST, Decimal(variant[name]) + difference))
    return changed
