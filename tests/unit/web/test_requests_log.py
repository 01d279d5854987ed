"""Request ids and the access log: what is in a line, and what can never get into one."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import NoReturn

import pytest
from flask import Flask, session

from web.requests_log import init_requests_log
from web.session_store import SessionStore
from web.sessions import init_sessions

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="none")
STANDARD_FIELDS = set(vars(logging.makeLogRecord({})))


@pytest.fixture
def app(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Flask]:
    (tmp_path / "shop.css").write_text("body {}")
    app = Flask("shop", static_folder=str(tmp_path), static_url_path="/static")
    store = SessionStore(tmp_path / "data" / "sessions.sqlite3")
    init_sessions(app, store, secure=False)
    init_requests_log(app, REQUEST_ID)
    caplog.set_level(logging.INFO, logger="foyer.access")

    @app.get("/products/<slug>")
    def product(slug: str) -> str:
        return REQUEST_ID.get()

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    @app.post("/cart")
    def cart() -> str:
        session["cart"] = "mug"
        return "added"

    @app.get("/fails")
    def fails() -> NoReturn:
        raise RuntimeError

    yield app
    store.close()


def fields_of(record: logging.LogRecord) -> dict[str, object]:
    return {name: value for name, value in vars(record).items() if name not in STANDARD_FIELDS | {"message"}}


def access_lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [fields_of(record) for record in caplog.records if record.name == "foyer.access"]


def test_a_request_leaves_one_line_with_its_route_and_not_its_address(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    answer = app.test_client().get("/products/marked-slug?code=marked-code")
    (line,) = access_lines(caplog)
    assert line.pop("milliseconds") >= 0  # type: ignore[operator]
    assert line == {
        "method": "GET",
        "route": "/products/<slug>",
        "status": 200,
        "request_id": answer.headers["X-Request-Id"],
    }
    assert "marked" not in " ".join(record.getMessage() for record in caplog.records)


def test_the_line_names_the_visitor_only_if_the_session_was_used(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    ada = app.test_client()
    ada.post("/cart")
    ada.get("/products/mug")
    used, unused = access_lines(caplog)
    cookie = ada.get_cookie("session")
    assert cookie is not None
    assert used["visitor"]
    assert str(used["visitor"]) not in cookie.value
    assert "visitor" not in unused


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/fails", 500), ("/static/missing.css", 404)])
def test_errors_leave_a_line_too(app: Flask, caplog: pytest.LogCaptureFixture, path: str, status: int) -> None:
    app.test_client().get(path)
    (line,) = access_lines(caplog)
    assert line["status"] == status


@pytest.mark.parametrize("path", ["/healthz", "/static/shop.css"])
def test_health_checks_and_static_files_leave_none(app: Flask, caplog: pytest.LogCaptureFixture, path: str) -> None:
    assert app.test_client().get(path, buffered=True).status_code == 200
    assert access_lines(caplog) == []


def test_the_id_is_known_while_the_request_runs_and_forgotten_after(app: Flask) -> None:
    answer = app.test_client().get("/products/mug")
    assert answer.text == answer.headers["X-Request-Id"]
    assert REQUEST_ID.get() == "none"


def test_two_requests_have_two_ids(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/products/mug").text != client.get("/products/mug").text


def test_a_harmless_id_from_a_proxy_is_kept(app: Flask) -> None:
    answer = app.test_client().get("/products/mug", headers={"X-Request-Id": "3f2a-4c_Trace01"})
    assert answer.text == "3f2a-4c_Trace01"


@pytest.mark.parametrize(
    "offered",
    ["", "short", "a" * 65, "has space1", "semi;colon", "new\nline12", "caf\u00e9-cafe-1", "-leading-dash", "a" * 9000],
)
def test_any_other_id_is_replaced(app: Flask, offered: str) -> None:
    answer = app.test_client().get("/products/mug", environ_overrides={"HTTP_X_REQUEST_ID": offered})
    assert answer.text == answer.headers["X-Request-Id"] != offered
    assert len(answer.text) == 16


def test_nothing_that_was_sent_can_forge_a_line(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    forged = "\r\nstatus=200 forged"
    app.test_client().open(
        "/",
        environ_overrides={
            "REQUEST_METHOD": f"GET{forged}",
            "PATH_INFO": f"/{forged}",
            "QUERY_STRING": forged,
            "HTTP_X_REQUEST_ID": forged,
            "HTTP_USER_AGENT": forged,
            "HTTP_COOKIE": f"session={forged}",
        },
    )
    (line,) = access_lines(caplog)
    assert "forged" not in json.dumps(line)
    assert line["method"] == "other"
