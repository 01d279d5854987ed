"""A public demo starts every day afresh."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from werkzeug.test import Client

from sandbox import Sandbox
from sandbox.wix.site import CLIENT_ID

TOKEN = {"clientId": CLIENT_ID, "grantType": "anonymous"}


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Sandbox]:
    made = Sandbox(
        tmp_path / "sandbox.sqlite3",
        public_url="https://shop.example/sandbox",
        allowed_redirect_domains=["https://shop.example"],
        control=False,
        reseeds_nightly=True,
    )
    yield made
    made.close()


def calls(sandbox: Sandbox) -> int:
    return len(sandbox.journal())


def test_a_day_passes_without_a_seeding(demo: Sandbox) -> None:
    api = Client(demo.api)
    api.post("/wix/oauth2/token", json=TOKEN)
    api.post("/wix/oauth2/token", json=TOKEN)
    assert calls(demo) == 2


def test_the_first_request_of_a_new_day_finds_everything_new(demo: Sandbox) -> None:
    api = Client(demo.api)
    api.post("/wix/oauth2/token", json=TOKEN)
    api.post("/wix/oauth2/token", json=TOKEN)
    demo.clock.advance(timedelta(days=1))
    api.post("/wix/oauth2/token", json=TOKEN)
    assert calls(demo) == 1  # what was before is forgotten
    api.post("/wix/oauth2/token", json=TOKEN)
    assert calls(demo) == 2  # and once is enough
