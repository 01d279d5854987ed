"""What machines read: for now, whether search engines are welcome."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

blueprint = Blueprint("feeds", __name__)

PERSONAL_PAGES = ("/cart", "/checkout", "/order-confirmation", "/thank-you", "/account", "/auth", "/find-order")


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Everything is closed unless the deployment is indexable; personal pages always are."""
    closed = PERSONAL_PAGES if current_app.config["INDEXABLE"] else ("/",)
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return Response("\n".join(lines) + "\n", mimetype="text/plain", headers={"Cache-Control": "public, max-age=3600"})
