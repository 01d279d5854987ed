"""A card as it is typed. What is read here is handed on once; number and code are never shown again or kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.models import Card
from services.sentences import sentence

LONGEST_HOLDER = 80
LONGEST_TYPED = 40
MOST_YEARS = 20
NUMBER = re.compile(r"[0-9]{12,19}\Z")
CODE = re.compile(r"[0-9]{3,4}\Z")
Problems = dict[str, str]


@dataclass(frozen=True, slots=True)
class CardForm:
    """What may stand in the fields of the page: never the number, never the code."""

    holder: str = ""
    month: str = ""
    year: str = ""
    method_id: str = ""
    problems: Problems = field(default_factory=dict)

    def id_of(self, name: str) -> str:
        """A field's id on the page, where a problem's link leads."""
        return f"card-{name.replace('_', '-')}"


def read_card_form(form: Mapping[str, str], problems: Problems | None = None) -> CardForm:
    """What was typed and may be shown again."""
    holder = "".join(letter for letter in form.get("holder", "") if letter.isprintable())[:LONGEST_HOLDER].strip()
    month, year = form.get("month", "")[:2], form.get("year", "")[:4]
    if _digits(holder) >= 8:  # somebody typed the number into the field for the name
        holder = ""
    return CardForm(holder, month, year, form.get("method", "")[:LONGEST_TYPED], problems or {})


def parse_card(form: Mapping[str, str], now: datetime, *, needs_code: bool = True) -> Card | Problems:
    """The card, or a sentence for each field that is wrong."""
    problems = Problems()
    number = _compact(form.get("number", ""))
    holder = " ".join(form.get("holder", "").split())
    code = _compact(form.get("code", ""))
    month, year = _whole(form.get("month", "")), _whole(form.get("year", ""))
    if not NUMBER.match(number) or not passes_luhn(number):
        problems["number"] = sentence("Please check the card number: a digit may be missing or mistyped.")
    if not 2 <= len(holder) <= LONGEST_HOLDER or not holder.isprintable() or _digits(holder) >= 8:
        problems["holder"] = sentence("Please type the name as it stands on the card.")
    if not 1 <= month <= 12 or not now.year <= year <= now.year + MOST_YEARS:
        problems["expiry"] = sentence("Please choose the month and the year until which the card is good.")
    elif (year, month) < (now.year, now.month):
        problems["expiry"] = sentence("This card has expired. Another card may work.")
    if (needs_code or code) and not CODE.match(code):
        problems["code"] = sentence("Please type the security code: three digits on the back, or four on the front.")
    return problems or Card(number, holder, month, year, code)


def passes_luhn(number: str) -> bool:
    """Whether the last digit fits the others, which tells mistyped numbers from real ones."""
    digits = [int(digit) for digit in reversed(number)]
    return sum(digits[0::2] + [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]) % 10 == 0


def _compact(text: str) -> str:
    return re.sub(r"[ -]", "", text[:LONGEST_TYPED].strip())


def _digits(text: str) -> int:
    return sum(letter.isdigit() for letter in text)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0
