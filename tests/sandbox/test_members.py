"""The members of the seed, what they read of themselves, and the orders they placed before."""

from __future__ import annotations

from pathlib import Path

import pytest
from werkzeug.test import Client

from sandbox import Sandbox
from tests.sandbox.cast import SHOP, Browser, Caller, build, error_code, new_visitor
from tests.sandbox.signing_in import BO, member

MY_MEMBER, ORDERS = "/members/v1/members/my", "/ecom/v1/orders/search"


@pytest.fixture
def jane(ada: Caller, browser: Browser) -> Caller:
    return member(ada, browser)


@pytest.mark.parametrize("query", ["fieldsets=FULL", "fieldSet=FULL", "fieldsets=PUBLIC&fieldsets=FULL"])
def test_a_member_reads_the_own_account(jane: Caller, query: str):
    found = jane.get(f"{MY_MEMBER}?{query}").json["member"]
    assert found["id"] == jane.visitor_id
    assert (found["loginEmail"], found["loginEmailVerified"]) == ("jane@example.com", True)
    assert (found["status"], found["activityStatus"]) == ("APPROVED", "ACTIVE")
    assert found["contact"]["contactId"] == found["contactId"]
    assert (found["contact"]["firstName"], found["contact"]["emails"]) == ("Jane", ["jane@example.com"])
    assert found["createdDate"] < found["lastLoginDate"]


def test_the_public_fields_are_the_default_and_hold_no_address(jane: Caller):
    found = jane.get(MY_MEMBER).json["member"]
    assert found["profile"]["nickname"] == "Jane"
    assert (found["status"], found["activityStatus"]) == ("UNKNOWN", "UNKNOWN")
    assert "example.com" not in str(found).replace(str(found["profile"].get("photo")), "")
    assert "contact" not in found


def test_extended_fields_hold_the_address_and_no_contact(jane: Caller):
    found = jane.get(f"{MY_MEMBER}?fieldsets=EXTENDED").json["member"]
    assert found["loginEmail"] == "jane@example.com"
    assert "contact" not in found


def test_an_unknown_set_of_fields_is_refused(jane: Caller):
    assert jane.get(f"{MY_MEMBER}?fieldsets=ALL").status_code == 400


def test_the_portrait_can_be_seen(jane: Caller, browser: Browser):
    photo = jane.get(MY_MEMBER).json["member"]["profile"]["photo"]
    assert (photo["width"], photo["height"]) == (200, 200)
    reply = browser.open(photo["url"])
    assert (reply.status_code, reply.mimetype) == (200, "image/svg+xml")


def test_a_visitor_and_the_api_key_are_no_members(ada: Caller, merchant: Caller, api: Client):
    for caller in (ada, merchant):
        reply = caller.get(MY_MEMBER)
        assert (reply.status_code, error_code(reply)) == (404, "NOT_FOUND")
    assert api.get(f"/wix{MY_MEMBER}").status_code == 401


def test_members_have_the_same_ids_everywhere(jane: Caller, sandbox: Sandbox, tmp_path: Path):
    (tmp_path / "other").mkdir()
    other = build(tmp_path / "other")
    assert member(new_visitor(Client(other.api)), Browser(other)).visitor_id == jane.visitor_id
    other.close()


def test_a_member_finds_the_own_orders_newest_first(jane: Caller, ada: Caller):
    orders = jane.post(ORDERS, {"search": {}}).json["orders"]
    assert [(order["number"], order["status"], order["paymentStatus"]) for order in orders] == [
        ("9002", "APPROVED", "NOT_PAID"),
        ("9001", "APPROVED", "PAID"),
    ]
    for order in orders:
        assert order["buyerInfo"]["memberId"] == jane.visitor_id
        assert order["buyerInfo"]["contactId"] == jane.get(MY_MEMBER).json["member"]["contactId"]
        assert jane.get(f"/ecom/v1/orders/{order['id']}").json["order"] == order
        assert ada.get(f"/ecom/v1/orders/{order['id']}").status_code == 403
    assert orders[1]["createdDate"] < orders[0]["createdDate"]
    assert orders[1]["priceSummary"]["subtotal"]["amount"] == "92.00"
    assert orders[1]["balanceSummary"]["balance"]["amount"] == "0.00"


