"""Answers of a platform put otherwise at random: fields go, become something else, or come that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

from sandbox import Sandbox
from tests.recording import Recorder

WORDS = ("", "odd", "NaN", "<b>", "\u202e", "x" * 3000, "-1", "1e40", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z")
OTHERS: tuple[Any, ...] = (None, True, False, -1, 0, 2, 1e40, [], ["odd"], {}, {"odd": 1}, *WORDS)


def spoil(answer: Any, random: Random) -> None:
    """Change an answer in a few places."""
    for _ in range(random.randint(1, 4)):
        place = random.choice(list(containers(answer)))
        other = deepcopy(random.choice(OTHERS))  # a copy, or the next change would be made to our own list
        if isinstance(place, dict):
            name = random.choice([*place, "unheard-of"])
            if random.random() < 0.4:
                place.pop(name, None)
            else:
                place[name] = other
        elif place:
            place[random.randrange(len(place))] = other


def containers(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from containers(inner)


class SpoiledApi(Recorder):
    """A sandbox's API whose every answer is spoiled, those about tokens apart."""

    def __init__(self, sandbox: Sandbox, seed: int) -> None:
        super().__init__(sandbox.api)
        random = Random(seed)  # noqa: S311 - repeatable on purpose
        self.rewrite("", lambda answer: spoil(answer, random))

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if "oauth2" in environ["PATH_INFO"]:
            return self._api(environ, start_response)
        return super().__call__(environ, start_response)
