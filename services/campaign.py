"""The `utm_...` parameters of a campaign on their way to a hosted page: whoever wrote them, they are bounded here."""

from __future__ import annotations

from collections.abc import Iterable

CAMPAIGN_NAMES = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
LONGEST_CAMPAIGN_VALUE = 100


def campaign_parameters(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The known parameters of a campaign, the first of each, cleaned and bounded: their values are anybody's."""
    found: dict[str, str] = {}
    for name, value in pairs:
        text = "".join(letter for letter in value if letter.isprintable())[:LONGEST_CAMPAIGN_VALUE].strip()
        if name in CAMPAIGN_NAMES and text:
            found.setdefault(name, text)
    return found
