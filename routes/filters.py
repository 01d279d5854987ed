"""How values are written on a page, in its language and the shop's time zone; what they mean is decided elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_currency
from flask import Flask

from routes.event_times import build_event_filters, zone_mark
from routes.languages import current_language
from routes.sentences import lasting, translated, units
from routes.slot_times import build_slot_filters
from services.models import Image, Money

DRAWABLE_PREFIXES = ("https://", "http://", "/")


def init_filters(app: Flask) -> None:
    """Give templates `money`, `date`, `time`, `units`, `any_of`, `image_url`, those of events and those of slots."""
    brand: Any = app.jinja_env.globals["brand"]
    spoken = {
        language.code: build_filters(language.tag, brand.time_zone)
        | build_event_filters(language.tag)
        | build_slot_filters(language.tag)
        for language in brand.languages
    }
    app.jinja_env.filters.update(units=units, lasting=lasting, translated=translated)
    for name in spoken[brand.languages[0].code]:
        app.jinja_env.filters[name] = in_current_language(name, spoken)


def in_current_language(name: str, spoken: Mapping[str, Mapping[str, Callable[..., Any]]]) -> Callable[..., Any]:
    """The filter of this name, of the language that the page is in."""

    def filter_of_page(*values: Any, **options: Any) -> Any:
        return spoken[current_language().code][name](*values, **options)

    return filter_of_page


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

    def any_of(names: Iterable[str]) -> str:
        """`Ada or Bo`"""
        return str(format_list(list(names), style="or", locale=locale))

    filters: dict[str, Callable[..., Any]] = {
        "money": money,
        "date": date,
        "time": time,
        "units": units,
        "any_of": any_of,
    }
    return filters | {"image_url": image_url}


def in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    """The same instant by the shop's clock. Raises: ValueError for a datetime that names no zone."""
    if moment.tzinfo is None:
        raise ValueError("a page cannot tell when a naive datetime is")
    return moment.astimezone(zone)


def image_url(image: Image) -> str:
    """The address of a picture, or nothing where a browser could not draw it."""
    return image.url if image.url.startswith(DRAWABLE_PREFIXES) else ""
