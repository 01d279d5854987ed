"""What the shop sells, read from Wix Stores (catalog V3) and kept in the catalog cache for a short while."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from urllib.parse import quote

from services.cache import CatalogCache
from services.errors import NotFoundError, PlatformError, PlatformRejectedError
from services.models import Category, Facets, Findings, Page, Product, ProductQuery, ProductSort
from services.reading import decode_each
from services.wix import wire
from services.wix.client import WixClient
from services.wix.mapping import category_from_wix, facets_from_wix, product_from_wix, with_inventory

log = logging.getLogger("foyer.wix")

LIST_FIELDS = ("CURRENCY", "PLAIN_DESCRIPTION", "MEDIA_ITEMS_INFO", "DIRECT_CATEGORIES_INFO")
PRODUCT_FIELDS = (
    *LIST_FIELDS,
    "INFO_SECTION",
    "INFO_SECTION_PLAIN_DESCRIPTION",
    "VARIANT_OPTION_CHOICE_NAMES",
)
MOST_CATEGORY_PAGES = 10
STORES_TREE = {"appNamespace": "@wix/stores"}
SORTS: dict[ProductSort, list[dict[str, str]]] = {
    ProductSort.FEATURED: [],
    ProductSort.NEWEST: [{"fieldName": "createdDate", "order": "DESC"}],
    ProductSort.PRICE_LOW: [{"fieldName": "actualPriceRange.minValue.amount", "order": "ASC"}],
    ProductSort.PRICE_HIGH: [{"fieldName": "actualPriceRange.minValue.amount", "order": "DESC"}],
    ProductSort.NAME: [{"fieldName": "name", "order": "ASC"}],
}

AGGREGATIONS = [
    {
        "name": "categories",
        "fieldPath": "allCategoriesInfo.categories.id",
        "type": "VALUE",
        "value": {"limit": 100, "sortType": "COUNT", "sortDirection": "DESC"},
    },
    {
        "name": "stock",
        "fieldPath": "inventory.availabilityStatus",
        "type": "VALUE",
        "value": {"limit": 10, "sortType": "VALUE", "sortDirection": "ASC"},
    },
    {
        "name": "on sale",
        "fieldPath": "compareAtPriceRange.minValue.amount",
        "type": "RANGE",
        "range": {"buckets": [{"from": 0.01}]},
    },
    {
        "name": "lowest price",
        "fieldPath": "actualPriceRange.minValue.amount",
        "type": "SCALAR",
        "scalar": {"type": "MIN"},
    },
    {
        "name": "highest price",
        "fieldPath": "actualPriceRange.maxValue.amount",
        "type": "SCALAR",
        "scalar": {"type": "MAX"},
    },
]


class WixCatalog:
    """Categories and products, the same for everybody."""

    def __init__(self, client: WixClient, cache: CatalogCache, searches: CatalogCache) -> None:
        self._client = client
        self._cache = cache
        self._searches = searches  # apart, because visitors can make up as many of these as they like

    def list_categories(self) -> tuple[Category, ...]:
        """Source: https://dev.wix.com/docs/rest/business-management/categories/categories/query-categories

        Shape: `categories[]` with `parentCategory.{id,index}`; roots have no parent id, index orders siblings.
        """
        return self._cache.get("categories", self._read_categories)

    def search_products(self, query: ProductQuery) -> Findings:
        """Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v3/products-v3/search-products

        Shape: `products[]` without `variantsInfo`, `pagingMetadata.cursors`, `aggregationData.results[]`.
        Raises: NotFoundError, for a cursor that leads nowhere.
        """
        if query.cursor:
            return self._searches.get(f"after:{query.limit}:{query.cursor}", lambda: self._read_page(query))
        is_made_up = query.text or query.price_from is not None or query.price_to is not None
        shelf = self._searches if is_made_up else self._cache
        return shelf.get(f"search:{query!r}", lambda: self._read_page(query))

    def get_product(self, slug: str) -> Product:
        """Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v3/products-v3/get-product-by-slug

        Shape: `product` with `variantsInfo`; the counts of its stock are a second call. Raises: NotFoundError.
        """
        return self._cache.get(f"product:{slug}", lambda: self._read_product(slug))

    def _read_categories(self) -> tuple[Category, ...]:
        # An empty filter is refused (INVALID_FILTER), hence the one that always holds.
        body: dict[str, object] = {
            "treeReference": STORES_TREE,
            "query": {
                "filter": {"name": {"$exists": True}, "visible": True},
                "sort": [{"fieldName": "parentCategory.index", "order": "ASC"}],
                "cursorPaging": {"limit": 100},
            },
            "fields": ["DESCRIPTION"],
        }
        found: list[wire.WireCategory] = []
        for _ in range(MOST_CATEGORY_PAGES):
            answer = self._client.read(
                "query categories", "/categories/v1/categories/query", wire.CategoriesAnswer, body=body
            )
            found += decode_each(answer.categories, wire.WireCategory, "category")
            cursor = answer.paging_metadata.cursors.next
            if not cursor or answer.paging_metadata.has_next is False:
                break
            body = {"treeReference": STORES_TREE, "query": {"cursorPaging": {"limit": 100, "cursor": cursor}}}
        return tuple(category_from_wix(category) for category in found if category.visible)

    def _read_page(self, query: ProductQuery) -> Findings:
        body = {"search": _search(query), "fields": list(LIST_FIELDS)}
        try:
            answer = self._client.read("search products", "/stores/v3/products/search", wire.ProductsAnswer, body=body)
        except PlatformRejectedError as error:
            if query.cursor and error.status == 400:
                raise NotFoundError("page of products") from error
            raise
        products = decode_each(answer.products, wire.WireProduct, "product")
        cursors = answer.paging_metadata.cursors
        page = Page(
            tuple(product_from_wix(product) for product in products if product.visible),
            after=cursors.next if answer.paging_metadata.has_next is not False else None,
            before=cursors.prev,
        )
        return Findings(page, _facets(answer, products))

    def _read_product(self, slug: str) -> Product:
        try:
            answer = self._client.read(
                "get product",
                f"/stores/v3/products/slug/{quote(slug, safe='')}",
                wire.ProductAnswer,
                params=[("fields", name) for name in PRODUCT_FIELDS],
            )
        except PlatformRejectedError as error:
            if error.status == 404:
                raise NotFoundError("product", slug) from error
            raise
        product = product_from_wix(answer.product)
        if not answer.product.visible or not product.variants:
            raise NotFoundError("product", slug)
        inventory = self._read_inventory(product)
        return replace(product, is_stock_known=False) if inventory is None else with_inventory(product, inventory)

    def _read_inventory(self, product: Product) -> list[wire.InventoryItem] | None:
        """How many there are, and when a pre-order comes; None if it cannot be told, then the page says less.

        Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-v3/inventory-items-v3/query-inventory-items
        """
        query = {"filter": {"productId": product.id}, "cursorPaging": {"limit": 100}}
        try:
            answer = self._client.read(
                "query inventory", "/stores/v3/inventory-items/query", wire.InventoryAnswer, body={"query": query}
            )
        except PlatformError as error:
            log.warning("a product is shown without its stock counts: %s", error)
            return None
        return decode_each(answer.inventory_items, wire.InventoryItem, "inventory item")


def _search(query: ProductQuery) -> dict[str, object]:
    """A follow-up page sends its cursor only: filter and sort are inside it."""
    if query.cursor:
        return {"cursorPaging": {"limit": query.limit, "cursor": query.cursor}}
    search: dict[str, object] = {"filter": _filter(query), "cursorPaging": {"limit": query.limit}}
    if query.with_facets:
        search["aggregations"] = AGGREGATIONS
    if SORTS[query.sort]:
        search["sort"] = SORTS[query.sort]
    if query.text:
        search["search"] = {"expression": query.text, "fields": ["name", "description"], "mode": "AND"}
    return search


def _filter(query: ProductQuery) -> dict[str, object]:
    """Price bounds go in as JSON numbers, although amounts come back as strings."""
    filters: dict[str, object] = {"visible": True}
    if query.category_id:
        filters["allCategoriesInfo.categories"] = {"$matchItems": [{"id": {"$in": [query.category_id]}}]}
    if query.price_from is not None:
        filters["actualPriceRange.maxValue.amount"] = {"$gte": _number(query.price_from)}
    if query.price_to is not None:
        filters["actualPriceRange.minValue.amount"] = {"$lte": _number(query.price_to)}
    if query.in_stock_only:
        filters["inventory.availabilityStatus"] = {"$in": ["IN_STOCK", "PARTIALLY_OUT_OF_STOCK"]}
    if query.on_sale_only:
        filters["compareAtPriceRange.minValue.amount"] = {"$gt": 0}
    return filters


def _number(amount: Decimal) -> float:
    return float(amount)  # a bound of a filter, never money that is shown or paid


def _facets(answer: wire.ProductsAnswer, products: Iterable[wire.WireProduct]) -> Facets | None:
    results = decode_each(answer.aggregation_data.results, wire.Aggregation, "aggregation")
    currency = next((product.currency for product in products), "")
    return facets_from_wix(results, currency) if results else None
