"""Access and refresh tokens: minting them, telling whose they are. The endpoints are in oauth.py."""

from __future__ import annotations

import secrets
import sqlite3
from datetime import datetime, timedelta
from uuid import uuid4

from sandbox.clock import iso
from sandbox.wix.site import API_KEY, SITE_ID, Site, Subject

ACCESS_TOKEN_SECONDS = 14_400
ADMIN = Subject("API_KEY", "00000000-0000-4000-8000-000000000001")


def new_visitor() -> Subject:
    """Make a visitor nobody has seen before."""
    return Subject("VISITOR", str(uuid4()))


def issue_tokens(
    db: sqlite3.Connection, now: datetime, client_id: str, subject: Subject, *, refreshable: bool = True
) -> tuple[str, str | None]:
    """Return a new access token and, unless nobody wants one, a new refresh token; earlier ones stay good."""
    access = f"OauthNG.JWS.{secrets.token_urlsafe(48)}"
    refresh = f"JWS.{secrets.token_urlsafe(48)}" if refreshable else None
    expires_at = iso(now + timedelta(seconds=ACCESS_TOKEN_SECONDS))
    db.execute("DELETE FROM wix_tokens WHERE expires_at < ?", (iso(now - timedelta(days=1)),))
    for token, kind, until in ((access, "access", expires_at), (refresh, "refresh", None)):
        if token is None:
            continue
        row = (token, kind, client_id, subject.kind, subject.id, iso(now), until)
        db.execute("INSERT INTO wix_tokens VALUES (?,?,?,?,?,?,?)", row)
    return access, refresh


def find_token(db: sqlite3.Connection, token: str, kind: str) -> sqlite3.Row | None:
    """Return what is known of a token, expired or not."""
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM wix_tokens WHERE token = ? AND kind = ?", (token, kind)
    ).fetchone()
    return row


def subject_of(site: Site, authorization: str, site_id: str | None) -> Subject | None:
    """Return whom an Authorization header names, None if its token is unknown or expired.

    The token stands there bare; a `Bearer ` before it is forgiven.
    """
    token = authorization.removeprefix("Bearer ").strip()
    if token == API_KEY:
        return ADMIN if site_id == SITE_ID else None
    with site.database.read() as db:
        row = find_token(db, token, "access")
    if row is None or row["expires_at"] <= iso(site.clock.now()):
        return None
    return Subject(row["subject_kind"], row["subject_id"])


def forget_tokens(db: sqlite3.Connection, subject: Subject) -> None:
    """Let no token of a subject be good any more, and nothing that could become one."""
    db.execute("DELETE FROM wix_tokens WHERE subject_id = ? AND subject_kind = ?", (subject.id, subject.kind))
    db.execute("DELETE FROM wix_authorization_codes WHERE member_id = ?", (subject.id,))
    db.execute("DELETE FROM wix_session_tokens WHERE member_id = ?", (subject.id,))


def expire_access_tokens(site: Site, visitor_id: str | None) -> None:
    """Let the access tokens of one visitor, or of all, expire now."""
    with site.database.change() as db:
        db.execute(
            "UPDATE wix_tokens SET expires_at = ?1 WHERE kind = 'access' AND (?2 IS NULL OR subject_id = ?2)",
            (iso(site.clock.now()), visitor_id),
        )


def revoke_refresh_tokens(site: Site, visitor_id: str | None) -> None:
    """Forget the refresh tokens of one visitor, or of all."""
    with site.database.change() as db:
        db.execute(
            "DELETE FROM wix_tokens WHERE kind = 'refresh' AND (?1 IS NULL OR subject_id = ?1)",
            (visitor_id,),
        )
