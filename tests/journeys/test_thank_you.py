"""Back from the hosted page of tickets, and from nowhere: what `/thank-you` says is what the platform says."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from app import embed
from sandbox import Sandbox
from services.registry import build_storefront
from tests import headings
from tests.browsing import Browser, Page, form_values
from tests.journeys.conftest import buy as buy_goods
from tests.journeys.conftest import choose, count_calls_to, order_id_of, pay

PAID_EVENT, FREE_EVENT = "evening-on-the-wheel", "kiln-opening"
GUID = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def without_key(app: Flask, sandbox: Sandbox) -> None:
    """A shop without an API key: nobody may read a ticket order."""
    platform = replace(embed(sandbox), api_key="", site_id="")
    app.extensions["storefront"] = build_storefront(app.extensions["settings"], sandbox.clock.now, platform)


def order_number_of(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query)["orderNumber"][0]


def hold(browser: Browser, slug: str = PAID_EVENT) -> Page:
    """Two tickets of the first kind, and on to their hosted page."""
    form = browser.open(f"/events/{slug}").form("/reservations")
    field = next(name for name, _ in form_values(form) if name.startswith("quantity"))
    return browser.submit(form, **{field: "2"})


def buy_tickets(browser: Browser, slug: str = PAID_EVENT) -> Page:
    return pay(browser, hold(browser, slug))


def calls_of(sandbox: Sandbox, browser: Browser, address: str) -> tuple[Page, list[str]]:
    """What opening an address shows, and what it asks the platform; ids left out."""
    before = len(sandbox.journal())
    page = browser.open(address)
    return page, [f"{call.method} {call.path.rpartition('/')[0]}" for call in sandbox.journal()[before:]]


def test_paid_tickets_are_shown_with_all_one_needs(ada: Browser) -> None:
    page = buy_tickets(ada)
    assert page.path.startswith("/thank-you?")
    assert (page.status, page.heading) == (200, headings.TICKETS_PAID)
    assert order_number_of(page) in page.words
    assert len(page.by_class("bought-ticket")) == 2
    assert any(link.endswith(f"/events/{PAID_EVENT}.ics") for link in page.links())
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_the_pdf_of_the_tickets_can_be_opened(ada: Browser) -> None:
    page = buy_tickets(ada)
    pdfs = [urlsplit(link) for link in page.links() if "pdf" in link]
    assert len(pdfs) == 3
    for pdf in pdfs:
        answer = ada.client.get(pdf.path, query_string=pdf.query, base_url=f"{pdf.scheme}://{pdf.netloc}")
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")


def test_it_can_be_reloaded_and_stays_the_same(ada: Browser, sandbox: Sandbox) -> None:
    first = buy_tickets(ada)
    for _ in range(3):
        assert ada.open(first.path).words == first.words
    assert count_calls_to(sandbox, "/ticket-reservations") == 1


def test_free_tickets_are_booked_without_talk_of_payment(ada: Browser) -> None:
    page = buy_tickets(ada, FREE_EVENT)
    assert page.heading == headings.TICKETS_FREE
    assert "nothing was charged" in page.words


@pytest.mark.parametrize("action", ["pay-later", "pending"])
def test_an_open_payment_is_called_open(ada: Browser, action: str) -> None:
    page = choose(ada, hold(ada), action)
    assert page.heading == headings.TICKETS_PENDING
    assert "not paid yet" in page.words


def test_a_declined_card_is_told_and_the_hold_can_still_be_paid(ada: Browser) -> None:
    hosted = hold(ada)
    declined = choose(ada, hosted, "decline")
    assert declined.heading == headings.DECLINED
    assert any(link.endswith(f"/events/{PAID_EVENT}/reservation") for link in declined.links())
    ada.open(hosted.url)
    assert ada.page
    paid = pay(ada, ada.page)
    assert paid.heading == headings.TICKETS_PAID
    again = ada.open(declined.path)
    assert again.heading == headings.DECLINED
    assert f"order {order_number_of(paid)}" in again.words


@pytest.mark.parametrize("status", ["CANCELED", "VOIDED"])
def test_what_the_merchant_cancelled_is_called_cancelled(ada: Browser, sandbox: Sandbox, status: str) -> None:
    page = buy_tickets(ada)
    sandbox.set_event_order_status(order_number_of(page), status)
    assert ada.open(page.path).heading == headings.CANCELLED


@pytest.mark.usefixtures("without_key")
def test_where_nobody_may_read_the_order_a_confirmed_hold_is_thanked_for_without_details(ada: Browser) -> None:
    page = buy_tickets(ada)
    assert (page.status, page.heading) == (200, headings.TICKETS_ORDERED)
    assert order_number_of(page) not in page.words
    assert ada.open(page.path).words == page.words


@pytest.mark.usefixtures("without_key")
def test_where_buyers_may_read_their_orders_no_key_is_needed(ada: Browser, sandbox: Sandbox) -> None:
    sandbox.set_visitors_read_event_orders(True)
    assert buy_tickets(ada).heading == headings.TICKETS_PAID


@pytest.mark.usefixtures("without_key")
def test_a_hold_that_was_not_paid_is_never_called_a_purchase(ada: Browser, sandbox: Sandbox) -> None:
    declined = choose(ada, hold(ada), "decline")
    assert declined.heading == headings.TICKETS_HELD
    sandbox.expire_reservations()
    assert ada.open(declined.path).heading == headings.HOLD_OVER


def test_leaving_the_hosted_page_claims_nothing(ada: Browser) -> None:
    page = choose(ada, hold(ada), "abandon")
    assert "/thank-you" not in page.url


def test_cy_cannot_see_adas_tickets_and_cannot_tell_that_they_exist(
    ada: Browser, cy: Browser, sandbox: Sandbox
) -> None:
    bought = buy_tickets(ada)
    page, calls = calls_of(sandbox, cy, bought.path)
    assert (page.status, page.heading, calls) == (404, headings.UNKNOWN, [])
    hold(cy)
    foreign, calls_for_foreign = calls_of(sandbox, cy, bought.path)
    unknown, calls_for_unknown = calls_of(sandbox, cy, bought.path.replace(order_number_of(bought), "ABCD-EFGH-1JK"))
    assert foreign.heading == headings.TICKETS_HELD
    assert foreign.words == unknown.words
    assert calls_for_foreign == calls_for_unknown
    assert "Ada" not in foreign.text


def test_an_order_of_goods_is_confirmed_here_as_it_is_elsewhere(ada: Browser, cy: Browser) -> None:
    elsewhere = buy_goods(ada)
    address = f"/thank-you?orderId={order_id_of(elsewhere)}"
    page = ada.open(address)
    assert (page.status, page.heading) == (200, headings.PAID)
    assert cy.open(address).heading == headings.UNKNOWN


@pytest.mark.parametrize(
    "query",
    [
        f"orderId={GUID}&planOrderId={GUID}",
        f"orderNumber=2QQH-J2FM-2K2&eventId={GUID}&orderId={GUID}",
        "orderNumber=2QQH-J2FM-2K2",
        f"eventId={GUID}",
        f"orderNumber=2QQH-J2FM-2K2&eventId={GUID}&eventId={GUID}",
        f"orderNumber=2QQH-J2FM-2K2&eventId={GUID}",
        f"orderNumber=%3Cscript%3E&eventId={GUID}",
        "orderNumber=2QQH-J2FM-2K2&eventId=1",
        "planOrderId=1",
        f"planOrderId={GUID}",
        f"planOrderId={GUID}{GUID}",
        "orderId=",
        "orderId=1",
        "rsvpId=1",
    ],
)
def test_what_names_nothing_of_this_visitor_is_neutral_without_a_call(
    ada: Browser, sandbox: Sandbox, query: str
) -> None:
    hold(ada)
    page, calls = calls_of(sandbox, ada, f"/thank-you?{query}")
    assert (page.status, page.heading, calls) == (404, headings.UNKNOWN, [])


def test_without_a_hint_the_page_helps_on_without_a_call(ada: Browser, sandbox: Sandbox) -> None:
    page, calls = calls_of(sandbox, ada, "/thank-you?wixMemberLoggedIn=true")
    assert (page.status, page.heading, calls) == (200, headings.NOTHING_NAMED, [])


def test_search_engines_are_kept_away(ada: Browser) -> None:
    assert '<meta name="robots" content="noindex">' in ada.open("/thank-you").text
