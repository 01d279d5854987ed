"""The contract's stage: each platform's real client against its real sandbox, in process and over a socket."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from werkzeug.wrappers import Response

from app import embed
from config.settings import CART_APIS, load_settings
from sandbox import Sandbox
from sandbox.wix.site import API_KEY, CLIENT_ID, SITE_ID
from services.models import NewLine, Product, ProductQuery, ReturnUrls
from services.registry import build_storefront
from services.storefront import Storefront
from tests.browsing import Browser
from tests.conftest import SANDBOX_URL, SHOP_URL
from tests.recording import Recorder
from tests.serving import Wsgi, served, two_sites

URLS = ReturnUrls(
    thank_you_url=f"{SHOP_URL}/order-confirmation",
    post_flow_url=f"{SHOP_URL}/order-confirmation",
    cart_url=f"{SHOP_URL}/cart",
)
ABOUT_CARTS = {
    "test_belongings",
    "test_cart_extras",
    "test_carts",
    "test_catalog_v1",
    "test_checkouts",
    "test_finer_claims",
    "test_product_details",
    "test_tokens",
}


class MemoryVisitor:
    """A visitor whose memory is a dictionary; what the contract promises of a visitor, without a session."""

    def __init__(self) -> None:
        self.memory: dict[str, Any] = {}
        self._leases: dict[str, threading.RLock] = {}

    def recall(self, name: str) -> Any:
        return self.memory.get(name)

    def keep(self, name: str, value: Any) -> None:
        self.memory[name] = value

    def forget(self, name: str) -> None:
        self.memory.pop(name, None)

    @contextmanager
    def lease(self, name: str, seconds: float) -> Iterator[None]:
        with self._leases.setdefault(name, threading.RLock()):
            yield


@dataclass
class World:
    """A platform seen from both sides: through the contract, and from behind its counter."""

    storefront: Storefront
    sandbox: Sandbox
    can_read_by_key: bool = True
    cart_api: str = "v2"
    visitor: MemoryVisitor = field(default_factory=MemoryVisitor)

    def product(self, slug: str) -> Product:
        return self.storefront.catalog.get_product(self.address_of(slug))

    def address_of(self, slug: str) -> str:
        """The slug under which this platform's shop shows a product of the seed: some put an id behind it."""
        cursor = None
        while self.storefront.platform == "bigcommerce":
            page = self.storefront.catalog.search_products(ProductQuery(cursor=cursor, limit=100)).page
            found = next((other.slug for other in page.items if other.slug.rpartition("-")[0] == slug), None)
            if found or page.after is None:
                return found or slug
            cursor = page.after
        return slug

    def line(self, slug: str, quantity: int = 1, *choices: str) -> NewLine:
        """A line of this product's variant with these choices, or of its first."""
        product = self.product(slug)
        variant = next(
            variant for variant in product.variants if set(choices) <= {value for _, value in variant.choices}
        )
        return NewLine(product.id, variant.id, quantity)

    @property
    def add_path(self) -> str:
        return self.cart_path("/add-to-cart", "/add-line-items")

    @property
    def estimate_path(self) -> str:
        return self.cart_path("/estimate-totals", "/estimate")

    def cart_path(self, v1: str, v2: str) -> str:
        """The path of a call to the current cart, which each generation of the API names otherwise."""
        return f"/ecom/v1/carts/current{v1}" if self.cart_api == "v1" else f"/ecom/v2/carts/current{v2}"

    def any_slug(self) -> str:
        return self.storefront.catalog.search_products(ProductQuery(limit=1)).page.items[0].slug

    def check_out(self, visitor: MemoryVisitor | None = None) -> tuple[str, str]:
        """A checkout of the visitor's cart and the address of its hosted page."""
        visitor = visitor or self.visitor
        checkout = self.storefront.checkouts.create_checkout(visitor)
        way = self.storefront.checkouts.create_redirect_session(visitor, checkout.id, URLS)
        return checkout.id, way.full_url

    def hosted_browser(self) -> Browser:
        """A browser on the hosted pages; where they lead back to the shop, it stops."""
        return Browser(two_sites(Response("back in the shop"), self.sandbox.pages), SHOP_URL)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each claim about carts and checkouts is held against both generations of Wix's cart."""
    if "cart_api" in metafunc.fixturenames:
        is_about_carts = metafunc.module.__name__.rpartition(".")[2] in ABOUT_CARTS
        metafunc.parametrize("cart_api", CART_APIS if is_about_carts else CART_APIS[:1], scope="function")


@pytest.fixture(params=["in process", "over a socket"])
def world(request: pytest.FixtureRequest, cart_api: str, lone_sandbox: Sandbox) -> Iterator[World]:
    """The Wix client and the Wix sandbox, joined in both ways."""
    if request.param == "in process":
        yield World(build_in_process(lone_sandbox, WIX_CART_API=cart_api), lone_sandbox, cart_api=cart_api)
        return
    with served(lone_sandbox.app) as origin:
        settings = load_settings(
            {
                "WIX_CLIENT_ID": CLIENT_ID,
                "WIX_CART_API": cart_api,
                "WIX_API_KEY": API_KEY,
                "WIX_SITE_ID": SITE_ID,
                "WIX_API_BASE_URL": f"{origin}/wix",
                "WIX_HOSTED_ORIGINS": "http://localhost:8000",
            }
        )
        yield World(build_storefront(settings, lone_sandbox.clock.now), lone_sandbox, cart_api=cart_api)


@pytest.fixture
def world_in_process(cart_api: str, lone_sandbox: Sandbox) -> World:
    return World(build_in_process(lone_sandbox, WIX_CART_API=cart_api), lone_sandbox, cart_api=cart_api)


@pytest.fixture
def world_without_key(cart_api: str, lone_sandbox: Sandbox) -> World:
    storefront = build_in_process(lone_sandbox, api_key="", WIX_CART_API=cart_api)
    return World(storefront, lone_sandbox, can_read_by_key=False, cart_api=cart_api)


@dataclass
class RecordedWorld(World):
    """A platform whose every request is written down, and whose answers may be put otherwise."""

    recorder: Recorder = field(kw_only=True)


@pytest.fixture
def recorded_world(cart_api: str, lone_sandbox: Sandbox) -> RecordedWorld:
    return recorded(lone_sandbox, cart_api)


def recorded(sandbox: Sandbox, cart_api: str = "v2", **environ: str) -> RecordedWorld:
    recorder = Recorder(sandbox.api)
    storefront = build_in_process(sandbox, api=recorder, WIX_CART_API=cart_api, **environ)
    return RecordedWorld(storefront, sandbox, cart_api=cart_api, recorder=recorder)


@pytest.fixture
def bigcommerce(lone_sandbox: Sandbox) -> RecordedWorld:
    """The other platform, recorded in process."""
    return recorded(lone_sandbox, PLATFORM="bigcommerce")


def build_in_process(sandbox: Sandbox, api_key: str = API_KEY, api: Wsgi | None = None, **environ: str) -> Storefront:
    settings = load_settings({"SANDBOX_PUBLIC_URL": SANDBOX_URL} | environ)
    embedded = replace(embed(sandbox), api=api or sandbox.api, api_key=api_key)
    return build_storefront(settings, sandbox.clock.now, embedded)
