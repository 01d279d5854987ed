"""Wix on the contract's stage: how it is reached, what its calls are called, how its hosted page is completed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from app import embed
from config.settings import load_settings
from sandbox import Sandbox
from sandbox.wix.site import API_KEY, CLIENT_ID, SITE_ID
from services.models import OrderState
from services.registry import build_storefront
from services.storefront import Storefront
from tests.browsing import Page
from tests.conftest import SANDBOX_URL
from tests.contract.world import MemoryVisitor, World
from tests.recording import Recorder
from tests.serving import Wsgi

STATUSES = {
    OrderState.PENDING: ("APPROVED", "NOT_PAID"),
    OrderState.CANCELLED: ("CANCELED", "PAID"),
    OrderState.DECLINED: ("REJECTED", "DECLINED"),
    OrderState.REFUNDED: ("APPROVED", "FULLY_REFUNDED"),
}


@dataclass
class WixWorld(World):
    """Wix, with one generation of its cart."""

    cart_api: str = "v2"

    no_variant: ClassVar[str] = "00000000-0000-4000-8000-00000000dead"
    no_order: ClassVar[str] = "00000000-0000-4000-8000-00000000dead"

    @property
    def add_path(self) -> str:
        return self.cart_path("/add-to-cart", "/add-line-items")

    @property
    def estimate_path(self) -> str:
        return self.cart_path("/estimate-totals", "/estimate")

    def cart_path(self, v1: str, v2: str) -> str:
        """The path of a call to the current cart, which each generation of the API names otherwise."""
        return f"/ecom/v1/carts/current{v1}" if self.cart_api == "v1" else f"/ecom/v2/carts/current{v2}"

    def complete(self, full_url: str) -> Page:
        """Complete the hosted page as it stands, and return where it leads back to."""
        browser = self.hosted_browser()
        page = browser.open(full_url)
        for _ in range(5):
            if page.url.startswith("http://127.0.0.1:8000"):
                return page
            page = browser.submit(page.form(primary=True))
        raise AssertionError(f"the hosted checkout never ends: {page.url}")

    def pay(self, checkout_id: str, full_url: str, visitor: MemoryVisitor | None = None) -> str:
        return order_id_of(self.complete(full_url))

    def settle(self, order_id: str, state: OrderState) -> None:
        status, payment_status = STATUSES[state]
        self.sandbox.set_order_status(order_id, status=status, payment_status=payment_status)

    def break_additions(self, kind: str, *, times: int | None = None, **options: Any) -> None:
        self.sandbox.faults.add(path=self.add_path, kind=kind, times=times, **options)

    def count_additions(self) -> int:
        return sum(call.path == self.add_path for call in self.sandbox.journal())

    def break_coupons(self, status: int) -> None:
        method = "PATCH" if self.cart_api == "v1" else "POST"
        self.sandbox.faults.add(path=self.cart_path("", "/add-coupon"), method=method, kind="status", status=status)


@dataclass
class RecordedWorld(WixWorld):
    """Wix whose every request is written down, and whose answers may be put otherwise."""

    recorder: Recorder = field(kw_only=True)


def recorded(sandbox: Sandbox, cart_api: str = "v2", **environ: str) -> RecordedWorld:
    recorder = Recorder(sandbox.api)
    storefront = build_wix_in_process(sandbox, api=recorder, WIX_CART_API=cart_api, **environ)
    return RecordedWorld(storefront, sandbox, cart_api=cart_api, recorder=recorder)


def build_wix_in_process(
    sandbox: Sandbox, api_key: str = API_KEY, api: Wsgi | None = None, **environ: str
) -> Storefront:
    settings = load_settings({"SANDBOX_PUBLIC_URL": SANDBOX_URL} | environ)
    embedded = replace(embed(sandbox), api=api or sandbox.api, api_key=api_key)
    return build_storefront(settings, sandbox.clock.now, embedded)


def settings_over_a_socket(origin: str) -> dict[str, str]:
    """What a live shop would be told, were its platform at this origin."""
    return {
        "WIX_CLIENT_ID": CLIENT_ID,
        "WIX_API_KEY": API_KEY,
        "WIX_SITE_ID": SITE_ID,
        "WIX_API_BASE_URL": f"{origin}/wix",
        "WIX_HOSTED_ORIGINS": "http://localhost:8000",
    }


def order_id_of(page: Page) -> str:
    assert "orderId=" in page.url
    return page.url.split("orderId=")[1].split("&")[0]
