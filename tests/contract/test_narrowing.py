"""Narrowing a list down: every filter alone and together, and the counts that come with a search."""

from __future__ import annotations

from decimal import Decimal

import pytest

from services.models import Facets, Product, ProductQuery, ProductSort
from tests.contract.conftest import World

pytestmark = pytest.mark.capability("Catalog: narrowing by price, stock and sale")


def find(world: World, **query: object) -> list[Product]:
    found = world.storefront.catalog.search_products(ProductQuery(limit=100, **query))
    return list(found.page.items)


def facets(world: World, **query: object) -> Facets:
    found = world.storefront.catalog.search_products(ProductQuery(limit=10, **query)).facets
    assert found is not None
    return found


def category_id(world: World, slug: str) -> str:
    return next(category.id for category in world.storefront.catalog.list_categories() if category.slug == slug)


def test_categories_are_a_tree(world: World) -> None:
    categories = world.storefront.catalog.list_categories()
    ids = {category.id for category in categories}
    roots = [category for category in categories if category.parent_id is None]
    assert len(roots) == 5
    assert all(category.parent_id in ids for category in categories if category.parent_id)
    assert len(categories) > len(roots)


def test_a_category_holds_what_stands_on_the_shelves_below_it(world: World) -> None:
    above = {product.slug for product in find(world, category_id=category_id(world, "mugs-and-cups"))}
    below = {product.slug for product in find(world, category_id=category_id(world, "mugs"))}
    assert below
    assert below < above


@pytest.mark.parametrize(("low", "high"), [(None, "20"), ("100", None), ("30", "60"), ("0", "1")])
def test_a_price_range_keeps_what_can_be_had_within_it(world: World, low: str | None, high: str | None) -> None:
    bounds = {"price_from": low and Decimal(low), "price_to": high and Decimal(high)}
    kept = {product.slug for product in find(world, **bounds)}
    for product in find(world):
        fits = (low is None or product.price_to.amount >= Decimal(low)) and (
            high is None or product.price_from.amount <= Decimal(high)
        )
        assert (product.slug in kept) is fits, product.slug


def test_in_stock_leaves_out_what_is_sold_out(world: World) -> None:
    kept = find(world, in_stock_only=True)
    assert kept
    assert not any(product.is_sold_out for product in kept)
    assert any(product.is_sold_out for product in find(world))


def test_on_sale_keeps_what_has_a_price_before(world: World) -> None:
    kept = find(world, on_sale_only=True)
    assert len(kept) >= 5
    for product in kept:
        variants = world.product(product.slug).variants
        assert any(variant.compare_at_price for variant in variants), product.slug


def test_filters_work_together_with_text_and_order(world: World) -> None:
    kept = find(
        world,
        text="mug",
        category_id=category_id(world, "mugs-and-cups"),
        price_to=Decimal(60),
        in_stock_only=True,
        sort=ProductSort.PRICE_HIGH,
    )
    assert kept
    prices = [product.price_from.amount for product in kept]
    assert prices == sorted(prices, reverse=True)
    assert max(prices) <= 60


@pytest.mark.platforms("wix")
@pytest.mark.capability("Catalog: counts beside the filters")
def test_the_counts_are_those_of_the_filters_they_announce(world: World) -> None:
    counted = facets(world)
    assert counted.in_stock_count == len(find(world, in_stock_only=True))
    assert counted.on_sale_count == len(find(world, on_sale_only=True))
    assert counted.product_count == len(find(world))
    for category in world.storefront.catalog.list_categories():
        assert (counted.count_in(category.id) or 0) == len(find(world, category_id=category.id)), category.slug


@pytest.mark.platforms("wix")
@pytest.mark.capability("Catalog: counts beside the filters")
def test_the_price_bounds_are_those_of_the_shop(world: World) -> None:
    counted, products = facets(world), find(world)
    assert counted.lowest_price is not None
    assert counted.highest_price is not None
    assert counted.lowest_price.amount == min(product.price_from.amount for product in products)
    assert counted.highest_price.amount == max(product.price_to.amount for product in products)


@pytest.mark.platforms("wix")
@pytest.mark.capability("Catalog: counts beside the filters")
def test_the_counts_follow_the_filter(world: World) -> None:
    category = category_id(world, "tea")
    counted = facets(world, category_id=category)
    assert counted.in_stock_count == len(find(world, category_id=category, in_stock_only=True))
    assert counted.product_count == len(find(world, category_id=category))


def test_a_search_costs_one_call_counts_included(world: World) -> None:
    find(world)
    before = len(world.sandbox.journal())
    facets(world, text="bowl")
    assert len(world.sandbox.journal()) == before + 1


@pytest.mark.platforms("bigcommerce")
@pytest.mark.absent("Catalog: counts beside the filters")
def test_where_nothing_is_counted_no_number_is_made_up(world: World) -> None:
    whole = facets(world)
    assert whole.product_count == len(find(world))
    assert (whole.in_stock_count, whole.on_sale_count, whole.lowest_price) == (None, None, None)
    assert whole.category_counts == ()
    narrowed = world.storefront.catalog.search_products(ProductQuery(limit=10, in_stock_only=True))
    assert narrowed.facets is None


def test_following_pages_keep_the_filter(world: World) -> None:
    query = {"in_stock_only": True, "sort": ProductSort.PRICE_LOW}
    first = world.storefront.catalog.search_products(ProductQuery(limit=10, **query)).page
    second = world.storefront.catalog.search_products(ProductQuery(limit=10, cursor=first.after, **query)).page
    prices = [product.price_from.amount for product in (*first.items, *second.items)]
    assert prices == sorted(prices)
    assert not any(product.is_sold_out for product in second.items)
