"""Somebody who goes through the shop in any of its languages, and so names things by form and field, not by words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from sandbox import Sandbox
from tests.browser.conftest import Shop, Visitor

NO_ANSWER = "Failed to load resource: the server responded with a status of"


@dataclass
class Walk:
    """One browser on its way; `prefix` is that of a language, such as `/he`."""

    visitor: Visitor
    shop: Shop
    prefix: str = ""

    @property
    def page(self) -> Page:
        return self.visitor.page

    @property
    def sandbox(self) -> Sandbox:
        return self.shop.sandbox

    @property
    def is_at_the_shop(self) -> bool:
        """Not on a hosted page of the platform, which has its own language."""
        return self.page.url.startswith(self.shop.url)

    def go(self, path: str) -> None:
        """Open a page of the shop in this language."""
        self.page.goto(f"{self.prefix}{path}")

    def press(self, selector: str) -> None:
        """Press what leads to another page, and wait for it."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def fill(self, **fields: str) -> None:
        """Type into fields by their names; dots are written as two underscores."""
        for name, text in fields.items():
            self.page.locator(f"main [name='{name.replace('__', '.')}']:visible").first.fill(text)

    def send(self, action: str) -> None:
        """Send the first form to an address that contains this, whatever the browser itself would say to its fields."""
        form = f"main form[action*='{action}']"
        self.page.locator(form).first.evaluate("form => form.noValidate = true")
        self.press(f"{form} button[type=submit]:visible")

    def complete(self) -> None:
        """Send the main form of a hosted page, or of a step."""
        self.press("form[data-primary] button[type=submit]:not([name], [aria-hidden])")

    def leave(self, action: str) -> None:
        """Take another way out of a hosted page."""
        self.press(f"form:has(input[name=action][value={action}]) button")

    def hear_no_refusals(self) -> None:
        """Drop what Chromium itself says of pages that answer with 4xx and 5xx; all else stays a complaint."""
        self.visitor.complaints = [said for said in self.visitor.complaints if not said.startswith(NO_ANSWER)]


@dataclass(frozen=True)
class State:
    """A page in one condition, and how to get there from the state before it."""

    name: str
    reach: Callable[[Walk], None]


def at(name: str, path: str) -> State:
    """A page that shows its state to whoever opens its address."""
    return State(name, lambda walk: walk.go(path))
