"""A site that still has Stores catalog V1: what is read of it, what goes into a cart, how the generation is known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox import Sandbox
from services.errors import NotFoundError, PlatformSetupError
from services.models import Availability, NewLine, OrderState, ProductQuery, ProductSort
from tests.conftest import SANDBOX_URL, SHOP_URL
from tests.contract.conftest import RecordedWorld, recorded
from tests.contract.test_catalog import all_slugs

pytestmark = pytest.mark.platforms("wix")

VERSION = "/stores/v3/provision/version"
MUG = "harbour-mug"
ONLY_VARIANT_ID = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def old_site(tmp_path: Path) -> Iterator[Sandbox]:
    made = Sandbox(
        tmp_path / "sandbox.sqlite3",
        public_url=SANDBOX_URL,
        allowed_redirect_domains=[SHOP_URL],
        allowed_redirect_uris=[f"{SHOP_URL}/auth/callback"],
        wix_catalog="v1",
    )
    yield made
    made.close()


@pytest.fixture
def old_world(old_site: Sandbox, cart_api: str) -> RecordedWorld:
    return recorded(old_site, cart_api)


def test_the_generation_is_asked_once_and_remembered(old_world: RecordedWorld) -> None:
    for _ in range(2):
        old_world.product(MUG)
        all_slugs(old_world)
        old_world.storefront.catalog.list_categories()
    paths = [call.path for call in old_world.sandbox.journal()]
    assert paths.count(VERSION) == 1
    assert not [path for path in paths if "/v3/" in path and path != VERSION]
    assert not [call for call in old_world.sandbox.journal() if call.status != 200]


def test_a_failure_to_learn_the_generation_is_not_remembered(old_world: RecordedWorld) -> None:
    old_world.sandbox.faults.add(path=VERSION, kind="status", status=403, times=1)
    old_world.sandbox.faults.add(path="/stores/v3/products/*", kind="status", status=404, times=1)
    with pytest.raises(NotFoundError):
        old_world.product(MUG)
    assert old_world.product("orchard-mug").name == "Orchard mug"


def test_a_site_without_a_shop_is_told_to_whoever_can_change_it(old_world: RecordedWorld) -> None:
    old_world.recorder.rewrite(VERSION, lambda answer: answer.update(catalogVersion="STORES_NOT_INSTALLED"))
    with pytest.raises(PlatformSetupError) as caught:
        old_world.storefront.catalog.list_categories()
    assert "Wix Stores" in caught.value.fix


def test_pages_lead_through_the_whole_catalog_once_and_back(old_world: RecordedWorld) -> None:
    slugs = all_slugs(old_world)
    assert len(slugs) == len(set(slugs)) >= 30
    catalog = old_world.storefront.catalog
    first = catalog.search_products(ProductQuery(limit=10)).page
    second = catalog.search_products(ProductQuery(limit=10, cursor=first.after)).page
    assert catalog.search_products(ProductQuery(limit=10, cursor=second.before)).page.items == first.items


@pytest.mark.parametrize("cursor", ["forged", "e30x", "eyJvZmZzZXQiOi0xfQ", "ÿ", "eyJvZmZzZXQiOjk5OTl9"])
def test_a_cursor_that_leads_nowhere_is_not_found(old_world: RecordedWorld, cursor: str) -> None:
    with pytest.raises(NotFoundError):
        old_world.storefront.catalog.search_products(ProductQuery(cursor=cursor))


def test_prices_and_names_sort(old_world: RecordedWorld) -> None:
    def found(sort: ProductSort) -> list[tuple[object, str]]:
        page = old_world.storefront.catalog.search_products(ProductQuery(sort=sort, limit=100)).page
        return [(product.price_from.amount, product.name.casefold()) for product in page.items]

    prices = [price for price, _ in found(ProductSort.PRICE_LOW)]
    assert prices == sorted(prices)
    assert [price for price, _ in found(ProductSort.PRICE_HIGH)] == sorted(prices, reverse=True)
    names = [name for _, name in found(ProductSort.NAME)]
    assert names == sorted(names)


def test_shelves_are_flat_and_each_holds_its_own_things(old_world: RecordedWorld) -> None:
    shelves = old_world.storefront.catalog.list_categories()
    assert len(shelves) >= 4
    assert {shelf.parent_id for shelf in shelves} == {None}
    slugs = all_slugs(old_world, category_id=shelves[0].id)
    assert 0 < len(slugs) < 30
    assert all(shelves[0].id in old_world.product(slug).category_ids for slug in slugs)


def test_narrowing_by_words_price_stock_and_sale(old_world: RecordedWorld) -> None:
    assert MUG in all_slugs(old_world, text="harbour")
    assert all_slugs(old_world, text="zzzzqqq") == []
    everything = all_slugs(old_world)
    on_sale = all_slugs(old_world, on_sale_only=True)
    assert 0 < len(on_sale) < len(everything)
    assert all(old_world.product(slug).is_on_sale for slug in on_sale)
    in_stock = all_slugs(old_world, in_stock_only=True)
    assert not any(old_world.product(slug).is_sold_out for slug in in_stock)


def test_nothing_is_counted_for_further_filters(old_world: RecordedWorld) -> None:
    assert old_world.storefront.catalog.search_products(ProductQuery()).facets is None


def test_a_product_has_all_that_its_page_shows(old_world: RecordedWorld) -> None:
    for slug in all_slugs(old_world):
        product = old_world.product(slug)
        assert product.price_from.currency == "USD"
        assert product.description
        assert product.images
        assert product.variants
        assert all(str(variant.price.amount).partition(".")[2].isdigit() for variant in product.variants)
        for variant in product.variants:
            assert [name for name, _ in variant.choices] == [option.name for option in product.options]
    assert old_world.product(MUG).variants[0].id == ONLY_VARIANT_ID


def test_both_generations_say_the_same_of_a_product(old_world: RecordedWorld, wix_world: RecordedWorld) -> None:
    for slug in (MUG, "nesting-bowl", "hillside-teapot"):
        old, new = old_world.product(slug), wix_world.product(slug)
        assert (old.name, old.price_from, old.price_to) == (new.name, new.price_from, new.price_to)
        assert (old.availability, old.is_on_sale) == (new.availability, new.is_on_sale)
        assert [variant.choices for variant in old.variants] == [variant.choices for variant in new.variants]
        assert old.options == new.options


def test_an_unknown_slug_is_not_found(old_world: RecordedWorld) -> None:
    with pytest.raises(NotFoundError):
        old_world.product("no-such-thing")


def test_what_has_no_options_and_what_has_some_can_be_bought(old_world: RecordedWorld) -> None:
    for slug in (MUG, "hillside-teapot"):
        product = old_world.product(slug)
        variant = next(variant for variant in product.variants if not variant.is_sold_out)
        change = old_world.storefront.carts.add_line(old_world.visitor, NewLine(product.id, variant.id, 1))
        assert change.notice is None
        again = old_world.storefront.carts.add_line(old_world.visitor, NewLine(product.id, variant.id, 1))
        line = again.cart.find_line(str(again.line_id))
        assert line is not None
        assert (line.quantity, line.variant_id) == (2, variant.id)
    checkout_id, full_url = old_world.check_out()
    order = old_world.storefront.orders.get_order(old_world.visitor, old_world.pay(checkout_id, full_url))
    assert order.state is OrderState.PAID
    assert len(order.lines) == 2


def test_what_is_sold_out_says_so(old_world: RecordedWorld) -> None:
    sold_out = [slug for slug in all_slugs(old_world) if old_world.product(slug).is_sold_out]
    assert sold_out
    assert all(old_world.product(slug).availability is Availability.SOLD_OUT for slug in sold_out)
    assert all(variant.is_sold_out for slug in sold_out for variant in old_world.product(slug).variants)
