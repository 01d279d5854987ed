"""The form of the hosted checkout: what it holds at first, and what is wrong with what came back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.cards import DECLINED_CARD, card_digits, card_errors
from sandbox.regions import UNITED_STATES, region_of
from sandbox.wix.checkout_store import Checkout
from sandbox.wix.member_store import Member
from sandbox.wix.order_store import Contact
from sandbox.wix.pricing import needs_shipping

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
    "shipping": UNITED_STATES.options[0].code,
    "giftCard": "",
    "cardNumber": "4242 4242 4242 4242",
    "cardCvc": "123",
}
LONGEST = 200
REQUIRED = {
    "email": "Enter an e-mail address.",
    "firstName": "Enter a first name.",
    "lastName": "Enter a last name.",
    "postalCode": "Enter a postal code.",
}
REQUIRED_FOR_DELIVERY = {
    "addressLine": "Enter an address.",
    "city": "Enter a city.",
}


@dataclass(frozen=True, slots=True)
class CheckoutForm:
    """What stands in the fields, and a message for each that does not fit.

    `shown` are the totals of the page the form came from, empty for a form nobody has seen.
    """

    values: Mapping[str, str]
    shown: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_declined_card(self) -> bool:
        """Tell whether the bank will say no."""
        return card_digits(self.values["cardNumber"]) == DECLINED_CARD

    def contact(self) -> Contact:
        """Return who buys."""
        values = self.values
        return Contact(
            email=values["email"],
            first_name=values["firstName"],
            last_name=values["lastName"],
            phone=values["phone"],
            country=values["country"],
            subdivision=_subdivision(values),
            city=values["city"],
            postal_code=values["postalCode"],
            address_line=values["addressLine"],
        )


def sample_form(now: datetime, checkout: Checkout, member: Member | None = None) -> CheckoutForm:
    """Return the form filled in sensibly, so that one click completes the flow; with the member who is signed in."""
    known = {"email": checkout.email, "giftCard": checkout.gift_card_code}
    if member:
        names = {"firstName": member.first_name, "lastName": member.last_name}
        known |= {"email": checkout.email or member.email, **names}
    values = {**SAMPLE, "cardExpiry": f"12 / {(now.year + 3) % 100:02d}"}
    return CheckoutForm(values | {name: value for name, value in known.items() if value})


def read_form(posted: Mapping[str, str], now: datetime, checkout: Checkout) -> CheckoutForm:
    """Read what was posted, with a message for each field that does not fit."""
    names = sample_form(now, checkout).values
    values = {name: posted.get(name, "").strip()[:LONGEST] for name in names}
    sends = needs_shipping(checkout.lines)
    required = REQUIRED | (REQUIRED_FOR_DELIVERY if sends else {})
    errors = {name: message for name, message in required.items() if not values[name]}
    if values["email"] and not EMAIL.fullmatch(values["email"]):
        errors["email"] = "Enter an e-mail address such as ada@example.com."
    errors |= _country_errors(values, sends=sends) | card_errors(values, now)
    return CheckoutForm(values, posted.get("shownTotals", ""), errors)


def _country_errors(values: Mapping[str, str], *, sends: bool) -> dict[str, str]:
    if values["country"] not in COUNTRIES:
        return {"country": "Choose a country."}
    region = region_of(values["country"])
    if not sends:
        return {}
    if region is None:
        return {"country": "No carrier goes there. Choose another country."}
    return {} if region.option(values["shipping"]) else {"shipping": "Choose how the parcel is sent."}


def _subdivision(values: Mapping[str, str]) -> str:
    """Return the ISO code of a state, also where somebody typed NY for US-NY."""
    typed = values["subdivision"].upper()
    return typed if "-" in typed or not typed else f"{values['country']}-{typed}"
