"""How every call to BigCommerce's API is made: the token, who the calls belong to, and the answer decoded.

The payment host has another way to prove who asks; its calls are not made here.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from services.bigcommerce.setup import scope_missing
from services.bigcommerce.wire import Problem
from services.errors import PlatformAnswerError, PlatformRejectedError
from services.http import HttpAnswer, HttpDoor
from services.retry import parse_retry_after
from services.storefront import Visitor

Shape = TypeVar("Shape")

PLATFORM = "bigcommerce"
READ_SECONDS = 6.0
CHANGE_SECONDS = 10.0
MOST_FIELDS = 6
CORRELATION_ID = "bigcommerce_correlation_id"
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")
NUMBER = re.compile(r"[1-9][0-9]{0,9}\Z")


class BigCommerceClient:
    """Calls with the store's own token, which sees everything: whose something is must be known from elsewhere."""

    def __init__(
        self,
        door: HttpDoor,
        base_url: str,
        store_hash: str,
        access_token: str,
        *,
        channel_id: int = 1,
        client_id: str = "",
    ) -> None:
        self.channel_id = channel_id
        self._door = door
        self._store_url = f"{base_url}/stores/{store_hash}"
        self._headers = {"X-Auth-Token": access_token} | ({"X-Auth-Client": client_id} if client_id else {})

    def call(
        self,
        operation: str,
        path: str,
        shape: type[Shape],
        *,
        visitor: Visitor | None = None,
        method: str = "GET",
        body: object = None,
        params: Sequence[tuple[str, str]] = (),
        is_repeatable: bool | None = None,
    ) -> Shape:
        """Call `/v2/...` or `/v3/...` and decode the whole body, envelope included; numbers may be read as Decimal.

        With a visitor the calls of one visitor can be told to belong together. Reads and deletions may be repeated,
        other calls only if `is_repeatable` says so: BigCommerce has no idempotency key.

        Raises: PlatformSetupError (403), PlatformRejectedError (other 4xx; `code` is the number of the problem if it
            has one, else its title), and what `HttpDoor.call` raises.
        Source: https://developer.bigcommerce.com/docs/start/authentication
        """
        found = self.call_or_none(
            operation,
            path,
            shape,
            visitor=visitor,
            method=method,
            body=body,
            params=params,
            is_repeatable=is_repeatable,
        )
        if found is None:
            raise PlatformAnswerError("no body where one was due", platform=PLATFORM, operation=operation, status=204)
        return found

    def call_or_none(
        self,
        operation: str,
        path: str,
        shape: type[Shape],
        *,
        visitor: Visitor | None = None,
        method: str = "GET",
        body: object = None,
        params: Sequence[tuple[str, str]] = (),
        is_repeatable: bool | None = None,
    ) -> Shape | None:
        """The same where 204 is a good answer: an empty list of V2, or a cart that went with its last line."""
        is_repeatable = method in ("GET", "DELETE") if is_repeatable is None else is_repeatable
        try:
            answer = self._door.call(
                operation,
                method,
                f"{self._store_url}{path}",
                headers=self._headers | _correlation(visitor),
                json_body=body,
                params=params,
                deadline_seconds=READ_SECONDS if method == "GET" else CHANGE_SECONDS,
                idempotent=is_repeatable,
            )
        except PlatformRejectedError as error:
            if error.status == 403:
                raise scope_missing(error, method, path) from error
            raise
        if answer.status == 204:
            return None
        return decode(answer, shape, operation)


def _correlation(visitor: Visitor | None) -> dict[str, str]:
    """One UUID for all calls of a visitor, none for what is asked for everybody.

    Source: https://developer.bigcommerce.com/docs/storefront/headless
    """
    if visitor is None:
        return {}
    known = visitor.recall(CORRELATION_ID)
    if not known:
        known = str(uuid.uuid4())
        visitor.keep(CORRELATION_ID, known)
    return {"X-Correlation-Id": known}


def decode(answer: HttpAnswer, shape: type[Shape], operation: str) -> Shape:
    """The answer's body in its documented shape. Raises: PlatformAnswerError with the JSON path, never the content."""
    try:
        return msgspec.json.decode(answer.body, type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        reason = str(error) if isinstance(error, msgspec.ValidationError) else "not JSON"
        raise PlatformAnswerError(
            reason, platform=PLATFORM, operation=operation, status=answer.status, request_id=answer.request_id
        ) from error


def error_code(body: bytes) -> str | None:
    """The number of a problem (payments have one), else its title, with the fields that V3 names behind it.

    V3 answers an object, V2 a list, sometimes neither.

    Source: https://developer.bigcommerce.com/docs/start/about/status-codes
    """
    try:
        found = msgspec.json.decode(body, type=Problem | list[Problem])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if isinstance(found, list):
        if not found:
            return None
        found = found[0]
    if found.code is not None:
        return str(found.code)[:80]
    title = found.title or found.message or found.detail
    fields = found.errors if isinstance(found.errors, dict) else {}
    named = f" ({', '.join(list(fields)[:MOST_FIELDS])})" if fields else ""
    return f"{title}{named}"[:200] or None


def asked_pause(status: int, headers: Mapping[str, str]) -> float | None:
    """Seconds to wait after a 429. Every answer tells when the quota is counted anew, so other answers mean nothing.

    A 429 without any of these headers is an overload of the platform: then how long is not known.
    Source: https://developer.bigcommerce.com/docs/start/best-practices/api-rate-limits
    """
    if status != 429:
        return parse_retry_after(headers)
    milliseconds = headers.get("X-Rate-Limit-Time-Reset-Ms", "").strip()
    if milliseconds.isascii() and milliseconds.isdigit():
        return float(milliseconds[:12]) / 1000
    seconds = headers.get("X-Retry-After", "").strip()
    if seconds.isascii() and seconds.isdigit():
        return float(seconds[:12])
    return parse_retry_after(headers)


def is_uuid(text: str) -> bool:
    """Whether this can be the id of a cart, a checkout or a line at all; nothing else is worth a call."""
    return bool(UUID.match(text))


def is_number(text: str) -> bool:
    """Whether this can be the id of a product, a variant or an order at all."""
    return bool(NUMBER.match(text))
