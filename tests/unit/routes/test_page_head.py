"""The words and data of a page's head: bounded, plain, and impossible to break out of."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from markupsafe import Markup

from config.brand import BRAND
from routes.page_head import cut_words
from routes.structured_data import write_json_ld

ROOT = Path(__file__).parents[3]


def test_short_words_stay_as_they_are() -> None:
    assert cut_words("A mug", 70) == "A mug"


def test_long_words_are_cut_between_two_of_them() -> None:
    assert cut_words("A mug, and another one", 12) == "A mug, and…"
    assert cut_words("A mug, and another one", 10) == "A mug…"


@pytest.mark.parametrize("longest", [5, 20, 70, 160])
def test_what_is_cut_is_never_longer_than_it_may_be(longest: int) -> None:
    assert 0 < len(cut_words("Pots for tea " * 40, longest)) <= longest
    assert 0 < len(cut_words("x" * 400, longest)) <= longest


def test_what_a_template_escaped_is_counted_and_cut_unescaped() -> None:
    assert cut_words(Markup("Tea &amp; pots &lt;b&gt;"), 70) == "Tea & pots <b>"
    assert type(cut_words(Markup("Tea"), 70)) is str


def test_lines_are_folded_into_one() -> None:
    assert cut_words(" Tea\n  for two ", 70) == "Tea for two"


def test_data_cannot_end_its_script_and_reads_back_the_same() -> None:
    name = "</script><script>alert(1)</script> <!-- & \u2028 \u2029 “x”"
    written = str(write_json_ld({"@type": "Product", "name": name}))
    assert not re.search(r"[<>&\u2028\u2029]", written)
    assert json.loads(written)["name"] == name


def test_the_brands_colours_are_those_of_the_style_sheet_and_of_the_mark() -> None:
    sheet = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    light, dark = sheet.split("prefers-color-scheme: dark", 1)
    for colors, name, value in (
        (light, "paper", BRAND.colors.paper),
        (dark, "paper", BRAND.colors.dark_paper),
        (light, "ink", BRAND.colors.ink),
        (light, "accent", BRAND.colors.accent),
        (light, "hero", BRAND.colors.ground),
    ):
        assert f"--color-{name}: {value};" in colors
    mark = (ROOT / "static" / "images" / "favicon.svg").read_text(encoding="utf-8")
    assert all(color in mark for color in (BRAND.colors.mark, BRAND.colors.cream, BRAND.colors.glaze))
