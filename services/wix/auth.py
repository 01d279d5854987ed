"""Wix's tokens: fetching and renewing them with Authlib, and whose they are. No business calls here."""

from __future__ import annotations

import json
import math
import random
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from services.errors import (
    PlatformAnswerError,
    PlatformError,
    PlatformRejectedError,
    SignedOutError,
    SignInExpiredError,
)
from services.exchange import USER_AGENT
from services.http import HttpDoor
from services.storefront import Visitor

# What says that a refresh token or a code is no good, in OAuth's words and in those of Wix's own envelope.
GRANT_REFUSALS = {"invalid_grant", "invalid_token", "UNAUTHENTICATED", "INVALID_REFRESH_TOKEN"}
TOKEN_SECONDS = 8.0
TOKEN_PATH = "/oauth2/token"  # noqa: S105 - a path, not a password
RENEW_EARLY_SECONDS = 60
DEFAULT_LIFETIME_SECONDS = 300
LONGEST_LIFETIME_SECONDS = 24 * 60 * 60
KEPT_AS = "wix_tokens"


class GrantRefusedError(Exception):
    """A refresh token or a code is not accepted: whoever it stood for cannot be had by it."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What stands for one visitor at Wix; from `renew_at` on, in seconds since 1970 by the shop's clock, renew it.

    A visitor's tokens look like a member's, so whose they are is noted beside them.
    """

    access: str
    refresh: str
    renew_at: float
    is_member: bool = False

    def __repr__(self) -> str:
        return f"Tokens(***, renew_at={self.renew_at}, is_member={self.is_member})"


class TokenEndpoint:
    """`POST /oauth2/token` through Authlib's session, which speaks through our HTTP door.

    Source: https://dev.wix.com/docs/api-reference/app-management/oauth-2/introduction
    """

    def __init__(self, door: HttpDoor, base_url: str, client_id: str, now: Callable[[], datetime]) -> None:
        self._door = door
        self._url = f"{base_url}{TOKEN_PATH}"
        self._client_id = client_id
        self._now = now

    def make_visitor(self) -> Tokens:
        """Tokens of a new anonymous visitor, with an empty cart."""
        return self._ask("make visitor", lambda session: session.fetch_token(self._url, grant_type="anonymous"))

    def renew(self, tokens: Tokens) -> Tokens:
        """New tokens of the same visitor or member. Raises: GrantRefusedError."""
        renewed = self._ask(
            "renew tokens", lambda session: session.refresh_token(self._url, refresh_token=tokens.refresh), tokens
        )
        return replace(renewed, is_member=tokens.is_member)

    def exchange(self, code: str, verifier: str, redirect_uri: str) -> Tokens:
        """A member's tokens for the code of a sign-in; `redirect_uri` empty if none was in the request for the code.

        Raises: GrantRefusedError.
        """
        fields = {"code": code, "code_verifier": verifier} | ({"redirect_uri": redirect_uri} if redirect_uri else {})
        tokens = self._ask(
            "exchange code",
            lambda session: session.fetch_token(self._url, grant_type="authorization_code", **fields),
            is_repeatable=False,
        )
        if not tokens.refresh:
            raise PlatformAnswerError("not a token: $.refresh_token", platform="wix", operation="exchange code")
        return replace(tokens, is_member=True)

    def _ask(
        self,
        operation: str,
        ask: Callable[[OAuth2Session], Any],
        old: Tokens | None = None,
        *,
        is_repeatable: bool = True,
    ) -> Tokens:
        with self._session(operation, is_repeatable) as session:
            try:
                answer = ask(session)
            except OAuthError as error:
                if operation != "make visitor" and error.error in GRANT_REFUSALS:
                    raise GrantRefusedError from error
                raise PlatformRejectedError(
                    "the token endpoint refused us; is WIX_CLIENT_ID right?",
                    platform="wix",
                    operation=operation,
                    code=str(error.error)[:80],
                ) from error
            except (ValueError, TypeError, AttributeError) as error:  # Authlib trusts the types of what it reads
                raise PlatformAnswerError("not a token", platform="wix", operation=operation) from error
        return self._read(answer, operation, old)

    def _session(self, operation: str, is_repeatable: bool) -> OAuth2Session:
        session = OAuth2Session(client_id=self._client_id, token_endpoint_auth_method=_as_wix_json)
        session.trust_env = False
        session.headers["User-Agent"] = USER_AGENT
        for scheme in ("https://", "http://"):
            session.mount(scheme, self._door.adapter(operation, deadline_seconds=6, idempotent=is_repeatable))
        for hook in ("access_token_response", "refresh_token_response"):
            session.register_compliance_hook(hook, _only_200_is_a_token)
        return session

    def _read(self, answer: Any, operation: str, old: Tokens | None) -> Tokens:
        access, refresh = answer.get("access_token"), answer.get("refresh_token") or (old.refresh if old else "")
        if not isinstance(access, str) or not access or not isinstance(refresh, str):
            raise PlatformAnswerError("not a token: $.access_token", platform="wix", operation=operation)
        lifetime = _lifetime_seconds(answer.get("expires_in"))
        early = min(RENEW_EARLY_SECONDS, lifetime / 2) * random.uniform(0.9, 1.1)  # noqa: S311 - spreads the load
        return Tokens(access, refresh, self._now().timestamp() + lifetime - early)


