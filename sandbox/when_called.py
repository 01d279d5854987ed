"""A WSGI application that is made when it is first called: nobody waits for the parts that nobody opens."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class WhenCalled:
    """Makes the application once, however many threads call it first."""

    def __init__(self, make: Callable[[], Flask]) -> None:
        self._make = make
        self._made: Flask | None = None
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        return self.application()(environ, start_response)

    def application(self) -> Flask:
        """Return the application, made now if nobody called it before."""
        if self._made is None:
            with self._lock:
                self._made = self._made or self._make()
        return self._made
