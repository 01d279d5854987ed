"""The hosted checkout of a plan as a browser meets it: signing in, buying, declining, and the detour over the list."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import Client

from sandbox import Sandbox
from tests.sandbox.cast import SHOP, Browser, Caller, CheckoutPage
from tests.sandbox.plan_cast import (
    CALLBACKS,
    PLAN_SLUGS,
    begin,
    bought,
    new_member,
    open_plan,
    orders_of,
    plan_named,
    query_of,
    sign_in,
)

JANE = {"email": "jane.roe@example.com", "password": "correct horse"}


@pytest.fixture
def jane(sandbox: Sandbox, api: Client) -> Caller:
    """A member who has bought nothing yet."""
    return new_member(sandbox, api, JANE["email"])


def headline(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page)
    assert found
    return found[1]


def test_a_member_pays_and_comes_back_with_the_order(jane: Caller, browser: Browser):
    page = open_plan(jane, browser, "tea-circle")
    assert "$120.00 every year" in page.reply.text
    reply = page.send("pay")
    assert reply.headers["Location"].startswith(f"{SHOP}/thank-you?lang=de&planOrderId=")
    assert query_of(reply)["wixMemberLoggedIn"] == "true"
    order = bought(jane, reply)
    assert (order["status"], order["lastPaymentStatus"], order["planName"]) == ("ACTIVE", "PAID", "Tea Circle")
    assert order["buyer"]["memberId"] == jane.visitor_id


def test_the_completing_form_comes_first_and_asks_for_no_tick(jane: Caller, ada: Caller, sandbox: Sandbox):
    for caller in (jane, ada):
        text = open_plan(caller, Browser(sandbox), "open-studio").reply.text
        first_form = text.index("<form")
        assert "data-primary" in text[first_form : text.index(">", first_form)]
        assert text.count("data-primary") == 1
        assert 'type="checkbox"' not in text


def test_a_visitor_signs_in_first_with_what_stands_in_the_form(
    sandbox: Sandbox, api: Client, ada: Caller, browser: Browser
):
    demo = new_member(sandbox, api, "jane@example.com")
    page = open_plan(ada, browser, "tea-circle")
    assert headline(page.reply.text) == "Sign in to get Tea Circle"
    assert (page.fields["email"], page.fields["password"]) == ("jane@example.com", "correct horse")
    plan = sign_in(page)
    assert headline(plan.reply.text) == "Tea Circle"
    assert "Signed in as jane@example.com" in plan.reply.text
    reply = plan.send("pay")
    assert query_of(reply)["wixMemberLoggedIn"] == "true"
    assert bought(demo, reply)["status"] == "ACTIVE"


def test_the_next_page_in_the_same_browser_knows_who_is_signed_in(jane: Caller, ada: Caller, browser: Browser):
    sign_in(open_plan(ada, browser, "tea-circle"), **JANE)
    assert headline(open_plan(ada, browser, "open-studio").reply.text) == "Open Studio"


def test_a_wrong_password_is_said(ada: Caller, browser: Browser):
    page = open_plan(ada, browser, "tea-circle")
    reply = page.send("sign-in", email="nobody@example.com", password="battery")
    assert reply.status_code == 422
    assert "do not belong together" in reply.text
    assert "battery" not in reply.text


def test_signing_up_makes_a_member_who_can_buy(ada: Caller, merchant: Caller, browser: Browser):
    page = open_plan(ada, browser, "studio-friends")
    new = {"mode": "sign-up", "email": "Nora@example.com", "password": "staple", "firstName": "Nora", "lastName": "Lee"}
    plan = sign_in(page, **new)
    assert "Signed in as nora@example.com" in plan.reply.text
    order_id = query_of(plan.send("pay"))["planOrderId"]
    assert merchant.get(f"/pricing-plans/v2/orders/{order_id}").json["order"]["status"] == "ACTIVE"
    second = open_plan(ada, browser, "tea-circle").send("sign-in", **new)
    assert second.status_code == 422
    assert "There is an account" in second.text


def test_nobody_buys_without_signing_in(ada: Caller, browser: Browser):
    page = open_plan(ada, browser, "tea-circle")
    for action in ("pay", "pay-later", "decline"):
        reply = page.send(action, shownDue="12000", cardNumber="4242 4242 4242 4242", cardCvc="123", cardExpiry="12/40")
        assert (reply.status_code, reply.headers["Location"]) == (303, page.url)
    assert headline(browser.open(page.url).text) == "Sign in to get Tea Circle"


def test_a_trial_is_free_today_and_once(sandbox: Sandbox, jane: Caller, browser: Browser):
    page = open_plan(jane, browser, "open-studio")
    assert "Nothing is charged today." in page.reply.text
    assert 'value="pay-later"' not in page.reply.text
    order = bought(jane, page.send("pay"))
    assert (order["lastPaymentStatus"], order["freeTrialDays"]) == ("NOT_APPLICABLE", 7)
    sandbox.clock.advance(timedelta(minutes=1))
    again = open_plan(jane, browser, "open-studio")
    assert "Nothing is charged today." not in again.reply.text
    order = bought(jane, again.send("pay"))
    assert (order["lastPaymentStatus"], order["currentCycle"]["index"]) == ("PAID", 1)


def test_what_is_charged_is_what_was_shown(jane: Caller, browser: Browser):
    first, second = (open_plan(jane, browser, "open-studio") for _ in range(2))
    first.send("pay")
    reply = second.send("pay")
    assert reply.status_code == 409
    assert "Something else is due today" in reply.text
    assert len(orders_of(jane)) == 1
    assert bought(jane, second.send("pay", shownDue="8900"))["lastPaymentStatus"] == "PAID"


def test_a_free_plan_takes_no_card_and_is_sold_once(jane: Caller, browser: Browser):
    page = open_plan(jane, browser, "studio-friends")
    assert "cardNumber" not in page.reply.text
    assert 'value="decline"' not in page.reply.text
    order = bought(jane, page.send("pay"))
    assert (order["status"], order["lastPaymentStatus"]) == ("ACTIVE", "NOT_APPLICABLE")
    again = open_plan(jane, browser, "studio-friends")
    assert "it can be bought no more often" in again.reply.text
    assert "data-primary" not in again.reply.text
    assert again.send("pay", shownDue="0").status_code == 409
    assert len(orders_of(jane)) == 1


@pytest.mark.parametrize(("action", "changes"), [("decline", {}), ("pay", {"cardNumber": "4000 0000 0000 0002"})])
def test_a_declined_card_leaves_a_draft_and_the_page(
    jane: Caller, browser: Browser, action: str, changes: dict[str, str]
):
    page = open_plan(jane, browser, "tea-circle")
    for _ in range(2):
        reply = page.send(action, **changes)
        assert reply.status_code == 422
        assert "The card was declined. Nothing was charged" in reply.text
    (draft,) = orders_of(jane)
    assert (draft["status"], draft["lastPaymentStatus"]) == ("DRAFT", "FAILED")
    order = bought(jane, page.send("pay"))
    assert (order["id"], order["status"], order["lastPaymentStatus"]) == (draft["id"], "ACTIVE", "PAID")
    assert len(orders_of(jane)) == 1


def test_paying_later_makes_an_order_that_waits(sandbox: Sandbox, jane: Caller, browser: Browser):
    order = bought(jane, open_plan(jane, browser, "six-week-wheel-course").send("pay-later"))
    assert (order["status"], order["lastPaymentStatus"]) == ("PENDING", "UNPAID")
    sandbox.set_plan_order_status(order["id"], status="ACTIVE", payment_status="PAID")
    assert orders_of(jane, "?orderStatuses=ACTIVE")[0]["id"] == order["id"]


def test_leaving_buys_nothing(jane: Caller, ada: Caller, sandbox: Sandbox):
    for caller, signed_in in ((jane, "true"), (ada, "false")):
        reply = open_plan(caller, Browser(sandbox), "tea-circle").send("abandon")
        assert reply.headers["Location"] == f"{SHOP}/plans?wixMemberLoggedIn={signed_in}"
    assert orders_of(jane) == []
    stays = open_plan(jane, Browser(sandbox), "tea-circle", {}).send("abandon")
    assert headline(stays.text) == "You have left the checkout"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("cardNumber", "cat", "This is not a card number"),
        ("cardExpiry", "01 / 20", "This card has expired"),
        ("cardCvc", "", "Enter the three or four digits"),
    ],
)
def test_a_card_that_does_not_fit_is_not_taken(jane: Caller, browser: Browser, field: str, value: str, message: str):
    reply = open_plan(jane, browser, "open-studio").send("pay", **{field: value})
    assert reply.status_code == 422
    assert message in reply.text
    assert f'href="#{field}"' in reply.text
    assert orders_of(jane) == []


def test_two_tabs_make_one_order(jane: Caller, browser: Browser):
    page = open_plan(jane, browser, "tea-circle")
    other_tab = CheckoutPage(browser, page.url)
    first, second = page.send("pay"), other_tab.send("pay")
    assert second.headers["Location"] == page.url
    finished = browser.open(page.url)
    assert headline(finished.text) == "This plan is yours"
    assert first.headers["Location"].replace("&", "&amp;") in finished.text
    assert other_tab.send("decline").headers["Location"] == page.url
    assert len(orders_of(jane)) == 1


def test_without_a_thank_you_page_the_sandbox_thanks(jane: Caller, browser: Browser):
    page = open_plan(jane, browser, "tea-circle", {"postFlowUrl": f"{SHOP}/plans"})
    thanks = browser.open(page.send("pay").headers["Location"])
    assert headline(thanks.text) == "Thank you"
    assert f"{SHOP}/plans?wixMemberLoggedIn=true" in thanks.text
    later = open_plan(jane, browser, "tea-circle", {})
    assert browser.open(f"{later.url}/thank-you").status_code == 404
    waits = browser.open(later.send("pay-later").headers["Location"])
    assert "begins when your payment has arrived" in waits.text


def test_a_plan_that_was_hidden_meanwhile_is_not_sold(sandbox: Sandbox, jane: Caller, browser: Browser):
    page = open_plan(jane, browser, "tea-circle")
    sandbox.hide_plan("tea-circle")
    reply = page.send("pay")
    assert reply.status_code == 409
    assert "not on sale any more" in reply.text
    assert orders_of(jane) == []


def test_the_page_is_for_its_browser_and_its_own_forms(sandbox: Sandbox, jane: Caller, browser: Browser):
    page = open_plan(jane, browser, "tea-circle")
    stranger = Browser(sandbox)
    assert stranger.open(page.url).status_code == 404
    assert stranger.submit(page.url, **page.fields).status_code == 404
    assert page.send("pay", formToken="made-up").status_code == 403
    assert page.send("give-me-everything").status_code == 400
    assert orders_of(jane) == []


def test_the_page_of_a_plan_is_no_page_of_a_cart(jane: Caller, browser: Browser, mug: dict[str, Any]):
    jane.add(mug)
    cart = browser.enter(jane.redirect_session(jane.checkout()))
    assert browser.open(cart.url.replace("/checkout/", "/plan-checkout/")).status_code == 404


def test_the_detour_over_the_list_of_plans_ends_where_it_began(jane: Caller, browser: Browser):
    page = open_plan(jane, browser, "tea-circle")
    reply = page.send("another-plan")
    assert reply.headers["Location"].startswith(f"{SHOP}/plans?from=checkout&planIds=")
    told = query_of(reply)
    assert told["planIds"].split(",") == [plan_named(jane, slug)["id"] for slug in PLAN_SLUGS]
    assert told["wixMemberLoggedIn"] == "true"
    elsewhere = {**CALLBACKS, "thankYouPageUrl": f"{SHOP}/elsewhere"}
    second = open_plan(jane, browser, "studio-friends", elsewhere, checkoutData=told["checkoutData"])
    reply = second.send("pay")
    assert reply.headers["Location"].startswith(f"{SHOP}/thank-you?lang=de&planOrderId=")
    assert bought(jane, reply)["planName"] == "Studio Friends"


def test_a_second_detour_ends_where_the_first_began(jane: Caller, browser: Browser):
    told = query_of(open_plan(jane, browser, "tea-circle").send("another-plan"))
    elsewhere = {**CALLBACKS, "thankYouPageUrl": f"{SHOP}/elsewhere"}
    second = open_plan(jane, browser, "open-studio", elsewhere, checkoutData=told["checkoutData"])
    told = query_of(second.send("another-plan"))
    third = open_plan(jane, browser, "studio-friends", elsewhere, checkoutData=told["checkoutData"])
    assert third.send("pay").headers["Location"].startswith(f"{SHOP}/thank-you?lang=de&")


def test_a_detour_from_a_page_without_a_thank_you_page_ends_as_usual(jane: Caller, browser: Browser):
    first = open_plan(jane, browser, "tea-circle", {"planListUrl": f"{SHOP}/plans"})
    told = query_of(first.send("another-plan"))
    second = open_plan(jane, browser, "studio-friends", checkoutData=told["checkoutData"])
    assert second.send("pay").headers["Location"].startswith(f"{SHOP}/thank-you?lang=de&planOrderId=")


def test_checkout_data_from_elsewhere_is_opaque_and_changes_nothing(jane: Caller, browser: Browser):
    page = open_plan(jane, browser, "tea-circle", checkoutData="https://evil.example/")
    assert page.send("pay").headers["Location"].startswith(f"{SHOP}/thank-you?")


def test_without_a_list_of_plans_there_is_no_detour(jane: Caller, browser: Browser):
    page = open_plan(jane, browser, "tea-circle", {"postFlowUrl": f"{SHOP}/"})
    assert "Choose another plan" not in page.reply.text
    assert headline(page.send("another-plan").text) == "You have left the checkout"


def test_the_address_of_a_plan_works_once(jane: Caller, browser: Browser):
    session = begin(jane, plan_named(jane, "tea-circle")["id"]).json["redirectSession"]
    browser.enter(session)
    assert browser.open(session["fullUrl"]).status_code == 410
