"""Which generation of the catalog a Wix site has: asked once by each process, and remembered."""

from __future__ import annotations

import logging

from services.errors import PlatformError, PlatformSetupError
from services.models import Category, Findings, Product, ProductQuery
from services.storefront import Catalog
from services.wix import wire
from services.wix.client import WixClient

log = logging.getLogger("foyer.wix")

V1, NONE = "V1_CATALOG", "STORES_NOT_INSTALLED"


class WixCatalogOfSite:
    """The catalog of whichever generation the site has."""

    def __init__(self, client: WixClient, v3: Catalog, v1: Catalog) -> None:
        self._client = client
        self._v3 = v3
        self._v1 = v1
        self._known: Catalog | None = None

    def list_categories(self) -> tuple[Category, ...]:
        return self._find().list_categories()

    def search_products(self, query: ProductQuery) -> Findings:
        return self._find().search_products(query)

    def get_product(self, slug: str) -> Product:
        return self._find().get_product(slug)

    def _find(self) -> Catalog:
        """Two threads that ask at once learn the same. What went wrong is not remembered; new sites have V3.

        Source: https://dev.wix.com/docs/rest/business-solutions/stores/catalog-versioning/get-catalog-version
        Shape: `catalogVersion`. Raises: PlatformSetupError, where the site has no shop.
        """
        if self._known is not None:
            return self._known
        try:
            version = self._client.read(
                "get catalog version", "/stores/v3/provision/version", wire.CatalogVersionAnswer
            ).catalog_version
        except PlatformError as error:
            log.warning("the catalog's version is unknown, V3 is tried: %s", error)
            return self._v3
        if version == NONE:
            raise PlatformSetupError(
                "Wix Stores is not installed",
                fix="add Wix Stores to the site (Wix dashboard, Apps)",
                platform="wix",
                operation="get catalog version",
            )
        self._known = self._v1 if version == V1 else self._v3
        return self._known
