"""The form of the hosted checkout: what it holds at first, and what is wrong with what came back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.wix.order_store import Contact
from sandbox.wix.pricing import SHIPPING_OPTIONS, ShippingOption, find_shipping_option, is_served

DECLINED_CARD = "4000000000000002"
COUNTRIES = {
    "US": "United States",
    "CA": "Canada",
    "GB": "United Kingdom",
    "IE": "Ireland",
    "DE": "Germany",
    "FR": "France",
    "ES": "Spain",
    "IL": "Israel",
    "JP": "Japan",
    "AU": "Australia",
    "AQ": "Antarctica",
}
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
EXPIRY = re.compile(r"(0[1-9]|1[0-2])\s*/\s*(?:20)?(\d{2})")
SAMPLE = {
    "email": "ada@example.com",
    "firstName": "Ada",
    "lastName": "Marsh",
    "phone": "+1 212 555 0100",
    "addressLine": "235 West 23rd Street",
    "city": "New York",
    "subdivision": "US-NY",
    "postalCode": "10011",
    "country": "US",
    "shipping": SHIPPING_OPTIONS[0].code,
    "cardNumber": "4242 4242 4242 4242",
    "cardCvc": "123",
}
LONGEST = 200
REQUIRED = {
    "email": "Enter an e-mail address.",
    "firstName": "Enter a first name.",
    "lastName": "Enter a last name.",
    "addressLine": "Enter an address.",
    "city": "Enter a city.",
    "postalCode": "Enter a postal code.",
}


@dataclass(frozen=True, slots=True)
class CheckoutForm:
    """What stands in the fields, and a message for each that does not fit."""

    values: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_declined_card(self) -> bool:
        """Tell whether the bank will say no."""
        return _digits(self.values["cardNumber"]) == DECLINED_CARD

    def contact(self) -> Contact:
        """Return who buys."""
        values = self.values
        return Contact(
            email=values["email"],
            first_name=values["firstName"],
            last_name=values["lastName"],
            phone=values["phone"],
            country=values["country"],
            subdivision=values["subdivision"],
            city=values["city"],
            postal_code=values["postalCode"],
            address_line=values["addressLine"],
        )

    def shipping_option(self) -> ShippingOption:
        """Return how the parcel goes."""
        return find_shipping_option(self.values["shipping"]) or SHIPPING_OPTIONS[0]


def sample_form(now: datetime) -> CheckoutForm:
    """Return the form filled in sensibly, so that one click completes the flow."""
    return CheckoutForm({**SAMPLE, "cardExpiry": f"12 / {(now.year + 3) % 100:02d}"})


def read_form(posted: Mapping[str, str], now: datetime) -> CheckoutForm:
    """Read what was posted, with a message for each field that does not fit."""
    names = sample_form(now).values
    values = {name: posted.get(name, "").strip()[:LONGEST] for name in names}
    errors = {name: message for name, message in REQUIRED.items() if not values[name]}
    if values["email"] and not EMAIL.fullmatch(values["email"]):
        errors["email"] = "Enter an e-mail address such as ada@example.com."
    if values["country"] not in COUNTRIES:
        errors["country"] = "Choose a country."
    elif not is_served(values["country"]):
        errors["country"] = "No carrier goes there. Choose another country."
    if find_shipping_option(values["shipping"]) is None:
        errors["shipping"] = "Choose how the parcel is sent."
    return CheckoutForm(values, errors | _card_errors(values, now))


def _card_errors(values: Mapping[str, str], now: datetime) -> dict[str, str]:
    errors = {}
    if not _is_card_number(values["cardNumber"]):
        errors["cardNumber"] = "This is not a card number. 4242 4242 4242 4242 is one."
    if not re.fullmatch(r"\d{3,4}", values["cardCvc"]):
        errors["cardCvc"] = "Enter the three or four digits of the security code."
    expiry = EXPIRY.fullmatch(values["cardExpiry"])
    if expiry is None:
        errors["cardExpiry"] = "Enter the month and year, such as 12 / 30."
    elif (2000 + int(expiry[2]), int(expiry[1])) < (now.year, now.month):
        errors["cardExpiry"] = "This card has expired."
    return errors


def _digits(text: str) -> str:
    return text.replace(" ", "").replace("-", "")


def _is_card_number(text: str) -> bool:
    """Check length and Luhn digit."""
    digits = _digits(text)
    if not (digits.isascii() and digits.isdigit() and 12 <= len(digits) <= 19):
        return False
    doubled = [int(digit) * (2 if position % 2 else 1) for position, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