def test_no_filter_shows_a_member_what_others_bought(api: Client, jane: Caller, sandbox: Sandbox):
    bo = member(new_visitor(api), Browser(sandbox), BO)
    number = {"search": {"filter": {"number": "9001"}}}
    assert len(jane.post(ORDERS, number).json["orders"]) == 1
    assert bo.post(ORDERS, number).json["orders"] == []
    either = {"search": {"filter": {"$or": [{"number": "9001"}, {"number": "9002"}]}}}
    assert bo.post(ORDERS, either).json["orders"] == []
    by_member = {"search": {"filter": {"buyerInfo.memberId": jane.visitor_id}}}
    assert bo.post(ORDERS, by_member).json["orders"] == []
    assert len(jane.post(ORDERS, by_member).json["orders"]) == 2


def test_orders_of_the_seed_take_nothing_off_the_shelf_and_no_number(
    jane: Caller, merchant: Caller, sandbox: Sandbox, browser: Browser
):
    assert (
        len(merchant.post(ORDERS, {"search": {"filter": {"buyerInfo.memberId": jane.visitor_id}}}).json["orders"]) == 2
    )
    jane.put("harbour-mug")
    browser.enter(jane.redirect_session(jane.checkout(), postFlowUrl=f"{SHOP}/")).send("pay")
    assert [order["number"] for order in jane.orders()] == ["10001"]


def test_signing_up_comes_with_an_empty_history(ada: Caller, browser: Browser):
    finn = {"mode": "sign-up", "email": "finn@example.com", "password": "x", "firstName": "Finn", "lastName": ""}
    new = member(ada, browser, finn)
    assert new.post(ORDERS, {"search": {}}).json["orders"] == []
    assert "photo" not in new.get(MY_MEMBER).json["member"]["profile"]


def test_reset_brings_the_members_back(sandbox: Sandbox, api: Client):
    sandbox.delete_member("jane@example.com")
    sandbox.reset()
    assert member(new_visitor(api), Browser(sandbox)).get(MY_MEMBER).status_code == 200


def test_the_control_page_revokes_and_deletes(sandbox: Sandbox, jane: Caller):
    control = Client(sandbox.pages)
    assert control.post("/control/revoke-member-tokens", json={"email": "jane@example.com"}).status_code == 200
    assert jane.get(MY_MEMBER).status_code == 401
    assert control.post("/control/delete-member", json={"email": "jane@example.com"}).status_code == 200
    assert control.post("/control/delete-member", json={"email": "jane@example.com"}).status_code == 400


def test_the_seed_says_which_past_order_was_sent(jane: Caller):
    sent = jane.post(ORDERS, {"search": {"filter": {"fulfillmentStatus": {"$eq": "FULFILLED"}}}}).json["orders"]
    assert [order["number"] for order in sent] == ["9001"]


def test_the_seed_has_tickets_of_a_member_for_an_event_to_come(jane: Caller, merchant: Caller):
    reply = merchant.get(f"/events/v1/orders?memberId={jane.visitor_id}&fieldset=DETAILS&fieldset=TICKETS")
    (order,) = reply.json["orders"]
    assert (order["orderNumber"], order["status"], order["ticketsQuantity"]) == ("7TEA-CUPS-2W4", "PAID", 2)
    assert order["email"] == "jane@example.com"
    event = merchant.get(f"/events/v3/events/{order['eventId']}").json["event"]
    assert (event["slug"], event["status"]) == ("evening-on-the-wheel", "UPCOMING")


def test_the_seed_has_a_plan_of_a_member_that_runs(jane: Caller):
    (order,) = jane.get("/pricing-plans/v2/member/orders").json["orders"]
    assert (order["planName"], order["status"], order["lastPaymentStatus"]) == ("Tea Circle", "ACTIVE", "PAID")


def test_a_member_who_bought_nothing_has_nothing(ada: Caller, browser: Browser, merchant: Caller):
    bo = member(ada, browser, BO)
    assert bo.get("/pricing-plans/v2/member/orders").json["orders"] == []
    assert merchant.get(f"/events/v1/orders?memberId={bo.visitor_id}").json["orders"] == []
