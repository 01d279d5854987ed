"""Pictures of the pages by `make screenshots`: all in `screenshots/`, those of the README in `docs/screenshots/`."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tools.open_shop import find_browser, open_shop

PROJECT = Path(__file__).parents[1]
ALL, KEPT = PROJECT / "screenshots", PROJECT / "docs" / "screenshots"
WIDTHS = (320, 768, 1440)
HEIGHT = 900
COLORS = 256
PAGES = {
    "home": "/",
    "products": "/products",
    "product": "/products/harbour-mug",
    "events": "/events",
    "event": "/events/evening-on-the-wheel",
    "plans": "/plans",
    "services": "/services",
    "service": "/services/wheel-throwing",
    "not-found": "/nothing-here",
}
PERSONAL_PAGES = {"cart": "/cart"}
BOUGHT = ("/products/harbour-mug", "/products/nesting-bowl")


@dataclass(frozen=True)
class Kept:
    """A picture for the README: which page, how wide, in which light, and what of it is at the top."""

    name: str
    page: str
    width: int
    is_dark: bool = False
    from_selector: str = "body"


README = (
    Kept("home", "home", 1440),
    Kept("product", "product", 1440, is_dark=True),
    Kept("checkout", "paid", 1440),
    Kept("service-phone", "service", 390, from_selector="#times"),
    Kept("event", "event", 1440),
    Kept("tour", "tour", 1440, from_selector="main h2"),
)


def main() -> None:
    """Open a shop, walk through it, and take pictures in every light and width."""
    with open_shop() as (origin, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        for width in WIDTHS:
            for is_dark in (False, True):
                with visitor(browser, origin, width, is_dark=is_dark) as page:
                    for name in walk(page):
                        load_pictures(page)
                        save(page.screenshot(full_page=True), ALL / f"{name}-{width}{'-dark' if is_dark else ''}.png")
        for kept in README:
            with visitor(browser, origin, kept.width, is_dark=kept.is_dark) as page:
                next(name for name in walk(page) if name == kept.page)
                load_pictures(page)
                page.locator(kept.from_selector).first.evaluate("part => part.scrollIntoView()")
                save(page.screenshot(), KEPT / f"{kept.name}.png")
        browser.close()


@contextmanager
def visitor(browser: Browser, origin: str, width: int, *, is_dark: bool) -> Iterator[Page]:
    """Somebody without cookies, who asked for less motion, so that a picture shows what stands still."""
    context = browser.new_context(
        base_url=origin,
        viewport={"width": width, "height": HEIGHT},
        color_scheme="dark" if is_dark else "light",
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def walk(page: Page) -> Iterator[str]:
    """Open one page after the other and yield its name; on the way something is bought."""
    for name, path in PAGES.items():
        page.goto(path)
        yield name
    for path in BOUGHT:
        page.goto(path)
        with page.expect_response(lambda answer: answer.url.endswith("/cart")):
            page.get_by_role("button", name="Add to cart").click()
    for name, path in PERSONAL_PAGES.items():
        page.goto(path)
        yield name
    page.locator("form[action$='/checkout'] button").click()
    yield "hosted-checkout"
    while "/order-confirmation" not in page.url:
        page.locator("form[data-primary] button").first.click()
    yield "paid"
    page.goto("/tour")
    yield "tour"


def load_pictures(page: Page) -> None:
    """Let those be loaded too that wait until somebody scrolls to them."""
    page.evaluate("document.querySelectorAll('img[loading]').forEach((one) => { one.loading = 'eager'; })")
    page.wait_for_function("[...document.images].every((one) => one.complete)")


def save(picture: bytes, path: Path) -> None:
    """Write a PNG with few colours: these pages have no more, and a starter should be quick to clone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLORS)
    image.save(path, optimize=True)
    sys.stdout.write(f"{path.relative_to(PROJECT)} {path.stat().st_size // 1024} kB\n")


if __name__ == "__main__":
    main()
