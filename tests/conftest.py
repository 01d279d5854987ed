"""What every test may ask for: a shop with its sandbox on a temporary folder, and browsers for the cast.

Ada buys, Bo is somebody else in the shop, Cy must not see Ada's orders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copy

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings

from app import create_app, embed
from config.settings import load_settings
from sandbox import Sandbox
from services.registry import EmbeddedPlatform, build_storefront
from tests.browsing import Browser
from tests.recording import Recorder

# A busy machine is no failure, and a claim that fails fails for everyone.
settings.register_profile("foyer", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.load_profile("foyer")

pytest_plugins = ["tests.contract.parity"]

SHOP_URL = "http://127.0.0.1:8000"
# Another host than the shop's, so that the two are two sites, as in life.
SANDBOX_URL = "http://localhost:8000/sandbox"

SANDBOX_FILE = "sandbox.sqlite3"

AppFactory = Callable[..., Flask]


@pytest.fixture
def make_app(tmp_path: Path, seeded_file: Path) -> Iterator[AppFactory]:
    """Builds a shop on this test's own folder; settings are given by their environment names."""
    made: list[Flask] = []

    def make(**environ: str) -> Flask:
        defaults = {"DATA_DIR": str(tmp_path / "data"), "SANDBOX_PUBLIC_URL": SANDBOX_URL}
        kept = Path(defaults["DATA_DIR"]) / SANDBOX_FILE
        if not kept.exists():
            kept.parent.mkdir(mode=0o700, exist_ok=True)
            copy(seeded_file, kept)
        app = create_app(load_settings(defaults | environ))
        made.append(app)
        return app

    yield make
    for app in made:
        app.extensions["session_store"].close()
        if app.extensions["sandbox"]:
            app.extensions["sandbox"].close()
            app.extensions["demo"].close()


@pytest.fixture
def app(make_app: AppFactory) -> Flask:
    return make_app()


@pytest.fixture
def sandbox(app: Flask) -> Sandbox:
    """The platform behind the shop, to arrange what it does and to see what it was asked."""
    found = app.extensions["sandbox"]
    assert isinstance(found, Sandbox)
    return found


def replaced_platform(sandbox: Sandbox, api: Recorder) -> EmbeddedPlatform:
    """The sandbox as a shop reaches it, with somebody listening in between."""
    return replace(embed(sandbox), api=api)


@pytest.fixture
def recorder(app: Flask, sandbox: Sandbox) -> Recorder:
    """Listens between the shop and its sandbox from now on, and may change what is answered."""
    listening = Recorder(sandbox.api)
    platform = replaced_platform(sandbox, listening)
    app.extensions["storefront"] = build_storefront(app.extensions["settings"], sandbox.clock.now, platform)
    return listening


def new_sandbox(folder: Path) -> Sandbox:
    return Sandbox(
        folder / SANDBOX_FILE,
        public_url=SANDBOX_URL,
        allowed_redirect_domains=[SHOP_URL],
        allowed_redirect_uris=[f"{SHOP_URL}/auth/callback"],
    )


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a sandbox that nobody has used, to be copied: seeding takes as long as many a test."""
    folder = tmp_path_factory.mktemp("seeded")
    new_sandbox(folder).close()
    return folder / SANDBOX_FILE


@pytest.fixture
def lone_sandbox(tmp_path: Path, seeded_file: Path) -> Iterator[Sandbox]:
    """A sandbox that belongs to no shop yet."""
    copy(seeded_file, tmp_path / SANDBOX_FILE)
    made = new_sandbox(tmp_path)
    yield made
    made.close()


@pytest.fixture
def browser_of(app: Flask) -> Callable[[], Browser]:
    """Opens a new browser, with no cookies."""
    return lambda: Browser(app, SHOP_URL)


@pytest.fixture
def ada(browser_of: Callable[[], Browser]) -> Browser:
    return browser_of()


@pytest.fixture
def bo(browser_of: Callable[[], Browser]) -> Browser:
    return browser_of()


@pytest.fixture
def cy(browser_of: Callable[[], Browser]) -> Browser:
    return browser_of()
