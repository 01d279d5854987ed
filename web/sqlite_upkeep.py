"""A sound SQLite file at a path: made whole, checked, set aside when damaged. Nothing here reads or writes rows."""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PRIMARY_RESULT_CODE = 0xFF  # SQLite keeps the detail of an error above the low byte
DAMAGE_CODES = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
LOCK_WAIT_SECONDS = 10.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SqliteUpkeep:
    """Knows where a file is and what tables belong into it. Every method raises sqlite3.Error or OSError."""

    path: Path
    schema: str
    schema_version: int
    busy_seconds: float

    def prepare(self, *, thorough: bool = False) -> None:
        """Leave a sound file at the path: the one that is there, or a new one with the old one set aside."""
        make_private_directory(self.path.parent)
        with self._only_one_process():
            if self.path.exists() and self._is_sound(thorough):
                return
            self._set_aside()
            self._make_new_file()

    def has_our_schema(self, connection: sqlite3.Connection) -> bool:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        return version == self.schema_version

    def _is_sound(self, thorough: bool) -> bool:
        connection = sqlite3.connect(self.path, timeout=self.busy_seconds, isolation_level=None)
        try:
            if not self.has_our_schema(connection):
                return False
            check = "integrity_check(1)" if thorough else "schema_version"
            (answer,) = connection.execute(f"PRAGMA {check}").fetchone()
            return not thorough or answer == "ok"
        except sqlite3.DatabaseError as error:
            if is_damage(error):
                return False
            raise
        finally:
            connection.close()

    def _set_aside(self) -> None:
        """Keep one damaged file for whoever wants to look; an older one is overwritten, so they cannot pile up.

        Its side files go even if it was removed itself: SQLite would replay them into the new file.
        """
        aside = self.path.with_name(self.path.name + ".damaged")
        for suffix in ("-wal", "-shm", ""):
            with contextlib.suppress(FileNotFoundError):
                os.replace(f"{self.path}{suffix}", f"{aside}{suffix}")
                log.error("A file is set aside and a new one made", extra={"kept_as": f"{aside.name}{suffix}"})

    def _make_new_file(self) -> None:
        """Build the file under another name, so that nobody ever opens half of one."""
        unfinished = self.path.with_name(self.path.name + ".new")
        unfinished.unlink(missing_ok=True)
        make_private_file(unfinished)
        connection = sqlite3.connect(unfinished, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(self.schema)
            connection.execute(f"PRAGMA user_version = {self.schema_version:d}")
        finally:
            connection.close()
        os.replace(unfinished, self.path)

    @contextlib.contextmanager
    def _only_one_process(self) -> Iterator[None]:
        """Hold an empty SQLite file as a lock: the system frees it when its holder dies, on every platform."""
        lock_path = self.path.with_name(self.path.name + ".lock")
        make_private_file(lock_path)
        connection = sqlite3.connect(lock_path, timeout=LOCK_WAIT_SECONDS, isolation_level=None)
        try:
            connection.execute("BEGIN EXCLUSIVE")
            yield
        finally:
            connection.close()


def is_damage(error: sqlite3.Error) -> bool:
    """Tell damage, which a new file cures, from trouble that passes."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & PRIMARY_RESULT_CODE in DAMAGE_CODES


def make_private_directory(path: Path) -> None:
    """Make the directory for its owner alone; one that was there before keeps its mode, it may not be ours."""
    if not path.exists():
        path.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)


def make_private_file(path: Path) -> None:
    """SQLite gives its side files the mode of the main one, so the mode is set before SQLite sees it."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR))
    if stat.S_IMODE(path.stat().st_mode) != stat.S_IRUSR | stat.S_IWUSR:
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)
