"""The language of a page stands in its address: `/es/cart`. Here the prefix is read and written, nothing is translated.

Nobody's headers or cookies choose a language, so a public page stays the same bytes for all who open its address.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote

from flask import Flask, g, has_request_context, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LANGUAGE_KEY = "foyer.language"
# Hosted pages send the browser back to these with `?lang=`: a prefix would be another address for each language.
RETURN_PATHS = frozenset({"/order-confirmation", "/thank-you", "/cart"})
# What has one address whatever the language: files, what machines read, and the address registered for sign-ins.
PLAIN_ENDPOINTS = frozenset({"static", "sign_in.callback", "sign_in.callback_by_script"})
PLAIN_SECTIONS = frozenset({"feeds", "health", "webhooks"})
SAFE_IN_PATH = "/!$&'()*+,;=:@-._~%"


class MultilingualFlask(Flask):
    """A Flask whose addresses keep the language of the page they stand on."""

    def url_for(self, endpoint: str, **values: Any) -> str:
        """As in Flask; plain endpoints have no prefix, and `g.language_prefix` stands in for one that was not there."""
        url = super().url_for(endpoint, **values)
        if not has_request_context():
            return url
        prefix = request.script_root
        if is_plain(endpoint):
            return url.removeprefix(prefix)
        return url if prefix else f"{g.get('language_prefix', '')}{url}"


def init_prefixes(app: Flask, *, default: str, others: Collection[str]) -> None:
    """Read the prefixes of `others`, redirect that of `default`. Call it before all that wraps the application."""
    app.wsgi_app = LanguagePrefixes(app.wsgi_app, default, others)  # type: ignore[method-assign]

    @app.before_request
    def refuse_second_addresses() -> None:
        if request.script_root and request.endpoint and is_plain(request.endpoint):
            raise NotFound


def is_plain(endpoint: str) -> bool:
    return endpoint in PLAIN_ENDPOINTS or endpoint.partition(".")[0] in PLAIN_SECTIONS


class LanguagePrefixes:
    """Moves a language from the path to SCRIPT_NAME, so that every address made for the page carries it."""

    def __init__(self, wsgi_app: WSGIApplication, default: str, others: Collection[str]) -> None:
        self._wsgi_app = wsgi_app
        self._default = default
        self._others = frozenset(others)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path: str = environ.get("PATH_INFO", "")
        first, slash, rest = path.removeprefix("/").partition("/")
        is_read = environ.get("REQUEST_METHOD") in {"GET", "HEAD"}
        if first == self._default and is_read:
            return moved(environ, f"/{rest.lstrip('/')}")(environ, start_response)
        if first in self._others:
            if not slash and is_read:
                return moved(environ, f"/{first}/")(environ, start_response)
            return self._wsgi_app(spoken(environ, first, f"/{rest}"), start_response)
        if path in RETURN_PATHS:
            chosen = parse_qs(environ.get("QUERY_STRING", "")).get("lang", [])
            if len(chosen) == 1 and chosen[0] in self._others:
                return self._wsgi_app(spoken(environ, chosen[0], path), start_response)
        return self._wsgi_app(environ, start_response)


def spoken(environ: WSGIEnvironment, code: str, path: str) -> WSGIEnvironment:
    """The request as the application sees it; what stands around it keeps the whole path."""
    return environ | {LANGUAGE_KEY: code, "SCRIPT_NAME": f"/{code}", "PATH_INFO": path}


def moved(environ: WSGIEnvironment, path: str) -> Response:
    """To the one address of a page, with its query."""
    query = environ.get("QUERY_STRING", "")
    address = quote(path.encode("latin-1"), safe=SAFE_IN_PATH.replace("%", ""))
    return Response(status=301, headers={"Location": f"{address}?{query}" if query else address})
