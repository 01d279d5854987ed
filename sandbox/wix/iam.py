"""The calls behind a shop's own login form. They give session tokens, which the authorize endpoint turns into codes.

Source: https://dev.wix.com/docs/rest/crm/members-contacts/members/authentication/introduction
"""

from __future__ import annotations

import sqlite3
from typing import Any

from flask import Blueprint

from sandbox.clock import iso
from sandbox.wix.auth_codes import issue_session_token
from sandbox.wix.errors import application_error, required, violation
from sandbox.wix.member_hurdles import REQUIRE_EMAIL_VERIFICATION, find_hurdle, set_hurdle, verify
from sandbox.wix.member_store import (
    EmailTakenError,
    Member,
    check_password,
    create_member,
    find_member,
    find_member_by_email,
)
from sandbox.wix.payload import json_body, mapping, required_text, text
from sandbox.wix.sign_in_form import EMAIL
from sandbox.wix.site import current_site, current_subject

iam = Blueprint("iam", __name__, url_prefix="/_api/iam")
Json = dict[str, Any]
LONGEST_EMAIL, LONGEST_NAME, LONGEST_PASSWORD = 320, 100, 100


@iam.post("/authentication/v2/login")
def login() -> Json:
    """Check e-mail address and password."""
    current_subject()
    payload = json_body()
    email, password = _email(payload), required_text(payload, "password", longest=LONGEST_PASSWORD)
    with current_site().database.change() as db:
        if find_member_by_email(db, email) is None:
            raise application_error(404, "-19999", "identity is unknown")
        member = check_password(db, email, password)
        if member is None:
            raise application_error(401, "-19976", "password is incorrect")
        return _outcome(db, member)


@iam.post("/authentication/v2/register")
def register() -> Json:
    """Make an account; the domain of the address decides whether it may be used at once."""
    current_subject()
    site, payload = current_site(), json_body()
    email, password = _email(payload), required_text(payload, "password", longest=LONGEST_PASSWORD)
    profile = mapping(payload, "profile")
    first, last, nick = (
        text(profile, name, longest=LONGEST_NAME) or "" for name in ("firstName", "lastName", "nickname")
    )
    with site.database.change() as db:
        try:
            member = create_member(
                db, email, password, iso(site.clock.now()), first_name=first, last_name=last, nickname=nick
            )
        except EmailTakenError:
            raise application_error(409, "-19995", "email already exists") from None
        set_hurdle(db, member.id, email)
        return _outcome(db, member)


@iam.post("/verification/v1/auth/verify")
def verify_email() -> Json:
    """Take the code of an e-mail that was never sent."""
    current_subject()
    payload = json_body()
    code, state_token = required_text(payload, "code"), required_text(payload, "stateToken")
    with current_site().database.change() as db:
        member_id = verify(db, state_token, code)
        member = find_member(db, member_id) if member_id else None
        if member is None:
            raise application_error(400, "INVALID_VERIFICATION_CODE", "verification code is invalid")
        return _outcome(db, member)


@iam.post("/recovery/v1/send-email")
def send_recovery_email() -> Json:
    """Promise an e-mail to whoever asks, so that nobody learns who has an account."""
    current_subject()
    payload = json_body()
    _checked_email(required_text(payload, "email", longest=LONGEST_EMAIL), "email")
    mapping(payload, "redirect")
    return {}


def _email(payload: Json) -> str:
    login_id = mapping(payload, "loginId")
    if not login_id:
        raise required("loginId")
    return _checked_email(required_text(login_id, "email", longest=LONGEST_EMAIL), "loginId.email")


def _checked_email(email: str, field: str) -> str:
    if not EMAIL.fullmatch(email.strip()):
        raise violation(field, "must be an e-mail address", "FORMAT")
    return email.strip()


def _outcome(db: sqlite3.Connection, member: Member) -> Json:
    """Return a session token, or what the account has to wait for."""
    hurdle = find_hurdle(db, member.id)
    if hurdle is None:
        token = issue_session_token(db, current_site().clock.now(), member.id)
        return {"state": "SUCCESS", "sessionToken": token, "identity": {"id": member.id}}
    if hurdle["state"] == REQUIRE_EMAIL_VERIFICATION:
        return {"state": hurdle["state"], "stateToken": hurdle["state_token"]}
    return {"state": hurdle["state"]}
