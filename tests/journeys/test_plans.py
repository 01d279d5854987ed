"""From the list of memberships over the hosted page and back, as a visitor goes."""

from __future__ import annotations

import logging
import re
from urllib.parse import parse_qs, quote, urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from sandbox import Sandbox
from tests import headings
from tests.browsing import Browser, Page, words
from tests.journeys.conftest import choose, count_calls_to, pay
from tests.recording import Recorder

STUDIO, COURSE, CIRCLE = "/plans/open-studio", "/plans/six-week-wheel-course", "/plans/tea-circle"
EMAIL, PASSWORD = "ada@example.com", "correct horse battery"
UNKNOWN_ID = "11111111-2222-4333-8444-555555555555"
AWKWARD = '{"to":"/book?a=1&b=2+3","é":"<\'>"} %41 '
REDIRECTS = "/redirect-session"


def join(browser: Browser, address: str = STUDIO) -> Page:
    """From a plan's own page to the hosted one."""
    return browser.submit(browser.open(address).form("/checkout$"))


def sign_up(browser: Browser, page: Page, email: str = EMAIL) -> Page:
    """Become a member on the hosted page, which goes on to the plan."""
    form = next(form for form in page.forms() if hidden(form, "mode") == "sign-up")
    return browser.submit(form, email=email, password=PASSWORD)


def hidden(form: Element, name: str) -> str | None:
    return next((field.get("value") for field in form.iter("input") if field.get("name") == name), None)


def buy(browser: Browser, address: str = STUDIO) -> Page:
    return pay(browser, sign_up(browser, join(browser, address)))


def names_on(page: Page) -> list[str]:
    return [words(name) for name in page.by_class("plan-card-name")]


def test_the_list_shows_what_is_public_and_leads_to_each(ada: Browser) -> None:
    ada.open("/")
    assert ada.page
    page = ada.open(next(link for link in ada.page.links() if link.endswith("/plans")))
    assert names_on(page) == ["Open Studio", "Six-week wheel course", "Tea Circle", "Studio Friends"]
    for name in names_on(page):
        link = next(a for a in page.root.iter("a") if words(a) == name)
        assert ada.open(link.get("href", "")).heading == name


def test_list_and_plan_are_public_pages(ada: Browser) -> None:
    for address in ("/plans", STUDIO):
        page = ada.open(address)
        assert page.headers["Cache-Control"] == "public, max-age=60"
        assert "Set-Cookie" not in page.headers


def test_a_new_visitor_signs_up_pays_and_comes_back_signed_in(ada: Browser) -> None:
    hosted = join(ada, CIRCLE)
    assert hosted.url.startswith("http://localhost:8000/sandbox/")
    plan = sign_up(ada, hosted)
    assert "$120.00" in plan.words
    page = pay(ada, plan)
    assert re.fullmatch(r"/thank-you\?planOrderId=[0-9a-f-]{36}", page.path)
    assert (page.status, page.heading) == (200, headings.MEMBERSHIPS["active"])
    assert "Tea Circle" in page.words
    assert page.headers["Cache-Control"] == "no-store"


def test_who_cannot_be_signed_in_silently_is_told_what_is_certain(
    ada: Browser, sandbox: Sandbox, no_pauses: None
) -> None:
    plan = sign_up(ada, join(ada, CIRCLE))
    sandbox.faults.add("/headless/v1/redirect-session", kind="status", status=503, times=None)
    page = pay(ada, plan)
    assert (page.status, page.heading) == (200, headings.MEMBERSHIPS["unseen"])
    sandbox.faults.clear()
    link = next(link for link in page.links() if "/auth/login" in link)
    assert ada.submit(ada.open(link).form(primary=True)).url.startswith("http://localhost:8000/sandbox/")


@pytest.mark.parametrize(("address", "state"), [(CIRCLE, "active"), (STUDIO, "trial"), (COURSE, "active")])
def test_the_membership_is_told_as_it_is_each_time(ada: Browser, address: str, state: str) -> None:
    page = buy(ada, address)
    for _ in range(2):
        assert (page.status, page.heading) == (200, headings.MEMBERSHIPS[state])
        page = ada.open(page.path)


def test_paying_later_is_called_pending(ada: Browser) -> None:
    page = choose(ada, sign_up(ada, join(ada, CIRCLE)), "pay-later")
    assert page.heading == headings.MEMBERSHIPS["pending"]


def test_whoever_is_not_signed_in_here_is_told_what_is_certain_and_may_sign_in(ada: Browser) -> None:
    form = sign_up(ada, join(ada, CIRCLE)).form(primary=True)
    address = ada.send(form).headers["Location"].replace("&wixMemberLoggedIn=true", "")
    page = ada.open(address)
    assert (page.status, page.heading) == (200, headings.MEMBERSHIPS["unseen"])
    assert ada.open(page.path).words == page.words
    login = ada.open(next(link for link in page.links() if "/auth/login" in link))
    shown = ada.submit(login.form(primary=True))
    if "/sandbox/" in shown.url:
        shown = ada.submit(shown.form(primary=True), email=EMAIL, password=PASSWORD)
    assert shown.url == address
    assert shown.heading == headings.MEMBERSHIPS["active"]


@pytest.mark.parametrize(
    ("status", "payment_status", "state"),
    [
        ("ACTIVE", "FAILED", "declined"),
        ("ACTIVE", "REFUNDED", "refunded"),
        ("CANCELED", None, "cancelled"),
        ("ENDED", None, "ended"),
        ("PAUSED", None, "paused"),
        ("DRAFT", "UNPAID", "unfinished"),
    ],
)
def test_what_became_of_it_since_is_told(
    ada: Browser, sandbox: Sandbox, status: str, payment_status: str | None, state: str
) -> None:
    back = buy(ada, CIRCLE)
    order_id = parse_qs(urlsplit(back.url).query)["planOrderId"][0]
    sandbox.set_plan_order_status(order_id, status=status, payment_status=payment_status)
    assert ada.open(back.path).heading == headings.MEMBERSHIPS[state]


