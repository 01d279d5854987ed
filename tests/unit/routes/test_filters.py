"""How values are written on a page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from types import SimpleNamespace

import pytest
from flask import Flask, render_template_string

from config.brand import Language
from routes.filters import build_filters, image_url, init_filters
from routes.languages import init_languages
from services.models import Image, Money

AMERICAN = build_filters("en-US", "America/New_York")
GERMAN = build_filters("de-DE", "Europe/Berlin")
WINTER_EVENING = datetime(2026, 1, 15, 3, 30, tzinfo=UTC)
SUMMER_NOON = datetime(2026, 7, 1, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("38", "USD", "$38.00"),
        ("1234.5", "USD", "$1,234.50"),
        ("0", "USD", "$0.00"),
        ("-12.00", "USD", "-$12.00"),
        ("38.00", "CAD", "CA$38.00"),
        ("1500", "JPY", "¥1,500"),
    ],
)
def test_money_is_written_with_the_sign_and_the_decimals_of_its_currency(
    amount: str, currency: str, written: str
) -> None:
    assert AMERICAN["money"](Money(Decimal(amount), currency)) == written


def test_money_follows_the_language_of_the_shop() -> None:
    assert GERMAN["money"](Money(Decimal("1234.50"), "EUR")) == "1.234,50\N{NO-BREAK SPACE}€"


def test_a_large_amount_keeps_every_cent() -> None:
    assert AMERICAN["money"](Money(Decimal("12345678901234567.89"), "USD")) == "$12,345,678,901,234,567.89"


def test_a_date_is_the_day_it_was_at_the_shop_and_not_in_greenwich() -> None:
    assert AMERICAN["date"](WINTER_EVENING) == "January 14, 2026"
    assert GERMAN["date"](WINTER_EVENING) == "15. Januar 2026"


def test_a_time_names_its_zone_in_winter_and_in_summer() -> None:
    assert AMERICAN["time"](WINTER_EVENING) == "10:30\N{NARROW NO-BREAK SPACE}PM EST"
    assert AMERICAN["time"](SUMMER_NOON) == "12:00\N{NARROW NO-BREAK SPACE}PM EDT"
    assert GERMAN["time"](SUMMER_NOON) == "18:00 MESZ"


def test_the_same_instant_is_written_alike_from_any_zone() -> None:
    elsewhere = WINTER_EVENING.astimezone(timezone(timedelta(hours=9)))
    assert AMERICAN["date"](elsewhere) == AMERICAN["date"](WINTER_EVENING)
    assert AMERICAN["time"](elsewhere) == AMERICAN["time"](WINTER_EVENING)


@pytest.mark.parametrize("name", ["date", "time"])
def test_a_naive_datetime_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="naive"):
        AMERICAN[name](WINTER_EVENING.replace(tzinfo=None))


@pytest.mark.parametrize("url", ["https://images.example/mug.jpg", "http://127.0.0.1:8000/sandbox/mug.svg", "/mug.svg"])
def test_a_picture_on_the_web_or_on_our_own_site_is_drawn(url: str) -> None:
    assert image_url(Image(url)) == url


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "data:image/svg+xml,<svg/>", "wix:image://v1/mug.jpg"])
def test_an_address_no_picture_can_come_from_is_left_out(url: str) -> None:
    assert image_url(Image(url)) == ""


def test_templates_get_the_filters_in_the_language_of_the_page() -> None:
    app = Flask(__name__)
    german = Language("de", "Deutsch", "de-DE")
    app.jinja_env.globals["brand"] = SimpleNamespace(languages=(german,), time_zone="Europe/Berlin")
    init_languages(app, (german,))
    init_filters(app)
    with app.app_context():
        page = render_template_string(
            "{{ price|money }}, {{ day|date }}", price=Money(Decimal(5), "EUR"), day=SUMMER_NOON
        )
    assert page == "5,00\N{NO-BREAK SPACE}€, 1. Juli 2026"
