"""Parse and check what was posted or stands in a query: each value is bounded once, here."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from services.models import Destination, Modifier, ModifierKind
from services.sentences import sentence

SLUG = re.compile(r"\w[\w.~-]{0,149}\Z")  # merchants may write slugs in any script
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
MOST_PER_LINE = 99
LONGEST_ORDER_NUMBER = 30
ORDER_NUMBER = re.compile(rf"[A-Za-z0-9][A-Za-z0-9-]{{0,{LONGEST_ORDER_NUMBER - 1}}}\Z")
LONGEST_EMAIL = 254
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\Z")
LONGEST_TYPED = 2000
COUPON_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,49}\Z")
POSTAL_CODE = re.compile(r"[A-Z0-9][A-Z0-9 -]{0,11}\Z")
SUBDIVISION = re.compile(r"[A-Z0-9]{1,3}\Z")


class MultiValues(Protocol):
    """A form or query in which a name may stand more than once."""

    def getlist(self, key: str) -> list[str]: ...


class FormError(Exception):
    """A value that cannot be used; `str(error)` is a sentence for the person who typed it, `field` its name."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


def parse_quantity(form: Mapping[str, str]) -> int:
    """A whole number from 1 to 99. Raises: FormError."""
    text = form.get("quantity", "").strip()
    if not text.isascii() or not text.isdigit() or len(text) > 4 or not 1 <= int(text) <= MOST_PER_LINE:
        raise FormError(
            sentence("The quantity must be a whole number from 1 to %(most)s.", most=MOST_PER_LINE),
            "quantity",
        )
    return int(text)


def typed_quantity(form: Mapping[str, str]) -> str:
    """What was typed, short enough to be shown again in the form."""
    return form.get("quantity", "")[:8]


def parse_slug(text: str) -> str | None:
    """A slug that some platform could have made, or None."""
    return text if SLUG.match(text) else None


def parse_identifier(text: str) -> str | None:
    """An id that some platform could have made, or None."""
    return text if IDENTIFIER.match(text) else None


def parse_text(form: Mapping[str, str], name: str, longest: int, what: str) -> str:
    """A text of a few lines at most, with its line ends unified. Raises: FormError, when it is too long."""
    text = "".join(map(_readable, form.get(name, "").replace("\r\n", "\n")))
    if len(text) > longest:
        raise FormError(
            sentence(
                "%(what)s may have %(longest)s characters; this one has %(count)s.",
                what=what,
                longest=longest,
                count=len(text),
            ),
            name,
        )
    return text.strip()


def _readable(letter: str) -> str:
    """Space for every kind of space; joiners stay, because words and emoji of many languages need them."""
    if letter.isprintable() or letter in "\n\u200c\u200d":
        return letter
    return " " if letter.isspace() else ""


def parse_coupon_code(form: Mapping[str, str]) -> str:
    """A coupon code as people type it. Raises: FormError."""
    code = form.get("code", "").strip()
    if not COUPON_CODE.match(code):
        raise FormError(sentence("A coupon code has letters, digits and dashes, up to 50 of them."))
    return code


def parse_order_number(form: Mapping[str, str]) -> str:
    """An order's number as people copy it, a `#` before it included. Raises: FormError."""
    number = form.get("number", "").strip().removeprefix("#").strip()
    if not ORDER_NUMBER.match(number):
        raise FormError(sentence("An order number has letters, digits and dashes, up to 30 of them."), "number")
    return number


def parse_email(form: Mapping[str, str]) -> str:
    """An e-mail address, as far as a shop can tell. Raises: FormError."""
    email = form.get("email", "").strip()
    if len(email) > LONGEST_EMAIL or not EMAIL.match(email) or not email.isprintable():
        raise FormError(sentence("Please type the e-mail address as name@example.com."), "email")
    return email


def parse_destination(form: Mapping[str, str], countries: Collection[str]) -> Destination:
    """A place to estimate shipping and tax for. Raises: FormError."""
    country, postal_code = form.get("country", ""), form.get("postal_code", "").strip().upper()
    subdivision = form.get("subdivision", "").strip().upper().removeprefix(f"{country}-")
    if country not in countries:
        raise FormError(sentence("Please choose a country from the list."))
    if postal_code and not POSTAL_CODE.match(postal_code):
        raise FormError(sentence("A postal code has letters, digits, spaces and dashes, up to 12 of them."))
    if subdivision and not SUBDIVISION.match(subdivision):
        raise FormError(sentence("A state or region is its short code, such as ME."))
    return Destination(country, postal_code, f"{country}-{subdivision}" if subdivision else "")


def typed_modifiers(form: Mapping[str, str], modifiers: Sequence[Modifier]) -> dict[int, str]:
    """What was filled in, by the place of each modifier, so that a refused form can show all of it again."""
    return {
        place: form.get(f"modifier.{place}", "").replace("\r\n", "\n")[:LONGEST_TYPED]
        for place, _ in enumerate(modifiers)
    }


def parse_modifiers(
    form: Mapping[str, str], modifiers: Sequence[Modifier]
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """The choices and the texts that were filled in, each with its modifier's key. Raises: FormError."""
    choices, texts = [], []
    for place, modifier in enumerate(modifiers):
        value = parse_modifier(form, f"modifier.{place}", modifier)
        if value and modifier.kind is ModifierKind.CHOICE:
            choices.append((modifier.key, value))
        elif value:
            texts.append((modifier.key, value))
    return tuple(choices), tuple(texts)


def parse_modifier(form: Mapping[str, str], name: str, modifier: Modifier) -> str:
    """One modifier's value, empty where it was left out and may be. Raises: FormError."""
    value = parse_text(form, name, modifier.longest, modifier.name)
    if not value and modifier.is_mandatory:
        raise FormError(sentence("Please fill in: %(name)s.", name=modifier.name), name)
    if value and modifier.kind is ModifierKind.CHOICE and value not in {choice.name for choice in modifier.choices}:
        raise FormError(sentence("Please choose one of the offered values: %(name)s.", name=modifier.name), name)
    if value and len(value) < modifier.shortest:
        raise FormError(
            sentence(
                "%(name)s needs at least %(shortest)s characters.", name=modifier.name, shortest=modifier.shortest
            ),
            name,
        )
    return value


def parse_single(values: MultiValues, name: str, longest: int) -> str:
    """A value that may stand at most once, empty if absent. Raises: FormError."""
    given = values.getlist(name)
    if len(given) > 1 or any(len(value) > longest or not value.isprintable() for value in given):
        raise FormError(sentence("The address you came back on is damaged."), name)
    return given[0] if given else ""


def read_hint(query: MultiValues, name: str) -> str | None:
    """A value that came back on a URL: None if absent. It is a hint, never proof. Raises: FormError if malformed."""
    values = query.getlist(name)
    if not values:
        return None
    identifier = parse_identifier(values[0]) if len(values) == 1 else None
    if identifier is None:
        raise FormError(sentence("The address you came back on is damaged."))
    return identifier
