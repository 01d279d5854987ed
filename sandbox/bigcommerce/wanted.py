"""What a client wants in a cart: reads the items of a request, and refuses what cannot be sold."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from sandbox.bigcommerce.errors import invalid, not_imitated, v3_error
from sandbox.bigcommerce.lines import Line, StoredLine
from sandbox.bigcommerce.modifiers import added_price, read_selections
from sandbox.bigcommerce.numbers import (
    find_value,
    find_variant,
    modifier_id,
    part_id,
    product_number,
    variant_id,
)
from sandbox.bigcommerce.payload import Json, minor_units, objects, required_whole, text, whole
from sandbox.products import Product, Variant, find_products_by_number

LARGEST_QUANTITY = 100_000
LONGEST_NAME = 250


def read_lines(db: sqlite3.Connection, payload: Json) -> list[Line]:
    """Return the lines of a request in their order.

    Raises: BigCommerceError with 422 for what does not fit, 501 for gift certificates and items without a product.
    """
    for other in ("custom_items", "gift_certificates"):
        if objects(payload, other):
            raise not_imitated(other)
    items = objects(payload, "line_items")
    if not items:
        raise v3_error(422, "Missing line_items in request body")
    numbers = [product_number(required_whole(item, "product_id", least=1)) for item in items]
    products = {product.number: product for product in find_products_by_number(db, sorted(set(numbers)))}
    return [_line(item, products.get(number)) for item, number in zip(items, numbers, strict=True)]


def read_quantity(item: Json) -> int:
    """Return how many pieces are wanted. Raises: BigCommerceError with 422 for less than one."""
    return required_whole(item, "quantity", least=1, most=LARGEST_QUANTITY)


def check_available(lines: Sequence[Line]) -> None:
    """Refuse lines that together want more than there is, or more than an order may hold.

    Raises: BigCommerceError with 422.
    """
    for line, together in _summed(lines, lambda line: line.stored.product_id):
        most = line.product.max_per_order if line.product else None
        if most is not None and together > most:
            raise v3_error(422, f"You can only purchase a maximum of {most} of the {line.name} per order.")
    for line, together in _summed(lines, lambda line: line.stored.variant_id):
        left = line.pieces_left
        if left == 0:
            raise v3_error(422, f"{line.name} is out of stock.")
        if left is not None and together > left:
            raise v3_error(422, f"There are only {left} of the {line.name} in stock.")


def merged(lines: Sequence[Line], added: Sequence[Line]) -> list[Line]:
    """Return what a cart holds when lines are added to those it has."""
    found = list(lines)
    for line in added:
        same = next((position for position, other in enumerate(found) if other.stored.same_item(line.stored)), None)
        if same is None:
            found.append(line)
        else:
            found[same] = with_quantity(found[same], found[same].quantity + line.quantity)
    return found


def with_quantity(line: Line, quantity: int) -> Line:
    """Return the same line with another quantity."""
    return replace(line, stored=replace(line.stored, quantity=quantity))


def _line(item: Json, product: Product | None) -> Line:
    if product is None or not product.visible:
        raise v3_error(422, f"The product with id {item['product_id']} could not be found")
    quantity = read_quantity(item)
    values = _values(item)
    variant = _variant(item, product, values)
    known = {modifier_id(product, position) for position in range(len(product.modifiers))}
    known |= {part_id(product, position) for position in range(len(product.options))}
    if unknown := sorted(values.keys() - known):
        raise invalid("option_selections", f"{product.name} has no option {unknown[0]}")
    selections = read_selections(product, values)
    stored = StoredLine(
        number=0,
        id=str(uuid4()),
        product_id=int(item["product_id"]),
        variant_id=variant_id(product, variant),
        quantity=quantity,
        selections=selections,
        name=text(item, "name", longest=LONGEST_NAME) or product.name,
        price=variant.price + added_price(product, selections),
        is_digital=product.is_digital,
        list_price=minor_units(item, "list_price"),
    )
    return Line(stored, product, variant)


def _values(item: Json) -> dict[int, Any]:
    """Return what was selected by the id of the option; some clients send `name` and `value` as well."""
    chosen = objects(item, "option_selections")
    return {required_whole(entry, "option_id", least=1): entry.get("option_value") for entry in chosen}


def _variant(item: Json, product: Product, values: Mapping[int, Any]) -> Variant:
    wanted = whole(item, "variant_id", least=1)
    if wanted is not None:
        variant = find_variant(product, wanted)
        if variant is None:
            raise v3_error(422, f"The variant with id {wanted} could not be found")
        return variant
    if not product.options:
        return product.variants[0]
    choices = tuple(_choice(product, position, values) for position in range(len(product.options)))
    variant = next((variant for variant in product.variants if variant.choices == choices), None)
    if variant is None:
        raise v3_error(422, "This product has options; variant ID is required")
    return variant


def _choice(product: Product, position: int, values: Mapping[int, Any]) -> str | None:
    option, value = part_id(product, position), values.get(part_id(product, position))
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    choice = find_value(option, product.options[position]["choices"], value)
    return choice["name"] if choice else None


def _summed(lines: Sequence[Line], key: Any) -> Iterable[tuple[Line, int]]:
    together: Counter[int] = Counter()
    for line in lines:
        together[key(line)] += line.quantity
    return [(line, together[key(line)]) for line in lines]
