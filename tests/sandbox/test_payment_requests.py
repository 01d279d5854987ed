"""Requests for payment: the merchant's endpoints, and the hosted page anybody with the link may pay on."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox import Sandbox
from sandbox.clock import iso
from tests.sandbox.cast import PUBLIC_URL, SHOP, SMALL_SHOP, Browser, Caller, CheckoutPage, error_code, violated_field

REQUESTS = "/ecom/v1/order-payment-requests"
THANKS = {"thankYouPageUrl": f"{SHOP}/thank-you?lang=de", "postFlowUrl": f"{SHOP}/back"}
NOWHERE = "00000000-0000-4000-8000-00000000dead"


@pytest.fixture
def seed_folder() -> Path:
    return SMALL_SHOP


@pytest.fixture
def order(ada: Caller, merchant: Caller, browser: Browser) -> dict[str, Any]:
    """An order of Ada's that waits for its money."""
    ada.put("plain-mug")
    browser.enter(ada.redirect_session(ada.checkout())).send("pay-later")
    return merchant.orders()[0]


def total_of(order: dict[str, Any]) -> str:
    return str(order["priceSummary"]["total"]["amount"])


def ask(merchant: Caller, order: dict[str, Any], amount: str, **fields: Any) -> dict[str, Any]:
    """Ask for money; return the request."""
    wanted = {"orderId": order["id"], "amount": {"amount": amount}, "title": "A deposit", **fields}
    reply = merchant.post(REQUESTS, {"orderPaymentRequest": wanted})
    assert reply.status_code == 200, reply.json
    return dict(reply.json["orderPaymentRequest"])


def begin(caller: Caller, request_id: Any, **callbacks: str) -> Any:
    body = {"ecomOrderPaymentRequest": {"paymentRequestId": request_id}, "callbacks": callbacks}
    return caller.post("/headless/v1/redirect-session", body)


def opened(caller: Caller, browser: Browser, asked: dict[str, Any], **callbacks: str) -> CheckoutPage:
    return browser.enter(begin(caller, asked["id"], **callbacks).json["redirectSession"])


def status_of(merchant: Caller, asked: dict[str, Any]) -> str:
    return str(merchant.get(f"{REQUESTS}/{asked['id']}").json["orderPaymentRequest"]["status"])


def order_now(merchant: Caller, order: dict[str, Any]) -> dict[str, Any]:
    return dict(merchant.get(f"/ecom/v1/orders/{order['id']}").json["order"])


def test_a_request_is_told_as_it_was_made(merchant: Caller, order: dict[str, Any]):
    fields = {"description": "Half of it", "expirationDate": "2099-01-01T00:00:00Z", "source": {"externalId": "INV-7"}}
    made = ask(merchant, order, "20.5", **fields)
    assert made == merchant.get(f"{REQUESTS}/{made['id']}").json["orderPaymentRequest"]
    assert made["status"] == "UNPAID"
    assert made["amount"] == {"amount": "20.50", "formattedAmount": "$20.50"}
    assert (made["orderId"], made["orderNumber"], made["currency"]) == (order["id"], order["number"], "USD")
    assert (made["title"], made["description"], made["source"]) == ("A deposit", "Half of it", {"externalId": "INV-7"})
    assert made["expirationDate"] == "2099-01-01T00:00:00.000Z"


def test_what_does_not_fit_is_refused(merchant: Caller, order: dict[str, Any]):
    good = {"orderId": order["id"], "amount": {"amount": "20.00"}, "title": "A deposit"}
    for field, value in (
        ("orderId", "x"),
        ("amount", {"amount": "-1"}),
        ("amount", {"amount": "0.00"}),
        ("amount", {"amount": 20}),
        ("amount", None),
        ("title", ""),
        ("expirationDate", "soon"),
    ):
        reply = merchant.post(REQUESTS, {"orderPaymentRequest": {**good, field: value}})
        assert (reply.status_code, violated_field(reply)) == (400, field)
    reply = merchant.post(REQUESTS, {"orderPaymentRequest": {**good, "orderId": NOWHERE}})
    assert (reply.status_code, error_code(reply)) == (404, "ORDER_NOT_FOUND")


