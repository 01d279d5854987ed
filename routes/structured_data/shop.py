"""The shop itself, for the home page: who it is, and how its site is searched."""

from __future__ import annotations

from routes.structured_data.parts import Shop, Thing, make_thing

SEARCH_TERM = "search_term"


def organization_thing(shop: Shop) -> Thing:
    """Who sells here."""
    facts = make_thing(
        "Organization",
        logo=shop.logo_url,
        slogan=shop.tagline,
        description=shop.description,
        email=shop.email,
        address=shop.address,
    )
    return shop.reference | facts


def website_thing(shop: Shop) -> Thing:
    """The site, with the address of its search; readers put what they look for in the place of the term."""
    return make_thing(
        "WebSite",
        name=shop.name,
        url=f"{shop.url}/",
        inLanguage=shop.language,
        publisher=shop.reference,
        potentialAction={
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{shop.search_url}{{{SEARCH_TERM}}}"},
            "query-input": f"required name={SEARCH_TERM}",
        },
    )
