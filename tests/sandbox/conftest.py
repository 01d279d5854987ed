"""A fresh sandbox for each test. Ada buys, Cy must not see what Ada bought, the merchant has the API key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from sandbox import Sandbox
from sandbox.seed import SEED_FOLDER
from tests.sandbox.cast import SITE_ID, Browser, Caller, build, new_visitor


@pytest.fixture
def seed_folder() -> Path:
    """The catalog the shop is seeded with; some modules want the small one."""
    return SEED_FOLDER


@pytest.fixture
def sandbox(tmp_path: Path, seed_folder: Path) -> Iterator[Sandbox]:
    made = build(tmp_path, seed=seed_folder)
    yield made
    made.close()


@pytest.fixture
def api(sandbox: Sandbox) -> Client:
    return Client(sandbox.api)


@pytest.fixture
def ada(api: Client) -> Caller:
    return new_visitor(api)


@pytest.fixture
def cy(api: Client) -> Caller:
    return new_visitor(api)


@pytest.fixture
def merchant(api: Client) -> Caller:
    return Caller(api, {"Authorization": "IST.sandbox", "wix-site-id": SITE_ID})


@pytest.fixture
def browser(sandbox: Sandbox) -> Browser:
    return Browser(sandbox)


@pytest.fixture
def mug(ada: Caller) -> dict[str, Any]:
    """An ordinary product: in stock, without options."""
    return next(
        ada.product(product["slug"])
        for product in ada.products()
        if not product["options"] and product["inventory"]["availabilityStatus"] == "IN_STOCK"
    )


@pytest.fixture
def teapot(ada: Caller) -> dict[str, Any]:
    """A product with options, its first variant in stock."""
    with_options = (ada.product(product["slug"]) for product in ada.products() if product["options"])
    return next(
        product for product in with_options if product["variantsInfo"]["variants"][0]["inventoryStatus"]["inStock"]
    )
