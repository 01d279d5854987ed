"""Redirect sessions: the single-use way from our page to one of Wix's hosted pages."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from services.errors import PlatformAnswerError, PlatformRejectedError, PlatformSetupError
from services.models import RedirectSession, ReturnUrls
from services.storefront import Visitor
from services.wix import wire
from services.wix.client import WixClient

log = logging.getLogger("foyer.wix")

LONGEST_URL = 2048
# Signing in and out is what makes the identity, so none is carried over.
WITHOUT_IDENTITY = {"auth", "logout"}
PREFERENCES = {"useGenericWixPages": True, "maintainIdentity": True, "checkIfPublish": False}


@dataclass(frozen=True, slots=True)
class Intent:
    """What the visitor goes to the hosted pages for: the name of a part of the request, and that part."""

    name: str
    body: Mapping[str, object]


def ecom_checkout(checkout_id: str) -> Intent:
    """To pay for a checkout."""
    return Intent("ecomCheckout", {"checkoutId": checkout_id})


def events_checkout(reservation_id: str, event_slug: str) -> Intent:
    """To pay for held tickets."""
    return Intent("eventsCheckout", {"reservationId": reservation_id, "eventSlug": event_slug})


def paid_plans_checkout(plan_id: str, checkout_data: str) -> Intent:
    """To buy a plan; `checkout_data` only on the way back from the platform's own detour to our plans."""
    return Intent("paidPlansCheckout", {"planId": plan_id} | ({"checkoutData": checkout_data} if checkout_data else {}))


def authorize(request: Mapping[str, str], *, is_silent: bool) -> Intent:
    """To sign in; `request` is the OAuth authorization request in Wix's names, `prompt` stands beside it."""
    return Intent("auth", {"authRequest": request, "prompt": "none" if is_silent else "login"})


def logout(client_id: str) -> Intent:
    """To be signed out over there, too."""
    return Intent("logout", {"clientId": client_id})


class WixRedirects:
    """Makes redirect sessions and lets none lead anywhere but to the hosted origins."""

    def __init__(self, client: WixClient, path: str, hosted_origins: tuple[str, ...]) -> None:
        self._client = client
        self._path = path
        self._hosted_origins = hosted_origins

    def create(
        self, visitor: Visitor, intent: Intent, urls: ReturnUrls, *, makes_visitor: bool = False
    ) -> RedirectSession:
        """One way to a hosted page, for one visit; `makes_visitor` where it may be somebody's first step.

        Source: https://dev.wix.com/docs/rest/business-management/headless/redirects/create-redirect-session
        Shape: `redirectSession.fullUrl` (the prose of Wix's pages says `fullURL`, the wire does not).
        Raises: PlatformSetupError (a callback domain is not allowed), NotFoundError (nobody's visitor), and
        PlatformRejectedError with the platform's code where what it is about is unknown or over.
        """
        body: dict[str, object] = {intent.name: intent.body}
        if callbacks := _callbacks(urls):
            body["callbacks"] = callbacks
        if intent.name not in WITHOUT_IDENTITY:
            body["preferences"] = PREFERENCES
        try:
            answer = self._client.call_as(
                visitor,
                "create redirect session",
                self._path,
                wire.RedirectSessionAnswer,
                body=body,
                makes_visitor=makes_visitor,
            )
        except PlatformRejectedError as error:
            if error.status == 403:
                raise _domain_refused(error, urls) from error
            raise
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


def _callbacks(urls: ReturnUrls) -> dict[str, str]:
    given = {
        "thankYouPageUrl": urls.thank_you_url,
        "postFlowUrl": urls.post_flow_url,
        "cartPageUrl": urls.cart_url,
        "planListUrl": urls.plan_list_url,
    }
    return {name: url for name, url in given.items() if url}


def _domain_refused(error: PlatformRejectedError, urls: ReturnUrls) -> PlatformSetupError:
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
