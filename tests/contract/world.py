"""A platform seen from both sides, in the words that every platform shares. What only one has is in its own module."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from werkzeug.wrappers import Response

from app import embed
from config.settings import load_settings
from sandbox import Sandbox
from services.models import NewLine, OrderState, Product, ProductQuery, ReturnUrls
from services.registry import build_storefront
from services.storefront import Storefront
from tests.browsing import Browser
from tests.conftest import SANDBOX_URL, SHOP_URL
from tests.serving import Wsgi, two_sites

URLS = ReturnUrls(
    thank_you_url=f"{SHOP_URL}/order-confirmation",
    post_flow_url=f"{SHOP_URL}/order-confirmation",
    cart_url=f"{SHOP_URL}/cart",
)


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
    visitor: MemoryVisitor = field(default_factory=MemoryVisitor)

    # Ids that are well-formed and mean nothing.
    no_variant: ClassVar[str]
    no_order: ClassVar[str]

    def product(self, slug: str) -> Product:
        return self.storefront.catalog.get_product(self.address_of(slug))

    def address_of(self, slug: str) -> str:
        """The slug under which this platform's shop shows a product of the seed."""
        return slug

    def seed_slug(self, slug: str) -> str:
        """The slug of the seed that a product of this platform's shop was made from."""
        return slug

    def any_slug(self) -> str:
        """The address of the first product of the shop."""
        return self.storefront.catalog.search_products(ProductQuery(limit=1)).page.items[0].slug

    def line(self, slug: str, quantity: int = 1, *choices: str) -> NewLine:
        """A line of this product's variant with these choices, or of its first."""
        product = self.product(slug)
        variant = next(
            variant for variant in product.variants if set(choices) <= {value for _, value in variant.choices}
        )
        return NewLine(product.id, variant.id, quantity)

    def check_out(self, visitor: MemoryVisitor | None = None) -> tuple[str, str]:
        """A checkout of the visitor's cart and the address of its hosted page."""
        visitor = visitor or self.visitor
        checkout = self.storefront.checkouts.create_checkout(visitor)
        way = self.storefront.checkouts.create_redirect_session(visitor, checkout.id, URLS)
        return checkout.id, way.full_url

    def hosted_browser(self) -> Browser:
        """A browser on the hosted pages; where they lead back to the shop, it stops."""
        return Browser(two_sites(Response("back in the shop"), self.sandbox.pages), SHOP_URL)

    def pay(self, checkout_id: str, full_url: str, visitor: MemoryVisitor | None = None) -> str:
        """Complete the hosted page as it stands, and return the order's id."""
        raise NotImplementedError

    def settle(self, order_id: str, state: OrderState) -> None:
        """Let the merchant, or the bank, bring an order into this state."""
        raise NotImplementedError

    def break_additions(self, kind: str, *, times: int | None = None, **options: Any) -> None:
        """Let additions to a cart that is there go wrong."""
        raise NotImplementedError

    def count_additions(self) -> int:
        """How often the platform was asked to add something to a cart that was there."""
        raise NotImplementedError

    def break_coupons(self, status: int) -> None:
        """Let the next coupon that is put on a cart meet this status."""
        raise NotImplementedError


def build_in_process(sandbox: Sandbox, *, api: Wsgi | None = None, **environ: str) -> Storefront:
    """A storefront on a sandbox in this process; settings are given by their environment names."""
    settings = load_settings({"SANDBOX_PUBLIC_URL": SANDBOX_URL} | environ)
    return build_storefront(settings, sandbox.clock.now, replace(embed(sandbox), api=api or sandbox.api))