def test_the_endpoints_are_for_the_api_key_alone(merchant: Caller, ada: Caller, order: dict[str, Any]):
    asked = ask(merchant, order, "5.00")
    payload = {"orderPaymentRequestId": asked["id"]}
    for reply in (
        ada.post(REQUESTS, {"orderPaymentRequest": {}}),
        ada.get(f"{REQUESTS}/{asked['id']}"),
        ada.post(f"{REQUESTS}/url", payload),
        ada.post(f"{REQUESTS}/void", payload),
    ):
        assert reply.status_code == 403
    assert status_of(merchant, asked) == "UNPAID"


def test_what_is_not_there_is_not_found(merchant: Caller, ada: Caller):
    payload = {"orderPaymentRequestId": NOWHERE}
    for reply in (
        merchant.get(f"{REQUESTS}/{NOWHERE}"),
        merchant.post(f"{REQUESTS}/url", payload),
        merchant.post(f"{REQUESTS}/void", payload),
        begin(ada, NOWHERE),
    ):
        assert (reply.status_code, error_code(reply)) == (404, "ORDER_PAYMENT_REQUEST_NOT_FOUND")
    assert [begin(ada, wrong).status_code for wrong in ("", "x", 7)] == [400, 400, 400]


def test_paying_all_that_is_open_makes_the_order_paid_and_leads_to_the_thank_you_page(
    merchant: Caller, cy: Caller, browser: Browser, order: dict[str, Any]
):
    asked = ask(merchant, order, total_of(order))
    page = opened(cy, browser, asked, **THANKS)
    assert "A deposit" in page.reply.text
    assert f"Order {order['number']}" in page.reply.text
    assert f"Pay ${total_of(order)}" in page.reply.text
    reply = page.send("pay")
    wanted = f"{SHOP}/thank-you?lang=de&orderId={order['id']}&wixMemberLoggedIn=false"
    assert (reply.status_code, reply.headers["Location"]) == (303, wanted)
    assert status_of(merchant, asked) == "PAID"
    after = order_now(merchant, order)
    assert (after["paymentStatus"], after["balanceSummary"]["balance"]["amount"]) == ("PAID", "0.00")


def test_paying_in_parts_is_said_until_the_parts_are_all(
    merchant: Caller, ada: Caller, browser: Browser, order: dict[str, Any]
):
    reply = opened(ada, browser, ask(merchant, order, "1.00"), postFlowUrl=f"{SHOP}/back").send("pay")
    assert reply.headers["Location"] == f"{SHOP}/back?wixMemberLoggedIn=false"
    after = order_now(merchant, order)
    assert (after["paymentStatus"], after["balanceSummary"]["paid"]["amount"]) == ("PARTIALLY_PAID", "1.00")
    opened(ada, browser, ask(merchant, order, after["balanceSummary"]["balance"]["amount"])).send("pay")
    assert order_now(merchant, order)["paymentStatus"] == "PAID"


def test_the_completing_form_comes_first_and_leaving_pays_nothing(
    merchant: Caller, ada: Caller, browser: Browser, order: dict[str, Any]
):
    asked = ask(merchant, order, "5.00")
    page = opened(ada, browser, asked, **THANKS)
    first_form = page.reply.text.index("<form")
    assert "data-primary" in page.reply.text[first_form : page.reply.text.index(">", first_form)]
    assert page.reply.text.count("data-primary") == 1
    assert page.send("abandon").headers["Location"] == f"{SHOP}/back?wixMemberLoggedIn=false"
    assert page.send("pay", formToken="x").status_code == 403
    assert Browser.submit(browser, page.url, action="nothing", formToken=page.fields["formToken"]).status_code == 400
    assert status_of(merchant, asked) == "UNPAID"


