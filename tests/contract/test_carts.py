"""What every platform's cart promises our pages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from services.errors import CartChangeError, NotFoundError, PlatformError
from services.models import LineProblem, NewLine, Product
from tests.contract.conftest import MemoryVisitor, RecordedWorld, World

pytestmark = pytest.mark.capability("Cart: lines and quantities")

UNKNOWN_LINE = "00000000-0000-4000-8000-00000000dead"


def in_stock(world: World) -> NewLine:
    return world.line(world.any_slug())


def find_product(world: World, wanted: str) -> Product:
    """A product of the demo shop by what is special about it."""
    from tests.contract.test_catalog import all_slugs

    tests = {
        "sold out": lambda product: product.is_sold_out,
        "with options": lambda product: len(product.options) == 1 and not product.is_sold_out,
    }
    return next(product for slug in all_slugs(world) if tests[wanted](product := world.product(slug)))


def sku_of(world: World, line: NewLine) -> str:
    variant = world.product(world.any_slug()).find_variant(line.variant_id)
    assert variant is not None
    return variant.sku


def test_somebody_who_only_looks_has_no_cart_and_no_token(world: World) -> None:
    assert world.storefront.carts.find_cart(world.visitor) is None
    assert world.visitor.memory == {}
    assert world.sandbox.journal() == []


def test_an_added_line_is_in_the_cart_with_the_platforms_prices(world: World) -> None:
    line = world.line(world.any_slug(), 2)
    world.storefront.carts.add_line(world.visitor, line)
    cart = world.storefront.carts.find_cart(world.visitor)
    assert cart is not None
    assert cart.item_count == 2
    (item,) = cart.lines
    price = world.product(world.any_slug()).variants[0].price
    assert item.unit_price == price
    assert item.total is not None
    assert item.total.amount == price.amount * 2
    assert cart.totals.subtotal == cart.totals.total == item.total
    assert item.product_slug == world.any_slug()


def test_shipping_and_tax_are_left_to_the_checkout(world: World) -> None:
    world.storefront.carts.add_line(world.visitor, in_stock(world))
    cart = world.storefront.carts.find_cart(world.visitor)
    assert cart is not None
    assert cart.totals.shipping is None
    assert cart.totals.tax is None


def test_the_same_thing_added_again_grows_its_line(world: World) -> None:
    first = world.storefront.carts.add_line(world.visitor, in_stock(world))
    for _ in range(2):
        change = world.storefront.carts.add_line(world.visitor, in_stock(world))
    assert [line.quantity for line in change.cart.lines] == [3]
    assert change.line_id == first.line_id
    assert change.notice is None


def test_two_visitors_have_two_carts(world: World) -> None:
    ada, bo = MemoryVisitor(), MemoryVisitor()
    world.storefront.carts.add_line(ada, in_stock(world))
    assert world.storefront.carts.find_cart(bo) is None
    world.storefront.carts.add_line(bo, world.line(world.any_slug(), 3))
    cart = world.storefront.carts.find_cart(ada)
    assert cart is not None
    assert cart.item_count == 1


def test_a_quantity_can_be_changed_and_a_line_removed(world: World) -> None:
    added = world.storefront.carts.add_line(world.visitor, in_stock(world))
    assert added.line_id is not None
    changed = world.storefront.carts.change_quantity(world.visitor, added.line_id, 4)
    assert changed.cart.item_count == 4
    assert changed.notice is None
    assert world.storefront.carts.remove_line(world.visitor, added.line_id).cart.lines == ()


def test_a_cart_emptied_by_hand_is_no_cart(world: World) -> None:
    added = world.storefront.carts.add_line(world.visitor, in_stock(world))
    world.storefront.carts.remove_line(world.visitor, str(added.line_id))
    assert world.storefront.carts.find_cart(world.visitor) is None


@pytest.mark.platforms("wix")
@pytest.mark.capability("Cart: a quantity beyond the stock is lowered to it")
def test_more_than_the_stock_is_capped_and_said(world: World) -> None:
    line = in_stock(world)
    world.sandbox.set_stock(sku_of(world, line), 3)
    change = world.storefront.carts.add_line(world.visitor, NewLine(line.product_id, line.variant_id, 9))
    assert change.cart.item_count == 3
    assert "3" in str(change.notice)
    again = world.storefront.carts.add_line(world.visitor, line)
    assert again.cart.item_count == 3
    assert "already" in str(again.notice)


@pytest.mark.platforms("wix")
@pytest.mark.capability("Cart: a quantity beyond the stock is lowered to it")
def test_a_quantity_raised_above_the_stock_is_capped_and_said(world: World) -> None:
    line = in_stock(world)
    world.sandbox.set_stock(sku_of(world, line), 3)
    added = world.storefront.carts.add_line(world.visitor, line)
    change = world.storefront.carts.change_quantity(world.visitor, str(added.line_id), 50)
    assert change.cart.item_count == 3
    assert "At most 3" in str(change.notice)


@pytest.mark.platforms("bigcommerce")
@pytest.mark.absent("Cart: a quantity beyond the stock is lowered to it")
def test_more_than_the_stock_is_refused_and_nothing_changes(world: World) -> None:
    line = in_stock(world)
    world.sandbox.set_stock(sku_of(world, line), 3)
    more = NewLine(line.product_id, line.variant_id, 9)
    with pytest.raises(CartChangeError, match="more than can be ordered"):
        world.storefront.carts.add_line(world.visitor, more)
    assert world.storefront.carts.find_cart(world.visitor) is None
    added = world.storefront.carts.add_line(world.visitor, line)
    for attempt in (
        lambda: world.storefront.carts.change_quantity(world.visitor, str(added.line_id), 50),
        lambda: world.storefront.carts.add_line(world.visitor, more),
    ):
        with pytest.raises(CartChangeError, match="Your cart is as it was"):
            attempt()
    cart = world.storefront.carts.find_cart(world.visitor)
    assert cart is not None
    assert cart.item_count == 1


def test_a_sold_out_variant_cannot_be_added(world: World) -> None:
    product = find_product(world, "sold out")
    with pytest.raises(CartChangeError, match="sold out"):
        world.storefront.carts.add_line(world.visitor, NewLine(product.id, product.variants[0].id, 1))
    assert world.storefront.carts.find_cart(world.visitor) is None


def test_a_variant_of_another_product_cannot_be_added(world: World) -> None:
    with pytest.raises(CartChangeError):
        world.storefront.carts.add_line(world.visitor, NewLine(in_stock(world).product_id, world.no_variant, 1))


def test_the_chosen_variant_is_the_one_in_the_cart(world: World) -> None:
    product = find_product(world, "with options")
    variant = next(variant for variant in product.variants if not variant.is_sold_out)
    change = world.storefront.carts.add_line(world.visitor, NewLine(product.id, variant.id, 1))
    assert change.cart.lines[0].variant_id == variant.id
    assert change.cart.lines[0].choices == variant.choices


def test_an_unknown_line_cannot_be_changed(world: World) -> None:
    world.storefront.carts.add_line(world.visitor, in_stock(world))
    with pytest.raises((NotFoundError, CartChangeError)):
        world.storefront.carts.change_quantity(world.visitor, UNKNOWN_LINE, 2)
    with pytest.raises(NotFoundError):
        world.storefront.carts.change_quantity(world.visitor, "../current", 2)
    cart = world.storefront.carts.find_cart(world.visitor)
    assert cart is not None
    assert cart.item_count == 1


def test_a_product_sold_out_meanwhile_is_said_at_its_line(world: World) -> None:
    line = in_stock(world)
    world.storefront.carts.add_line(world.visitor, NewLine(line.product_id, line.variant_id, 2))
    world.sandbox.set_stock(sku_of(world, line), 1)
    cart = world.storefront.carts.find_cart(world.visitor)
    assert cart is not None
    assert cart.lines[0].problem is LineProblem.TOO_FEW
    world.sandbox.set_stock(sku_of(world, line), 0)
    cart = world.storefront.carts.find_cart(world.visitor)
    assert cart is not None
    assert cart.lines[0].problem is LineProblem.SOLD_OUT
    assert not cart.can_check_out


def test_a_product_taken_from_the_shop_is_said_at_its_line(world: World) -> None:
    world.storefront.carts.add_line(world.visitor, in_stock(world))
    world.sandbox.remove_product(world.seed_slug(world.any_slug()))
    cart = world.storefront.carts.find_cart(world.visitor)
    assert cart is not None
    assert cart.lines[0].problem is LineProblem.GONE


def test_a_deleted_cart_never_blocks_the_next_addition(world: World) -> None:
    line = world.line(world.any_slug(), 2)
    world.storefront.carts.add_line(world.visitor, line)
    world.sandbox.delete_carts()
    assert world.storefront.carts.find_cart(world.visitor) is None
    change = world.storefront.carts.add_line(world.visitor, line)
    assert change.cart.item_count == 2
    assert change.notice is None


def test_a_change_of_a_deleted_cart_says_that_it_is_gone(world: World) -> None:
    added = world.storefront.carts.add_line(world.visitor, in_stock(world))
    world.sandbox.delete_carts()
    with pytest.raises(NotFoundError) as caught:
        world.storefront.carts.change_quantity(world.visitor, str(added.line_id), 2)
    assert caught.value.kind == "cart"
    assert world.storefront.carts.find_cart(world.visitor) is None


def test_a_line_dropped_silently_by_the_platform_is_noticed(wix_world: RecordedWorld) -> None:
    world = wix_world
    line = in_stock(world)
    world.sandbox.faults.add(path=world.add_path, kind="silent_drop", times=1)
    with pytest.raises(CartChangeError):
        world.storefront.carts.add_line(world.visitor, line)


def test_a_change_that_was_made_before_the_error_is_not_made_twice(world_in_process: World) -> None:
    world = world_in_process
    world.storefront.carts.add_line(world.visitor, in_stock(world))
    before = world.count_additions()
    world.break_additions("applied_then_error", times=1)
    change = world.storefront.carts.add_line(world.visitor, world.line("supper-plate", 2))
    assert sorted(line.quantity for line in change.cart.lines) == [1, 2]
    assert world.count_additions() == before + 1


def test_a_change_that_was_not_made_is_not_called_made(world_in_process: World) -> None:
    world = world_in_process
    world.storefront.carts.add_line(world.visitor, in_stock(world))
    world.break_additions("status", status=503)
    with pytest.raises(PlatformError):
        world.storefront.carts.add_line(world.visitor, world.line("supper-plate"))
    cart = world.storefront.carts.find_cart(world.visitor)
    assert cart is not None
    assert cart.item_count == 1


def test_money_is_decimal_and_never_computed_here(world: World) -> None:
    world.storefront.carts.add_line(world.visitor, world.line(world.any_slug(), 3))
    cart = world.storefront.carts.find_cart(world.visitor)
    assert cart is not None
    assert cart.totals.total is not None
    assert type(cart.totals.total.amount) is Decimal
