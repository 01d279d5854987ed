"""Keeps a public demo fresh: the first request of a new day finds the sandbox seeded again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Nightly:
    """Calls `reseed_before` once a day, before the first request of that day is answered; days are those of UTC."""

    def __init__(
        self, wsgi_app: WSGIApplication, today: Callable[[], date], reseed_before: Callable[[date], None]
    ) -> None:
        self._wsgi_app = wsgi_app
        self._today = today
        self._reseed_before = reseed_before
        self._day: date | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        today = self._today()
        if today != self._day:
            self._reseed_before(today)
            self._day = self._today()
        return self._wsgi_app(environ, start_response)
