"""Where to go after signing in: one of our own pages, by the names of the pages that may be gone back to."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from routes.languages import own_path, split_language

LONGEST = 512
# Pages that take part in signing in or out, and what is no page to read.
NEVER = {"sign_in", "feeds", "health"}


def safe_next(text: str | None) -> str:
    """The path of one of our pages that a browser can open by GET; anything else becomes the front page."""
    if not text or len(text) > LONGEST or not text.isascii() or not text.isprintable() or "\\" in text:
        return url_for("catalog.home")
    if not text.startswith("/") or text.startswith("//"):
        return url_for("catalog.home")
    return text if is_page_of_ours(split_language(urlsplit(text).path)[1]) else url_for("catalog.home")


def this_page() -> str:
    """The address of the page that is asked for, with its query, as `safe_next` takes it."""
    query = request.query_string.decode("ascii", "replace")
    return safe_next(f"{own_path()}?{query}" if query else own_path())


def is_page_of_ours(path: str) -> bool:
    """Whether a view of ours answers this path, apart from those that no visitor comes back to."""
    adapter = current_app.url_map.bind_to_environ(request.environ)
    try:
        endpoint, _ = adapter.match(path, method="GET")
    except (RequestRedirect, HTTPException):
        return False
    return "." in endpoint and endpoint.partition(".")[0] not in NEVER
