"""Short-lived memory for catalog reads: fresh, then stale while one refresh runs, then gone. Never anything personal.

The herd lock is dogpile's. Its regions are not used: they take the time from `time.time()` alone, which no test can
set, and their memory grows without a bound.
"""

from __future__ import annotations

import hashlib
import logging
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass
from functools import partial
from typing import TypeVar, cast

from dogpile.lock import Lock, NeedRegenerationException
from dogpile.util.nameregistry import NameRegistry

from services.background import DaemonThreads, Runner
from services.errors import NotFoundError, PlatformError

T = TypeVar("T")

logger = logging.getLogger("foyer.cache")

LONGEST_KEY = 256

# Freshness is decided here, so dogpile, which compares with its own clock, is told "in the future" or "in 1970".
_FRESH, _STALE = math.inf, 1.0


class CatalogCache:
    """Remembers what `read` functions returned, by key; values are kept as they are and must be frozen.

    Younger than `fresh_seconds`: returned. Older: returned at once, while one refresh runs beside it; if the platform
    fails then, the old value stays, up to `stale_seconds`. Unknown: read once, however many threads wait for it.
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
        max_absences: int = 2000,
        clock: Callable[[], float] = time.monotonic,
        runner: Runner | None = None,
    ) -> None:
        self._fresh_seconds = fresh_seconds
        self._stale_seconds = stale_seconds
        self._absent_seconds = absent_seconds
        self._pause_after_failure_seconds = pause_after_failure_seconds
        self._clock = clock
        self._runner = runner or DaemonThreads()
        self._new_memory = partial(_Memory, max_values, max_absences)
        self._memory = self._new_memory()
        self._turns = NameRegistry(_Turn)

    @property
    def key_count(self) -> int:
        """How many keys are remembered, absences included."""
        return self._memory.key_count

    def get(self, key: str, read: Callable[[], T]) -> T:
        """Return the remembered value of the key, else what `read` returns.

        Raises: NotFoundError; and with nothing remembered, whatever `read` raises.
        """
        key, memory = _short(key), self._memory
        turn: _Turn = self._turns.get(key)
        lock = Lock(  # type: ignore[no-untyped-call]  # dogpile's lock is not annotated
            turn,
            partial(self._read_in_turn, memory, key, read, turn, turn.failure_count),
            partial(self._look_up, memory, key),
            self._fresh_seconds,
            partial(self._refresh_beside, memory, key, read),
        )
        with lock as entry:
            return cast("T", _value_of(entry))

    def forget(self, key: str) -> None:
        """Let the next `get` of this key read anew, because the value is known to be outdated."""
        self._memory.drop(_short(key))

    def clear(self) -> None:
        """Forget everything, also what a read already under way will return."""
        self._memory = self._new_memory()

    def _look_up(self, memory: _Memory, key: str) -> tuple[_Entry, float]:
        entry = memory.find(key)
        now = self._clock()
        if entry is None or now - entry.read_at > self._lifetime_seconds(entry):
            raise NeedRegenerationException
        is_fresh = entry.absence is not None or now - entry.read_at <= self._fresh_seconds
        return entry, _FRESH if is_fresh or now < entry.no_refresh_before else _STALE

    def _lifetime_seconds(self, entry: _Entry) -> float:
        return self._stale_seconds if entry.absence is None else self._absent_seconds

    def _read_in_turn(
        self, memory: _Memory, key: str, read: Callable[[], object], turn: _Turn, failures_seen: int
    ) -> tuple[_Entry, float]:
        """Read a cold key; those who waited while a read failed share its error instead of asking one after another."""
        if turn.failure is not None and turn.failure_count != failures_seen:
            raise turn.failure
        try:
            return self._read(memory, key, read), _FRESH
        except PlatformError as error:
            turn.failure, turn.failure_count = error, turn.failure_count + 1
            raise

    def _read(self, memory: _Memory, key: str, read: Callable[[], object]) -> _Entry:
        read_at = self._clock()
        try:
            entry = _Entry(read(), read_at)
        except NotFoundError as error:
            entry = _Entry(None, read_at, absence=(error.kind, error.identifier))
        memory.keep(key, entry)
        return entry

    def _refresh_beside(self, memory: _Memory, key: str, read: Callable[[], object], turn: _Turn) -> None:
        """Start the refresh of a stale value; the job ends the turn. A fresh context: it belongs to no request."""
        job = partial(Context().run, self._refresh, memory, key, read, turn)
        if not self._runner(job):
            turn.release()

    def _refresh(self, memory: _Memory, key: str, read: Callable[[], object], turn: _Turn) -> None:
        try:
            stale = memory.find(key)
            if stale is not None:
                stale.no_refresh_before = self._clock() + self._pause_after_failure_seconds
            self._read(memory, key, read)
        except PlatformError as error:
            level = logging.WARNING if error.retryable else logging.ERROR
            logger.log(level, "catalog refresh failed, the old value stays: %s", error)
        finally:
            turn.release()


@dataclass
class _Entry:
    """A value, or the knowledge that there is none (`absence`: kind and identifier)."""

    value: object
    read_at: float
    absence: tuple[str, str] | None = None
    no_refresh_before: float = -math.inf


def _short(key: str) -> str:
    if len(key) <= LONGEST_KEY:
        return key
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _value_of(entry: _Entry) -> object:
    if entry.absence is not None:
        raise NotFoundError(*entry.absence)
    return entry.value


class _Turn:
    """The lock of one key, with the failure of the last read that others waited for; gone when nobody holds it."""

    def __init__(self, key: str) -> None:
        self.failure: PlatformError | None = None
        self.failure_count = 0
        self._lock = threading.Lock()

    def acquire(self, wait: bool = True) -> bool:
        return self._lock.acquire(wait)

    def release(self) -> None:
        self._lock.release()


class _Memory:
    """Values and absences, each with its own bound, so that made-up slugs cannot push out real products."""

    def __init__(self, max_values: int, max_absences: int) -> None:
        self._values: OrderedDict[str, _Entry] = OrderedDict()
        self._absences: OrderedDict[str, _Entry] = OrderedDict()
        self._limits = ((self._values, max_values), (self._absences, max_absences))
        self._lock = threading.Lock()

    @property
    def key_count(self) -> int:
        return len(self._values) + len(self._absences)

    def find(self, key: str) -> _Entry | None:
        with self._lock:
            for shelf, _ in self._limits:
                if key in shelf:
                    shelf.move_to_end(key)
                    return shelf[key]
        return None

    def drop(self, key: str) -> None:
        with self._lock:
            for shelf, _ in self._limits:
                shelf.pop(key, None)

    def keep(self, key: str, entry: _Entry) -> None:
        with self._lock:
            for shelf, limit in self._limits:
                shelf.pop(key, None)
                if shelf is (self._values if entry.absence is None else self._absences):
                    shelf[key] = entry
                if len(shelf) > limit:
                    shelf.popitem(last=False)
