"""Whatever is missing, extra or of another type in what the platform answers, no page breaks."""

from __future__ import annotations

from random import Random

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import Sandbox
from services.registry import build_storefront
from tests.browsing import Browser
from tests.conftest import replaced_platform
from tests.journeys.conftest import add_to_cart, buy_now, start_checkout
from tests.recording import Recorder
from tests.spoiling import spoil

PAGES = ("/", "/products", "/products?q=mug&on-sale=1", "/products/orchard-mug", "/cart", "/order-confirmation")
CALM = {200, 404, 502, 503}
SPOILED = ("/search", "/query", "/estimate", "/slug/orchard-mug", "/orders")


@pytest.fixture
def ada_with_a_cart(ada: Browser) -> Browser:
    """Somebody with something in the cart and a checkout under way."""
    add_to_cart(ada, "/products/orchard-mug", **{"modifier.0": "For Bo"})
    start_checkout(ada)
    return ada


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32 - 1))
def test_no_answer_however_odd_breaks_a_page(app: Flask, sandbox: Sandbox, ada_with_a_cart: Browser, seed: int) -> None:
    random, listening = Random(seed), Recorder(sandbox.api)  # noqa: S311 - repeatable on purpose
    for ending in SPOILED:
        listening.rewrite(ending, lambda answer: spoil(answer, random))
    platform = replaced_platform(sandbox, listening)
    app.extensions["storefront"] = build_storefront(app.extensions["settings"], sandbox.clock.now, platform)
    for path in PAGES:
        page = ada_with_a_cart.open(path)
        assert page.status in CALM, f"{path} answers {page.status}"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32 - 1))
def test_no_answer_however_odd_breaks_a_change(app: Flask, sandbox: Sandbox, ada: Browser, seed: int) -> None:
    random, listening = Random(seed), Recorder(sandbox.api)  # noqa: S311 - repeatable on purpose
    for ending in ("/add-line-items", "/carts/current", "/carts", "/redirect-session"):
        listening.rewrite(ending, lambda answer: spoil(answer, random))
    platform = replaced_platform(sandbox, listening)
    app.extensions["storefront"] = build_storefront(app.extensions["settings"], sandbox.clock.now, platform)
    for act in (lambda: add_to_cart(ada, "/products/harbour-mug"), lambda: ada.post("/checkout"), lambda: buy_now(ada)):
        page = act()
        assert page.status in CALM | {409, 422}, f"{page.url} answers {page.status}"
