"""The shelves as a tree, read from the flat list that the platform gives; nothing is fetched here."""

from __future__ import annotations

from dataclasses import dataclass

from services.models import Category

Categories = tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Shelves:
    """Categories that stand side by side, and the one that holds them; None where that is the whole shop."""

    parent: Category | None
    children: Categories


def path_to(categories: Categories, category: Category) -> Categories:
    """The way from the top of the tree to a category, itself included.

    It starts below a parent that is missing (hidden, say), and no circle of parents makes it endless.
    """
    known = {other.id: other for other in categories}
    path = [category]
    while (parent := known.get(path[0].parent_id or "")) and parent not in path:
        path.insert(0, parent)
    return tuple(path)


def children_of(categories: Categories, parent: Category | None) -> Categories:
    """What stands directly below a category; for None the top level, where those without a known parent stand too."""
    if parent:
        return tuple(other for other in categories if other.parent_id == parent.id and other.id != parent.id)
    return tuple(other for other in categories if len(path_to(categories, other)) == 1)


def find_shelves(categories: Categories, chosen: Category | None) -> Shelves:
    """Where to go next from a category: what is below it, or for the last of its branch what is beside it."""
    below = children_of(categories, chosen)
    if below or chosen is None:
        return Shelves(chosen, below)
    above = path_to(categories, chosen)[:-1]
    parent = above[-1] if above else None
    return Shelves(parent, children_of(categories, parent))


def deepest_of(categories: Categories, category_ids: tuple[str, ...]) -> Category | None:
    """The category furthest down the tree among these; of several the first in the shop's order."""
    found = [category for category in categories if category.id in category_ids]
    return max(found, key=lambda category: len(path_to(categories, category)), default=None)
