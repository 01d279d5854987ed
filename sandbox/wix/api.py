"""The API of the imitated Wix site as one Flask application under /wix. No hosted pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, g, jsonify, request
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Request

from sandbox.gateway import CALLER
from sandbox.wix.availability import availability
from sandbox.wix.bookings import bookings
from sandbox.wix.cart_v2_totals import cart_totals_v2
from sandbox.wix.carts import carts
from sandbox.wix.carts_v2 import carts_v2
from sandbox.wix.catalog import catalog
from sandbox.wix.catalog_v1 import catalog_v1
from sandbox.wix.categories import categories
from sandbox.wix.checkouts import checkouts
from sandbox.wix.delivery_rates import delivery_rates
from sandbox.wix.errors import WixError, body_for_status, violation
from sandbox.wix.event_orders import event_orders
from sandbox.wix.events import events
from sandbox.wix.iam import iam
from sandbox.wix.members import members
from sandbox.wix.oauth import oauth
from sandbox.wix.orders import orders
from sandbox.wix.payment_requests import payment_requests
from sandbox.wix.plan_orders import plan_orders
from sandbox.wix.plans import plans
from sandbox.wix.redirects import redirects
from sandbox.wix.reservations import reservations
from sandbox.wix.rsvps import rsvps
from sandbox.wix.services import services
from sandbox.wix.site import EXTENSION, Site, Subject
from sandbox.wix.ticket_definitions import ticket_definitions
from sandbox.wix.time_slots import time_slots
from sandbox.wix.tokens import find_token, subject_of

MOUNT = "/wix"
EVENTS = (events, ticket_definitions, reservations, event_orders, rsvps)


def create_api(site: Site) -> Flask:
    """Make the application."""
    app = Flask(__name__, static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    app.extensions[EXTENSION] = site
    app.before_request(_identify)
    app.register_error_handler(WixError, _refuse)
    app.register_error_handler(HTTPException, _refuse_unknown)
    for absurdity in (OverflowError, RecursionError, UnicodeEncodeError):
        app.register_error_handler(absurdity, _refuse_absurd)
    for blueprint in (
        oauth,
        catalog,
        catalog_v1,
        categories,
        carts,
        carts_v2,
        cart_totals_v2,
        checkouts,
        delivery_rates,
        orders,
        payment_requests,
        redirects,
        *EVENTS,
        iam,
        members,
        plans,
        plan_orders,
        services,
        time_slots,
        availability,
        bookings,
    ):
        app.register_blueprint(blueprint, url_prefix=MOUNT + (blueprint.url_prefix or ""))
    return app


class WixDoor:
    """What the gateway asks about a call to Wix."""

    mount = MOUNT
    request_id_header = "x-wix-request-id"

    def __init__(self, site: Site) -> None:
        self._site = site

    def caller(self, request: Request) -> tuple[str, str] | None:
        """Return whom the token names, for the token endpoint whom the refresh token names."""
        authorization = request.headers.get("Authorization")
        if authorization:
            subject = subject_of(self._site, authorization, request.headers.get("wix-site-id"))
            return (subject.kind, subject.id) if subject else None
        refresh_token = _grant_value(request, "refreshToken", "refresh_token")
        if refresh_token is None:
            return None
        with self._site.database.read() as db:
            row = find_token(db, refresh_token, "refresh")
        return (row["subject_kind"], row["subject_id"]) if row else None

    def is_refresh(self, request: Request) -> bool:
        """Tell whether the call is a refresh grant."""
        return _grant_value(request, "grantType", "grant_type") == "refresh_token"

    def status_body(self, status: int, path: str) -> dict[str, Any]:
        """Return Wix's error body for a status, the same at all paths."""
        return body_for_status(status)

    def fault_headers(self, status: int, options: Mapping[str, Any]) -> dict[str, str]:
        """Return nothing: Wix sends no headers of its own beside the request id."""
        return {}


def _grant_value(request: Request, camel: str, snake: str) -> str | None:
    if request.path != f"{MOUNT}/oauth2/token":
        return None
    fields = request.form.to_dict() or request.get_json(force=True, silent=True)
    value = (fields.get(camel) or fields.get(snake)) if isinstance(fields, dict) else None
    return value if isinstance(value, str) else None


def _identify() -> None:
    # The gateway has looked the token up; without an Authorization header it may only have seen a refresh token.
    g.has_credentials = bool(request.headers.get("Authorization"))
    caller = request.environ[CALLER]
    g.subject = Subject(*caller) if caller and g.has_credentials else None


def _refuse(error: WixError) -> tuple[Response, int]:
    return jsonify(error.body), error.status


def _refuse_unknown(error: HTTPException) -> tuple[Response, int]:
    """Answer unknown paths and methods, and our own mistakes, with Wix's envelope."""
    status = 500 if isinstance(error, InternalServerError) else 404 if error.code == 405 else error.code or 500
    return jsonify(body_for_status(status)), status


def _refuse_absurd(_error: Exception) -> tuple[Response, int]:
    """Answer numbers, nestings and characters that no database can hold."""
    return _refuse(violation("body", "holds a value that cannot be read", "FORMAT"))
