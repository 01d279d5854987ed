"""A total deadline for one HTTP call: the `requests` adapter whose every socket operation gets only the time left.

A read timeout bounds one read, not an answer: a server that sends a byte now and then would hold a worker for ever.
Here connect, handshake, headers and body share one deadline. Name look-up is the one step Python cannot interrupt.
"""

from __future__ import annotations

import http.client
import io
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError


class Deadline:
    """A moment on a clock by which everything must be done."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._ends_at = clock() + seconds

    def remaining_seconds(self) -> float:
        """Return the seconds left; zero or less when it is over."""
        return self._ends_at - self._clock()

    def arm(self, sock: socket.socket, at_most: float | None = None) -> None:
        """Let the next operation of the socket take only the time left. Raises: TimeoutError when none is left."""
        left = self.remaining_seconds()
        if left <= 0:
            raise TimeoutError("the deadline has passed")
        sock.settimeout(left if at_most is None else min(left, at_most))


_current_deadline: ContextVar[Deadline | None] = ContextVar("foyer_http_deadline", default=None)


@contextmanager
def until(deadline: Deadline) -> Iterator[None]:
    """Put every socket operation of `DeadlineAdapter` inside this block under the deadline."""
    token = _current_deadline.set(deadline)
    try:
        yield
    finally:
        _current_deadline.reset(token)


class DeadlineAdapter(HTTPAdapter):
    """The adapter of `requests` on pools whose connections keep the deadline set by `until`."""

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}


class _DeadlineReader(io.RawIOBase):
    """The reading half of a socket; every read gets the time left."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        _arm(self._sock)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _DeadlineResponse(http.client.HTTPResponse):
    """The standard parser of an answer, reading through `_DeadlineReader`."""

    def __init__(self, sock: socket.socket, *arguments: Any, **options: Any) -> None:
        super().__init__(sock, *arguments, **options)
        self.fp.close()
        self.fp = io.BufferedReader(_DeadlineReader(sock))


class _DeadlineConnection(HTTPConnection):
    response_class = _DeadlineResponse

    def _new_conn(self) -> socket.socket:
        """Connect to the first address that answers; the connect timeout covers all addresses together."""
        budget = Deadline(self.timeout) if isinstance(self.timeout, (int, float)) else Deadline(60)
        try:
            addresses = socket.getaddrinfo(self._dns_host, self.port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            cause = error if isinstance(error, socket.gaierror) else socket.gaierror(str(error))
            raise NameResolutionError(self.host, self, cause) from error
        problem: OSError = OSError("the name has no address")
        for family, kind, protocol, _, address in addresses:
            try:
                return self._connect(socket.socket(family, kind, protocol), address, budget)
            except OSError as error:
                problem = error
        if isinstance(problem, TimeoutError):
            raise ConnectTimeoutError(self, f"Connection to {self.host} timed out") from problem
        raise NewConnectionError(self, f"Failed to establish a new connection: {problem}") from problem

    def _connect(self, sock: socket.socket, address: Any, budget: Deadline) -> socket.socket:
        try:
            for option in self.socket_options or ():
                sock.setsockopt(*option)
            budget.arm(sock)
            sock.connect(address)
            budget.arm(sock)  # the TLS handshake, which follows, takes its time from the same budget
        except OSError:
            sock.close()
            raise
        return sock

    def send(self, data: Any) -> None:
        if self.sock is not None:
            _arm(self.sock)
        super().send(data)


class _DeadlineTlsConnection(_DeadlineConnection, HTTPSConnection):
    """The same over TLS: the parser reads decrypted bytes from the wrapped socket."""


class _HttpPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _DeadlineConnection


class _HttpsPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _DeadlineTlsConnection


def _arm(sock: socket.socket) -> None:
    deadline = _current_deadline.get()
    if deadline is not None:
        deadline.arm(sock)
