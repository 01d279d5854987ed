"""The shelves as a tree, whatever the platform's list looks like."""

from __future__ import annotations

from routes.category_tree import children_of, deepest_of, find_shelves, path_to
from services.models import Category


def category(name: str, parent_id: str | None = None) -> Category:
    return Category(id=name, slug=name, name=name.title(), parent_id=parent_id)


MUGS, TEAPOTS = category("mugs"), category("teapots")
TUMBLERS, HANDLED = category("tumblers", "mugs"), category("handled", "mugs")
ESPRESSO = category("espresso", "tumblers")
TREE = (MUGS, TEAPOTS, TUMBLERS, HANDLED, ESPRESSO)


def test_the_path_leads_from_the_top_to_the_category_itself() -> None:
    assert path_to(TREE, ESPRESSO) == (MUGS, TUMBLERS, ESPRESSO)
    assert path_to(TREE, MUGS) == (MUGS,)


def test_the_path_starts_below_a_parent_that_is_not_shown() -> None:
    orphan = category("orphan", "hidden")
    assert path_to((*TREE, orphan), orphan) == (orphan,)


def test_a_circle_of_parents_ends() -> None:
    one, other = category("one", "other"), category("other", "one")
    assert path_to((one, other), one) == (other, one)
    alone = category("alone", "alone")
    assert path_to((alone,), alone) == (alone,)
    assert children_of((alone,), alone) == ()


def test_children_stand_in_the_shops_order() -> None:
    assert children_of(TREE, MUGS) == (TUMBLERS, HANDLED)
    assert children_of(TREE, HANDLED) == ()


def test_the_top_level_holds_those_whose_parent_is_not_shown() -> None:
    orphan = category("orphan", "hidden")
    assert children_of((*TREE, orphan), None) == (MUGS, TEAPOTS, orphan)


def test_the_whole_shop_leads_to_its_top_level() -> None:
    shelves = find_shelves(TREE, None)
    assert (shelves.parent, shelves.children) == (None, (MUGS, TEAPOTS))


def test_a_category_leads_to_what_is_below_it() -> None:
    shelves = find_shelves(TREE, MUGS)
    assert (shelves.parent, shelves.children) == (MUGS, (TUMBLERS, HANDLED))


def test_the_last_of_a_branch_leads_to_what_is_beside_it() -> None:
    shelves = find_shelves(TREE, HANDLED)
    assert (shelves.parent, shelves.children) == (MUGS, (TUMBLERS, HANDLED))
    assert find_shelves(TREE, TEAPOTS).children == (MUGS, TEAPOTS)


def test_a_product_stands_on_its_deepest_shelf() -> None:
    assert deepest_of(TREE, ("mugs", "espresso", "handled")) == ESPRESSO
    assert deepest_of(TREE, ("handled", "tumblers")) == TUMBLERS
    assert deepest_of(TREE, ("unknown",)) is None
