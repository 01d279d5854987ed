"""The single-use address of a redirect session: it is spent by the first visit, and leads to a page that stays."""

from __future__ import annotations

import secrets
import sqlite3

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from sandbox.clock import iso
from sandbox.wix.intents import INTENTS
from sandbox.wix.member_store import sign_in_browser
from sandbox.wix.notices import notice
from sandbox.wix.redirect_store import RedirectSession, find_by_id, find_by_token, same_secret, spend
from sandbox.wix.site import Site, current_site

entrance = Blueprint("entrance", __name__)
BROWSER_COOKIE = "wix_sandbox_browser"


def enter() -> Response:
    """Open `fullUrl`.

    Source: https://dev.wix.com/docs/rest/business-management/headless/redirects/introduction
    """
    return _enter(request.args.get("redirectSession", ""))


for _name, _intent in INTENTS.items():
    if not _intent.has_own_entrance:
        entrance.add_url_rule(f"/wix{_intent.path}", f"enter_{_name}", enter)


@entrance.get("/wix/_r/<token>")
def enter_short(token: str) -> Response:
    """Open `shortUrl`."""
    return _enter(token)


def visit(token: str) -> RedirectSession | Response:
    """Use an address up for the browser that came; a page for people if it does not work."""
    site = current_site()
    if request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        # Link previews and prefetching must not use the address up.
        return Response(status=204)
    with site.database.read() as db:
        session = find_by_token(db, token)
    if session is None:
        return notice("This address does not work", "A shop makes it with a redirect session, for one visit.", 404)
    browser = request.cookies.get(BROWSER_COOKIE) or secrets.token_urlsafe(24)
    now = iso(site.clock.now())
    with site.database.change() as db:
        fresh = spend(db, session, browser, now)
        if fresh and session.subject.kind == "MEMBER" and INTENTS[session.intent].keeps_identity:
            sign_in_browser(db, browser, session.subject.id, now)
        opened = find_by_id(db, session.id)
    return opened if fresh and opened else _used_up(session)


def remember_browser(site: Site, response: Response, browser: str) -> Response:
    """Let a browser keep the cookie by which the hosted pages know it again."""
    response.set_cookie(
        BROWSER_COOKIE,
        browser,
        path=f"{request.script_root}/wix",
        secure=site.public_url.startswith("https:"),
        httponly=True,
        samesite="Lax",
    )
    return response


def _enter(token: str) -> Response:
    session = visit(token)
    if isinstance(session, Response):
        return session
    response = redirect(url_for(INTENTS[session.intent].page, session_id=session.id), 302)
    return remember_browser(current_site(), response, session.browser or "")


def _used_up(session: RedirectSession) -> Response:
    if session.spent_at is None:
        return notice("This address is too old", "It lives for ten minutes. Start again in the shop.", 410, session)
    text = "It works once. If your checkout is still open in another tab, go on there; else start again in the shop."
    return notice("This address was used before", text, 410, session)


def visiting(db: sqlite3.Connection, session_id: str, *intents: str) -> RedirectSession:
    """Return the session of a hosted page, for the browser that came by its address; 404 for any other."""
    session = find_by_id(db, session_id)
    if session is None or session.intent not in intents:
        abort(404)
    if not same_secret(request.cookies.get(BROWSER_COOKIE), session.browser):
        abort(404)
    return session
