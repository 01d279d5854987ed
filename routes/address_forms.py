"""Addresses as they are typed: read, bounded and checked by the rules of their country. No pages here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from routes.address_rules import AddressRules, address_countries, is_postal_code, region_code, rules_for
from routes.forms import LONGEST_EMAIL, FormError, parse_email
from services.models import PostalAddress
from services.sentences import sentence

# As long as anybody's are; platforms take more, labels of parcels do not.
LENGTHS = {
    "first_name": 60,
    "last_name": 60,
    "company": 80,
    "line_1": 120,
    "line_2": 120,
    "postal_code": 12,
    "city": 80,
    "region": 80,
    "phone": 30,
}
FIELDS = ("email", "country", *LENGTHS)
LONGEST_SHOWN = 300
PHONE = re.compile(r"\+?[0-9][0-9 ()./x-]{4,29}\Z")
POSTAL_CODE = re.compile(r"[A-Z0-9][A-Z0-9 -]{0,11}\Z")
NEEDED = {
    "first_name": sentence("Please type the first name."),
    "last_name": sentence("Please type the last name."),
    "line_1": sentence("Please type the street and the number."),
}
Problems = dict[str, str]


@dataclass(frozen=True, slots=True)
class AddressForm:
    """One address on a page: what stands in its fields, the rules of its country, and what is wrong by field."""

    part: str
    rules: AddressRules
    typed: Mapping[str, str]
    problems: Problems = field(default_factory=dict)

    def name_of(self, name: str) -> str:
        """A field's name in the form, by which the two addresses of a page are told apart."""
        return f"{self.part}.{name}"

    def id_of(self, name: str) -> str:
        """A field's id on the page, where a problem's link leads."""
        return f"{self.part}-{name.replace('_', '-')}"


def read_form(part: str, form: Mapping[str, str], home_country: str) -> AddressForm:
    """What was typed, short and printable enough to be shown again; an unknown country becomes the home country."""
    typed = {name: _one_line(form.get(f"{part}.{name}", ""))[:LONGEST_SHOWN] for name in FIELDS}
    if typed["country"] not in dict(address_countries()):
        typed["country"] = home_country
    return AddressForm(part, rules_for(typed["country"]), typed)


def form_of(part: str, address: PostalAddress | None, country: str) -> AddressForm:
    """The form of an address that is known already, or an empty one."""
    if address is None:
        return AddressForm(part, rules_for(country), dict.fromkeys(FIELDS, "") | {"country": country})
    known_country = address.country if address.country in dict(address_countries()) else country
    rules = rules_for(known_country)
    region = rules.find_region(address.region_code) or rules.find_region(address.region)
    typed = {name: getattr(address, name) for name in FIELDS}
    return AddressForm(part, rules, typed | {"country": known_country, "region": region[0] if region else ""})


def parse_address(form: AddressForm, email: str | None = None) -> PostalAddress | Problems:
    """The address, or a sentence for each field that is wrong. With an `email` none is asked for, right or wrong."""
    typed, rules, problems = form.typed, form.rules, Problems()
    for name, longest in LENGTHS.items():
        if len(typed[name]) > longest:
            problems[name] = sentence(
                "This may have %(longest)s characters; yours has %(count)s.", longest=longest, count=len(typed[name])
            )
    for name, said in NEEDED.items():
        if not _has_letters(typed[name]):
            problems.setdefault(name, said)
    if not _has_letters(typed["city"]):
        problems.setdefault("city", _fill_in(rules.city_name))
    region = _check_region(form, problems)
    postal_code = _check_postal_code(form, region, problems)
    _check_phone(typed["phone"], problems)
    if email is None:
        email = _check_email(typed["email"], problems)
    if problems:
        return {name: problems[name] for name in FIELDS if name in problems}
    return PostalAddress(
        first_name=typed["first_name"],
        last_name=typed["last_name"],
        email=email,
        line_1=typed["line_1"],
        line_2=typed["line_2"],
        company=typed["company"],
        city=typed["city"],
        country=rules.country,
        region=region[1] if region else "",
        region_code=region_code(rules.country, region[0]) if region else "",
        postal_code=postal_code,
        phone=typed["phone"],
    )


def _check_region(form: AddressForm, problems: Problems) -> tuple[str, str] | None:
    rules, typed = form.rules, form.typed["region"]
    if not rules.has_region or "region" in problems:
        return None
    region = rules.find_region(typed) if typed else None
    if typed and region is None:
        problems["region"] = sentence("Please choose one of the offered values: %(name)s.", name=rules.region_name)
    elif region is None and rules.needs_region:
        problems["region"] = _fill_in(rules.region_name)
    return region


def _check_postal_code(form: AddressForm, region: tuple[str, str] | None, problems: Problems) -> str:
    rules, typed = form.rules, form.typed["postal_code"].upper()
    if not rules.has_postal_code or "postal_code" in problems:
        return ""
    if not typed:
        if rules.needs_postal_code:
            problems["postal_code"] = _fill_in(rules.postal_name)
        return ""
    if not POSTAL_CODE.match(typed) or not is_postal_code(rules.country, "", typed):
        problems["postal_code"] = (
            sentence("This does not fit the country, where it looks like %(example)s.", example=rules.postal_example)
            if rules.postal_example
            else sentence("This does not fit the country.")
        )
    elif region and not is_postal_code(rules.country, region[0], typed):
        problems["postal_code"] = sentence("This is not in %(place)s. Please check both.", place=region[1])
    return typed


def _check_phone(typed: str, problems: Problems) -> None:
    if typed and (not PHONE.match(typed) or sum(letter.isdigit() for letter in typed) < 5):
        problems.setdefault("phone", sentence("A phone number has digits and spaces, such as +1 555 010 0123."))


def _check_email(typed: str, problems: Problems) -> str:
    try:
        return parse_email({"email": typed[: LONGEST_EMAIL + 1]})
    except FormError as error:
        problems["email"] = str(error)
        return ""


def _fill_in(name: str) -> str:
    return sentence("Please fill in: %(name)s.", name=name)


def _has_letters(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _one_line(text: str) -> str:
    """Spaces of every kind folded, and nothing that cannot be printed."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable() or letter in "\u200c\u200d")
