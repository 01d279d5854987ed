"""Single values: what passes for money, a moment, a zone and a web address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.models import Money
from services.wix.event_wire import Price
from services.wix.values import money_from_wix, utc, web_address, zone_name


def test_the_value_counts_before_its_deprecated_twin() -> None:
    assert money_from_wix(Price(Decimal("1.50"), Decimal(9), "USD")) == Money(Decimal("1.50"), "USD")
    assert money_from_wix(Price(None, Decimal(9), "USD")) == Money(Decimal(9), "USD")


@pytest.mark.parametrize(
    "price",
    [
        None,
        Price(),
        Price(currency="USD"),
        Price(Decimal(1)),
        Price(Decimal(1), currency="usd"),
        Price(Decimal(1), currency="USD\n"),
        Price(Decimal("-0.01"), currency="USD"),
        Price(Decimal("NaN"), currency="USD"),
        Price(Decimal("1e13"), currency="USD"),
    ],
)
def test_what_is_no_price_is_none(price: Price | None) -> None:
    assert money_from_wix(price) is None


def test_moments_are_told_in_utc() -> None:
    moment = datetime(2027, 6, 16, 19, tzinfo=timezone(timedelta(hours=-4)))
    found = utc(moment)
    assert found == moment
    assert found is not None
    assert found.tzinfo is UTC


@given(st.datetimes(timezones=st.timezones()))
def test_every_moment_that_passes_can_be_told_in_every_zone(moment: datetime) -> None:
    found = utc(moment)
    if found is not None:
        assert found.astimezone(ZoneInfo("Pacific/Kiritimati")).astimezone(ZoneInfo("Pacific/Pago_Pago"))


@pytest.mark.parametrize("name", ["Europe/Lisbon", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "UTC"])
def test_a_known_zone_stays_itself(name: str) -> None:
    assert zone_name(name) == name


@pytest.mark.parametrize("name", ["", "Nowhere/Town", "../../etc/passwd", "/etc/passwd", "America", "a" * 400, "Ö/Ä"])
def test_an_unknown_zone_is_utc(name: str) -> None:
    assert zone_name(name) == "UTC"


@given(st.text())
def test_no_zone_breaks(name: str) -> None:
    assert ZoneInfo(zone_name(name))


@pytest.mark.parametrize(
    "text", ["https://www.wixevents.com/media/ticket/x?a=1#b", "http://localhost:8000/x", "https://example.org"]
)
def test_web_addresses_pass(text: str) -> None:
    assert web_address(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "javascript:alert(1)",
        "//elsewhere.example/x",
        "https:/x",
        "https://",
        "https://[::1",
        "https://user@evil.example/",
        "https://a.example\\@b.example/",
        "https://a.example/x y",
        "https://a.example/\n",
        'https://a.example/"onclick=x',
        "HTTPS+x://a.example/",
        "https://a.example/" + "x" * 2048,
    ],
)
def test_nothing_else_is_linked_to(text: str) -> None:
    assert web_address(text) == ""


@given(st.text(alphabet="htps:/@.a\\?# \n[]1", max_size=30))
def test_what_passes_is_http_with_a_host(text: str) -> None:
    if web_address(f"http{text}"):
        assert urlsplit(f"http{text}").scheme in ("http", "https")
        assert urlsplit(f"http{text}").netloc
