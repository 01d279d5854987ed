"""Which requests are let in: the right host, a sane address, a small body. Who may do what is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from flask import Flask, request
from markupsafe import escape
from werkzeug.exceptions import NotFound, RequestEntityTooLarge, RequestURITooLarge
from werkzeug.wrappers import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

BODY_BYTES = 64 * 1024
FORM_FIELDS = 100
ADDRESS_BYTES = 4 * 1024
HEALTH_PATH = "/healthz"
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
DEFAULT_PORTS = {"http": "80", "https": "443"}
ELSEWHERE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Not this address</title></head>'
    '<body><h1>This shop lives at another address</h1><p>Open <a href="{url}/">{url}</a> instead.</p></body></html>'
)
QUERY_CHARACTERS = "!$&'()*+,;=:@/?%-._~[]"
URL_ENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


def init_hosts(app: Flask, *, base_url: str, is_loopback_redirected: bool = False) -> None:
    """Answer only under the host of `base_url`. Call it before `init_headers`, whose headers its answers need too.

    With `is_loopback_redirected` (development) a page opened on another name of this machine is sent to `base_url`:
    a cookie set on `localhost` would be missing when a hosted page leads back to `127.0.0.1`.
    """
    guard = HostGuard(app.wsgi_app, base_url, is_loopback_redirected=is_loopback_redirected)
    app.wsgi_app = guard  # type: ignore[method-assign]


class HostGuard:
    """Judges the Host header before the framework reads it: some hosts make even an error page impossible to draw.

    The health check answers under any host. `other_urls` name further hosts to answer under; with
    `is_loopback_allowed` every name of this machine is one.
    """

    def __init__(
        self,
        wsgi_app: WSGIApplication,
        base_url: str,
        *,
        other_urls: Sequence[str] = (),
        is_loopback_redirected: bool = False,
        is_loopback_allowed: bool = False,
    ) -> None:
        self._wsgi_app = wsgi_app
        self._base_url = base_url.rstrip("/")
        self._own = urlsplit(base_url)
        known = [self._own, *map(urlsplit, other_urls)]
        self._hosts = {host_and_port(parts.netloc, parts.scheme) for parts in known}
        self._is_loopback_redirected = is_loopback_redirected
        self._is_loopback_allowed = is_loopback_allowed

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let the request in, send it to the right name, or refuse it."""
        if environ.get("PATH_INFO") == HEALTH_PATH:
            return self._wsgi_app(environ | {"HTTP_HOST": self._own.netloc}, start_response)
        host = host_and_port(environ.get("HTTP_HOST", ""), self._own.scheme)
        is_loopback = host[0] in LOOPBACK_HOSTS and host[1] in {port for _, port in self._hosts}
        if host in self._hosts or (is_loopback and self._is_loopback_allowed):
            return self._wsgi_app(environ, start_response)
        is_read = environ.get("REQUEST_METHOD") in {"GET", "HEAD"}
        if is_loopback and is_read and self._is_loopback_redirected:
            return Response(status=308, headers={"Location": own_address(environ, self._base_url)})(
                environ, start_response
            )
        page = ELSEWHERE.format(url=escape(self._base_url))
        return Response(page, status=400, mimetype="text/html")(environ, start_response)


def init_request_limits(app: Flask) -> None:
    """Refuse what no page of the shop would send, before anything is done with it."""
    app.config["MAX_CONTENT_LENGTH"] = BODY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = BODY_BYTES
    app.config["MAX_FORM_PARTS"] = FORM_FIELDS

    @app.before_request
    def refuse_absurd_requests() -> None:
        refuse_absurd_address()
        refuse_absurd_body()


def refuse_absurd_address() -> None:
    """Raises: RequestURITooLarge, NotFound."""
    raw_path: str = request.environ.get("PATH_INFO", "")
    if len(quote(raw_path.encode("latin-1"))) + len(request.query_string) > ADDRESS_BYTES:
        raise RequestURITooLarge
    try:
        path = raw_path.encode("latin-1").decode()
    except UnicodeDecodeError:
        raise NotFound from None
    if "\0" in path:
        raise NotFound


def refuse_absurd_body() -> None:
    """Raises: RequestEntityTooLarge."""
    if (request.content_length or 0) > BODY_BYTES:
        raise RequestEntityTooLarge
    has_unknown_length = "HTTP_TRANSFER_ENCODING" in request.environ and request.mimetype != MULTIPART
    # Werkzeug 3.1 cuts a body of unknown length off at the limit, without a word, instead of refusing it.
    if has_unknown_length and len(request.get_data()) >= BODY_BYTES:
        raise RequestEntityTooLarge
    # MAX_FORM_PARTS counts the parts of multipart forms only.
    if request.mimetype == URL_ENCODED and request.get_data().count(b"&") >= FORM_FIELDS:
        raise RequestEntityTooLarge


def host_and_port(netloc: str, scheme: str) -> tuple[str, str]:
    """Split a Host header; the default port of the scheme is filled in, so that both ways of writing are equal."""
    host, colon, port = netloc.lower().rpartition(":")
    if not colon or port.endswith("]"):
        host, port = netloc.lower(), ""
    return host, port or DEFAULT_PORTS.get(scheme, "")


def own_address(environ: WSGIEnvironment, base_url: str) -> str:
    """This request's path and query under `base_url`; a path such as //elsewhere stays a path."""
    path = quote(environ.get("PATH_INFO", "").encode("latin-1"))
    query = quote(environ.get("QUERY_STRING", ""), safe=QUERY_CHARACTERS)
    return f"{base_url}/{path.removeprefix('/')}" + (f"?{query}" if query else "")
