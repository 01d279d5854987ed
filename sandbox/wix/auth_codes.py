"""Authorization codes and the session tokens of a shop's own login form: short-lived proofs of who somebody is."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import sqlite3
from datetime import datetime, timedelta

from sandbox.clock import iso
from sandbox.wix.auth_request import AuthRequest
from sandbox.wix.member_store import Member, find_member
from sandbox.wix.site import Subject

CODE_LIFETIME = timedelta(minutes=5)
SESSION_TOKEN_LIFETIME = timedelta(minutes=10)
VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


def issue_code(db: sqlite3.Connection, now: datetime, asked: AuthRequest, member_id: str, visitor: Subject) -> str:
    """Return a code for a request; what the visitor has will follow the member when it is exchanged."""
    code = f"IAMCODE.{secrets.token_urlsafe(32)}"
    db.execute("DELETE FROM wix_authorization_codes WHERE expires_at <= ?", (iso(now),))
    db.execute(
        "INSERT INTO wix_authorization_codes VALUES (?,?,?,?,?,?,?,?)",
        (
            code,
            member_id,
            asked.client_id,
            asked.redirect_uri,
            asked.code_challenge,
            asked.scope,
            visitor.id if visitor.kind == "VISITOR" else None,
            iso(now + CODE_LIFETIME),
        ),
    )
    return code


def take_code(db: sqlite3.Connection, code: str, now: datetime) -> sqlite3.Row | None:
    """Use a code up, rightly or wrongly; None if it is unknown, used or too old."""
    row = db.execute("DELETE FROM wix_authorization_codes WHERE code = ? RETURNING *", (code,)).fetchone()
    return row if row and row["expires_at"] > iso(now) else None


def fits_challenge(verifier: str, challenge: str) -> bool:
    """Tell whether a PKCE verifier belongs to an S256 challenge."""
    if not VERIFIER.fullmatch(verifier):
        return False
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return secrets.compare_digest(digest, challenge)


def issue_session_token(db: sqlite3.Connection, now: datetime, member_id: str) -> str:
    """Return a token that stands for a member in an authorize request."""
    token = f"JWS.session.{secrets.token_urlsafe(32)}"
    db.execute("DELETE FROM wix_session_tokens WHERE expires_at <= ?", (iso(now),))
    db.execute("INSERT INTO wix_session_tokens VALUES (?,?,?)", (token, member_id, iso(now + SESSION_TOKEN_LIFETIME)))
    return token


def member_of_session_token(db: sqlite3.Connection, token: str, now: datetime) -> Member | None:
    """Return whom a session token stands for, None if it is not good."""
    row = db.execute(
        "SELECT member_id FROM wix_session_tokens WHERE token = ? AND expires_at > ?", (token, iso(now))
    ).fetchone()
    return find_member(db, row["member_id"]) if row else None
