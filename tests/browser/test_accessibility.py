"""WCAG 2.2 AA on every page in every state: axe, and beside it what axe cannot see. No rule is switched off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser import page_states
from tests.browser.conftest import OpenBrowser, Shop
from tests.browser.walk import State, Walk

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

CHECKS = (Path(__file__).parent / "page_checks.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},  # part of WCAG 2.2 AA, and asleep by default
    "resultTypes": ["violations"],
}
# There axe reads `-webkit-text-fill-color`, which Chromium tells as if nothing were forced: it compares our ink with
# the browser's paper. That all text has the browser's own colours, its user's choice, is a check of ours: `palette`.
OPTIONS_IN_FORCED_COLOURS = OPTIONS | {"rules": OPTIONS["rules"] | {"color-contrast": {"enabled": False}}}
RUN_AXE = """options => axe.run(document, options).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 5).map(({ target, failureSummary }) =>
        `${id} at ${target.join(" ")}: ${failureSummary.replace(/\\s+/g, " ")}`)))"""
WIDE, NARROW, ZOOMED = 1280, 390, 320
MONDAY = datetime(2027, 5, 17, 6, tzinfo=UTC)
DIRECT = {"PLATFORM": "bigcommerce", "BIGCOMMERCE_CHECKOUT": "api"}
WALKS = {
    "browsing": page_states.BROWSING,
    "cart": page_states.CART,
    "events": page_states.EVENTS,
    "plans": page_states.PLANS,
    "services": page_states.SERVICES,
    "account": page_states.ACCOUNT,
    "errors": page_states.ERRORS,
    "demo": page_states.DEMO,
}


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.http.time.sleep", lambda seconds: None)


def axe(page: Page, options: dict[str, Any] = OPTIONS) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(RUN_AXE, options)
    return found


def check(page: Page, name: str) -> list[str]:
    """One of the checks of `page_checks.js`."""
    found: list[str] = page.evaluate(f"({CHECKS.strip()}).{name}()")
    return found or []


def look(page: Page, width: int, scheme: str = "light", forced: str = "none") -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, forced_colors=forced, reduced_motion="reduce")  # type: ignore[arg-type]


def examine(walk: Walk) -> Iterator[str]:
    """All that is wrong with the page that is shown: in light and dark, wide and narrow, and at 400 % zoom."""
    page = walk.page
    look(page, WIDE)
    yield from axe(page)
    for name in ("references", "errors", "motion", "order"):
        yield from check(page, name)
    look(page, NARROW, "dark")
    yield from (f"dark and narrow: {found}" for found in axe(page))
    look(page, ZOOMED)
    yield from check(page, "sideways")
    check(page, "spaceText")
    yield from (f"with spaced text: {found}" for name in ("sideways", "clipped") for found in check(page, name))
    check(page, "unspaceText")
    look(page, WIDE)
    yield from check(page, "focus")


def examine_briefly(walk: Walk) -> Iterator[str]:
    """What can be otherwise in another language."""
    if not walk.is_at_the_shop:
        return
    look(walk.page, NARROW, "dark")
    yield from axe(walk.page)
    look(walk.page, ZOOMED)
    yield from check(walk.page, "sideways")
    look(walk.page, WIDE)
    yield from check(walk.page, "order")


def go_through(walk: Walk, states: tuple[State, ...], examination: Any = examine) -> None:
    """Every state of the walk, and one list of all that was found."""
    found: dict[str, str] = {}  # by what is wrong: a fault of the header is one fault
    look(walk.page, WIDE)
    for state in states:
        state.reach(walk)
        for said in examination(walk):
            found.setdefault(said, f"{state.name} ({urlsplit(walk.page.url).path}): {said}")
        walk.hear_no_refusals()
    assert not found, "\n".join(found.values())


@pytest.mark.parametrize("part", WALKS)
def test_no_state_of_a_page_keeps_anybody_out(open_browser: OpenBrowser, shop: Shop, part: str) -> None:
    if part == "services":
        shop.sandbox.clock.set(MONDAY)
    go_through(Walk(open_browser(), shop), WALKS[part])


@pytest.mark.parametrize("part", [part for part in WALKS if part != "demo"])
def test_nor_does_any_from_right_to_left(open_browser: OpenBrowser, shop: Shop, part: str) -> None:
    if part == "services":
        shop.sandbox.clock.set(MONDAY)
    walk = Walk(open_browser(), shop, "/he")
    go_through(walk, WALKS[part], examine_briefly)


def examine_in_spanish(walk: Walk) -> Iterator[str]:
    look(walk.page, NARROW)
    yield from axe(walk.page)
    look(walk.page, ZOOMED)
    yield from check(walk.page, "sideways")


def examine_in_forced_colours(walk: Walk) -> Iterator[str]:
    """The colours of the browser in place of ours: nothing may be told by a colour or a shadow of ours alone."""
    for scheme in ("light", "dark"):
        look(walk.page, WIDE, scheme, "active")
        for name in ("focus", "edges", "palette"):
            yield from check(walk.page, name)
    yield from axe(walk.page, OPTIONS_IN_FORCED_COLOURS)


@pytest.mark.parametrize(("prefix", "examination"), [("/es", examine_in_spanish), ("", examine_in_forced_colours)])
def test_nor_do_a_longer_language_and_forced_colours(
    open_browser: OpenBrowser, shop: Shop, prefix: str, examination: Any
) -> None:
    go_through(Walk(open_browser(), shop, prefix), page_states.CHOSEN_FEW, examination)


@pytest.mark.parametrize("shop_settings", [DIRECT], ids=["direct checkout"])
@pytest.mark.parametrize(("prefix", "examination"), [("", examine), ("/he", examine_briefly)], ids=["", "he"])
def test_nor_does_the_checkout_on_our_own_pages(
    open_browser: OpenBrowser, shop: Shop, prefix: str, examination: Any
) -> None:
    go_through(Walk(open_browser(), shop, prefix), page_states.DIRECT, examination)


@pytest.mark.parametrize("shop_settings", [{"PLATFORM": "bigcommerce"}], ids=["other hosted pages"])
def test_nor_do_the_other_hosted_pages(open_browser: OpenBrowser, shop: Shop) -> None:
    go_through(Walk(open_browser(), shop), page_states.BIGCOMMERCE)


BAD_PAGE = """<!doctype html><html lang="en"><head><title>Bad</title><style>
  :focus { outline: none } .bad { color: #aaa; background: #fff; inline-size: 900px }
  .moved { inline-size: 1em; animation: turn 2s infinite } @keyframes turn { to { rotate: 9deg } }
  .row { display: flex; gap: 2px } .row button { inline-size: 12px; block-size: 12px; padding: 0; border: 0 }
  .cut { block-size: 1em; overflow: hidden; inline-size: 60px; forced-color-adjust: none }
</style></head><body><main><h1>Bad</h1><img src="/static/images/favicon.svg"><p class="bad">Pale words</p>
  <p class="moved">x</p><div class="row"><button>a</button><button>b</button></div>
  <p class="cut">Words that do not fit in here</p><input aria-label="Size" aria-invalid="true">
  <label for="gone">Gone</label><p><a href="/" tabindex="3">Home</a></p></main></body></html>"""


def test_what_is_wrong_is_seen(open_browser: OpenBrowser) -> None:
    visitor = open_browser()
    page = visitor.page
    page.set_content(BAD_PAGE)
    look(page, WIDE)
    found = {said.partition(" ")[0] for said in axe(page)}
    assert found >= {"image-alt", "color-contrast", "target-size", "tabindex"}
    look(page, ZOOMED)
    checks = ("references", "errors", "motion", "order", "sideways", "clipped", "focus", "edges", "palette")
    assert [name for name in checks if not check(page, name)] == []
