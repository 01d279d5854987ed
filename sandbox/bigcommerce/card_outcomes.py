"""Which card numbers end how. The numbers are looked at and forgotten: only brand and last four digits are kept."""

from __future__ import annotations

from dataclasses import dataclass

PAYING_CARD = "4111111111111111"
PENDING_CARD = "4000000000000259"


@dataclass(frozen=True, slots=True)
class Decline:
    """How a bank says no. Source: https://developer.bigcommerce.com/docs/store-operations/payments"""

    code: int
    title: str


DECLINED = Decline(30104, "The payment was declined. Please contact your card issuer for more information.")
EXPIRED = Decline(30103, "The payment was declined because the card has expired.")
DECLINES = {
    "4000000000000002": DECLINED,
    "4000000000009995": Decline(30106, "The payment was declined due to insufficient funds."),
    "4000000000000069": EXPIRED,
    "4000000000000127": Decline(30102, "The payment was declined because the card details could not be verified."),
}
BRANDS = (
    ("VISA", ("4",)),
    ("MASTERCARD", (*map(str, range(51, 56)), *map(str, range(2221, 2721)))),
    ("AMEX", ("34", "37")),
    ("DISCOVER", ("6011", "65")),
    ("JCB", ("35",)),
    ("DINERS_CLUB", ("36", "38", "300", "301", "302", "303", "304", "305")),
)


@dataclass(frozen=True, slots=True)
class Card:
    """What may be remembered of a card."""

    brand: str
    last_4: str

    @property
    def type(self) -> str:
        """Return the brand in the words of transactions."""
        return {"MASTERCARD": "master", "AMEX": "american_express"}.get(self.brand, self.brand.lower())


def remembered(digits: str) -> Card:
    """Return what may be kept of a card number."""
    brand = next((name for name, beginnings in BRANDS if digits.startswith(beginnings)), "VISA")
    return Card(brand, digits[-4:])
