"""Puts the demo together: a listener on the platform's API, a recorder around the shop, and two pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from demo.breaker import SparingBreaker
from demo.listener import Listener
from demo.recorder import Recorder
from demo.store import TraceStore
from demo.switchboard import Stage, Troubles, create_switchboard
from demo.tour import create_tour

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LONE_SANDBOX_URL = "http://127.0.0.1:8001"


class Demo:
    """Made for a shop on a sandbox, and only there: a live shop has no such routes, no cookie and no file.

    `troubles` are the sandbox's; `stage` is given in development only. `api_base_url` is the address of the real
    platform's API, `api_mount` the path under which the sandbox imitates it.
    """

    def __init__(
        self,
        path: Path,
        *,
        troubles: Troubles,
        now: Callable[[], datetime],
        hosted_url: str,
        is_secure: bool,
        api_mount: str,
        api_base_url: str,
        stage: Stage | None = None,
    ) -> None:
        self.store = TraceStore(path)
        self.breaker = SparingBreaker(lambda label: bool(troubles.of(label)))
        self._now, self._hosted_url, self._is_secure = now, hosted_url, is_secure
        self._blueprints = (
            create_tour(self.store, f"{LONE_SANDBOX_URL}{api_mount}", api_base_url),
            create_switchboard(troubles, stage),
        )

    def listen(self, api: WSGIApplication) -> WSGIApplication:
        """The API, with somebody listening to what the shop asks on behalf of a visitor."""
        return Listener(api)

    def add_pages(self, app: Flask) -> None:
        """Register the tour and the switchboard."""
        for blueprint in self._blueprints:
            app.register_blueprint(blueprint)

    def close(self) -> None:
        """Close the connections that nobody is using."""
        self.store.close()

    def surround(self, wsgi_app: WSGIApplication) -> WSGIApplication:
        """Shop and hosted pages together, with the recorder around them."""
        return Recorder(wsgi_app, self.store, hosted_url=self._hosted_url, is_secure=self._is_secure, now=self._now)
