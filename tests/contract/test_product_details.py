"""What a product page needs to know beyond price and picture."""

from __future__ import annotations

import pytest

from services.models import Modifier, ModifierKind, Product
from tests.contract.conftest import RecordedWorld, World
from tests.contract.test_narrowing import find

pytestmark = pytest.mark.capability("Product: options, modifiers and stock")


def by_name(product: Product, name: str) -> Modifier:
    return next(modifier for modifier in product.modifiers if modifier.name == name)


def test_a_text_modifier_has_its_limit(world: World) -> None:
    note = by_name(world.product("orchard-mug"), "Gift note")
    assert note.kind is ModifierKind.TEXT
    assert note.longest == 120
    assert not note.is_mandatory
    assert note.added_price is None


def test_a_choice_modifier_has_its_choices_and_what_they_cost(world: World) -> None:
    wrap = by_name(world.product("orchard-mug"), "Gift wrap")
    assert wrap.kind is ModifierKind.CHOICE
    assert [choice.name for choice in wrap.choices] == ["Brown paper and twine", "Striped linen cloth"]
    assert [str(choice.added_price.amount) for choice in wrap.choices if choice.added_price] == ["3.00", "9.00"]


def test_a_mandatory_modifier_is_known_as_one(world: World) -> None:
    initials = by_name(world.product("initials-mug"), "Initials")
    assert initials.is_mandatory
    assert initials.longest == 3


def test_few_pieces_left_are_counted(world: World) -> None:
    (variant,) = world.product("dusk-tea-bowl").variants
    assert variant.stock_count == 2
    assert not variant.is_sold_out


def test_what_is_to_come_can_be_ordered_before(world: World) -> None:
    kettle = world.product("quayside-iron-kettle")
    (variant,) = kettle.variants
    assert variant.is_preorder
    assert not variant.is_sold_out
    assert kettle.preorder_message == "Ships after the February casting"
    assert kettle.is_preorder
    assert not kettle.is_sold_out


def test_a_download_is_known_as_one(world: World) -> None:
    assert world.product("twelve-glazes").is_digital
    assert not world.product("harbour-mug").is_digital


def test_a_sold_out_combination_is_known_among_the_others(world: World) -> None:
    teapot = world.product("hillside-teapot")
    sold_out = {tuple(value for _, value in variant.choices) for variant in teapot.variants if variant.is_sold_out}
    assert ("Moss", "1 litre") in sold_out
    assert len(sold_out) < len(teapot.variants)


def test_swatches_have_their_colours(world: World) -> None:
    (glaze,) = world.product("orchard-mug").options
    assert all(value.color and value.color.startswith("#") for value in glaze.values)


def test_a_page_without_stock_counts_is_better_than_none(wix_world: RecordedWorld) -> None:
    world = wix_world
    world.sandbox.faults.add(path="/stores/v3/inventory-items/query", kind="status", status=500, times=None)
    product = world.product("harbour-mug")
    assert product.variants[0].stock_count is None
    assert not product.variants[0].is_sold_out


def test_a_product_costs_two_calls_at_most(world: World) -> None:
    find(world)
    before = len(world.sandbox.journal())
    world.product("harbour-mug")
    assert 1 <= len(world.sandbox.journal()) - before <= 2
