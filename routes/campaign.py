"""The campaign a visitor came with (`utm_...`): told by a form, kept in the session, passed on to hosted pages.

Public pages are the same for everybody and open no session, so a script carries the parameters to the forms. Without
it they are seen in the address of the page that a form was sent from.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from flask import current_app, request, session

NAMES = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
LONGEST = 100
LONGEST_ADDRESS = 4096
KEPT_AS = "campaign"

Campaign = tuple[tuple[str, str], ...]


def note_campaign() -> None:
    """Remember the campaign that a form came with, until another one does."""
    if found := clean(request.form) or clean(query_of_sender()):
        session[KEPT_AS] = dict(found)


def current_campaign() -> Campaign:
    """What to pass on with this visitor, cleaned and bounded; empty for most."""
    note_campaign()
    return clean(session.get(KEPT_AS, {}))


def clean(values: Mapping[str, str]) -> Campaign:
    """The known names whose values are short and printable; the others are nobody's campaign."""
    found = ((name, values.get(name, "").strip()) for name in NAMES)
    return tuple((name, value) for name, value in found if value and len(value) <= LONGEST and value.isprintable())


def query_of_sender() -> dict[str, str]:
    """The query of the page of ours that this form was sent from."""
    sender = request.headers.get("Referer", "")
    if len(sender) > LONGEST_ADDRESS or not sender.startswith(f"{current_app.config['BASE_URL']}/"):
        return {}
    try:
        return {name: values[0] for name, values in parse_qs(urlsplit(sender).query).items()}
    except ValueError:
        return {}
