"""All products in files: complete, in few calls, and going on from where a request had to stop."""

from __future__ import annotations

from decimal import Decimal

import pytest

from services.cache import CatalogCache
from services.errors import NotFoundError, PlatformRateLimitedError
from services.models import Facets, Findings, Money, Page, Product, ProductQuery
from services.product_map import CALL_SIZE, MOST_CALLS, ProductMap

PRICE = Money(Decimal("1"), "USD")


class LongShelf:
    """A catalog of so many products that counts the calls; cursors are numbers, and may be made to die."""

    def __init__(self, count: int, *, is_counted: bool = True) -> None:
        self.count, self.is_counted = count, is_counted
        self.calls = 0
        self.generation = 1

    def search_products(self, query: ProductQuery) -> Findings:
        self.calls += 1
        generation, start = map(int, query.cursor.split("-")) if query.cursor else (self.generation, 0)
        if generation != self.generation:
            raise NotFoundError("page of products")
        end = min(start + query.limit, self.count)
        items = tuple(Product(str(n), f"pot-{n}", "Pot", PRICE, PRICE) for n in range(start, end))
        facets = Facets(product_count=self.count) if self.is_counted and query.with_facets else None
        return Findings(Page(items, after=f"{generation}-{end}" if end < self.count else None), facets)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def map_of(shelf: LongShelf, **options: object) -> ProductMap:
    return ProductMap(lambda: shelf, **options)  # type: ignore[arg-type,return-value]


def test_ten_thousand_products_are_counted_in_one_call_and_read_in_a_hundred() -> None:
    shelf = LongShelf(10_000)
    products = map_of(shelf)
    assert products.count_files() == 10
    assert shelf.calls == 1
    slugs = [slug for number in range(1, 11) for slug in products.read_file(number)]
    assert slugs == [f"pot-{n}" for n in range(10_000)]
    assert shelf.calls == 1 + 10_000 // CALL_SIZE


def test_what_was_read_is_not_read_again_within_the_hour() -> None:
    shelf, clock = LongShelf(2500), Clock()
    products = map_of(shelf, cache=CatalogCache(fresh_seconds=3600, clock=clock))
    first = [products.read_file(number) for number in (1, 2, 3)]
    calls = shelf.calls
    clock.now = 3599
    assert [products.read_file(number) for number in (1, 2, 3)] == first
    assert shelf.calls == calls == 25


def test_one_request_makes_a_bounded_number_of_calls_and_the_next_goes_on() -> None:
    shelf = LongShelf(10_000)
    products = map_of(shelf)
    for attempt in (1, 2):
        with pytest.raises(PlatformRateLimitedError) as refused:
            products.read_file(10)
        assert refused.value.retry_after_seconds
        assert shelf.calls == attempt * MOST_CALLS
    assert products.read_file(10)[-1] == "pot-9999"


def test_a_catalog_that_is_not_counted_is_walked_and_names_the_next_file() -> None:
    shelf = LongShelf(10_000, is_counted=False)
    products = map_of(shelf)
    assert products.count_files() == 5
    assert products.count_files() == 9
    assert products.count_files() == products.count_files() == 10


@pytest.mark.parametrize(("count", "files"), [(0, 0), (1, 1), (1000, 1), (1001, 2)])
def test_a_file_beyond_the_end_is_not_there(count: int, files: int) -> None:
    products = map_of(LongShelf(count))
    assert products.count_files() == files
    with pytest.raises(NotFoundError):
        products.read_file(files + 1)


def test_after_a_cursor_died_the_list_is_read_anew() -> None:
    shelf = LongShelf(2500)
    products = map_of(shelf)
    products.read_file(1)
    shelf.generation = 2
    with pytest.raises(PlatformRateLimitedError):
        products.read_file(2)
    assert products.read_file(2)[0] == "pot-1000"
