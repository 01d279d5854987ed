"""The catalogs of messages: read from `translations/<code>/LC_MESSAGES/messages.po` when a language is first spoken."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask
from flask_babel import Babel, Domain

FOLDER = Path(__file__).parents[1] / "translations"


def init_translations(app: Flask, *, locale_of: Callable[[], str], code_of: Callable[[], str]) -> None:
    """Let `gettext` and the templates speak the language of `code_of()`; one without a catalog speaks English.

    `app.extensions["catalogs"]` may hold catalogs that lie in no file, by their code.
    """
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    babel = Babel(app, locale_selector=locale_of)
    held: dict[str, NullTranslations] = app.extensions.setdefault("catalogs", {})
    babel.domain_instance = HeldCatalogs(lambda: held.get(code_of()) or read_catalog(code_of()))


class HeldCatalogs(Domain):  # type: ignore[misc]
    """Flask-Babel's domain on catalogs that are read from their sources, so that nothing has to be compiled before."""

    def __init__(self, current: Callable[[], NullTranslations]) -> None:
        super().__init__()
        self._current = current

    def get_translations(self) -> Any:
        return self._current()


def catalog_path(code: str) -> Path:
    return FOLDER / code / "LC_MESSAGES" / "messages.po"


@cache
def read_catalog(code: str) -> NullTranslations:
    """The catalog of a language; an empty one, where there is none. What is marked as fuzzy is left out."""
    path = catalog_path(code)
    if not path.is_file():
        return NullTranslations()
    with path.open("rb") as source:
        catalog = read_po(source, locale=code)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)
