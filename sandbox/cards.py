"""Card numbers and what people type around them: the same for every platform. No card is kept anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

DECLINED_CARD = "4000000000000002"
EXPIRY = re.compile(r"(0[1-9]|1[0-2])\s*/\s*(?:20)?(\d{2})", re.ASCII)
SECURITY_CODE = re.compile(r"\d{3,4}", re.ASCII)


def card_errors(values: Mapping[str, str], now: datetime, *, example: str = "4242 4242 4242 4242") -> dict[str, str]:
    """Return what is wrong with `cardNumber`, `cardCvc` and `cardExpiry`."""
    errors = {}
    if not is_card_number(values["cardNumber"]):
        errors["cardNumber"] = f"This is not a card number. {example} is one."
    if not SECURITY_CODE.fullmatch(values["cardCvc"]):
        errors["cardCvc"] = "Enter the three or four digits of the security code."
    expiry = EXPIRY.fullmatch(values["cardExpiry"])
    if expiry is None:
        errors["cardExpiry"] = "Enter the month and year, such as 12 / 30."
    elif (2000 + int(expiry[2]), int(expiry[1])) < (now.year, now.month):
        errors["cardExpiry"] = "This card has expired."
    return errors


def card_digits(text: str) -> str:
    """Return a card number without what people put between its digits."""
    return text.replace(" ", "").replace("-", "")


def is_card_number(text: str) -> bool:
    """Check length and Luhn digit."""
    digits = card_digits(text)
    if not (digits.isascii() and digits.isdigit() and 12 <= len(digits) <= 19):
        return False
    doubled = [int(digit) * (2 if position % 2 else 1) for position, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
