"""Single values on BigCommerce's wire that many parts share: money, ids, addresses of pictures, moments."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from email.utils import parsedate_to_datetime

from services.models import Money

# ISO 4217: everything else has two decimals.
DECIMALS = {
    "JPY": 0,
    "KRW": 0,
    "CLP": 0,
    "VND": 0,
    "ISK": 0,
    "UGX": 0,
    "PYG": 0,
    "KWD": 3,
    "BHD": 3,
    "JOD": 3,
    "OMR": 3,
}
MOST = Decimal(10) ** 12
LONGEST_URL = 2048


def money_from_bigcommerce(amount: Decimal | None, currency: str) -> Money | None:
    """An amount rounded as it is shown: BigCommerce sends unrounded ones such as 13.858823529412."""
    if amount is None or not amount.is_finite() or abs(amount) > MOST or not _is_currency(currency):
        return None
    return Money(amount.quantize(Decimal(1).scaleb(-DECIMALS.get(currency, 2)), ROUND_HALF_UP), currency)


def positive(amount: Decimal | None, currency: str) -> Money | None:
    """The same where nothing is worth a line: zero stands for "there is none"."""
    found = money_from_bigcommerce(amount, currency)
    return found if found and found.amount > 0 else None


def web_address(text: str | None) -> str:
    """An absolute http(s) address, or nothing; a protocol-relative one is https."""
    text = text or ""
    if text.startswith("//"):
        text = f"https:{text}"
    is_plain = text.isprintable() and len(text) <= LONGEST_URL and not any(letter in text for letter in " \"'<>\\")
    return text if is_plain and text.startswith(("https://", "http://")) else ""


def moment_from_v2(text: str | None) -> datetime | None:
    """An RFC 2822 date of V2, in UTC."""
    try:
        found = parsedate_to_datetime(text or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found.astimezone(UTC) if 1 < found.year < 9999 else None


def id_of(number: int | None) -> str:
    """Our ids are text; BigCommerce writes 0 and null for none."""
    return str(number) if number else ""


def _is_currency(text: str) -> bool:
    return len(text) == 3 and text.isascii() and text.isupper()
