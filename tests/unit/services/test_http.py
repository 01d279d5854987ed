"""The one way out: what an answer, a fault and a limit become. The faults come from a raw socket on loopback."""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session

from services.errors import (
    PlatformAnswerError,
    PlatformAuthError,
    PlatformError,
    PlatformRateLimitedError,
    PlatformRejectedError,
    PlatformUnavailableError,
)
from services.http import CircuitBreaker, HttpAnswer, HttpDoor, count_calls, current_request_id
from tests.unit.services.fault_server import (
    Behaviour,
    FaultServer,
    answer,
    drip_body,
    drip_headers,
    endless_body,
    gzip_bomb,
    hang,
    raw,
    reset,
    script,
)

SHORT_SECONDS = 0.25
ENOUGH_SECONDS = 5.0

TRUNCATED_JSON = raw(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"products": [')
TRUNCATED_CHUNK = raw(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{"products": [')


class Ask:
    """A door to a fault server that notes its pauses instead of sleeping."""

    def __init__(self, server: FaultServer, **options: object) -> None:
        self.server = server
        self.pauses: list[float] = []
        settings = {"random": lambda: 1.0, "sleep": self.pauses.append, "request_id_header": "X-Platform-Id", **options}
        self.door = HttpDoor("wix", error_code=_error_code, **settings)

    def get(self, path: str = "/", seconds: float = ENOUGH_SECONDS, **options: object) -> HttpAnswer:
        return self._call("GET", path, seconds, idempotent=True, **options)

    def post(self, path: str = "/", seconds: float = ENOUGH_SECONDS, **options: object) -> HttpAnswer:
        return self._call("POST", path, seconds, idempotent=False, **options)

    def _call(self, method: str, path: str, seconds: float, **options: object) -> HttpAnswer:
        return self.door.call("test call", method, self.server.url + path, deadline_seconds=seconds, **options)


def _error_code(body: bytes) -> str | None:
    return json.loads(body).get("code") if body.startswith(b"{") else None


@pytest.fixture
def serve() -> Iterator[Callable[..., Ask]]:
    """Start a fault server and a door to it; both are closed after the test."""
    asks: list[Ask] = []

    def start(behaviours: Behaviour | dict[str, Behaviour], **options: object) -> Ask:
        by_path = behaviours if isinstance(behaviours, dict) else {"/": behaviours}
        ask = Ask(FaultServer(by_path).__enter__(), **options)
        asks.append(ask)
        return ask

    yield start
    for ask in asks:
        ask.door.close()
        ask.server.__exit__()


@pytest.fixture
def refusing_url() -> Iterator[str]:
    """A loopback address that is taken but refuses connections."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/"


# What goes out and comes back


def test_an_answer_brings_status_headers_body_and_the_platforms_request_id(serve: Callable[..., Ask]) -> None:
    ask = serve(answer(201, b'{"a":1}', "X-Platform-Id: p-17", "X-Other: yes"))
    got = ask.post()
    assert (got.status, got.body, got.request_id, got.headers["x-other"]) == (201, b'{"a":1}', "p-17", "yes")


def test_an_answer_without_a_body_is_an_answer(serve: Callable[..., Ask]) -> None:
    got = serve(raw(b"HTTP/1.1 204 No Content\r\n\r\n")).get()
    assert (got.status, got.body, got.request_id) == (204, b"", None)


def test_json_goes_out_compact_with_its_type_and_parameters_are_encoded(serve: Callable[..., Ask]) -> None:
    ask = serve(answer())
    ask.post(json_body={"name": "Käse", "ids": [1, 2]}, params=[("q", "a&b"), ("q", "é")], headers={"X-Mine": "1"})
    seen = ask.server.seen[0]
    assert seen.body == rb'{"name":"K\u00e4se","ids":[1,2]}'
    assert seen.target == "/?q=a%26b&q=%C3%A9"
    assert (seen.headers["content-type"], seen.headers["x-mine"]) == ("application/json", "1")


def test_an_encoded_slash_stays_one_path_segment(serve: Callable[..., Ask]) -> None:
    ask = serve({"/products/..%2F..%2Fadmin": answer()})
    ask.get("/products/..%2F..%2Fadmin")
    assert ask.server.seen[0].target == "/products/..%2F..%2Fadmin"


def test_a_live_connection_is_used_again(serve: Callable[..., Ask]) -> None:
    ask = serve(answer())
    for _ in range(3):
        ask.post()
    assert (ask.server.hits("/"), ask.server.connection_count) == (3, 1)


def test_a_kept_connection_that_the_peer_closed_is_not_noticed_by_anyone(serve: Callable[..., Ask]) -> None:
    ask = serve(answer(keep=False))
    for expected in (1, 2, 3):
        ask.post()
        assert ask.server.hits("/") == expected
        _wait_until(lambda count=expected: ask.server.closed_count == count)
    assert ask.server.connection_count == 3


def test_cookies_are_never_kept(serve: Callable[..., Ask]) -> None:
    ask = serve(answer(200, b"{}", "Set-Cookie: visitor=ada; Path=/"))
    ask.get()
    ask.get()
    assert "cookie" not in ask.server.seen[1].headers


def test_nothing_is_taken_from_the_environment_or_netrc(
    serve: Callable[..., Ask], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, refusing_url: str
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login mallory password secret\n")
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, refusing_url)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "missing.pem"))
    ask = serve(answer())
    ask.get(headers={"Authorization": "Bearer ours"})
    ask.get()
    assert ask.server.seen[0].headers["authorization"] == "Bearer ours"
    assert "authorization" not in ask.server.seen[1].headers


# The deadline


@pytest.mark.parametrize("fault", [hang, drip_headers, drip_body], ids=lambda fault: fault.__name__)
def test_a_slow_answer_is_cut_at_the_deadline_and_not_asked_again(serve: Callable[..., Ask], fault: Behaviour) -> None:
    ask = serve(fault)
    started = time.monotonic()
    with pytest.raises(PlatformUnavailableError, match=r"no whole answer within 0\.25 seconds"):
        ask.get(seconds=SHORT_SECONDS)
    assert SHORT_SECONDS <= time.monotonic() - started < SHORT_SECONDS + 0.3
    assert ask.server.hits("/") == 1


def test_a_platform_that_does_not_take_what_we_send_is_cut_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as never_reads:
        door = HttpDoor("wix", request_id_header="X")
        url = f"http://127.0.0.1:{never_reads.getsockname()[1]}/"
        started = time.monotonic()
        with pytest.raises(PlatformUnavailableError, match="no whole answer"):
            door.call("x", "POST", url, json_body="x" * 20_000_000, deadline_seconds=0.4, idempotent=False)
        assert time.monotonic() - started < 0.8


def test_sending_may_take_longer_than_connecting_may() -> None:
    body = "x" * 8_000_000

    def read_late(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            threading.Event().wait(0.2)
            left = len(body)
            while left > 0:
                left -= len(connection.recv(1_000_000))
            connection.sendall(b"HTTP/1.1 204 Done\r\nConnection: close\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read_late, listener)
        door = HttpDoor("wix", request_id_header="X", connect_seconds=0.1)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        assert door.call("x", "POST", url, json_body=body, deadline_seconds=5, idempotent=False).status == 204
        reading.result()


def test_the_deadline_covers_all_attempts_together(serve: Callable[..., Ask]) -> None:
    ask = serve(script(answer(503), hang))
    started = time.monotonic()
    with pytest.raises(PlatformUnavailableError):
        ask.get(seconds=SHORT_SECONDS)
    assert time.monotonic() - started < SHORT_SECONDS + 0.3
    assert ask.server.hits("/") == 2


def test_a_used_connection_does_not_inherit_the_time_left_of_the_call_before(serve: Callable[..., Ask]) -> None:
    ask = serve(answer())
    ask.get(seconds=0.2)
    ask.post(json_body="x" * 200_000)
    assert ask.server.connection_count == 1


def test_connecting_has_its_own_shorter_limit_over_all_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        address = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [address, address, address])
        with socket.create_connection(("127.0.0.1", port)):  # fills the queue: the next connection gets no answer
            door = HttpDoor("wix", request_id_header="X", connect_seconds=0.1, sleep=lambda _: None)
            started = time.monotonic()
            with pytest.raises(PlatformUnavailableError, match="no connection"), count_calls():
                door.call("x", "POST", f"http://h.invalid:{port}/", deadline_seconds=1, idempotent=False)
            assert 0.3 <= time.monotonic() - started < 0.6, "three attempts of 0.1 s each"


# Broken connections


@pytest.mark.parametrize("fault", [reset, TRUNCATED_JSON, TRUNCATED_CHUNK], ids=["reset", "truncated", "chunk cut"])
def test_a_broken_answer_is_asked_for_again_when_that_is_safe(serve: Callable[..., Ask], fault: Behaviour) -> None:
    ask = serve(script(fault, fault, answer(200, b'{"whole":true}')))
    assert ask.get().body == b'{"whole":true}'
    assert ask.server.hits("/") == 3


@pytest.mark.parametrize("fault", [reset, TRUNCATED_JSON, TRUNCATED_CHUNK], ids=["reset", "truncated", "chunk cut"])
def test_a_broken_answer_to_a_change_is_not_repeated(serve: Callable[..., Ask], fault: Behaviour) -> None:
    ask = serve(fault)
    with pytest.raises(PlatformUnavailableError, match="the connection broke"):
        ask.post()
    assert ask.server.hits("/") == 1


def test_a_reset_is_tried_three_times_at_most(serve: Callable[..., Ask]) -> None:
    ask = serve(reset)
    with pytest.raises(PlatformUnavailableError):
        ask.get()
    assert ask.server.hits("/") == 3


def test_a_change_is_tried_again_when_no_connection_was_made(
    refusing_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    door = HttpDoor("wix", request_id_header="X", sleep=lambda _: None)
    with caplog.at_level(logging.INFO, "foyer.http"), pytest.raises(PlatformUnavailableError, match="no connection"):
        door.call("create cart", "POST", refusing_url, deadline_seconds=1, idempotent=False)
    assert caplog.records[0].attempts == 3


def test_a_name_that_does_not_resolve_is_a_platform_without_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_such_name(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_such_name)
    door = HttpDoor("wix", request_id_header="X", sleep=lambda _: None)
    with pytest.raises(PlatformUnavailableError, match="no connection"):
        door.call("x", "GET", "http://x.invalid/", deadline_seconds=1, idempotent=True)


# Limits of an answer


def test_a_gzip_bomb_is_stopped_after_two_mebibytes_with_little_memory(serve: Callable[..., Ask]) -> None:
    ask = serve(gzip_bomb(megabytes=100))
    tracemalloc.start()
    try:
        with pytest.raises(PlatformAnswerError, match="larger than 2097152 bytes"):
            ask.get()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 12 * 1024 * 1024
    assert ask.server.hits("/") == 1


def test_an_endless_body_is_stopped_at_the_limit(serve: Callable[..., Ask]) -> None:
    with pytest.raises(PlatformAnswerError, match="larger than 1000 bytes"):
        serve(endless_body, max_body_bytes=1000).get()


def test_a_body_of_exactly_the_limit_is_read(serve: Callable[..., Ask]) -> None:
    assert len(serve(answer(200, b"x" * 1000), max_body_bytes=1000).get().body) == 1000


UNREADABLE = {
    "200 headers": raw(b"HTTP/1.1 200 OK\r\n" + b"X-Header: 1\r\n" * 200 + b"\r\n"),
    "a header of 100 kB": raw(b"HTTP/1.1 200 OK\r\nX-Header: " + b"x" * 100_000 + b"\r\n\r\n"),
    "not HTTP": raw(b"SSH-2.0-OpenSSH\r\n\r\n"),
    "not gzip": answer(200, b"plain", "Content-Encoding: gzip"),
}


@pytest.mark.parametrize("fault", UNREADABLE.values(), ids=UNREADABLE)
def test_an_answer_that_breaks_http_is_unreadable_and_not_asked_for_again(
    serve: Callable[..., Ask], fault: Behaviour
) -> None:
    ask = serve(fault)
    with pytest.raises(PlatformAnswerError, match="breaks"):
        ask.get()
    assert ask.server.hits("/") == 1


@pytest.mark.parametrize("status", [301, 302, 303, 304, 307, 308])
def test_a_redirect_is_an_error_and_never_followed(serve: Callable[..., Ask], status: int) -> None:
    elsewhere = serve(answer())
    ask = serve(answer(status, b"" if status == 304 else b"moved", f"Location: {elsewhere.server.url}/"))
    with pytest.raises(PlatformAnswerError, match="redirect") as caught:
        ask.get()
    assert caught.value.status == status
    assert (ask.server.hits("/"), elsewhere.server.seen) == (1, [])


def test_the_body_of_a_redirect_is_capped_too(serve: Callable[..., Ask]) -> None:
    bomb = raw(b"HTTP/1.1 302 Found\r\nLocation: /next\r\n\r\n" + b"x" * 100_000)
    with pytest.raises(PlatformAnswerError, match="larger than 1000 bytes"):
        serve(bomb, max_body_bytes=1000).get()


# From status to error


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, PlatformRejectedError),
        (401, PlatformAuthError),
        (403, PlatformRejectedError),
        (404, PlatformRejectedError),
        (409, PlatformRejectedError),
        (428, PlatformRejectedError),
        (429, PlatformRateLimitedError),
        (500, PlatformUnavailableError),
        (501, PlatformUnavailableError),
    ],
)
def test_every_status_has_its_error_with_the_facts_for_the_log(
    serve: Callable[..., Ask], status: int, kind: type[PlatformError]
) -> None:
    ask = serve(answer(status, b'{"code":"OUT_OF_CLAY"}', "X-Platform-Id: p-17"))
    with pytest.raises(kind) as caught:
        ask.post()
    error = caught.value
    assert type(error) is kind
    assert (error.platform, error.operation, error.status, error.request_id) == ("wix", "test call", status, "p-17")
    assert error.code == ("OUT_OF_CLAY" if 400 <= status < 500 and status != 429 else None)
    assert ask.server.hits("/") == 1


def test_a_4xx_is_not_asked_again_even_when_that_were_safe(serve: Callable[..., Ask]) -> None:
    ask = serve(answer(404))
    with pytest.raises(PlatformRejectedError):
        ask.get()
    assert ask.server.hits("/") == 1


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_passing_trouble_is_asked_again_twice_at_most(serve: Callable[..., Ask], status: int) -> None:
    ask = serve(answer(status))
    with pytest.raises(PlatformError) as caught:
        ask.get()
    assert caught.value.retryable
    assert ask.server.hits("/") == 3
    assert ask.pauses == [0.2, 0.4], "full jitter draws from a range that doubles"


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_passing_trouble_with_a_change_is_not_asked_again(serve: Callable[..., Ask], status: int) -> None:
    ask = serve(answer(status))
    with pytest.raises(PlatformError):
        ask.post()
    assert ask.server.hits("/") == 1


def test_a_500_is_not_asked_again(serve: Callable[..., Ask]) -> None:
    ask = serve(answer(500))
    with pytest.raises(PlatformUnavailableError):
        ask.get()
    assert ask.server.hits("/") == 1


# Retry-After


def test_a_wait_that_fits_is_honoured(serve: Callable[..., Ask]) -> None:
    ask = serve(script(answer(429, b"", "Retry-After: 1"), answer()), random=lambda: 0.0)
    ask.get()
    assert ask.pauses == [1.0]


def test_a_date_to_wait_for_is_measured_on_the_platforms_own_clock(serve: Callable[..., Ask]) -> None:
    theirs = datetime(2001, 1, 1, tzinfo=UTC)
    later = format_datetime(theirs + timedelta(seconds=2), usegmt=True)
    dates = (f"Date: {format_datetime(theirs, usegmt=True)}", f"Retry-After: {later}")
    ask = serve(script(answer(503, b"", *dates), answer()), random=lambda: 0.0)
    ask.get()
    assert ask.pauses == [2.0]


@pytest.mark.parametrize(("wish", "shown"), [("3600", 3600), ("99999999999999999999", 3600), ("7", 7)])
def test_a_wait_that_does_not_fit_is_told_and_not_slept(serve: Callable[..., Ask], wish: str, shown: int) -> None:
    ask = serve(answer(429, b"", f"Retry-After: {wish}"))
    with pytest.raises(PlatformRateLimitedError) as caught:
        ask.get()
    assert caught.value.retry_after_seconds == shown
    assert (ask.pauses, ask.server.hits("/")) == ([], 1)


@pytest.mark.parametrize("wish", ["-5", "soon", "1e3", "٣", "", "Wed, 21 Oct 2015 07:28:00 GMT", "Wed, 99 Oct 9999"])
def test_a_senseless_wait_means_the_usual_pause(serve: Callable[..., Ask], wish: str) -> None:
    header = f"Retry-After: {wish}".encode().decode("latin-1")
    ask = serve(script(answer(429, b"", header), answer()))
    ask.get()
    assert ask.pauses == [0.2]


# Breaker and bulkhead


def test_after_five_failures_nobody_waits_until_one_probe_succeeds(serve: Callable[..., Ask]) -> None:
    now = [0.0]
    breaker = CircuitBreaker(clock=lambda: now[0])
    ask = serve(script(*[answer(500)] * 5, answer()), breaker=breaker)
    for _ in range(5):
        with pytest.raises(PlatformUnavailableError, match="the platform failed"):
            ask.get()
    with pytest.raises(PlatformUnavailableError, match="breaker is open") as caught:
        ask.get()
    assert caught.value.retry_after_seconds == 10
    assert ask.server.hits("/") == 5
    now[0] = 10.0
    assert ask.get().status == 200
    assert ask.get().status == 200


def test_a_breaker_that_opens_ends_the_retries_with_what_was_last_seen(serve: Callable[..., Ask]) -> None:
    ask = serve(answer(503))
    for expected_hits in (3, 5):
        with pytest.raises(PlatformUnavailableError, match="the platform failed"):
            ask.get()
        assert ask.server.hits("/") == expected_hits


@pytest.mark.parametrize("fault", [reset, TRUNCATED_JSON, answer(429)], ids=["reset", "truncated", "429"])
def test_any_sign_of_overload_counts_as_a_failure(serve: Callable[..., Ask], fault: Behaviour) -> None:
    ask = serve(fault)
    for _ in range(5):
        assert not ask.door.breaker.is_open
        with pytest.raises(PlatformError):
            ask.post()
    assert ask.door.breaker.is_open


@pytest.mark.parametrize("status", [302, 400, 401, 404])
def test_a_refusal_does_not_open_the_breaker(serve: Callable[..., Ask], status: int) -> None:
    ask = serve(answer(status))
    for _ in range(30):
        with pytest.raises(PlatformError):
            ask.get()
    assert not ask.door.breaker.is_open


def test_ten_threads_call_at_the_same_time(serve: Callable[..., Ask]) -> None:
    all_here = threading.Barrier(10)

    def answer_when_all_are_here(connection: socket.socket, stop: threading.Event) -> bool:
        all_here.wait(3)
        return answer()(connection, stop)

    ask = serve(answer_when_all_are_here)
    with ThreadPoolExecutor(10) as pool:
        for _ in range(2):
            assert [future.result().status for future in [pool.submit(ask.post) for _ in range(10)]] == [200] * 10
    assert ask.server.connection_count == 10


def test_of_many_waiting_visitors_one_probes_a_platform_that_is_still_down(serve: Callable[..., Ask]) -> None:
    now = [0.0]
    ask = serve(answer(503), breaker=CircuitBreaker(clock=lambda: now[0]), random=lambda: 0.0)
    for _ in range(5):
        with pytest.raises(PlatformUnavailableError):
            ask.post()
    now[0] = 10.0
    with ThreadPoolExecutor(20) as pool:
        for future in [pool.submit(_ignore_errors, ask.get) for _ in range(20)]:
            future.result()
    assert ask.server.hits("/") == 6


def test_over_the_limit_of_calls_at_once_the_next_is_refused_quickly(serve: Callable[..., Ask]) -> None:
    ask = serve({"/slow": hang, "/": answer()}, max_in_flight=2)
    slow = [threading.Thread(target=_ignore_errors, args=(ask.get, "/slow", 0.4)) for _ in range(2)]
    for thread in slow:
        thread.start()
    _wait_until(lambda: ask.server.hits("/slow") == 2)
    started = time.monotonic()
    with pytest.raises(PlatformUnavailableError, match="too many calls at once"):
        ask.get()
    assert time.monotonic() - started < 0.1
    for thread in slow:
        thread.join()
    assert ask.get().status == 200


def _ignore_errors(call: Callable[..., object], *arguments: object) -> None:
    with pytest.raises(PlatformUnavailableError):
        call(*arguments)


def _wait_until(is_so: Callable[[], bool]) -> None:
    ends_at = time.monotonic() + 2
    while not is_so():
        assert time.monotonic() < ends_at
        time.sleep(0.005)


# What is remembered of a call


def test_one_line_is_logged_per_call_without_query_headers_or_body(
    serve: Callable[..., Ask], caplog: pytest.LogCaptureFixture
) -> None:
    ask = serve({"/orders/7": script(answer(503), answer(200, b'{"s":"body-mark"}', "X-Platform-Id: p-17"))})
    token = current_request_id.set("r-1")
    try:
        with caplog.at_level(logging.DEBUG, "foyer"):
            ask.get("/orders/7?code=query-mark", headers={"Authorization": "Bearer token-mark"})
    finally:
        current_request_id.reset(token)
    [record] = caplog.records
    assert (record.name, record.levelname, record.getMessage()) == ("foyer.http", "INFO", "platform call")
    logged = {name: record.__dict__[name] for name in ("platform", "operation", "method", "path", "status", "attempts")}
    assert logged == {
        "platform": "wix",
        "operation": "test call",
        "method": "GET",
        "path": "/orders/7",
        "status": 200,
        "attempts": 2,
    }
    assert (record.request_id, record.platform_request_id, record.outcome) == ("r-1", "p-17", "ok")
    assert record.milliseconds > 0
    assert "-mark" not in repr(record.__dict__)
    assert {seen.headers["x-request-id"] for seen in ask.server.seen} == {"r-1"}


def test_a_failed_call_is_logged_as_a_warning_with_its_outcome(
    serve: Callable[..., Ask], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "foyer.http"), pytest.raises(PlatformRejectedError):
        serve(answer(404)).get()
    [record] = caplog.records
    assert (record.levelname, record.outcome, record.status) == ("WARNING", "PlatformRejectedError", 404)
    assert record.request_id, "a call outside a request gets an id of its own"


def test_neither_an_error_nor_its_causes_tell_the_query_a_header_or_the_answer(
    serve: Callable[..., Ask], refusing_url: str
) -> None:
    ask = serve(
        {"/": reset, "/slow": hang, "/bad": raw(b"body-mark\r\n\r\n"), "/code": answer(404, b'{"code":"a\\nb"}')}
    )
    urls = [refusing_url, *(ask.server.url + path for path in ("/", "/slow", "/bad", "/code"))]
    secret = {"Authorization": "Bearer token-mark"}
    for url, headers in [*((url, secret) for url in urls), (urls[1], {"Authorization": "token-mark\r\nX: y"})]:
        with pytest.raises(PlatformError) as caught:
            ask.door.call(
                "x", "GET", f"{url}?q=query-mark", headers=headers, deadline_seconds=SHORT_SECONDS, idempotent=False
            )
        error: BaseException | None = caught.value
        while error is not None:
            assert "-mark" not in f"{error} {error!r}"
            assert "\n" not in str(error)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def test_calls_are_counted_once_whatever_their_attempts(serve: Callable[..., Ask]) -> None:
    ask = serve(script(answer(503), answer()))
    with count_calls() as outer:
        ask.get()
        with count_calls() as inner:
            ask.post()
    ask.post()
    assert (outer.total, inner.total) == (2, 1)
    assert outer.operations == ["test call", "test call"]


# The adapter for other libraries


def test_another_library_goes_through_the_door_and_reads_a_4xx_itself(
    serve: Callable[..., Ask], caplog: pytest.LogCaptureFixture
) -> None:
    ask = serve(answer(400, b'{"error":"invalid_grant"}', "Content-Type: application/json"))
    with caplog.at_level(logging.INFO, "foyer.http"), _session_through(ask) as session, count_calls() as calls:
        got = session.post(ask.server.url, data={"grant_type": "refresh_token"}, timeout=99)
    assert (got.status_code, got.json(), got.headers["content-type"]) == (
        400,
        {"error": "invalid_grant"},
        "application/json",
    )
    assert (calls.operations, caplog.records[0].operation) == (["token"], "token")
    assert ask.server.seen[0].headers["x-request-id"] == caplog.records[0].request_id


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (answer(429), PlatformRateLimitedError),
        (answer(503), PlatformUnavailableError),
        (answer(302, b"", "Location: /x"), PlatformAnswerError),
        (reset, PlatformUnavailableError),
        (hang, PlatformUnavailableError),
    ],
    ids=["429", "503", "302", "reset", "hang"],
)
def test_trouble_reaches_another_library_as_our_own_error_after_one_attempt(
    serve: Callable[..., Ask], fault: Behaviour, kind: type[PlatformError]
) -> None:
    ask = serve(fault)
    with _session_through(ask) as session, pytest.raises(kind):
        session.post(ask.server.url)
    assert ask.server.hits("/") == 1


def test_another_library_may_ask_again_when_it_says_that_is_safe(serve: Callable[..., Ask]) -> None:
    ask = serve(script(answer(503), answer()))
    with _session_through(ask, idempotent=True) as session:
        assert session.get(ask.server.url).status_code == 200


def test_authlib_fetches_a_token_through_the_door(serve: Callable[..., Ask]) -> None:
    ask = serve(answer(200, b'{"access_token":"t","token_type":"bearer","expires_in":60}'))
    with OAuth2Session("client") as session:
        session.trust_env = False
        session.mount("http://", ask.door.adapter("token", deadline_seconds=1))
        token = session.fetch_token(ask.server.url, grant_type="client_credentials")
    assert token["access_token"] == "t"
    assert b"grant_type=client_credentials" in ask.server.seen[0].body


def _session_through(ask: Ask, *, idempotent: bool = False) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.mount("http://", ask.door.adapter("token", deadline_seconds=SHORT_SECONDS, idempotent=idempotent))
    return session
