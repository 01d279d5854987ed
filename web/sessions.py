"""Flask's `session` on our store: opened for a request, saved with its answer, known by a cookie."""

from __future__ import annotations

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin

from web.server_session import ServerSession
from web.session_store import SessionStore, SessionStoreError

__all__ = ["ServerSession", "ServerSessionInterface", "init_sessions"]

COOKIE_SECONDS = 30 * 86400
SERVER_ERROR = 500
STALE_HEADERS = ("Content-Type", "Content-Length", "Location", "ETag", "Last-Modified", "Set-Cookie")


def init_sessions(app: Flask, store: SessionStore, *, secure: bool) -> None:
    """Let `flask.session` of this app live in `store`; `secure` is False only for http on loopback."""
    app.extensions["session_store"] = store
    app.session_interface = ServerSessionInterface(store, secure=secure)


class ServerSessionInterface(SessionInterface):
    """Opens and saves `ServerSession` for Flask."""

    def __init__(self, store: SessionStore, *, secure: bool) -> None:
        self._store = store
        self._secure = secure
        self._cookie_name = "__Host-session" if secure else "session"

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        return ServerSession(self._store, request.cookies.get(self._cookie_name))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not isinstance(session, ServerSession) or not session.was_opened:
            return
        try:
            if response.status_code < SERVER_ERROR:
                session.save()
            self._tell_browser(session, response)
        except SessionStoreError as error:
            # Flask maps errors to pages only while a view runs, so the page for this one is fetched here.
            replace_answer(response, app.make_response(app.handle_user_exception(error)))
            self._tell_browser_the_id(session, response)
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("Cookie")

    def _tell_browser(self, session: ServerSession, response: Response) -> None:
        if session.is_cookie_useless():
            response.delete_cookie(self._cookie_name, path="/", secure=self._secure, httponly=True, samesite="Lax")
        self._tell_browser_the_id(session, response)

    def _tell_browser_the_id(self, session: ServerSession, response: Response) -> None:
        session_id = session.id_for_cookie()
        if session_id is not None:
            response.set_cookie(
                self._cookie_name,
                session_id,
                max_age=COOKIE_SECONDS,
                path="/",
                secure=self._secure,
                httponly=True,
                samesite="Lax",
            )


def replace_answer(response: Response, answer: Response) -> None:
    """Turn `response` into `answer`, keeping the headers that other parts have already added for every answer."""
    for name in STALE_HEADERS:
        response.headers.pop(name, None)
    response.set_data(answer.get_data())
    response.status = answer.status
    for name, value in answer.headers.items():
        response.headers[name] = value
