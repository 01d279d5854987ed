"""Answers to invitations in the database. What is a good answer is decided in rsvps.py."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sandbox.wix.event_store import Event
from sandbox.wix.site import Subject


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answers: YES, NO or WAITLIST, for themselves and for the guests they bring."""

    event_id: str
    email: str
    first_name: str
    last_name: str
    status: str
    guest_names: Sequence[str]
    answers: Sequence[dict[str, Any]]

    @property
    def heads(self) -> int:
        """Return how many people it is about."""
        return 1 + len(self.guest_names)


def coming_to(db: sqlite3.Connection, event: Event) -> int:
    """Return how many people have said yes."""
    said_yes = "SELECT COALESCE(SUM(1 + guest_count), 0) FROM wix_rsvps WHERE event_id = ? AND status = 'YES'"
    return event.rsvp_before + int(db.execute(said_yes, (event.id,)).fetchone()[0])


def save_answer(db: sqlite3.Connection, answer: Answer, subject: Subject, now: str) -> sqlite3.Row:
    """Write an answer down and return it."""
    rsvp_id = str(uuid4())
    names, answers = json.dumps(list(answer.guest_names)), json.dumps(list(answer.answers))
    db.execute(
        "INSERT INTO wix_rsvps VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            *(rsvp_id, answer.event_id, subject.id, subject.kind),
            *(answer.email, answer.first_name, answer.last_name, answer.status),
            *(len(answer.guest_names), names, answers, now, now),
        ),
    )
    row: sqlite3.Row = db.execute("SELECT * FROM wix_rsvps WHERE id = ?", (rsvp_id,)).fetchone()
    return row


def has_answered(db: sqlite3.Connection, event_id: str, email: str) -> bool:
    """Tell whether there is an answer with this address, however it is spelled."""
    found = db.execute("SELECT 1 FROM wix_rsvps WHERE event_id = ? AND lower(email) = lower(?)", (event_id, email))
    return found.fetchone() is not None


def answers_of(db: sqlite3.Connection, subject: Subject, event_ids: Sequence[str]) -> list[sqlite3.Row]:
    """Return what somebody has answered to these events."""
    marks = ", ".join("?" for _ in event_ids)
    sql = f"SELECT * FROM wix_rsvps WHERE subject_kind = ? AND subject_id = ? AND event_id IN ({marks})"  # noqa: S608
    return db.execute(f"{sql} ORDER BY created_at", [subject.kind, subject.id, *event_ids]).fetchall()
