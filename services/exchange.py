"""One request and its whole answer: capped, under a deadline, never redirected. Retries are not decided here."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy

import requests
import urllib3
from requests.cookies import RequestsCookieJar
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError

from services.call_record import log_safe
from services.deadline import Deadline, DeadlineAdapter, until

USER_AGENT = "foyer"
_CHUNK_BYTES = 64 * 1024


@dataclass(frozen=True)
class HttpAnswer:
    """What a platform answered; header names are read in any case, the body is decoded and complete."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    request_id: str | None


class NoAnswerError(Exception):
    """No whole answer came. `nothing_was_sent` is claimed only when the connection was never made."""

    def __init__(self, reason: str, *, nothing_was_sent: bool = False, may_pass: bool = True) -> None:
        self.reason = reason
        self.retry_after_seconds: float | None = None
        self.nothing_was_sent = nothing_was_sent
        self.may_pass = may_pass
        super().__init__(reason)


class UnreadableAnswerError(Exception):
    """An answer came that breaks HTTP, its own encoding or our limits; asking again would not help."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class PlatformSession(requests.Session):
    """One pool of connections; no cookies, no redirects, and nothing taken from the environment or ~/.netrc."""

    def __init__(self, pool_size: int, ca_bundle_path: str | None = None) -> None:
        super().__init__()
        self.trust_env = False
        self.verify = ca_bundle_path or True
        self.cookies = RequestsCookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))
        self.headers["Accept-Encoding"] = "gzip"
        self.headers["User-Agent"] = USER_AGENT
        for scheme in ("https://", "http://"):
            self.mount(scheme, DeadlineAdapter(pool_connections=8, pool_maxsize=pool_size))

    def get_redirect_target(self, response: requests.Response) -> str | None:
        """Say that nothing is a redirect: `requests` would otherwise read a redirect's body, without a limit."""
        return None


def exchange(
    session: requests.Session,
    request: requests.PreparedRequest,
    *,
    deadline: Deadline,
    connect_seconds: float,
    max_body_bytes: int,
    request_id_header: str,
) -> HttpAnswer:
    """Send the request once and read the whole answer. Raises: NoAnswerError, UnreadableAnswerError."""
    left = deadline.remaining_seconds()
    if left <= 0:
        raise NoAnswerError(_too_late(deadline), nothing_was_sent=True, may_pass=False)
    try:
        with until(deadline):
            response = session.send(request, stream=True, timeout=(min(connect_seconds, left), left))
            with closing(response):
                body = _read_body(response, deadline, max_body_bytes)
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        explained = _explain(error, deadline)
        # The cause of an unreadable answer quotes what came, so it goes no further; its kind is in the reason.
        raise explained from _innermost(error) if isinstance(explained, NoAnswerError) else None
    platform_request_id = log_safe(response.headers.get(request_id_header, "")) or None
    return HttpAnswer(response.status_code, response.headers, body, platform_request_id)


def _read_body(response: requests.Response, deadline: Deadline, max_body_bytes: int) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(_CHUNK_BYTES):
        body += chunk
        if len(body) > max_body_bytes:
            raise UnreadableAnswerError(f"the body is larger than {max_body_bytes} bytes")
        if deadline.remaining_seconds() <= 0:
            break
    if deadline.remaining_seconds() <= 0:
        raise NoAnswerError(_too_late(deadline), may_pass=False)
    return bytes(body)


def _explain(error: Exception, deadline: Deadline) -> NoAnswerError | UnreadableAnswerError:
    """Put a failure of the client library into our two kinds."""
    cause = _innermost(error)
    if deadline.remaining_seconds() <= 0:
        return NoAnswerError(_too_late(deadline), may_pass=False)
    if cause.args and isinstance(cause.args[0], ssl.SSLCertVerificationError):
        return NoAnswerError("the certificate is not to be trusted", may_pass=False)
    if isinstance(error, requests.exceptions.ContentDecodingError):
        return UnreadableAnswerError("the body breaks its own encoding")
    if _breaks_http(cause):
        return UnreadableAnswerError(f"the answer breaks HTTP ({type(cause.args[1]).__name__})")
    if isinstance(error, requests.ConnectTimeout) or isinstance(cause, NewConnectionError):
        return NoAnswerError("no connection", nothing_was_sent=True)
    if isinstance(error, (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)):
        return NoAnswerError("the connection broke")
    return NoAnswerError(f"the request could not be made ({type(cause).__name__})", may_pass=False)


def _innermost(error: BaseException) -> BaseException:
    """Return the library's own reason: the errors around it carry the whole URL, which must not reach a log."""
    while error.args and isinstance(error.args[0], urllib3.exceptions.HTTPError):
        error = error.args[0]
    return error.reason if isinstance(error, MaxRetryError) and error.reason else error


def _breaks_http(cause: BaseException) -> bool:
    """Tell a malformed answer (headers too many or too long, no status line) from a connection that ended."""
    if not isinstance(cause, ProtocolError) or len(cause.args) < 2:
        return False
    detail = cause.args[1]
    ended_early = (http.client.RemoteDisconnected, http.client.IncompleteRead, urllib3.exceptions.IncompleteRead)
    return isinstance(detail, http.client.HTTPException) and not isinstance(detail, ended_early)


def _too_late(deadline: Deadline) -> str:
    return f"no whole answer within {deadline.seconds:g} seconds"
