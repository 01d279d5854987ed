"""The headers that every answer carries, whoever made it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

import pytest
from flask import Flask, Response, abort, redirect, request
from werkzeug.test import TestResponse

from web.headers import init_headers

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def app_with(tmp_path: Path, **options: Any) -> Flask:
    (tmp_path / "shop.css").write_text("body {}")
    app = Flask("shop", static_folder=str(tmp_path), static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = 10
    init_headers(app, **{"is_https": True, **options})

    @app.get("/")
    def home() -> str:
        return "home"

    @app.post("/form")
    def form() -> str:
        return request.form.get("name", "")

    @app.get("/moved")
    def moved() -> Any:
        return redirect("/", code=303)

    @app.get("/fails")
    def fails() -> NoReturn:
        raise RuntimeError

    @app.get("/aborts/<int:status>")
    def aborts(status: int) -> NoReturn:
        abort(status)

    @app.get("/return-page")
    def return_page() -> Response:
        return Response("thanks", headers={"Referrer-Policy": "no-referrer", "Cache-Control": "private, no-store"})

    @app.get("/careless")
    def careless() -> Response:
        return Response("x", headers={"Referrer-Policy": "unsafe-url", "Content-Security-Policy": "default-src *"})

    @app.get("/cacheable")
    def cacheable() -> Response:
        return Response("same for all", headers={"Cache-Control": "public, max-age=60"})

    return app


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return app_with(tmp_path)


def policy_of(answer: TestResponse) -> dict[str, str]:
    directives = (part.partition(" ") for part in answer.headers["Content-Security-Policy"].split("; "))
    return {name: sources for name, _, sources in directives}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("OPTIONS", "/", 200),
        ("GET", "/static/shop.css", 200),
        ("GET", "/static/missing.css", 404),
        ("GET", "/moved", 303),
        ("GET", "/nowhere", 404),
        ("POST", "/", 405),
        ("TRACE", "/", 405),
        ("POST", "/form", 413),
        ("GET", "/fails", 500),
        ("GET", "/aborts/400", 400),
        ("GET", "/aborts/429", 429),
        ("GET", "/aborts/503", 503),
        ("GET", "/return-page", 200),
        ("GET", "/careless", 200),
    ],
)
def test_every_answer_carries_the_headers(app: Flask, method: str, path: str, status: int) -> None:
    data = {"name": "longer than ten bytes"} if method == "POST" else None
    answer = app.test_client().open(path, method=method, data=data, buffered=True)
    assert answer.status_code == status
    wanted = ALWAYS | ({"Referrer-Policy": "no-referrer"} if path == "/return-page" else {})
    assert {name: answer.headers.getlist(name) for name in wanted} == {name: [value] for name, value in wanted.items()}
    assert policy_of(answer)["default-src"] == "'none'"
    assert len(answer.headers.getlist("Content-Security-Policy")) == 1
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "geolocation=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["Cache-Control"]
    assert not [name for name in answer.headers.keys() if name.startswith("Access-Control-")]  # noqa: SIM118


def test_a_file_that_has_not_changed_carries_them_too(app: Flask) -> None:
    client = app.test_client()
    etag = client.get("/static/shop.css", buffered=True).headers["ETag"]
    answer = client.get("/static/shop.css", headers={"If-None-Match": etag}, buffered=True)
    assert answer.status_code == 304
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_policy_allows_our_own_files_and_the_named_origins(tmp_path: Path) -> None:
    app = app_with(
        tmp_path,
        image_origins=["https://static.wixstatic.com", "https://*.bigcommerce.com"],
        hosted_origins=["https://pay.example", "https://pay.example", "http://localhost:8000"],
        frame_origins=["https://login.example"],
    )
    assert policy_of(app.test_client().get("/")) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data: https://static.wixstatic.com https://*.bigcommerce.com",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self' https://pay.example http://localhost:8000",
        "frame-src": "https://login.example",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "upgrade-insecure-requests": "",
    }


def test_nothing_inline_is_ever_allowed(app: Flask) -> None:
    policy = app.test_client().get("/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "*" not in policy


def test_on_plain_http_nothing_insists_on_https(tmp_path: Path) -> None:
    answer = app_with(tmp_path, is_https=False).test_client().get("/")
    assert "Strict-Transport-Security" not in answer.headers
    assert "upgrade-insecure-requests" not in policy_of(answer)
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("option", ["image_origins", "hosted_origins", "frame_origins"])
@pytest.mark.parametrize(
    "origin",
    [
        "https://pay.example; script-src *",
        "*",
        "https:",
        "https://pay.example/path",
        "'unsafe-inline'",
        "https://a b",
        "",
    ],
)
def test_what_is_not_an_origin_stops_the_start(tmp_path: Path, option: str, origin: str) -> None:
    with pytest.raises(ValueError, match="not an origin"):
        app_with(tmp_path, **{option: [origin]})


def test_an_answer_is_stored_by_nobody_unless_its_view_says_so(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/").headers["Cache-Control"] == "no-store"
    assert client.get("/nowhere").headers["Cache-Control"] == "no-store"
    assert client.get("/cacheable").headers.getlist("Cache-Control") == ["public, max-age=60"]
    assert "no-store" not in client.get("/static/shop.css", buffered=True).headers["Cache-Control"]


@pytest.mark.parametrize(
    ("path", "told"), [("/cacheable", None), ("/return-page", "noindex"), ("/aborts/404", "noindex")]
)
def test_what_no_cache_may_keep_no_search_engine_may_list(tmp_path: Path, path: str, told: str | None) -> None:
    assert app_with(tmp_path).test_client().get(path).headers.get("X-Robots-Tag") == told


def test_a_shop_that_is_not_indexable_has_nothing_listed(tmp_path: Path) -> None:
    client = app_with(tmp_path, is_indexable=False).test_client()
    for path in ("/cacheable", "/", "/nowhere"):
        assert client.get(path).headers["X-Robots-Tag"] == "noindex"
