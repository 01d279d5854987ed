"""Signing in on Wix's hosted page: PKCE by Authlib, the way there by a redirect session, tokens kept by auth.py."""

from __future__ import annotations

from urllib.parse import urlsplit

from authlib.common.security import generate_token
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from services.errors import NotFoundError, PlatformAuthError, PlatformRejectedError
from services.models import Customer, RedirectSession, ReturnMode, ReturnUrls, StartedSignIn
from services.storefront import Visitor
from services.wix.auth import VisitorTokens, recall_tokens
from services.wix.authorize_request import AuthorizeRequest, CodeChallengeMethod, Prompt, ResponseMode
from services.wix.client import WixClient
from services.wix.mapping import image_from_wix
from services.wix.member_wire import MemberAnswer, WireMember
from services.wix.redirect_intents import authorize, logout
from services.wix.redirects import WixRedirects

VERIFIER_LENGTH = 64  # RFC 7636 asks for 43 to 128
STATE_LENGTH = 43
RESPONSE_MODES = {
    ReturnMode.QUERY: ResponseMode.QUERY,
    ReturnMode.FRAGMENT: ResponseMode.FRAGMENT,
    ReturnMode.MESSAGE: ResponseMode.WEB_MESSAGE,
}


class WixSignIn:
    """Members of the site, by OAuth 2 authorization code with PKCE.

    `mode` is how the hosted page answers. A message goes to a hidden frame, so only a silent sign-in can use it;
    the other one then answers in the query.
    """

    hint_name = "wixMemberLoggedIn"

    def __init__(
        self, client: WixClient, visitors: VisitorTokens, redirects: WixRedirects, client_id: str, mode: ReturnMode
    ) -> None:
        self._client = client
        self._visitors = visitors
        self._redirects = redirects
        self._client_id = client_id
        self._mode = mode

    def start(
        self, visitor: Visitor, redirect_uri: str, *, is_silent: bool = False, language: str = ""
    ) -> StartedSignIn:
        """A new pair of verifier and challenge, and a new state, for each attempt.

        Source: https://dev.wix.com/docs/go-headless/develop-your-project/self-managed-headless/authentication/members/handle-members-with-managed-login
        Shape: `redirectSession.fullUrl` leads to the authorize page of the site.
        """
        mode = ReturnMode.QUERY if self._mode is ReturnMode.MESSAGE and not is_silent else self._mode
        state, verifier = generate_token(STATE_LENGTH), generate_token(VERIFIER_LENGTH)
        request = AuthorizeRequest(
            client_id=self._client_id,
            state=state,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method=CodeChallengeMethod.S256,
            response_mode=RESPONSE_MODES[mode],
            redirect_uri="" if mode is ReturnMode.MESSAGE else redirect_uri,
        )
        intent = authorize(request, Prompt.NONE if is_silent else Prompt.LOGIN)
        session = self._redirects.create(visitor, intent, ReturnUrls(language=language), makes_visitor=True)
        return StartedSignIn(session.full_url, state, verifier, _origin_of(session.full_url), mode)

    def finish(self, visitor: Visitor, started: StartedSignIn, code: str, redirect_uri: str) -> None:
        """The redirect URI must be the one of the request for the code, and is left out where none was in it.

        Source: https://dev.wix.com/docs/api-reference/app-management/oauth-2/introduction
        """
        sent_uri = "" if started.mode is ReturnMode.MESSAGE else redirect_uri
        self._visitors.become_member(visitor, code, started.verifier, sent_uri)

    def is_signed_in(self, visitor: Visitor) -> bool:
        tokens = recall_tokens(visitor)
        return tokens is not None and tokens.is_member

    def get_customer(self, visitor: Visitor) -> Customer:
        """Nobody is signed out because of what this call says: a site without a members area refuses it, too.

        Source: https://dev.wix.com/docs/rest/crm/members-contacts/members/member-management/members/get-my-member
        Shape: `member` with `profile` and `contact`. Raises: NotFoundError.
        """
        try:
            answer = self._client.call_as(
                visitor, "get my member", "/members/v1/members/my?fieldsets=FULL", MemberAnswer, is_repeatable=True
            )
        except (PlatformRejectedError, PlatformAuthError) as error:
            if error.status in (401, 403, 404):
                raise NotFoundError("customer") from error
            raise
        return _customer_from_wix(answer.member)

    def forget(self, visitor: Visitor) -> None:
        self._visitors.forget(visitor)

    def create_logout_session(self, visitor: Visitor, post_flow_url: str, language: str = "") -> RedirectSession:
        """Source: https://dev.wix.com/docs/go-headless/develop-your-project/self-managed-headless/authentication/members/handle-members-with-managed-login"""
        urls = ReturnUrls(post_flow_url=post_flow_url, language=language)
        return self._redirects.create(visitor, logout(self._client_id), urls)


def _customer_from_wix(member: WireMember) -> Customer:
    return Customer(
        id=member.id,
        email=member.login_email,
        first_name=member.contact.first_name,
        last_name=member.contact.last_name,
        nickname=member.profile.nickname,
        photo=image_from_wix(member.profile.photo, ""),
    )


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
