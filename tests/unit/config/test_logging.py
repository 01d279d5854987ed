"""What a log line may hold."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from config.logging import configure_logging, mask_text


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """JSON logging into memory, and the loggers as they were afterwards."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in ("werkzeug", "urllib3", "authlib")}
    monkeypatch.setattr("sys.stderr", stream)
    configure_logging("INFO", is_for_people=False)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("token OauthNG.JWS.eyJraWQi-abc_123", "token ***"),
        ("refresh JWS.abc.def end", "refresh *** end"),
        ("key IST.eyJ", "key ***"),
        ("/auth/callback?code=abc123&state=xyz&lang=en", "/auth/callback?code=***&state=***&lang=en"),
        ("card 4111 1111 1111 1111 now", "card *** now"),
        ("order 1234567890123", "order 1234567890123"),
        ("nothing to hide", "nothing to hide"),
    ],
)
def test_tokens_codes_and_card_numbers_are_masked(text: str, kept: str) -> None:
    assert mask_text(text) == kept


def test_a_line_is_one_json_object_whatever_is_in_it(lines: io.StringIO) -> None:
    logging.getLogger("foyer.test").info("first\nsecond", extra={"slug": "a\r\nforged: line"})
    (line,) = lines.getvalue().splitlines()
    event = json.loads(line)
    assert event["event"] == "first\nsecond"
    assert event["slug"] == "a\r\nforged: line"
    assert event["timestamp"].endswith("Z")


def test_fields_with_secret_names_are_masked_at_any_depth(lines: io.StringIO) -> None:
    logging.getLogger("foyer.test").info(
        "call", extra={"headers": {"Authorization": "x"}, "api_key": "y", "list": ["IST.z"]}
    )
    event = json.loads(lines.getvalue())
    assert event["headers"] == {"Authorization": "***"}
    assert event["api_key"] == "***"
    assert event["list"] == ["***"]


def test_a_trace_is_masked_too(lines: io.StringIO) -> None:
    try:
        raise ValueError("bad OauthNG.JWS.secret")
    except ValueError:
        logging.getLogger("foyer.test").exception("failed")
    assert "JWS" not in lines.getvalue()
    assert "ValueError" in lines.getvalue()


def test_libraries_that_log_whole_addresses_are_quiet(lines: io.StringIO) -> None:
    for name in ("werkzeug", "urllib3.connectionpool", "authlib"):
        logging.getLogger(name).info("GET /auth/callback?code=1")
    assert lines.getvalue() == ""
