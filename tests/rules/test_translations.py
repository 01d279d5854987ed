"""What may go wrong between a sentence in the code and its catalogs, found by reading both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from gettext import c2py
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from config.brand import BRAND
from services import errors

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CODES = [language.code for language in BRAND.languages[1:]]
KEYWORDS = DEFAULT_KEYWORDS | {"sentence": None, "counted_sentence": (1, 2), "translatable": None}
PLACES = re.compile(r"%\(\w+\)[sd]|%%")
TAGS = re.compile(r"</?\w+[^>]*>")
TOKENS = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<(?:[^<>{]|\{\{.*?\}\}|\{%.*?%\}|\{(?![{%]))*>", re.DOTALL)
TRANSLATED = re.compile(r"\{% trans\b.*?\{% endtrans %\}", re.DOTALL)
# Blocks that hold the name of a class, a drawing or a page.
NAMING_BLOCK = re.compile(r"\{% block (?:tone|mark|here) %\}\w+\{% endblock %\}")
# What is marked as left to right by itself is code or a measure.
NO_WORDS = re.compile(r'(?<= dir="ltr">)[^<]*')
# A macro may give a tag its attributes.
ATTRIBUTE = re.compile(r'[\w-]+="[^"]*"| required\b')
SPOKEN_ATTRIBUTE = re.compile(r'\b(?:alt|aria-label|placeholder|title)="([^"{]*[A-Za-z][^"{]*)"')


@cache
def wanted() -> dict[str | tuple[str, ...], int]:
    """Every message of code and templates."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as mapping:
        method_map, options_map = parse_mapping_cfg(mapping)
    found = extract_from_dir(str(ROOT), method_map, options_map, keywords=KEYWORDS)
    return {message: line for _, line, message, _, _ in found}


@cache
def catalog_of(code: str) -> Catalog:
    with (ROOT / "translations" / code / "LC_MESSAGES" / "messages.po").open("rb") as source:
        return read_po(source, locale=code)


def messages_of(code: str) -> Iterator[Message]:
    return (message for message in catalog_of(code) if message.id)


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_says_nothing_past_the_catalogs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for said_otherwise in (TRANSLATED, NAMING_BLOCK, NO_WORDS):
        text = said_otherwise.sub("", text)
    assert re.findall(r"[A-Za-z]{2,}", ATTRIBUTE.sub("", TOKENS.sub(" ", text))) == []
    assert SPOKEN_ATTRIBUTE.findall(text) == []


@pytest.mark.parametrize("code", CODES)
def test_a_catalog_has_the_sentences_there_are(code: str) -> None:
    held = {message.id if isinstance(message.id, str) else tuple(message.id) for message in messages_of(code)}
    assert held == set(wanted()), "`make messages` brings the catalogs up to date"


@pytest.mark.parametrize("code", CODES)
def test_a_catalog_is_complete(code: str) -> None:
    open_ones = [message.id for message in messages_of(code) if message.fuzzy or not all(forms(message.string))]
    assert open_ones == []


@pytest.mark.parametrize("code", CODES)
def test_a_translation_has_the_same_places_and_tags(code: str) -> None:
    for message in messages_of(code):
        originals = forms(message.id)
        for said in forms(message.string):
            assert "<" in said or '"' not in said, f"a quote would end an attribute: {said}"
            assert sorted(TAGS.findall(said)) == sorted(TAGS.findall(originals[-1])), said
            places = set(PLACES.findall(said))
            most = set(PLACES.findall(originals[-1]))
            counting = {"%(count)d", "%(count)s", "%(num)d"} if len(originals) > 1 else set()
            assert most - counting <= places <= most, said


@pytest.mark.parametrize("code", CODES)
def test_a_catalog_counts_as_its_language_does(code: str) -> None:
    catalog, plural = catalog_of(code), Locale.parse(code).plural_form
    groups: dict[str, set[int]] = {}
    for number in range(200):
        index = plural_index(catalog.plural_expr, number)
        groups.setdefault(plural(number), set()).add(index)
    assert all(len(found) == 1 for found in groups.values())
    assert len(groups) == catalog.num_plurals
    for message in messages_of(code):
        if not isinstance(message.id, str):
            assert len(message.string) == catalog.num_plurals


def plural_index(expression: str, number: int) -> int:
    return int(c2py(expression)(number))


def test_every_error_speaks_through_the_catalogs() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and hasattr(kind, "shopper_message")]
    plain = [kind.__name__ for kind in kinds if kind.shopper_message not in wanted()]
    assert kinds
    assert plain == []


def test_each_language_of_the_shop_has_an_address_and_a_name_of_its_own() -> None:
    for facts in ([language.code for language in BRAND.languages], [language.name for language in BRAND.languages]):
        assert max(Counter(facts).values()) == 1
