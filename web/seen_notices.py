"""Which webhooks were taken already, for all worker processes: hashed keys in a file of their own, for a few days."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from web.sqlite_file import SqliteFile

SCHEMA_VERSION = 1
SCHEMA = "CREATE TABLE seen_notice (key_hash BLOB PRIMARY KEY, seen_at REAL NOT NULL) WITHOUT ROWID;"
KEPT_SECONDS = 3 * 86400  # platforms deliver again for two days
MOST_KEPT = 20_000


class SeenNotices:
    """A bounded memory of keys; whoever claims a key first does the work. Raises: SessionStoreError."""

    def __init__(
        self,
        path: Path,
        *,
        now: Callable[[], float] = time.time,
        kept_seconds: float = KEPT_SECONDS,
        most: int = MOST_KEPT,
    ) -> None:
        self._file = SqliteFile(path, schema=SCHEMA, schema_version=SCHEMA_VERSION)
        self._now = now
        self._kept_seconds = kept_seconds
        self._most = most

    def claim(self, key: str) -> bool:
        """Whether nobody had this key before; from now on it is taken."""
        now = self._now()

        def work(connection: sqlite3.Connection) -> bool:
            connection.execute("DELETE FROM seen_notice WHERE seen_at <= ?", (now - self._kept_seconds,))
            taken = connection.execute("INSERT OR IGNORE INTO seen_notice VALUES (?, ?)", (_hashed(key), now)).rowcount
            connection.execute(
                "DELETE FROM seen_notice WHERE key_hash IN"
                " (SELECT key_hash FROM seen_notice ORDER BY seen_at DESC LIMIT -1 OFFSET ?)",
                (self._most,),
            )
            return bool(taken)

        return self._file.write(work)

    def release(self, key: str) -> None:
        """Let the next delivery of this key through: nothing was done about this one."""
        self._file.write(
            lambda connection: connection.execute("DELETE FROM seen_notice WHERE key_hash = ?", (_hashed(key),))
        )

    def close(self) -> None:
        """Close idle connections; the memory can still be used afterwards."""
        self._file.close()


def _hashed(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
