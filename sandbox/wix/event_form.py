"""The form of an event's hosted checkout: what it holds at first, and what is wrong with what came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.cards import DECLINED_CARD, card_digits, is_card_number
from sandbox.wix.checkout_form import EMAIL, LONGEST, SAMPLE
from sandbox.wix.event_order_store import Guest
from sandbox.wix.member_store import Member

NAMES = ("firstName", "lastName", "email", "cardNumber")
REQUIRED = {
    "firstName": "Enter a first name.",
    "lastName": "Enter a last name.",
    "email": "Enter an e-mail address.",
}


@dataclass(frozen=True, slots=True)
class EventForm:
    """What stands in the fields, and a message for each that does not fit."""

    values: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_declined_card(self) -> bool:
        """Tell whether the bank will say no."""
        return card_digits(self.values["cardNumber"]) == DECLINED_CARD

    def guest(self, member_id: str) -> Guest:
        """Return who orders."""
        return Guest(self.values["email"], self.values["firstName"], self.values["lastName"], member_id)


def sample_event_form(member: Member | None) -> EventForm:
    """Return the form filled in sensibly, for a member with what is known of them."""
    values = {name: SAMPLE[name] for name in NAMES}
    if member is not None:
        known = {"email": member.email, "firstName": member.first_name, "lastName": member.last_name}
        values |= {name: value for name, value in known.items() if value}
    return EventForm(values)


def read_event_form(posted: Mapping[str, str], *, is_free: bool) -> EventForm:
    """Read what was posted, with a message for each field that does not fit."""
    values = {name: posted.get(name, "").strip()[:LONGEST] for name in NAMES}
    errors = {name: message for name, message in REQUIRED.items() if not values[name]}
    if values["email"] and not EMAIL.fullmatch(values["email"]):
        errors["email"] = "Enter an e-mail address such as ada@example.com."
    if not is_free and not is_card_number(values["cardNumber"]):
        errors["cardNumber"] = "This is not a card number. 4242 4242 4242 4242 is one."
    return EventForm(values, errors)
