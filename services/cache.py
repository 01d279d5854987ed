"""Short-lived memory for catalog reads: fresh, then stale while one refresh runs, then gone. Never anything personal.

The herd lock is dogpile's. Its regions are not used: they read `time.time()` themselves, so that tests could not set
the time, and their memory grows without a bound.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar, cast

from dogpile.lock import Lock, NeedRegenerationException
from dogpile.util import NameRegistry

from services.errors import NotFoundError, PlatformError

T = TypeVar("T")

#: Starts a job elsewhere and says whether it was taken.
Runner = Callable[[Callable[[], None]], bool]

logger = logging.getLogger("foyer.cache")

LONGEST_KEY = 512


class DaemonThreads:
    """Runs each job in a thread of its own, at most `limit` at once; a full house refuses. Exit does not wait."""

    def __init__(self, limit: int = 4) -> None:
        self._places = threading.BoundedSemaphore(limit)

    def __call__(self, job: Callable[[], None]) -> bool:
        if not self._places.acquire(blocking=False):
            return False
        try:
            threading.Thread(target=self._run, args=(job,), name="catalog-refresh", daemon=True).start()
        except RuntimeError:  # no thread to be had, or the interpreter is on its way out
            self._places.release()
            return False
        return True

    def _run(self, job: Callable[[], None]) -> None:
        try:
            Context().run(job)
        finally:
            self._places.release()


@dataclass
class _Remembered:
    """A value, or (`absent`) the knowledge that there is none."""

    value: object
    stored_at: float
    absent: NotFoundError | None = None
    not_before: float = 0.0


class CatalogCache:
    """Remembers what `read` functions returned, by key; values are kept as they are and must be frozen.

    Younger than `fresh_seconds`: returned. Older: returned at once while one refresh runs beside it; if that fails in a
    way that may pass, the old value stays, up to `stale_seconds`. Unknown: read once, however many threads wait.
    A `NotFoundError` is remembered for `absent_seconds`; other errors are raised and never remembered.
    """

    def __init__(
        self,
        *,
        fresh_seconds: float = 60.0,
        stale_seconds: float = 24 * 60 * 60.0,
        absent_seconds: float = 60.0,
        pause_after_failure_seconds: float = 5.0,
        max_values: int = 2000,
        max_absent: int = 2000,
        clock: Callable[[], float] = time.monotonic,
        runner: Runner | None = None,
    ) -> None:
        self._fresh_seconds = fresh_seconds
        self._stale_seconds = stale_seconds
        self._absent_seconds = absent_seconds
        self._pause_after_failure_seconds = pause_after_failure_seconds
        self._clock = clock
        self._runner = runner or DaemonThreads()
        self._values = _Shelf(max_values)
        self._absences = _Shelf(max_absent)
        self._turns: NameRegistry = NameRegistry(_Turn)

    def get(self, key: str, read: Callable[[], T]) -> T:
        """Return the remembered value of the key, else what `read` returns.

        Raises: NotFoundError, and with nothing remembered whatever `read` raises; ValueError for a key too long.
        """
        if len(key) > LONGEST_KEY:
            raise ValueError(f"a cache key has at most {LONGEST_KEY} characters")
        turn: _Turn = self._turns.get(key)
        lock = Lock(
            turn,
            creator=partial(self._read_in_turn, key, read, turn, turn.failure_count),
            value_and_created_fn=partial(self._look_up, key),
            expiretime=self._fresh_seconds,
            async_creator=partial(self._refresh_beside, key, read),
        )
        with lock as remembered:
            return cast("T", _open(remembered))

    def clear(self) -> None:
        """Forget everything; a refresh under way may still store its result."""
        self._values.clear()
        self._absences.clear()

    def _look_up(self, key: str) -> tuple[_Remembered, float]:
        """Answer dogpile: the entry, and when it was made on dogpile's own clock."""
        ...
