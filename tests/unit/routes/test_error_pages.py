"""Every page for an error is a whole and valid page in every language, those included that are hard to get to see."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from routes.errors import PAGES, draw_error
from routes.languages import LANGUAGE_KEY
from tests.browsing import Page, criticise, parse
from tests.conftest import SHOP_URL

FOLDER = Path(__file__).parents[3] / "templates" / "errors"


@pytest.mark.parametrize("language", ["en", "es", "he"])
def test_every_error_has_a_valid_page(app: Flask, language: str) -> None:
    for status in sorted(PAGES):
        with app.test_request_context("/nowhere", base_url=SHOP_URL, environ_overrides={LANGUAGE_KEY: language}):
            answer = draw_error(status, "A sentence.", 30)
        text = answer.get_data(as_text=True)
        address = f"{SHOP_URL}/error-{status}"
        root = parse(text, address)
        criticise(Page(address, status, answer.headers, text, root, ()))
        assert root.get("lang", "").startswith(language)
        assert answer.status_code == status


def test_every_page_for_an_error_can_be_shown() -> None:
    drawn = {path.stem for path in FOLDER.glob("*.html")} - {"error"}
    assert drawn == {str(status) for status in PAGES}
