"""Between the shop and the platform's API in this process: names the visitor to it, and notes what is said."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from demo.hops import Call
from demo.masking import mask_json, mask_pairs, mask_path, mask_value
from demo.visit import current_visit

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# The sandbox's own header, by which faults find the one they are meant for.
VISITOR_VARIABLE = "HTTP_X_SANDBOX_VISITOR"
MOST_CALLS = 60
LARGEST_BODY_BYTES = 16 * 1024
UNTOLD_HEADERS = {"Accept", "Accept-Encoding", "Connection", "Host", "User-Agent", "X-Request-Id", "X-Sandbox-Visitor"}
TOLD_ANSWER_HEADERS = ("content-type", "location", "retry-after", "cache-control")
FORM_TYPE = "application/x-www-form-urlencoded"
REFUSED = 400


@dataclass(slots=True)
class HeardCall:
    """A call as it was, for the length of a request; only what `masked` leaves of it is ever kept."""

    environ: Mapping[str, Any]
    body: bytes
    status: int | None = None
    milliseconds: float = 0.0
    answer_headers: tuple[tuple[str, str], ...] = ()
    answer: bytes = b""

    def masked(self) -> Call:
        """The call without its secrets."""
        environ = self.environ
        _, mount, rest = (environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace") + "/").split("/", 2)
        is_form = environ.get("CONTENT_TYPE", "").startswith(FORM_TYPE)
        return Call(
            api=f"/{mount}",
            method=environ["REQUEST_METHOD"],
            path=mask_path(f"/{rest.removesuffix('/')}"),
            query=mask_pairs(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)),
            headers=tuple((name, mask_value(name, value)) for name, value in _told_headers(environ)),
            body=_masked_form(self.body) if is_form else _masked_body(self.body),
            is_form=is_form,
            status=self.status,
            milliseconds=self.milliseconds,
            answer_headers=tuple(
                (name, value if _is_request_id(name) else mask_value(name, value))
                for name, value in self.answer_headers
                if name.lower() in TOLD_ANSWER_HEADERS or _is_request_id(name)
            ),
            refusal=_masked_body(self.answer) if self.status and self.status >= REFUSED else None,
        )


class Listener:
    """The API as the shop calls it. A call that is made for nobody passes as if nobody listened."""

    def __init__(self, api: WSGIApplication, timer: Callable[[], float] = time.perf_counter) -> None:
        self._api = api
        self._timer = timer

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        visit = current_visit.get()
        if visit is None:
            return self._api(environ, start_response)
        environ[VISITOR_VARIABLE] = visit.label
        body = environ["wsgi.input"].read()
        environ["wsgi.input"] = io.BytesIO(body)
        heard = HeardCall(dict(environ), body)
        if len(visit.calls) < MOST_CALLS:
            visit.calls.append(heard)
        began = self._timer()

        def start(status: str, headers: list[tuple[str, str]], *args: Any) -> Any:
            heard.status, heard.answer_headers = int(status[:3]), tuple(headers)
            return start_response(status, headers, *args)

        try:
            answer = self._api(environ, start)
            chunks = list(answer)
            if close := getattr(answer, "close", None):
                close()
        finally:
            heard.milliseconds = round((self._timer() - began) * 1000, 1)
        if heard.status is not None and heard.status >= REFUSED:
            heard.answer = b"".join(chunks)
        return chunks


def _told_headers(environ: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = [("Content-Type", str(environ["CONTENT_TYPE"]))] if environ.get("CONTENT_TYPE") else []
    for key, value in environ.items():
        name = key.removeprefix("HTTP_").replace("_", "-").title()
        if key.startswith("HTTP_") and name not in UNTOLD_HEADERS:
            found.append((name, str(value)))
    return sorted(found)


def _is_request_id(name: str) -> bool:
    """It is long and random, and no secret: it is what one tells the platform's support."""
    return name.lower().endswith("request-id")


def _masked_body(body: bytes) -> Any:
    """JSON, masked; None for anything else, and for more than can be shown."""
    if not body or len(body) > LARGEST_BODY_BYTES:
        return None
    try:
        return mask_json(json.loads(body))
    except (ValueError, RecursionError):
        return None


def _masked_form(body: bytes) -> Any:
    if not body or len(body) > LARGEST_BODY_BYTES:
        return None
    return [list(pair) for pair in mask_pairs(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))]
