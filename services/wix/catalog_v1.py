"""What the shop sells, read from a site that still has Stores catalog V1: no tree of categories, and no counts.

Narrowing to what is in stock or on sale is done here, on the page that came, because V1 has no filter for it.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

import msgspec

from services.cache import CatalogCache
from services.errors import NotFoundError, PlatformAnswerError
from services.models import Category, Findings, Page, Product, ProductQuery, ProductSort
from services.reading import decode_each
from services.wix import catalog_v1_wire as wire_v1
from services.wix.catalog_v1_mapping import category_from_v1, product_from_v1
from services.wix.client import WixClient

PRODUCTS = "/stores-reader/v1/products/query"
COLLECTIONS = "/stores-reader/v1/collections/query"
ALL_PRODUCTS_ID = "00000000-000000-000000-000000000001"  # a collection of everything, and no GUID
MOST_COLLECTIONS = 100
FURTHEST = 9999
SORTS = {
    ProductSort.NEWEST: {"lastUpdated": "desc"},
    ProductSort.PRICE_LOW: {"price": "asc"},
    ProductSort.PRICE_HIGH: {"price": "desc"},
    ProductSort.NAME: {"name": "asc"},
}


class Place(msgspec.Struct, frozen=True):
    """A page of a list with all that narrows it: what our own cursors hold, because V1 has none."""

    offset: Annotated[int, msgspec.Meta(ge=0, le=FURTHEST)] = 0
    sort: ProductSort = ProductSort.FEATURED
    text: Annotated[str, msgspec.Meta(max_length=200)] = ""
    category_id: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    price_from: Decimal | None = None
    price_to: Decimal | None = None
    in_stock_only: bool = False
    on_sale_only: bool = False


class WixCatalogV1:
    """Collections and products, the same for everybody."""

    def __init__(self, client: WixClient, cache: CatalogCache, searches: CatalogCache) -> None:
        self._client = client
        self._cache = cache
        self._searches = searches  # apart, because visitors can make up as many of these as they like

    def list_categories(self) -> tuple[Category, ...]:
        """Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v1/collections/query-collections

        Shape: `collections[]`.
        """
        return self._cache.get("categories", self._read_categories)

    def search_products(self, query: ProductQuery) -> Findings:
        """Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v1/products/query-products

        Shape: `products[]`, `totalResults`. Raises: NotFoundError, for a cursor that leads nowhere.
        """
        place = _place_of(query)
        is_made_up = query.cursor or query.text or query.price_from is not None or query.price_to is not None
        shelf = self._searches if is_made_up else self._cache
        return shelf.get(f"search:{query.limit}:{place!r}", lambda: self._read_page(place, query.limit))

    def get_product(self, slug: str) -> Product:
        """Query Products by slug: V1 has no call for one. Raises: NotFoundError."""
        return self._cache.get(f"product:{slug}", lambda: self._read_product(slug))

    def _read_categories(self) -> tuple[Category, ...]:
        body = {"query": {"paging": {"limit": MOST_COLLECTIONS, "offset": 0}}}
        answer = self._client.read("query collections", COLLECTIONS, wire_v1.CollectionsAnswer, body=body)
        found = decode_each(answer.collections, wire_v1.CollectionV1, "collection")
        return tuple(category_from_v1(item) for item in found if item.visible and item.id != ALL_PRODUCTS_ID)

    def _read_page(self, place: Place, limit: int) -> Findings:
        answer = self._query(_filter(place), place.sort, offset=place.offset, limit=limit)
        if place.offset and not answer.products:
            raise NotFoundError("page of products")
        following, total = place.offset + limit, answer.total_results
        has_more = len(answer.products) >= limit if total is None else following < total
        page = Page(
            tuple(product for product in _products(answer) if _is_wanted(product, place)),
            after=_cursor(place, following) if has_more and following <= FURTHEST else None,
            before=_cursor(place, max(0, place.offset - limit)) if place.offset else None,
        )
        return Findings(page, None)

    def _read_product(self, slug: str) -> Product:
        answer = self._query({"slug": slug}, ProductSort.FEATURED, offset=0, limit=1, with_variants=True)
        product = next((found for found in _products(answer) if found.slug == slug and found.variants), None)
        if product is None:
            raise NotFoundError("product", slug)
        return product

    def _query(
        self, filters: object, sort: ProductSort, *, offset: int, limit: int, with_variants: bool = False
    ) -> wire_v1.ProductsV1Answer:
        """Filter and sort are JSON in a string here."""
        query: dict[str, object] = {"filter": json.dumps(filters), "paging": {"limit": limit, "offset": offset}}
        if sort in SORTS:
            query["sort"] = json.dumps([SORTS[sort]])
        body = {"query": query, "includeVariants": with_variants}
        return self._client.read("query products", PRODUCTS, wire_v1.ProductsV1Answer, body=body)


def _products(answer: wire_v1.ProductsV1Answer) -> Iterable[Product]:
    for payload in decode_each(answer.products, wire_v1.ProductV1, "product"):
        if payload.visible:
            try:
                yield product_from_v1(payload)
            except PlatformAnswerError:
                continue  # an impossible price hides its own product only


def _filter(place: Place) -> dict[str, object]:
    """The fields that V1 filters by; a price is that of the cheapest variant."""
    filters: dict[str, object] = {}
    if place.category_id:
        filters["collections.id"] = {"$hasSome": [place.category_id]}
    if place.text:
        filters["name"] = {"$contains": place.text}
    bounds = {"$gte": place.price_from, "$lte": place.price_to}
    prices = {operator: float(bound) for operator, bound in bounds.items() if bound is not None}
    if prices:
        filters["price"] = prices
    return filters


def _is_wanted(product: Product, place: Place) -> bool:
    return not (place.in_stock_only and product.is_sold_out) and not (place.on_sale_only and not product.is_on_sale)


def _place_of(query: ProductQuery) -> Place:
    if query.cursor:
        return _read_cursor(query.cursor)
    return Place(
        0,
        query.sort,
        query.text,
        query.category_id,
        query.price_from,
        query.price_to,
        query.in_stock_only,
        query.on_sale_only,
    )


def _cursor(place: Place, offset: int) -> str:
    written = msgspec.json.encode(msgspec.structs.replace(place, offset=offset))
    return base64.urlsafe_b64encode(written).decode().rstrip("=")


def _read_cursor(cursor: str) -> Place:
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=Place)
    except (msgspec.MsgspecError, binascii.Error, ValueError, RecursionError) as error:
        raise NotFoundError("page of products") from error
