"""A circuit breaker: nobody waits for a platform that is down, and one probe finds out when it is back.

No lock is held while a call runs, and the outcome of a call begun before the last change of state is ignored.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable


class CircuitBreaker:
    """Closed: calls pass. Open: none passes. After `probe_after_seconds`: exactly one call passes and decides.

    It opens at `failures_in_a_row`, or when half of at least `window_calls` calls in `window_seconds` failed.
    """

    def __init__(
        self,
        *,
        failures_in_a_row: int = 5,
        window_calls: int = 20,
        window_seconds: float = 30.0,
        failure_share: float = 0.5,
        probe_after_seconds: float = 10.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._failures_in_a_row = failures_in_a_row
        self._window_calls = window_calls
        self._window_seconds = window_seconds
        self._failure_share = failure_share
        self._probe_after_seconds = probe_after_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._era = 0
        self._opened_at: float | None = None
        self._is_probing = False
        self._in_a_row = 0
        self._recent: deque[tuple[float, bool]] = deque()
        self._recent_failures = 0

    @property
    def is_open(self) -> bool:
        """Say whether calls are refused, the probe excepted; for the readiness page."""
        return self._opened_at is not None

    def ask(self) -> int | None:
        """Return a permit for one call, or None when the call must not be made. Every permit must be reported."""
        with self._lock:
            if self._opened_at is None:
                return self._era
            if self._is_probing or self.seconds_until_probe() > 0:
                return None
            self._is_probing = True
            return self._era

    def report(self, permit: int, *, failed: bool) -> None:
        """Take in how a permitted call went; a failure is a timeout, a broken connection, a 5xx or a 429."""
        with self._lock:
            if permit != self._era:
                return
            if self._opened_at is not None:
                self._open() if failed else self._close()
                return
            self._remember(failed)
            if self._is_too_much():
                self._open()

    def seconds_until_probe(self) -> float:
        """Return how long calls will still be refused; 0 when closed or when a probe may go out."""
        if self._opened_at is None:
            return 0.0
        return max(0.0, self._opened_at + self._probe_after_seconds - self._clock())

    def _open(self) -> None:
        self._era += 1
        self._opened_at = self._clock()
        self._is_probing = False

    def _close(self) -> None:
        self._era += 1
        self._opened_at = None
        self._is_probing = False
        self._in_a_row = 0
        self._recent.clear()
        self._recent_failures = 0

    def _remember(self, failed: bool) -> None:
        now = self._clock()
        self._in_a_row = self._in_a_row + 1 if failed else 0
        self._recent.append((now, failed))
        self._recent_failures += failed
        while self._recent[0][0] < now - self._window_seconds:
            self._recent_failures -= self._recent.popleft()[1]

    def _is_too_much(self) -> bool:
        if self._in_a_row >= self._failures_in_a_row:
            return True
        calls = len(self._recent)
        return calls >= self._window_calls and self._recent_failures >= self._failure_share * calls
