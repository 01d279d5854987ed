"""What the services said, in the language of the page; templates do this by themselves with whatever they show."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, ngettext

from services.sentences import Sentence


def translated(text: Any) -> Any:
    """A Sentence in the current language, with what stands in it translated too; anything else as it is.

    Templates show every value through this. What is kept in the session is translated before it is kept.
    """
    if not isinstance(text, Sentence):
        return text
    values = {name: translated(value) for name, value in text.values.items()}
    said = ngettext(text.message, text.plural, text.number) if text.plural else gettext(text.message)
    return said % values if values else said
