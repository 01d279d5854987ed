"""Where parcels go and what is taxed there: shipping options by region, tax by country and state. Public tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from sandbox.seed import seed_id

CARRIER_ID = seed_id("carrier", "post")
UNSERVED_COUNTRIES = frozenset({"AQ"})
EUROPE = frozenset(
    (
        *("AD", "AL", "AT", "BA", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR"),
        *("HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO"),
        *("RS", "SE", "SI", "SK", "SM", "UA", "VA"),
    )
)
ANYWHERE = ""
TAX_RATES = {
    "US": {
        ANYWHERE: "0.06",
        "US-NY": "0.08875",
        "US-ME": "0.055",
        "US-CA": "0.0725",
        "US-TX": "0.0625",
        "US-WA": "0.065",
        "US-OR": "0",
        "US-NH": "0",
        "US-MT": "0",
        "US-DE": "0",
        "US-AK": "0",
    },
    "CA": {ANYWHERE: "0.13", "CA-AB": "0.05", "CA-QC": "0.14975", "CA-BC": "0.12"},
    "GB": {ANYWHERE: "0.20"},
    "IE": {ANYWHERE: "0.23"},
    "DE": {ANYWHERE: "0.19"},
    "FR": {ANYWHERE: "0.20"},
    "ES": {ANYWHERE: "0.21"},
    "IT": {ANYWHERE: "0.22"},
    "NL": {ANYWHERE: "0.21"},
    "AT": {ANYWHERE: "0.20"},
    "BE": {ANYWHERE: "0.21"},
    "PT": {ANYWHERE: "0.23"},
    "SE": {ANYWHERE: "0.25"},
    "DK": {ANYWHERE: "0.25"},
    "PL": {ANYWHERE: "0.23"},
}
# The first three digits of a ZIP code, for addresses without a state.
ZIP_STATES = (
    *(("US-ME", 39, 49), ("US-NH", 30, 38), ("US-NY", 100, 149), ("US-DE", 197, 199), ("US-MT", 590, 599)),
    *(("US-TX", 750, 799), ("US-CA", 900, 961), ("US-OR", 970, 979), ("US-WA", 980, 994), ("US-AK", 995, 999)),
)
ZIP = re.compile(r"(\d{3})\d{2}(-\d{4})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Address:
    """As much of an address as prices depend on. `subdivision` is an ISO 3166-2 code such as US-NY."""

    country: str
    subdivision: str = ""
    postal_code: str = ""


@dataclass(frozen=True, slots=True)
class ShippingOption:
    """A way to send a parcel; the price is in minor units."""

    code: str
    title: str
    delivery_time: str
    price: int


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the world with the ways to send a parcel there, the cheapest first."""

    name: str
    options: tuple[ShippingOption, ...]

    @property
    def id(self) -> str:
        """Return the region's id."""
        return seed_id("region", self.name)

    def option(self, code: str | None) -> ShippingOption | None:
        """Return the way of a code, None if there is none."""
        return next((option for option in self.options if option.code == code), None)


def _region(name: str, standard: int, standard_days: str, express: int, express_days: str) -> Region:
    return Region(
        name,
        (
            ShippingOption("standard", "Standard", f"{standard_days} business days", standard),
            ShippingOption("express", "Express", f"{express_days} business days", express),
        ),
    )


UNITED_STATES = _region("United States", 600, "3 - 5", 1400, "1 - 2")
CANADA = _region("Canada", 1200, "5 - 8", 2400, "2 - 3")
EUROPEAN = _region("Europe", 1600, "7 - 12", 3200, "3 - 4")
ELSEWHERE = _region("Rest of the world", 2200, "10 - 20", 4400, "4 - 6")


def region_of(country: str) -> Region | None:
    """Return the region of a country (ISO 3166), None where no carrier goes."""
    if country in UNSERVED_COUNTRIES:
        return None
    if country in EUROPE:
        return EUROPEAN
    return {"US": UNITED_STATES, "CA": CANADA}.get(country, ELSEWHERE)


def tax_rate(address: Address | None) -> Decimal:
    """Return the share of the price that is added as tax: nothing without an address, or where none is known."""
    if address is None:
        return Decimal(0)
    rates = TAX_RATES.get(address.country, {})
    state = address.subdivision or _state_of_zip(address)
    return Decimal(rates.get(state) or rates.get(ANYWHERE, "0"))


def _state_of_zip(address: Address) -> str:
    written = ZIP.fullmatch(address.postal_code.strip())
    if address.country != "US" or written is None:
        return ANYWHERE
    return next((state for state, first, last in ZIP_STATES if first <= int(written[1]) <= last), ANYWHERE)
