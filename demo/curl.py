"""A kept call as a command for a shell. A placeholder becomes a variable there, and everything else stands as it is."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from urllib.parse import quote, quote_plus

from demo.hops import Call
from demo.masking import PLACEHOLDER, Pairs, placeholder

BASE = placeholder("BASE")
PLAIN_WORD = re.compile(r"[A-Za-z0-9_./:=?&%@+,-]*\Z")


def curl(call: Call) -> str:
    """The command, a part a line. It works once `$BASE` and the variables in it are set."""
    parts = ["curl"] if call.method == "GET" else [f"curl --request {shell_word(call.method)}"]
    parts[0] += f" {shell_word(BASE + url_of(call))}"
    parts += [f"--header {shell_word(f'{name}: {value}')}" for name, value in call.headers]
    if call.body is not None:
        parts.append(f"--data-raw {shell_word(body_of(call))}")
    return " \\\n  ".join(parts)


def url_of(call: Call) -> str:
    """Path and query as they were sent."""
    path = _encoded(call.path, quote)
    return f"{path}?{_form(call.query)}" if call.query else path


def body_of(call: Call) -> str:
    """The body as it was sent, short of spaces."""
    if call.is_form:
        return _form(tuple((name, value) for name, value in call.body))
    return json.dumps(call.body, ensure_ascii=False, separators=(",", ":"))


def shell_word(text: str) -> str:
    """One word for a POSIX shell: placeholders in double quotes, to be filled in, the rest quoted where need be."""
    pieces = PLACEHOLDER.split(text)
    written = [f'"${piece}"' if number % 2 else _literal(piece) for number, piece in enumerate(pieces)]
    return "".join(written) or "''"


def _literal(text: str) -> str:
    if not text:
        return ""
    return text if PLAIN_WORD.match(text) and "&" not in text and "?" not in text else shlex.quote(text)


def _form(pairs: Pairs) -> str:
    return "&".join(f"{_encoded(name, quote_plus)}={_encoded(value, quote_plus)}" for name, value in pairs)


def _encoded(text: str, encode: Callable[[str], str]) -> str:
    """Percent-encode what was really sent, and leave placeholders to whoever fills them in."""
    pieces = PLACEHOLDER.split(text)
    return "".join(placeholder(piece) if number % 2 else encode(piece) for number, piece in enumerate(pieces))
