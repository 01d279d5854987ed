"""What the shop sells, read from BigCommerce and kept in the catalog cache for a short while.

Only what is visible and assigned to this storefront's channel is ever asked for. There are no counts beside the
filters, and narrowing to what is in stock, on sale or within prices is done here, on the page that came: BigCommerce
has no filter for the first two, and its prices are those before a sale.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from services.bigcommerce import catalog_wire as wire
from services.bigcommerce.catalog_mapping import categories_from_bigcommerce, product_from_bigcommerce
from services.bigcommerce.client import BigCommerceClient
from services.bigcommerce.slugs import id_in_slug
from services.cache import CatalogCache
from services.errors import NotFoundError, PlatformError
from services.models import Category, Facets, Findings, LineItem, Page, Product, ProductQuery, ProductSort, Variant
from services.reading import decode_each

log = logging.getLogger("foyer.bigcommerce")

MOST_PER_PAGE = 250
MOST_PAGES = 10
CURSOR = re.compile(r"page-([1-9][0-9]{0,3})\Z")
SORTS = {
    ProductSort.NEWEST: ("id", "desc"),  # there is no order by the day of making
    ProductSort.PRICE_LOW: ("calculated_price", "asc"),
    ProductSort.PRICE_HIGH: ("calculated_price", "desc"),
    ProductSort.NAME: ("name", "asc"),
}


@dataclass(frozen=True, slots=True)
class KeptProduct:
    """A product, and its modifiers with the ids by which a cart wants them."""

    product: Product
    modifiers: tuple[wire.WireModifier, ...]


class BigCommerceCatalog:
    """Categories and products, the same for everybody."""

    def __init__(self, client: BigCommerceClient, cache: CatalogCache, searches: CatalogCache) -> None:
        self._client = client
        self._cache = cache
        self._searches = searches  # apart, because visitors can make up as many of these as they like

    def list_categories(self) -> tuple[Category, ...]:
        """The tree of this channel. Source: https://developer.bigcommerce.com/docs/rest-catalog/category-trees

        Shape: `data[]` with `category_id, parent_id, url.path`; roots have the parent 0.
        """
        return self._cache.get("categories", self._read_categories)

    def search_products(self, query: ProductQuery) -> Findings:
        """Source: https://developer.bigcommerce.com/docs/rest-catalog/products#get-all-products

        Shape: `data[]`, `meta.pagination`. Raises: NotFoundError, for a cursor that leads nowhere.
        """
        number = _page_number(query.cursor)
        is_made_up = query.cursor or query.text or query.price_from is not None or query.price_to is not None
        shelf = self._searches if is_made_up else self._cache
        return shelf.get(f"search:{query!r}", lambda: self._read_page(query, number))

    def get_product(self, slug: str) -> Product:
        """The product whose id the slug ends in, whatever its words are. Raises: NotFoundError.

        Source: https://developer.bigcommerce.com/docs/rest-catalog/products#get-all-products
        """
        product_id = id_in_slug(slug)
        if product_id is None:
            raise NotFoundError("product", slug)
        return self._keep(product_id).product

    def read_modifiers(self, product_id: str) -> tuple[wire.WireModifier, ...]:
        """What may be filled in for a product. Raises: NotFoundError."""
        return self._keep(product_id).modifiers

    def count_options(self, product_id: str, variant_id: str) -> int:
        """In how many options a variant is chosen; none where the product is not there (any more)."""
        try:
            variant = self._keep(product_id).product.find_variant(variant_id)
        except NotFoundError:
            return 0
        return len(variant.choices) if variant else 0

    def read_currency(self) -> str:
        """The currency that the store sells in.

        Source: https://developer.bigcommerce.com/docs/rest-management/store-information
        """
        return self._cache.get("store", lambda: self._client.call("get store", "/v2/store", wire.Store)).currency

    def read_stock(self, lines: Iterable[LineItem]) -> Mapping[tuple[str, str], Variant] | None:
        """The variants of these lines as they are now, past every memory, by product and variant; one call.

        A line whose variant is missing is sold no longer. None where the platform did not tell just now.
        Source: https://developer.bigcommerce.com/docs/rest-catalog/products#get-all-products
        """
        ids = sorted({line.product_id for line in lines if line.product_id})[:MOST_PER_PAGE]
        if not ids:
            return {}
        params = [("id:in", ",".join(ids)), ("include", "variants"), ("limit", str(MOST_PER_PAGE))]
        try:
            products = self._products(self._ask("get stock", params), self.read_currency())
        except PlatformError as error:
            log.warning("a cart is shown without a look at the stock: %s", error)
            return None
        return {(product.id, variant.id): variant for product in products for variant in product.variants}

    def forget_products(self, product_ids: Iterable[str]) -> None:
        """Read these anew when they are asked for next: there are fewer of them now."""
        for product_id in product_ids:
            self._cache.forget(f"product:{product_id}")

    def _keep(self, product_id: str) -> KeptProduct:
        return self._cache.get(f"product:{product_id}", lambda: self._read_product(product_id))

    def _read_product(self, product_id: str) -> KeptProduct:
        params = [("id:in", product_id), ("include", "images,variants,options,modifiers"), ("limit", "1")]
        readable = decode_each(self._ask("get product", params).data, wire.WireProduct, "product")
        payload = next((found for found in readable if str(found.id) == product_id), None)
        product = product_from_bigcommerce(payload, self.read_currency()) if payload else None
        if payload is None or product is None or not product.variants:
            raise NotFoundError("product", product_id)
        return KeptProduct(product, tuple(decode_each(payload.modifiers, wire.WireModifier, "modifier")))

    def _read_page(self, query: ProductQuery, number: int) -> Findings:
        answer = self._ask("list products", [*self._filters(query), ("page", str(number))])
        if number > 1 and not answer.data:
            raise NotFoundError("page of products")
        pages = answer.meta.pagination.total_pages
        has_more = len(answer.data) >= query.limit if pages is None else number < pages
        page = Page(
            tuple(
                replace(product, variants=(), options=())
                for product in self._products(answer, self.read_currency())
                if _is_wanted(product, query)
            ),
            after=f"page-{number + 1}" if has_more and number < 9999 else None,
            before=f"page-{number - 1}" if number > 1 else None,
        )
        return Findings(page, _facets(answer, query))

    def _filters(self, query: ProductQuery) -> list[tuple[str, str]]:
        params = [("include", "images,variants"), ("limit", str(min(query.limit, MOST_PER_PAGE)))]
        if query.category_id:
            params.append(("categories:in", ",".join(self._shelf_ids(query.category_id))))
        if query.text:
            params.append(("keyword", query.text))
        if query.sort in SORTS:
            field, direction = SORTS[query.sort]
            params += [("sort", field), ("direction", direction)]
        return params

    def _shelf_ids(self, category_id: str) -> list[str]:
        """The category and all that stand in it: BigCommerce lists a category's own products only."""
        found, categories = [category_id], self.list_categories()
        for known in found:
            found += [each.id for each in categories if each.parent_id == known and each.id not in found]
        return found

    def _ask(self, operation: str, params: list[tuple[str, str]]) -> wire.ProductsAnswer:
        always = [("channel_id:in", str(self._client.channel_id)), ("is_visible", "true")]
        return self._client.call(operation, "/v3/catalog/products", wire.ProductsAnswer, params=[*params, *always])

    def _products(self, answer: wire.ProductsAnswer, currency: str) -> list[Product]:
        readable = decode_each(answer.data, wire.WireProduct, "product")
        return [product_from_bigcommerce(payload, currency) for payload in readable if payload.is_visible]

    def _read_categories(self) -> tuple[Category, ...]:
        trees = self._client.call(
            "list category trees",
            "/v3/catalog/trees",
            wire.TreesAnswer,
            params=[("channel_id:in", str(self._client.channel_id))],
        )
        if not trees.data:
            return ()
        found: list[wire.WireCategory] = []
        for number in range(1, MOST_PAGES + 1):
            answer = self._client.call(
                "list categories",
                "/v3/catalog/trees/categories",
                wire.CategoriesAnswer,
                params=[
                    ("tree_id:in", str(trees.data[0].id)),
                    ("is_visible", "true"),
                    ("limit", str(MOST_PER_PAGE)),
                    ("page", str(number)),
                ],
            )
            found += decode_each(answer.data, wire.WireCategory, "category")
            pages = answer.meta.pagination.total_pages
            if len(answer.data) < MOST_PER_PAGE or (pages is not None and number >= pages):
                break
        return categories_from_bigcommerce(found)


def _page_number(cursor: str | None) -> int:
    """Which page a cursor means. Raises: NotFoundError."""
    if cursor is None:
        return 1
    found = CURSOR.match(cursor)
    if not found:
        raise NotFoundError("page of products")
    return int(found[1])


def _facets(answer: wire.ProductsAnswer, query: ProductQuery) -> Facets | None:
    """How many products a list has, where nothing of it was left out here; nothing else is counted."""
    has_bounds = query.price_from is not None or query.price_to is not None
    is_narrowed_here = query.in_stock_only or query.on_sale_only or has_bounds
    total = answer.meta.pagination.total
    return None if is_narrowed_here or total is None else Facets(product_count=total)


def _is_wanted(product: Product, query: ProductQuery) -> bool:
    if query.price_from is not None and product.price_to.amount < query.price_from:
        return False
    if query.price_to is not None and product.price_from.amount > query.price_to:
        return False
    return not (query.in_stock_only and product.is_sold_out) and not (query.on_sale_only and not product.is_on_sale)
