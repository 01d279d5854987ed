"""What a browser opens of the sandbox: hosted pages, pictures, the style sheet. It may be mounted anywhere."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Flask, Response, render_template, url_for
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from sandbox.media import media_version, picture_file, small_file
from sandbox.wix.authorize import authorize
from sandbox.wix.entrance import entrance
from sandbox.wix.hosted_booking import hosted_booking
from sandbox.wix.hosted_checkout import hosted_checkout
from sandbox.wix.hosted_event import hosted_event
from sandbox.wix.hosted_listings import hosted_listings
from sandbox.wix.hosted_login import hosted_login
from sandbox.wix.hosted_logout import hosted_logout
from sandbox.wix.hosted_payment_request import hosted_payment_request
from sandbox.wix.hosted_plan import hosted_plan
from sandbox.wix.site import EXTENSION, Site, current_site
from sandbox.wix.ticket_pages import ticket_pages

PAGE_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
ASSETS_FOLDER = Path(__file__).parent.parent / "static"

files = Blueprint("files", __name__)


def create_pages(site: Site) -> Flask:
    """Make the application."""
    app = Flask("sandbox", static_folder=None, template_folder="templates")
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["asset_url"] = _asset_url
    app.extensions[EXTENSION] = site
    app.register_blueprint(files)
    app.register_blueprint(entrance)
    app.register_blueprint(hosted_checkout)
    app.register_blueprint(hosted_event)
    app.register_blueprint(ticket_pages)
    app.register_blueprint(hosted_payment_request)
    app.register_blueprint(hosted_plan)
    app.register_blueprint(hosted_booking)
    app.register_blueprint(hosted_listings)
    app.register_blueprint(authorize)
    app.register_blueprint(hosted_login)
    app.register_blueprint(hosted_logout)
    app.register_error_handler(HTTPException, _show_error)
    app.after_request(_add_headers)
    return app


@files.get("/wix/media/<name>")
def picture(name: str) -> Response:
    """Serve a picture of the catalog, for any site to show."""
    return picture_file(current_site().images_folder, name)


@files.get("/wix/assets/<name>")
def asset(name: str) -> Response:
    """Serve the style sheet of the hosted pages."""
    return small_file(ASSETS_FOLDER, name)


def _asset_url(name: str) -> str:
    return url_for("files.asset", name=name, v=media_version(ASSETS_FOLDER / name))


def _show_error(error: HTTPException) -> AnyResponse:
    code = error.code or 500
    title = "There is no such page" if code in (404, 405) else "That did not work"
    text = "The sandbox imitates only the hosted pages a shop needs. Start again in the shop."
    return Response(render_template("notice.html", title=title, text=text, back=None), 404 if code == 405 else code)


def _add_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
