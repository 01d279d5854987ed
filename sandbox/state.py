"""The one SQLite file all worker processes share: connections and transactions. What tables mean is not known here."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

BUSY_SECONDS = 15.0
MAPPED_BYTES = 256 * 1024 * 1024


class Database:
    """A SQLite file, safe for several threads and processes.

    Readers never wait; a change holds the write lock from its first statement to its last (`BEGIN IMMEDIATE`), so
    what it has read cannot be changed by anybody else before it writes.
    """

    def __init__(self, path: Path, schemas: Sequence[str]) -> None:
        self.path = path
        self._schema = "\n".join(schemas)
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._process_id = os.getpid()
        _create_private_file(path)

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that sees one consistent state of the file."""
        with self._lend() as connection, _transaction(connection, "BEGIN"):
            yield connection

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection inside a transaction that is kept if the block ends well and undone otherwise."""
        with self._lend() as connection, _transaction(connection, "BEGIN IMMEDIATE"):
            yield connection

    def schema_fingerprint(self) -> str:
        """Tell apart two versions of the tables."""
        return hashlib.sha256(self._schema.encode()).hexdigest()

    def recreate_tables(self, connection: sqlite3.Connection) -> None:
        """Throw away everything in the file and lay out empty tables, inside the caller's transaction."""
        for name in _table_names(connection):
            connection.execute(f'DROP TABLE IF EXISTS "{name}"')
        for statement in _statements(self._schema):
            connection.execute(statement)

    def close(self) -> None:
        """Close the connections nobody uses; the next call opens new ones."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    @contextmanager
    def _lend(self) -> Iterator[sqlite3.Connection]:
        connection = self._take()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        with self._lock:
            self._idle.append(connection)

    def _take(self) -> sqlite3.Connection:
        with self._lock:
            if self._process_id != os.getpid():
                # A connection must not be carried across a fork.
                self._idle, self._process_id = [], os.getpid()
            if self._idle:
                return self._idle.pop()
        return _connect(self.path)


def _create_private_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    _use_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous = OFF")
    # A connection's own cache is void after each write of another one, and every call writes to the journal.
    connection.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
    return connection


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    # SQLite does not wait for its busy timeout here when two processes open a new file at the same moment.
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


@contextmanager
def _transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _table_names(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        # Dropping a full-text table drops its shadow tables too: virtual tables first.
        " ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC"
    ).fetchall()
    virtual = [row["name"] for row in rows if row["sql"].startswith("CREATE VIRTUAL")]
    return [row["name"] for row in rows if not any(row["name"].startswith(f"{name}_") for name in virtual)]


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
