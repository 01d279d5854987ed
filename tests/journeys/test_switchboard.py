"""The switchboard: trouble for one visitor's own calls, met by the page that the shop has for it, and over when off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from sandbox import Sandbox
from services.http import count_calls
from tests import headings
from tests.browsing import Browser, Page, words
from tests.conftest import SHOP_URL
from tests.journeys.conftest import BOWL, MUG, add_to_cart, buy, buy_now, pay, sign_in_to, start_checkout
from tests.journeys.test_bookings import WHEEL as WHEEL_SERVICE
from tests.journeys.test_bookings import choose_time
from tests.journeys.test_events import EXPIRED, HELD, WHEEL, reserve

pytestmark = pytest.mark.usefixtures("no_pauses")

SWITCHBOARD = "/switchboard"
ALL = {
    "sold-out",
    "slot-taken",
    "hold-expired",
    "payments-off",
    "domain-not-allowed",
    "too-many-requests",
    "slow",
    "failing",
}


def switch(browser: Browser, name: str) -> Page:
    """Press the button of one switch."""
    page = browser.open(SWITCHBOARD)
    for form in page.forms():
        if any(field.get("value") == name for field in form.iter("input")):
            return browser.submit(form)
    raise AssertionError(f"no switch {name}")


def all_off(browser: Browser) -> Page:
    return browser.submit(browser.open(SWITCHBOARD).form("/switchboard/off"))


def states(page: Page) -> dict[str, str]:
    return {
        words(next(entry.iter("h2"))): words(next(p for p in entry.iter("p") if p.get("class") == "switch-state"))
        for entry in page.by_class("switch")
    }


def test_every_trouble_of_the_sandbox_has_a_switch_that_says_what_it_does(ada: Browser, sandbox: Sandbox) -> None:
    assert set(sandbox.troubles["wix"].names) == ALL
    page = ada.open(SWITCHBOARD)
    assert {field.get("value") for field in page.root.iter("input") if field.get("name") == "switch"} == ALL
    assert set(states(page).values()) == {"Off"}
    assert page.headers["Cache-Control"] == "no-store"


def test_a_switch_is_on_for_this_visitor_alone_until_it_is_off(ada: Browser, bo: Browser) -> None:
    assert states(switch(ada, "failing"))["Failing (500)"] == "On, for you"
    assert set(states(bo.open(SWITCHBOARD)).values()) == {"Off"}
    switch(bo, "slow")
    all_off(bo)
    assert states(ada.open(SWITCHBOARD))["Failing (500)"] == "On, for you"
    assert states(switch(ada, "failing"))["Failing (500)"] == "Off"


def test_sold_out_is_said_where_one_adds_and_in_the_cart(ada: Browser, bo: Browser) -> None:
    add_to_cart(ada, MUG)
    switch(ada, "sold-out")
    refused = add_to_cart(ada, BOWL)
    assert (refused.status, "it is sold out" in refused.words) == (422, True)
    assert "sold out" in add_to_cart(ada, MUG).words.lower()
    assert buy_now(ada).status == 422
    cart = ada.open("/cart")
    assert "sold out" in cart.words.lower()
    assert not [form for form in cart.forms() if form.get("action") == "/checkout" and not is_blocked(form)]
    assert reserve(ada, WHEEL, One_seat="1").status == 409
    assert buy(bo).heading == headings.PAID
    all_off(ada)
    assert add_to_cart(ada, MUG).path == "/cart"
    assert pay(ada, start_checkout(ada)).heading == headings.PAID


def is_blocked(form: object) -> bool:
    return any("disabled" in button.attrib for button in form.iter("button"))  # type: ignore[attr-defined]


def test_a_time_is_taken(ada: Browser, bo: Browser) -> None:
    switch(ada, "slot-taken")
    refused = choose_time(ada, WHEEL_SERVICE)
    assert refused.status in (404, 409)
    assert refused.url.startswith(SHOP_URL)
    assert "/sandbox/" in choose_time(bo, WHEEL_SERVICE).url
    all_off(ada)
    assert "/sandbox/" in choose_time(ada, WHEEL_SERVICE).url


def test_a_hold_has_expired(ada: Browser, bo: Browser) -> None:
    for browser in (ada, bo):
        reserve(browser, WHEEL, One_seat="1")
    switch(ada, "hold-expired")
    assert ada.open(f"{WHEEL}/reservation").heading == EXPIRED
    assert bo.open(f"{WHEEL}/reservation").heading == HELD
    all_off(ada)
    assert ada.open(f"{WHEEL}/reservation").heading == HELD


@pytest.mark.parametrize("name", ["payments-off", "domain-not-allowed"])
def test_a_site_that_is_not_set_up_says_that_this_part_is_not_ready(ada: Browser, bo: Browser, name: str) -> None:
    for browser in (ada, bo):
        add_to_cart(browser, MUG)
    switch(ada, name)
    for refused in (start_checkout(ada), buy_now(ada), reserve(ada, WHEEL, One_seat="1")):
        assert refused.status == 503
        assert "not ready yet" in refused.words
        assert "Nothing was charged" in refused.words
    assert pay(bo, start_checkout(bo)).heading == headings.PAID
    all_off(ada)
    assert pay(ada, start_checkout(ada)).heading == headings.PAID


def test_without_payments_one_may_still_sign_in(ada: Browser) -> None:
    switch(ada, "payments-off")
    assert sign_in_to(ada).status == 200


@pytest.mark.parametrize(("name", "said"), [("too-many-requests", "very busy"), ("failing", "not answering")])
def test_a_platform_in_trouble_is_a_calm_page_for_one_visitor(ada: Browser, bo: Browser, name: str, said: str) -> None:
    for browser in (ada, bo):
        add_to_cart(browser, MUG)
    switch(ada, name)
    for refused in (ada.open("/cart"), ada.post("/checkout")):
        assert refused.status == 503
        assert said in refused.words
        assert int(refused.headers["Retry-After"]) >= 1
    assert bo.open("/cart").status == 200
    all_off(ada)
    assert pay(ada, start_checkout(ada)).heading == headings.PAID


def test_one_visitors_trouble_never_closes_the_shop_to_others(ada: Browser, bo: Browser) -> None:
    """More failures than any breaker bears."""
    add_to_cart(ada, MUG)
    switch(ada, "failing")
    for _ in range(12):
        assert ada.open("/cart").status == 503
    for path in ("/products", MUG, "/events", "/services"):
        assert ada.open(path).status == 200
    assert buy(bo).heading == headings.PAID
    all_off(ada)
    assert ada.open("/cart").status == 200


def test_slow_takes_two_seconds_for_the_visitors_own_calls(
    ada: Browser, bo: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("sandbox.gateway.time.sleep", waited.append)
    for browser in (ada, bo):
        add_to_cart(browser, MUG)
    switch(ada, "slow")
    with count_calls() as count:
        assert ada.open("/cart").status == 200
    assert waited == [2.0] * count.total
    waited.clear()
    assert bo.open("/cart").status == 200
    assert ada.open(MUG).status == 200
    assert waited == []


def test_the_tour_tells_what_went_wrong(ada: Browser) -> None:
    add_to_cart(ada, MUG)
    switch(ada, "domain-not-allowed")
    start_checkout(ada)
    told = ada.open("/tour").words
    assert "REDIRECT_DOMAIN_NOT_ALLOWED" in told
    assert "/switchboard" not in told


def test_the_older_cart_is_sold_out_too(make_app: Callable[..., Flask]) -> None:
    ada = Browser(make_app(WIX_CART_API="v1"), SHOP_URL)
    add_to_cart(ada, MUG)
    switch(ada, "sold-out")
    assert "sold out" in ada.open("/cart").words.lower()


def test_another_platform_has_the_switches_that_its_sandbox_knows(make_app: Callable[..., Flask]) -> None:
    app = make_app(PLATFORM="bigcommerce")
    ada, bo = Browser(app, SHOP_URL), Browser(app, SHOP_URL)
    assert set(states(ada.open(SWITCHBOARD))) == {"Sold out", "Too many requests (429)", "Slow", "Failing (500)"}
    switch(ada, "sold-out")
    assert add_to_cart(ada, "").status == 422
    assert add_to_cart(bo, "").path == "/cart"
    all_off(ada)
    switch(ada, "failing")
    assert add_to_cart(ada, "").status == 503
    assert ada.open("/products").status == 200
    all_off(ada)
    assert add_to_cart(ada, "").path == "/cart"


@pytest.mark.parametrize("fields", [{}, {"switch": "no-such"}, {"switch": "' --", "turn": "on"}])
def test_an_unknown_switch_is_refused(ada: Browser, fields: dict[str, str]) -> None:
    assert ada.post(SWITCHBOARD, fields).status == 400


def test_another_site_turns_no_switch(ada: Browser, app: Flask) -> None:
    switch(ada, "slow")
    for path in (SWITCHBOARD, f"{SWITCHBOARD}/off", f"{SWITCHBOARD}/clock", f"{SWITCHBOARD}/reset"):
        answer = ada.client.post(path, base_url=SHOP_URL, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
    assert states(ada.open(SWITCHBOARD))["Slow"] == "On, for you"


def test_in_development_the_clock_goes_forward_and_back(ada: Browser, sandbox: Sandbox) -> None:
    for step, seconds in (("hour", 3600), ("day", 86400), ("week", 7 * 86400)):
        assert ada.post(f"{SWITCHBOARD}/clock", {"step": step}).path == SWITCHBOARD
        assert sandbox.clock.offset().total_seconds() == seconds
        ada.post(f"{SWITCHBOARD}/clock", {"step": "now"})
        assert not sandbox.clock.offset()
    assert ada.post(f"{SWITCHBOARD}/clock", {"step": "year"}).status == 400


def test_in_development_everything_can_begin_anew(ada: Browser, sandbox: Sandbox) -> None:
    buy(ada)
    switch(ada, "slow")
    page = ada.submit(ada.open(SWITCHBOARD).form("/switchboard/reset"))
    assert set(states(page).values()) == {"Off"}
    assert sandbox.journal() == []
    assert buy(ada).heading == headings.PAID


def test_on_a_public_demo_there_is_neither_clock_nor_reset(demo_app: Flask) -> None:
    ada = Browser(demo_app, "https://shop.example")
    page = ada.open(SWITCHBOARD)
    assert not [form for form in page.forms() if form.get("action", "").endswith(("/clock", "/reset"))]
    for path in ("clock", "reset"):
        assert ada.post(f"{SWITCHBOARD}/{path}", {"step": "week"}).status == 404
    assert states(switch(ada, "failing"))["Failing (500)"] == "On, for you"


def test_the_page_says_which_switches_a_platform_does_not_know(make_app: Callable[..., Flask], ada: Browser) -> None:
    page = Browser(make_app(PLATFORM="bigcommerce"), SHOP_URL).open("/switchboard")
    assert len(page.by_class("switch")) == 4
    assert "does not meet them: Time taken, Hold expired, Payments off, Domain not allowed." in page.words
    assert len(ada.open("/switchboard").by_class("switch")) == 8
    assert "does not meet them" not in ada.open("/switchboard").words
