"""How sitemaps are written: an index, and files of addresses with their other languages. What is in them is not known.

No file says when a page changed: platforms do not tell when what is on it did, and an invented date is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
LINKS = "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True, slots=True)
class Edition:
    """The shop in one language: its tag, such as `es`, and what stands before its paths, such as `/es`."""

    language: str
    prefix: str = ""


def write_index(urls: Iterable[str]) -> bytes:
    """The list of all sitemaps, by absolute address."""
    index = Element("sitemapindex", xmlns=NAMESPACE)
    for url in urls:
        SubElement(SubElement(index, "sitemap"), "loc").text = url
    return written(index)


def write_sitemap(base_url: str, paths: Iterable[str], editions: tuple[Edition, ...]) -> bytes:
    """Pages by their paths without any prefix, in the first edition; with several each page names all of them."""
    first, has_others = editions[0], len(editions) > 1
    names = {"xmlns": NAMESPACE} | ({"xmlns:xhtml": LINKS} if has_others else {})
    urls = Element("urlset", names)
    for path in paths:
        url = SubElement(urls, "url")
        SubElement(url, "loc").text = address(base_url, first, path)
        if has_others:
            links = [*((edition.language, edition) for edition in editions), ("x-default", first)]
            for language, edition in links:
                link = {"rel": "alternate", "hreflang": language, "href": address(base_url, edition, path)}
                SubElement(url, "xhtml:link", link)
    return written(urls)


def address(base_url: str, edition: Edition, path: str) -> str:
    """The home page of a language is `/es/`, as the others are `/es/products`."""
    return f"{base_url}{edition.prefix}{path}"


def written(root: Element) -> bytes:
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))
