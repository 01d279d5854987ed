"""Which requests are let in at all, tried with real WSGI environments."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask, request
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Response

from web.csrf import init_csrf
from web.headers import init_headers
from web.hosts import init_hosts, init_request_limits

LOCAL = "http://127.0.0.1:8000"


def app_at(base_url: str, *, is_loopback_redirected: bool = False) -> Flask:
    app = Flask("shop")
    init_hosts(app, base_url=base_url, is_loopback_redirected=is_loopback_redirected)
    init_headers(app, is_https=base_url.startswith("https"))
    init_request_limits(app)
    init_csrf(app, base_url=base_url)

    @app.get("/")
    def home() -> str:
        return "home"

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    @app.get("/products/<slug>")
    def product(slug: str) -> str:
        return slug

    @app.post("/form")
    def form() -> str:
        return str(len(request.form))

    @app.post("/unread")
    def unread() -> str:
        return "did not look"

    return app


def ask(app: Flask, path: str = "/", *, host: str | None = "127.0.0.1:8000", **options: Any) -> Response:
    """Send exactly this raw path (as a server decodes it) and this Host header."""
    query = options.pop("query_string", "")
    environ = EnvironBuilder(path="/", query_string=query, base_url="http://127.0.0.1:8000", **options).get_environ()
    environ["PATH_INFO"] = path
    environ.pop("HTTP_HOST")
    if host is not None:
        environ["HTTP_HOST"] = host
    chunks, status, headers = run_wsgi_app(app, environ, buffered=True)
    return Response(chunks, status, headers)


def post(app: Flask, path: str, **options: Any) -> Response:
    return ask(app, path, method="POST", headers={"Sec-Fetch-Site": "same-origin"}, **options)


@pytest.fixture
def app() -> Flask:
    return app_at(LOCAL)


@pytest.fixture
def development_app() -> Flask:
    return app_at(LOCAL, is_loopback_redirected=True)


@pytest.mark.parametrize(
    ("base_url", "host"),
    [
        (LOCAL, "127.0.0.1:8000"),
        ("https://shop.example", "shop.example"),
        ("https://shop.example", "shop.example:443"),
        ("https://shop.example/", "SHOP.example"),
        ("https://shop.example:443", "shop.example"),
        ("http://[::1]:8000", "[::1]:8000"),
        ("http://[::1]", "[::1]"),
    ],
)
def test_the_shops_own_host_is_served(base_url: str, host: str) -> None:
    assert ask(app_at(base_url), host=host).status_code == 200


BAD_HOSTS = [
    None,
    "",
    "evil.example",
    "127.0.0.1",
    "127.0.0.1:8001",
    "127.0.0.1:8000.evil.example",
    "evil.example@127.0.0.1:8000",
    "127.0.0.1:8000,evil.example",
    "127.0.0.1:8000/x",
    "[::1",
    ":8000",
    "\xff\xfe",
    "a" * 5000,
    "127.0.0.1:8000\t",
    "localhost:8000",
]


@pytest.mark.parametrize("host", BAD_HOSTS)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_any_other_host_is_refused(app: Flask, host: str | None, method: str) -> None:
    answer = ask(app, host=host, method=method)
    assert answer.status_code == 400
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("host", [host for host in BAD_HOSTS if host is None or len(host) < 255])
def test_the_health_check_answers_under_any_host(app: Flask, host: str | None) -> None:
    assert ask(app, "/healthz", host=host).get_data(as_text=True) == "ok"


@pytest.mark.parametrize("host", ["localhost:8000", "LOCALHOST:8000", "[::1]:8000"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_in_development_another_loopback_name_leads_to_the_shop(development_app: Flask, host: str, method: str) -> None:
    answer = ask(development_app, "/products/t\xc3\xa9", host=host, method=method, query_string="page=2&x=%2F%0D%0A")
    assert answer.status_code == 308
    assert answer.headers["Location"] == f"{LOCAL}/products/t%C3%A9?page=2&x=%2F%0D%0A"


@pytest.mark.parametrize("host", ["localhost:8001", "localhost", "localhost.evil.example:8000", "evil.example:8000"])
def test_in_development_other_hosts_are_still_refused(development_app: Flask, host: str) -> None:
    assert ask(development_app, host=host).status_code == 400


def test_in_development_a_form_is_not_redirected(development_app: Flask) -> None:
    assert ask(development_app, "/form", host="localhost:8000", method="POST").status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "//evil.example/x",
        "/\\evil.example",
        "///",
        "/\t/evil.example",
        "/@evil.example",
        "",
        "/\r\nX: y",
    ],
)
@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000"])
def test_no_path_leads_to_another_host(development_app: Flask, path: str, host: str) -> None:
    answer = ask(development_app, path, host=host)
    assert answer.status_code in {200, 308, 404}
    location = answer.headers.get("Location", LOCAL)
    assert urlsplit(location).netloc == "127.0.0.1:8000"
    assert location.startswith(LOCAL)


@pytest.mark.parametrize(
    "path", ["/products/\0", "/\0", "/products/a\0b", "/products/\xff", "/products/\xc3", "/\xed\xa0\x80"]
)
def test_a_path_that_is_no_text_is_not_found(app: Flask, path: str) -> None:
    assert ask(app, path).status_code == 404


def test_an_overlong_address_is_refused(app: Flask) -> None:
    assert ask(app, "/products/" + "a" * 4000).status_code == 200
    assert ask(app, "/products/" + "a" * 4100).status_code == 414
    assert ask(app, "/products/" + "\xc3\xa9" * 1000).status_code == 414
    assert ask(app, query_string="q=" + "a" * 4100).status_code == 414


def test_a_form_may_have_a_hundred_fields_and_no_more(app: Flask) -> None:
    urlencoded = {"content_type": "application/x-www-form-urlencoded"}
    assert (
        post(app, "/form", data="&".join(f"f{n}=1" for n in range(100)), **urlencoded).get_data(as_text=True) == "100"
    )
    assert post(app, "/form", data="&".join(f"f{n}=1" for n in range(101)), **urlencoded).status_code == 413
    assert post(app, "/unread", data="&" * 5000, **urlencoded).status_code == 413


def test_a_multipart_form_may_not_have_two_thousand_parts(app: Flask) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    body = part * 900 + b"--x--\r\n"
    assert len(body) < 64 * 1024
    answer = post(app, "/form", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"--x"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition"),
        ("multipart/form-data; boundary=" + "x" * 500, b"x"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"a=\xff&%zz=%"),
        ("; ; =", b"a"),
    ],
)
def test_a_broken_form_is_a_form_without_sense_and_no_crash(app: Flask, content_type: str, body: bytes) -> None:
    assert post(app, "/form", data=body, content_type=content_type).status_code in {200, 400, 413}


@pytest.mark.parametrize("path", ["/form", "/unread"])
@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "application/json", "text/plain"])
def test_a_large_body_is_refused_whether_or_not_anyone_reads_it(app: Flask, path: str, content_type: str) -> None:
    assert post(app, path, data=b"a" * (64 * 1024 + 1), content_type=content_type).status_code == 413


def post_chunked(app: Flask, path: str, body: BytesIO, content_type: str) -> Response:
    chunked = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    return post(app, path, input_stream=body, content_type=content_type, environ_overrides=chunked)


@pytest.mark.parametrize("path", ["/form", "/unread"])
@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "application/json"])
def test_a_body_that_does_not_tell_its_length_is_limited_too(app: Flask, path: str, content_type: str) -> None:
    endless = BytesIO(b"a" * 200_000)
    assert post_chunked(app, path, endless, content_type).status_code == 413
    assert endless.tell() <= 64 * 1024, "no more is read than the limit"
    assert post_chunked(app, path, BytesIO(b"a" * 200), content_type).status_code == 200


def test_a_multipart_form_that_does_not_tell_its_length_is_limited_too(app: Flask) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"a" * 200_000 + b"\r\n--x--\r\n"
    assert post_chunked(app, "/form", BytesIO(body), "multipart/form-data; boundary=x").status_code == 413


@given(
    path=st.binary(max_size=60),
    host=st.one_of(st.just("127.0.0.1:8000"), st.text(st.characters(max_codepoint=255), max_size=30)),
    query=st.binary(max_size=40),
    method=st.sampled_from(["GET", "POST", "HEAD", "OPTIONS", "TRACE", "FROB", "get"]),
    cookie=st.text(st.characters(max_codepoint=255), max_size=60),
)
@settings(max_examples=150, deadline=None)
def test_no_request_line_makes_the_shop_fail(path: bytes, host: str, query: bytes, method: str, cookie: str) -> None:
    answer = ask(
        FUZZED,
        "/" + path.decode("latin-1"),
        host=host,
        method=method,
        environ_overrides={"QUERY_STRING": query.decode("latin-1"), "HTTP_COOKIE": cookie},
    )
    assert answer.status_code < 500
    assert urlsplit(answer.headers.get("Location", LOCAL)).netloc == "127.0.0.1:8000"


FUZZED = app_at(LOCAL, is_loopback_redirected=True)
