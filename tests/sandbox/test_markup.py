"""Every page a browser can open of the sandbox is sound HTML that everybody can use."""

from __future__ import annotations

import re
from typing import Any

import html5lib
import pytest
from werkzeug.test import Client

from sandbox import Sandbox
from tests.sandbox.booking_cast import LISBON, MONDAY, as_availability, open_booking, sessions, time_slots, visitor_at
from tests.sandbox.cast import SHOP, Browser, Caller, sku
from tests.sandbox.happenings import WHEEL, checkout_page, held
from tests.sandbox.plan_cast import open_plan, sign_in
from tests.sandbox.signing_in import auth_session, logout_session

HIDDEN_OR_BUTTON = {"hidden", "submit"}


@pytest.fixture
def pages(sandbox: Sandbox, ada: Caller, merchant: Caller, browser: Browser, teapot: dict[str, Any]) -> dict[str, str]:
    """Every kind of page, by what it is."""
    ada.add(teapot, 2)
    ada.patch("/ecom/v1/carts/current", {"couponCode": "WELCOME10"})
    session = ada.redirect_session(ada.checkout(), postFlowUrl=f"{SHOP}/?a=1&b=2")
    checkout = browser.enter(session)
    sandbox.faults.add("/nowhere", kind="empty")
    found = {
        "checkout": checkout.reply.text,
        "used": browser.open(session["fullUrl"]).text,
        "invalid": checkout.send("pay", cardNumber="1", email="", shipping="x", country="XX").text,
        "declined": browser.open(checkout.send("decline").headers["Location"]).text,
    }
    sandbox.set_stock(sku(teapot), 1)
    found["shortage"] = checkout.send("pay").text
    sandbox.set_stock(sku(teapot), 2)
    found["thanks"] = browser.open(checkout.send("pay").headers["Location"]).text
    found["finished"] = browser.open(checkout.url).text
    found |= payment_request_pages(ada, merchant, browser)
    found |= plan_pages(sandbox, ada)
    found |= sign_in_pages(ada, browser)
    found |= event_pages(sandbox, ada)
    found |= booking_pages(sandbox)
    plain = Client(sandbox.pages)
    return found | {name: plain.get(path).text for name, path in PLAIN_PAGES.items()}


def payment_request_pages(ada: Caller, merchant: Caller, browser: Browser) -> dict[str, str]:
    path, order = "/ecom/v1/order-payment-requests", merchant.orders()[0]
    wanted = {"orderId": order["id"], "amount": {"amount": "5.00"}, "title": "A & B", "description": "<Wrapping>"}
    first, second = (merchant.post(path, {"orderPaymentRequest": wanted}).json for _ in range(2))
    page, late = (
        browser.enter({"fullUrl": browser.open(made["orderPaymentRequestUrl"]).headers["Location"]})
        for made in (first, second)
    )
    merchant.post(f"{path}/void", {"orderPaymentRequestId": second["orderPaymentRequest"]["id"]})
    return {
        "payment request": page.reply.text,
        "payment request invalid": page.send("pay", cardNumber="1").text,
        "payment request declined": page.send("pay", cardNumber="4000000000000002").text,
        "payment request left": page.send("abandon").text,
        "payment request paid": browser.open(page.send("pay").headers["Location"]).text,
        "payment request voided": browser.open(late.url).text,
    }


def plan_pages(sandbox: Sandbox, ada: Caller) -> dict[str, str]:
    page = open_plan(ada, Browser(sandbox), "tea-circle", {"planListUrl": f"{SHOP}/plans"})
    found = {
        "plan sign-in": page.reply.text,
        "plan sign-in refused": page.send("sign-in", email="nobody", password="").text,
        "plan sign-up refused": page.send("sign-in", mode="sign-up", email="nobody", password="").text,
    }
    plan = sign_in(page, mode="sign-up", email="nora@example.com", password="staple")
    found["plan"] = plan.reply.text
    found["plan invalid"] = plan.send("pay", cardNumber="1").text
    found["plan declined"] = plan.send("decline").text
    found["plan thanks"] = page.browser.open(plan.send("pay").headers["Location"]).text
    found["plan finished"] = page.browser.open(plan.url).text
    free = open_plan(ada, page.browser, "studio-friends")
    found["plan free"] = free.reply.text
    sandbox.hide_plan("studio-friends")
    return found | {"plan not on sale": page.browser.open(free.url).text}


def sign_in_pages(ada: Caller, browser: Browser) -> dict[str, str]:
    login = browser.enter(auth_session(ada, "login"))
    message = auth_session(ada, "none", responseMode="web_message", redirectUri=None)
    logout = browser.open(logout_session(ada)["fullUrl"]).headers["Location"]
    return {
        "login": login.reply.text,
        "wrong password": login.send("enter", password="no").text,
        "wrong account": login.send("enter", mode="sign-up", email="jane", password="").text,
        "web message": browser.open(message["fullUrl"]).text,
        "bad authorize request": browser.open(auth_session(ada, redirectUri="http://x.example/")["fullUrl"]).text,
        "logout": browser.open(logout).text,
    }


