"""What merchants write as HTML, made fit for our pages: the one place where it is sanitised."""

from __future__ import annotations

import html
import re

import nh3

from services.models import NO_HTML, SafeHtml

ALLOWED_TAGS = {"p", "br", "ul", "ol", "li", "strong", "b", "em", "i", "h3", "h4", "blockquote", "a"}
SUMMARY_LENGTH = 180


def safe_html(text: str) -> SafeHtml:
    """Merchant HTML reduced to a small allow-list; links keep http(s) targets only."""
    if not text:
        return NO_HTML
    return SafeHtml(
        nh3.clean(
            text,
            tags=ALLOWED_TAGS,
            attributes={"a": {"href"}},
            url_schemes={"http", "https", "mailto"},
            link_rel="nofollow noopener",
        )
    )


def plain_text(text: str) -> str:
    """The first words of merchant HTML without any tag, for cards and meta descriptions."""
    words = html.unescape(nh3.clean(re.sub(r"<(/p|br|/li|/h\d)\b", r" <\1", text), tags=set())).split()
    short = " ".join(words)
    if len(short) <= SUMMARY_LENGTH:
        return short
    return short[:SUMMARY_LENGTH].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
