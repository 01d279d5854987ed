"""One SQLite file shared by threads and worker processes: connections and errors. No table is known here."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from werkzeug.exceptions import ServiceUnavailable

from services.errors import StorefrontError
from services.sentences import sentence
from web.sqlite_upkeep import SqliteUpkeep, is_damage

Result = TypeVar("Result")
FileIdentity = tuple[int, int]

IDLE_CONNECTIONS = 16

log = logging.getLogger(__name__)


class SessionStoreError(StorefrontError, ServiceUnavailable):
    """The session file cannot be used right now (disk full, locked, read-only); answered with 503."""

    shopper_message = sentence("We could not save that just now. Nothing was charged; please try again in a moment.")
    retryable = True
    retry_after_seconds = 5

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(self.shopper_message)

    def __str__(self) -> str:
        return self.reason


@dataclass
class PooledConnection:
    """A connection and the file it was opened on, which may since have been set aside."""

    connection: sqlite3.Connection
    file_identity: FileIdentity


class SqliteFile:
    """A file that is made when it is first needed, and made anew when it turns out to be damaged."""

    def __init__(
        self, path: Path, *, schema: str, schema_version: int, busy_seconds: float = 2.0, max_pages: int | None = None
    ) -> None:
        self.path = path
        self._upkeep = SqliteUpkeep(path, schema, schema_version, busy_seconds)
        self._busy_seconds = busy_seconds
        self._max_pages = max_pages
        self._lock = threading.Lock()
        self._idle: list[PooledConnection] = []
        self._inherited: list[PooledConnection] = []
        self._process_id = os.getpid()

    def read(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run `work`, which must be a single statement to see one moment. Raises: SessionStoreError."""
        return self._run(work)

    def write(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run `work` alone among writers, all of it or nothing of it. Raises: SessionStoreError."""

        def transaction(connection: sqlite3.Connection) -> Result:
            connection.execute("BEGIN IMMEDIATE")
            result = work(connection)
            connection.execute("COMMIT")
            return result

        return self._run(transaction)

    def close(self) -> None:
        """Close the connections that nobody is using; the next use opens new ones."""
        with self._lock:
            idle, self._idle = self._idle, []
        for pooled in idle:
            pooled.connection.close()

    def _run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        try:
            try:
                return self._attempt(work)
            except sqlite3.DatabaseError as error:
                if not is_damage(error):
                    raise
                log.error("The session file is damaged", extra={"reason": str(error)})
            self._upkeep.prepare(thorough=True)
            return self._attempt(work)
        except (sqlite3.Error, OSError) as error:
            raise SessionStoreError(f"session file: {type(error).__name__}: {error}") from error

    def _attempt(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        pooled = self._take()
        try:
            result = work(pooled.connection)
        except BaseException:
            pooled.connection.close()  # rolls back whatever was open
            raise
        self._give_back(pooled)
        return result

    def _take(self) -> PooledConnection:
        identity = file_identity(self.path)
        if identity is None:
            self._upkeep.prepare()
            identity = file_identity(self.path)
        with self._lock:
            self._forget_connections_of_the_parent_process()
            while self._idle:
                pooled = self._idle.pop()
                if pooled.file_identity == identity:
                    return pooled
                pooled.connection.close()
        return self._open_checked()

    def _give_back(self, pooled: PooledConnection) -> None:
        with self._lock:
            if len(self._idle) < IDLE_CONNECTIONS:
                self._idle.append(pooled)
                return
        pooled.connection.close()

    def _forget_connections_of_the_parent_process(self) -> None:
        """A connection must not be used, nor even closed, on the other side of a fork."""
        if self._process_id != os.getpid():
            self._inherited += self._idle
            self._idle = []
            self._process_id = os.getpid()

    def _open_checked(self) -> PooledConnection:
        pooled = self._open()
        if pooled is None:
            self._upkeep.prepare()
            pooled = self._open()
        if pooled is None:
            raise sqlite3.OperationalError(f"{self.path.name} is not a file of ours")
        return pooled

    def _open(self) -> PooledConnection | None:
        identity = file_identity(self.path)
        if identity is None:
            return None
        connection = sqlite3.connect(
            self.path, timeout=self._busy_seconds, isolation_level=None, check_same_thread=False
        )
        try:
            self._configure(connection)
            if self._upkeep.has_our_schema(connection):
                return PooledConnection(connection, identity)
        except BaseException:
            connection.close()
            raise
        connection.close()
        return None

    def _configure(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA synchronous = NORMAL")  # in WAL mode a killed process still loses nothing
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # tokens are overwritten, not only unlinked
        if self._max_pages is not None:
            connection.execute(f"PRAGMA max_page_count = {self._max_pages:d}")


def file_identity(path: Path) -> FileIdentity | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
