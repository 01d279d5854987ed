"""The small shop on BigCommerce, and a server that sells its goods."""

from __future__ import annotations

from pathlib import Path

import pytest
from werkzeug.test import Client

from tests.sandbox.bigcommerce.cast import Shop
from tests.sandbox.cast import SMALL_SHOP


@pytest.fixture
def seed_folder() -> Path:
    return SMALL_SHOP


@pytest.fixture
def shop(api: Client) -> Shop:
    return Shop(api)
