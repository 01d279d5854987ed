"""A call as a command: the shell must see exactly what was sent, with the variables filled in."""

from __future__ import annotations

import json
import subprocess
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.curl import curl, shell_word
from demo.hops import Call
from demo.masking import CLOSE, OPEN, mask_json, placeholder

SENT = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters=f"\0{OPEN}{CLOSE}"), max_size=40)
VARIABLES = {"BASE": "http://127.0.0.1:8001/wix", "TOKEN": 'it\'s "a" $token `x`', "PATH": "/usr/bin:/bin"}


def call(**changes: object) -> Call:
    usual: dict[str, object] = {
        "api": "/wix",
        "method": "POST",
        "path": "/ecom/v2/carts/current",
        "query": (),
        "headers": (("Authorization", placeholder("TOKEN")), ("Content-Type", "application/json")),
        "body": None,
        "is_form": False,
        "status": 200,
        "milliseconds": 1.0,
        "answer_headers": (),
        "refusal": None,
    }
    return Call(**usual | changes)  # type: ignore[arg-type]


def words_of(command: str) -> list[str]:
    """What a shell makes of a command that begins with `curl`."""
    script = f"curl() {{ printf '%s\\0' \"$@\"; }}\n{command}"
    found = subprocess.run(["sh", "-c", script], env=VARIABLES, capture_output=True, check=True)
    return found.stdout.decode().split("\0")[:-1]


@settings(max_examples=40)
@given(before=SENT, after=SENT)
def test_a_word_is_what_was_sent_with_its_variable_filled_in(before: str, after: str) -> None:
    word = shell_word(before + placeholder("TOKEN") + after)
    assert words_of(f"curl {word}") == [before + VARIABLES["TOKEN"] + after]


@settings(max_examples=40)
@given(name=SENT, value=SENT, segment=SENT)
def test_an_address_says_what_was_asked(name: str, value: str, segment: str) -> None:
    address = words_of(curl(call(method="GET", path=f"/{segment}", query=((name, value),))))[0]
    parts = urlsplit(address.removeprefix(VARIABLES["BASE"]))
    assert unquote(parts.path) == f"/{segment}"
    assert parse_qsl(parts.query, keep_blank_values=True) == [(name, value)]


@settings(max_examples=40)
@given(body=st.dictionaries(SENT, SENT | st.integers() | st.lists(SENT, max_size=3), min_size=1, max_size=4))
def test_a_json_body_arrives_as_it_was(body: dict[str, object]) -> None:
    words = words_of(curl(call(body=body)))
    assert json.loads(words[words.index("--data-raw") + 1]) == body


def test_a_masked_value_becomes_a_variable_that_can_be_set() -> None:
    command = curl(call(body=mask_json({"grantType": "refresh_token", "refreshToken": "JWS.secret"})))
    assert '"$REFRESH_TOKEN"' in command
    assert "JWS" not in command
    assert "'Authorization: '\"$TOKEN\"" in command
    words = words_of(command)
    assert f"Authorization: {VARIABLES['TOKEN']}" in words
    assert words[:2] == ["--request", "POST"]


def test_a_dollar_that_was_really_sent_is_no_variable() -> None:
    words = words_of(curl(call(body={"filter": {"$eq": "$TOKEN"}})))
    assert json.loads(words[-1]) == {"filter": {"$eq": "$TOKEN"}}


def test_a_form_body_is_sent_as_a_form() -> None:
    words = words_of(curl(call(body=[["grant_type", "a b&c"]], is_form=True)))
    assert words[-1] == "grant_type=a+b%26c"


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_the_method_is_said_unless_it_is_the_usual_one(method: str) -> None:
    assert ("--request" in curl(call(method=method))) is (method != "GET")
