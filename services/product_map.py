"""All products' slugs in files of a thousand, kept for an hour: what a sitemap is made of. Nothing is drawn here."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from services.cache import CatalogCache
from services.errors import NotFoundError, PlatformRateLimitedError
from services.models import ProductQuery
from services.storefront import Catalog

FILE_SIZE = 1000
CALL_SIZE = 100
HOUR_SECONDS = 60 * 60.0
# Platforms grant a whole shop a few hundred calls a minute, and visitors come first.
MOST_CALLS = 40
PAUSE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Part:
    """The slugs of one file, and the cursor at which the next one begins; None at the end of the list."""

    slugs: tuple[str, ...]
    after: str | None


class CallsLeft:
    """How many more calls one request may make. Raises: PlatformRateLimitedError, when none is left."""

    def __init__(self, count: int = MOST_CALLS) -> None:
        self._count = count

    def take(self) -> None:
        if self._count <= 0:
            raise PlatformRateLimitedError("not all products are listed yet", retry_after_seconds=PAUSE_SECONDS)
        self._count -= 1


class ProductMap:
    """Reads the shop's own order of products bit by bit. Lists know no numbers, so each part begins where another ends.

    One request makes at most `MOST_CALLS` calls; what they brought is kept, and the next request goes on from there.
    """

    def __init__(
        self,
        catalog: Callable[[], Catalog],
        cache: CatalogCache | None = None,
        *,
        file_size: int = FILE_SIZE,
    ) -> None:
        self._catalog = catalog
        self._cache = cache or CatalogCache(fresh_seconds=HOUR_SECONDS)
        self._file_size = file_size

    def count_files(self) -> int:
        """How many files there are: one call where the platform counts its products, else what can be walked now."""
        facets = self._catalog().search_products(ProductQuery()).facets
        if facets and facets.product_count is not None:
            return math.ceil(facets.product_count / self._file_size)
        return self._walk_files()

    def read_file(self, number: int) -> tuple[str, ...]:
        """The slugs of a file; the first is 1.

        Raises: NotFoundError, beyond the end; PlatformRateLimitedError, while the parts before it are not all read.
        """
        if not (slugs := self._find_part(number, CallsLeft()).slugs):
            raise NotFoundError("file of products", str(number))
        return slugs

    def _walk_files(self) -> int:
        """The files up to the end, or to where the calls run out: then the next one is named, which leads on."""
        calls, number = CallsLeft(), 1
        try:
            while self._find_part(number, calls).after:
                number += 1
        except PlatformRateLimitedError:
            pass
        return number

    def _find_part(self, number: int, calls: CallsLeft) -> Part:
        try:
            return self._cache.get(f"part:{number}", lambda: self._read_part(number, calls))
        except NotFoundError as error:
            if error.kind == "page of products":
                # A cursor of an hour ago may be dead by now, and so may those after it: begin again.
                self._cache.clear()
                raise PlatformRateLimitedError("a list of products ended early", retry_after_seconds=1) from error
            raise

    def _read_part(self, number: int, calls: CallsLeft) -> Part:
        cursor = None
        if number > 1 and (cursor := self._find_part(number - 1, calls).after) is None:
            raise NotFoundError("file of products", str(number))
        slugs: list[str] = []
        while len(slugs) < self._file_size:
            calls.take()
            query = ProductQuery(cursor=cursor, limit=min(CALL_SIZE, self._file_size), with_facets=False)
            page = self._catalog().search_products(query).page
            slugs += (product.slug for product in page.items)
            if (cursor := page.after) is None:
                break
        return Part(tuple(slugs), cursor)
