"""Redirect sessions: the single-use way from our page to one of Wix's hosted pages."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urlsplit

from services.errors import PlatformAnswerError, PlatformRejectedError, PlatformSetupError
from services.hosted_origins import is_hosted, origin_of
from services.models import RedirectSession, ReturnUrls
from services.storefront import Visitor
from services.wix import wire
from services.wix.client import WixClient
from services.wix.redirect_intents import Intent
from services.wix.redirect_preferences import Preferences

log = logging.getLogger("foyer.wix")

OPERATION = "create redirect session"
USUAL = Preferences()


@dataclass(frozen=True, slots=True)
class UrlDetails:
    """The hosted page's address in two parts; both may be missing."""

    endpoint: str = ""
    search_params: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class WixRedirectSession:
    """All of Wix's answer. Whoever has the addresses or the token goes on as the visitor, so no log shows them."""

    id: str
    full_url: str = field(repr=False)
    url_details: UrlDetails = field(default=UrlDetails(), repr=False)
    session_token: str = field(default="", repr=False)
    short_url: str = field(default="", repr=False)


class WixRedirects:
    """Makes redirect sessions and lets none lead anywhere but to the hosted origins."""

    def __init__(self, client: WixClient, path: str, hosted_origins: tuple[str, ...]) -> None:
        self._client = client
        self._path = path
        self._hosted_origins = hosted_origins

    def create(
        self, visitor: Visitor, intent: Intent, urls: ReturnUrls, *, makes_visitor: bool = False
    ) -> RedirectSession:
        """One way to a hosted page, as pages need it."""
        return RedirectSession(self.create_in_full(visitor, intent, urls, makes_visitor=makes_visitor).full_url)

    def create_in_full(
        self,
        visitor: Visitor,
        intent: Intent,
        urls: ReturnUrls,
        *,
        preferences: Preferences = USUAL,
        origin: str = "",
        makes_visitor: bool = False,
    ) -> WixRedirectSession:
        """One way to a hosted page, for one visit; `makes_visitor` where it may be somebody's first step.

        `origin` is that of the request, which Wix's page lists without saying what for; nothing is sent without one.

        Source: https://dev.wix.com/docs/api-reference/business-management/headless/redirects/create-redirect-session
        Shape: `redirectSession.fullUrl` (the prose of Wix's pages says `fullURL`, the wire does not).
        Raises: PlatformSetupError (a callback domain is not allowed), NotFoundError (nobody's visitor), and
        PlatformRejectedError with the platform's code where what it is about is unknown or over.
        """
        try:
            answer = self._client.call_as(
                visitor,
                OPERATION,
                self._path,
                wire.RedirectSessionAnswer,
                body=_request(intent, urls, preferences, origin),
                headers=preferences.headers(urls),
                makes_visitor=makes_visitor,
            )
        except PlatformRejectedError as error:
            if error.status == 403:
                raise _domain_refused(error, urls) from error
            raise
        return self._checked(answer.redirect_session)

    def _checked(self, session: wire.WireRedirectSession) -> WixRedirectSession:
        """The URLs came from the API, and still nobody is sent to an origin that the settings do not name.

        Without a way to go there is no session; the other addresses are only dropped.
        """
        if not self._is_hosted(session.full_url):
            log.error(
                "redirect session leads to an origin that is not allowed; add it to WIX_HOSTED_ORIGINS if it is yours",
                extra={"origin": origin_of(session.full_url)[:200]},
            )
            raise PlatformAnswerError(
                "$.redirectSession.fullUrl is not on a hosted origin", platform="wix", operation=OPERATION
            )
        details, short_url = session.url_details, session.short_url or ""
        endpoint = details.endpoint if details and self._is_hosted(details.endpoint) else ""
        words = {name: text for name, text in (details.search_params if details else {}).items() if text is not None}
        return WixRedirectSession(
            id=session.id or "",
            full_url=session.full_url,
            url_details=UrlDetails(endpoint, MappingProxyType(words)) if endpoint else UrlDetails(),
            session_token=session.session_token or "",
            short_url=short_url if self._is_hosted(short_url) else "",
        )

    def _is_hosted(self, url: str) -> bool:
        return is_hosted(url, self._hosted_origins)


def _request(intent: Intent, urls: ReturnUrls, preferences: Preferences, origin: str) -> dict[str, object]:
    parts = {
        "callbacks": _callbacks(urls),
        "preferences": preferences.to_wix(intent, urls),
        "origin": origin,
    }
    return {intent.name: intent.body} | {name: part for name, part in parts.items() if part}


def _callbacks(urls: ReturnUrls) -> dict[str, str]:
    given = {
        "thankYouPageUrl": urls.thank_you_url,
        "postFlowUrl": urls.post_flow_url,
        "loginUrl": urls.login_url,
        "cartPageUrl": urls.cart_url,
        "bookingsServiceListUrl": urls.service_list_url,
        "planListUrl": urls.plan_list_url,
    }
    return {name: url for name, url in given.items() if url}


def _domain_refused(error: PlatformRejectedError, urls: ReturnUrls) -> PlatformSetupError:
    parts = urlsplit(next(iter(_callbacks(urls).values()), ""))
    return PlatformSetupError(
        "the redirect session was refused",
        fix=f"allow {parts.scheme}://{parts.netloc} as a redirect domain of the headless client (Wix dashboard, "
        "Headless Settings, Allowed redirect domains; for the sandbox SANDBOX_ALLOWED_REDIRECT_DOMAINS) "
        "and check that BASE_URL is that origin",
        platform="wix",
        operation=OPERATION,
        status=error.status,
        code=error.code,
        request_id=error.request_id,
    )
