"""The small shapes that stand all over Wix's JSON: money, pictures, translated texts."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sandbox.wix.site import Site

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}
IMAGE_PIXELS = 1200


def amount(minor: int) -> str:
    """Write minor units as the decimal string of the wire."""
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02d}"


def formatted(minor: int, currency: str) -> str:
    """Write an amount for people."""
    symbol = SYMBOLS.get(currency, f"{currency} ")
    return f"{'-' if minor < 0 else ''}{symbol}{abs(minor) // 100:,}.{abs(minor) % 100:02d}"


def cart_money(minor: int, currency: str) -> dict[str, str]:
    """Return money as carts and checkouts write it."""
    plain, pretty = amount(minor), formatted(minor, currency)
    return {
        "amount": plain,
        "convertedAmount": plain,
        "formattedAmount": pretty,
        "formattedConvertedAmount": pretty,
    }


def order_money(minor: int, currency: str) -> dict[str, str]:
    """Return money as orders and products write it."""
    return {"amount": amount(minor), "formattedAmount": formatted(minor, currency)}


def translated(text: str) -> dict[str, str]:
    """Return a text as carts and orders write it."""
    return {"original": text, "translated": text}


def image(site: Site, file: str, alt: str) -> dict[str, Any]:
    """Return a picture; its address changes with its content, so that it may be cached for ever."""
    width, height = _pixels(site.images_folder / file)
    return {"id": file, "url": media_url(site, file), "height": height, "width": width, "altText": alt}


def media_url(site: Site, file: str) -> str:
    """Return the absolute address of a picture."""
    version = media_version(site.images_folder / file)
    return site.page_url(f"/media/{quote(file)}") + (f"?v={version}" if version else "")


def media_version(path: Path) -> str | None:
    """Return a short name for the content of a file, None if there is no such file."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return _content_hash(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=1024)
def _pixels(path: Path) -> tuple[int, int]:
    """Return how wide and high a drawing says it is; what says nothing counts as a square."""
    try:
        said = re.search(r'width="(\d+)" height="(\d+)"', path.read_text(encoding="utf-8")[:200])
    except (OSError, UnicodeDecodeError):
        said = None
    return (int(said[1]), int(said[2])) if said else (IMAGE_PIXELS, IMAGE_PIXELS)


@lru_cache(maxsize=1024)
def _content_hash(path: Path, _modified: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
