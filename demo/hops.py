"""What is kept of a visitor's way: a hop of the browser, and the calls the shop made meanwhile. All of it masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from demo.masking import Pairs

Place = Literal["shop", "hosted"]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the shop to the platform's API, as it was on the wire; an attempt that failed is one, too.

    `api` is the mount it went to and `path` the rest. `status` is None where the connection broke. The body of the
    answer is kept of refusals only. `body` is None where none was sent, or none that can be shown.
    """

    api: str
    method: str
    path: str
    query: Pairs
    headers: Pairs
    body: Any
    is_form: bool
    status: int | None
    milliseconds: float
    answer_headers: Pairs
    refusal: Any


@dataclass(frozen=True, slots=True)
class Hop:
    """One request of the browser, to the shop or to a hosted page, and what it led to."""

    at: datetime
    place: Place
    method: str
    path: str
    query: Pairs
    form: Pairs
    status: int
    milliseconds: float
    location: str
    calls: tuple[Call, ...]

    @property
    def is_redirect(self) -> bool:
        return 300 <= self.status < 400
