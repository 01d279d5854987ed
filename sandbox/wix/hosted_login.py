"""The login page: signing in, making an account, or going back to the shop as a guest."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from sandbox.clock import iso
from sandbox.wix.auth_answers import answer
from sandbox.wix.auth_codes import issue_code
from sandbox.wix.auth_request import AuthRequest, refusal
from sandbox.wix.authorize import proceed
from sandbox.wix.entrance import visiting
from sandbox.wix.member_store import Member, sign_in_browser
from sandbox.wix.notices import notice
from sandbox.wix.redirect_store import RedirectSession, find_by_id, same_secret
from sandbox.wix.sign_in_form import SignIn, first_sign_in, read_sign_in
from sandbox.wix.site import current_site

hosted_login = Blueprint("hosted_login", __name__, url_prefix="/wix/sign-in/<session_id>")
INTENTS = ("auth", "login")


@hosted_login.get("")
def show(session_id: str) -> Response:
    """Show the page, or lead on whoever has been signed in meanwhile."""
    site, session = current_site(), _open(session_id)
    if session.intent == "auth" and (response := proceed(site, session)):
        return response
    with site.database.read() as db:
        return _page(session, first_sign_in(db))


@hosted_login.post("")
def act(session_id: str) -> Response:
    """Do what one of the page's forms asks for."""
    site, session = current_site(), _open(session_id)
    if not same_secret(request.form.get("formToken"), session.form_token):
        return notice("This form is not from here", "Start again in the shop.", 403)
    if session.intent == "auth" and refusal(site, AuthRequest(**session.details)):
        abort(400)
    if request.form.get("action") == "cancel":
        return _cancel(session)
    now = iso(site.clock.now())
    with site.database.change() as db:
        sign_in = read_sign_in(db, request.form, now)
        if sign_in.member:
            sign_in_browser(db, session.browser or "", sign_in.member.id, now)
    return _lead_back(session, sign_in.member) if sign_in.member else _page(session, sign_in, 422)


def _open(session_id: str) -> RedirectSession:
    """Return the session of a page, for the browser that came by the address; 404 for any other."""
    with current_site().database.read() as db:
        return visiting(db, session_id, *INTENTS)


def _page(session: RedirectSession, sign_in: SignIn, status: int = 200) -> Response:
    page = render_template("sign_in.html", form_token=session.form_token, sign_in=sign_in)
    return make_response(page, status)


def _lead_back(session: RedirectSession, member: Member) -> Response:
    if session.intent == "login":
        return _leave(session, "You are signed in")
    site, asked = current_site(), AuthRequest(**session.details)
    with site.database.change() as db:
        code = issue_code(db, site.clock.now(), asked, member.id, session.subject)
    return answer(site, asked, code=code)


def _cancel(session: RedirectSession) -> Response:
    if session.intent == "login":
        return _leave(session, "You have left the login page")
    description = "the login page was left without signing in"
    return answer(current_site(), AuthRequest(**session.details), error="access_denied", error_description=description)


def _leave(session: RedirectSession, title: str) -> Response:
    """Go back by the shop's callback, which tells whether a member is signed in by now."""
    with current_site().database.read() as db:
        fresh = find_by_id(db, session.id) or session
    url = fresh.way_back("postFlowUrl", "cartPageUrl")
    if url is None:
        return notice(title, "The shop has given no address to return to.", 200)
    return redirect(url, 303)
