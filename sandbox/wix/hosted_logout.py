"""The logout page: opening it signs the browser out, and every token of the member is worth nothing from then on."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from sandbox.wix.entrance import BROWSER_COOKIE
from sandbox.wix.member_store import sign_out_browser, signed_in_member
from sandbox.wix.notices import notice
from sandbox.wix.redirect_store import find_by_id, same_secret
from sandbox.wix.site import Subject, current_site
from sandbox.wix.tokens import forget_tokens

hosted_logout = Blueprint("hosted_logout", __name__)


@hosted_logout.get("/wix/sign-out/<session_id>")
def show(session_id: str) -> Response:
    """Sign out whoever called for this address and whoever is signed in with the browser, and go back to the shop."""
    with current_site().database.change() as db:
        session = find_by_id(db, session_id)
        if session is None or session.intent != "logout":
            abort(404)
        if session.browser is None or not same_secret(request.cookies.get(BROWSER_COOKIE), session.browser):
            abort(404)
        member = signed_in_member(db, session.browser)
        for subject in (session.subject, Subject("MEMBER", member.id) if member else None):
            if subject and subject.kind == "MEMBER":
                forget_tokens(db, subject)
        sign_out_browser(db, session.browser)
        session = find_by_id(db, session_id) or session
    url = session.way_back("postFlowUrl", "cartPageUrl")
    return (
        redirect(url, 302) if url else notice("You are signed out", "The shop has given no address to return to.", 200)
    )
