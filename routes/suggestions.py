"""What to offer when a search finds nothing: another spelling, shelves that come near. Nothing is fetched here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from services.models import Category, Product

WORD = re.compile(r"[^\W\d_]{3,20}")
MOST_WORDS = 5  # of a search: each is compared with everything known, which takes its time
MOST_CATEGORIES = 3
LIKENESS = 0.74


def suggest_spelling(text: str, products: Iterable[Product]) -> str | None:
    """The text with words replaced by similar ones that these products use; None where nothing comes near."""
    known = sorted({word for product in products for word in words_of(f"{product.name} {product.summary}")})
    suggested = text.casefold()
    for word in words_of(text)[:MOST_WORDS]:
        nearest = find_nearest(word, known)
        if nearest and nearest != word:
            suggested = re.sub(rf"\b{re.escape(word)}\b", nearest, suggested)
    return suggested if suggested != text.casefold() else None


def nearest_categories(text: str, categories: Sequence[Category]) -> tuple[Category, ...]:
    """The first categories whose names have a word like one of the text's."""
    wanted = words_of(text)[:MOST_WORDS]
    near = (category for category in categories if any(find_nearest(word, words_of(category.name)) for word in wanted))
    return tuple(near)[:MOST_CATEGORIES]


def find_nearest(word: str, known: Sequence[str]) -> str | None:
    """The most similar of these words, if one is similar enough."""
    return next(iter(get_close_matches(word, known, n=1, cutoff=LIKENESS)), None)


def words_of(text: str) -> list[str]:
    """The words worth comparing, in small letters."""
    return WORD.findall(text.casefold())
