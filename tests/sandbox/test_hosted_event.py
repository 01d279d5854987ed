"""The hosted checkout of an event's tickets as a browser meets it, and what comes of it."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.test import Client, TestResponse

from sandbox import Sandbox
from tests.sandbox.cast import SHOP, Browser, Caller, CheckoutPage
from tests.sandbox.happenings import (
    CALLBACKS,
    RESERVATIONS,
    WHEEL,
    checkout_page,
    event,
    held,
    new_member,
    new_ticket_orders,
    order_number,
    order_of,
    redirect,
    tickets,
)

AZULEJO = "azulejo-days"
OPENING = "kiln-opening"


@pytest.fixture
def hold(ada: Caller) -> str:
    return str(held(ada, WHEEL, "One seat", 2)["id"])


@pytest.fixture
def page(ada: Caller, browser: Browser, hold: str) -> CheckoutPage:
    return checkout_page(ada, browser, hold)


def status_of(caller: Caller, reservation_id: str) -> str:
    return str(caller.get(f"{RESERVATIONS}/{reservation_id}").json["ticketReservation"]["status"])


def assert_no_orders(merchant: Caller) -> None:
    assert new_ticket_orders(merchant) == []


def pdf_of(sandbox: Sandbox, url: str) -> TestResponse:
    return Client(sandbox.pages).get(url.removeprefix("http://localhost:8000/sandbox"))


def test_the_page_says_what_is_held_where_and_when_and_until_when(ada: Caller, page: CheckoutPage):
    wheel = event(ada, WHEEL)
    for text in (
        *(wheel["title"], wheel["dateAndTimeSettings"]["formatted"]["dateAndTime"], "Kiln &amp; Kettle studio"),
        *("One seat", "Quantity 2", "$96.00"),
    ):
        assert text in page.reply.text
    assert re.search(r"Held for you until \d+:\d\d [AP]M E[SD]T, 19 minutes from now", page.reply.text)
    assert "http-equiv" not in page.reply.text
    assert "script" not in page.reply.text


def test_the_completing_form_comes_first_and_is_filled_in(page: CheckoutPage):
    first_form = page.reply.text.index("<form")
    assert "data-primary" in page.reply.text[first_form : page.reply.text.index(">", first_form)]
    assert page.reply.text.count("data-primary") == 1
    assert 'type="checkbox"' not in page.reply.text
    assert all(page.fields.values())


def test_paying_makes_an_order_confirms_the_hold_and_leads_back(
    ada: Caller, merchant: Caller, page: CheckoutPage, hold: str
):
    reply = page.send("pay", firstName="Adelheid")
    order = order_of(merchant, reply)
    assert reply.headers["Location"].startswith(f"{SHOP}/thank-you?lang=de&orderNumber=")
    query = parse_qs(urlsplit(reply.headers["Location"]).query)
    assert query["eventId"] == [event(ada, WHEEL)["id"]]
    assert query["wixMemberLoggedIn"] == ["false"]
    assert (order["status"], order["confirmed"], order["reservationId"]) == ("PAID", True, hold)
    assert (order["fullName"], order["memberId"], order["totalPrice"]["value"]) == ("Adelheid Marsh", "", "96.00")
    assert status_of(ada, hold) == "CONFIRMED"


def test_places_that_are_paid_stay_taken(sandbox: Sandbox, ada: Caller, browser: Browser):
    hold = held(ada, "kintsugi-afternoon", "A seat and a seam", 2)["id"]
    checkout_page(ada, browser, hold, "kintsugi-afternoon").send("pay")
    sandbox.clock.advance(timedelta(hours=1))
    assert tickets(ada, "kintsugi-afternoon")["A seat and a seam"]["limitPerCheckout"] == 0
    assert status_of(ada, hold) == "CONFIRMED"


def test_a_fee_is_shown_and_charged(ada: Caller, merchant: Caller, browser: Browser):
    page = checkout_page(ada, browser, held(ada, AZULEJO, "Both days")["id"], AZULEJO)
    for text in ("$180.00", "Service fee", "$4.50", "$184.50"):
        assert text in page.reply.text
    assert re.search(r"Held for you until \d+:\d\d [AP]M WES?T, 29 minutes", page.reply.text)
    order = order_of(merchant, page.send("pay"))
    assert order["totalPrice"]["value"] == "184.50"
    assert order["invoice"]["fees"][0]["amount"]["value"] == "4.50"


def test_free_tickets_need_no_card(ada: Caller, merchant: Caller, browser: Browser):
    page = checkout_page(ada, browser, held(ada, OPENING, "Free entry", 2)["id"], OPENING)
    assert "cardNumber" not in page.fields
    assert "decline" not in page.reply.text
    order = order_of(merchant, page.send("pay"))
    assert (order["status"], order["confirmed"], order["totalPrice"]["value"]) == ("FREE", True, "0.00")


@pytest.mark.parametrize(
    ("action", "status", "confirmed", "has_tickets"),
    [("pay-later", "OFFLINE_PENDING", False, True), ("pending", "PENDING", False, False)],
)
def test_an_order_may_wait_for_its_money(
    ada: Caller,
    merchant: Caller,
    page: CheckoutPage,
    hold: str,
    action: str,
    status: str,
    confirmed: bool,
    has_tickets: bool,
):
    order = order_of(merchant, page.send(action))
    assert (order["status"], order["confirmed"], bool(order["tickets"])) == (status, confirmed, has_tickets)
    assert status_of(ada, hold) == "CONFIRMED"


@pytest.mark.parametrize("fields", [{"action": "decline"}, {"action": "pay", "cardNumber": "4000 0000 0000 0002"}])
def test_a_declined_card_leaves_the_hold_for_another_one(
    ada: Caller, merchant: Caller, page: CheckoutPage, hold: str, fields: dict[str, str]
):
    order = order_of(merchant, page.send(**fields))
    assert (order["status"], order["confirmed"], order["tickets"]) == ("DECLINED", False, [])
    assert "ticketsPdf" not in order
    assert status_of(ada, hold) == "PENDING"
    paid = order_of(merchant, page.send("pay"))
    assert paid["status"] == "PAID"
    assert paid["orderNumber"] != order["orderNumber"]


def test_leaving_goes_back_and_keeps_the_hold(ada: Caller, merchant: Caller, page: CheckoutPage, hold: str):
    reply = page.send("abandon")
    assert reply.headers["Location"] == f"{SHOP}/events/back?wixMemberLoggedIn=false"
    assert status_of(ada, hold) == "PENDING"
    assert_no_orders(merchant)


def test_who_leaves_for_nowhere_is_told_so(ada: Caller, browser: Browser, hold: str):
    page = checkout_page(ada, browser, hold, thankYouPageUrl=f"{SHOP}/thank-you")
    assert "You have left the checkout" in page.send("abandon").text


def test_paying_in_two_tabs_makes_one_order(ada: Caller, merchant: Caller, browser: Browser, hold: str):
    first, second = checkout_page(ada, browser, hold), checkout_page(ada, browser, hold)
    number = order_number(first.send("pay"))
    reply = second.send("pay")
    assert reply.headers["Location"] == second.url
    finished = browser.open(second.url)
    assert finished.status_code == 200
    assert f"orderNumber={number}" in finished.text
    assert len(new_ticket_orders(merchant)) == 1


def test_paying_many_times_at_once_makes_one_order(merchant: Caller, page: CheckoutPage):
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda _: page.send("pay").headers["Location"], range(4)))
    assert sorted("orderNumber" in location for location in replies) == [False, False, False, True]
    assert len(new_ticket_orders(merchant)) == 1


def test_a_lapsed_hold_is_said_on_the_page_and_cannot_be_paid(
    sandbox: Sandbox, merchant: Caller, browser: Browser, page: CheckoutPage
):
    sandbox.clock.advance(timedelta(minutes=20, seconds=1))
    for reply in (browser.open(page.url), page.send("pay"), page.send("pay-later"), page.send("pay", email="")):
        assert reply.status_code == 410
        assert "not held for you any more" in reply.text
        assert f"{SHOP}/events/back?wixMemberLoggedIn=false" in reply.text
    assert_no_orders(merchant)


def test_a_hold_that_lapsed_on_the_way_is_the_hosted_pages_question(
    sandbox: Sandbox, ada: Caller, browser: Browser, hold: str
):
    sandbox.expire_reservations()
    reply = redirect(ada, hold, WHEEL, **CALLBACKS)
    assert reply.status_code == 200
    assert browser.enter(reply.json["redirectSession"]).reply.status_code == 410


def test_a_hold_that_was_given_back_cannot_be_paid(ada: Caller, merchant: Caller, page: CheckoutPage, hold: str):
    ada.post(f"{RESERVATIONS}/{hold}/cancel")
    reply = page.send("pay")
    assert reply.status_code == 410
    assert "given back" in reply.text
    assert_no_orders(merchant)


def test_a_hold_that_was_deleted_has_no_page(
    ada: Caller, merchant: Caller, browser: Browser, page: CheckoutPage, hold: str
):
    merchant.delete(f"{RESERVATIONS}/{hold}")
    assert browser.open(page.url).status_code == 404


def test_an_event_that_is_called_off_cannot_be_paid(sandbox: Sandbox, merchant: Caller, page: CheckoutPage):
    sandbox.cancel_event(WHEEL)
    reply = page.send("pay")
    assert reply.status_code == 410
    assert "called off" in reply.text
    assert_no_orders(merchant)


@pytest.mark.parametrize(
    ("field", "value"),
    [("firstName", " "), ("lastName", ""), ("email", ""), ("email", "ada"), ("cardNumber", ""), ("cardNumber", "4242")],
)
def test_a_bad_field_draws_the_form_again_with_nothing_lost(
    merchant: Caller, page: CheckoutPage, field: str, value: str
):
    reply = page.send("pay", **{"lastName": "Marshland", field: value})
    assert reply.status_code == 422
    assert f'href="#{field}"' in reply.text
    assert "Marshland" in reply.text or field == "lastName"
    assert_no_orders(merchant)
    assert page.send("pay").status_code == 303


def test_what_is_typed_is_shown_as_text(page: CheckoutPage):
    assert "<img src=x>" not in page.send("pay", firstName='"><img src=x>', email="").text


def test_the_page_opens_only_in_the_browser_that_came(sandbox: Sandbox, page: CheckoutPage):
    stranger = Browser(sandbox)
    assert stranger.open(page.url).status_code == 404
    assert stranger.submit(page.url, **page.fields).status_code == 404


def test_a_form_from_elsewhere_is_refused(merchant: Caller, page: CheckoutPage):
    for token in ("", "made-up"):
        assert page.send("pay", formToken=token).status_code == 403
    assert page.send("give-me-everything").status_code == 400
    assert_no_orders(merchant)


def test_the_page_of_an_order_of_goods_is_not_that_of_an_event(browser: Browser, page: CheckoutPage):
    session_id = page.url.rsplit("/", 1)[1]
    assert browser.open(f"/sandbox/wix/checkout/{session_id}").status_code == 404


def test_shops_without_a_thank_you_page_get_one(ada: Caller, browser: Browser, hold: str):
    page = checkout_page(ada, browser, hold, postFlowUrl=f"{SHOP}/events/back")
    thanks = browser.open(page.send("pay").headers["Location"])
    assert thanks.status_code == 200
    assert "Evening on the wheel" in thanks.text
    assert f"{SHOP}/events/back?wixMemberLoggedIn=false" in thanks.text
    assert browser.open(f"{page.url}/thank-you?orderNumber=2QQH-J2FM-2K2").status_code == 404


def test_a_member_is_known_on_the_page_and_in_the_order(
    sandbox: Sandbox, api: Client, merchant: Caller, browser: Browser
):
    jane = new_member(sandbox, api)
    page = checkout_page(jane, browser, held(jane, WHEEL, "One seat")["id"])
    assert (page.fields["firstName"], page.fields["email"]) == ("Jane", "june@example.com")
    reply = page.send("pay")
    assert parse_qs(urlsplit(reply.headers["Location"]).query)["wixMemberLoggedIn"] == ["true"]
    member_id = jane.post("/oauth2/token-info", {"token": jane.tokens["access_token"]}).json["subjectId"]
    assert order_of(merchant, reply)["memberId"] == member_id


def test_a_visitor_in_a_browser_where_a_member_is_signed_in_orders_for_the_member(
    sandbox: Sandbox, api: Client, ada: Caller, merchant: Caller, browser: Browser, hold: str
):
    jane = new_member(sandbox, api)
    checkout_page(jane, browser, held(jane, OPENING, "Free entry")["id"], OPENING)
    order = order_of(merchant, checkout_page(ada, browser, hold).send("pay"))
    member_id = jane.post("/oauth2/token-info", {"token": jane.tokens["access_token"]}).json["subjectId"]
    assert (order["memberId"], order["email"]) == (member_id, "june@example.com")


def test_the_ticket_is_a_sound_pdf_with_everything_a_door_needs(
    sandbox: Sandbox, ada: Caller, merchant: Caller, page: CheckoutPage
):
    order = order_of(merchant, page.send("pay", lastName="Marsh (twice)"))
    reply = pdf_of(sandbox, order["tickets"][0]["ticketPdfUrl"])
    assert (reply.status_code, reply.mimetype) == (200, "application/pdf")
    assert reply.headers["Cache-Control"] == "no-store"
    pdf = reply.data
    assert pdf.startswith(b"%PDF-1.4")
    when = event(ada, WHEEL)["dateAndTimeSettings"]["formatted"]["dateAndTime"].encode("cp1252")
    for text in (b"Evening on the wheel", when, order["tickets"][0]["ticketNumber"].encode(), b"One seat"):
        assert text in pdf
    assert rb"for Ada Marsh \(twice\)" in pdf
    assert order["tickets"][1]["ticketNumber"].encode() not in pdf
    assert order["tickets"][1]["ticketNumber"].encode() in pdf_of(sandbox, order["ticketsPdf"]).data


def test_every_object_of_the_pdf_is_where_its_table_says(sandbox: Sandbox, merchant: Caller, page: CheckoutPage):
    pdf = pdf_of(sandbox, order_of(merchant, page.send("pay"))["ticketsPdf"]).data
    (start,) = re.findall(rb"startxref\n(\d+)\n%%EOF\n$", pdf)
    table = pdf[int(start) :]
    assert table.startswith(b"xref\n0 6\n0000000000 65535 f \n")
    offsets = [int(offset) for offset in re.findall(rb"(\d{10}) 00000 n \n", table)]
    assert [pdf[offset:].split(b" ")[0] for offset in offsets] == [b"1", b"2", b"3", b"4", b"5"]
    length = re.search(rb"/Length (\d+) >>\nstream\n", pdf)
    assert length
    assert pdf[length.end() + int(length[1]) :].startswith(b"\nendstream")


def test_a_ticket_needs_its_secret_address(sandbox: Sandbox, merchant: Caller, page: CheckoutPage):
    order = order_of(merchant, page.send("pay"))
    assert pdf_of(sandbox, f"/wix/tickets/{order['orderNumber']}.pdf").status_code == 404
    assert pdf_of(sandbox, "/wix/tickets/made-up.pdf").status_code == 404
    reply = pdf_of(sandbox, order["tickets"][0]["checkInUrl"])
    assert order["tickets"][0]["ticketNumber"] in reply.text
    assert pdf_of(sandbox, "/wix/check-in/made-up").status_code == 404