class VisitorTokens:
    """Each visitor's own tokens, kept in the visitor's memory; one renewal at a time for each.

    A member never silently becomes a visitor: where Wix ends a member's sign-in, the tokens are dropped and
    SignedOutError is raised, once.
    """

    def __init__(self, endpoint: TokenEndpoint, now: Callable[[], datetime]) -> None:
        self._endpoint = endpoint
        self._now = now

    def find(self, visitor: Visitor) -> str | None:
        """The visitor's access token, renewed if need be; None for somebody who never had one."""
        tokens = recall_tokens(visitor)
        if tokens is None:
            return None
        return tokens.access if self._is_fresh(tokens) else self._renew(visitor, tokens.access)

    def find_or_make(self, visitor: Visitor) -> str:
        """The visitor's access token, becoming a visitor at Wix now if this is the first need of one."""
        access = self.find(visitor)
        if access:
            return access
        with visitor.lease("tokens", TOKEN_SECONDS):
            tokens = recall_tokens(visitor)
            if tokens is None:
                tokens = self._endpoint.make_visitor()
                _keep(visitor, tokens)
            return tokens.access

    def replace(self, visitor: Visitor, refused: str) -> str | None:
        """Another access token after Wix refused this one before its time; None if the visitor is lost."""
        return self._renew(visitor, refused)

    def become_member(self, visitor: Visitor, code: str, verifier: str, redirect_uri: str) -> None:
        """Exchange the code of a sign-in; from now on this visitor's calls are the member's.

        Raises: SignInExpiredError; the visitor is then who they were before.
        """
        with visitor.lease("tokens", TOKEN_SECONDS):
            try:
                tokens = self._endpoint.exchange(code, verifier, redirect_uri)
            except GrantRefusedError as error:
                raise SignInExpiredError from error
            _keep(visitor, tokens)

    def forget(self, visitor: Visitor) -> None:
        """Drop the tokens; the next need of some makes a new visitor."""
        visitor.forget(KEPT_AS)

    def _renew(self, visitor: Visitor, outdated: str) -> str | None:
        before = recall_tokens(visitor)
        with visitor.lease("tokens", TOKEN_SECONDS):
            tokens = recall_tokens(visitor)
            if tokens is None and before is not None and before.is_member:
                raise SignedOutError  # as another request of the same customer has just learnt
            if tokens is None or tokens.access != outdated:
                return tokens.access if tokens else None  # somebody else was quicker
            try:
                tokens = self._endpoint.renew(tokens)
            except GrantRefusedError as error:
                visitor.forget(KEPT_AS)
                if tokens.is_member:
                    raise SignedOutError from error
                return None
            _keep(visitor, tokens)
            return tokens.access

    def _is_fresh(self, tokens: Tokens) -> bool:
        return self._now().timestamp() < tokens.renew_at


