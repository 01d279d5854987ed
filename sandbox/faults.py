"""Misbehaviour on request: which call shall meet which fault. How a fault looks on the wire is in gateway.py."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from sandbox.state import Database

KINDS = (
    "slow",
    "status",
    "html",
    "empty",
    "garbage",
    "wrong_types",
    "reset",
    "dead_refresh",
    "silent_drop",
    "applied_then_error",
    "merged",
)
OPTIONS = {"seconds", "status", "retry_after", "text", "bare", "body", "merge", "asking", "trouble"}
LONGEST_WAIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of misbehaviour, waiting for `times` more calls (None: for ever)."""

    id: int
    path: str
    method: str | None
    kind: str
    times: int | None
    visitor_id: str | None
    options: Mapping[str, Any]

    def matches(self, path: str, method: str, visitor_ids: Collection[str], *, is_refresh: bool, body: bytes) -> bool:
        """Tell whether a call meets this fault."""
        if self.method and self.method != method:
            return False
        if self.visitor_id and self.visitor_id not in visitor_ids:
            return False
        if self.kind == "dead_refresh" and not is_refresh:
            return False
        if str(self.options.get("asking", "")).encode() not in body:
            return False
        return path.startswith(self.path) or fnmatchcase(path, self.path)


class Faults:
    """The faults that wait in the database, so that every worker process obeys them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        path: str,
        *,
        kind: str,
        method: str | None = None,
        times: int | None = 1,
        visitor_id: str | None = None,
        **options: Any,
    ) -> int:
        """Let calls go wrong, and return the fault's id.

        `path` is a prefix or an fnmatch pattern of the path without the platform's mount ("/ecom/v1/carts*").
        Options: `seconds` for slow; `status` for status and html; for status also `retry_after` (seconds), `body`,
        `text` (an answer in plain text in place of the platform's JSON) and `bare` (without the headers that the
        platform sends with every answer, its rate limit); `merge` (what goes into the answer) for merged; for all
        `asking`, a text that the call's body must hold. `visitor_id` is that of a token, or the one that the caller's
        X-Sandbox-Visitor names.

        Raises: ValueError for an unknown kind or option.
        """
        _check(kind, times, options)
        with self._database.change() as db:
            cursor = db.execute(
                "INSERT INTO faults (path, method, kind, times, visitor_id, options) VALUES (?,?,?,?,?,?)",
                (path, method.upper() if method else None, kind, times, visitor_id, json.dumps(options)),
            )
            return cursor.lastrowid or 0

    def take(
        self, path: str, method: str, *visitor_ids: str, is_refresh: bool = False, body: bytes = b""
    ) -> Fault | None:
        """Return the fault this call meets, counting it down; None for a call that goes well.

        `visitor_ids` are all the ids that the caller is known by.
        """
        with self._database.read() as db:
            if not _waiting_for(db, visitor_ids):
                return None
        with self._database.change() as db:
            for fault in _waiting_for(db, visitor_ids):
                if fault.matches(path, method, visitor_ids, is_refresh=is_refresh, body=body):
                    db.execute("UPDATE faults SET times = times - 1 WHERE id = ?", (fault.id,))
                    db.execute("DELETE FROM faults WHERE times <= 0")
                    return fault
        return None

    def waiting_for(self, visitor_id: str) -> list[Fault]:
        """Return the faults that wait for this visitor alone, oldest first."""
        with self._database.read() as db:
            rows = db.execute("SELECT * FROM faults WHERE visitor_id = ? ORDER BY id", (visitor_id,)).fetchall()
        return [_fault_from_row(row) for row in rows]

    def remove(self, fault_ids: Iterable[int]) -> None:
        """Take faults back; those that are gone already are no matter."""
        with self._database.change() as db:
            db.executemany("DELETE FROM faults WHERE id = ?", [(fault_id,) for fault_id in fault_ids])

    def waiting(self) -> list[Fault]:
        """Return the faults no call has met yet, oldest first."""
        with self._database.read() as db:
            rows = db.execute("SELECT * FROM faults ORDER BY id").fetchall()
        return [_fault_from_row(row) for row in rows]

    def clear(self) -> None:
        """Behave again."""
        with self._database.change() as db:
            db.execute("DELETE FROM faults")


def _waiting_for(db: sqlite3.Connection, visitor_ids: Sequence[str]) -> list[Fault]:
    places = ", ".join("?" for _ in visitor_ids)
    condition = f"visitor_id IS NULL OR visitor_id IN ({places})"
    rows = db.execute(f"SELECT * FROM faults WHERE {condition} ORDER BY id", visitor_ids).fetchall()  # noqa: S608
    return [_fault_from_row(row) for row in rows]


def _check(kind: str, times: int | None, options: Mapping[str, Any]) -> None:
    if kind not in KINDS:
        raise ValueError(f"unknown kind of fault {kind!r}; there are: {', '.join(KINDS)}")
    if unknown := set(options) - OPTIONS:
        raise ValueError(f"unknown options of a fault: {', '.join(sorted(unknown))}")
    if times is not None and times < 1:
        raise ValueError("times must be at least 1, or None for ever")
    if not 100 <= int(options.get("status", 500)) <= 599:
        raise ValueError("status must be an HTTP status")
    if not 0 <= float(options.get("seconds", 0)) <= LONGEST_WAIT_SECONDS:
        raise ValueError(f"seconds must be between 0 and {LONGEST_WAIT_SECONDS:g}")


def _fault_from_row(row: Mapping[str, Any]) -> Fault:
    return Fault(
        id=row["id"],
        path=row["path"],
        method=row["method"],
        kind=row["kind"],
        times=row["times"],
        visitor_id=row["visitor_id"],
        options=json.loads(row["options"]),
    )
