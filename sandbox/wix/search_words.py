"""The words of a product search as a full-text query: beginnings of words, AND or OR, and slips of the pen."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from difflib import get_close_matches
from typing import Any

from sandbox.wix.errors import violation
from sandbox.wix.filters import invalid_filter
from sandbox.wix.payload import flag, text, texts

WORD = re.compile(r"\w+", re.UNICODE)
SEARCHABLE = {
    "name": "name",
    "description": "description",
    "minVariantPriceInfo.sku": "skus",
    "variantsInfo.variants.sku": "skus",
}
SHORTEST_FUZZY_WORD = 4
LIKENESS = 0.75
MOST_ALIKE = 3


def text_match(db: sqlite3.Connection, search: dict[str, Any]) -> str | None:
    """Turn `search.search` into a full-text query, None without words; OR unless told AND.

    Raises: 400 for a mode or field that does not exist, or an expression over 100 characters.
    """
    expression = text(search, "expression", longest=100)
    mode, fuzzy = search.get("mode", "OR"), flag(search, "fuzzy", default=False)
    columns = [_column(field) for field in texts(search, "fields", most=20)]
    if mode not in ("AND", "OR"):
        raise violation("search.mode", "must be AND or OR", "ENUM")
    words = WORD.findall(expression or "")
    if not words:
        return None
    terms = f" {mode} ".join(_term(db, word, fuzzy=fuzzy) for word in words)
    return f"{{{' '.join(columns)}}} : ({terms})" if columns else terms


def _column(field: str) -> str:
    if field not in SEARCHABLE:
        raise invalid_filter(f"field '{field}' is not searchable")
    return SEARCHABLE[field]


def _term(db: sqlite3.Connection, word: str, *, fuzzy: bool) -> str:
    alternatives = [f'"{word}"*']
    if fuzzy and len(word) >= SHORTEST_FUZZY_WORD:
        alternatives += [f'"{alike}"' for alike in _alike(db, _folded(word))]
    return f"({' OR '.join(alternatives)})"


def _alike(db: sqlite3.Connection, word: str) -> list[str]:
    """Return words of the catalog that look like one that is not in it; they share its first letter."""
    # The table lives with the connection and shows what the index holds at this moment.
    db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.catalog_words USING fts5vocab (main, product_texts, row)")
    rows = db.execute("SELECT term FROM catalog_words WHERE term >= ? AND term < ?", (word[0], chr(ord(word[0]) + 1)))
    known = [row["term"] for row in rows]
    if any(term.startswith(word) for term in known):
        return []
    return get_close_matches(word, known, MOST_ALIKE, LIKENESS)


def _folded(word: str) -> str:
    """Write a word as the index does: lower case, without accents."""
    return "".join(part for part in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(part))