class SharedToken:
    """One anonymous token for reading the catalog, the same for all, kept in this process only.

    One request fetches it and the others wait; they share its failure too, or each would wait for one of its own.
    """

    def __init__(self, endpoint: TokenEndpoint, now: Callable[[], datetime]) -> None:
        self._endpoint = endpoint
        self._now = now
        self._lock = threading.Lock()
        self._tokens: Tokens | None = None
        self._attempts = 0
        self._failure: PlatformError | None = None

    def get(self, refused: str | None = None) -> str:
        """The token; a new one if it is about to expire or was just refused. Raises: PlatformError."""
        attempts_seen = self._attempts
        with self._lock:
            if self._tokens and self._tokens.access != refused and self._now().timestamp() < self._tokens.renew_at:
                return self._tokens.access
            if self._failure and self._attempts > attempts_seen:
                raise self._failure
            return self._fetch().access

    def _fetch(self) -> Tokens:
        try:
            self._tokens, self._failure = self._endpoint.make_visitor(), None
        except PlatformError as error:
            self._failure = error
            raise
        finally:
            self._attempts += 1
        return self._tokens


def recall_tokens(visitor: Visitor) -> Tokens | None:
    """The tokens kept for this visitor, if they are whole."""
    kept = visitor.recall(KEPT_AS)
    if not isinstance(kept, dict):
        return None
    return Tokens(**kept)


def _keep(visitor: Visitor, tokens: Tokens) -> None:
    visitor.keep(KEPT_AS, asdict(tokens))


def _as_wix_json(_client: Any, _method: str, url: str, headers: dict[str, str], body: str) -> tuple[Any, Any, Any]:
    """Authlib's form body as Wix's own SDK sends it: JSON with camelCase names, and the client id inside."""
    fields = dict(parse_qsl(body)) | {"client_id": _client.client_id}
    headers = {**headers, "Content-Type": "application/json", "Accept": "application/json"}
    return url, headers, json.dumps({_camel(name): value for name, value in fields.items()})


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


class _TokenAnswer:
    """What Authlib reads of an answer: a token whose lifetime it can count with."""

    status_code = 200

    def __init__(self, fields: dict[str, Any]) -> None:
        self._fields = fields

    def json(self) -> dict[str, Any]:
        return self._fields


def _checked_token(response: requests.Response) -> _TokenAnswer:
    """Only a bearer token is one; a lifetime that is none, which Authlib would stumble over, is a short one.

    Raises: ValueError, for what is no JSON object or no bearer token.
    """
    fields = response.json()
    if not isinstance(fields, dict) or str(fields.get("token_type") or "bearer").lower() != "bearer":
        raise ValueError("not a bearer token")
    return _TokenAnswer({**fields, "expires_in": int(_lifetime_seconds(fields.get("expires_in")))})


def _only_200_is_a_token(response: requests.Response) -> _TokenAnswer:
    """Authlib takes any 4xx without an OAuth `error` for a token; Wix's gateway answers 4xx in its own envelope."""
    if response.status_code == 200:
        return _checked_token(response)
    try:
        answer = response.json()
        code = answer.get("error") or answer["details"]["applicationError"]["code"]
    except (ValueError, TypeError, KeyError, AttributeError):
        code = None
    if code and response.status_code in (400, 401):
        raise OAuthError(error=str(code)[:80])
    raise PlatformRejectedError(
        "the token endpoint refused us", platform="wix", operation="token", status=response.status_code
    )


def _lifetime_seconds(value: Any) -> float:
    """`expires_in`, kept within reason: missing, negative or odd values count as five minutes."""
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        return DEFAULT_LIFETIME_SECONDS
    if not math.isfinite(seconds) or seconds <= 0:
        return DEFAULT_LIFETIME_SECONDS
    return min(seconds, LONGEST_LIFETIME_SECONDS)
