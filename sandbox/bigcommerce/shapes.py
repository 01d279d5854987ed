"""The small shapes that stand all over BigCommerce's JSON: money, dates, pictures, envelopes."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

from sandbox.bigcommerce.site import Store
from sandbox.clock import parse_iso
from sandbox.media import media_version

Json = dict[str, Any]


def amount(minor: int) -> int | float:
    """Return minor units as the JSON number of v3: whole where it can be."""
    return minor // 100 if minor % 100 == 0 else minor / 100


def amount_text(minor: int) -> str:
    """Return minor units as the decimal text of v2, four places."""
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02d}00"


def v3_time(moment: str) -> str:
    """Return a moment of the database as v3 writes it: whole seconds, offset written out."""
    return parse_iso(moment).isoformat(timespec="seconds")


def v2_time(moment: datetime) -> str:
    """Return a moment as v2 writes it, RFC 2822."""
    return format_datetime(moment.replace(microsecond=0))


def picture_url(store: Store, file: str) -> str:
    """Return the absolute address of a picture; it changes with the content."""
    version = media_version(store.images_folder / file)
    return store.page_url(f"/media/{quote(file)}") + (f"?v={version}" if version else "")


def data(body: Any, **meta: Any) -> Json:
    """Return the envelope of v3."""
    return {"data": body, "meta": meta}
