"""Calls answered by a WSGI application in this process look like calls over a socket."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
import requests

from services.errors import PlatformAnswerError, PlatformUnavailableError
from services.http import HttpDoor
from services.in_process import WsgiAdapter

ROOT = "https://sandbox.invalid"


def _session(app: Callable[..., Iterable[bytes]]) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.mount(ROOT, WsgiAdapter(app))
    return session


def _echo(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
    """Answer what was asked, as a strict reader of the WSGI rules sees it."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    names = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE", "HTTP_HOST", "HTTP_AUTHORIZATION")
    more = ("wsgi.url_scheme", "SERVER_NAME", "SERVER_PORT", "SCRIPT_NAME", "REQUEST_URI")
    seen = {name: environ.get(name) for name in (*names, *more)}
    seen["body"] = environ["wsgi.input"].read(length).decode()
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(seen).encode()]


def test_method_path_query_headers_and_body_arrive() -> None:
    url = f"{ROOT}/wix/v1/caf%C3%A9%20x?a=1&b=%2F"
    got = _session(_echo).post(url, json={"q": "ö"}, headers={"Authorization": "Bearer t"}).json()
    assert got == {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/wix/v1/café x".encode().decode("latin-1"),
        "QUERY_STRING": "a=1&b=%2F",
        "CONTENT_TYPE": "application/json",
        "HTTP_HOST": "sandbox.invalid",
        "HTTP_AUTHORIZATION": "Bearer t",
        "wsgi.url_scheme": "https",
        "SERVER_NAME": "sandbox.invalid",
        "SERVER_PORT": "443",
        "SCRIPT_NAME": "",
        "REQUEST_URI": "/wix/v1/caf%C3%A9%20x?a=1&b=%2F",
        "body": '{"q": "\\u00f6"}',
    }


def test_a_form_body_arrives_too() -> None:
    assert _session(_echo).put(f"{ROOT}/x", data={"a": "1 2"}).json()["body"] == "a=1+2"


def test_status_reason_repeated_headers_and_chunks_come_back() -> None:
    def app(environ: object, start_response: Callable[..., Callable[[bytes], object]]) -> Iterator[bytes]:
        write = start_response("418 I'm a teapot", [("X-Tea", "a"), ("X-Tea", "b"), ("Content-Type", "text/plain")])
        write(b"one ")
        yield b"two "
        yield b"three"

    got = _session(app).get(f"{ROOT}/")
    assert (got.status_code, got.reason, got.headers["x-tea"]) == (418, "I'm a teapot", "a, b")
    assert got.content == b"one two three"


def test_the_answer_is_closed_even_when_reading_it_fails() -> None:
    class Broken:
        is_closed = False

        def __iter__(self) -> Iterator[bytes]:
            raise ConnectionResetError

        def close(self) -> None:
            self.is_closed = True

    body = Broken()

    def app(environ: object, start_response: Callable[..., object]) -> Broken:
        start_response("200 OK", [])
        return body

    with pytest.raises(requests.ConnectionError):
        _session(app).get(f"{ROOT}/")
    assert body.is_closed


def test_an_error_of_the_application_itself_is_not_hidden() -> None:
    def app(environ: object, start_response: object) -> list[bytes]:
        raise LookupError("a mistake in the sandbox")

    with pytest.raises(LookupError, match="a mistake in the sandbox"):
        _session(app).get(f"{ROOT}/")


# Through the door


@pytest.fixture
def clock() -> list[float]:
    return [0.0]


def _get(app: Callable[..., Iterable[bytes]], clock: list[float]) -> bytes:
    door = HttpDoor("wix", request_id_header="X", clock=lambda: clock[0], sleep=lambda _: None)
    door.mount(ROOT, WsgiAdapter(app))
    return door.call("x", "GET", f"{ROOT}/a", deadline_seconds=4, idempotent=True).body


def test_the_door_asks_an_application_that_resets_three_times(clock: list[float]) -> None:
    asked = []

    def app(environ: object, start_response: Callable[..., object]) -> list[bytes]:
        asked.append(environ)
        raise ConnectionResetError

    with pytest.raises(PlatformUnavailableError, match="the connection broke"):
        _get(app, clock)
    assert len(asked) == 3


def test_the_door_notices_a_body_shorter_than_declared(clock: list[float]) -> None:
    def app(environ: object, start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 OK", [("Content-Length", "10")])
        return [b"short"]

    with pytest.raises(PlatformUnavailableError, match="the connection broke"):
        _get(app, clock)


def test_the_door_caps_the_body(clock: list[float]) -> None:
    def app(environ: object, start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 OK", [])
        return [b"x" * 3_000_000]

    with pytest.raises(PlatformAnswerError, match="larger than"):
        _get(app, clock)


def test_the_door_refuses_an_answer_that_came_after_the_deadline(clock: list[float]) -> None:
    def app(environ: object, start_response: Callable[..., object]) -> list[bytes]:
        clock[0] += 4
        start_response("200 OK", [])
        return [b"late"]

    with pytest.raises(PlatformUnavailableError, match="no whole answer within 4 seconds"):
        _get(app, clock)
