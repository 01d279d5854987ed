"""Reads the JSON a client sent, and refuses what does not fit in BigCommerce's words."""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import request

from sandbox.bigcommerce.errors import invalid, malformed

LARGEST_NUMBER = 2**31 - 1
LARGEST_PRICE = Decimal(10_000_000)
LONGEST_TEXT = 2000
MOST_ITEMS = 500
WHOLE_NUMBER = re.compile(r"\d{1,10}", re.ASCII)
Json = dict[str, Any]


def json_value() -> Any:
    """Return what was sent; nothing counts as `{}`. Numbers with a point are decimals.

    Raises: BigCommerceError with 400 for what is not JSON.
    """
    raw = request.get_data()
    if not raw.strip():
        return {}
    try:
        return json.loads(raw, parse_float=Decimal, parse_constant=_refuse_constant)
    except ValueError:
        raise malformed("Input is invalid: the body is not JSON") from None


def json_body() -> Json:
    """Return the JSON object that was sent. Raises: BigCommerceError with 400."""
    value = json_value()
    if not isinstance(value, dict):
        raise malformed("Input is invalid: the body must be a JSON object")
    return value


def whole(payload: Json, field: str, *, least: int = 0, most: int = LARGEST_NUMBER) -> int | None:
    """Return a whole number, None when it is left out; digits in a text count as well."""
    value = payload.get(field)
    if value is None:
        return None
    if isinstance(value, str) and WHOLE_NUMBER.fullmatch(value):
        value = int(value)
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise invalid(field, f"{field} must be an integer")
    if not least <= value <= most:
        raise invalid(field, f"{field} must be between {least} and {most}")
    return value


def required_whole(payload: Json, field: str, *, least: int = 0, most: int = LARGEST_NUMBER) -> int:
    """Return a whole number that must be there."""
    value = whole(payload, field, least=least, most=most)
    if value is None:
        raise invalid(field, f"{field} is required")
    return value


def minor_units(payload: Json, field: str) -> int | None:
    """Return an amount of money in minor units, None when it is left out."""
    value = payload.get(field)
    if value is None:
        return None
    try:
        amount = Decimal(value) if isinstance(value, int | str) and not isinstance(value, bool) else value
    except InvalidOperation:
        amount = None
    if not isinstance(amount, Decimal) or not 0 <= amount <= LARGEST_PRICE:
        raise invalid(field, f"{field} must be a number of at least 0")
    return int((amount * 100).quantize(Decimal(1)))


def text(payload: Json, field: str, *, longest: int = LONGEST_TEXT) -> str | None:
    """Return a text, None when it is left out."""
    value = payload.get(field)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > longest:
        raise invalid(field, f"{field} must be a string of at most {longest} characters")
    return value


def mapping(payload: Json, field: str) -> Json:
    """Return an object, empty when it is left out."""
    value = payload.get(field)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise invalid(field, f"{field} must be an object")
    return value


def objects(payload: Json, field: str) -> list[Json]:
    """Return a list of objects, empty when it is left out."""
    value = payload.get(field)
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > MOST_ITEMS or not all(isinstance(item, dict) for item in value):
        raise invalid(field, f"{field} must be a list of at most {MOST_ITEMS} objects")
    return value


def _refuse_constant(_name: str) -> None:
    raise ValueError
