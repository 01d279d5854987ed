"""A language that nobody speaks: every message longer, accented and in brackets, so what stands outside was missed.

Dates and money are written as in Japanese, where they have no Latin letters. What the platform said is known from its
own answers, and is no sentence of ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from babel.support import NullTranslations
from flask import Flask

import app as shop
from config.brand import BRAND, Language
from tests.browsing import Page
from tests.serving import Wsgi

CODE = "en-XA"
PSEUDO = Language(CODE, "Ƥšéüđó", "ja")
OPENING, CLOSING = "⟦", "⟧"
KEPT = re.compile(r"%\(\w+\)[sd]|%%|<[^>]*>|&\w+;|\{\}")
ACCENTS = str.maketrans("aeiounyAEIOUNYcsCS", "áéíóúñýÁÉÍÓÚÑÝçšÇŠ")
WORD = re.compile(r"[A-Za-zÀ-ž]{2,}")
SAID_ALOUD = ("alt", "aria-label", "content", "label", "placeholder", "title")
# Zones have no abbreviation in every language, and files are called what they are.
NAMES_EVERYWHERE = re.compile(r"GMT|UTC|[A-Z]{3,4}T|AM|PM")
LONGER = 0.4
LONGEST_WORD = 6
SHORTEST_IN_A_TEXT = 4


class Pseudo(NullTranslations):
    """A catalog that has every message."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)

    ugettext, ungettext = gettext, ngettext


def pseudo(message: str) -> str:
    """`⟦Ýóúr çárt ~~~⟧`; places for values and tags are kept as they are."""
    pieces, last = [], 0
    for kept in KEPT.finditer(message):
        pieces += [message[last : kept.start()].translate(ACCENTS), kept[0]]
        last = kept.end()
    said = "".join(pieces) + message[last:].translate(ACCENTS)
    more = "~" * round(len(KEPT.sub("", message)) * LONGER)
    words = " ".join(more[start : start + LONGEST_WORD] for start in range(0, len(more), LONGEST_WORD))
    return f"{OPENING}{said} {words}{CLOSING}" if words else f"{OPENING}{said}{CLOSING}"


def speak_pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shops that are made from now on have this language as well."""
    monkeypatch.setattr(shop, "BRAND", replace(BRAND, languages=(*BRAND.languages, PSEUDO)))


def teach_pseudo(made: Flask) -> None:
    made.extensions["catalogs"][CODE] = Pseudo()


class Listener:
    """Wraps the platform and remembers every text it ever answered."""

    def __init__(self, api: Wsgi) -> None:
        self._api = api
        self.texts: set[str] = set()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        body = b"".join(self._api(environ, start_response))
        if body.startswith((b"{", b"[")):
            self.texts.update(folded(text) for text in texts_in(json.loads(body)))
        return [body]


def texts_in(answer: Any) -> Iterator[str]:
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, dict):
        for value in answer.values():
            yield from texts_in(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from texts_in(value)


def folded(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


def missed_on(page: Page, said_by_platform: Iterable[str]) -> list[str]:
    """The texts of a page that no catalog was asked for."""
    known = {BRAND.name, BRAND.email, BRAND.address, *(language.name for language in (*BRAND.languages, PSEUDO))}
    known |= set(said_by_platform)
    whole = letters(" ".join(sorted(known)))
    return [text for text in texts_outside(page) if is_missed(text, known, whole)]


def is_missed(text: str, known: set[str], whole: str) -> bool:
    """Whether any part of a list of things is neither the platform's nor without letters."""
    if text in known or (len(text) > SHORTEST_IN_A_TEXT * 5 and letters(text) in whole):
        return False
    for part in re.split(r" ?· ?|, |: |\(|\)|または|時間", text):
        said = part.strip(" …:–“”×")
        is_short = len(said) < SHORTEST_IN_A_TEXT
        is_theirs = said in known if is_short else letters(said) in whole
        if WORD.search(NAMES_EVERYWHERE.sub("", said)) and not is_theirs:
            return True
    return False


def letters(text: str) -> str:
    return re.sub(r"\W+", "", text)


def texts_outside(page: Page) -> Iterator[str]:
    """Each text between two brackets or tags, and each attribute that is read out, without what stands in brackets."""
    depth = 0
    for piece in pieces_of(page.root):
        for part in re.split(f"([{OPENING}{CLOSING}])", piece):
            depth += {OPENING: 1, CLOSING: -1}.get(part, 0)
            if depth == 0 and part not in (OPENING, CLOSING) and folded(part):
                yield folded(part)
    for element in page.root.iter():
        for name in SAID_ALOUD:
            if is_spoken(element, name):
                yield from (folded(part) for part in outside(element.get(name, "")) if folded(part))


def is_spoken(element: Element, name: str) -> bool:
    if name == "content":
        return element.get("name") == "description" or str(element.get("property")) in ("og:title", "og:description")
    return name in element.attrib and element.tag not in ("link", "script")


def outside(text: str) -> list[str]:
    """`a ⟦b ⟦c⟧⟧ d` becomes `a` and `d`."""
    while (shorter := re.sub(f"{OPENING}[^{OPENING}{CLOSING}]*{CLOSING}", "\0", text)) != text:
        text = shorter
    return text.split("\0")


def pieces_of(element: Element) -> Iterator[str]:
    """The texts of a document in order, scripts left out."""
    is_place = element.tag == "option" and "/" in element.get("value", "")  # cities have no name in every language
    is_theirs = is_place or "prose" in element.get("class", "").split()
    if element.tag not in ("script", "style", "textarea", "code", "pre") and not is_theirs:
        if element.text:
            yield element.text
        for child in element:
            yield from pieces_of(child)
            if child.tail:
                yield child.tail
