"""One SQLite file shared by threads and worker processes: opening, pooling, damage. No table is known here."""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from werkzeug.exceptions import ServiceUnavailable

from services.errors import StorefrontError

Result = TypeVar("Result")
FileIdentity = tuple[int, int]

IDLE_CONNECTIONS = 16
PRIMARY_RESULT_CODE = 0xFF  # SQLite keeps the detail of an error above the low byte
DAMAGE_CODES = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

log = logging.getLogger(__name__)


class SessionStoreError(StorefrontError, ServiceUnavailable):
    """The session file cannot be used right now (disk full, locked, read-only); answered with 503."""

    shopper_message = "We could not save that just now. Nothing was charged; please try again in a moment."
    retryable = True
    retry_after_seconds = 5

    def __str__(self) -> str:
        return str(self.description)


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
        self._schema = schema
        self._schema_version = schema_version
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
            self._prepare(thorough=True)
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
            self._prepare()
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
        try:
            known = self._has_our_schema(pooled.connection)
        except BaseException:
            pooled.connection.close()
            raise
        if known:
            return pooled
        pooled.connection.close()
        self._prepare()
        return self._open()

    def _open(self) -> PooledConnection:
        identity = file_identity(self.path)
        if identity is None:
            raise FileNotFoundError(f"{self.path.name} was removed while it was being opened")
        connection = sqlite3.connect(
            self.path, timeout=self._busy_seconds, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        if self._max_pages is not None:
            connection.execute(f"PRAGMA max_page_count = {self._max_pages:d}")
        return PooledConnection(connection, identity)

    def _has_our_schema(self, connection: sqlite3.Connection) -> bool:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        return version == self._schema_version

    def _prepare(self, *, thorough: bool = False) -> None:
        """Leave a sound file at the path: the one that is there, or a new one with the old one set aside."""
        make_private_directory(self.path.parent)
        with self._only_one_process():
            if self.path.exists():
                if self._is_sound(thorough):
                    return
                self._set_aside()
            self._make_new_file()

    def _is_sound(self, thorough: bool) -> bool:
        connection = sqlite3.connect(self.path, timeout=self._busy_seconds, isolation_level=None)
        try:
            if not self._has_our_schema(connection):
                return False
            check = "quick_check(1)" if thorough else "schema_version"
            (answer,) = connection.execute(f"PRAGMA {check}").fetchone()
            return not thorough or answer == "ok"
        except sqlite3.DatabaseError as error:
            if is_damage(error):
                return False
            raise
        finally:
            connection.close()

    def _set_aside(self) -> None:
        """Keep one damaged file for whoever wants to look; an older one is overwritten, so they cannot pile up."""
        aside = self.path.with_name(self.path.name + ".damaged")
        for suffix in ("-wal", "-shm", ""):
            with contextlib.suppress(FileNotFoundError):
                os.replace(f"{self.path}{suffix}", f"{aside}{suffix}")
        log.error("The session file was set aside and a new one is made", extra={"kept_as": aside.name})

    def _make_new_file(self) -> None:
        """Build the file under another name, so that nobody ever opens half of one."""
        unfinished = self.path.with_name(self.path.name + ".new")
        unfinished.unlink(missing_ok=True)
        make_private_file(unfinished)
        connection = sqlite3.connect(unfinished, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(self._schema)
            connection.execute(f"PRAGMA user_version = {self._schema_version:d}")
        finally:
            connection.close()
        os.replace(unfinished, self.path)

    @contextlib.contextmanager
    def _only_one_process(self) -> Iterator[None]:
        """Hold an empty SQLite file as a lock: the system frees it when its holder dies, on every platform."""
        lock_path = self.path.with_name(self.path.name + ".lock")
        make_private_file(lock_path)
        connection = sqlite3.connect(lock_path, timeout=10.0, isolation_level=None)
        try:
            connection.execute("BEGIN EXCLUSIVE")
            yield
        finally:
            connection.close()


def is_damage(error: sqlite3.Error) -> bool:
    """Tell damage, which a new file cures, from trouble that passes."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & PRIMARY_RESULT_CODE in DAMAGE_CODES


def file_identity(path: Path) -> FileIdentity | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def make_private_directory(path: Path) -> None:
    """Make the directory for its owner alone; one that was there before keeps its mode, it may not be ours."""
    if not path.exists():
        path.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)


def make_private_file(path: Path) -> None:
    """SQLite gives its side files the mode of the main one, so the mode is set before SQLite sees it."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR))
    if stat.S_IMODE(path.stat().st_mode) != stat.S_IRUSR | stat.S_IWUSR:
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)
