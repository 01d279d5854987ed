"""Whether this process answers; nothing else is asked, so that a platform's trouble never restarts the shop."""

from __future__ import annotations

from flask import Blueprint, Response

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """200 without a session, a platform call or a log line."""
    return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})
