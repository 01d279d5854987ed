"""A browser without a window: it follows redirects, fills in forms, keeps cookies - and is a critic of every page.

Every HTML page of the shop that it opens must parse without an error, have one h1, a title, labelled inputs and forms
with an action. It speaks to the WSGI application itself, the sandbox's hosted pages included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from werkzeug.test import Client, TestResponse

from tests.critic import faults_of

REDIRECTS = {301, 302, 303, 307, 308}
MOST_REDIRECTS = 6
UNTYPED = {"hidden", "submit", "button"}
DATA_BLOCK = "application/ld+json"


@dataclass
class Page:
    """What the browser shows after following redirects."""

    url: str
    status: int
    headers: Any
    text: str
    root: Element
    hops: tuple[str, ...]

    @property
    def path(self) -> str:
        parts = urlsplit(self.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def heading(self) -> str:
        return words(next(self.root.iter("h1")))

    @property
    def words(self) -> str:
        """All visible text, spaces folded."""
        return words(next(self.root.iter("body")))

    def links(self) -> list[str]:
        return [urljoin(self.url, link.get("href", "")) for link in self.root.iter("a") if link.get("href")]

    def forms(self) -> list[Element]:
        """Those that send something; one that closes its dialog sends nothing, and needs no address."""
        return [form for form in self.root.iter("form") if form.get("method") != "dialog"]

    def form(self, action: str = "", *, primary: bool = False) -> Element:
        """The first form whose action contains this text, or that is marked as the primary one."""
        for form in self.forms():
            if primary and "data-primary" in form.attrib:
                return form
            if not primary and re.search(action, form.get("action", "")):
                return form
        raise AssertionError(f"no form {action or 'data-primary'!r} on {self.url}: {[f.attrib for f in self.forms()]}")

    def by_class(self, name: str) -> list[Element]:
        return [element for element in self.root.iter() if name in element.get("class", "").split()]


class Browser:
    """One visitor's browser: a cookie jar, and the page in front of them."""

    def __init__(self, app: Callable[..., Any], base_url: str) -> None:
        self.client = Client(app)
        self.base_url = base_url
        self.page: Page | None = None

    def new_tab(self) -> Browser:
        """Another tab of the same browser: its own page, the same cookies."""
        tab = Browser(self.client.application, self.base_url)
        tab.client._cookies = self.client._cookies
        return tab

    def open(self, address: str, **headers: str) -> Page:
        """Go to a path of the shop, or to any absolute address of the application."""
        return self._go("GET", urljoin(self.base_url, address), None, headers)

    def post(self, address: str, fields: dict[str, str] | None = None, **headers: str) -> Page:
        """Post a form as a page of the shop would."""
        return self._go("POST", urljoin(self.base_url, address), fields or {}, headers)

    def submit(self, form: Element, button: Element | None = None, **changes: str) -> Page:
        """Send a form of the page in front of us, with some values changed."""
        method, address, fields = self._filled_in(form, button, changes)
        return self._go(method, address, fields, {})

    def send(self, form: Element, button: Element | None = None, **changes: str) -> TestResponse:
        """Send a form and see the bare answer: no redirect is followed, as when the tab is closed at that moment."""
        method, address, fields = self._filled_in(form, button, changes)
        return self._request(method, address, fields, {}, self._shown_url)

    def _filled_in(
        self, form: Element, button: Element | None, changes: dict[str, str]
    ) -> tuple[str, str, dict[str, str] | None]:
        fields = dict(form_values(form)) | changes
        action = (button.get("formaction") if button is not None else None) or form.get("action") or self._shown_url
        if button is not None and button.get("name"):
            fields[button.get("name", "")] = button.get("value", "")
        address = urljoin(self._shown_url, action)
        if form.get("method", "get").lower() == "post":
            return "POST", address, fields
        query = "&".join(f"{name}={value}" for name, value in fields.items() if value)
        return "GET", f"{urldefrag(address).url}?{query}", None

    @property
    def _shown_url(self) -> str:
        return self.page.url if self.page else self.base_url

    def cookie(self, name: str) -> str | None:
        cookie = self.client.get_cookie(name, domain=str(urlsplit(self.base_url).hostname))
        return cookie.decoded_value if cookie else None

    def _go(self, method: str, address: str, fields: dict[str, str] | None, headers: dict[str, str]) -> Page:
        hops: list[str] = []
        came_from = self._shown_url
        for _ in range(MOST_REDIRECTS):
            response = self._request(method, address, fields, headers, came_from)
            if response.status_code not in REDIRECTS:
                self.page = self._show(address, response, tuple(hops))
                return self.page
            address = urljoin(address, response.headers["Location"])
            hops.append(address)
            if response.status_code in (301, 302, 303):
                method, fields = "GET", None
        raise AssertionError(f"too many redirects: {hops}")

    def _request(
        self, method: str, address: str, fields: dict[str, str] | None, headers: dict[str, str], came_from: str
    ) -> TestResponse:
        parts, before = urlsplit(address), urlsplit(came_from)
        site = "same-origin" if (parts.scheme, parts.netloc) == (before.scheme, before.netloc) else "cross-site"
        sent = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        return self.client.open(
            parts.path or "/",
            method=method,
            base_url=f"{parts.scheme}://{parts.netloc}",
            query_string=parts.query,
            data=fields,
            headers=sent,
        )

    def _show(self, address: str, response: TestResponse, hops: tuple[str, ...]) -> Page:
        text = response.get_data(as_text=True)
        is_html = response.mimetype == "text/html"
        root = parse(text, address) if is_html else Element("html")
        page = Page(address, response.status_code, response.headers, text, root, hops)
        if is_html and address.startswith(self.base_url) and not urlsplit(address).path.startswith("/sandbox"):
            criticise(page)
        elif is_html:
            faults = list(faults_of(page.root))
            assert not faults, f"{page.url}: {faults}"
        return page


