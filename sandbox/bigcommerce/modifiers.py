"""Modifiers: what a buyer may add to a product - a text, or a choice - and what it adds to the price.

Source: https://developer.bigcommerce.com/docs/rest-catalog/products/modifiers
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.bigcommerce.errors import v3_error
from sandbox.bigcommerce.numbers import find_value, modifier_id, value_id
from sandbox.products import Product
from sandbox.seed.rows import minor_units

Json = dict[str, Any]


def added_price(product: Product, selections: Mapping[str, str]) -> int:
    """Return what the answers add to the price of a piece (minor units)."""
    return sum(added for _, _, _, added in answered(product, selections))


def answered(product: Product, selections: Mapping[str, str]) -> Iterator[tuple[int, Mapping[str, Any], str, int]]:
    """Yield id, modifier, answer and added price (minor units, for each piece) of what was chosen."""
    for position, modifier in enumerate(product.modifiers):
        answer = selections.get(modifier["name"])
        if answer is None:
            continue
        if modifier["kind"] == "text":
            # Only the values of a choice can adjust a price here: a text costs nothing.
            yield modifier_id(product, position), modifier, answer, 0
        elif choice := next((choice for choice in modifier["choices"] if choice["name"] == answer), None):
            yield modifier_id(product, position), modifier, answer, minor_units(choice.get("price", "0"))


def chosen_value_id(identifier: int, modifier: Mapping[str, Any], answer: str) -> int | None:
    """Return the id of the value that an answer means, None for a text."""
    if modifier["kind"] == "text":
        return None
    names = [choice["name"] for choice in modifier["choices"]]
    return value_id(identifier, names.index(answer))


def read_selections(product: Product, values: Mapping[int, Any]) -> dict[str, str]:
    """Return the answers by the modifier's name, without empty texts; `values` are what was sent, by option id.

    Raises: BigCommerceError with 422 for something required and missing, and for what does not fit.
    """
    selections = {}
    for position, modifier in enumerate(product.modifiers):
        identifier = modifier_id(product, position)
        answer = _answer(identifier, modifier, values.get(identifier))
        if answer:
            selections[modifier["name"]] = answer
        elif modifier["mandatory"]:
            raise v3_error(422, f"{modifier['name']} is a required option of {product.name}.")
    return selections


def _answer(identifier: int, modifier: Mapping[str, Any], value: Any) -> str:
    if value is None:
        return ""
    name = modifier["name"]
    if modifier["kind"] == "text":
        if not isinstance(value, str) or len(value) > modifier["max_length"]:
            raise v3_error(422, f"{name} must be a text of at most {modifier['max_length']} characters.")
        return value.strip()
    number = int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value
    is_number = isinstance(number, int) and not isinstance(number, bool)
    choice = find_value(identifier, modifier["choices"], number) if is_number else None
    if choice is None:
        raise v3_error(422, f"The value of {name} is not one of its values.")
    return str(choice["name"])
