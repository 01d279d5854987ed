"""The stage of the direct checkout: a visitor with a cart, the real client, and the sandbox behind it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sandbox import Sandbox
from services.models import Card, CheckoutDetails, NewLine, PostalAddress
from services.storefront import DirectCheckout, Storefront
from tests.contract.conftest import MemoryVisitor
from tests.recording import Recorder

ADA = PostalAddress(
    first_name="Ada",
    last_name="Lovelace",
    email="ada@example.com",
    line_1="555 Main Street",
    city="Austin",
    country="US",
    region="Texas",
    region_code="TX",
    postal_code="78701",
)
ELSEWHERE = PostalAddress(
    first_name="Bo",
    last_name="Diddley",
    email="ada@example.com",
    line_1="1 Castle Street",
    city="Edinburgh",
    country="GB",
    postal_code="EH1 2NG",
)
GOOD = Card("5555555555554444", "Ada Lovelace", 12, 2034, "917")


def card(number: str) -> Card:
    return Card(number, "Ada Lovelace", 12, 2034, "917")


class LeasingVisitor(MemoryVisitor):
    """A visitor whose leases hold one thread at a time, as those of a session do; keeping is all or nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._all: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    @contextmanager
    def lease(self, name: str, seconds: float) -> Iterator[None]:
        with self._guard:
            lock = self._all.setdefault(name, threading.Lock())
        with lock:
            yield


@dataclass
class Stage:
    """A shop whose money is taken on its own pages, and one visitor of it."""

    storefront: Storefront
    sandbox: Sandbox
    recorder: Recorder
    visitor: LeasingVisitor = field(default_factory=LeasingVisitor)

    @property
    def direct(self) -> DirectCheckout:
        assert self.storefront.direct_checkout is not None
        return self.storefront.direct_checkout

    def line(self, slug: str = "harbour-mug", quantity: int = 1) -> NewLine:
        product = next(
            product
            for product in self.products()
            if product.slug == slug or product.slug.rpartition("-")[0] == slug
        )
        product = self.storefront.catalog.get_product(product.slug)
        return NewLine(product.id, product.variants[0].id, quantity)

    def products(self) -> Any:
        from services.models import ProductQuery

        return self.storefront.catalog.search_products(ProductQuery(limit=100)).page.items

    def fill(self, slug: str = "harbour-mug", quantity: int = 1) -> str:
        """Something in the cart; returns the id of its line."""
        change = self.storefront.carts.add_line(self.visitor, self.line(slug, quantity))
        return change.line_id or change.cart.lines[-1].id

    def begin(self, slug: str = "harbour-mug") -> str:
        """A checkout of a cart with one line."""
        self.fill(slug)
        return self.storefront.checkouts.create_checkout(self.visitor).id

    def address(self, checkout_id: str, where: PostalAddress = ADA) -> CheckoutDetails:
        self.direct.save_billing(self.visitor, checkout_id, ADA)
        return self.direct.save_shipping(self.visitor, checkout_id, where)

    def ready(self, slug: str = "harbour-mug") -> str:
        """A checkout that lacks nothing but its order."""
        checkout_id = self.begin(slug)
        details = self.address(checkout_id)
        if details.needs_shipping:
            self.direct.choose_delivery(self.visitor, checkout_id, details.delivery_options[0].id)
        return checkout_id

    def ordered(self) -> str:
        return self.direct.create_order(self.visitor, self.ready())

    def pay(self, order_id: str, with_card: Card = GOOD) -> Any:
        method = self.direct.list_payment_methods(self.visitor, order_id)[0]
        return self.direct.pay(self.visitor, order_id, method.id, with_card)

    def count(self, method: str, ending: str) -> int:
        """How often the platform was asked this."""
        return sum(call.method == method and call.path.endswith(ending) for call in self.sandbox.journal())

    def charges(self, order_id: str) -> list[dict[str, Any]]:
        """The good transactions of an order, as the platform's own books have them."""
        with self.sandbox._database.read() as db:
            rows = db.execute("SELECT document FROM bigcommerce_transactions WHERE order_id = ?", (order_id,)).fetchall()
        import json

        return [document for row in rows if (document := json.loads(row["document"]))["status"] == "ok"]
