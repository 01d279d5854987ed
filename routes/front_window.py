"""What stands in the front window beside the products: pictures for the shelves, and what is on soon.

Everything comes from answers that the catalog pages and the list of events keep too; nothing is asked for it alone.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from routes.category_tree import Categories, children_of, path_to
from routes.current import current_storefront
from services.errors import PlatformError
from services.models import Category, Event, EventQuery, EventStatus, Image, Product

log = logging.getLogger("foyer.catalog")

COMING_COUNT = 3
Products = tuple[Product, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category of the top level and a picture of something on it, None where nothing at hand has one."""

    category: Category
    picture: Image | None


def dress_shelves(categories: Categories, pieces: Products, shown: Products) -> tuple[Shelf, ...]:
    """A picture for each shelf: of a piece that is not `shown` on the page already, if there is one."""
    fresh = [piece for piece in pieces if piece not in shown]
    return tuple(
        Shelf(root, find_picture(find_branch(categories, root), [*fresh, *shown]))
        for root in children_of(categories, None)
    )


def find_branch(categories: Categories, root: Category) -> frozenset[str]:
    """The ids of a category and of all that is below it."""
    return frozenset(category.id for category in categories if path_to(categories, category)[0] == root)


def find_picture(branch: frozenset[str], pieces: list[Product]) -> Image | None:
    """The first picture of the first piece in this branch that has one."""
    return next((piece.images[0] for piece in pieces if piece.images and branch.intersection(piece.category_ids)), None)


def find_coming_events() -> tuple[Event, ...]:
    """The next events with a date, by the same question as the list of events asks; the page is complete without."""
    events = current_storefront().events
    if events is None:
        return ()
    try:
        found = events.list_events(EventQuery()).items
    except PlatformError as error:
        log.warning("the front window was drawn without events: %s", error)
        return ()
    coming = (event for event in found if event.starts_at and event.status is EventStatus.UPCOMING)
    return tuple(coming)[:COMING_COUNT]
