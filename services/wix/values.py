"""Single values on Wix's wire that many parts share: money with its currency inside, moments, zones, web addresses."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from services.models import Money
from services.wix.event_wire import Price
from services.wix.mapping import is_money

CURRENCY = re.compile(r"[A-Z]{3}\Z")
ZONE = re.compile(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,3}\Z")
LONGEST_ADDRESS = 2048
WEB_ADDRESS = re.compile(r"https?://[^\s\\@\"'<>/?#\[\]]+([/?#][^\s\\\"'<>]*)?\Z")


def money_from_wix(payload: Price | None, currency: str = "") -> Money | None:
    """Shape: `{"value", "currency"}`; older services send `amount` beside or instead of `value`. Never below zero."""
    if payload is None:
        return None
    amount = payload.amount if payload.value is None else payload.value
    currency = payload.currency or currency
    if amount is None or not is_money(amount) or amount < 0 or not CURRENCY.match(currency):
        return None
    return Money(amount, currency)


def utc(moment: datetime | None) -> datetime | None:
    """The moment in UTC; one that no calendar of ours reaches in every zone is none."""
    if moment is None or not 1 < moment.year < 9999:
        return None
    return moment.astimezone(UTC)


def zone_name(name: str) -> str:
    """An IANA zone that is known here, or UTC: an event in an unknown zone is still at a known moment."""
    if not ZONE.match(name):
        return "UTC"
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        return "UTC"


def web_address(text: str) -> str:
    """An absolute http(s) address, or nothing: whatever else is said to be one is not linked to."""
    return text if len(text) <= LONGEST_ADDRESS and WEB_ADDRESS.match(text) else ""