def event_pages(sandbox: Sandbox, ada: Caller) -> dict[str, str]:
    """Every kind of page a buyer of tickets sees, by what it is."""
    guests = Browser(sandbox)
    callbacks = {"postFlowUrl": f"{SHOP}/?a=1&b=2"}
    azulejo = checkout_page(ada, guests, held(ada, "azulejo-days", "Both days")["id"], "azulejo-days", **callbacks)
    free = checkout_page(ada, guests, held(ada, "kiln-opening", "Free entry")["id"], "kiln-opening", **callbacks)
    late = checkout_page(ada, guests, held(ada, WHEEL, "One seat")["id"], **callbacks)
    found = {
        "event": azulejo.reply.text,
        "free event": free.reply.text,
        "invalid guest": azulejo.send("pay", cardNumber="1", email="", lastName="").text,
        "event declined": guests.open(azulejo.send("decline").headers["Location"]).text,
        "event thanks": guests.open(azulejo.send("pay").headers["Location"]).text,
        "event finished": guests.open(azulejo.url).text,
    }
    sandbox.expire_reservations()
    return {**found, "event lapsed": guests.open(late.url).text}


def booking_pages(sandbox: Sandbox) -> dict[str, str]:
    ada, browser = visitor_at(sandbox, MONDAY), Browser(sandbox)
    wheel = as_availability(time_slots(ada, "wheel-throwing", "2027-05-18", "2027-05-19")[0])
    members_only = as_availability(sessions(ada, "open-studio-session", "2027-05-19", "2027-05-20")[0])
    full = as_availability(sessions(ada, "saturday-hand-building", "2027-05-22", "2027-05-23")[0])
    page = open_booking(ada, browser, wheel, LISBON)
    found = {
        "booking": page.reply.text,
        "booking invalid": page.send("book", cardNumber="1", email="", firstName="").text,
        "booking declined": page.send("decline").text,
    }
    page = open_booking(ada, browser, wheel, LISBON, {"postFlowUrl": f"{SHOP}/?a=1&b=2"})
    found["booking thanks"] = browser.open(page.send("book").headers["Location"]).text
    found["booking finished"] = browser.open(page.url).text
    found["booking gone"] = open_booking(ada, browser, wheel).reply.text
    sandbox.take_slot("saturday-hand-building", "2027-05-22T10:00")
    page = open_booking(ada, browser, full)
    found["waiting list"] = page.reply.text
    found["waiting"] = browser.open(page.send("wait").headers["Location"]).text
    page = open_booking(ada, browser, members_only)
    found["booking sign-in"] = page.reply.text
    found["booking sign-in refused"] = page.send("sign-in", email="nobody", password="").text
    found["membership"] = sign_in(page).reply.text
    for name, intent in (
        ("services", {"bookingsBook": {}}),
        ("product", {"storesProduct": {"productSlug": "harbour-mug"}}),
    ):
        session = ada.post("/headless/v1/redirect-session", {**intent, "callbacks": {"postFlowUrl": SHOP}})
        found[name] = browser.enter(session.json["redirectSession"]).reply.text
    return found


PLAIN_PAGES = {"home": "/", "control": "/control", "missing": "/wix/nowhere"}


def test_the_pages_are_valid_html_with_one_heading_and_labelled_fields(pages: dict[str, str]):
    assert len(pages) == 52
    for name, page in pages.items():
        document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
        assert len(document.findall(".//h1")) == 1, name
        assert document.find("head/title").text.strip(), name
        assert "Sandbox - no money moves" in page, name
        labelled = {label.get("for") for label in document.iter("label")}
        for field in [*document.iter("input"), *document.iter("select")]:
            assert field.get("type") in HIDDEN_OR_BUTTON or field.get("id") in labelled, (name, field.attrib)
        identifiers = re.findall(r'\sid="([^"]+)"', page)
        assert len(identifiers) == len(set(identifiers)), name
        for described in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', page):
            assert described in identifiers, (name, described)


def test_links_inside_a_page_lead_somewhere(pages: dict[str, str]):
    for page in pages.values():
        for anchor in re.findall(r'href="#([^"]+)"', page):
            assert f'id="{anchor}"' in page
    assert "#cardNumber" in pages["invalid"]
    for name, example in (("invalid", "cardNumber"), ("wrong account", "sign-up-email")):
        anchors = re.findall(r'href="#([^"]+)"', pages[name])
        assert example in anchors
        for anchor in anchors:
            assert f'id="{anchor}"' in pages[name]
    assert all("#cardNumber" in pages[name] for name in ("invalid", "invalid guest"))


def test_an_address_of_the_shop_is_written_safely(pages: dict[str, str]):
    assert f'href="{SHOP}/?a=1&amp;b=2&amp;wixMemberLoggedIn=false"' in pages["used"]
