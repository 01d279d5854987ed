"""What all structured data is made of: the shop it belongs to, prices, pictures, plain words, and how it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from services.models import Image, Money

Thing = dict[str, Any]

VOCABULARY = "https://schema.org"
LONGEST_WORDS = 2000
BLOCK = re.compile(r"<(/?(?:p|li|ul|ol|br|h[1-6])\b)")
MOST_PICTURES = 10
# Inside a script element these could end it, or the line for old readers of JSON.
ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Shop:
    """Who is behind the pages. `url` is the shop's origin; `logo_url` and `search_url` are absolute."""

    name: str
    url: str
    tagline: str
    description: str
    email: str
    address: str
    language: str
    logo_url: str
    search_url: str

    @property
    def reference(self) -> Thing:
        """The shop as part of another thing; the name and address spare a reader the way to the home page."""
        return {"@type": "Organization", "@id": f"{self.url}/#organization", "name": self.name, "url": f"{self.url}/"}


def make_thing(kind: str, **facts: Any) -> Thing:
    """A thing of this kind; what is not known is left out rather than said to be nothing."""
    return {"@type": kind} | {name: fact for name, fact in facts.items() if fact not in (None, "", (), [])}


def term(name: str) -> str:
    """A word of the vocabulary as a value."""
    return f"{VOCABULARY}/{name}"


def price_facts(money: Money) -> Thing:
    """An amount as the vocabulary wants it: a plain decimal number, never a formatted one."""
    return {"price": f"{money.amount:f}", "priceCurrency": money.currency}


def picture_url(image: Image, shop_url: str) -> str:
    """The absolute address of a picture, or nothing where a machine could not fetch it."""
    if image.url.startswith("/") and not image.url.startswith("//"):
        return f"{shop_url}{image.url}"
    return image.url if image.url.startswith(("https://", "http://")) else ""


def picture_urls(images: Iterable[Image], shop_url: str) -> list[str]:
    """Each picture once, the first ones first."""
    found = dict.fromkeys(url for image in images if (url := picture_url(image, shop_url)))
    return list(found)[:MOST_PICTURES]


def plain_words(html: str) -> str:
    """Sanitised HTML, or plain text, as one line of words."""
    return Markup(BLOCK.sub(r" <\1", html)).striptags()[:LONGEST_WORDS]  # noqa: S704 - sanitised in mapping, and no markup is left of it


def write_json_ld(thing: Thing) -> Markup:
    """The thing as JSON that nothing inside a script element can break out of."""
    written = json.dumps({"@context": VOCABULARY} | thing, ensure_ascii=False, separators=(",", ":"))
    return Markup(written.translate(ESCAPES))  # noqa: S704 - just escaped, for its place
