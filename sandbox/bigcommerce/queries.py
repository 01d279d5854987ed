"""Reads the filters of a query string into SQL. A name that is not known is refused, so that a typing error shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import request

from sandbox.bigcommerce.errors import invalid

Condition = tuple[str, list[Any]]
Reader = Callable[[str, str], Condition]
COMPARISONS = {"": "=", ":min": ">=", ":max": "<=", ":greater": ">", ":less": "<"}
FLAGS = {"true": 1, "1": 1, "false": 0, "0": 0}
MOST_VALUES = 1000
LARGEST_WHOLE = 2**40


def read_filters(fields: Mapping[str, Reader], others: frozenset[str]) -> Condition:
    """Return what the query asks for, as a condition; `others` are parameters that are no filters.

    Raises: BigCommerceError with 422 for an unknown parameter, or a value that does not fit.
    """
    conditions, parameters = ["1"], []
    for name, value in request.args.items(multi=True):
        if name in others:
            continue
        if name not in fields:
            raise invalid(name, f"{name} is not a filter of this list")
        condition, values = fields[name](name, value)
        conditions.append(f"({condition})")
        parameters.extend(values)
    return " AND ".join(conditions), parameters


def numbers(column: str, parse: Callable[[str, str], Any] | None = None) -> dict[str, Reader]:
    """Return how a column of numbers is compared, by what comes after the filter's name."""
    read = parse or whole

    def compared(sign: str) -> Reader:
        return lambda name, value: (f"{column} {sign} ?", [read(name, value)])

    def among(word: str) -> Reader:
        def condition(name: str, value: str) -> Condition:
            wanted = [read(name, part) for part in split(name, value)]
            return f"{column} {word} (SELECT value FROM json_each(?))", [json.dumps(wanted)]  # noqa: S608 - ours

        return condition

    found = {suffix: compared(sign) for suffix, sign in COMPARISONS.items()}
    return found | {":in": among("IN"), ":not_in": among("NOT IN")}


def named(name: str, suffixes: Mapping[str, Reader]) -> dict[str, Reader]:
    """Return the filters of one name."""
    return {name + suffix: reader for suffix, reader in suffixes.items()}


def texts(column: str) -> dict[str, Reader]:
    """Return how a column of texts is compared."""

    def among(name: str, value: str) -> Condition:
        return f"{column} IN (SELECT value FROM json_each(?))", [json.dumps(split(name, value))]  # noqa: S608 - ours

    return {"": lambda _name, value: (f"{column} = ?", [value]), ":in": among}


def flag(condition: str) -> Reader:
    """Return how a yes or no is asked for."""

    def read(name: str, value: str) -> Condition:
        if value.lower() not in FLAGS:
            raise invalid(name, f"{name} must be 1 or 0")
        return f"({condition}) = ?", [FLAGS[value.lower()]]

    return read


def one_of(conditions: Mapping[str, str]) -> Reader:
    """Return how one of some words is asked for, each with its condition."""

    def read(name: str, value: str) -> Condition:
        if value not in conditions:
            raise invalid(name, f"{name} must be one of {', '.join(conditions)}")
        return conditions[value], []

    return read


def split(name: str, value: str) -> list[str]:
    """Return the entries of a comma list. Raises: BigCommerceError with 422 for too many."""
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if len(parts) > MOST_VALUES:
        raise invalid(name, f"{name} must have at most {MOST_VALUES} values")
    return parts


def whole(name: str, value: str) -> int:
    """Return a whole number. Raises: BigCommerceError with 422."""
    digits = value.strip().removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 13):
        raise invalid(name, f"{name} must be an integer")
    return int(value)


def money(name: str, value: str) -> int:
    """Return an amount in minor units. Raises: BigCommerceError with 422."""
    try:
        amount = Decimal(value.strip())
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or abs(amount) > LARGEST_WHOLE:
        raise invalid(name, f"{name} must be a number")
    return int((amount * 100).to_integral_value())
