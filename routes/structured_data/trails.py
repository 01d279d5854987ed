"""Ways and lists: where a page stands, and what a list leads to, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterable

from routes.structured_data.parts import Thing, make_thing

Link = tuple[str, str]


def breadcrumbs_thing(links: Iterable[Link]) -> Thing:
    """The way to a page: names and absolute addresses, the page itself last."""
    return make_thing(
        "BreadcrumbList",
        itemListElement=[
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate(links, start=1)
        ],
    )


def item_list_thing(links: Iterable[Link]) -> Thing:
    """What a list shows: names and absolute addresses."""
    return make_thing(
        "ItemList",
        itemListElement=[
            {"@type": "ListItem", "position": position, "name": name, "url": url}
            for position, (name, url) in enumerate(links, start=1)
        ],
    )
