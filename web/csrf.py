"""The guard against forged requests from other sites: reads headers, needs no token and no session."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Request

from services.errors import StorefrontError
from services.sentences import sentence

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
DEFAULT_PORTS = {"http": 80, "https": 443}


class CrossSiteRequestError(StorefrontError, Forbidden):
    """A form was sent from another site, or nothing shows that it came from ours; answered with 403."""

    shopper_message = sentence(
        "This form was not sent from our shop, so nothing was changed. Open the page again and retry."
    )

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(self.shopper_message)

    def __str__(self) -> str:
        return self.reason


def init_csrf(app: Flask, *, base_url: str, signed_endpoints: Collection[str] = ()) -> None:
    """Refuse every unsafe request that did not come from a page of `base_url`.

    `signed_endpoints` are called by servers that prove themselves by a signature, and look at no cookie.
    """
    own_origin = origin_of(base_url)
    if own_origin is None:
        raise ValueError(f"not the address of a shop: {base_url!r}")

    @app.before_request
    def refuse_cross_site_requests() -> None:
        no_view_will_run = request.routing_exception is not None
        if request.method in SAFE_METHODS or no_view_will_run or request.endpoint in signed_endpoints:
            return
        if not is_same_origin(request, own_origin):
            raise CrossSiteRequestError(f"{request.method} refused: it did not come from {own_origin}")


def is_same_origin(incoming: Request, own_origin: str) -> bool:
    """Believe the strongest header that was sent: Sec-Fetch-Site, else Origin, else Referer, else no."""
    fetch_site = incoming.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site == "same-origin"
    origin = incoming.headers.get("Origin")
    if origin is not None:
        return origin == own_origin
    return origin_of(incoming.headers.get("Referer", "")) == own_origin


def origin_of(url: str) -> str | None:
    """Give scheme://host[:port] of a http(s) address as browsers write it, or None."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in DEFAULT_PORTS or not host or "@" in parts.netloc:
        return None
    written_host = f"[{host}]" if ":" in host else host
    is_default_port = port is None or port == DEFAULT_PORTS[parts.scheme]
    return f"{parts.scheme}://{written_host}" if is_default_port else f"{parts.scheme}://{written_host}:{port}"
