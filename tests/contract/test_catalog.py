"""What every platform's catalog promises our pages."""

from __future__ import annotations

import pytest

from services.errors import NotFoundError
from services.models import Availability, ProductQuery, ProductSort
from tests.conftest import SANDBOX_URL
from tests.contract.conftest import RecordedWorld, World

pytestmark = pytest.mark.capability("Catalog: products, categories and search")


def all_slugs(world: World, **query: object) -> list[str]:
    slugs: list[str] = []
    cursor = None
    for _ in range(20):
        page = world.storefront.catalog.search_products(ProductQuery(cursor=cursor, limit=10, **query)).page
        slugs += [product.slug for product in page.items]
        cursor = page.after
        if cursor is None:
            return slugs
    raise AssertionError("the pages never end")


def test_there_are_shelves_with_names_and_slugs(world: World) -> None:
    categories = world.storefront.catalog.list_categories()
    assert len(categories) >= 4
    assert all(category.name and category.slug and category.id for category in categories)


def test_pages_lead_through_the_whole_catalog_once(world: World) -> None:
    slugs = all_slugs(world)
    assert len(slugs) == len(set(slugs)) >= 30


def test_the_first_product_of_the_shop_can_be_bought_without_a_choice(world: World) -> None:
    product = world.product(world.any_slug())
    assert product.availability is Availability.IN_STOCK
    assert len(product.variants) == 1
    assert not product.variants[0].is_sold_out


def test_prices_sort_both_ways(world: World) -> None:
    def prices(sort: ProductSort) -> list[object]:
        page = world.storefront.catalog.search_products(ProductQuery(sort=sort, limit=100)).page
        return [product.price_from.amount for product in page.items]

    low, high = prices(ProductSort.PRICE_LOW), prices(ProductSort.PRICE_HIGH)
    assert low == sorted(low)
    assert high == sorted(high, reverse=True)


def test_names_sort_by_the_alphabet(world: World) -> None:
    page = world.storefront.catalog.search_products(ProductQuery(sort=ProductSort.NAME, limit=100)).page
    names = [product.name for product in page.items]
    assert names == sorted(names, key=str.casefold)


def test_a_category_holds_its_own_products_only(world: World) -> None:
    category = world.storefront.catalog.list_categories()[0]
    slugs = all_slugs(world, category_id=category.id)
    assert 0 < len(slugs) < 30
    below = {child.id for child in world.storefront.catalog.list_categories() if child.parent_id == category.id}
    for slug in slugs:
        assert ({category.id} | below) & set(world.product(slug).category_ids)


def test_a_search_finds_by_name_and_finds_nothing_for_nonsense(world: World) -> None:
    name = world.product(world.any_slug()).name
    assert world.any_slug() in all_slugs(world, text=name)
    assert all_slugs(world, text="zzzzqqq") == []


def test_a_product_has_money_with_a_currency_pictures_and_words(world: World) -> None:
    for slug in all_slugs(world):
        product = world.product(slug)
        assert product.price_from.currency == "USD"
        assert product.price_from.amount > 0
        assert product.description
        assert product.images
        assert all(image.url.startswith(f"{SANDBOX_URL}/") for image in product.images)
        assert all(image.alt for image in product.images)


def test_options_lead_to_exactly_one_variant_each(world: World) -> None:
    for slug in all_slugs(world):
        product = world.product(slug)
        combinations = [variant.choices for variant in product.variants]
        assert len(combinations) == len(set(combinations))
        for variant in product.variants:
            assert [name for name, _ in variant.choices] == [option.name for option in product.options]


def test_some_product_is_on_sale_and_some_sold_out(world: World) -> None:
    products = [world.product(slug) for slug in all_slugs(world)]
    assert any(product.is_on_sale for product in products)
    sold_out = [product for product in products if product.is_sold_out]
    assert sold_out
    assert all(variant.is_sold_out for variant in sold_out[0].variants)


@pytest.mark.parametrize("slug", ["no-such-thing", "..", "a b", "%2e%2e", "x" * 90])
def test_an_unknown_slug_is_not_found(world: World, slug: str) -> None:
    with pytest.raises(NotFoundError):
        world.storefront.catalog.get_product(slug)


def test_a_slug_reaches_the_platform_as_one_segment(world: World) -> None:
    for path in ("../../ecom/v1/carts/current", "../../v3/carts/1"):
        with pytest.raises(NotFoundError):
            world.storefront.catalog.get_product(path)
    assert not any(call.path.startswith(("/ecom", "/stores/sandbox/v3/carts")) for call in world.sandbox.journal())


def test_a_forged_cursor_is_not_found(world: World) -> None:
    with pytest.raises(NotFoundError):
        world.storefront.catalog.search_products(ProductQuery(cursor="forged"))


def browse(world: World) -> None:
    all_slugs(world)
    world.storefront.catalog.get_product(world.any_slug())
    world.storefront.catalog.list_categories()


def test_browsing_everything_again_repeats_no_call(world: World) -> None:
    browse(world)
    before = len(world.sandbox.journal())
    browse(world)
    assert before
    assert len(world.sandbox.journal()) == before


def test_browsing_everything_mints_one_shared_token(wix_world: RecordedWorld) -> None:
    for _ in range(3):
        browse(wix_world)
    paths = [call.path for call in wix_world.sandbox.journal()]
    assert sum(path.endswith("/oauth2/token") for path in paths) == 1
    # a token, the version, four pages of ten, a page of one, a product, the categories
    assert len(paths) <= 1 + 1 + 4 + 1 + 2 + 1


def test_a_removed_product_is_gone_once_the_memory_is_cleared(world: World) -> None:
    slug = world.any_slug()
    world.sandbox.remove_product(world.seed_slug(slug))
    with pytest.raises(NotFoundError):
        world.storefront.catalog.get_product(slug)
