"""Create Redirect Session under its three names: a single-use way to a hosted page.

Source: https://dev.wix.com/docs/api-reference/business-management/headless/redirects/create-redirect-session
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, request

from sandbox.wix.errors import WixError, application_error, violation
from sandbox.wix.intents import INTENTS
from sandbox.wix.payload import flag, json_body, mapping, text
from sandbox.wix.redirect_store import Target, open_session
from sandbox.wix.site import Site, Subject, current_site, current_subject, origin_of

redirects = Blueprint("redirects", __name__)
Json = dict[str, Any]
PATHS = (
    "/_api/redirects-api/v1/redirect-session",
    "/headless/v1/redirect-session",
    "/redirect-session/v1/redirect-session",
)
CALLBACKS = ("thankYouPageUrl", "postFlowUrl", "loginUrl", "cartPageUrl", "bookingsServiceListUrl", "planListUrl")
MOST_QUERY_PARAMETERS = 50


def create_redirect_session() -> Json:
    """Check shape, ids and domains, and hand out an address that works once."""
    site, subject = current_site(), current_subject()
    if subject.is_admin:
        raise application_error(403, "FORBIDDEN", "client Id does not correspond to a headless oauth app")
    payload = json_body()
    intent = _intent(payload)
    callbacks = _callbacks(site, payload)
    extra = _preferences(payload)
    text(payload, "origin")
    target = INTENTS[intent].read_target(site, subject, mapping(payload, intent))
    return _reply(site, subject, intent, target, callbacks, extra)


for _number, _path in enumerate(PATHS):
    redirects.add_url_rule(_path, f"create_{_number}", create_redirect_session, methods=["POST"])


def _intent(payload: Json) -> str:
    present = [name for name in INTENTS if payload.get(name) is not None]
    if len(present) != 1:
        raise violation("intent", f"exactly one intent is required, of: {', '.join(INTENTS)}", "REQUIRED_FIELD")
    mapping(payload, present[0])
    return present[0]


def _callbacks(site: Site, payload: Json) -> dict[str, str]:
    given = mapping(payload, "callbacks")
    found = {}
    for name in CALLBACKS:
        url = text(given, name)
        if url:
            found[name] = _allowed(site, f"callbacks.{name}", url)
    return found


def _allowed(site: Site, field: str, url: str) -> str:
    origin = origin_of(url)
    if origin is None:
        raise violation(field, "must be an absolute http or https URL", "FORMAT")
    if origin not in site.allowed_redirect_origins:
        raise _domain_refused(url)
    return url


def _domain_refused(url: str) -> WixError:
    # The text is Wix's; the code is ours, nobody has seen the real one.
    return application_error(403, "REDIRECT_DOMAIN_NOT_ALLOWED", f"{url} isn't listed as an allowed redirect domain.")


def _preferences(payload: Json) -> dict[str, str]:
    preferences = mapping(payload, "preferences")
    for name, default in (("useGenericWixPages", True), ("maintainIdentity", True), ("checkIfPublish", False)):
        flag(preferences, name, default=default)
    extra = mapping(preferences, "additionalQueryParameters")
    if len(extra) > MOST_QUERY_PARAMETERS:
        raise violation("preferences.additionalQueryParameters", "has too many entries", "MAX_SIZE")
    for name in extra:
        text(extra, name)
        text({"name": name}, "name", longest=100)
    linguist = request.headers.get("x-wix-linguist", "").partition("|")[0]
    if linguist:
        extra = {"lang": linguist[:20], **extra}
    return {name: value for name, value in extra.items() if value is not None}


def _reply(
    site: Site, subject: Subject, intent: str, target: Target, callbacks: dict[str, str], extra: dict[str, str]
) -> Json:
    with site.database.change() as db:
        session_id, token = open_session(db, site.clock.now(), subject, intent, target, callbacks, extra.get("lang"))
    endpoint = site.page_url(INTENTS[intent].path)
    parameters = {**extra, **target.parameters, **callbacks, "redirectSession": token}
    return {
        "redirectSession": {
            "id": session_id,
            "fullUrl": f"{endpoint}?{urlencode(parameters)}",
            "urlDetails": {"endpoint": endpoint, "searchParams": parameters},
            "sessionToken": secrets.token_urlsafe(32),
            "shortUrl": site.page_url(f"/_r/{token}"),
        }
    }
