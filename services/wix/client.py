"""How every Wix call is made: whose token it carries, one renewal after a 401, and its answer decoded."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from services.errors import NotFoundError, PlatformAnswerError, PlatformAuthError
from services.http import HttpAnswer, HttpDoor
from services.storefront import Visitor
from services.wix.auth import SharedToken, VisitorTokens
from services.wix.wire import ErrorEnvelope

Shape = TypeVar("Shape")

READ_SECONDS = 6.0
CHANGE_SECONDS = 10.0
REASON = re.compile(r"[A-Z_]{1,60}\Z")
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")


class WixClient:
    """Business calls under one base URL, made for everybody, for a visitor, or with the API key."""

    def __init__(
        self,
        door: HttpDoor,
        base_url: str,
        shared: SharedToken,
        visitors: VisitorTokens,
        *,
        api_key: str = "",
        site_id: str = "",
    ) -> None:
        self._door = door
        self._base_url = base_url
        self._shared = shared
        self._visitors = visitors
        self._api_key = api_key
        self._site_id = site_id

    @property
    def has_api_key(self) -> bool:
        return bool(self._api_key)

    def read(
        self,
        operation: str,
        path: str,
        shape: type[Shape],
        *,
        body: object = None,
        params: Sequence[tuple[str, str]] = (),
    ) -> Shape:
        """Read what is the same for everybody, with the shared anonymous token."""
        token = self._shared.get()
        try:
            answer = self._send(operation, path, token, body=body, params=params, is_repeatable=True)
        except PlatformAuthError:
            token = self._shared.get(refused=token)
            answer = self._send(operation, path, token, body=body, params=params, is_repeatable=True)
        return decode(answer, shape, operation)

    def call_as(
        self,
        visitor: Visitor,
        operation: str,
        path: str,
        shape: type[Shape],
        *,
        body: object = None,
        params: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        method: str = "",
        is_repeatable: bool = False,
        makes_visitor: bool = False,
    ) -> Shape:
        """Call with the visitor's own token. The method is GET without a body, else POST, unless given.

        Repeatable calls change nothing by being repeated. Calls that begin something let somebody unknown become a
        visitor at Wix. A refused token is renewed once; the call was not carried out, so it may be made again.
        Raises: NotFoundError, for somebody whom Wix does not know (any more): nothing there is theirs.
        """

        def send(token: str) -> HttpAnswer:
            return self._send(
                operation,
                path,
                token,
                body=body,
                params=params,
                headers=headers,
                method=method,
                is_repeatable=is_repeatable,
            )

        token = self._token_of(visitor, makes_visitor)
        try:
            answer = send(token)
        except PlatformAuthError:
            self._visitors.replace(visitor, token)
            answer = send(self._token_of(visitor, makes_visitor))
        return decode(answer, shape, operation)

    def _token_of(self, visitor: Visitor, makes_visitor: bool) -> str:
        token = self._visitors.find_or_make(visitor) if makes_visitor else self._visitors.find(visitor)
        if token is None:
            raise NotFoundError("cart")
        return token

    def read_with_key(
        self,
        operation: str,
        path: str,
        shape: type[Shape],
        *,
        body: object = None,
        params: Sequence[tuple[str, str]] = (),
    ) -> Shape:
        """Read with the API key, which sees everything: the caller compares whose it is."""
        answer = self._send(
            operation,
            path,
            self._api_key,
            body=body,
            params=params,
            headers={"wix-site-id": self._site_id} if self._site_id else None,
            is_repeatable=True,
        )
        return decode(answer, shape, operation)

    def _send(
        self,
        operation: str,
        path: str,
        token: str,
        *,
        body: object,
        params: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        method: str = "",
        is_repeatable: bool,
    ) -> HttpAnswer:
        """Wix takes the bare token, without "Bearer"; many of its reads are POSTs, so idempotence is told apart."""
        return self._door.call(
            operation,
            method or ("GET" if body is None else "POST"),
            f"{self._base_url}{path}",
            headers={**(headers or {}), "Authorization": token},
            json_body=body,
            params=params,
            deadline_seconds=READ_SECONDS if is_repeatable else CHANGE_SECONDS,
            idempotent=is_repeatable,
        )


def decode(answer: HttpAnswer, shape: type[Shape], operation: str) -> Shape:
    """The answer's body in its documented shape. Raises: PlatformAnswerError with the JSON path, never the content."""
    try:
        return msgspec.json.decode(answer.body, type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        reason = str(error) if isinstance(error, msgspec.ValidationError) else "not JSON"
        raise PlatformAnswerError(
            reason, platform="wix", operation=operation, status=answer.status, request_id=answer.request_id
        ) from error


def error_code(body: bytes) -> str | None:
    """`details.applicationError.code` of Wix's error envelope, if there is one.

    Where a code says only that the status of something is wrong, the reason is put behind it, after a colon.
    Source: https://dev.wix.com/docs/rest/articles/getting-started/errors
    """
    try:
        error = msgspec.json.decode(body, type=ErrorEnvelope).details.application_error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    reason = error.data.get("reason") if isinstance(error.data, dict) else None
    if error.code.endswith("_STATUS") and isinstance(reason, str) and REASON.match(reason):
        return f"{error.code[:80]}:{reason}"
    return error.code[:80] or None


def is_guid(text: str) -> bool:
    """Whether this can be an id of Wix at all; nothing else is worth a call."""
    return bool(GUID.match(text))
