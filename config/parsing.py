"""From a setting's text to its value: each function parses or raises ValueError, whose words follow the name."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

PROJECT = Path(__file__).parents[1]


class Secret(str):
    """Text that never shows itself in a `repr`, and so in no log of a Settings object."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'" if self else "''"


def parse_choice(*allowed: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"must be one of {', '.join(allowed)}")
        return text

    return parse


def parse_number(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return int(text)

    return parse


def parse_flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError("must be 0 or 1")
    return text == "1"


def parse_url(text: str) -> str:
    """An absolute http(s) URL without query or fragment, its trailing slash dropped."""
    try:
        parts = urlsplit(text)
        origin = origin_of(text)
    except ValueError:
        raise ValueError("must be a URL with a port from 1 to 65535, if it has one") from None
    is_plain = re.fullmatch(r"[A-Za-z0-9._~:/%\[\]-]+", text) and not (parts.query or parts.fragment or parts.username)
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_plain:
        raise ValueError("must be an absolute http(s) URL without query, such as https://shop.example")
    return f"{origin}{parts.path.rstrip('/')}"


def parse_origin(text: str) -> str:
    """A scheme, host and port: the URL of a site without any path."""
    if urlsplit(parse_url(text)).path.strip("/"):
        raise ValueError("must be an origin without a path, such as https://shop.example")
    return parse_url(text)


def parse_origins(text: str) -> tuple[str, ...]:
    return tuple(parse_origin(part.strip()) for part in text.split(",") if part.strip())


def parse_urls(text: str) -> tuple[str, ...]:
    return tuple(parse_url(part.strip()) for part in text.split(",") if part.strip())


def parse_guid(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text, re.IGNORECASE):
        raise ValueError("must be an id such as 11111111-2222-4333-8444-555555555555")
    return text.lower()


def parse_mounted_url(text: str) -> str:
    """A URL with a path, under which something can be mounted."""
    if not urlsplit(parse_url(text)).path:
        raise ValueError("must have a path, such as https://shop.example/sandbox")
    return parse_url(text)


def parse_folder(text: str) -> Path:
    """A folder; a relative one lies in the project's own. It need not be there yet."""
    folder = PROJECT / text
    if folder.exists() and not folder.is_dir():
        raise ValueError("must be a folder, and this is a file")
    return folder


def origin_of(url: str) -> str:
    """The scheme, host and port of a URL as browsers write them: small letters, no default port.

    Raises: ValueError, for a port that cannot be one.
    """
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    is_default = parts.port in (None, {"http": 80, "https": 443}.get(parts.scheme))
    return f"{parts.scheme}://{host}" if is_default else f"{parts.scheme}://{host}:{parts.port}"


def parse_word(text: str) -> str:
    """A short identifier that somebody else handed out: letters, digits, hyphens and underscores."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,100}", text):
        raise ValueError("must be letters, digits, hyphens and underscores only")
    return text
