"""The contract's stage: each platform's real client against its real sandbox, in process and over a socket.

A claim about the contract asks for a `world` (or a `world_in_process`) and is held against every platform, unless its
module or itself names those that offer what it is about: `pytest.mark.platforms("wix", "bigcommerce hosted")`. A claim
about the wire of one platform asks for that platform's world.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest

from config.settings import CART_APIS, load_settings
from sandbox import Sandbox
from services.registry import build_storefront
from tests.contract import bigcommerce_world as on_bigcommerce
from tests.contract import wix_world as on_wix
from tests.contract.bigcommerce_world import BigCommerceWorld, RecordedBigCommerce, recorded_bigcommerce
from tests.contract.wix_world import RecordedWorld, WixWorld, build_wix_in_process, recorded
from tests.contract.world import URLS, MemoryVisitor, World, build_in_process
from tests.serving import served

__all__ = ["URLS", "MemoryVisitor", "RecordedWorld", "World", "build_in_process", "recorded"]

# The generations of Wix's cart matter to these, which are held against each of them.
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
# The client and its door are the same in process and over a socket: where that is shown once, it is shown for all.
OVER_A_SOCKET = {"test_carts", "test_catalog", "test_checkouts"}


@dataclass(frozen=True)
class Setting:
    """One way of standing on the stage."""

    platform: str
    cart_api: str = ""
    checkout: str = ""
    is_over_a_socket: bool = False

    def __str__(self) -> str:
        line = "over a socket" if self.is_over_a_socket else "in process"
        return " ".join(part for part in (self.platform, self.cart_api, self.checkout, line) if part)


def settings_for(module: str, platforms: tuple[str, ...]) -> list[Setting]:
    """Every setting that a claim of this module is held against."""
    cart_apis = CART_APIS if module in ABOUT_CARTS else CART_APIS[:1]
    lines = (False, True)
    wix = [Setting("wix", cart_api, is_over_a_socket=line) for cart_api in cart_apis for line in lines]
    bigcommerce = [Setting("bigcommerce", checkout=checkout) for checkout in ("hosted", "api")]
    if module in OVER_A_SOCKET:
        bigcommerce.append(Setting("bigcommerce", checkout="hosted", is_over_a_socket=True))
    found = (*wix, *bigcommerce)
    return [setting for setting in found if {setting.platform, f"{setting.platform} {setting.checkout}"} & {*platforms}]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    module = metafunc.module.__name__.rpartition(".")[2]
    named = metafunc.definition.get_closest_marker("platforms")
    found = settings_for(module, named.args if named else ("wix", "bigcommerce"))
    if "platform_setting" in metafunc.fixturenames:
        metafunc.parametrize("platform_setting", found, ids=str)
    if "platform_setting_in_process" in metafunc.fixturenames:
        in_process = [setting for setting in found if not setting.is_over_a_socket]
        metafunc.parametrize("platform_setting_in_process", in_process, ids=str)
    if "cart_api" in metafunc.fixturenames:
        metafunc.parametrize("cart_api", CART_APIS if module in ABOUT_CARTS else CART_APIS[:1])


@contextmanager
def stage(setting: Setting, sandbox: Sandbox) -> Iterator[World]:
    """The client and the sandbox of a setting, joined as it says."""
    parts = on_wix if setting.platform == "wix" else on_bigcommerce
    environ = {"PLATFORM": setting.platform}
    if setting.cart_api:
        environ["WIX_CART_API"] = setting.cart_api
    if setting.checkout:
        environ["BIGCOMMERCE_CHECKOUT"] = setting.checkout
    with ExitStack() as stack:
        if setting.is_over_a_socket:
            origin = stack.enter_context(served(sandbox.app))
            settings = load_settings(parts.settings_over_a_socket(origin) | environ)
            storefront = build_storefront(settings, sandbox.clock.now)
        else:
            storefront = build_in_process(sandbox, **environ)
        if setting.platform == "wix":
            yield WixWorld(storefront, sandbox, cart_api=setting.cart_api)
        else:
            yield BigCommerceWorld(storefront, sandbox)


@pytest.fixture
def world(platform_setting: Setting, lone_sandbox: Sandbox) -> Iterator[World]:
    """Each platform, in each setting that matters to the claim."""
    with stage(platform_setting, lone_sandbox) as built:
        yield built


@pytest.fixture
def world_in_process(platform_setting_in_process: Setting, lone_sandbox: Sandbox) -> Iterator[World]:
    with stage(platform_setting_in_process, lone_sandbox) as built:
        yield built


@pytest.fixture
def wix_world(cart_api: str, lone_sandbox: Sandbox) -> RecordedWorld:
    """Wix, recorded in process."""
    return recorded(lone_sandbox, cart_api)


@pytest.fixture
def wix_world_without_key(cart_api: str, lone_sandbox: Sandbox) -> WixWorld:
    """Wix as a shop without an API key has it."""
    storefront = build_wix_in_process(lone_sandbox, api_key="", WIX_CART_API=cart_api)
    return WixWorld(storefront, lone_sandbox, cart_api=cart_api)


@pytest.fixture
def bigcommerce_world(lone_sandbox: Sandbox) -> RecordedBigCommerce:
    """BigCommerce, recorded in process."""
    return recorded_bigcommerce(lone_sandbox)
