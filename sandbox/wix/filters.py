"""Wix's query language as SQL: filters, sorting and cursors. Which field is which column, the callers say.

Source: https://dev.wix.com/docs/rest/articles/get-started/api-query-language
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.clock import iso, parse_iso
from sandbox.wix.errors import WixError, application_error
from sandbox.wix.payload import mapping, objects, text

Condition = tuple[str, list[Any]]
COMPARISONS = {"$eq": "=", "$ne": "IS NOT", "$gt": ">", "$gte": ">=", "$lt": "<", "$lte": "<="}
LARGEST_PAGE = 100
DEEPEST_FILTER = 5
MOST_VALUES = 200


@dataclass(frozen=True, slots=True)
class Field:
    """A field a filter may name. `match` replaces the column for fields that only know `$matchItems`."""

    column: str
    kind: str = "text"
    sortable: bool = False
    match: Callable[[list[dict[str, Any]]], Condition] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a query: what to ask SQLite, and where the page starts."""

    filter: dict[str, Any]
    sort: list[dict[str, Any]]
    expression: dict[str, Any]
    limit: int
    offset: int


def invalid_filter(reason: str) -> WixError:
    """Make the 400 for a filter the endpoint does not know."""
    return application_error(400, "INVALID_FILTER", f"INVALID_FILTER: {reason}")


def read_page(query: dict[str, Any], *, largest: int = LARGEST_PAGE, usual: int = 100) -> Page:
    """Read filter, sort and cursorPaging; a later page brings only its cursor, which remembers the rest.

    Raises: 400 for a cursor not given out here, a limit out of range, or offset paging.
    """
    if "paging" in query:
        raise application_error(400, "INVALID_PAGING", "this endpoint has cursorPaging only")
    paging = mapping(query, "cursorPaging")
    limit = paging.get("limit", usual)
    if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= largest:
        raise application_error(400, "INVALID_PAGING", f"cursorPaging.limit must be between 1 and {largest}")
    cursor = text(paging, "cursor", longest=8192)
    if cursor:
        if query.get("filter") or query.get("sort"):
            raise application_error(400, "INVALID_CURSOR", "a cursor goes without filter and sort")
        remembered = _read_cursor(cursor)
        return Page(remembered["f"], remembered["s"], remembered["e"], limit, remembered["o"])
    return Page(mapping(query, "filter"), objects(query, "sort", most=5), mapping(query, "search"), limit, 0)


def paging_metadata(page: Page, count: int, *, has_next: bool) -> dict[str, Any]:
    """Return `pagingMetadata` with the cursors of the neighbouring pages."""
    cursors = {}
    if has_next:
        cursors["next"] = _cursor(page, page.offset + page.limit)
    if page.offset:
        cursors["prev"] = _cursor(page, max(0, page.offset - page.limit))
    return {"count": count, "cursors": cursors, "hasNext": has_next}


def where(wanted: Mapping[str, Any], fields: Mapping[str, Field], depth: int = 0) -> Condition:
    """Turn a filter into an SQL condition and its parameters.

    Raises: 400 INVALID_FILTER for an unknown field, operator or kind of value.
    """
    if depth > DEEPEST_FILTER:
        raise invalid_filter("nested too deeply")
    parts: list[Condition] = []
    for name, value in wanted.items():
        if name in ("$and", "$or", "$not"):
            parts.append(_junction(name, value, fields, depth))
        elif name not in fields:
            raise invalid_filter(f"field '{name}' is not filterable")
        else:
            parts.extend(_field_conditions(fields[name], name, value))
    return _joined(parts, " AND ") if parts else ("1", [])


def order_by(sort: list[dict[str, Any]], fields: Mapping[str, Field], usual: str) -> str:
    """Turn `sort` into an SQL order that ends with `usual`, so that pages never overlap.

    Raises: 400 for a field that does not sort.
    """
    parts = []
    for entry in sort:
        name, direction = entry.get("fieldName"), entry.get("order", "ASC")
        if not isinstance(name, str) or name not in fields or not fields[name].sortable:
            raise application_error(400, "INVALID_SORT", f"field '{name}' is not sortable")
        if direction not in ("ASC", "DESC"):
            raise application_error(400, "INVALID_SORT", "order must be ASC or DESC")
        collation = " COLLATE NOCASE" if fields[name].kind == "text" else ""
        parts.append(f"{fields[name].column}{collation} {direction}")
    return ", ".join([*parts, usual])


