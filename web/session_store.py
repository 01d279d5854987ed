"""Where sessions lie: rows of encoded values under hashed ids, and leases. Nothing about cookies or requests."""

from __future__ import annotations

import hashlib
import itertools
import logging
import secrets
import sqlite3
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from web.session_leases import SessionBusyError, SessionLeases
from web.sqlite_file import SessionStoreError, SqliteFile

__all__ = ["SessionBusyError", "SessionStore", "SessionStoreError", "SessionTooLargeError", "new_session_id"]

SCHEMA_VERSION = 1
SCHEMA = """
CREATE TABLE session (
    id_hash BLOB PRIMARY KEY, ends_at REAL NOT NULL, expires_at REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX session_by_expiry ON session (expires_at);
CREATE TABLE session_value (
    id_hash BLOB NOT NULL REFERENCES session ON DELETE CASCADE ON UPDATE CASCADE,
    name TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (id_hash, name)
) WITHOUT ROWID;
CREATE TABLE ended_session (id_hash BLOB PRIMARY KEY, forget_at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE lease (
    id_hash BLOB NOT NULL, name TEXT NOT NULL, holder TEXT NOT NULL, expires_at REAL NOT NULL,
    PRIMARY KEY (id_hash, name)
) WITHOUT ROWID;
"""

TOUCH_SECONDS = 3600
REMEMBER_ENDED_SECONDS = 600
PURGE_EVERY_CREATIONS = 32
PURGE_BATCH_ROWS = 128  # more than are made between two purges, so that the expired ones never win
COMPLAIN_SECONDS = 60

EXPIRED_ROWS = (
    "DELETE FROM session WHERE id_hash IN (SELECT id_hash FROM session WHERE expires_at <= ? LIMIT ?)",
    "DELETE FROM ended_session WHERE id_hash IN (SELECT id_hash FROM ended_session WHERE forget_at <= ? LIMIT ?)",
    "DELETE FROM lease WHERE (id_hash, name) IN (SELECT id_hash, name FROM lease WHERE expires_at <= ? LIMIT ?)",
)

log = logging.getLogger(__name__)


class SessionTooLargeError(SessionStoreError):
    """More was put into one session than it may hold."""


def new_session_id() -> str:
    """Make an id of 256 random bits: 43 characters of A-Z a-z 0-9 - _."""
    return secrets.token_urlsafe(32)


