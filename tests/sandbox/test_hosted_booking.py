"""The hosted page of a slot as a browser meets it: booking, paying or not, a membership first, and the ways back."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.test import Client, TestResponse

from sandbox import Sandbox
from tests.sandbox.booking_cast import (
    APP_ID,
    CALLBACKS,
    LISBON,
    MINE,
    MONDAY,
    as_availability,
    begin,
    entries,
    open_booking,
    sessions,
    starts,
    time_slots,
    visitor_at,
)
from tests.sandbox.cast import SHOP, Browser, Caller, CheckoutPage
from tests.sandbox.plan_cast import new_member, open_plan, sign_in

JANE = {"email": "jane.roe@example.com", "password": "correct horse"}


@pytest.fixture
def ada(sandbox: Sandbox) -> Caller:
    return visitor_at(sandbox, MONDAY)


@pytest.fixture
def jane(sandbox: Sandbox, api: Client, ada: Caller) -> Caller:
    """A member without a membership."""
    return new_member(sandbox, api, JANE["email"])


@pytest.fixture
def wheel(ada: Caller) -> dict[str, Any]:
    """An hour at the wheel, for a price."""
    return as_availability(time_slots(ada, "wheel-throwing", "2027-05-18", "2027-05-19")[0])


@pytest.fixture
def tasting(ada: Caller) -> dict[str, Any]:
    """A tea tasting, for nothing."""
    return as_availability(time_slots(ada, "tea-tasting", "2027-05-19", "2027-05-20")[0])


@pytest.fixture
def studio_session(ada: Caller) -> dict[str, Any]:
    """A session for members only."""
    return as_availability(sessions(ada, "open-studio-session", "2027-05-19", "2027-05-20")[0])


@pytest.fixture
def hand_building(ada: Caller) -> dict[str, Any]:
    """A class with six places and a waiting list."""
    return as_availability(sessions(ada, "saturday-hand-building", "2027-05-22", "2027-05-23")[0])


def headline(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page)
    assert found
    return found[1]


def returned(reply: TestResponse) -> dict[str, str]:
    """Return the query of the address a browser is sent to."""
    assert reply.status_code == 303, reply.text
    return {name: values[0] for name, values in parse_qs(urlsplit(reply.headers["Location"]).query).items()}


def ordered(caller: Caller, reply: TestResponse) -> dict[str, Any]:
    """Return the order a browser comes back with."""
    assert reply.headers["Location"].startswith(f"{SHOP}/order-confirmation?lang=de&orderId="), reply.headers
    found = caller.get(f"/ecom/v1/orders/{returned(reply)['orderId']}")
    assert found.status_code == 200, found.json
    return dict(found.json["order"])


def bookings(merchant: Caller) -> list[dict[str, Any]]:
    """Return what was booked in this test; bookings of the seed are older."""
    reply = merchant.post(MINE, {"query": {"filter": {"createdDate": {"$gte": "2027-05-17T06:00:00Z"}}}})
    assert reply.status_code == 200, reply.json
    return [entry["booking"] for entry in reply.json["extendedBookings"]]


def facts(page: CheckoutPage) -> str:
    return re.sub(r"\s+", " ", page.reply.text)


def test_a_visitor_pays_and_comes_back_with_the_order(
    ada: Caller, merchant: Caller, browser: Browser, wheel: dict[str, Any]
):
    page = open_booking(ada, browser, wheel)
    assert headline(page.reply.text) == "Wheel throwing, one to one"
    order = ordered(ada, page.send("book"))
    assert (order["status"], order["paymentStatus"]) == ("APPROVED", "PAID")
    assert order["priceSummary"]["total"] == {"amount": "65.00", "formattedAmount": "$65.00"}
    assert order["balanceSummary"]["balance"]["amount"] == "0.00"
    (booking,) = bookings(merchant)
    assert (booking["status"], booking["paymentStatus"]) == ("CONFIRMED", "PAID")
    assert booking["startDate"] == "2027-05-18T13:00:00.000Z"
    (line,) = order["lineItems"]
    assert line["catalogReference"] == {"appId": APP_ID, "catalogItemId": booking["id"]}
    assert line["productName"]["original"] == "Wheel throwing, one to one"
    assert line["itemType"] == {"preset": "SERVICE"}
    assert {part["name"]["original"]: part["plainText"]["original"] for part in line["descriptionLines"]} == {
        "Time": "Tuesday, May 18, 2027, 9:00 AM – 10:00 AM EDT (America/New_York)",
        "With": "Mara Quinn",
        "Where": "Kiln & Kettle studio, 14 Tannery Lane, Portland, ME 04101, USA",
    }
    assert order["buyerInfo"]["visitorId"] == ada.visitor_id
    assert order["buyerInfo"]["email"] == "ada@example.com"


def test_the_page_says_when_by_both_clocks_with_whom_where_and_what_it_costs(
    ada: Caller, browser: Browser, wheel: dict[str, Any]
):
    page = facts(open_booking(ada, browser, wheel, LISBON))
    for text in (
        "Tuesday, May 18, 2027, 2:00 PM – 3:00 PM WEST (Europe/Lisbon)",
        "By the studio&#39;s clock",
        "Tuesday, May 18, 2027, 9:00 AM – 10:00 AM EDT (America/New_York)",
        "Mara Quinn",
        "14 Tannery Lane",
        "$65.00",
    ):
        assert text in page
    assert "By the studio" not in facts(open_booking(ada, browser, wheel))


def test_a_session_without_a_zone_is_shown_by_the_studios_clock(
    ada: Caller, browser: Browser, hand_building: dict[str, Any]
):
    del hand_building["slot"]["timezone"]
    page = facts(open_booking(ada, browser, hand_building, None))
    assert "Saturday, May 22, 2027, 10:00 AM – 12:30 PM EDT (America/New_York)" in page
    assert "By the studio" not in page


def test_an_entry_of_availability_books_the_same_slot(
    ada: Caller, merchant: Caller, browser: Browser, wheel: dict[str, Any]
):
    (entry, *_) = entries(ada, "wheel-throwing", "2027-05-18", "2027-05-19", LISBON)
    ordered(ada, open_booking(ada, browser, entry, LISBON).send("book"))
    assert bookings(merchant)[0]["startDate"] == "2027-05-18T13:00:00.000Z"
    assert "not available any more" in open_booking(ada, browser, wheel).reply.text


def test_without_a_zone_the_slots_own_is_shown(ada: Caller, browser: Browser):
    (slot, *_) = time_slots(ada, "wheel-throwing", "2027-05-18", "2027-05-19", LISBON)
    assert "2:00 PM – 3:00 PM WEST" in facts(open_booking(ada, browser, as_availability(slot, LISBON), None))


def test_the_completing_form_comes_first_and_asks_for_no_tick(
    ada: Caller, jane: Caller, sandbox: Sandbox, wheel: dict[str, Any], studio_session: dict[str, Any]
):
    for caller, slot in ((ada, wheel), (ada, studio_session), (jane, studio_session)):
        text = open_booking(caller, Browser(sandbox), slot).reply.text
        first_form = text.index("<form")
        assert "data-primary" in text[first_form : text.index(">", first_form)]
        assert text.count("data-primary") == 1
        assert 'type="checkbox"' not in text


def test_a_free_service_takes_no_card_and_still_makes_an_order(
    ada: Caller, merchant: Caller, browser: Browser, tasting: dict[str, Any]
):
    page = open_booking(ada, browser, tasting)
    assert "cardNumber" not in page.reply.text
    assert 'value="decline"' not in page.reply.text
    order = ordered(ada, page.send("book"))
    assert (order["status"], order["paymentStatus"]) == ("APPROVED", "PAID")
    assert order["priceSummary"]["total"]["amount"] == "0.00"
    assert bookings(merchant)[0]["paymentStatus"] == "EXEMPT"


def test_what_the_studio_has_to_confirm_waits_and_is_paid_there(ada: Caller, merchant: Caller, browser: Browser):
    slot = as_availability(time_slots(ada, "glaze-consultation", "2027-05-19", "2027-05-20")[0])
    page = open_booking(ada, browser, slot)
    assert "From $20, by the number of tests" in page.reply.text
    assert "Send the request" in page.reply.text
    order = ordered(ada, page.send("book"))
    assert (order["status"], order["paymentStatus"]) == ("APPROVED", "NOT_PAID")
    (booking,) = bookings(merchant)
    assert (booking["status"], booking["selectedPaymentOption"]) == ("PENDING", "OFFLINE")


def test_paying_at_the_studio_books_without_a_charge(
    ada: Caller, merchant: Caller, browser: Browser, hand_building: dict[str, Any]
):
    page = open_booking(ada, browser, hand_building)
    order = ordered(ada, page.send("pay-later"))
    assert (order["status"], order["paymentStatus"]) == ("APPROVED", "NOT_PAID")
    assert order["balanceSummary"]["balance"]["amount"] == "48.00"
    (booking,) = bookings(merchant)
    assert (booking["status"], booking["paymentStatus"]) == ("CONFIRMED", "NOT_PAID")
    assert booking["bookedEntity"]["slot"]["eventId"] == hand_building["slot"]["eventId"]


def test_only_what_the_service_offers_is_taken(ada: Caller, merchant: Caller, browser: Browser, wheel: dict[str, Any]):
    page = open_booking(ada, browser, wheel)
    assert 'value="pay-later"' not in page.reply.text
    assert page.send("pay-later").headers["Location"] == page.url
    assert bookings(merchant) == []


@pytest.mark.parametrize(("action", "changes"), [("decline", {}), ("book", {"cardNumber": "4000 0000 0000 0002"})])
def test_a_declined_card_books_nothing(
    ada: Caller, merchant: Caller, browser: Browser, wheel: dict[str, Any], action: str, changes: dict[str, str]
):
    page = open_booking(ada, browser, wheel)
    reply = page.send(action, **changes)
    assert reply.status_code == 422
    assert "The card was declined. Nothing was booked or charged" in reply.text
    assert bookings(merchant) == []
    ordered(ada, page.send("book"))


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("email", "ada", "Enter an e-mail address such as"),
        ("firstName", " ", "Enter a first name"),
        ("cardNumber", "cat", "This is not a card number"),
    ],
)
def test_a_form_that_does_not_fit_is_not_taken(
    ada: Caller, merchant: Caller, browser: Browser, wheel: dict[str, Any], field: str, value: str, message: str
):
    reply = open_booking(ada, browser, wheel).send("book", **{field: value})
    assert reply.status_code == 422
    assert message in reply.text
    assert f'href="#{field}"' in reply.text
    assert bookings(merchant) == []


def test_a_slot_taken_meanwhile_is_said_with_ways_back(
    sandbox: Sandbox, ada: Caller, merchant: Caller, browser: Browser, wheel: dict[str, Any]
):
    page = open_booking(ada, browser, wheel)
    sandbox.take_slot("wheel-throwing", "2027-05-18T09:00")
    reply = page.send("book")
    assert reply.status_code == 409
    assert "This time is not available any more. Nothing was booked." in reply.text
    assert "data-primary" not in reply.text
    assert page.send("services").headers["Location"] == f"{SHOP}/services?wixMemberLoggedIn=false"


def test_of_two_with_the_last_slot_open_one_gets_it(
    sandbox: Sandbox, ada: Caller, merchant: Caller, wheel: dict[str, Any]
):
    pages = [open_booking(ada, Browser(sandbox), wheel) for _ in range(5)]
    with ThreadPoolExecutor(5) as pool:
        statuses = list(pool.map(lambda page: page.send("book").status_code, pages))
    assert sorted(statuses) == [303, *[409] * 4]
    assert len(bookings(merchant)) == 1
    assert len(merchant.orders()) == 1


@pytest.mark.parametrize(
    ("when", "message"),
    [("2027-05-18T11:30:00Z", "This starts too soon"), ("2027-03-01T12:00:00Z", "This is too far ahead")],
)
def test_a_slot_the_policy_closes_says_why(
    sandbox: Sandbox, wheel: dict[str, Any], browser: Browser, when: str, message: str
):
    visitor = visitor_at(sandbox, when)
    page = open_booking(visitor, browser, wheel)
    assert message in page.reply.text
    assert page.send("book", firstName="A", lastName="B", email="a@example.com").status_code in (409, 422)


def test_a_full_class_offers_its_waiting_list(
    sandbox: Sandbox, ada: Caller, merchant: Caller, browser: Browser, hand_building: dict[str, Any]
):
    sandbox.take_slot("saturday-hand-building", "2027-05-22T10:00")
    page = open_booking(ada, browser, hand_building)
    assert "This session is full" in page.reply.text
    thanks = browser.open(page.send("wait").headers["Location"])
    assert headline(thanks.text) == "You are on the waiting list"
    assert f"{SHOP}/services/here?wixMemberLoggedIn=false" in thanks.text
    waiting = next(booking for booking in bookings(merchant) if booking["status"] == "WAITING_LIST")
    assert waiting["createdBy"] == {"anonymousVisitorId": ada.visitor_id}
    assert page.send("wait").headers["Location"] == page.url
    assert merchant.orders() == []
    left = sessions(ada, "saturday-hand-building", "2027-05-22", "2027-05-23")[0]["eventInfo"]["waitingList"]
    assert left == {"totalCapacity": 4, "remainingCapacity": 3}


def test_a_place_that_gets_free_is_offered_to_the_waiting_list_first(
    sandbox: Sandbox, ada: Caller, merchant: Caller, browser: Browser, hand_building: dict[str, Any]
):
    first = open_booking(ada, browser, hand_building)
    ordered(ada, first.send("book"))
    (paid,) = bookings(merchant)
    sandbox.take_slot("saturday-hand-building", "2027-05-22T10:00")
    open_booking(ada, browser, hand_building).send("wait")
    sandbox.set_booking_status(paid["id"], status="CANCELED")
    (entry,) = entries(ada, "saturday-hand-building", "2027-05-22", "2027-05-23")
    assert (entry["openSpots"], entry["bookable"], entry["locked"]) == (1, True, True)
    page = open_booking(ada, browser, entry)
    assert "offered to its waiting list first" in page.reply.text
    assert page.send("book", cardNumber="4242 4242 4242 4242", cardExpiry="12/40", cardCvc="123").status_code == 409


def test_a_full_appointment_has_no_waiting_list(
    sandbox: Sandbox, ada: Caller, merchant: Caller, browser: Browser, tasting: dict[str, Any]
):
    page = open_booking(ada, browser, tasting)
    sandbox.take_slot("tea-tasting", "2027-05-19T12:00")
    assert page.send("wait").status_code == 409
    assert bookings(merchant) == []


def test_a_time_there_never_was_is_not_available(ada: Caller, browser: Browser, wheel: dict[str, Any]):
    wheel["slot"] |= {"startDate": "2027-05-18T03:00:00", "endDate": "2027-05-18T04:00:00"}
    assert "not available any more" in open_booking(ada, browser, wheel).reply.text


@pytest.mark.parametrize("written", ["000101010000", "999912312359", "202713131313", "x"])
def test_a_session_there_never_was_is_not_available(
    ada: Caller, browser: Browser, hand_building: dict[str, Any], written: str
):
    hand_building["slot"]["eventId"] = f"{hand_building['slot']['eventId'].partition('-')[0]}-{written}"
    assert "not available any more" in open_booking(ada, browser, hand_building).reply.text


def test_a_member_who_is_signed_in_owns_booking_and_order(jane: Caller, browser: Browser, wheel: dict[str, Any]):
    page = open_booking(jane, browser, wheel)
    assert (page.fields["firstName"], page.fields["email"]) == ("Jane", JANE["email"])
    reply = page.send("book")
    assert returned(reply)["wixMemberLoggedIn"] == "true"
    assert ordered(jane, reply)["buyerInfo"]["memberId"] == jane.visitor_id
    (mine,) = jane.post(MINE, {"query": {}}).json["extendedBookings"]
    assert mine["booking"]["createdBy"] == {"memberId": jane.visitor_id}


def test_a_member_with_the_plan_books_with_it_at_no_charge(
    jane: Caller, browser: Browser, studio_session: dict[str, Any]
):
    open_plan(jane, browser, "open-studio").send("pay")
    page = open_booking(jane, browser, studio_session)
    assert "Book with Open Studio" in page.reply.text
    order = ordered(jane, page.send("book"))
    assert (order["paymentStatus"], order["priceSummary"]["total"]["amount"]) == ("PAID", "0.00")
    assert order["lineItems"][0]["paymentOption"] == "MEMBERSHIP"
    (mine,) = jane.post(MINE, {"query": {}}).json["extendedBookings"]
    assert (mine["booking"]["status"], mine["booking"]["selectedPaymentOption"]) == ("CONFIRMED", "MEMBERSHIP")


def test_without_the_plan_the_way_over_the_list_of_plans_ends_booked(
    ada: Caller, jane: Caller, browser: Browser, studio_session: dict[str, Any]
):
    page = open_booking(ada, browser, studio_session)
    assert headline(page.reply.text) == "Sign in to book Open studio session"
    refused = page.send("sign-in", email=JANE["email"], password="battery")
    assert refused.status_code == 422
    assert "do not belong together" in refused.text
    needs = sign_in(page, **JANE)
    assert headline(needs.reply.text) == "You need a membership"
    told = returned(needs.send("plans"))
    assert needs.send("plans").headers["Location"].startswith(f"{SHOP}/plans?planIds=")
    plans = jane.post("/pricing-plans/v3/plans/query", {"query": {"filter": {"slug": "open-studio"}}}).json["plans"]
    assert told["planIds"] == plans[0]["id"]
    plan = open_plan(jane, browser, "open-studio", checkoutData=told["checkoutData"])
    back = plan.send("pay").headers["Location"]
    assert back.startswith(f"{page_address(page)}?planOrderId=")
    booked = CheckoutPage(browser, back)
    assert "Book with Open Studio" in booked.reply.text
    booked.url = page.url
    assert ordered(jane, booked.send("book"))["lineItems"][0]["paymentOption"] == "MEMBERSHIP"


def page_address(page: CheckoutPage) -> str:
    return page.url if page.url.startswith("http") else f"http://localhost:8000{page.url}"


def test_nobody_is_sent_to_buy_a_plan_for_a_session_that_is_full(
    sandbox: Sandbox, ada: Caller, jane: Caller, studio_session: dict[str, Any]
):
    sandbox.take_slot("open-studio-session", "2027-05-19T18:00")
    for caller in (ada, jane):
        page = open_booking(caller, Browser(sandbox), studio_session)
        assert "This session is full. Nothing was booked." in page.reply.text
        assert "data-primary" not in page.reply.text


def test_another_plan_is_not_enough(jane: Caller, browser: Browser, studio_session: dict[str, Any]):
    open_plan(jane, browser, "tea-circle").send("pay")
    assert headline(open_booking(jane, browser, studio_session).reply.text) == "You need a membership"


def test_a_plan_that_is_not_paid_yet_or_has_ended_is_not_enough(
    sandbox: Sandbox, jane: Caller, browser: Browser, studio_session: dict[str, Any]
):
    order_id = returned(open_plan(jane, browser, "open-studio").send("pay"))["planOrderId"]
    page = open_booking(jane, browser, studio_session)
    for status in ("PENDING", "ENDED"):
        sandbox.set_plan_order_status(order_id, status=status)
        assert headline(open_booking(jane, browser, studio_session).reply.text) == "You need a membership"
    assert page.send("book").headers["Location"] == page.url


def test_without_a_list_of_plans_the_page_says_so(jane: Caller, browser: Browser, studio_session: dict[str, Any]):
    page = open_booking(jane, browser, studio_session, callbacks={"postFlowUrl": f"{SHOP}/"})
    assert "has given no list of memberships" in page.reply.text
    assert "data-primary" not in page.reply.text
    assert page.send("abandon").headers["Location"] == f"{SHOP}/?wixMemberLoggedIn=true"


def test_leaving_books_nothing(ada: Caller, merchant: Caller, browser: Browser, wheel: dict[str, Any]):
    page = open_booking(ada, browser, wheel)
    assert page.send("abandon").headers["Location"] == f"{SHOP}/services/here?wixMemberLoggedIn=false"
    stays = open_booking(ada, browser, wheel, callbacks={}).send("abandon")
    assert headline(stays.text) == "You have left the booking"
    assert bookings(merchant) == []


def test_two_clicks_make_one_booking(ada: Caller, merchant: Caller, browser: Browser, wheel: dict[str, Any]):
    page = open_booking(ada, browser, wheel)
    first, second = page.send("book"), page.send("book")
    assert second.headers["Location"] == page.url
    finished = browser.open(page.url)
    assert headline(finished.text) == "This is booked"
    assert first.headers["Location"].replace("&", "&amp;") in finished.text
    assert len(bookings(merchant)) == 1


def test_without_a_thank_you_page_the_sandbox_thanks(ada: Caller, browser: Browser, wheel: dict[str, Any]):
    page = open_booking(ada, browser, wheel, callbacks={"postFlowUrl": CALLBACKS["postFlowUrl"]})
    assert browser.open(f"{page.url}/thank-you").status_code == 404
    thanks = browser.open(page.send("book").headers["Location"])
    assert headline(thanks.text) == "Thank you"
    assert "Wheel throwing, one to one is booked." in thanks.text
    assert f"{SHOP}/services/here?wixMemberLoggedIn=false" in thanks.text


def test_the_page_is_for_its_browser_and_its_own_forms(
    sandbox: Sandbox, ada: Caller, merchant: Caller, browser: Browser, wheel: dict[str, Any]
):
    page = open_booking(ada, browser, wheel)
    stranger = Browser(sandbox)
    assert stranger.open(page.url).status_code == 404
    assert stranger.submit(page.url, **page.fields).status_code == 404
    assert page.send("book", formToken="made-up").status_code == 403
    assert page.send("give-me-everything").status_code == 400
    assert bookings(merchant) == []


def test_the_address_of_a_booking_works_once(ada: Caller, browser: Browser, wheel: dict[str, Any]):
    session = begin(ada, wheel).json["redirectSession"]
    browser.enter(session)
    assert browser.open(session["fullUrl"]).status_code == 410


def test_a_booked_slot_is_gone_from_the_list(ada: Caller, browser: Browser, wheel: dict[str, Any]):
    ordered(ada, open_booking(ada, browser, wheel).send("book"))
    assert starts(time_slots(ada, "wheel-throwing", "2027-05-18", "2027-05-19"))[0] == "10:00"
