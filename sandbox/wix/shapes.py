"""The small shapes that stand all over Wix's JSON: money, pictures, translated texts."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from sandbox.media import media_version, picture_size
from sandbox.wix.site import Site

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}


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
    width, height = picture_size(site.images_folder / file)
    return {"id": file, "url": media_url(site, file), "height": height, "width": width, "altText": alt}


def media_url(site: Site, file: str) -> str:
    """Return the absolute address of a picture."""
    version = media_version(site.images_folder / file)
    return site.page_url(f"/media/{quote(file)}") + (f"?v={version}" if version else "")
