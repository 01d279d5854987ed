"""The headers that protect a page in the browser, on every answer. What may be cached is decided elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.datastructures import Headers

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ORIGIN = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?|https?://\[[0-9a-fA-F:]+\](:\d{1,5})?")
YEAR_SECONDS = 365 * 86400
REFUSED_FEATURES = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "serial",
    "usb",
)
PRIVATE_REFERRER_POLICIES = {"no-referrer", "same-origin"}
SHARED_REFERRER_POLICY = "strict-origin-when-cross-origin"


def init_headers(
    app: Flask,
    *,
    is_https: bool,
    is_indexable: bool = True,
    image_origins: Sequence[str] = (),
    hosted_origins: Sequence[str] = (),
    frame_origins: Sequence[str] = (),
) -> None:
    """Put the security headers on whatever this app answers, its own error answers included.

    `image_origins` serve pictures, a form may lead to `hosted_origins`, `frame_origins` may be shown inside our pages.
    Unless the shop `is_indexable`, search engines are told to list nothing of it; never what no cache may keep.
    A view may set a stricter `Referrer-Policy` (no-referrer, same-origin) and its own `Cache-Control`.
    Raises: ValueError for what is not an origin.
    """
    policy = content_security_policy(
        is_https=is_https, image_origins=image_origins, hosted_origins=hosted_origins, frame_origins=frame_origins
    )
    fixed = fixed_headers(policy, is_https=is_https)
    app.wsgi_app = SecurityHeaders(app.wsgi_app, fixed, is_indexable=is_indexable)  # type: ignore[method-assign]


class SecurityHeaders:
    """Adds headers as WSGI middleware, because no answer can slip past that."""

    def __init__(self, wsgi_app: WSGIApplication, fixed: Sequence[tuple[str, str]], *, is_indexable: bool) -> None:
        self._wsgi_app = wsgi_app
        self._is_indexable = is_indexable
        self._fixed = tuple(fixed)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start_with_headers(status: str, headers: list[tuple[str, str]], *args: Any) -> Any:
            return start_response(status, self._completed(headers), *args)

        return self._wsgi_app(environ, start_with_headers)

    def _completed(self, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        answer = Headers(headers)
        for name, value in self._fixed:
            answer.set(name, value)
        if answer.get("Referrer-Policy") not in PRIVATE_REFERRER_POLICIES:
            answer.set("Referrer-Policy", SHARED_REFERRER_POLICY)
        answer.setdefault("Cache-Control", "no-store")
        # Whatever is personal is never stored, and whatever is an error neither; a view may know better.
        if not self._is_indexable:
            answer.set("X-Robots-Tag", "noindex")
        elif "no-store" in answer["Cache-Control"]:
            answer.setdefault("X-Robots-Tag", "noindex")
        return answer.to_wsgi_list()


def content_security_policy(
    *, is_https: bool, image_origins: Sequence[str], hosted_origins: Sequence[str], frame_origins: Sequence[str]
) -> str:
    """Allow our own files and the named origins, nothing inline and nothing else."""
    directives = {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *checked_origins(image_origins)],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        # Chromium applies this to every hop after the form is posted, so the hosted pages belong here.
        "form-action": ["'self'", *checked_origins(hosted_origins)],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
    if frame_origins:
        directives["frame-src"] = checked_origins(frame_origins)
    if is_https:
        directives["upgrade-insecure-requests"] = []
    return "; ".join(" ".join([name, *sources]) for name, sources in directives.items())


def checked_origins(origins: Sequence[str]) -> list[str]:
    """Keep each origin once; anything else could end a directive and begin another."""
    for origin in origins:
        if not ORIGIN.fullmatch(origin):
            raise ValueError(f"not an origin: {origin!r}")
    return list(dict.fromkeys(origins))


def fixed_headers(policy: str, *, is_https: bool) -> list[tuple[str, str]]:
    headers = [
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", ", ".join(f"{feature}=()" for feature in REFUSED_FEATURES)),
    ]
    if is_https:
        headers.append(("Strict-Transport-Security", f"max-age={YEAR_SECONDS}"))
    return headers
