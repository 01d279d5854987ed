"""Whose request is being answered, as far as the demo is concerned: an opaque id in a cookie of its own."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

VISIT_ID = re.compile(r"[A-Za-z0-9_-]{43}\Z")
LABEL = re.compile(r"[0-9a-f]{32}\Z")


@dataclass(slots=True)
class Visit:
    """One request of one visitor. `label` is what everything is kept under; nobody gets from it to the id."""

    label: str
    calls: list[Any] = field(default_factory=list)
    trouble: bool | None = None

    def is_in_trouble(self, find: Callable[[str], bool]) -> bool:
        """Whether this visitor asked for trouble; looked up once a request, and only if it matters."""
        if self.trouble is None:
            self.trouble = find(self.label)
        return self.trouble


current_visit: ContextVar[Visit | None] = ContextVar("foyer_demo_visit", default=None)


def new_visit_id() -> str:
    """256 random bits: 43 characters of A-Z a-z 0-9 - _."""
    return secrets.token_urlsafe(32)


def label_of(visit_id: str) -> str:
    """What a visitor is called in files and calls: a one-way name of the id in the cookie."""
    return hashlib.sha256(b"visit:" + visit_id.encode()).hexdigest()[:32]
