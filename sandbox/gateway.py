"""The door in front of a platform's API: request ids, the journal, and faults as they look on the wire."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol
from uuid import uuid4

from werkzeug.wrappers import Request, Response

from sandbox.faults import Fault, Faults
from sandbox.journal import Journal

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SILENT_DROP_FLAG = "sandbox.silent_drop"
CALLER = "sandbox.caller"
# By this header a shop may name one of its visitors, so that faults can be meant for that one before a token is made.
VISITOR_HEADER = "X-Sandbox-Visitor"
LARGEST_BODY_BYTES = 1_000_000
OK = 200
NO_DETAILS: dict[str, Any] = {"message": "", "details": {}}


class Door(Protocol):
    """What the gateway has to know of a platform."""

    mount: str
    request_id_header: str

    def caller(self, request: Request) -> tuple[str, str] | None:
        """Return kind and id of whoever calls, None if unknown."""

    def is_refresh(self, request: Request) -> bool:
        """Tell whether the call wants fresh tokens for a refresh token."""

    def status_body(self, status: int, path: str) -> Any:
        """Return the platform's error body for a status at a path (without the mount)."""

    def fault_headers(self, status: int, options: Mapping[str, Any]) -> dict[str, str]:
        """Return the headers the platform sends with such an answer, beside the request id."""


@dataclass(frozen=True, slots=True)
class Gateway:
    """A WSGI application around a platform's API."""

    application: WSGIApplication
    door: Door
    faults: Faults
    journal: Journal

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a call, well or badly.

        Raises: ConnectionResetError where a `reset` fault waits: the server then drops the connection.
        """
        request = _request_with_kept_body(environ)
        path = request.path.removeprefix(self.door.mount)
        caller = environ[CALLER] = self.door.caller(request)
        known_as = [name for name in (caller[1] if caller else "", request.headers.get(VISITOR_HEADER, "")) if name]
        fault = self.faults.take(
            path,
            request.method,
            *known_as,
            is_refresh=self.door.is_refresh(request),
            body=request.get_data(cache=True),
        )
        response = self._answer(environ, fault, path)
        status = response.status_code if response else None
        self.journal.record(request.method, path, status, caller, fault.kind if fault else None)
        if response is None:
            raise ConnectionResetError("the sandbox was asked to cut this connection")
        response.headers[self.door.request_id_header] = f"{int(time.time())}.{uuid4().hex}"
        return response(environ, start_response)

    def _answer(self, environ: WSGIEnvironment, fault: Fault | None, path: str) -> Response | None:
        if fault is None:
            return self._forward(environ)
        if fault.kind in INSTEAD:
            return INSTEAD[fault.kind](self.door, fault, path)
        if fault.kind == "slow":
            time.sleep(float(fault.options.get("seconds", 0.05)))
        if fault.kind == "silent_drop":
            environ[SILENT_DROP_FLAG] = True
        response = self._forward(environ)
        if fault.kind == "wrong_types":
            wrong = _json(_with_wrong_types(response.get_json(silent=True)), response.status_code)
            wrong.headers.update(self.door.fault_headers(response.status_code, fault.options))
            return wrong
        if fault.kind == "merged" and response.status_code == OK:
            changed = _json(merged(response.get_json(silent=True), fault.options.get("merge", {})), OK)
            changed.headers.update(self.door.fault_headers(OK, fault.options))
            return changed
        if fault.kind == "applied_then_error":
            return _status(self.door, replace(fault, options={**fault.options, "status": 500}), path)
        return response

    def _forward(self, environ: WSGIEnvironment) -> Response:
        return Response.from_app(self.application, environ, buffered=True)


def _request_with_kept_body(environ: WSGIEnvironment) -> Request:
    """Read the body once, and leave it readable for the application behind."""
    length = min(Request(environ).content_length or 0, LARGEST_BODY_BYTES)
    body = environ["wsgi.input"].read(length) if length > 0 else b""
    environ.update({"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))})
    return Request({**environ, "wsgi.input": io.BytesIO(body)})


def _json(body: Any, status: int) -> Response:
    return Response(json.dumps(body), status, content_type="application/json")


def _status(door: Door, fault: Fault, path: str) -> Response:
    status = int(fault.options.get("status", 500))
    if "text" in fault.options:
        response = Response(str(fault.options["text"]), status, content_type="text/plain; charset=utf-8")
    else:
        response = _json(fault.options.get("body") or door.status_body(status, path), status)
    if not fault.options.get("bare"):
        response.headers.update(door.fault_headers(status, fault.options))
    if "retry_after" in fault.options:
        response.headers["Retry-After"] = str(fault.options["retry_after"])
    return response


def _html(_door: Door, fault: Fault, _path: str) -> Response:
    page = "<!doctype html><title>Access denied</title><h1>Access denied</h1><p>The gateway says no."
    return Response(page, int(fault.options.get("status", 403)), content_type="text/html; charset=utf-8")


def _empty(_door: Door, fault: Fault, _path: str) -> Response:
    return Response(b"", int(fault.options.get("status", 200)))


def _garbage(_door: Door, fault: Fault, _path: str) -> Response:
    return Response(b'{"cart": {"id": "f97', int(fault.options.get("status", 200)), content_type="application/json")


def _reset(_door: Door, _fault: Fault, _path: str) -> None:
    return None


def _dead_refresh(_door: Door, _fault: Fault, _path: str) -> Response:
    return _json({"error": "invalid_grant", "error_description": "refresh token is invalid"}, 400)


INSTEAD: dict[str, Callable[[Door, Fault, str], Response | None]] = {
    "status": _status,
    "html": _html,
    "empty": _empty,
    "garbage": _garbage,
    "reset": _reset,
    "dead_refresh": _dead_refresh,
}


def merged(value: Any, changes: Any) -> Any:
    """Return an answer with other values in it; what is to go into a list goes into each of its entries."""
    if isinstance(changes, dict) and isinstance(value, dict):
        return value | {key: merged(value.get(key), change) for key, change in changes.items()}
    if isinstance(changes, dict) and isinstance(value, list):
        return [merged(entry, changes) for entry in value]
    return changes


def _with_wrong_types(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_wrong_types(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_wrong_types(inner) for inner in value]
    if isinstance(value, bool) or value is None:
        return "wrong"
    if isinstance(value, int | float):
        return [value]
    return {"wrong": value}