@pytest.mark.parametrize(
    ("number", "words"), [("4000000000000002", "The card was declined"), ("1234", "not a card number")]
)
def test_a_card_that_does_not_pay_stays_on_the_page(
    merchant: Caller, ada: Caller, browser: Browser, order: dict[str, Any], number: str, words: str
):
    asked = ask(merchant, order, "5.00")
    page = opened(ada, browser, asked, **THANKS)
    reply = page.send("pay", cardNumber=number)
    assert reply.status_code == 422
    assert words in reply.text
    assert (status_of(merchant, asked), order_now(merchant, order)["paymentStatus"]) == ("UNPAID", "NOT_PAID")
    assert page.send("pay").status_code == 303
    assert status_of(merchant, asked) == "PAID"


def test_nobody_pays_a_second_time(
    sandbox: Sandbox, merchant: Caller, ada: Caller, cy: Caller, browser: Browser, order: dict[str, Any]
):
    asked = ask(merchant, order, "1.00")
    late = opened(cy, Browser(sandbox), asked)
    page = opened(ada, browser, asked)
    assert page.send("pay").headers["Location"] == page.url
    assert "This is paid" in browser.open(page.url).text
    assert late.send("pay", cardNumber="4000000000000002").headers["Location"] == late.url
    assert "This is paid" in late.browser.open(late.url).text
    assert order_now(merchant, order)["balanceSummary"]["paid"]["amount"] == "1.00"
    assert "This is paid" in opened(cy, browser, asked).reply.text


def test_a_request_expires_by_the_clock(
    sandbox: Sandbox, merchant: Caller, ada: Caller, browser: Browser, order: dict[str, Any]
):
    in_an_hour = iso(sandbox.clock.now() + timedelta(hours=1))
    asked = ask(merchant, order, "5.00", expirationDate=in_an_hour)
    page = opened(ada, browser, asked, **THANKS)
    sandbox.clock.advance(timedelta(hours=1))
    assert status_of(merchant, asked) == "EXPIRED"
    assert page.send("pay").headers["Location"] == page.url
    reply = browser.open(page.url)
    assert (reply.status_code, "has expired" in reply.text) == (410, True)
    assert order_now(merchant, order)["paymentStatus"] == "NOT_PAID"
    assert ask(merchant, order, "5.00", expirationDate=in_an_hour)["status"] == "EXPIRED"


def test_only_what_waits_to_be_paid_can_be_taken_back(
    sandbox: Sandbox, merchant: Caller, ada: Caller, browser: Browser, order: dict[str, Any]
):
    asked, paid = ask(merchant, order, "5.00"), ask(merchant, order, "1.00")
    late = ask(merchant, order, "1.00", expirationDate="2020-01-01T00:00:00Z")
    for _ in range(2):
        assert merchant.post(f"{REQUESTS}/void", {"orderPaymentRequestId": asked["id"]}).json == {}
    assert status_of(merchant, asked) == "VOIDED"
    reply = opened(ada, browser, asked, **THANKS).reply
    assert (reply.status_code, "was taken back" in reply.text) == (410, True)
    opened(ada, browser, paid).send("pay")
    for closed, word in ((paid, "PAID"), (late, "EXPIRED")):
        reply = merchant.post(f"{REQUESTS}/void", {"orderPaymentRequestId": closed["id"]})
        assert (reply.status_code, error_code(reply)) == (428, f"CANNOT_VOID_{word}_ORDER_PAYMENT_REQUEST")


def test_the_link_is_for_anybody_and_works_until_it_is_paid(sandbox: Sandbox, merchant: Caller, order: dict[str, Any]):
    asked = ask(merchant, order, total_of(order))
    url = merchant.post(f"{REQUESTS}/url", {"orderPaymentRequestId": asked["id"]}).json["orderPaymentRequestUrl"]
    assert re.fullmatch(rf"{PUBLIC_URL}/wix/pay/[0-9a-f-]{{36}}", url)
    for words in ("Pay $", "This is paid"):
        stranger = Browser(sandbox)
        page = stranger.enter({"fullUrl": stranger.open(url).headers["Location"]})
        assert words in page.reply.text
        page.send("pay")
    assert order_now(merchant, order)["paymentStatus"] == "PAID"
    assert Browser(sandbox).open(url.replace(asked["id"], NOWHERE)).status_code == 404
