"""Leases: one holder at a time for a named piece of work on a session. The table they lie in is session_store.py's."""

from __future__ import annotations

import contextlib
import logging
import secrets
from collections.abc import Callable, Iterator

from web.sqlite_file import SessionStoreError, SqliteFile

POLL_SECONDS = 0.05

log = logging.getLogger(__name__)


class SessionBusyError(SessionStoreError):
    """Another request held a lease for longer than this one may wait."""


class SessionLeases:
    """Leases across threads and processes, in the file that the sessions lie in."""

    def __init__(self, file: SqliteFile, *, now: Callable[[], float], wait: Callable[[float], None]) -> None:
        self._file = file
        self._now = now
        self._wait = wait

    @contextlib.contextmanager
    def hold(self, key: bytes, name: str, seconds: float, *, wait_seconds: float) -> Iterator[None]:
        """Wait for the lease, at most `wait_seconds`, and hold it, at most `seconds`. Raises: SessionBusyError."""
        holder, waited = secrets.token_hex(8), 0.0
        while not self._take(key, name, holder, seconds):
            if waited >= wait_seconds:
                raise SessionBusyError(f"session lease {name}: held by another request for {waited:.1f} s")
            self._wait(POLL_SECONDS)
            waited += POLL_SECONDS
        try:
            yield
        finally:
            self._release(key, name, holder)

    def _take(self, key: bytes, name: str, holder: str, seconds: float) -> bool:
        now = self._now()
        statement = (
            "INSERT INTO lease VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE"
            " SET holder = excluded.holder, expires_at = excluded.expires_at WHERE lease.expires_at <= ?"
        )
        return bool(
            self._file.write(
                lambda connection: connection.execute(statement, (key, name, holder, now + seconds, now)).rowcount
            )
        )

    def _release(self, key: bytes, name: str, holder: str) -> None:
        statement = "DELETE FROM lease WHERE id_hash = ? AND name = ? AND holder = ?"
        try:
            self._file.write(lambda connection: connection.execute(statement, (key, name, holder)))
        except SessionStoreError as error:
            log.warning("A lease was not released and will run out", extra={"reason": str(error)})
