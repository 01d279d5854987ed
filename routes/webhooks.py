"""The platform's server tells us that something happened. It has no session, and is believed only to make us read."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, request

from routes.current import current_seen_notices, current_storefront, run_beside
from services.errors import NotFoundError, StorefrontError, WebhookRefusedError
from services.models import WebhookNotice
from services.storefront import Webhooks

blueprint = Blueprint("webhooks", __name__)
log = logging.getLogger("foyer.webhooks")

RETRY_AFTER_SECONDS = 60


@blueprint.post("/webhooks/platform")
def receive() -> Response:
    """Answer at once and read beside it; a second delivery of the same notice is taken, and nothing more.

    401 for what does not prove where it comes from, 503 while too much is being read: then it is delivered again.
    Raises: NotFoundError, where the platform sends none.
    """
    webhooks = current_storefront().webhooks
    if webhooks is None:
        raise NotFoundError("section", "webhooks")
    try:
        notice = webhooks.parse(dict(request.headers.items()), request.get_data())
    except WebhookRefusedError as error:
        log.warning("a webhook was refused: %s", error)
        return answer(401)
    if notice is None or take(webhooks, notice):
        return answer(204)
    response = answer(503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def take(webhooks: Webhooks, notice: WebhookNotice) -> bool:
    """Whether the notice is dealt with: known already, or being read now."""
    seen = current_seen_notices()
    if not seen.claim(notice.key):
        return True
    if run_beside(lambda: reread(webhooks, notice)):
        return True
    seen.release(notice.key)
    return False


def reread(webhooks: Webhooks, notice: WebhookNotice) -> None:
    """Nobody waits for this, so a failure is only said in the log; pages read the platform themselves."""
    try:
        webhooks.reread(notice)
    except StorefrontError as error:
        log.warning("what a webhook is about could not be read: %s", error, extra={"topic": notice.topic})


def answer(status: int) -> Response:
    """Nothing but a status: no page, no cookie."""
    return Response(status=status, headers={"Cache-Control": "no-store"})
