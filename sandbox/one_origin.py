"""API and hosted pages behind one address, for the stand-alone sandbox."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.when_called import WhenCalled

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

OUTSIDE_API = ("/control",)


@dataclass(frozen=True, slots=True)
class OneOrigin:
    """Gives the pages what is a page's path, and everything else to the API."""

    api: WSGIApplication
    pages: WhenCalled

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        path = environ.get("PATH_INFO", "/")
        is_page = path == "/" or path.startswith(OUTSIDE_API) or self._is_page(path)
        return self.pages(environ, start_response) if is_page else self.api(environ, start_response)

    def _is_page(self, path: str) -> bool:
        return bool(self.pages.application().url_map.bind("localhost").allowed_methods(path))
