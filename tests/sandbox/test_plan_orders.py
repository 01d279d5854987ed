"""Orders of plans: whose they are, how they follow the clock, how they are cancelled."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from werkzeug.test import Client

from sandbox import Sandbox
from sandbox.wix.member_store import find_member_by_email
from sandbox.wix.plan_order_store import insert_plan_order
from sandbox.wix.plan_store import find_plan_by_slug
from tests.sandbox.cast import Caller, error_code, violated_field
from tests.sandbox.plan_cast import ORDERS, new_member, orders_of, plan_named

ONLINE = "/pricing-plans/v2/checkout/orders/online"
JANE = "jane.roe@example.com"


@pytest.fixture
def jane(sandbox: Sandbox, api: Client) -> Caller:
    return new_member(sandbox, api, JANE)


def order(sandbox: Sandbox, slug: str, email: str = JANE, **options: Any) -> str:
    """Write an order of a member, begun now."""
    with sandbox._database.change() as db:
        plan, member = find_plan_by_slug(db, slug), find_member_by_email(db, email)
        assert plan is not None
        assert member is not None
        return insert_plan_order(db, plan, member, sandbox.clock.now(), **options)


def read(caller: Caller, order_id: str) -> dict[str, Any]:
    reply = caller.get(f"{ORDERS}/{order_id}?id={order_id}")
    assert reply.status_code == 200, reply.json
    return dict(reply.json["order"])


def days_between(first: str, second: str) -> int:
    return (datetime.fromisoformat(second) - datetime.fromisoformat(first)).days


def later(sandbox: Sandbox, jane: Caller, **step: float) -> None:
    """Move the clock, and give Jane a token that is good by then."""
    sandbox.clock.advance(timedelta(**step))
    body = {"clientId": "11111111-2222-4333-8444-555555555555", "grantType": "refresh_token"}
    body["refreshToken"] = jane.tokens["refresh_token"]
    jane.headers = {"Authorization": jane.post("/oauth2/token", body).json["access_token"]}


def test_an_order_has_the_documented_shape(sandbox: Sandbox, jane: Caller):
    order_id = order(sandbox, "tea-circle")
    found = read(jane, order_id)
    assert found["buyer"].keys() == {"memberId", "contactId"}
    assert found["priceDetails"] == {
        "subtotal": "120.00",
        "discount": "0",
        "total": "120.00",
        "planPrice": "120.00",
        "currency": "USD",
        "subscription": {"cycleDuration": {"count": 1, "unit": "YEAR"}, "cycleCount": 0},
    }
    assert found["pricing"]["prices"][0]["duration"] == {"cycleFrom": 1}
    assert found["pricing"]["prices"][0]["price"]["proration"] == "0"
    assert (found["type"], found["status"], found["lastPaymentStatus"]) == ("ONLINE", "ACTIVE", "PAID")
    assert (found["planName"], found["planPrice"], found["autoRenewCanceled"]) == ("Tea Circle", "120", False)
    assert found["currentCycle"]["index"] == 1
    assert found["currentCycle"]["startedDate"] == found["startDate"]
    assert {"id", "planId", "subscriptionId", "wixPayOrderId", "pausePeriods", "createdDate"} <= found.keys()
    assert found.keys().isdisjoint({"endDate", "cancellation", "freeTrialDays"})


def test_orders_are_for_the_member_who_bought(
    sandbox: Sandbox, api: Client, ada: Caller, merchant: Caller, jane: Caller
):
    order_id = order(sandbox, "tea-circle")
    for path in (ORDERS, f"{ORDERS}?limit=5", f"{ORDERS}/{order_id}"):
        for other in (ada, merchant):
            reply = other.get(path)
            assert (reply.status_code, error_code(reply)) == (403, "PERMISSION_DENIED")
        assert api.get(f"/wix{path}").status_code == 403
        assert api.get(f"/wix{path}", headers={"Authorization": "made-up"}).status_code == 401
    eve = new_member(sandbox, api, "eve@example.com")
    assert orders_of(eve) == []
    for path in (f"{ORDERS}/{order_id}", f"{ORDERS}/nope"):
        reply = eve.get(path)
        assert (reply.status_code, error_code(reply)) == (404, "ORDER_NOT_FOUND")
    reply = eve.post(f"{ORDERS}/{order_id}/cancel", {"effectiveAt": "IMMEDIATELY"})
    assert reply.status_code == 404
    assert read(jane, order_id)["status"] == "ACTIVE"


def test_the_api_key_reads_any_order(sandbox: Sandbox, ada: Caller, merchant: Caller, jane: Caller):
    order_id = order(sandbox, "tea-circle")
    path = f"/pricing-plans/v2/orders/{order_id}"
    assert merchant.get(path).json["order"] == read(jane, order_id)
    for other in (ada, jane):
        assert other.get(path).status_code == 403
    assert error_code(merchant.get("/pricing-plans/v2/orders/nope")) == "ORDER_NOT_FOUND"


def test_a_month_with_a_trial_goes_by(sandbox: Sandbox, jane: Caller):
    order_id = order(sandbox, "open-studio")
    trial = read(jane, order_id)
    assert (trial["status"], trial["lastPaymentStatus"], trial["freeTrialDays"]) == ("ACTIVE", "NOT_APPLICABLE", 7)
    assert trial["currentCycle"]["index"] == 0
    assert days_between(trial["startDate"], trial["currentCycle"]["endedDate"]) == 7
    later(sandbox, jane, days=7)
    first = read(jane, order_id)
    assert (first["lastPaymentStatus"], first["currentCycle"]["index"]) == ("PAID", 1)
    assert first["currentCycle"]["startedDate"] == trial["currentCycle"]["endedDate"]
    later(sandbox, jane, days=32)
    second = read(jane, order_id)
    assert second["currentCycle"]["index"] == 2
    assert second["currentCycle"]["startedDate"] == first["currentCycle"]["endedDate"]
    assert "endDate" not in second


def test_months_are_counted_from_the_first_day(sandbox: Sandbox, jane: Caller):
    sandbox.clock.set(datetime.fromisoformat("2031-01-31T10:00:00Z"))
    later(sandbox, jane)
    order_id = order(sandbox, "tea-circle")
    assert read(jane, order_id)["currentCycle"]["endedDate"].startswith("2032-01-31")
    monthly = order(sandbox, "kiln-hands")
    assert read(jane, monthly)["currentCycle"]["endedDate"].startswith("2031-02-28")
    later(sandbox, jane, days=29)
    assert read(jane, monthly)["currentCycle"]["endedDate"].startswith("2031-03-31")


def test_a_fixed_length_ends_by_itself(sandbox: Sandbox, jane: Caller):
    order_id = order(sandbox, "six-week-wheel-course")
    course = read(jane, order_id)
    assert course["priceDetails"]["singlePaymentForDuration"] == {"count": 6, "unit": "WEEK"}
    assert course["endDate"] == course["currentCycle"]["endedDate"]
    assert days_between(course["startDate"], course["endDate"]) == 42
    assert "subscriptionId" not in course
    later(sandbox, jane, days=42)
    over = read(jane, order_id)
    assert (over["status"], over["lastPaymentStatus"]) == ("ENDED", "PAID")
    assert "currentCycle" not in over


def test_a_free_plan_never_ends_and_is_never_paid(sandbox: Sandbox, jane: Caller):
    order_id = order(sandbox, "studio-friends")
    later(sandbox, jane, days=4000)
    friend = read(jane, order_id)
    assert (friend["status"], friend["lastPaymentStatus"]) == ("ACTIVE", "NOT_APPLICABLE")
    assert friend["currentCycle"] == {"index": 1, "startedDate": friend["startDate"]}
    assert friend.keys().isdisjoint({"endDate", "wixPayOrderId"})
    assert friend["priceDetails"]["singlePaymentUnlimited"] is True


def test_orders_are_filtered_sorted_and_paged(sandbox: Sandbox, jane: Caller):
    slugs = ["tea-circle", "open-studio", "studio-friends"]
    ids = []
    for slug in slugs:
        ids.append(order(sandbox, slug))
        sandbox.clock.advance(timedelta(minutes=1))
    sandbox.set_plan_order_status(ids[1], status="ENDED", payment_status="FAILED")

    def found(query: str) -> list[int]:
        return [ids.index(entry["id"]) for entry in orders_of(jane, query)]

    assert found("") == [2, 1, 0]
    assert found("?sorting.fieldName=createdDate&sorting.order=ASC&limit=2&offset=1") == [1, 2]
    assert found("?orderStatuses=ACTIVE&limit=10") == [2, 0]
    assert found("?orderStatuses=ACTIVE&orderStatuses=ENDED") == [2, 1, 0]
    assert found("?paymentStatuses=FAILED") == [1]
    assert found(f"?planIds={plan_named(jane, 'tea-circle')['id']}") == [0]
    jane.post(f"{ORDERS}/{ids[0]}/cancel", {"effectiveAt": "NEXT_PAYMENT_DATE"})
    assert found("?autoRenewCanceled=true") == [0]
    assert found("?autoRenewCanceled=false") == [2, 1]
    metadata = jane.get(f"{ORDERS}?limit=2").json["pagingMetadata"]
    assert metadata == {"count": 2, "offset": 0, "total": 3, "tooManyToCount": False}
    for wrong in ("orderStatuses=OVER", "paymentStatuses=OVER", "autoRenewCanceled=perhaps", "limit=0"):
        assert violated_field(jane.get(f"{ORDERS}?{wrong}")) == wrong.partition("=")[0]
    for wrong in ("sorting.fieldName=price", "sorting.order=UP"):
        assert violated_field(jane.get(f"{ORDERS}?{wrong}")) == wrong.partition("=")[0]


def test_cancelling_at_the_next_payment_lets_the_paid_time_go_by(sandbox: Sandbox, jane: Caller):
    order_id = order(sandbox, "tea-circle")
    before = read(jane, order_id)
    reply = jane.post(f"{ORDERS}/{order_id}/cancel", {"effectiveAt": "NEXT_PAYMENT_DATE"})
    assert (reply.status_code, reply.json) == (200, {})
    after = read(jane, order_id)
    assert (after["status"], after["autoRenewCanceled"]) == ("ACTIVE", True)
    assert after["endDate"] == before["currentCycle"]["endedDate"]
    assert after["cancellation"].pop("requestedDate") >= before["startDate"]
    assert after["cancellation"] == {"cause": "MEMBER_ACTION", "effectiveAt": "NEXT_PAYMENT_DATE"}
    again = jane.post(f"{ORDERS}/{order_id}/cancel", {"effectiveAt": "NEXT_PAYMENT_DATE"})
    assert (again.status_code, error_code(again)) == (400, "ALREADY_CANCELED")
    later(sandbox, jane, days=366)
    over = read(jane, order_id)
    assert (over["status"], over["lastPaymentStatus"]) == ("CANCELED", "PAID")
    assert "currentCycle" not in over


def test_cancelling_immediately_ends_at_once(sandbox: Sandbox, jane: Caller):
    order_id = order(sandbox, "tea-circle")
    assert jane.post(f"{ORDERS}/{order_id}/cancel", {"effectiveAt": "IMMEDIATELY"}).json == {}
    over = read(jane, order_id)
    assert over["status"] == "CANCELED"
    assert over["endDate"] == over["cancellation"]["requestedDate"]
    again = jane.post(f"{ORDERS}/{order_id}/cancel", {"effectiveAt": "IMMEDIATELY"})
    assert (again.status_code, error_code(again)) == (400, "INVALID_ORDER_STATUS")


@pytest.mark.parametrize("effective_at", ["IMMEDIATELY", "NEXT_PAYMENT_DATE"])
def test_a_cancelled_trial_goes_on_to_its_end_and_is_never_charged(sandbox: Sandbox, jane: Caller, effective_at: str):
    order_id = order(sandbox, "open-studio")
    later(sandbox, jane, days=2)
    jane.post(f"{ORDERS}/{order_id}/cancel", {"effectiveAt": effective_at})
    trial = read(jane, order_id)
    assert (trial["status"], trial["autoRenewCanceled"]) == ("ACTIVE", True)
    assert days_between(trial["startDate"], trial["endDate"]) == 7
    later(sandbox, jane, days=5)
    over = read(jane, order_id)
    assert (over["status"], over["lastPaymentStatus"]) == ("CANCELED", "NOT_APPLICABLE")


def test_some_orders_cannot_be_cancelled(sandbox: Sandbox, jane: Caller):
    course, friend, draft = (
        order(sandbox, "six-week-wheel-course"),
        order(sandbox, "studio-friends"),
        order(sandbox, "tea-circle", status="DRAFT"),
    )
    refusals = [
        (course, "IMMEDIATELY", "BUYER_CANNOT_CANCEL"),
        (friend, "NEXT_PAYMENT_DATE", "INVALID_EFFECTIVE_AT"),
        (draft, "IMMEDIATELY", "INVALID_ORDER_STATUS"),
    ]
    for order_id, effective_at, code in refusals:
        reply = jane.post(f"{ORDERS}/{order_id}/cancel", {"effectiveAt": effective_at})
        assert (reply.status_code, error_code(reply)) == (400, code)
    for nonsense in ({}, {"effectiveAt": "TOMORROW"}):
        assert violated_field(jane.post(f"{ORDERS}/{friend}/cancel", nonsense)) == "effectiveAt"
    assert jane.post(f"{ORDERS}/{friend}/cancel", {"effectiveAt": "IMMEDIATELY"}).json == {}
    assert read(jane, friend)["status"] == "CANCELED"


def test_the_merchant_changes_an_order(sandbox: Sandbox, jane: Caller):
    order_id = order(sandbox, "tea-circle", status="PENDING", payment_status="UNPAID")
    waiting = read(jane, order_id)
    assert (waiting["status"], waiting["lastPaymentStatus"]) == ("PENDING", "UNPAID")
    assert "currentCycle" not in waiting
    later(sandbox, jane, days=3)
    sandbox.set_plan_order_status(order_id, status="ACTIVE", payment_status="PAID")
    running = read(jane, order_id)
    assert days_between(waiting["startDate"], running["startDate"]) == 3
    assert (running["lastPaymentStatus"], running["currentCycle"]["index"]) == ("PAID", 1)
    sandbox.set_plan_order_status(order_id, status="PAUSED")
    assert read(jane, order_id)["status"] == "PAUSED"
    sandbox.set_plan_order_status(order_id, status="CANCELED")
    assert read(jane, order_id)["cancellation"]["cause"] == "OWNER_ACTION"
    sandbox.set_plan_order_status(order_id, status="ACTIVE")
    assert read(jane, order_id)["startDate"] == running["startDate"]
    with pytest.raises(KeyError):
        sandbox.set_plan_order_status("nope", status="ACTIVE")
    with pytest.raises(ValueError, match="no such status"):
        sandbox.set_plan_order_status(order_id, status="LOST")


def test_the_control_surface_hides_plans_and_changes_orders(sandbox: Sandbox, ada: Caller, jane: Caller):
    order_id, control = order(sandbox, "tea-circle"), Client(sandbox.pages)
    body = {"orderId": order_id, "paymentStatus": "REFUNDED"}
    assert control.post("/control/plan-order-status", json=body).status_code == 200
    assert read(jane, order_id)["lastPaymentStatus"] == "REFUNDED"
    plan_id = plan_named(ada, "tea-circle")["id"]
    assert control.post("/control/hide-plan", json={"slug": "tea-circle"}).status_code == 200
    assert ada.get(f"/pricing-plans/v3/plans/{plan_id}").status_code == 404
    assert control.post("/control/hide-plan", json={"slug": "nope"}).status_code == 400
    assert control.post("/control/plan-order-status", json={"orderId": order_id, "status": "?"}).status_code == 400


def test_a_member_begins_an_order_over_the_api(ada: Caller, merchant: Caller, jane: Caller):
    plan_id = plan_named(ada, "tea-circle")["id"]
    draft = jane.post(ONLINE, {"planId": plan_id}).json["order"]
    assert (draft["status"], draft["lastPaymentStatus"], draft["planId"]) == ("DRAFT", "UNPAID", plan_id)
    assert read(jane, draft["id"]) == draft
    for other in (ada, merchant):
        reply = other.post(ONLINE, {"planId": plan_id})
        assert (reply.status_code, error_code(reply)) == (403, "MEMBER_REQUIRED")
    assert violated_field(jane.post(ONLINE, {})) == "planId"
    unknown = jane.post(ONLINE, {"planId": "00000000-0000-4000-8000-000000000000"})
    assert (unknown.status_code, error_code(unknown)) == (404, "plan_not_found")
    archived = jane.post(ONLINE, {"planId": plan_named(merchant, "founders-pass")["id"]})
    assert (archived.status_code, error_code(archived)) == (400, "archived_plan")


def test_a_plan_for_once_cannot_be_begun_twice(sandbox: Sandbox, jane: Caller):
    order(sandbox, "studio-friends")
    reply = jane.post(ONLINE, {"planId": plan_named(jane, "studio-friends")["id"]})
    assert (reply.status_code, error_code(reply)) == (400, "purchases_limit_reached")
