"""How values are written on a page, in the shop's language and time zone; what they mean is decided elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_currency
from flask import Flask

from routes.event_times import build_event_filters, zone_mark
from routes.slot_times import build_slot_filters
from services.models import Image, Money

DRAWABLE_PREFIXES = ("https://", "http://", "/")


def init_filters(app: Flask) -> None:
    """Give templates `money`, `date`, `time`, `image_url`, those of events and those of slots, as the brand speaks."""
    brand: Any = app.jinja_env.globals["brand"]
    app.jinja_env.filters.update(build_filters(brand.language, brand.time_zone))
    app.jinja_env.filters.update(build_event_filters(brand.language) | build_slot_filters(brand.language))


def build_filters(language: str, time_zone: str) -> dict[str, Callable[..., Any]]:
    """The filters for a language tag such as `en-US` and a zone such as `America/New_York`.

    What happens elsewhere is written by the clock of its own zone: `moment|time(event.time_zone)`.
    """
    locale = Locale.parse(language, sep="-")

    def money(value: Money) -> str:
        return str(format_currency(value.amount, value.currency, locale=locale))

    def date(moment: datetime, zone_name: str = time_zone) -> str:
        return str(format_date(in_zone(moment, ZoneInfo(zone_name)).date(), format="long", locale=locale))

    def time(moment: datetime, zone_name: str = time_zone) -> str:
        local = in_zone(moment, ZoneInfo(zone_name))
        clock = format_time(local, format="short", tzinfo=local.tzinfo, locale=locale)
        return f"{clock} {zone_mark(local, locale)}"

    return {"money": money, "date": date, "time": time, "image_url": image_url}


def in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    """The same instant by the shop's clock. Raises: ValueError for a datetime that names no zone."""
    if moment.tzinfo is None:
        raise ValueError("a page cannot tell when a naive datetime is")
    return moment.astimezone(zone)


def image_url(image: Image) -> str:
    """The address of a picture, or nothing where a browser could not draw it."""
    return image.url if image.url.startswith(DRAWABLE_PREFIXES) else ""
