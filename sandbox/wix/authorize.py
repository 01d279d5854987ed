"""The authorize endpoint: who is signed in goes straight back to the shop with a code, others to the login page.

It is opened by the single-use address of an `auth` redirect session, or by a plain OAuth address without one.
"""

from __future__ import annotations

import sqlite3
from dataclasses import asdict
from datetime import datetime

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from sandbox.clock import iso
from sandbox.wix.auth_answers import answer
from sandbox.wix.auth_codes import issue_code, member_of_session_token
from sandbox.wix.auth_request import AUTHORIZE_PATH, NO_PROMPT, PROMPT_LOGIN, AuthRequest, read_address, refusal
from sandbox.wix.entrance import remember_browser, visit
from sandbox.wix.member_store import Member, sign_in_browser, signed_in_member
from sandbox.wix.notices import notice
from sandbox.wix.redirect_store import RedirectSession, Target, open_session
from sandbox.wix.site import Site, current_site
from sandbox.wix.tokens import new_visitor

authorize = Blueprint("authorize", __name__)


@authorize.get(f"/wix{AUTHORIZE_PATH}")
def open_authorize() -> Response:
    """Open the endpoint.

    Source: https://dev.wix.com/docs/rest/app-management/oauth-2/introduction
    """
    site = current_site()
    token = request.args.get("redirectSession")
    if token is None:
        asked = read_address(request.args)
        if reason := refusal(site, asked):
            return _refused(reason)
        token = _own_session(site, asked)
    session = visit(token)
    if isinstance(session, Response):
        return session
    response = proceed(site, session) or redirect(url_for("hosted_login.show", session_id=session.id), 302)
    return remember_browser(site, response, session.browser or "")


def proceed(site: Site, session: RedirectSession) -> Response | None:
    """Answer a request for which nobody has to be asked anything, None if somebody has to sign in first."""
    asked = AuthRequest(**session.details)
    if reason := refusal(site, asked):
        return _refused(reason)
    now = site.clock.now()
    with site.database.change() as db:
        member = _known_member(db, session, asked, now)
        code = issue_code(db, now, asked, member.id, session.subject) if member else None
    if code:
        return answer(site, asked, code=code)
    if asked.prompt == NO_PROMPT:
        return answer(site, asked, error="login_required", error_description="nobody is signed in")
    return None


def _own_session(site: Site, asked: AuthRequest) -> str:
    """Return the token of a redirect session for a plain OAuth address, which names no visitor."""
    with site.database.change() as db:
        target = Target("authorize", details=asdict(asked))
        _, token = open_session(db, site.clock.now(), new_visitor(), "auth", target, {}, None)
    return token


def _known_member(db: sqlite3.Connection, session: RedirectSession, asked: AuthRequest, now: datetime) -> Member | None:
    """Return who is signed in, unless the shop wants the question asked again."""
    if asked.prompt == PROMPT_LOGIN:
        return None
    if not asked.session_token:
        return signed_in_member(db, session.browser)
    member = member_of_session_token(db, asked.session_token, now)
    if member and session.browser:
        sign_in_browser(db, session.browser, member.id, iso(now))
    return member


def _refused(reason: str) -> Response:
    text = (
        "The shop asked in a way that cannot be answered, so there is no way back from here. Start again in the shop."
    )
    return notice(reason, text, 400)
