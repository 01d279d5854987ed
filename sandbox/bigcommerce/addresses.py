"""Addresses as checkouts (v3) and orders (v2) write them, and as prices need them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sandbox.bigcommerce.errors import v3_error
from sandbox.countries import COUNTRIES, STATES, WITHOUT_POSTAL_CODE, state_code, state_name
from sandbox.regions import Address

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
TEXTS = (
    *("first_name", "last_name", "email", "company", "address1", "address2", "city", "state_or_province"),
    *("state_or_province_code", "country_code", "postal_code", "phone"),
)
LONGEST = 255
NAMES_V2 = {
    "first_name": "first_name",
    "last_name": "last_name",
    "company": "company",
    "street_1": "address1",
    "street_2": "address2",
    "city": "city",
    "state": "state_or_province",
    "zip": "postal_code",
    "country": "country",
    "country_iso2": "country_code",
    "phone": "phone",
    "email": "email",
}
ALWAYS_NEEDED = ("first_name", "last_name", "address1", "city")
Json = dict[str, Any]


def read_address(given: Mapping[str, Any]) -> Json:
    """Return an address as it is kept, with the names of country and state filled in.

    Raises: 422 without `email` or `country_code`, or for a text that is none.
    """
    errors = {}
    kept: Json = {}
    for name in TEXTS:
        value = given.get(name)
        if value is not None and not isinstance(value, str):
            errors[name] = f"{name} must be a string."
        kept[name] = value.strip()[:LONGEST] if isinstance(value, str) else ""
    kept["country_code"] = kept["country_code"].upper()
    if not EMAIL.fullmatch(kept["email"]):
        errors["email"] = "Please provide a valid email address."
    if kept["country_code"] not in COUNTRIES:
        errors["country_code"] = "Please provide a valid country code."
    if errors:
        raise v3_error(422, "Input is invalid", errors)
    fields = given.get("custom_fields")
    kept["custom_fields"] = fields if isinstance(fields, list) else []
    return _with_names(kept)


def missing_parts(address: Mapping[str, Any]) -> list[str]:
    """Return what an order cannot do without and this address does not have."""
    missing = [name for name in ALWAYS_NEEDED if not address[name]]
    country = address["country_code"]
    if country not in WITHOUT_POSTAL_CODE and not address["postal_code"]:
        missing.append("postal_code")
    if country in STATES and not address["state_or_province_code"]:
        missing.append("state_or_province")
    return missing


def price_address(address: Mapping[str, Any]) -> Address:
    """Return as much of an address as prices depend on."""
    country, state = address["country_code"], address["state_or_province_code"]
    return Address(country, f"{country}-{state}" if state else "", address["postal_code"])


def address_v2(address: Mapping[str, Any]) -> Json:
    """Return an address in the words of orders."""
    return {name: address[source] for name, source in NAMES_V2.items()} | {"form_fields": []}


def _with_names(kept: Json) -> Json:
    country = kept["country_code"]
    code = state_code(country, kept["state_or_province_code"]) or state_code(country, kept["state_or_province"])
    kept["country"] = COUNTRIES[country]
    kept["state_or_province_code"] = code or kept["state_or_province_code"]
    kept["state_or_province"] = state_name(country, code) or kept["state_or_province"]
    return kept
