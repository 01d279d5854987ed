"""Redirect sessions in the database: spending the single-use address, and the ways back to the shop."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit
from uuid import uuid4

from sandbox.clock import iso
from sandbox.wix.site import Subject

LIFETIME = timedelta(minutes=10)
SELECT = (
    "SELECT *, EXISTS (SELECT 1 FROM wix_signed_in_browsers WHERE browser = wix_redirect_sessions.browser)"
    " AS is_signed_in FROM wix_redirect_sessions"
)


@dataclass(frozen=True, slots=True)
class Target:
    """What a redirect session is about: the id of a checkout, reservation or plan.

    `parameters` stand in the single-use address for people to read; `details` are what the hosted page needs to know
    beside the id.
    """

    id: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RedirectSession:
    """A trip of a browser to the hosted pages.

    `target` is the id of what it is about; `browser` the one that came, `is_signed_in` whether a member is signed in
    there by now.
    """

    id: str
    intent: str
    target: str
    details: Mapping[str, Any]
    subject: Subject
    callbacks: Mapping[str, str]
    expires_at: str
    spent_at: str | None
    browser: str | None
    is_signed_in: bool
    form_token: str

    def way_back(self, *names: str) -> str | None:
        """Return the first of these callbacks the shop has given, ready to be followed."""
        for name in names:
            if url := self.callbacks.get(name):
                return self.return_url(url)
        return None

    def return_url(self, url: str, **parameters: str) -> str:
        """Return a callback with Wix's parameters added to those it has."""
        parts = urlsplit(url)
        added = urlencode({**parameters, "wixMemberLoggedIn": "true" if self.is_signed_in else "false"})
        return urlunsplit(parts._replace(query=f"{parts.query}&{added}" if parts.query else added))


def open_session(
    db: sqlite3.Connection,
    now: datetime,
    subject: Subject,
    intent: str,
    target: Target,
    callbacks: Mapping[str, str],
    language: str | None,
) -> tuple[str, str]:
    """Write a new session; return its id, and the token of its single-use address."""
    session_id, token = str(uuid4()), secrets.token_urlsafe(32)
    db.execute(
        "INSERT INTO wix_redirect_sessions (id, token, intent, target, details, subject_id, subject_kind,"
        " callbacks, language, created_at, expires_at, form_token) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            session_id,
            token,
            intent,
            target.id,
            json.dumps(target.details),
            subject.id,
            subject.kind,
            json.dumps(callbacks),
            language,
            iso(now),
            iso(now + LIFETIME),
            secrets.token_urlsafe(24),
        ),
    )
    return session_id, token


def find_by_token(db: sqlite3.Connection, token: str) -> RedirectSession | None:
    """Return the session of an address, spent or not."""
    return _session(db.execute(f"{SELECT} WHERE token = ?", (token,)).fetchone())


def find_by_id(db: sqlite3.Connection, session_id: str) -> RedirectSession | None:
    """Return a session, None for an unknown id."""
    return _session(db.execute(f"{SELECT} WHERE id = ?", (session_id,)).fetchone())


def spend(db: sqlite3.Connection, session: RedirectSession, browser: str, now: str) -> bool:
    """Use the address up; False if it was used or has expired before."""
    changed = db.execute(
        "UPDATE wix_redirect_sessions SET spent_at = ?1, browser = ?2"
        " WHERE id = ?3 AND spent_at IS NULL AND expires_at > ?1",
        (now, browser, session.id),
    )
    return changed.rowcount == 1


def same_secret(shown: str | None, kept: str | None) -> bool:
    """Tell whether a browser shows the secret that was kept for it; nothing is never the same."""
    return bool(shown and kept) and secrets.compare_digest(str(shown).encode(), str(kept).encode())


def _session(row: sqlite3.Row | None) -> RedirectSession | None:
    if row is None:
        return None
    return RedirectSession(
        id=row["id"],
        intent=row["intent"],
        target=row["target"],
        details=json.loads(row["details"]),
        subject=Subject(row["subject_kind"], row["subject_id"]),
        callbacks=json.loads(row["callbacks"]),
        expires_at=row["expires_at"],
        spent_at=row["spent_at"],
        browser=row["browser"],
        is_signed_in=bool(row["is_signed_in"]),
        form_token=row["form_token"],
    )
