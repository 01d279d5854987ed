"""The countries of the world by name, for choosing where an order might go."""

from __future__ import annotations

from functools import cache

from babel import Locale

# Codes of CLDR that ISO 3166 does not assign: groups, parts of countries, tests and the unknown.
NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}


@cache
def list_countries(language: str) -> tuple[tuple[str, str], ...]:
    """Each country's ISO 3166 code and its name in a language such as `en-US`, by name."""
    territories = Locale.parse(language, sep="-").territories.items()
    countries = [(code, name) for code, name in territories if len(code) == 2 and code not in NO_COUNTRIES]
    return tuple(sorted(countries, key=lambda country: country[1]))
