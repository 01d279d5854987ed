"""The endpoints that give tokens. Authorization codes come from authorize.py."""

from __future__ import annotations

import sqlite3
from typing import Any

from flask import Blueprint, request

from sandbox.clock import iso, parse_iso
from sandbox.wix.auth_codes import fits_challenge, take_code
from sandbox.wix.belongings import move_belongings
from sandbox.wix.errors import WixError, oauth_error
from sandbox.wix.member_store import find_member
from sandbox.wix.payload import json_body
from sandbox.wix.site import CLIENT_ID, SITE_ID, Subject, current_site
from sandbox.wix.tokens import ACCESS_TOKEN_SECONDS, find_token, issue_tokens, new_visitor

oauth = Blueprint("oauth", __name__)
CAMEL_CASE = {
    "clientId": "client_id",
    "grantType": "grant_type",
    "refreshToken": "refresh_token",
    "redirectUri": "redirect_uri",
    "codeVerifier": "code_verifier",
}


@oauth.post("/oauth2/token")
def token() -> dict[str, Any]:
    """Give tokens for a grant: JSON or form, camelCase or snake_case.

    Source: https://dev.wix.com/docs/rest/app-management/oauth-2/create-access-token
    """
    grant = _grant()
    if grant.get("client_id") != CLIENT_ID:
        raise oauth_error("invalid_client", "client is unknown")
    match grant.get("grant_type"):
        case "anonymous":
            return _reply(new_visitor())
        case "refresh_token":
            return _reply(_subject_of_refresh_token(grant.get("refresh_token")))
        case "authorization_code":
            return _exchange(grant)
        case _:
            raise oauth_error("unsupported_grant_type", "grant type is not supported")


@oauth.post("/oauth2/token-info")
def token_info() -> dict[str, Any]:
    """Tell whose an access token is, `{"active": false}` for one that is not good.

    Source: https://dev.wix.com/docs/rest/app-management/oauth-2/token-info
    """
    site = current_site()
    with site.database.read() as db:
        row = find_token(db, str(json_body().get("token", "")), "access")
    if row is None or row["expires_at"] <= iso(site.clock.now()):
        return {"active": False}
    return {
        "active": True,
        "subjectType": row["subject_kind"],
        "subjectId": row["subject_id"],
        "exp": str(int(parse_iso(row["expires_at"]).timestamp())),
        "iat": str(int(parse_iso(row["issued_at"]).timestamp())),
        "clientId": row["client_id"],
        "siteId": SITE_ID,
    }


def _grant() -> dict[str, Any]:
    fields = request.form.to_dict() if request.form else json_body()
    return {CAMEL_CASE.get(name, name): value for name, value in fields.items()}


def _subject_of_refresh_token(refresh_token: Any) -> Subject:
    with current_site().database.read() as db:
        row = find_token(db, refresh_token, "refresh") if isinstance(refresh_token, str) else None
    if row is None:
        raise oauth_error("invalid_grant", "refresh token is invalid")
    return Subject(row["subject_kind"], row["subject_id"])


def _exchange(grant: dict[str, Any]) -> dict[str, Any]:
    """Give a member tokens for a code; what the visitor had before comes along."""
    code = _code_row(grant)
    member = Subject("MEMBER", code["member_id"])
    with current_site().database.change() as db:
        if find_member(db, member.id) is None:
            raise _bad_code()
        if code["visitor_id"]:
            move_belongings(db, Subject("VISITOR", code["visitor_id"]), member)
    return _reply(member, refreshable="offline_access" in code["scope"].split())


def _code_row(grant: dict[str, Any]) -> sqlite3.Row:
    """Return what a code stands for. A code is used up by the first attempt, even a wrong one."""
    site = current_site()
    code, verifier, redirect_uri = (str(grant.get(name) or "") for name in ("code", "code_verifier", "redirect_uri"))
    with site.database.change() as db:
        row = take_code(db, code, site.clock.now())
    if (
        row is None
        or row["redirect_uri"] not in ("", redirect_uri)
        or not fits_challenge(verifier, row["code_challenge"])
    ):
        raise _bad_code()
    return row


def _bad_code() -> WixError:
    return oauth_error("invalid_grant", "code or verifier is invalid")


def _reply(subject: Subject, *, refreshable: bool = True) -> dict[str, Any]:
    site = current_site()
    now = site.clock.now()
    with site.database.change() as db:
        access, refresh = issue_tokens(db, now, CLIENT_ID, subject, refreshable=refreshable)
    body = {"access_token": access, "token_type": "Bearer", "expires_in": ACCESS_TOKEN_SECONDS}
    return {**body, "refresh_token": refresh} if refresh else body
