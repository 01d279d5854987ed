"""Where hops are kept: one SQLite file for all worker processes, bounded by number and by age."""

from __future__ import annotations

import hashlib
import itertools
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from demo.hops import Hop
from web.sqlite_file import SqliteFile

SCHEMA_VERSION = 1
SCHEMA = """
CREATE TABLE hop (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL, kept_at REAL NOT NULL, hop BLOB NOT NULL);
CREATE INDEX hop_by_label ON hop (label, id);
CREATE INDEX hop_by_age ON hop (kept_at);
CREATE TABLE way (address_hash BLOB PRIMARY KEY, label TEXT NOT NULL, kept_at REAL NOT NULL) WITHOUT ROWID;
"""
MOST_HOPS_OF_ONE = 100
MOST_HOPS = 20_000
KEPT_SECONDS = 6 * 3600.0
WAY_SECONDS = 15 * 60.0
PURGE_EVERY_HOPS = 32


class TraceStore:
    """Hops by a visitor's label, and for a short while whom a single-use address was made for.

    Every method raises SessionStoreError where the file cannot be used. Age is counted in real time.
    """

    def __init__(self, path: Path, *, now: Callable[[], float] = time.time) -> None:
        self._file = SqliteFile(path, schema=SCHEMA, schema_version=SCHEMA_VERSION, busy_seconds=1.0)
        self._now = now
        self._kept = itertools.count(1)

    def keep(self, label: str, hop: Hop) -> None:
        """Add a hop and forget this visitor's oldest; now and then everybody's too old ones."""
        now, encoded, is_time_to_purge = self._now(), msgspec.json.encode(hop), next(self._kept) % PURGE_EVERY_HOPS == 0

        def work(db: sqlite3.Connection) -> None:
            db.execute("INSERT INTO hop (label, kept_at, hop) VALUES (?, ?, ?)", (label, now, encoded))
            db.execute(
                "DELETE FROM hop WHERE label = ?1 AND id <= "
                "(SELECT id FROM hop WHERE label = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
                (label, MOST_HOPS_OF_ONE),
            )
            if is_time_to_purge:
                _purge(db, now)

        self._file.write(work)

    def hops_of(self, label: str) -> list[Hop]:
        """What is kept of this visitor, oldest first."""
        rows = self._file.read(
            lambda db: db.execute(
                "SELECT hop FROM hop WHERE label = ? AND kept_at > ? ORDER BY id", (label, self._now() - KEPT_SECONDS)
            ).fetchall()
        )
        return [msgspec.json.decode(encoded, type=Hop) for (encoded,) in rows]

    def forget(self, label: str) -> None:
        """Keep nothing of this visitor."""
        self._file.write(lambda db: db.execute("DELETE FROM hop WHERE label = ?", (label,)))

    def remember_way(self, address: str, label: str) -> None:
        """Keep whom an address was made for; the address itself is not kept."""
        row = (_hashed(address), label, self._now())
        self._file.write(lambda db: db.execute("INSERT OR REPLACE INTO way VALUES (?, ?, ?)", row))

    def whose_way(self, address: str) -> str | None:
        """The label of whoever an address was made for a short while ago."""
        row = self._file.read(
            lambda db: db.execute(
                "SELECT label FROM way WHERE address_hash = ? AND kept_at > ?",
                (_hashed(address), self._now() - WAY_SECONDS),
            ).fetchone()
        )
        return row[0] if row else None

    def close(self) -> None:
        """Close the connections that nobody is using."""
        self._file.close()


def _purge(db: sqlite3.Connection, now: float) -> None:
    db.execute("DELETE FROM hop WHERE kept_at <= ?", (now - KEPT_SECONDS,))
    db.execute("DELETE FROM hop WHERE id <= (SELECT MAX(id) FROM hop) - ?", (MOST_HOPS,))
    db.execute("DELETE FROM way WHERE kept_at <= ?", (now - WAY_SECONDS,))


def _hashed(address: str) -> bytes:
    return hashlib.sha256(b"way:" + address.encode("utf-8", "surrogatepass")).digest()
