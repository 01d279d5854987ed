"""A server on a raw loopback socket that misbehaves as told, path by path, and remembers who asked. Not a sandbox."""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

#: What happens to one request; True keeps the connection for the next one.
Behaviour = Callable[[socket.socket, threading.Event], bool]

DRIP_SECONDS = 0.02


@dataclass(frozen=True)
class SeenRequest:
    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


class FaultServer:
    """Serves `behaviours` by path until the end of its `with` block; every thread ends with it."""

    def __init__(self, behaviours: Mapping[str, Behaviour], tls: ssl.SSLContext | None = None) -> None:
        self.seen: list[SeenRequest] = []
        self.connection_count = 0
        self.closed_count = 0
        self._behaviours = behaviours
        self._tls = tls
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.02)

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    def hits(self, path: str) -> int:
        return sum(request.path == path for request in self.seen)

    def __enter__(self) -> FaultServer:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._listener.close()
        for thread in self._threads:
            thread.join(5)

    def _start(self, target: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stop.is_set():
            with contextlib.suppress(OSError):
                connection, _ = self._listener.accept()
                self.connection_count += 1
                self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(2)
        with contextlib.suppress(OSError):
            if self._tls is not None:
                with connection:
                    connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                self._converse(connection)
        self.closed_count += 1

    def _converse(self, connection: socket.socket) -> None:
        keep = True
        while keep and not self._stop.is_set():
            request = self._read_request(connection)
            if request is None:
                return
            self.seen.append(request)
            keep = self._behaviours[request.path](connection, self._stop)

    def _read_request(self, connection: socket.socket) -> SeenRequest | None:
        head = self._wait_for_bytes(connection)
        while b"\r\n\r\n" not in head:
            data = connection.recv(65536)
            if not data:
                return None
            head += data
        head, _, body = head.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        while len(body) < int(headers.get("content-length", "0")):
            body += connection.recv(65536)
        method, target, _ = first.split(" ")
        return SeenRequest(method, target, headers, body)

    def _wait_for_bytes(self, connection: socket.socket) -> bytes:
        connection.settimeout(0.02)
        while not self._stop.is_set():
            with contextlib.suppress(TimeoutError):
                data = connection.recv(65536)
                connection.settimeout(2)
                if not data:
                    break
                return data
        raise ConnectionAbortedError


def answer(status: int = 200, body: bytes = b"{}", *headers: str, keep: bool = True) -> Behaviour:
    """A well-formed answer."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}", *headers]
    data = "\r\n".join([*lines, "", ""]).encode("latin-1") + body
    return raw(data, keep=keep)


def raw(data: bytes, *, keep: bool = False) -> Behaviour:
    """These bytes; then the connection is closed, unless it is kept."""

    def behave(connection: socket.socket, stop: threading.Event) -> bool:
        connection.sendall(data)
        return keep

    return behave


def hang(connection: socket.socket, stop: threading.Event) -> bool:
    """No answer at all."""
    stop.wait(5)
    return False


def reset(connection: socket.socket, stop: threading.Event) -> bool:
    """The connection is reset before any answer."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


def drip_headers(connection: socket.socket, stop: threading.Event) -> bool:
    """A header line that never ends."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    return _drip(connection, stop)


def drip_body(connection: socket.socket, stop: threading.Event) -> bool:
    """A body that arrives byte by byte."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n")
    return _drip(connection, stop)


def endless_body(connection: socket.socket, stop: threading.Event) -> bool:
    """A body without an end."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while not stop.is_set():
        connection.sendall(b"x" * 65536)
    return False


def gzip_bomb(megabytes: int) -> Behaviour:
    """Few bytes that unpack to many."""
    packed = gzip.compress(bytes(megabytes * 1024 * 1024), compresslevel=9)
    return answer(200, packed, "Content-Encoding: gzip", keep=False)


def script(*behaviours: Behaviour) -> Behaviour:
    """One after another, request by request; the last goes on."""
    following: Iterator[Behaviour] = iter(behaviours[:-1])

    def behave(connection: socket.socket, stop: threading.Event) -> bool:
        return next(following, behaviours[-1])(connection, stop)

    return behave


def _drip(connection: socket.socket, stop: threading.Event) -> bool:
    while not stop.wait(DRIP_SECONDS):
        connection.sendall(b"x")
    return False
