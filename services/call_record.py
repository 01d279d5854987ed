"""What is remembered of a platform call: a log line, a count, the request id; never headers, queries or bodies."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import TracebackType
from urllib.parse import urlsplit

logger = logging.getLogger("foyer.http")

#: Set by the web layer for the length of a request; sent to the platform and logged.
current_request_id: ContextVar[str] = ContextVar("foyer_request_id", default="")

_counting: ContextVar[tuple[CallCount, ...]] = ContextVar("foyer_counting_calls", default=())

_LONGEST_LOGGED_TEXT = 128
# An order's id is enough to ask for the order: a log keeps its first part only.
_IDENTIFIER = re.compile(r"([0-9a-fA-F]{8})-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")


class CallCount:
    """The operations asked of platforms since counting began, in order; a call with retries is one."""

    def __init__(self) -> None:
        self.operations: list[str] = []

    @property
    def total(self) -> int:
        return len(self.operations)


@contextmanager
def count_calls() -> Iterator[CallCount]:
    """Count the platform calls made in this block and this context; background refreshes are not among them."""
    count = CallCount()
    token = _counting.set((*_counting.get(), count))
    try:
        yield count
    finally:
        _counting.reset(token)


def log_safe(text: str) -> str:
    """Return the text short, without whole ids and free of control characters, so that one call stays one line."""
    shortened = _IDENTIFIER.sub(lambda found: f"{found[1]}-", text)
    return "".join(character for character in shortened[:_LONGEST_LOGGED_TEXT] if character.isprintable())


class CallRecord:
    """Around one call: counts it on entry, writes its line on exit, whatever happened."""

    def __init__(self, platform: str, operation: str, method: str, url: str) -> None:
        self.platform = platform
        self.operation = operation
        self.method = method
        self.path = urlsplit(url).path
        self.request_id = log_safe(current_request_id.get()) or uuid.uuid4().hex
        self.attempts = 0
        self.status: int | None = None
        self.platform_request_id: str | None = None

    def begin_attempt(self) -> None:
        """Count an attempt and forget what the one before was told."""
        self.attempts += 1
        self.status = self.platform_request_id = None

    def note_answer(self, status: int, platform_request_id: str | None) -> None:
        """Remember what the platform answered."""
        self.status, self.platform_request_id = status, platform_request_id

    def __enter__(self) -> CallRecord:
        self._started_at = time.perf_counter()
        for count in _counting.get():
            count.operations.append(self.operation)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        logger.log(
            logging.INFO if kind is None else logging.WARNING,
            "platform call",
            extra={
                "platform": self.platform,
                "operation": self.operation,
                "method": self.method,
                "path": log_safe(self.path),
                "status": self.status,
                "milliseconds": round((time.perf_counter() - self._started_at) * 1000, 1),
                "attempts": self.attempts,
                "request_id": self.request_id,
                "platform_request_id": self.platform_request_id,
                "outcome": "ok" if kind is None else kind.__name__,
            },
        )
