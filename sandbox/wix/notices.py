"""A hosted page that says one thing, with a way back to the shop."""

from __future__ import annotations

from flask import make_response, render_template
from werkzeug.wrappers import Response

from sandbox.wix.redirect_store import RedirectSession


def notice(
    title: str, text: str, status: int, session: RedirectSession | None = None, back: str | None = None
) -> Response:
    """Return the page; the way back is `back`, else the best callback of the session."""
    if back is None and session is not None:
        back = session.way_back("cartPageUrl", "postFlowUrl", "thankYouPageUrl")
    return make_response(render_template("notice.html", title=title, text=text, back=back), status)
