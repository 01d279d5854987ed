"""Signing in as a shop does it: PKCE, the redirect session, the way back, the exchange."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from werkzeug.test import Client, TestResponse

from tests.sandbox.cast import CLIENT_ID, SHOP, Browser, Caller

CALLBACK = f"{SHOP}/auth/callback"
SESSIONS = "/headless/v1/redirect-session"
VERIFIER = "a-verifier-that-is-long-enough_0123456789.~abc"
JANE = {"email": "jane@example.com", "password": "correct horse"}
BO = {"email": "bo@example.com", "password": "battery staple"}


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge of a verifier."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def auth_request(**changes: Any) -> dict[str, Any]:
    """Return what a shop asks; a change to None leaves a field out."""
    request = {
        "redirectUri": CALLBACK,
        "clientId": CLIENT_ID,
        "codeChallenge": challenge_of(VERIFIER),
        "codeChallengeMethod": "S256",
        "responseMode": "query",
        "responseType": "code",
        "scope": "offline_access",
        "state": "state of the shop & more",
        **changes,
    }
    return {name: value for name, value in request.items() if value is not None}


def auth_session(caller: Caller, prompt: str | None = None, /, **changes: Any) -> dict[str, Any]:
    """Create the redirect session of a sign-in."""
    auth: dict[str, Any] = {"authRequest": auth_request(**changes)}
    reply = caller.post(SESSIONS, {"auth": auth | ({"prompt": prompt} if prompt else {})})
    assert reply.status_code == 200, reply.json
    return dict(reply.json["redirectSession"])


def logout_session(caller: Caller, **callbacks: str) -> dict[str, Any]:
    """Create the redirect session of a logout."""
    reply = caller.post(SESSIONS, {"logout": {"clientId": CLIENT_ID}, "callbacks": callbacks})
    assert reply.status_code == 200, reply.json
    return dict(reply.json["redirectSession"])


def answer_of(reply: TestResponse) -> dict[str, str]:
    """Return what the browser brings back to the shop's callback in the query."""
    assert reply.status_code in (302, 303), reply.text
    assert reply.headers["Location"].startswith(f"{CALLBACK}?")
    return dict(parse_qsl(urlsplit(reply.headers["Location"]).query))


def log_in(caller: Caller, browser: Browser, who: dict[str, str] = JANE, **changes: Any) -> dict[str, str]:
    """Fill in the login page; return what the browser brings back."""
    return answer_of(browser.enter(auth_session(caller, "login", **changes)).send("enter", **who))


def exchange(api: Client, code: str, /, **changes: Any) -> TestResponse:
    """Exchange a code, with something changed or left out."""
    body = {
        "clientId": CLIENT_ID,
        "grantType": "authorization_code",
        "redirectUri": CALLBACK,
        "code": code,
        "codeVerifier": VERIFIER,
        **changes,
    }
    return api.post("/wix/oauth2/token", json={name: value for name, value in body.items() if value is not None})


def member(caller: Caller, browser: Browser, who: dict[str, str] = JANE) -> Caller:
    """Go all the way; return the caller with the member's tokens."""
    reply = exchange(caller.api, log_in(caller, browser, who)["code"])
    assert reply.status_code == 200, reply.json
    return Caller(caller.api, {"Authorization": reply.json["access_token"]}, reply.json)
