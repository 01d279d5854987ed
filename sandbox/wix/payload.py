"""Reads the JSON a client sent, and refuses what does not fit in Wix's words."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any
from uuid import UUID

from flask import request

from sandbox.wix.errors import required, violation

LONGEST_TEXT = 2048
LONGEST_NOTE = 1000
MOST_ITEMS = 300


def json_body() -> dict[str, Any]:
    """Return the JSON object of a POST or PATCH; an absent body counts as `{}`."""
    raw = request.get_data()
    return _json_object(raw) if raw else {}


def query_body() -> dict[str, Any]:
    """Return the payload of a query endpoint: the body of a POST, or the `.r` of a GET (unpadded base64url JSON)."""
    if request.method == "POST":
        return json_body()
    encoded = request.args.get(".r", "")
    try:
        return _json_object(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))) if encoded else {}
    except binascii.Error:
        raise violation(".r", "must be base64url of a JSON object") from None


def text(payload: dict[str, Any], field: str, *, longest: int = LONGEST_TEXT) -> str | None:
    """Return a text, None when it is left out."""
    value = payload.get(field)
    if value is None:
        return None
    if not isinstance(value, str):
        raise violation(field, "must be a string", "TYPE_MISMATCH")
    if len(value) > longest:
        raise violation(field, f"must be at most {longest} characters long", "MAX_LENGTH")
    return value


def required_text(payload: dict[str, Any], field: str, *, longest: int = LONGEST_TEXT) -> str:
    """Return a text that must be there."""
    value = text(payload, field, longest=longest)
    if not value:
        raise required(field)
    return value


def required_guid(payload: dict[str, Any], field: str) -> str:
    """Return an id that must be there and be a GUID."""
    value = required_text(payload, field, longest=36)
    if not is_guid(value):
        raise violation(field, "must be a GUID", "FORMAT")
    return value.lower()


def is_guid(value: str) -> bool:
    """Tell whether a text is written like a GUID."""
    try:
        return str(UUID(value)) == value.lower()
    except ValueError:
        return False


def integer(payload: dict[str, Any], field: str, *, least: int, most: int) -> int:
    """Return a whole number that must be there."""
    value = payload.get(field)
    if isinstance(value, bool) or not isinstance(value, int):
        raise violation(field, "must be an integer", "TYPE_MISMATCH")
    if not least <= value <= most:
        raise violation(field, f"must be between {least} and {most}", "RANGE")
    return value


def mapping(payload: dict[str, Any], field: str) -> dict[str, Any]:
    """Return an object, empty when it is left out."""
    value = payload.get(field)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise violation(field, "must be an object", "TYPE_MISMATCH")
    return value


def objects(payload: dict[str, Any], field: str, *, most: int = MOST_ITEMS) -> list[dict[str, Any]]:
    """Return a list of objects, empty when it is left out."""
    value = _list(payload, field, most)
    if not all(isinstance(item, dict) for item in value):
        raise violation(field, "must be a list of objects", "TYPE_MISMATCH")
    return value


def texts(payload: dict[str, Any], field: str, *, most: int = MOST_ITEMS) -> list[str]:
    """Return a list of texts, empty when it is left out."""
    value = _list(payload, field, most)
    if not all(isinstance(item, str) for item in value):
        raise violation(field, "must be a list of strings", "TYPE_MISMATCH")
    return value


def flag(payload: dict[str, Any], field: str, *, default: bool) -> bool:
    """Return a yes or no."""
    value = payload.get(field, default)
    if not isinstance(value, bool):
        raise violation(field, "must be a boolean", "TYPE_MISMATCH")
    return value


def _list(payload: dict[str, Any], field: str, most: int) -> list[Any]:
    value = payload.get(field, [])
    if not isinstance(value, list):
        raise violation(field, "must be a list", "TYPE_MISMATCH")
    if len(value) > most:
        raise violation(field, f"must have at most {most} entries", "MAX_SIZE")
    return value


def _json_object(raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw)
    except ValueError:
        raise violation("body", "must be JSON", "FORMAT") from None
    if not isinstance(value, dict):
        raise violation("body", "must be a JSON object", "TYPE_MISMATCH")
    return value
