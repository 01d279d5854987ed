"""JSON Web Tokens with HS256, made and read with the standard library. What claims mean is not known here."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

LONGEST_TOKEN = 8_000
Claims = dict[str, Any]


class BadTokenError(Exception):
    """The token is malformed, signed with another key, or not with HS256."""


def sign(claims: Mapping[str, Any], secret: str) -> str:
    """Return a token with these claims."""
    head = _encoded(_json({"typ": "JWT", "alg": "HS256"}))
    body = _encoded(_json(claims))
    return f"{head}.{body}.{_signature(head, body, secret)}"


def read(token: str, secret: str) -> Claims:
    """Return the claims of a token whose signature is good. Times are for the caller to check.

    Raises: BadTokenError.
    """
    parts = token.split(".")
    if len(token) > LONGEST_TOKEN or not token.isascii() or len(parts) != 3:
        raise BadTokenError("not a token")
    head, body, signature = parts
    if _object(head).get("alg") != "HS256":
        raise BadTokenError("only HS256 is accepted")
    if not hmac.compare_digest(signature, _signature(head, body, secret)):
        raise BadTokenError("the signature does not fit")
    return _object(body)


def _signature(head: str, body: str, secret: str) -> str:
    return _encoded(hmac.digest(secret.encode(), f"{head}.{body}".encode(), hashlib.sha256))


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _object(part: str) -> Claims:
    try:
        value = json.loads(base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError) as cause:
        raise BadTokenError("not base64 of JSON") from cause
    if not isinstance(value, dict):
        raise BadTokenError("not an object")
    return value
