"""What a document must not be, beyond what its parser refuses: what may not stand inside what, and loose ends."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

Ancestors = tuple[Element, ...]

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Into these go words and what stands in a line with words, nothing with lines of its own.
ONLY_WORDS = {
    "p",
    "span",
    "strong",
    "em",
    "small",
    "b",
    "i",
    "code",
    "pre",
    "time",
    "label",
    "button",
    "legend",
    *HEADINGS,
}
OWN_LINES = {
    *("address", "article", "aside", "blockquote", "dd", "details", "dialog", "div", "dl", "dt", "fieldset", "figure"),
    *("footer", "form", "header", "hr", "li", "main", "nav", "ol", "p", "search", "section", "table", "ul", *HEADINGS),
}
PRESSED = {"a", "button", "label", "summary"}
FIELDS = {"input", "select", "textarea"}
LABELLED = FIELDS | {"button", "meter", "output", "progress"}
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "select": {"option", "optgroup", "hr"},
    "tr": {"td", "th"},
}
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details", "list", "form")
INVISIBLE = {"script", "template"}


def faults_of(root: Element) -> Iterator[str]:
    """Everything that is wrong with a parsed document, in sentences."""
    identifiers = {element.get("id") for element in root.iter() if element.get("id")}
    for element, ancestors in _walk(root, ()):
        if isinstance(element.tag, str):
            yield from _misplaced(element, ancestors)
            yield from _loose_ends(element, identifiers)
            yield from _nameless(element)
    yield from _labels(root)
    yield from _skipped_headings(root)
    yield from _languages(root)


def _walk(element: Element, ancestors: Ancestors) -> Iterator[tuple[Element, Ancestors]]:
    yield element, ancestors
    for child in element:
        yield from _walk(child, (*ancestors, element))


def _misplaced(element: Element, ancestors: Ancestors) -> Iterator[str]:
    tags = [ancestor.tag for ancestor in ancestors]
    if element.tag in OWN_LINES:
        for parent in {tag for tag in tags if tag in ONLY_WORDS} - {"summary"}:
            yield f"{_shown(element)} stands inside a {parent}"
    if (element.tag in {"a", "button"} and "href" in element.attrib) or element.tag in FIELDS | {"button"}:
        for parent in {tag for tag in tags if tag in PRESSED}:
            is_hidden = element.get("type") == "hidden"
            if not is_hidden and not (parent == "label" and element.tag in FIELDS):
                yield f"{_shown(element)} stands inside a {parent}, which is pressed too"
    if element.tag == "form" and "form" in tags:
        yield f"{_shown(element)} stands inside another form"
    allowed = CHILDREN.get(element.tag)
    if allowed:
        children = [child.tag for child in element if isinstance(child.tag, str) and child.tag not in INVISIBLE]
        if not children:
            yield f"{_shown(element)} is empty"
        for child in set(children) - allowed:
            yield f"{_shown(element)} has a {child} for a child"
        if (element.text or "").strip():
            yield f"{_shown(element)} has words outside its items"
    if element.tag == "details" and (not len(element) or element[0].tag != "summary"):
        yield f"{_shown(element)} does not begin with its summary"
    if element.tag == "fieldset" and not (
        element.get("aria-labelledby") or (len(element) and element[0].tag == "legend")
    ):
        yield f"{_shown(element)} does not begin with its legend"


def _loose_ends(element: Element, identifiers: set[str | None]) -> Iterator[str]:
    for name in REFERENCES:
        for identifier in element.get(name, "").split():
            if identifier not in identifiers:
                yield f"{name} of {_shown(element)} points at #{identifier}, which is not there"
        if name in element.attrib and not element.get(name, "").strip():
            yield f"{name} of {_shown(element)} points nowhere"
    href = element.get("href", "")
    if element.tag == "a" and href.startswith("#") and href[1:] not in identifiers:
        yield f"{_shown(element)} leads to {href}, which is not there"


def _nameless(element: Element) -> Iterator[str]:
    if element.tag not in ("a", "button", "summary", "legend", "option", "th", *HEADINGS) or _is_hidden(element):
        return
    if element.tag == "a" and "href" not in element.attrib:
        return
    if element.tag in ("option", "th") and not element.get("value"):
        return
    if not element.get("aria-label") and not element.get("aria-labelledby") and not _words(element):
        yield f"{_shown(element)} has no name"


def _labels(root: Element) -> Iterator[str]:
    by_identifier = {element.get("id"): element for element in root.iter() if element.get("id")}
    for label in root.iter("label"):
        inside = [field for field in label.iter() if field.tag in LABELLED]
        target = by_identifier.get(label.get("for")) if "for" in label.attrib else None
        if "for" in label.attrib and (target is None or target.tag not in LABELLED):
            yield f"{_shown(label)} is for {label.get('for')!r}, which is no field"
        elif "for" not in label.attrib and len(inside) != 1:
            yield f"{_shown(label)} is for {len(inside)} fields"


def _skipped_headings(root: Element) -> Iterator[str]:
    before = 0
    for heading in root.iter():
        if heading.tag not in HEADINGS:
            continue
        level = HEADINGS.index(heading.tag) + 1
        if level > before + 1 and before:
            yield f"{_shown(heading)} follows an h{before}"
        before = level


def _languages(root: Element) -> Iterator[str]:
    language, direction = root.get("lang", ""), root.get("dir")
    is_leftwards = language.split("-")[0] in ("ar", "fa", "he", "ur")
    if direction not in (("rtl",) if is_leftwards else ("ltr", None)):
        yield f"a page in {language!r} runs {direction!r}"
    for element in root.iter():
        if "lang" in element.attrib and not element.get("lang", "").split("-")[0].isalpha():
            yield f"{_shown(element)} is in no language: {element.get('lang')!r}"


def _is_hidden(element: Element) -> bool:
    return element.get("aria-hidden") == "true" or "hidden" in element.attrib


def _words(element: Element) -> str:
    alternatives = [image.get("alt", "") for image in element.iter("img")]
    labels = [part.get("aria-label", "") for part in element.iter()]
    return " ".join([*element.itertext(), *alternatives, *labels]).strip()


def _shown(element: Element) -> str:
    return f"<{element.tag}{''.join(f' {name}={text!r}' for name, text in list(element.attrib.items())[:3])}>"
