"""What the log says at the start about APIs that Wix will remove."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest

from config.settings import CART_APIS, load_settings
from services.registry import EmbeddedPlatform, build_storefront
from services.wix.removals import removals_in_use


def start(caplog: pytest.LogCaptureFixture, **environ: str) -> list[str]:
    platform = EmbeddedPlatform(lambda *_: [], "client", "", "")
    with caplog.at_level(logging.WARNING):
        build_storefront(load_settings(environ), lambda: datetime.now(UTC), platform)
    return [record.getMessage() for record in caplog.records]


def test_the_first_generation_of_the_cart_is_named_with_the_day_it_ends(caplog: pytest.LogCaptureFixture) -> None:
    (line,) = start(caplog, WIX_CART_API="v1")
    assert "Cart V1 and Checkout V1" in line
    assert "2027-02-01" in line
    assert "WIX_CART_API=v2" in line


def test_a_shop_with_the_usual_settings_uses_nothing_that_ends(caplog: pytest.LogCaptureFixture) -> None:
    assert start(caplog) == []
    assert removals_in_use(cart_api=CART_APIS[0]) == ()
