"""The form of the hosted booking: who comes, and a card where something is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.cards import card_errors
from sandbox.wix.booking_store import Guest
from sandbox.wix.checkout_form import EMAIL, LONGEST, REQUIRED, SAMPLE, CheckoutForm
from sandbox.wix.member_store import Member

GUEST_FIELDS = ("firstName", "lastName", "email")
CARD_FIELDS = ("cardNumber", "cardExpiry", "cardCvc")


@dataclass(frozen=True, slots=True)
class BookingForm:
    """What stands in the fields, and a message for each that does not fit."""

    values: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_declined_card(self) -> bool:
        """Tell whether the bank will say no."""
        return CheckoutForm(self.values).is_declined_card

    def guest(self) -> Guest:
        """Return who comes."""
        return Guest(self.values["email"], self.values["firstName"], self.values["lastName"])


def sample_booking_form(now: datetime, member: Member | None) -> BookingForm:
    """Return the form filled in, so that one click completes the flow; with the member who is signed in."""
    values = {name: SAMPLE.get(name, "") for name in (*GUEST_FIELDS, *CARD_FIELDS)}
    values["cardExpiry"] = f"12 / {(now.year + 3) % 100:02d}"
    if member:
        known = {"firstName": member.first_name, "lastName": member.last_name, "email": member.email}
        values |= {name: value for name, value in known.items() if value}
    return BookingForm(values)


def read_booking_form(posted: Mapping[str, str], now: datetime, *, with_card: bool) -> BookingForm:
    """Read what was posted, with a message for each field that does not fit."""
    values = {name: posted.get(name, "").strip()[:LONGEST] for name in (*GUEST_FIELDS, *CARD_FIELDS)}
    errors = {name: REQUIRED[name] for name in GUEST_FIELDS if not values[name]}
    if values["email"] and not EMAIL.fullmatch(values["email"]):
        errors["email"] = "Enter an e-mail address such as ada@example.com."
    return BookingForm(values, errors | (card_errors(values, now) if with_card else {}))
