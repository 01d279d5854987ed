"""The stage of the direct checkout: a visitor with a cart, the real client, and the sandbox behind it."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox import Sandbox
from services.models import Card, CheckoutDetails, NewLine, PaymentState, PostalAddress, ProductQuery
from services.storefront import DirectCheckout, Storefront
from tests.contract.world import MemoryVisitor
from tests.tapped_line import TappedLine

MUG, DOWNLOAD = "harbour-mug", "twelve-glazes"
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


def card(number: str = "5555555555554444") -> Card:
    """A card that is good for a while; what becomes of it depends on its number."""
    return Card(number, "Ada Lovelace", 12, 2034, "917")


class LeasingVisitor(MemoryVisitor):
    """A visitor whose leases hold one thread at a time, as those of a session do."""

    def __init__(self) -> None:
        super().__init__()
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    @contextmanager
    def lease(self, name: str, seconds: float) -> Iterator[None]:
        with self._guard:
            lock = self._locks.setdefault(name, threading.Lock())
        with lock:
            yield


@dataclass
class Stage:
    """A shop that takes money on its own pages, and one visitor of it."""

    storefront: Storefront
    sandbox: Sandbox
    recorder: TappedLine
    database: Path
    visitor: LeasingVisitor = field(default_factory=LeasingVisitor)

    @property
    def direct(self) -> DirectCheckout:
        assert self.storefront.direct_checkout is not None
        return self.storefront.direct_checkout

    def line(self, slug: str = MUG, quantity: int = 1) -> NewLine:
        """So many of the first variant of a product; the platform's slugs may end in an id."""
        found = self.storefront.catalog.search_products(ProductQuery(limit=100)).page.items
        known = next(product.slug for product in found if product.slug.startswith(slug))
        product = self.storefront.catalog.get_product(known)
        return NewLine(product.id, product.variants[0].id, quantity)

    def begin(self, *slugs: str) -> str:
        """A checkout of a cart with one line of each."""
        for slug in slugs or (MUG,):
            self.storefront.carts.add_line(self.visitor, self.line(slug))
        return self.storefront.checkouts.create_checkout(self.visitor).id

    def line_id(self) -> str:
        cart = self.storefront.carts.find_cart(self.visitor)
        assert cart
        return cart.lines[0].id

    def change_quantity(self, quantity: int) -> None:
        self.storefront.carts.change_quantity(self.visitor, self.line_id(), quantity)

    def address(self, checkout_id: str, where: PostalAddress = ADA) -> CheckoutDetails:
        self.direct.save_billing(self.visitor, checkout_id, ADA)
        return self.direct.save_shipping(self.visitor, checkout_id, where)

    def choose(self, checkout_id: str, place: int = 0) -> CheckoutDetails:
        options = self.direct.get_details(self.visitor, checkout_id).delivery_options
        return self.direct.choose_delivery(self.visitor, checkout_id, options[place].id)

    def ready(self, *slugs: str) -> str:
        """A checkout that lacks nothing but its order."""
        checkout_id = self.begin(*slugs)
        if self.address(checkout_id).needs_shipping:
            self.choose(checkout_id)
        return checkout_id

    def ordered(self) -> str:
        return self.direct.create_order(self.visitor, self.ready())

    def pay(self, order_id: str, number: str = "5555555555554444") -> PaymentState:
        method = self.direct.list_payment_methods(self.visitor, order_id)[0]
        return self.direct.pay(self.visitor, order_id, method.id, card(number))

    def state(self, order_id: str) -> PaymentState:
        return self.direct.get_payment_state(self.visitor, order_id)

    def fail(self, method: str, ending: str, kind: str, **options: Any) -> None:
        """Let the next call of a path that ends so go wrong."""
        self.sandbox.faults.add(f"*{ending}", method=method, kind=kind, **options)

    def count(self, method: str, ending: str) -> int:
        """How often the platform was asked this."""
        return sum(call.method == method and call.path.endswith(ending) for call in self.sandbox.journal())

    def orders(self) -> list[int]:
        """The ids of all orders in the platform's own books."""
        return [row[0] for row in self._rows("SELECT id FROM bigcommerce_orders ORDER BY id")]

    def charges(self, order_id: str) -> int:
        """How often money moved for an order, by the platform's own books."""
        rows = self._rows("SELECT document FROM bigcommerce_transactions WHERE order_id = ?", order_id)
        return sum(json.loads(row[0])["status"] == "ok" for row in rows)

    def _rows(self, statement: str, *values: object) -> list[Any]:
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(statement, values).fetchall()
