"""The form of the hosted checkout: what it holds at first, and what is wrong with what came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.bigcommerce.addresses import EMAIL, read_address
from sandbox.bigcommerce.card_outcomes import PAYING_CARD
from sandbox.bigcommerce.customer_store import Customer
from sandbox.cards import card_errors
from sandbox.countries import COUNTRIES, STATES, WITHOUT_POSTAL_CODE, state_code
from sandbox.regions import UNITED_STATES, region_of

LONGEST = 200
NAMES = {
    "email": "email",
    "firstName": "first_name",
    "lastName": "last_name",
    "phone": "phone",
    "addressLine": "address1",
    "city": "city",
    "subdivision": "state_or_province",
    "postalCode": "postal_code",
    "country": "country_code",
}
SAMPLE = {
    "email": "ada@example.com",
    "firstName": "Ada",
    "lastName": "Marsh",
    "phone": "+1 212 555 0100",
    "addressLine": "235 West 23rd Street",
    "city": "New York",
    "subdivision": "New York",
    "postalCode": "10011",
    "country": "US",
}
PAYMENT_SAMPLE = {
    "shipping": UNITED_STATES.options[0].code,
    "cardName": "Ada Marsh",
    "cardNumber": " ".join(PAYING_CARD[start : start + 4] for start in range(0, 16, 4)),
    "cardCvc": "123",
}
REQUIRED = {
    "email": "Enter an e-mail address.",
    "firstName": "Enter a first name.",
    "lastName": "Enter a last name.",
    "addressLine": "Enter an address.",
    "city": "Enter a city.",
    "cardName": "Enter the name on the card.",
}


@dataclass(frozen=True, slots=True)
class CheckoutForm:
    """What stands in the fields, and a message for each that does not fit."""

    values: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    def with_paying_card(self) -> CheckoutForm:
        """Return the form with the card that pays."""
        return CheckoutForm({**self.values, "cardNumber": PAYMENT_SAMPLE["cardNumber"]}, self.errors)

    def address(self) -> dict[str, Any]:
        """Return the address as checkouts keep it. Raises: BigCommerceError for one without mail or country."""
        return read_address({theirs: self.values[ours] for ours, theirs in NAMES.items()})


def sample_form(
    now: datetime, known: Mapping[str, Any] | None, code: str | None, customer: Customer | None
) -> CheckoutForm:
    """Return the form filled in sensibly: with the address and the delivery the shop has sent, else with a sample."""
    values = {**SAMPLE, **PAYMENT_SAMPLE, "cardExpiry": f"12 / {(now.year + 3) % 100:02d}"}
    if known:
        values |= {ours: known[theirs] for ours, theirs in NAMES.items() if known[theirs]}
        usual = SAMPLE["subdivision"] if values["country"] == SAMPLE["country"] else ""
        values["subdivision"] = known["state_or_province"] or usual
    elif customer:
        names = {"firstName": customer.first_name, "lastName": customer.last_name}
        values |= {"email": customer.email, **{name: text for name, text in names.items() if text}}
    if code:
        values["shipping"] = code
    return CheckoutForm(values)


def read_form(posted: Mapping[str, str], now: datetime, *, sends: bool) -> CheckoutForm:
    """Read what was posted, with a message for each field that does not fit."""
    names = [*SAMPLE, *PAYMENT_SAMPLE, "cardExpiry"]
    values = {name: posted.get(name, "").strip()[:LONGEST] for name in names}
    errors = {name: message for name, message in REQUIRED.items() if not values[name]}
    if values["email"] and not EMAIL.fullmatch(values["email"]):
        errors["email"] = "Enter an e-mail address such as ada@example.com."
    errors |= _place_errors(values, sends=sends)
    example = PAYMENT_SAMPLE["cardNumber"]
    return CheckoutForm(values, errors | card_errors(values, now, example=example))


def _place_errors(values: Mapping[str, str], *, sends: bool) -> dict[str, str]:
    country = values["country"]
    if country not in COUNTRIES:
        return {"country": "Choose a country."}
    errors = {}
    if country not in WITHOUT_POSTAL_CODE and not values["postalCode"]:
        errors["postalCode"] = "Enter a postal code."
    if country in STATES and not state_code(country, values["subdivision"]):
        errors["subdivision"] = "Enter the state, such as New York or NY."
    region = region_of(country)
    if sends and region is None:
        errors["country"] = "No carrier goes there. Choose another country."
    elif sends and region and not region.option(values["shipping"]):
        errors["shipping"] = "Choose how the parcel is sent."
    return errors
