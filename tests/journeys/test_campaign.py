"""The campaign somebody arrived with goes along to the hosted pages, and nothing else does."""

from __future__ import annotations

import pytest

from sandbox import Sandbox
from tests.browsing import Browser, form_values
from tests.journeys.conftest import MUG, add_to_cart, buy_now, start_checkout
from tests.recording import Recorder

LANDING = f"{MUG}?utm_source=letter&utm_campaign=kiln+opening&gclid=secret"
PASSED_ON = {"utm_source": "letter", "utm_campaign": "kiln opening"}


def passed_on(recorder: Recorder) -> dict[str, str] | None:
    """What the last redirect session took along."""
    preferences = recorder.bodies("/redirect-session")[-1]["preferences"]
    found = preferences.get("additionalQueryParameters")
    return dict(found) if found else None


def test_a_form_on_the_landing_page_tells_by_its_address(ada: Browser, recorder: Recorder) -> None:
    ada.open(LANDING)
    ada.post("/cart/items", line_of(ada), Referer=referer())
    start_checkout(ada)
    assert passed_on(recorder) == PASSED_ON


def test_what_the_script_carries_is_passed_on_with_the_order(ada: Browser, recorder: Recorder) -> None:
    buy_now(ada, MUG, utm_source="letter", utm_campaign="kiln opening")
    assert passed_on(recorder) == PASSED_ON


def test_a_campaign_is_kept_until_the_checkout_and_for_tickets_and_memberships_too(
    ada: Browser, recorder: Recorder
) -> None:
    add_to_cart(ada, MUG, utm_source="letter", utm_campaign="kiln opening")
    start_checkout(ada)
    assert passed_on(recorder) == PASSED_ON
    ada.submit(ada.open("/plans/tea-circle").form(r"/checkout$"))
    assert passed_on(recorder) == PASSED_ON


@pytest.mark.parametrize("value", ["x" * 101, "a\x00b", " ", ""])
def test_what_is_too_long_or_odd_is_left_out(ada: Browser, recorder: Recorder, value: str) -> None:
    buy_now(ada, MUG, utm_source=value, utm_medium="mail", utm_unknown="x", lang="fr")
    assert passed_on(recorder) == {"utm_medium": "mail"}


def test_an_address_of_another_site_is_no_campaign(ada: Browser, recorder: Recorder) -> None:
    ada.open(MUG)
    fields = line_of(ada)
    ada.post("/cart/items", fields, Referer="https://evil.example/?utm_source=evil")
    start_checkout(ada)
    assert passed_on(recorder) is None


def test_looking_around_with_a_campaign_opens_no_session(ada: Browser, sandbox: Sandbox) -> None:
    page = ada.open(LANDING)
    assert "Set-Cookie" not in page.headers
    assert page.text == ada.new_tab().open(MUG).text


def line_of(browser: Browser) -> dict[str, str]:
    """What the product form of the page in front of us sends."""
    assert browser.page is not None
    return dict(form_values(browser.page.form(r"/cart/items$")))


def referer() -> str:
    return f"http://127.0.0.1:8000{LANDING}"
