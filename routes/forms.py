"""Parse and check what was posted or stands in a query: each value is bounded once, here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

SLUG = re.compile(r"\w[\w.~-]{0,149}\Z")  # merchants may write slugs in any script
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
MOST_PER_LINE = 99


class MultiValues(Protocol):
    """A form or query in which a name may stand more than once."""

    def getlist(self, key: str) -> list[str]: ...


class FormError(Exception):
    """A value that cannot be used; `str(error)` is a sentence for the person who typed it."""


def parse_quantity(form: Mapping[str, str]) -> int:
    """A whole number from 1 to 99. Raises: FormError."""
    text = form.get("quantity", "").strip()
    if not text.isascii() or not text.isdigit() or len(text) > 4 or not 1 <= int(text) <= MOST_PER_LINE:
        raise FormError(f"The quantity must be a whole number from 1 to {MOST_PER_LINE}.")
    return int(text)


def typed_quantity(form: Mapping[str, str]) -> str:
    """What was typed, short enough to be shown again in the form."""
    return form.get("quantity", "")[:8]


def parse_slug(text: str) -> str | None:
    """A slug that some platform could have made, or None."""
    return text if SLUG.match(text) else None


def parse_identifier(text: str) -> str | None:
    """An id that some platform could have made, or None."""
    return text if IDENTIFIER.match(text) else None


def read_hint(query: MultiValues, name: str) -> str | None:
    """A value that came back on a URL: None if absent. It is a hint, never proof. Raises: FormError if malformed."""
    values = query.getlist(name)
    if not values:
        return None
    identifier = parse_identifier(values[0]) if len(values) == 1 else None
    if identifier is None:
        raise FormError("The address you came back on is damaged.")
    return identifier
