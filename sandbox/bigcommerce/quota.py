"""Counts the calls of 30 seconds, and says in four headers what is left.

Source: https://developer.bigcommerce.com/docs/start/best-practices/api-rate-limits
"""

from __future__ import annotations

import math
import sqlite3
from dataclasses import dataclass

from sandbox.bigcommerce.site import WINDOW_MILLISECONDS, Store


@dataclass(frozen=True, slots=True)
class Usage:
    """How many calls the window has seen, the present one included, and when it ends."""

    quota: int
    used: int
    reset_milliseconds: int

    @property
    def is_over(self) -> bool:
        """Tell whether the present call is one too many."""
        return self.used > self.quota

    def headers(self) -> dict[str, str]:
        """Return the four headers of every answer, and the fifth of a refusal."""
        headers = {
            "X-Rate-Limit-Time-Window-Ms": str(WINDOW_MILLISECONDS),
            "X-Rate-Limit-Time-Reset-Ms": str(self.reset_milliseconds),
            "X-Rate-Limit-Requests-Quota": str(self.quota),
            "X-Rate-Limit-Requests-Left": str(max(0, self.quota - self.used)),
        }
        if self.is_over:
            headers["X-Retry-After"] = str(math.ceil(self.reset_milliseconds / 1000))
        return headers


def count_call(store: Store) -> Usage:
    """Count a call, in every worker process alike."""
    now = _now(store)
    with store.database.change() as db:
        started, used = _window(db, now)
        db.execute("DELETE FROM bigcommerce_calls")
        db.execute("INSERT INTO bigcommerce_calls (started_ms, used) VALUES (?, ?)", (started, used + 1))
    return _usage(store, now, started, used + 1)


def read_usage(store: Store) -> Usage:
    """Return what was counted, without counting."""
    now = _now(store)
    with store.database.read() as db:
        started, used = _window(db, now)
    return _usage(store, now, started, used)


def _now(store: Store) -> int:
    return int(store.clock.now().timestamp() * 1000)


def _window(db: sqlite3.Connection, now: int) -> tuple[int, int]:
    row = db.execute("SELECT started_ms, used FROM bigcommerce_calls").fetchone()
    # The sandbox's clock can be moved back: a window that lies ahead is as good as over.
    if row is None or not row["started_ms"] <= now < row["started_ms"] + WINDOW_MILLISECONDS:
        return now, 0
    return row["started_ms"], row["used"]


def _usage(store: Store, now: int, started: int, used: int) -> Usage:
    return Usage(store.requests_quota, used, started + WINDOW_MILLISECONDS - now)
