"""Between a shop and its sandbox: answers given in the platform's place, and things that happen at that moment."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Response

from tests.recording import Recorder
from tests.serving import Wsgi


class TappedLine(Recorder):
    """Between shop and platform: answers in its place, and does something before a call gets there."""

    def __init__(self, api: Wsgi) -> None:
        super().__init__(api)
        self._answers: list[tuple[str, int, Any]] = []
        self._acts: list[tuple[str, Callable[[], None]]] = []

    def answer(self, ending: str, status: int, body: Any) -> None:
        """From now on paths that end like this get this answer, made of the request if `body` is a function."""
        self._answers.append((ending, status, body))

    def before(self, ending: str, act: Callable[[], None]) -> None:
        """From now on do this when a path that ends like this is asked for."""
        self._acts.append((ending, act))

    def be_silent(self) -> None:
        """From now on the platform answers for itself again."""
        self._answers.clear()
        self._acts.clear()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        path = environ["PATH_INFO"]
        for ending, act in self._acts:
            if path.endswith(ending):
                act()
        for ending, status, body in self._answers:
            if path.endswith(ending):
                text = json.dumps(body(environ) if callable(body) else body)
                return Response(text, status, content_type="application/json")(environ, start_response)
        return super().__call__(environ, start_response)
