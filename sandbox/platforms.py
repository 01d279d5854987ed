"""The APIs of several platforms in one WSGI application, each under its own prefix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@dataclass(frozen=True, slots=True)
class Platforms:
    """Gives a call to the API whose prefix its path has, else to the first."""

    apis: Mapping[str, WSGIApplication]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a call."""
        path = environ.get("PATH_INFO", "/")
        found = (api for mount, api in self.apis.items() if path == mount or path.startswith(f"{mount}/"))
        return next(found, next(iter(self.apis.values())))(environ, start_response)
