"""The id of a request and its one line in the access log. How lines are written down is not decided here."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Iterable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from flask import Flask, has_request_context, request, session
from werkzeug.datastructures import Headers

from web.server_session import ServerSession

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

REQUEST_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}")
SILENT_PATHS = frozenset({"/healthz"})
KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})

CLIENT_ERROR = 400  # from here on a static file is worth a line: it is missing

access_log = logging.getLogger("foyer.access")


def init_requests_log(app: Flask, request_id: ContextVar[Any]) -> None:
    """Give every request an id, held in `request_id` while it runs and echoed as X-Request-Id, and log its end."""
    app.wsgi_app = RequestsLog(app.wsgi_app, request_id)  # type: ignore[method-assign]


class RequestsLog:
    """Sees every answer as it leaves, as WSGI middleware; Flask's context still tells what the answer was for."""

    def __init__(self, wsgi_app: WSGIApplication, request_id: ContextVar[Any]) -> None:
        self._wsgi_app = wsgi_app
        self._request_id = request_id

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        started = time.perf_counter()
        chosen_id = request_id_from(environ.get("HTTP_X_REQUEST_ID", ""))
        token = self._request_id.set(chosen_id)

        def start_with_id(status: str, headers: list[tuple[str, str]], *args: Any) -> Any:
            answer = Headers(headers)
            answer.set("X-Request-Id", chosen_id)
            log_answer(environ, status, started, chosen_id)
            return start_response(status, answer.to_wsgi_list(), *args)

        try:
            return self._wsgi_app(environ, start_with_id)
        finally:
            self._request_id.reset(token)


def request_id_from(offered: str) -> str:
    """Keep the id that a proxy gave, if it is harmless; else make one."""
    return offered if REQUEST_ID.fullmatch(offered) else secrets.token_hex(8)


def log_answer(environ: WSGIEnvironment, status: str, started: float, request_id: str) -> None:
    """Write the line: the message never varies and the rest are fields, so nothing that was sent can forge one."""
    status_code = int(status[:3])
    if environ.get("PATH_INFO") in SILENT_PATHS or (status_code < CLIENT_ERROR and is_for_static_file()):
        return
    method = environ.get("REQUEST_METHOD", "")
    fields = {
        "method": method if method in KNOWN_METHODS else "other",
        "route": matched_route(),
        "status": status_code,
        "milliseconds": round((time.perf_counter() - started) * 1000, 1),
        "request_id": request_id,
    }
    access_log.info("request", extra=fields | visitor_field())


def is_for_static_file() -> bool:
    """Whether the app or one of its blueprints was asked for a file in its static folder."""
    return has_request_context() and (request.endpoint or "").rpartition(".")[2] == "static"


def matched_route() -> str:
    """The pattern, not the path: paths hold ids, and whatever a stranger cares to type."""
    return request.url_rule.rule if has_request_context() and request.url_rule else "-"


def visitor_field() -> dict[str, str]:
    opened: Any = session._get_current_object() if has_request_context() else None  # type: ignore[attr-defined]
    return {"visitor": opened.label} if isinstance(opened, ServerSession) and opened.label else {}
