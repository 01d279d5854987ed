"""Slugs of products: BigCommerce cannot look one up by its address, so ours end in the id (`mug-120`)."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

ID_AT_END = re.compile(r"(?:\A|-)([1-9][0-9]{0,9})\Z")
LONGEST_WORDS = 80


def slug_of(product_id: int, url: str | None, name: str) -> str:
    """The address of a product: the last part of BigCommerce's own one, else its name, then the id."""
    try:
        path = urlsplit(url or "").path
    except ValueError:
        path = ""
    words = plain_words(path.strip("/").rpartition("/")[2].removesuffix(".html")) or plain_words(name)
    return f"{words}-{product_id}" if words else str(product_id)


def id_in_slug(slug: str) -> str | None:
    """The id that a slug ends in, whatever its words are; None for what can name no product."""
    found = ID_AT_END.search(slug)
    return found[1] if found else None


def plain_words(text: str) -> str:
    """Small ASCII letters, digits and single hyphens."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters)[:LONGEST_WORDS].strip("-")
