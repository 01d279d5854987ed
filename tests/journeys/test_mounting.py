"""What of the sandbox can be reached through the shop: its hosted pages, never its API."""

from __future__ import annotations

import pytest
from flask import Flask

from sandbox import Sandbox
from tests.browsing import Browser
from tests.conftest import SANDBOX_URL, SHOP_URL
from tests.journeys.conftest import DEMO_URL

API_PATHS = [
    "/wix/oauth2/token",
    "/wix/ecom/v1/orders/search",
    "/wix/ecom/v1/carts/current/add-to-cart",
    "/wix/ecom/v2/carts/current/add-line-items",
    "/wix/stores/v3/products/search",
    "/wix/headless/v1/redirect-session",
]


@pytest.mark.parametrize("mount", [SANDBOX_URL, f"{SHOP_URL}/sandbox"])
@pytest.mark.parametrize("path", API_PATHS)
def test_the_platforms_api_cannot_be_called_through_the_shop(
    ada: Browser, sandbox: Sandbox, mount: str, path: str
) -> None:
    assert ada.post(f"{mount}{path}", Authorization="IST.sandbox").status == 404
    assert sandbox.journal() == []


def test_a_developer_has_the_control_page(ada: Browser) -> None:
    for mount in (SANDBOX_URL, "/sandbox"):
        assert ada.open(f"{mount}/control", Sec_Fetch_Site="none").status == 200
    assert ada.open(f"{SANDBOX_URL}/control", Sec_Fetch_Site="cross-site").status == 403


@pytest.mark.parametrize("path", ["control", "control/journal", "control/clock"])
def test_a_public_demo_has_no_control_page(demo_app: Flask, path: str) -> None:
    visitor = Browser(demo_app, DEMO_URL)
    assert visitor.open(f"/sandbox/{path}", Sec_Fetch_Site="none").status == 404


def test_a_public_demo_cannot_be_reset_by_its_visitors(demo_app: Flask) -> None:
    visitor = Browser(demo_app, DEMO_URL)
    assert visitor.post("/sandbox/control/reset").status == 404
