"""BigCommerce on the contract's stage: how it is reached, what its calls are called, how something is paid there."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import Any, ClassVar

from sandbox import Sandbox
from sandbox.bigcommerce.site import ACCESS_TOKEN, CLIENT_ID, CLIENT_SECRET, STORE_HASH
from services.models import OrderState, ProductQuery
from services.storefront import DirectCheckout
from tests.contract.direct_stage import ADA, card
from tests.contract.world import MemoryVisitor, World, build_in_process
from tests.recording import Recorder

ADDITIONS = f"/stores/{STORE_HASH}/v3/carts/*/items"
COUPONS = f"/stores/{STORE_HASH}/v3/checkouts/*/coupons"
STATUSES = {
    OrderState.PENDING: (7, "pending"),
    OrderState.CANCELLED: (5, ""),
    OrderState.DECLINED: (6, "declined"),
    OrderState.REFUNDED: (4, "refunded"),
}


@dataclass
class BigCommerceWorld(World):
    """BigCommerce, with its hosted checkout or with our own pages of one."""

    no_variant: ClassVar[str] = "999999"
    no_order: ClassVar[str] = "999999"

    def address_of(self, slug: str) -> str:
        """The slug with the id that stands behind it at BigCommerce; one that is an address already stays one."""
        cursor = None
        while True:
            page = self.storefront.catalog.search_products(ProductQuery(cursor=cursor, limit=100)).page
            found = next((other.slug for other in page.items if self.seed_slug(other.slug) == slug), None)
            if found or page.after is None:
                return found or slug
            cursor = page.after

    def seed_slug(self, slug: str) -> str:
        return slug.rpartition("-")[0]

    def pay(self, checkout_id: str, full_url: str, visitor: MemoryVisitor | None = None) -> str:
        """On our own pages, where they take the money. A hosted page keeps the order to itself, so it is looked for."""
        visitor = visitor or self.visitor
        direct = self.storefront.direct_checkout
        if direct is not None:
            return pay_on_our_pages(direct, visitor, checkout_id)
        browser = self.hosted_browser()
        browser.submit(browser.open(full_url).form(primary=True))
        order = self.storefront.orders.find_order_of_checkout(visitor, checkout_id)
        assert order is not None
        return order.id

    def settle(self, order_id: str, state: OrderState) -> None:
        status_id, payment_status = STATUSES[state]
        self.sandbox.bigcommerce_set_order_status(int(order_id), status_id, payment_status=payment_status)

    def break_additions(self, kind: str, *, times: int | None = None, **options: Any) -> None:
        self.sandbox.faults.add(path=ADDITIONS, method="POST", kind=kind, times=times, **options)

    def count_additions(self) -> int:
        return sum(call.method == "POST" and fnmatch(call.path, ADDITIONS) for call in self.sandbox.journal())

    def break_coupons(self, status: int) -> None:
        self.sandbox.faults.add(path=COUPONS, method="POST", kind="status", status=status)


def pay_on_our_pages(direct: DirectCheckout, visitor: MemoryVisitor, checkout_id: str) -> str:
    """From the addresses to the card, and return the order's id."""
    direct.save_billing(visitor, checkout_id, ADA)
    details = direct.save_shipping(visitor, checkout_id, ADA)
    if details.needs_shipping:
        direct.choose_delivery(visitor, checkout_id, details.delivery_options[0].id)
    order_id = direct.create_order(visitor, checkout_id)
    method = direct.list_payment_methods(visitor, order_id)[0]
    direct.pay(visitor, order_id, method.id, card())
    return order_id


@dataclass
class RecordedBigCommerce(BigCommerceWorld):
    """BigCommerce whose every request is written down, and whose answers may be put otherwise."""

    recorder: Recorder = field(kw_only=True)


def recorded_bigcommerce(sandbox: Sandbox, **environ: str) -> RecordedBigCommerce:
    recorder = Recorder(sandbox.api)
    storefront = build_in_process(sandbox, api=recorder, PLATFORM="bigcommerce", **environ)
    return RecordedBigCommerce(storefront, sandbox, recorder=recorder)


def settings_over_a_socket(origin: str) -> dict[str, str]:
    """What a live shop would be told, were its platform at this origin."""
    return {
        "PLATFORM": "bigcommerce",
        "BIGCOMMERCE_STORE_HASH": STORE_HASH,
        "BIGCOMMERCE_ACCESS_TOKEN": ACCESS_TOKEN,
        "BIGCOMMERCE_CLIENT_ID": CLIENT_ID,
        "BIGCOMMERCE_CLIENT_SECRET": CLIENT_SECRET,
        "BIGCOMMERCE_API_BASE_URL": f"{origin}/bigcommerce",
        "BIGCOMMERCE_PAYMENTS_BASE_URL": f"{origin}/bigcommerce",
        "BIGCOMMERCE_HOSTED_ORIGINS": "http://localhost:8000",
    }
