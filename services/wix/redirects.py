"""Redirect sessions: the single-use way from our page to one of Wix's hosted pages."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from services.errors import (
    CheckoutExpiredError,
    NotFoundError,
    PlatformAnswerError,
    PlatformRejectedError,
    PlatformSetupError,
)
from services.models import RedirectSession, ReturnUrls
from services.storefront import Visitor
from services.wix import wire
from services.wix.client import WixClient

log = logging.getLogger("foyer.wix")

LONGEST_URL = 2048
CHECKOUT_OVER = {"CHECKOUT_IS_COMPLETE", "CHECKOUT_ALREADY_PAID", "CHECKOUT_NOT_FOUND"}


class WixRedirects:
    """Makes redirect sessions and lets none lead anywhere but to the hosted origins."""

    def __init__(self, client: WixClient, path: str, hosted_origins: tuple[str, ...]) -> None:
        self._client = client
        self._path = path
        self._hosted_origins = hosted_origins

    def to_checkout(self, visitor: Visitor, checkout_id: str, urls: ReturnUrls) -> RedirectSession:
        """The way to pay for a checkout.

        Source: https://dev.wix.com/docs/rest/business-management/headless/redirects/create-redirect-session
        Shape: `redirectSession.fullUrl` (the prose of Wix's pages says `fullURL`, the wire does not).
        Raises: CheckoutExpiredError, PlatformSetupError (a callback domain is not allowed).
        """
        body = {
            "ecomCheckout": {"checkoutId": checkout_id},
            "callbacks": {
                "thankYouPageUrl": urls.thank_you_url,
                "postFlowUrl": urls.post_flow_url,
                "cartPageUrl": urls.cart_url,
            },
            "preferences": {"useGenericWixPages": True, "maintainIdentity": True, "checkIfPublish": False},
        }
        try:
            answer = self._client.call_as(
                visitor, "create redirect session", self._path, wire.RedirectSessionAnswer, body=body
            )
        except NotFoundError as error:
            raise CheckoutExpiredError from error
        except PlatformRejectedError as error:
            raise _refusal(error, urls) from error
        return RedirectSession(self._checked(answer.redirect_session.full_url))

    def _checked(self, full_url: str) -> str:
        """The URL came from the API, and still nobody is sent to an origin that the settings do not name."""
        origin = _origin_of(full_url)
        if len(full_url) > 4 * LONGEST_URL or origin not in self._hosted_origins or not full_url.isprintable():
            log.error(
                "redirect session leads to an origin that is not allowed; add it to WIX_HOSTED_ORIGINS if it is yours",
                extra={"origin": origin[:200]},
            )
            raise PlatformAnswerError(
                "$.redirectSession.fullUrl is not on a hosted origin",
                platform="wix",
                operation="create redirect session",
            )
        return full_url


def _origin_of(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def _refusal(error: PlatformRejectedError, urls: ReturnUrls) -> Exception:
    if error.code in CHECKOUT_OVER:
        return CheckoutExpiredError()
    if error.status == 403:
        parts = urlsplit(urls.post_flow_url)
        return PlatformSetupError(
            "the redirect session was refused",
            fix=f"allow {parts.scheme}://{parts.netloc} as a redirect domain of the headless client (Wix dashboard, "
            "Headless Settings, Allowed redirect domains; for the sandbox SANDBOX_ALLOWED_REDIRECT_DOMAINS) "
            "and check that BASE_URL is that origin",
            platform="wix",
            operation="create redirect session",
            status=error.status,
            code=error.code,
            request_id=error.request_id,
        )
    return error
