"""The API of the imitated BigCommerce store, a Flask application under /bigcommerce/stores/{hash}. No hosted pages."""

from __future__ import annotations

import math
import re
import secrets
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, g, jsonify, request
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Request

from sandbox.bigcommerce.carts import carts
from sandbox.bigcommerce.catalog import catalog
from sandbox.bigcommerce.categories import categories
from sandbox.bigcommerce.channels import channels
from sandbox.bigcommerce.errors import BigCommerceError, body_for_path, malformed
from sandbox.bigcommerce.quota import Usage, count_call, read_usage
from sandbox.bigcommerce.sales import SALES
from sandbox.bigcommerce.site import (
    ACCESS_TOKEN,
    EXTENSION,
    MOUNT,
    STORE_HASH,
    WINDOW_MILLISECONDS,
    Store,
    current_store,
)
from sandbox.bigcommerce.store_information import store_information

STORES = f"{MOUNT}/stores/{STORE_HASH}"
STORE_PATH = re.compile(rf"{MOUNT}/stores/([^/]+)/(v3|v2|payments)(?=/|$)")
CORRELATION_ID = re.compile(r"[0-9A-Za-z-]{1,64}", re.ASCII)
JSON = "application/json"
PAYMENTS_JSON = "application/vnd.bc.v1+json"
RETRY_AFTER_SECONDS = 15


def create_api(store: Store) -> Flask:
    """Make the application. Blueprints write their paths from the version on: `/v3/carts`, `/v2/store`, `/payments`."""
    app = Flask(__name__, static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    app.extensions[EXTENSION] = store
    app.before_request(_admit)
    app.after_request(_tell_quota)
    app.register_error_handler(BigCommerceError, _refuse)
    app.register_error_handler(HTTPException, _refuse_unknown)
    for absurdity in (OverflowError, RecursionError, UnicodeEncodeError):
        app.register_error_handler(absurdity, _refuse_absurd)
    for blueprint in (catalog, categories, carts, channels, store_information, *SALES):
        app.register_blueprint(blueprint, url_prefix=STORES)
    return app


class BigCommerceDoor:
    """What the gateway asks about a call to BigCommerce."""

    mount = MOUNT
    request_id_header = "X-Request-Id"

    def __init__(self, store: Store) -> None:
        self._store = store

    def caller(self, request: Request) -> tuple[str, str] | None:
        """Return who calls, if the token is right.

        All calls of a shop come with one token; what tells its visitors apart is the correlation id it sends.
        """
        correlation_id = request.headers.get("X-Correlation-Id", "")
        caller_id = correlation_id if CORRELATION_ID.fullmatch(correlation_id) else STORE_HASH
        if _has_token(request):
            return "API", caller_id
        is_payment = request.headers.get("Authorization", "").startswith("PAT ")
        return ("PAT", caller_id) if is_payment else None

    def is_refresh(self, request: Request) -> bool:
        """Say no: there are no refresh tokens here."""
        return False

    def status_body(self, status: int, path: str) -> Any:
        """Return the error body that a path has for a status."""
        return body_for_path(path, status)

    def fault_headers(self, status: int, options: Mapping[str, Any]) -> dict[str, str]:
        """Return the headers of the quota; with a 429 nothing is left of it."""
        usage = read_usage(self._store)
        if status == 429:
            seconds = float(options.get("retry_after", RETRY_AFTER_SECONDS))
            usage = Usage(usage.quota, usage.quota + 1, min(math.ceil(seconds * 1000), WINDOW_MILLISECONDS))
        return usage.headers()


def _admit() -> None:
    """Let a call in.

    Raises: BigCommerceError with 401 without the token, 403 for another store, 406, 415, or 429 over the quota.
    """
    path = STORE_PATH.match(request.path)
    if path is None:
        return
    is_payment = path[2] == "payments"
    # A payment carries a token of its own, which its handler looks at.
    if not is_payment and not _has_token(request):
        missing = None if "X-Auth-Token" in request.headers else "X-Auth-Token header is required"
        raise _refusal(401, missing)
    if path[1] != STORE_HASH:
        raise _refusal(403)
    g.usage = count_call(current_store())
    if g.usage.is_over:
        raise _refusal(429)
    _check_media_types(PAYMENTS_JSON if is_payment else JSON, is_strict=is_payment)


def _has_token(request: Request) -> bool:
    return secrets.compare_digest(request.headers.get("X-Auth-Token", "").encode(), ACCESS_TOKEN.encode())


def _check_media_types(answered: str, *, is_strict: bool) -> None:
    accepted = request.accept_mimetypes
    is_named = answered in [kind for kind, _ in accepted]
    if not is_named and (is_strict or (accepted and not accepted.quality(answered))):
        raise _refusal(406)
    if request.get_data() and request.mimetype != JSON:
        raise _refusal(415)


def _refusal(status: int, title: str | None = None) -> BigCommerceError:
    return BigCommerceError(status, body_for_path(request.path, status, title))


def _tell_quota(response: Response) -> Response:
    usage = g.usage if "usage" in g else read_usage(current_store())
    response.headers.update(usage.headers())
    return response


def _refuse(error: BigCommerceError) -> tuple[Response, int]:
    return jsonify(error.body), error.status


def _refuse_unknown(error: HTTPException) -> tuple[Response, int]:
    """Answer unknown paths and methods, and our own mistakes, with BigCommerce's envelope."""
    status = 500 if isinstance(error, InternalServerError) else error.code or 500
    return _refuse(_refusal(status))


def _refuse_absurd(_error: Exception) -> tuple[Response, int]:
    """Answer numbers, nestings and characters that no database can hold."""
    return _refuse(malformed("The request holds a value that cannot be read"))
