"""What only a real browser can tell of languages: whether longer words, and lines from right to left, still fit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.browser.conftest import OpenBrowser, Shop
from tests.pseudo import CODE, speak_pseudo, teach_pseudo

pytestmark = pytest.mark.browser

NARROW = 320
PAGES = ["/", "/products", "/products/harbour-mug", "/cart", "/events", "/services", "/plans", "/find-order"]
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def make_app(make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Flask]:
    """Shops that also speak the language of nobody, whose words are longer than any."""
    speak_pseudo(monkeypatch)

    def make(**environ: str) -> Flask:
        made = make_app(**environ)
        teach_pseudo(made)
        return made

    return make


@pytest.mark.parametrize("code", [CODE, "he"])
def test_no_page_is_wider_than_a_narrow_window(open_browser: OpenBrowser, shop: Shop, code: str) -> None:
    page = open_browser(width=NARROW).page
    too_wide = {}
    for path in PAGES:
        page.goto(f"/{code}{path}")
        if (excess := page.evaluate(SIDEWAYS)) > 0:
            too_wide[path] = excess
    assert too_wide == {}


def test_the_page_runs_from_right_to_left_in_hebrew(open_browser: OpenBrowser, shop: Shop) -> None:
    page = open_browser().page
    sides = {}
    for prefix in ("", "/he"):
        page.goto(f"{prefix}/")
        box = page.locator(".site-header .brand").bounding_box()
        assert box
        sides[prefix] = box["x"] + box["width"] / 2
    assert sides[""] < 640 < sides["/he"]
