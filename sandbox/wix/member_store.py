"""Members of the site, their passwords, and in which browsers they are signed in on the hosted pages."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from uuid import uuid4

from werkzeug.security import check_password_hash, generate_password_hash

from sandbox.seed import seed_id

# Passwords of a stand-in: hashed, so that none stands in the file, and cheaply, so that tests stay quick.
HASH_METHOD = "pbkdf2:sha256:1000"


class EmailTakenError(Exception):
    """There is a member with this address already."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with an account. `photo` is the file name of a picture of the seed."""

    id: str
    contact_id: str
    email: str
    first_name: str
    last_name: str
    nickname: str
    photo: str | None
    created_at: str


def create_member(
    db: sqlite3.Connection,
    email: str,
    password: str,
    now: str,
    *,
    first_name: str = "",
    last_name: str = "",
    nickname: str = "",
    photo: str | None = None,
    member_id: str | None = None,
) -> Member:
    """Make an account. Raises: EmailTakenError."""
    email = email.strip().lower()
    member = Member(
        id=member_id or str(uuid4()),
        # The same contact as on orders that were placed with this address.
        contact_id=seed_id("contact", email),
        email=email,
        first_name=first_name,
        last_name=last_name,
        nickname=nickname or first_name or email.partition("@")[0],
        photo=photo,
        created_at=now,
    )
    if find_member_by_email(db, member.email):
        raise EmailTakenError
    db.execute(
        "INSERT INTO wix_members (id, contact_id, email, password_hash, first_name, last_name, nickname, photo,"
        " created_at) VALUES (?,?,?,?,?,?,?,?,?)",
        (
            member.id,
            member.contact_id,
            member.email,
            generate_password_hash(password, method=HASH_METHOD),
            member.first_name,
            member.last_name,
            member.nickname,
            member.photo,
            member.created_at,
        ),
    )
    return member


def find_member(db: sqlite3.Connection, member_id: str) -> Member | None:
    """Return a member, None for an unknown id."""
    return _member(db.execute("SELECT * FROM wix_members WHERE id = ?", (member_id,)).fetchone())


def find_member_by_email(db: sqlite3.Connection, email: str) -> Member | None:
    """Return the member of an address, however it is spelled."""
    return _member(db.execute("SELECT * FROM wix_members WHERE email = ?", (email.strip().lower(),)).fetchone())


def check_password(db: sqlite3.Connection, email: str, password: str) -> Member | None:
    """Return the member whose address and password these are."""
    row = db.execute("SELECT * FROM wix_members WHERE email = ?", (email.strip().lower(),)).fetchone()
    return _member(row) if row and check_password_hash(row["password_hash"], password) else None


def sign_in_browser(db: sqlite3.Connection, browser: str, member_id: str, now: str) -> None:
    """Remember that a member is signed in with a browser; whoever was before is not any more."""
    db.execute("INSERT OR REPLACE INTO wix_signed_in_browsers VALUES (?,?,?)", (browser, member_id, now))


def sign_out_browser(db: sqlite3.Connection, browser: str) -> None:
    """Forget who is signed in with a browser."""
    db.execute("DELETE FROM wix_signed_in_browsers WHERE browser = ?", (browser,))


def signed_in_member(db: sqlite3.Connection, browser: str | None) -> Member | None:
    """Return the member who is signed in with a browser."""
    row = db.execute(
        "SELECT wix_members.* FROM wix_signed_in_browsers JOIN wix_members ON wix_members.id = member_id"
        " WHERE browser = ?",
        (browser,),
    ).fetchone()
    return _member(row)


def delete_member(db: sqlite3.Connection, member_id: str) -> None:
    """Delete an account; orders stay."""
    db.execute("DELETE FROM wix_members WHERE id = ?", (member_id,))
    db.execute("DELETE FROM wix_signed_in_browsers WHERE member_id = ?", (member_id,))
    db.execute("DELETE FROM wix_member_hurdles WHERE member_id = ?", (member_id,))


def _member(row: sqlite3.Row | None) -> Member | None:
    if row is None:
        return None
    return Member(**{name: row[name] for name in Member.__slots__})
