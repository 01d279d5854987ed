"""Accounts that were made but may not be used yet: the e-mail address is not verified, or the owner has to agree."""

from __future__ import annotations

import secrets
import sqlite3

REQUIRE_EMAIL_VERIFICATION = "REQUIRE_EMAIL_VERIFICATION"
REQUIRE_OWNER_APPROVAL = "REQUIRE_OWNER_APPROVAL"
# Nobody reads an e-mail of the sandbox, so every code is the same.
VERIFICATION_CODE = "123456"
HURDLES = {"verify.example": REQUIRE_EMAIL_VERIFICATION, "approval.example": REQUIRE_OWNER_APPROVAL}


def set_hurdle(db: sqlite3.Connection, member_id: str, email: str) -> None:
    """Put the hurdle before an account which the domain of its address stands for, if any."""
    state = HURDLES.get(email.strip().lower().rpartition("@")[2])
    if state:
        db.execute("INSERT INTO wix_member_hurdles VALUES (?,?,?)", (member_id, state, secrets.token_urlsafe(32)))


def find_hurdle(db: sqlite3.Connection, member_id: str) -> sqlite3.Row | None:
    """Return what keeps a member from signing in, None if nothing does."""
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM wix_member_hurdles WHERE member_id = ?", (member_id,)
    ).fetchone()
    return row


def verify(db: sqlite3.Connection, state_token: str, code: str) -> str | None:
    """Take the hurdle of an address that is verified by its code; return the member's id, None for a wrong code."""
    if code != VERIFICATION_CODE:
        return None
    row = db.execute(
        "DELETE FROM wix_member_hurdles WHERE state_token = ? AND state = ? RETURNING member_id",
        (state_token, REQUIRE_EMAIL_VERIFICATION),
    ).fetchone()
    return row["member_id"] if row else None