class SessionStore:
    """Sessions in one SQLite file, safe for threads and processes; keeps bytes and never interprets them.

    Times are seconds since 1970, `now` is the clock. Every method raises SessionStoreError when the file cannot be
    used, so a change is either written or refused, never lost in silence.
    """

    def __init__(
        self,
        path: Path,
        *,
        now: Callable[[], float] = time.time,
        wait: Callable[[float], None] = time.sleep,
        idle_seconds: float = 30 * 86400,
        absolute_seconds: float = 30 * 86400,
        max_bytes: int = 64 * 1024,
        busy_seconds: float = 2.0,
        max_pages: int | None = None,
    ) -> None:
        self._file = SqliteFile(
            path, schema=SCHEMA, schema_version=SCHEMA_VERSION, busy_seconds=busy_seconds, max_pages=max_pages
        )
        self._now = now
        self._leases = SessionLeases(self._file, now=now, wait=wait)
        self._idle_seconds = idle_seconds
        self._absolute_seconds = absolute_seconds
        self._touch_seconds = min(TOUCH_SECONDS, idle_seconds / 10)
        self._max_bytes = max_bytes
        self._creations = itertools.count(1)
        self._complained_at = float("-inf")

    def read(self, session_id: str) -> dict[str, bytes] | None:
        """Give the values of a living session, or None for one that is unknown, ended or expired."""
        now, key = self._now(), hashed(session_id)
        rows = self._file.read(
            lambda connection: connection.execute(
                "SELECT ends_at, expires_at, name, value FROM session LEFT JOIN session_value USING (id_hash)"
                " WHERE id_hash = ? AND expires_at > ?",
                (key, now),
            ).fetchall()
        )
        if not rows:
            return None
        ends_at, expires_at = rows[0][:2]
        if min(now + self._idle_seconds, ends_at) - expires_at > self._touch_seconds:
            self._touch(key, now)
        return {name: value for _, _, name, value in rows if name is not None}

    def create(self, session_id: str, values: Mapping[str, bytes]) -> None:
        """Make the row of an id that the caller has just made with `new_session_id`; nobody else may."""
        now, key = self._now(), hashed(session_id)
        expires_at = now + min(self._idle_seconds, self._absolute_seconds)

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("INSERT INTO session VALUES (?, ?, ?)", (key, now + self._absolute_seconds, expires_at))
            self._write_values(connection, key, values, ())
            if next(self._creations) % PURGE_EVERY_CREATIONS == 0:
                delete_expired(connection, now, PURGE_BATCH_ROWS)

        self._file.write(work)

    def merge(self, session_id: str, changed: Mapping[str, bytes], deleted: Collection[str] = ()) -> bool:
        """Write these names and leave all others alone; False, and nothing written, if the session has ended."""
        now, key = self._now(), hashed(session_id)

        def work(connection: sqlite3.Connection) -> bool:
            if not self._prolong(connection, key, now):
                return False
            self._write_values(connection, key, changed, deleted)
            return True

        return self._file.write(work)

    def rotate(self, old_id: str, new_id: str) -> bool:
        """Move the values to a new id and end the old one; the absolute limit starts anew. False if it had ended."""
        now, old_key, new_key = self._now(), hashed(old_id), hashed(new_id)

        def work(connection: sqlite3.Connection) -> bool:
            moved = connection.execute(
                "UPDATE session SET id_hash = ?, ends_at = ? WHERE id_hash = ? AND expires_at > ?",
                (new_key, now + self._absolute_seconds, old_key, now),
            ).rowcount
            if not moved:
                return False
            self._prolong(connection, new_key, now)
            remember_ended(connection, old_key, now)
            return True

        return self._file.write(work)

    def delete(self, session_id: str) -> None:
        """End the session at once, for every request that still runs with it."""
        now, key = self._now(), hashed(session_id)

        def work(connection: sqlite3.Connection) -> None:
            if connection.execute("DELETE FROM session WHERE id_hash = ?", (key,)).rowcount:
                remember_ended(connection, key, now)

        self._file.write(work)

    def ended_lately(self, session_id: str) -> bool:
        """Tell a session that was rotated or deleted in the last minutes from an id that never was."""
        key = hashed(session_id)
        query = "SELECT EXISTS (SELECT 1 FROM ended_session WHERE id_hash = ?)"
        return bool(self._file.read(lambda connection: connection.execute(query, (key,)).fetchone()[0]))

    def purge(self) -> int:
        """Delete everything that has expired, in small batches so that nobody waits; gives the number of rows."""
        now, purged = self._now(), 0
        while batch := self._file.write(lambda connection: delete_expired(connection, now, PURGE_BATCH_ROWS)):
            purged += batch
        return purged

    def lease(
        self, session_id: str, name: str, seconds: float, *, wait_seconds: float | None = None
    ) -> AbstractContextManager[None]:
        """Be the only holder of `name` for this session, across threads and processes, for at most `seconds`.

        Waits up to `wait_seconds` (default: `seconds` and one more, so that the lease of a killed holder has run out).
        What was read before may be out of date once the lease is held. Raises: SessionBusyError.
        """
        patience = seconds + 1 if wait_seconds is None else wait_seconds
        return self._leases.hold(hashed(session_id), name, seconds, wait_seconds=patience)

    def close(self) -> None:
        """Close idle connections; the store can still be used afterwards."""
        self._file.close()

    def _touch(self, key: bytes, now: float) -> None:
        """Note that the session is in use; a reader must not fail because this cannot be written."""
        try:
            self._file.write(lambda connection: self._prolong(connection, key, now))
        except SessionStoreError as error:
            self._complain("The use of a session could not be noted", error)

    def _prolong(self, connection: sqlite3.Connection, key: bytes, now: float) -> bool:
        statement = "UPDATE session SET expires_at = min(?, ends_at) WHERE id_hash = ? AND expires_at > ?"
        return bool(connection.execute(statement, (now + self._idle_seconds, key, now)).rowcount)

    def _write_values(
        self, connection: sqlite3.Connection, key: bytes, changed: Mapping[str, bytes], deleted: Collection[str]
    ) -> None:
        connection.executemany(
            "INSERT INTO session_value VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            [(key, name, value) for name, value in changed.items()],
        )
        connection.executemany(
            "DELETE FROM session_value WHERE id_hash = ? AND name = ?", [(key, name) for name in deleted]
        )
        total_query = "SELECT total(length(CAST(name AS BLOB)) + length(value)) FROM session_value WHERE id_hash = ?"
        (total,) = connection.execute(total_query, (key,)).fetchone()
        if total > self._max_bytes:
            raise SessionTooLargeError(f"session: {total:.0f} bytes, at most {self._max_bytes} fit")

    def _complain(self, message: str, error: SessionStoreError) -> None:
        now = self._now()
        if now - self._complained_at >= COMPLAIN_SECONDS:
            self._complained_at = now
            log.warning(message, extra={"reason": str(error)})


def hashed(session_id: str) -> bytes:
    """The key of a row: whoever reads the file cannot make a cookie from it."""
    return hashlib.sha256(session_id.encode()).digest()


def remember_ended(connection: sqlite3.Connection, key: bytes, now: float) -> None:
    connection.execute("INSERT OR REPLACE INTO ended_session VALUES (?, ?)", (key, now + REMEMBER_ENDED_SECONDS))


def delete_expired(connection: sqlite3.Connection, now: float, limit: int) -> int:
    return sum(connection.execute(statement, (now, limit)).rowcount for statement in EXPIRED_ROWS)
