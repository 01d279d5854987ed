"""Whether an address leads to a hosted page: nobody is sent to an origin that the settings do not name."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

LONGEST_URL = 8192


def is_hosted(url: str, hosted_origins: Collection[str]) -> bool:
    """Whether this is an address on one of these origins, and fit for a Location header."""
    return len(url) <= LONGEST_URL and url.isprintable() and origin_of(url) in hosted_origins


def origin_of(url: str) -> str:
    """Scheme, host and port exactly as written; nothing for what is no URL."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"
