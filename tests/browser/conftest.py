"""A real Chromium before a real server: shop on 127.0.0.1, hosted pages on localhost - two sites, as in life."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, sync_playwright
from werkzeug.serving import make_server

from sandbox import Sandbox

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PATIENCE_MILLISECONDS = 15_000
REFUSED_FORM = "the server responded with a status of 422"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a worker; without one they are skipped, and in CI they fail."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI needs a Chromium for the browser tests; `make browser` installs one")
        pytest.skip("no Chromium found: `make browser` says how to get one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Shop:
    """A running shop."""

    url: str
    app: Flask

    @property
    def sandbox(self) -> Sandbox:
        found = self.app.extensions["sandbox"]
        assert isinstance(found, Sandbox)
        return found


@pytest.fixture
def shop_settings() -> dict[str, str]:
    """Settings by their environment names; a test that wants others overrides this by parametrisation."""
    return {}


@pytest.fixture
def shop(make_app: Callable[..., Flask], shop_settings: dict[str, str]) -> Iterator[Shop]:
    """The shop on a free port; `PORT` in a setting stands for it."""
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        port = listener.getsockname()[1]
        environ = {"PORT": str(port), "SANDBOX_PUBLIC_URL": f"http://localhost:{port}/sandbox"}
        app = make_app(**environ | {name: text.replace("PORT", str(port)) for name, text in shop_settings.items()})
        server = make_server("127.0.0.1", port, app, threaded=True, fd=listener.fileno())
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield Shop(f"http://127.0.0.1:{port}", app)
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Visitor:
    """Somebody at a browser, and all that their console complained about."""

    context: BrowserContext
    page: Page
    has_scripts: bool
    complaints: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        """A refused form is an answer like any other: each test that is refused looks at what the page says."""
        if message.type in ("error", "warning") and REFUSED_FORM not in message.text:
            self.complaints.append(message.text)

    def hear_error(self, error: Error) -> None:
        """A fade that Chromium gave up, because the next page was left at once, is nobody's mistake."""
        if not str(error).startswith("Transition was"):
            self.complaints.append(str(error))


OpenBrowser = Callable[..., Visitor]


@pytest.fixture
def open_browser(chromium: Browser, shop: Shop) -> Iterator[OpenBrowser]:
    """Opens a browser without cookies; at the end no console may have complained, least of all about the policy."""
    visitors: list[Visitor] = []

    def opened(*, scripts: bool = True, width: int = 1280, dark: bool = False, time_zone: str | None = None) -> Visitor:
        context = chromium.new_context(
            base_url=shop.url,
            java_script_enabled=scripts,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            timezone_id=time_zone,
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        visitor = Visitor(context, context.new_page(), scripts)
        visitor.page.on("console", visitor.hear)
        visitor.page.on("pageerror", visitor.hear_error)
        visitors.append(visitor)
        return visitor

    yield opened
    for visitor in visitors:
        visitor.context.close()
        assert visitor.complaints == []


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def ada(request: pytest.FixtureRequest, open_browser: OpenBrowser) -> Visitor:
    return open_browser(scripts=request.param)
