"""How the authorize endpoint answers a shop: in the query, in the fragment, or as a message between windows."""

from __future__ import annotations

import secrets
from urllib.parse import urlencode, urlsplit, urlunsplit

from flask import make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from sandbox.wix.auth_request import FRAGMENT, WEB_MESSAGE, AuthRequest
from sandbox.wix.site import Site, origin_of


def answer(site: Site, asked: AuthRequest, **message: str) -> Response:
    """Send `code`, or `error` and `error_description`, back to the shop together with its state."""
    if asked.state:
        message["state"] = asked.state
    if asked.mode == WEB_MESSAGE:
        return _web_message(site, message)
    return redirect(_callback(asked, message), 303 if request.method == "POST" else 302)


def _callback(asked: AuthRequest, message: dict[str, str]) -> str:
    parts, added = urlsplit(asked.redirect_uri), urlencode(message)
    if asked.mode == FRAGMENT:
        return urlunsplit(parts._replace(fragment=added))
    return urlunsplit(parts._replace(query=f"{parts.query}&{added}" if parts.query else added))


def _web_message(site: Site, message: dict[str, str]) -> Response:
    """Return a page whose script posts the message to the windows of the shop, and to no others."""
    uris = (origin_of(uri) for uri in site.allowed_redirect_uris)
    origins = sorted(site.allowed_redirect_origins | {origin for origin in uris if origin})
    nonce = secrets.token_urlsafe(16)
    response = make_response(render_template("web_message.html", message=message, origins=origins, nonce=nonce))
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; script-src 'nonce-{nonce}'; base-uri 'none'; frame-ancestors {' '.join(origins)}"
    )
    # A shop that isolates itself may frame only what says that it may be framed.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
