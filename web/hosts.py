"""Which requests are let in: the right host, a sane address, a small body. Who may do what is decided elsewhere."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from flask import Flask, redirect, request
from werkzeug.exceptions import BadRequest, NotFound, RequestEntityTooLarge, RequestURITooLarge
from werkzeug.wrappers import Response

BODY_BYTES = 64 * 1024
FORM_FIELDS = 100
ADDRESS_BYTES = 4 * 1024
HEALTH_PATH = "/healthz"
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
DEFAULT_PORTS = {"http": "80", "https": "443"}
QUERY_CHARACTERS = "!$&'()*+,;=:@/?%-._~[]"
URL_ENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


def init_hosts(app: Flask, *, base_url: str, is_loopback_redirected: bool = False) -> None:
    """Answer only under the host of `base_url`; the health check answers under any.

    With `is_loopback_redirected` (development) a page opened on another name of this machine is sent to `base_url`:
    a cookie set on `localhost` would be missing when a hosted page leads back to `127.0.0.1`.
    """
    parts = urlsplit(base_url)
    own_host = host_and_port(parts.netloc, parts.scheme)

    @app.before_request
    def refuse_other_hosts() -> Response | None:
        if request.path == HEALTH_PATH:
            return None
        host = host_and_port(request.headers.get("Host", ""), parts.scheme)
        if host == own_host:
            return None
        if is_loopback_redirected and request.method in {"GET", "HEAD"} and is_loopback_name_of(host, own_host[1]):
            return redirect(own_address(base_url), code=308)
        raise BadRequest("This shop does not live under that name.")


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


def is_loopback_name_of(host: tuple[str, str], own_port: str) -> bool:
    name, port = host
    return name in LOOPBACK_HOSTS and port == own_port


def own_address(base_url: str) -> str:
    """This request's path and query under `base_url`; a path such as //elsewhere stays a path."""
    path = quote(request.environ.get("PATH_INFO", "").encode("latin-1"))
    query = quote(request.query_string, safe=QUERY_CHARACTERS)
    return base_url.rstrip("/") + "/" + path.removeprefix("/") + (f"?{query}" if query else "")
