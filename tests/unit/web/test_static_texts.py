"""A style sheet loses what it does not need, and nothing that it means."""

from __future__ import annotations

from pathlib import Path

import brotli
import pytest

from web.static_texts import packed, squeezed

SHEETS = sorted((Path(__file__).parents[3] / "static" / "css").glob("*.css"))


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("a {\n  color: red;\n  margin: 0;\n}\n", "a{color:red;margin:0}"),
        ("/* why */\na,\nb { color: red }", "a,b{color:red}"),
        ("a { inline-size: calc(1px + 2px * 3); }", "a{inline-size:calc(1px + 2px * 3)}"),
        ("a :hover > b { color: red }", "a :hover > b{color:red}"),
        ('a::after { content: "a,  b; /* c */ {;}"; }', 'a::after{content:"a,  b; /* c */ {;}"}'),
        ("@media (width >= 48rem) and (hover) { a { b: c } }", "@media (width >= 48rem) and (hover){a{b:c}}"),
        ("a{margin: 0/**/auto}", "a{margin:0 auto}"),
    ],
)
def test_only_what_means_nothing_is_left_out(written: str, sent: str) -> None:
    assert squeezed(written.encode()).decode() == sent


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_squeezed_sheet_has_every_rule_and_declaration(sheet: Path) -> None:
    before, after = sheet.read_bytes(), squeezed(sheet.read_bytes())
    assert after.count(b"{") == after.count(b"}")
    assert squeezed(after) == after
    assert len(after) < len(before)


def test_what_is_packed_can_be_unpacked() -> None:
    assert brotli.decompress(packed(b"a{b:c}" * 100)) == b"a{b:c}" * 100