def _junction(name: str, value: Any, fields: Mapping[str, Field], depth: int) -> Condition:
    if name == "$not":
        if not isinstance(value, dict):
            raise invalid_filter("$not takes a filter")
        condition, parameters = where(value, fields, depth + 1)
        return f"NOT ({condition})", parameters
    if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
        raise invalid_filter(f"{name} takes a list of filters")
    parts = [where(item, fields, depth + 1) for item in value[:MOST_VALUES]]
    return _joined(parts, " AND " if name == "$and" else " OR ")


def _joined(parts: list[Condition], word: str) -> Condition:
    sql = word.join(f"({condition})" for condition, _ in parts)
    return sql, [parameter for _, parameters in parts for parameter in parameters]


def _field_conditions(field: Field, name: str, value: Any) -> list[Condition]:
    if not isinstance(value, dict):
        value = {"$eq": value}
    if not value:
        raise invalid_filter(f"field '{name}' has no operator")
    return [_condition(field, name, operator, operand) for operator, operand in value.items()]


def _condition(field: Field, name: str, operator: str, operand: Any) -> Condition:
    if field.match is not None:
        if operator != "$matchItems" or not isinstance(operand, list) or not operand:
            raise invalid_filter(f"field '{name}' takes $matchItems only")
        return field.match(operand)
    if operator in COMPARISONS:
        if operand is None:
            return f"{field.column} IS {'NOT ' if operator == '$ne' else ''}NULL", []
        return f"{field.column} {COMPARISONS[operator]} ?", [_parameter(field, name, operand)]
    if operator in ("$in", "$nin"):
        return _membership(field, name, operator, operand)
    if operator == "$exists" and isinstance(operand, bool):
        return f"{field.column} IS {'NOT ' if operand else ''}NULL", []
    if operator == "$startsWith" and field.kind == "text" and isinstance(operand, str):
        return f"{field.column} GLOB ?", [_escape_glob(operand) + "*"]
    raise invalid_filter(f"operator '{operator}' does not fit field '{name}'")


def _membership(field: Field, name: str, operator: str, operand: Any) -> Condition:
    if not isinstance(operand, list) or len(operand) > MOST_VALUES:
        raise invalid_filter(f"{operator} takes a list of at most {MOST_VALUES} values")
    marks = ", ".join("?" for _ in operand)
    word = "NOT IN" if operator == "$nin" else "IN"
    return f"{field.column} {word} ({marks})", [_parameter(field, name, value) for value in operand]


def _parameter(field: Field, name: str, value: Any) -> Any:
    """Turn a JSON value into what the column holds. Amounts come as JSON numbers in major units."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if field.kind == "bool" and isinstance(value, bool):
        return int(value)
    if field.kind == "money" and number:
        return float(Decimal(str(value)) * 100)
    if field.kind == "number" and number:
        return value
    if field.kind == "text" and isinstance(value, str):
        return value
    if field.kind == "date" and isinstance(value, str):
        return _moment(name, value)
    raise invalid_filter(f"value of field '{name}' is not a {field.kind}")


def _moment(name: str, value: str) -> str:
    try:
        return iso(parse_iso(value))
    except ValueError:
        raise invalid_filter(f"value of field '{name}' is not a date") from None


def _escape_glob(value: str) -> str:
    return "".join(f"[{character}]" if character in "*?[" else character for character in value)


def _cursor(page: Page, offset: int) -> str:
    remembered = {"f": page.filter, "s": page.sort, "e": page.expression, "o": offset}
    return base64.urlsafe_b64encode(json.dumps(remembered, separators=(",", ":")).encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> dict[str, Any]:
    try:
        value = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        shape = {name: type(inner) for name, inner in value.items()}
    except (ValueError, binascii.Error, AttributeError):
        shape = {}
    if shape != {"f": dict, "s": list, "e": dict, "o": int} or not 0 <= value["o"] <= 1_000_000:
        raise application_error(400, "INVALID_CURSOR", "cursor is invalid")
    return dict(value)
