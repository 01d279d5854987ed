"""The sandbox's clock: real time plus an offset kept in the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sandbox.state import Database

OFFSET_KEY = "clock_offset_seconds"


class Clock:
    """Says what time it is in the sandbox, in every worker process alike."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def now(self) -> datetime:
        """Return the sandbox's time, aware and in UTC."""
        return datetime.now(UTC) + self.offset()

    def offset(self) -> timedelta:
        """Return how far the sandbox's time is ahead of real time."""
        with self._database.read() as db:
            row = db.execute("SELECT value FROM settings WHERE key = ?", (OFFSET_KEY,)).fetchone()
        return timedelta(seconds=float(row["value"])) if row else timedelta()

    def advance(self, step: timedelta) -> None:
        """Move the clock; a negative step moves it back."""
        self._store(self.offset() + step)

    def set(self, moment: datetime) -> None:
        """Set the clock to a moment, from which it runs on.

        Raises: ValueError if the moment has no time zone.
        """
        if moment.tzinfo is None:
            raise ValueError("the sandbox's clock takes only times with a time zone")
        self._store(moment - datetime.now(UTC))

    def reset(self) -> None:
        """Go back to real time."""
        self._store(timedelta())

    def _store(self, offset: timedelta) -> None:
        with self._database.change() as db:
            db.execute(
                "INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)",
                (OFFSET_KEY, str(offset.total_seconds())),
            )


class StoppedClock(Clock):
    """A clock that stands still, for what is written as if it had happened then."""

    def __init__(self, database: Database, moment: datetime) -> None:
        super().__init__(database)
        self._moment = moment

    def now(self) -> datetime:
        """Return the moment it stands at."""
        return self._moment


def iso(moment: datetime) -> str:
    """Write a moment the way both databases and platforms sort it: UTC, milliseconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_iso(text: str) -> datetime:
    """Read a moment from ISO 8601; without an offset it is UTC.

    Raises: ValueError.
    """
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
