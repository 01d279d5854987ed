"""Sentences for people that are made where no language is known: they carry what is needed to translate them later."""

from __future__ import annotations

from typing import Any


class Sentence(str):
    """English text that remembers its message and its values; `routes/sentences.py` says it in a visitor's language.

    It is a `str` in every other way, so logs and comparisons see plain English. `str(error)` of an error made with a
    Sentence gives the Sentence itself.
    """

    __slots__ = ("message", "number", "plural", "values")

    message: str
    plural: str
    number: int
    values: dict[str, Any]

    def __new__(cls, message: str, values: dict[str, Any] | None = None, plural: str = "", count: int = 1) -> Sentence:
        chosen = plural if plural and count != 1 else message
        made = super().__new__(cls, chosen % values if values else chosen)
        made.message, made.plural, made.number, made.values = message, plural, count, values or {}
        return made

    def __str__(self) -> str:
        """Itself rather than a plain copy, so that it can still be translated."""
        return self


def sentence(message: str, /, **values: Any) -> Sentence:
    """A whole sentence with named places such as `%(name)s`. The text in the code must be a literal to be found."""
    return Sentence(message, values)


def counted_sentence(one: str, many: str, /, count: int, **values: Any) -> Sentence:
    """A sentence whose form depends on `count`, which stands in it as `%(count)d`."""
    return Sentence(one, values | {"count": count}, plural=many, count=count)


SPANS = {
    "second": counted_sentence("%(count)d second", "%(count)d seconds", 1),
    "minute": counted_sentence("%(count)d minute", "%(count)d minutes", 1),
    "hour": counted_sentence("%(count)d hour", "%(count)d hours", 1),
    "day": counted_sentence("%(count)d day", "%(count)d days", 1),
    "week": counted_sentence("%(count)d week", "%(count)d weeks", 1),
    "month": counted_sentence("%(count)d month", "%(count)d months", 1),
    "year": counted_sentence("%(count)d year", "%(count)d years", 1),
}


def span(count: int, unit: str) -> Sentence:
    """`3 months`; `unit` is one of the names above. Not every language has all of them in CLDR."""
    said = SPANS[unit]
    return counted_sentence(said.message, said.plural, count)


def sentences_together(*sentences: str) -> Sentence:
    """Whole sentences one after another, each of which is translated by itself."""
    values: dict[str, Any] = {f"part{number}": said for number, said in enumerate(sentences)}
    return Sentence(" ".join(f"%({name})s" for name in values), values)
