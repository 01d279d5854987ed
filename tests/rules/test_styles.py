"""A fork re-brands the shop in one style sheet: the others hold no colour, no font and no duration of their own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STYLES = Path(__file__).parents[2] / "static" / "css"
TOKENS = STYLES / "tokens.css"
OTHERS = sorted(path for path in STYLES.glob("*.css") if path != TOKENS)

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DEFINED = re.compile(r"(--[a-z0-9-]+)\s*:")
USED = re.compile(r"var\((--[a-z0-9-]+)")
LITERALS = {
    "a colour": re.compile(r":[^;{}]*(#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\()", re.IGNORECASE),
    "a named colour": re.compile(r"(?:color|background|border|fill|stroke)\s*:[^;{}]*\b(?:black|white|red|gray)\b"),
    "a duration": re.compile(r":[^;{}]*\b[0-9.]+m?s\b"),
    "a font": re.compile(r"font-family\s*:(?!\s*(?:var\(|inherit|ui-monospace|monospace))"),
    "a size of type": re.compile(r"font-size\s*:\s*[0-9.]+(?:rem|px|pt)"),
}


def read(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: str(path.name))
@pytest.mark.parametrize("kind", LITERALS)
def test_a_style_sheet_takes_its_values_from_the_tokens(path: Path, kind: str) -> None:
    found = [match.group().strip(": ") for match in LITERALS[kind].finditer(read(path))]
    assert found == [], f"{path.name} holds {kind} of its own: it belongs to tokens.css"


def test_there_is_no_unknown_token_and_none_that_nobody_uses() -> None:
    defined = set(DEFINED.findall(read(TOKENS)))
    own = {name for path in OTHERS for name in DEFINED.findall(read(path))}
    used = {name for path in [TOKENS, *OTHERS] for name in USED.findall(read(path))}
    assert used - defined - own == set()
    assert defined - used == set()


def test_each_colour_of_the_dark_scheme_is_one_of_the_light_scheme() -> None:
    light, dark = read(TOKENS).split("prefers-color-scheme: dark")
    assert set(DEFINED.findall(dark)) <= set(DEFINED.findall(light))
