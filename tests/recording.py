"""Between a shop and its sandbox: what was asked of the platform, body and all, and answers put otherwise."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from werkzeug.wrappers import Request, Response

from tests.serving import Wsgi


@dataclass(frozen=True)
class Asked:
    """One request as the platform got it."""

    method: str
    path: str
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


class Recorder:
    """Wraps a sandbox's API."""

    def __init__(self, api: Wsgi) -> None:
        self._api = api
        self._rewrites: list[tuple[str, Callable[[Any], None]]] = []
        self._refusals: list[tuple[str, int, str]] = []
        self.asked: list[Asked] = []

    def rewrite(self, ending: str, change: Callable[[Any], None]) -> None:
        """From now on let `change` work on the JSON answered under paths that end like this."""
        self._rewrites.append((ending, change))

    def refuse(self, ending: str, status: int, code: str) -> None:
        """From now on let paths that end like this be refused in the platform's words for it."""
        self._refusals.append((ending, status, code))

    def bodies(self, ending: str) -> list[Any]:
        """What was sent to paths that end like this."""
        return [asked.body for asked in self.asked if asked.path.endswith(ending)]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        sent = request.get_data()
        body = json.loads(sent) if sent else None
        self.asked.append(
            Asked(
                request.method,
                request.path.removeprefix("/wix"),
                body,
                dict(request.headers),
            )
        )
        response = Response.from_app(self._api, environ | {"wsgi.input": io.BytesIO(sent)}, buffered=True)
        for ending, change in self._rewrites:
            if request.path.endswith(ending) and response.status_code in (200, 201):
                answer = response.get_json()
                change(answer)
                response.set_data(json.dumps(answer))
        for ending, status, code in self._refusals:
            if request.path.endswith(ending):
                refusal = {"message": "", "details": {"applicationError": {"code": code}}}
                response = Response(json.dumps(refusal), status, content_type="application/json")
        return response(environ, start_response)