def test_leaving_the_hosted_page_leads_back_to_the_list_and_claims_nothing(ada: Browser) -> None:
    page = choose(ada, join(ada), "abandon")
    assert page.path.split("?")[0] == "/plans"
    assert page.heading == "Memberships"
    assert "member:" not in page.words


def test_a_declined_card_is_answered_on_the_hosted_page_and_another_try_pays(ada: Browser) -> None:
    plan = choose(ada, sign_up(ada, join(ada, CIRCLE)), "decline")
    assert "declined" in plan.words
    assert pay(ada, plan).heading == headings.MEMBERSHIPS["active"]


def test_each_click_is_a_new_way_and_one_call(ada: Browser, sandbox: Sandbox) -> None:
    ada.open(STUDIO)
    ways = []
    for _ in range(2):
        response = ada.client.post(
            f"{STUDIO}/checkout", base_url=ada.base_url, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert response.status_code == 303
        ways.append(response.headers["Location"])
    assert ways[0] != ways[1]
    assert count_calls_to(sandbox, REDIRECTS) == 2


def test_checkout_data_reaches_the_platform_byte_for_byte(ada: Browser, recorder: Recorder) -> None:
    ids = plan_ids_of(recorder, ada)
    page = ada.open(f"/plans?planIds={ids[2]},{ids[0]}&checkoutData={quote(AWKWARD, safe='')}")
    assert names_on(page) == ["Open Studio", "Tea Circle"]
    ada.send(page.form("/plans/tea-circle/checkout"))
    intent = recorder.bodies(REDIRECTS)[-1]["paidPlansCheckout"]
    assert intent == {"planId": ids[2], "checkoutData": AWKWARD}


def test_without_checkout_data_none_is_sent(ada: Browser, recorder: Recorder) -> None:
    join(ada)
    assert set(recorder.bodies(REDIRECTS)[-1]["paidPlansCheckout"]) == {"planId"}


def test_a_detour_over_the_list_ends_where_it_should(ada: Browser, recorder: Recorder) -> None:
    page = choose(ada, sign_up(ada, join(ada)), "another-plan")
    sent = parse_qs(urlsplit(page.url).query)
    assert page.heading == "What you chose needs a membership"
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    hosted = ada.submit(page.form("/plans/tea-circle/checkout"))
    assert recorder.bodies(REDIRECTS)[-1]["paidPlansCheckout"]["checkoutData"] == sent["checkoutData"][0]
    assert pay(ada, hosted).path.startswith("/thank-you?")


def test_what_came_along_is_neither_logged_nor_kept(app: Flask, ada: Browser, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    page = ada.open("/plans?checkoutData=do-not-keep-this")
    ada.submit(page.form(f"{STUDIO}/checkout"))
    lines = [f"{record.getMessage()} {record.__dict__}" for record in caplog.records]
    assert lines
    assert not [line for line in lines if "do-not-keep-this" in line]
    store = app.extensions["session_store"]
    assert b"do-not-keep-this" not in b"".join((store.read(ada.cookie("session") or "") or {}).values())


def test_plans_that_are_gone_are_said_and_damaged_addresses_too(ada: Browser) -> None:
    gone = ada.open("/plans?planIds=11111111-2222-4333-8444-555555555555&checkoutData=data")
    assert (gone.status, len(names_on(gone))) == (200, 4)
    assert "not offered any more" in gone.words
    damaged = ada.open("/plans?planIds=11111111-2222-4333&checkoutData=data")
    assert (damaged.status, len(names_on(damaged))) == (400, 4)
    assert "is damaged" in damaged.words
    assert "checkoutData" not in gone.text + damaged.text


def plan_ids_of(recorder: Recorder, browser: Browser) -> list[str]:
    """The ids of the public plans in the shop's order, as they pass between shop and platform."""
    seen: list[str] = []
    recorder.rewrite("/plans/query", lambda answer: seen.extend(plan["id"] for plan in answer["plans"]))
    browser.open("/plans")
    return seen


def test_cy_cannot_see_adas_membership_and_cannot_tell_that_it_exists(
    ada: Browser, cy: Browser, sandbox: Sandbox
) -> None:
    address = buy(ada, CIRCLE).path
    before = len(sandbox.journal())
    page = cy.open(address)
    assert (page.status, page.heading) == (404, headings.UNKNOWN)
    assert len(sandbox.journal()) == before
    join(cy, CIRCLE)
    assert_alike(cy, sandbox, address)
    assert pay(cy, sign_up(cy, join(cy, CIRCLE), "cy@example.com")).heading == headings.MEMBERSHIPS["active"]
    page = assert_alike(cy, sandbox, address)
    assert "You are signed in, but this membership is not among yours" in page.words


def assert_alike(browser: Browser, sandbox: Sandbox, address: str) -> Page:
    """Somebody else's order and one that does not exist: the same words after the same calls."""
    seen = []
    for asked in (address, f"/thank-you?planOrderId={UNKNOWN_ID}"):
        before = len(sandbox.journal())
        page = browser.open(asked)
        assert page.heading == headings.MEMBERSHIPS["unseen"]
        seen.append((page.words, [call.path.rpartition("/")[0] for call in sandbox.journal()[before:]]))
    assert seen[0] == seen[1]
    return page
