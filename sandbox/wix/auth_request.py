"""What a shop asks of the authorize endpoint: read from a redirect session or a plain OAuth address, and judged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sandbox.wix.errors import required
from sandbox.wix.payload import LONGEST_TEXT, mapping, required_text, text
from sandbox.wix.redirect_store import Target
from sandbox.wix.site import CLIENT_ID, Site, Subject

AUTHORIZE_PATH = "/_api/oauth2/authorize"
NO_PROMPT, PROMPT_LOGIN = "none", "login"
QUERY, FRAGMENT, WEB_MESSAGE = "query", "fragment", "web_message"
# Names in `authRequest`, and in the address; the session token is written the same in both.
NAMES = {
    "clientId": "client_id",
    "responseType": "response_type",
    "redirectUri": "redirect_uri",
    "scope": "scope",
    "state": "state",
    "responseMode": "response_mode",
    "codeChallenge": "code_challenge",
    "codeChallengeMethod": "code_challenge_method",
    "sessionToken": "sessionToken",
    "prompt": "prompt",
}
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class AuthRequest:
    """An authorize request; what is left out is an empty text."""

    client_id: str
    response_type: str
    redirect_uri: str
    scope: str
    state: str
    response_mode: str
    code_challenge: str
    code_challenge_method: str
    session_token: str
    prompt: str

    @property
    def mode(self) -> str:
        """Return how the answer travels."""
        return self.response_mode or QUERY

    @property
    def wants_refresh_token(self) -> bool:
        """Tell whether the scope asks for one."""
        return "offline_access" in self.scope.split()


def auth_target(_site: Site, _subject: Subject, intent: dict[str, Any]) -> Target:
    """Return what a redirect session to the authorize endpoint is about.

    Only types and lengths are checked: an address that is not registered is the authorize page's matter, as at Wix.
    Raises: 400 without `authRequest` or its client id.
    """
    request = mapping(intent, "authRequest")
    if not request:
        raise required("auth.authRequest")
    required_text(request, "clientId")
    given = {name: text(request, name) or "" for name in NAMES}
    # Inside the request only "none" counts; beside it both.
    inner = given["prompt"] if given["prompt"] == NO_PROMPT else ""
    given["prompt"] = text(intent, "prompt") or inner
    parameters = {NAMES[name]: value for name, value in given.items() if value}
    return Target("authorize", parameters, asdict(_request(parameters)))


def login_target(_site: Site, _subject: Subject, _intent: dict[str, Any]) -> Target:
    """Return what a redirect session to the login page is about: nothing but the way back."""
    return Target("login")


def logout_target(_site: Site, _subject: Subject, intent: dict[str, Any]) -> Target:
    """Return what a redirect session to the logout page is about. Raises: 400 without the client's id."""
    return Target("logout", {"clientId": required_text(intent, "clientId")})


def read_address(arguments: Mapping[str, str]) -> AuthRequest:
    """Read a request from the query of a plain OAuth address."""
    return _request({name: arguments.get(name, "") for name in NAMES.values()})


def refusal(site: Site, asked: AuthRequest) -> str | None:
    """Return why a request is answered by a page and never goes back to the shop, None if it is fine."""
    if any(len(value) > LONGEST_TEXT for value in asdict(asked).values()):
        return "Request too long"
    if asked.client_id != CLIENT_ID:
        return "Unknown client"
    is_registered = asked.redirect_uri in site.allowed_redirect_uris
    if not is_registered and (asked.redirect_uri or asked.mode != WEB_MESSAGE):
        return "Invalid redirect URI"
    if asked.mode not in (QUERY, FRAGMENT, WEB_MESSAGE):
        return "Invalid response mode"
    if asked.response_type != "code":
        return "Invalid response type"
    if asked.prompt not in ("", NO_PROMPT, PROMPT_LOGIN):
        return "Invalid prompt"
    if asked.code_challenge_method != "S256" or not CHALLENGE.fullmatch(asked.code_challenge):
        return "Invalid code challenge"
    return None


def _request(given: Mapping[str, str]) -> AuthRequest:
    names = {"session_token": "sessionToken"}
    return AuthRequest(**{name: given.get(names.get(name, name), "") for name in AuthRequest.__slots__})
