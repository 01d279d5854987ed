"""What the services said, in the language of the page; templates do this by themselves with whatever they show."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, ngettext

from services.sentences import Sentence, span


def translated(text: Any) -> Any:
    """A Sentence in the current language, with what stands in it translated too; anything else as it is.

    Templates show every value through this. What is kept in the session is translated before it is kept.
    """
    if not isinstance(text, Sentence):
        return text
    values = {name: translated(value) for name, value in text.values.items()}
    if text.plural:
        # Flask-Babel fills in what stands in a counted sentence at once, so it must have all of it.
        return ngettext(text.message, text.plural, text.number, **values)
    return gettext(text.message, **values)


def units(count: int, unit: str) -> str:
    """`3 months` in the current language; `unit` is a second, minute, hour, day, week, month or year."""
    return str(translated(span(count, unit)))


def lasting(minutes: int) -> str:
    """`1 hour 30 minutes`"""
    hours, rest = divmod(minutes, 60)
    return " ".join(units(count, unit) for count, unit in ((hours, "hour"), (rest, "minute")) if count)
