"""What was asked of the APIs: a bounded list of calls, without bodies, query strings and credentials."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.clock import Clock, iso
from sandbox.state import Database

KEPT_CALLS = 1000


@dataclass(frozen=True, slots=True)
class Call:
    """One API call. `status` is None when the connection was cut; `fault` names the misbehaviour it met."""

    at: str
    method: str
    path: str
    status: int | None
    subject_kind: str | None
    subject_id: str | None
    fault: str | None


class Journal:
    """Records calls and forgets the oldest."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def record(
        self, method: str, path: str, status: int | None, subject: tuple[str, str] | None, fault: str | None
    ) -> None:
        """Add a call; `subject` is a pair of kind and id, None for nobody."""
        kind, subject_id = subject or (None, None)
        at = iso(self._clock.now())
        with self._database.change() as db:
            cursor = db.execute(
                "INSERT INTO journal (at, method, path, status, subject_kind, subject_id, fault)"
                " VALUES (?,?,?,?,?,?,?)",
                (at, method, path, status, kind, subject_id, fault),
            )
            db.execute("DELETE FROM journal WHERE id <= ?", ((cursor.lastrowid or 0) - KEPT_CALLS,))

    def calls(self) -> list[Call]:
        """Return the kept calls, oldest first."""
        with self._database.read() as db:
            rows = db.execute(
                "SELECT at, method, path, status, subject_kind, subject_id, fault FROM journal ORDER BY id"
            ).fetchall()
        return [Call(*row) for row in rows]

    def clear(self) -> None:
        """Forget all calls."""
        with self._database.change() as db:
            db.execute("DELETE FROM journal")
