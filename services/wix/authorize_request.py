"""The OAuth authorization request inside an `auth` redirect session, field by field.

Source: https://dev.wix.com/docs/api-reference/business-management/headless/redirects/create-redirect-session
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum


class Prompt(StrEnum):
    """Whether the login page asks, or only looks whether somebody is signed in."""

    LOGIN = "login"
    NONE = "none"


class ResponseMode(StrEnum):
    """How the answer comes back: in the query, in the fragment, or as a message to a frame's parent."""

    QUERY = "query"
    FRAGMENT = "fragment"
    WEB_MESSAGE = "web_message"


class CodeChallengeMethod(StrEnum):
    """How the challenge was made of the verifier. `S512` is Wix's own: no OAuth library makes one."""

    S256 = "S256"
    S512 = "S512"


@dataclass(frozen=True, slots=True)
class AuthorizeRequest:
    """What is left out is not sent. A request without `offline_access` in its scope gets no refresh token.

    `sign_in_url`, `user_consented`, `optional_login` and `meta_site_id` are in Wix's page and not in its SDK. A prompt
    in here is honoured for `none` only; the one beside the request is the usual one.
    """

    client_id: str
    state: str = ""
    code_challenge: str = ""
    code_challenge_method: CodeChallengeMethod | None = None
    response_type: str = "code"
    response_mode: ResponseMode | None = None
    scope: str = "offline_access"
    redirect_uri: str = ""
    session_token: str = field(default="", repr=False)
    nonce: str = ""
    sign_in_url: str = ""
    user_consented: bool | None = None
    optional_login: bool | None = None
    meta_site_id: str = ""
    prompt: Prompt | None = None

    def to_wix(self) -> dict[str, str | bool]:
        given = {_camel(item.name): getattr(self, item.name) for item in fields(self)}
        return {name: _plain(value) for name, value in given.items() if value not in ("", None)}


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def _plain(value: str | bool) -> str | bool:
    return value if isinstance(value, bool) else str(value)
