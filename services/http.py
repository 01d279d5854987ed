"""The only outgoing HTTP: one door per platform, and the one ladder from status to error. No platform's words.

Its parts: `attempts` (bulkhead, breaker, retries), `exchange` (one request), `deadline`, `call_record` (log, counts).
"""

from __future__ import annotations

import io
import json
import random as randomness
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import get_encoding_from_headers

from services.attempts import Attempts, Limits
from services.breaker import CircuitBreaker
from services.call_record import CallCount, CallRecord, count_calls, current_request_id, log_safe
from services.deadline import Deadline
from services.errors import (
    PlatformAnswerError,
    PlatformAuthError,
    PlatformRateLimitedError,
    PlatformRejectedError,
    PlatformUnavailableError,
)
from services.exchange import HttpAnswer, NoAnswerError, PlatformSession, UnreadableAnswerError
from services.retry import AskedPause, asked_pause, shown_seconds

__all__ = ["CallCount", "CircuitBreaker", "HttpAnswer", "HttpDoor", "count_calls", "current_request_id"]

OUTGOING_REQUEST_ID_HEADER = "X-Request-Id"


def _no_error_code(body: bytes) -> str | None:
    return None


class HttpDoor:
    """The way out to one platform. Make one per process and platform, and share it between threads.

    `error_code` finds the platform's application code in the body of a 4xx and must not raise.
    `request_id_header` names the header of the platform's own request id; `asked_pause` reads how long it wants us to
    wait, where it does not say so as HTTP does. Bodies are capped after decoding.
    `ca_bundle_path` replaces the public certificate authorities; the environment never does.
    """

    def __init__(
        self,
        platform: str,
        *,
        error_code: Callable[[bytes], str | None] = _no_error_code,
        request_id_header: str,
        asked_pause: AskedPause = asked_pause,
        pool_size: int = 32,
        connect_seconds: float = 2.0,
        max_body_bytes: int = 2 * 1024 * 1024,
        max_in_flight: int = 28,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        random: Callable[[], float] = randomness.random,
        breaker: CircuitBreaker | None = None,
        ca_bundle_path: str | None = None,
    ) -> None:
        self.platform = platform
        self.breaker = breaker or CircuitBreaker(clock=clock)
        self._error_code = error_code
        self._asked_pause = asked_pause
        self._clock = clock
        self._session = PlatformSession(max(pool_size, max_in_flight), ca_bundle_path)
        self._attempts = Attempts(
            self._session,
            self.breaker,
            Limits(connect_seconds, max_body_bytes, max_in_flight),
            request_id_header=request_id_header,
            sleep=sleep,
            random=random,
            asked_pause=asked_pause,
        )

    def mount(self, url_prefix: str, adapter: BaseAdapter) -> None:
        """Answer URLs that begin so from this adapter, for example from the sandbox in this process."""
        self._session.mount(url_prefix, adapter)

    def close(self) -> None:
        """Close the pooled connections."""
        self._session.close()

    def call(
        self,
        operation: str,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        json_body: object = None,
        params: Sequence[tuple[str, str]] = (),
        deadline_seconds: float,
        idempotent: bool,
    ) -> HttpAnswer:
        """Ask the platform and return its 2xx answer.

        `deadline_seconds` covers connecting, sending, the whole body and every retry. Idempotent calls are tried up to
        three times; others again only when no connection was made. `operation` is the name in logs, e.g. "create cart".

        Raises: PlatformUnavailableError (no answer, deadline, 5xx, breaker open, too many calls at once),
            PlatformRateLimitedError (429), PlatformAuthError (401), PlatformRejectedError (other 4xx),
            PlatformAnswerError (unreadable, too large, or a 3xx: redirects are never followed).
        """
        request = requests.Request(method, url, headers=dict(headers or {}), params=list(params))
        if json_body is not None:
            request.data = json.dumps(json_body, separators=(",", ":"), allow_nan=False).encode()
            request.headers.setdefault("Content-Type", "application/json")
        request.headers.setdefault("Accept", "application/json")
        with CallRecord(self.platform, operation, method, url) as record:
            answer = self._ask(self._prepare(request, record), record, deadline_seconds, idempotent)
            self._raise_for_refusal(answer, record)
            return answer

    def adapter(self, operation: str, *, deadline_seconds: float, idempotent: bool = False) -> BaseAdapter:
        """Return an adapter for a `requests` session of a library (Authlib's), so that it is not a second way out.

        A 2xx or 4xx comes back as a response; whatever else `call` raises is raised here too. Give that session
        `trust_env = False`: what it would take from ~/.netrc is in the request before the door sees it.
        """

        def answer(request: requests.PreparedRequest) -> HttpAnswer:
            with CallRecord(self.platform, operation, str(request.method), str(request.url)) as record:
                request.headers[OUTGOING_REQUEST_ID_HEADER] = record.request_id
                return self._ask(request, record, deadline_seconds, idempotent)

        return _DoorAdapter(answer)

    def _prepare(self, request: requests.Request, record: CallRecord) -> requests.PreparedRequest:
        request.headers[OUTGOING_REQUEST_ID_HEADER] = record.request_id
        try:
            return self._session.prepare_request(request)
        except (requests.RequestException, UnicodeError) as error:
            # Not "from error": its message quotes the header or the URL.
            reason = f"the request could not be made ({type(error).__name__})"
            raise PlatformUnavailableError(reason, **_facts(record)) from None

    def _ask(
        self, request: requests.PreparedRequest, record: CallRecord, deadline_seconds: float, idempotent: bool
    ) -> HttpAnswer:
        deadline = Deadline(deadline_seconds, self._clock)
        try:
            answer = self._attempts.ask(request, record, deadline, idempotent=idempotent)
        except NoAnswerError as missing:
            error = _unavailable(missing.reason, record, missing.retry_after_seconds)
            raise error from missing.__cause__
        except UnreadableAnswerError as unreadable:
            raise PlatformAnswerError(unreadable.reason, **_facts(record)) from None
        self._raise_for_trouble(answer, record)
        return answer

    def _raise_for_trouble(self, answer: HttpAnswer, record: CallRecord) -> None:
        """The ladder's first half: no 2xx and no 4xx to read, whoever asked."""
        status = answer.status
        asked_seconds = self._asked_pause(status, answer.headers)
        if status == 429:
            shown = shown_seconds(asked_seconds)
            raise PlatformRateLimitedError("asked to slow down", retry_after_seconds=shown, **_facts(record))
        if status >= 500:
            raise _unavailable("the platform failed", record, asked_seconds)
        if 300 <= status < 400:
            raise PlatformAnswerError("a redirect, which is not followed", **_facts(record))
        if status < 200:
            raise PlatformAnswerError("an interim answer without a final one", **_facts(record))

    def _raise_for_refusal(self, answer: HttpAnswer, record: CallRecord) -> None:
        """The ladder's second half: a 4xx, which the caller or the deployer must mend."""
        if answer.status < 400:
            return
        code = self._error_code(answer.body)
        facts = {**_facts(record), "code": None if code is None else log_safe(code)}
        if answer.status == 401:
            raise PlatformAuthError("our credentials were refused", **facts)
        raise PlatformRejectedError("the request was refused", **facts)


class _DoorAdapter(BaseAdapter):
    def __init__(self, answer: Callable[[requests.PreparedRequest], HttpAnswer]) -> None:
        super().__init__()
        self._answer = answer

    def send(self, request: requests.PreparedRequest, *_options: Any, **_more: Any) -> requests.Response:
        """Send through the door; the sender's own timeout, proxies and certificates are not used."""
        answer = self._answer(request)
        response = requests.Response()
        response.status_code = answer.status
        response.headers = CaseInsensitiveDict(answer.headers)
        response.raw = io.BytesIO(answer.body)
        response.encoding = get_encoding_from_headers(response.headers)
        response.url = str(request.url)
        response.request = request
        return response

    def close(self) -> None:
        """Do nothing: the connections belong to the door."""


def _unavailable(reason: str, record: CallRecord, retry_after_seconds: float | None) -> PlatformUnavailableError:
    error = PlatformUnavailableError(reason, **_facts(record))
    error.retry_after_seconds = shown_seconds(retry_after_seconds)
    return error


def _facts(record: CallRecord) -> dict[str, Any]:
    return {
        "platform": record.platform,
        "operation": record.operation,
        "status": record.status,
        "request_id": record.platform_request_id,
    }