def parse(text: str, address: str) -> Element:
    """The document, or a failure that names the first error of its HTML."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root: Element = parser.parse(text)
    assert not parser.errors, f"{address}: invalid HTML at {parser.errors[0]}\n{text[:600]}"
    return root


def criticise(page: Page) -> None:
    """What must be true of every page of the shop."""
    headings = [words(heading) for heading in page.root.iter("h1")]
    assert len(headings) == 1, f"{page.url} has {len(headings)} h1: {headings}"
    title = next(page.root.iter("title"), None)
    assert title is not None, f"{page.url} has no title"
    assert words(title).strip(), f"{page.url} has an empty title"
    assert next(page.root.iter("html")).get("lang"), f"{page.url} names no language"
    identifiers = [element.get("id") for element in page.root.iter() if element.get("id")]
    assert len(identifiers) == len(set(identifiers)), f"{page.url} uses an id twice"
    for form in page.forms():
        assert form.get("action") or form.get("method") == "dialog", f"{page.url} has a form without an action"
    for field in unlabelled(page.root):
        raise AssertionError(f"{page.url} has an unlabelled field: {field.attrib}")
    for image in page.root.iter("img"):
        assert "alt" in image.attrib, f"{page.url} has a picture without alt: {image.attrib}"
        assert image.get("width"), f"{page.url} has a picture without a size: {image.attrib}"
    for script in page.root.iter("script"):
        # Data is not executed, so the policy lets it stand in the page; anything else must come from a file.
        assert script.get("src") or script.get("type") == DATA_BLOCK, f"{page.url} has an inline script"
    faults = list(faults_of(page.root))
    assert not faults, f"{page.url}: {faults}"
    for thing in things_on(page):
        assert thing["@context"] == "https://schema.org", f"{page.url} has data of another vocabulary"
    assert len(canonical_of(page)) <= 1, f"{page.url} has two canonical addresses"
    for element in page.root.iter():
        assert "style" not in element.attrib, f"{page.url} has an inline style, which the policy forbids"
        assert not [name for name in element.attrib if name.startswith("on")], f"{page.url} has an inline handler"


def things_on(page: Page) -> list[dict[str, Any]]:
    """What the page tells machines in JSON-LD."""
    blocks = [script for script in page.root.iter("script") if script.get("type") == DATA_BLOCK]
    return [json.loads("".join(block.itertext())) for block in blocks]


def thing_of(page: Page, kind: str) -> dict[str, Any]:
    """The one thing of this kind on the page."""
    (found,) = [thing for thing in things_on(page) if thing["@type"] == kind]
    return found


def canonical_of(page: Page) -> list[str]:
    return [link.get("href", "") for link in page.root.iter("link") if link.get("rel") == "canonical"]


def meta_of(page: Page, name: str) -> list[str]:
    """The contents of the page's meta elements with this name or property."""
    return [
        meta.get("content", "") for meta in page.root.iter("meta") if name in (meta.get("name"), meta.get("property"))
    ]


def unlabelled(root: Element) -> Iterator[Element]:
    labelled = {label.get("for") for label in root.iter("label")}
    inside = {id(field) for label in root.iter("label") for field in label.iter()}
    for field in root.iter():
        if field.tag not in ("input", "select", "textarea") or field.get("type") in UNTYPED:
            continue
        if field.get("id") in labelled or id(field) in inside or field.get("aria-label"):
            continue
        yield field


def form_values(form: Element) -> Iterator[tuple[str, str]]:
    """What a browser would send without anything being typed."""
    for field in form.iter():
        name = field.get("name")
        if not name or field.tag not in ("input", "select", "textarea"):
            continue
        if field.tag == "select":
            options = list(field.iter("option"))
            chosen = next((option for option in options if "selected" in option.attrib), options[0])
            yield name, chosen.get("value", words(chosen))
        elif field.tag == "textarea":
            yield name, words(field)
        elif field.get("type") != "submit" and (
            field.get("type") not in ("checkbox", "radio") or "checked" in field.attrib
        ):
            yield name, field.get("value", "")


def words(element: Element) -> str:
    """The text inside an element, spaces folded."""
    return " ".join("".join(element.itertext()).split())
