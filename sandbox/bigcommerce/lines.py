"""Lines of carts: which product is meant, what a piece costs, and can it still be bought. No HTTP, no JSON shapes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.bigcommerce.modifiers import added_price
from sandbox.bigcommerce.numbers import find_variant, product_number
from sandbox.products import Product, Variant, find_products_by_number


@dataclass(frozen=True, slots=True)
class StoredLine:
    """A line as it is kept. Prices are minor units; `selections` are answers by the name of the modifier.

    `name`, `price` and `is_digital` are from the moment of adding, for the day the product is gone; `list_price` is
    one that the client has set itself.
    """

    number: int
    id: str
    product_id: int
    variant_id: int
    quantity: int
    selections: Mapping[str, str]
    name: str
    price: int
    is_digital: bool
    list_price: int | None = None

    def same_item(self, other: StoredLine) -> bool:
        """Tell whether two lines mean the same thing at the same price, so that they are one line."""
        mine = (self.product_id, self.variant_id, self.selections, self.list_price)
        return mine == (other.product_id, other.variant_id, other.selections, other.list_price)


@dataclass(frozen=True, slots=True)
class Line:
    """A stored line beside the catalog of this moment; product and variant are None when they are gone."""

    stored: StoredLine
    product: Product | None
    variant: Variant | None

    @property
    def id(self) -> str:
        """Return the line's id, a UUID."""
        return self.stored.id

    @property
    def quantity(self) -> int:
        """Return how many pieces are wanted."""
        return self.stored.quantity

    @property
    def name(self) -> str:
        """Return what the line is called: as the product was when it was added, or as the client said."""
        return self.stored.name

    @property
    def sku(self) -> str:
        """Return the SKU of the variant, nothing if it is gone."""
        return self.variant.sku if self.variant else ""

    @property
    def is_digital(self) -> bool:
        """Tell whether there is nothing to send."""
        return self.stored.is_digital

    @property
    def has_own_price(self) -> bool:
        """Tell whether the client has set the price itself."""
        return self.stored.list_price is not None

    @property
    def unit_price(self) -> int:
        """Return what a piece costs before coupons: today's price with its modifiers, or the client's own price."""
        if self.stored.list_price is not None:
            return self.stored.list_price
        return self.variant.price + self._added if self.variant else self.stored.price

    @property
    def full_price(self) -> int:
        """Return what a piece costs when it is not on sale."""
        if self.variant is None:
            return self.stored.price
        return (self.variant.compare_at or self.variant.price) + self._added

    @property
    def total(self) -> int:
        """Return what the line adds to the cart before coupons."""
        return self.unit_price * self.quantity

    @property
    def weight(self) -> float:
        """Return what the line weighs in kilograms."""
        return (self.variant.weight or 0) * self.quantity if self.variant and not self.is_digital else 0

    @property
    def pieces_left(self) -> int | None:
        """Return how many pieces there are for all lines together, None where they are not counted."""
        if self.product is None or self.variant is None or not self.product.visible:
            return 0
        return self.product.pieces_left(self.variant)

    @property
    def is_available(self) -> bool:
        """Tell whether all the pieces that are wanted can be had."""
        return self.pieces_left is None or self.pieces_left >= self.quantity

    @property
    def image_file(self) -> str | None:
        """Return the picture of the variant, else the first of the product."""
        if self.variant and self.variant.image:
            return self.variant.image
        return self.product.images[0]["file"] if self.product and self.product.images else None

    @property
    def _added(self) -> int:
        return added_price(self.product, self.stored.selections) if self.product else 0


def resolve(db: sqlite3.Connection, stored: Iterable[StoredLine]) -> list[Line]:
    """Put stored lines beside the catalog of this moment."""
    kept = list(stored)
    numbers = sorted({product_number(line.product_id) for line in kept})
    products = {product.number: product for product in find_products_by_number(db, numbers)}
    lines = []
    for line in kept:
        product = products.get(product_number(line.product_id))
        lines.append(Line(line, product, find_variant(product, line.variant_id) if product else None))
    return lines


def stored_from_row(row: Mapping[str, Any]) -> StoredLine:
    """Read a stored line from a row."""
    values = {name: row[name] for name in StoredLine.__slots__}
    values |= {"selections": json.loads(row["selections"]), "is_digital": bool(row["is_digital"])}
    return StoredLine(**values)
