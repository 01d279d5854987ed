"""The list of pricing plans: what a visitor sees of it, and in which shapes."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from pathlib import Path

import pytest
from werkzeug.test import Client

from sandbox import Sandbox
from tests.sandbox.cast import SMALL_SHOP, Caller, build, error_code, new_visitor, violated_field
from tests.sandbox.plan_cast import PLAN_SLUGS, begin, plan_named

QUERY, OLD_QUERY, OLD_LIST = (
    "/pricing-plans/v3/plans/query",
    "/pricing-plans/v2/plans/public/query",
    "/pricing-plans/v2/plans/public",
)


def test_a_visitor_sees_the_public_plans_in_order(ada: Caller):
    body = {"query": {"filter": {"visibility": "PUBLIC"}, "cursorPaging": {"limit": 10}}}
    reply = ada.post(QUERY, body).json
    assert [plan["slug"] for plan in reply["plans"]] == PLAN_SLUGS
    assert reply["pagingMetadata"] == {"count": 4, "cursors": {}, "hasNext": False}
    encoded = base64.urlsafe_b64encode(json.dumps(body).encode()).decode().rstrip("=")
    assert ada.get(f"{QUERY}?.r={encoded}").json == reply


def test_hidden_and_archived_plans_are_for_the_api_key_only(ada: Caller, merchant: Caller):
    hidden = {"query": {"filter": {"visibility": "PRIVATE"}}}
    assert ada.post(QUERY, hidden).json["plans"] == []
    (plan,) = merchant.post(QUERY, hidden).json["plans"]
    assert plan["slug"] == "kiln-hands"
    archived = plan_named(merchant, "founders-pass")
    assert archived["buyable"] is False
    for unseen in (plan, archived):
        assert merchant.get(f"/pricing-plans/v3/plans/{unseen['id']}").status_code == 200
        reply = ada.get(f"/pricing-plans/v3/plans/{unseen['id']}")
        assert (reply.status_code, error_code(reply)) == (404, "plan_not_found")


def test_a_recurring_plan_has_the_documented_shape(ada: Caller):
    plan = plan_named(ada, "open-studio")
    assert ada.get(f"/pricing-plans/v3/plans/{plan['id']}?planId={plan['id']}").json == {"plan": plan}
    (variant,) = plan.pop("pricingVariants")
    assert variant.pop("id")
    assert variant == {
        "name": "Open Studio",
        "freeTrialDays": 7,
        "fees": [],
        "billingTerms": {
            "billingCycle": {"period": "MONTH", "count": "1"},
            "startType": "ON_PURCHASE",
            "endType": "UNTIL_CANCELLED",
        },
        "pricingStrategies": [{"flatRate": {"amount": "89.00"}}],
    }
    assert (plan["revision"], plan["maxPurchasesPerBuyer"], plan["currency"]) == ("1", 0, "USD")
    assert (plan["visibility"], plan["buyable"], plan["buyerCanCancel"]) == ("PUBLIC", True, True)
    assert plan["perks"][0].keys() == {"id", "description"}
    assert plan["termsAndConditions"].startswith("The first seven days")
    assert plan["image"].keys() == {"id", "url", "width", "height", "altText"}
    assert plan["createdDate"].endswith("Z")


def test_one_payment_and_free_plans_say_how_they_end(ada: Caller):
    course = plan_named(ada, "six-week-wheel-course")["pricingVariants"][0]["billingTerms"]
    assert course == {
        "billingCycle": {"period": "WEEK", "count": "6"},
        "startType": "ON_PURCHASE",
        "endType": "CYCLES_COMPLETED",
        "cyclesCompletedDetails": {"billingCycleCount": "1"},
    }
    friends = plan_named(ada, "studio-friends")
    assert friends["maxPurchasesPerBuyer"] == 1
    assert friends["pricingVariants"][0]["billingTerms"] == {"startType": "ON_PURCHASE", "endType": "UNTIL_CANCELLED"}
    assert float(friends["pricingVariants"][0]["pricingStrategies"][0]["flatRate"]["amount"]) == 0


def test_plans_are_filtered_sorted_and_paged(ada: Caller):
    wanted = [plan_named(ada, slug)["id"] for slug in PLAN_SLUGS[:2]]
    found = ada.post(QUERY, {"query": {"filter": {"id": {"$in": wanted}}}}).json["plans"]
    assert [plan["id"] for plan in found] == wanted
    by_name = {"sort": [{"fieldName": "name", "order": "DESC"}], "cursorPaging": {"limit": 3}}
    first = ada.post(QUERY, {"query": by_name}).json
    assert [plan["name"] for plan in first["plans"]] == ["Tea Circle", "Studio Friends", "Six-week wheel course"]
    paging = {"cursor": first["pagingMetadata"]["cursors"]["next"], "limit": 3}
    second = ada.post(QUERY, {"query": {"cursorPaging": paging}}).json
    assert [plan["name"] for plan in second["plans"]] == ["Open Studio"]
    assert second["pagingMetadata"]["hasNext"] is False
    reply = ada.post(QUERY, {"query": {"filter": {"price": 3}}})
    assert (reply.status_code, error_code(reply)) == (400, "INVALID_FILTER")


def test_the_deprecated_lists_are_served_still(ada: Caller):
    reply = ada.post(OLD_QUERY, {"query": {"filter": {}, "paging": {"limit": 2, "offset": 1}}}).json
    assert [plan["slug"] for plan in reply["plans"]] == PLAN_SLUGS[1:3]
    assert reply["pagingMetadata"] == {"count": 2, "offset": 1, "total": 4, "tooManyToCount": False}
    listed = {plan["slug"]: plan["pricing"] for plan in ada.get(f"{OLD_LIST}?limit=5").json["plans"]}
    assert listed["open-studio"] == {
        "subscription": {"cycleDuration": {"count": 1, "unit": "MONTH"}, "cycleCount": 0},
        "price": {"value": "89", "currency": "USD"},
        "freeTrialDays": 7,
    }
    assert listed["six-week-wheel-course"]["singlePaymentForDuration"] == {"count": 6, "unit": "WEEK"}
    assert listed["studio-friends"]["singlePaymentUnlimited"] is True
    one = reply["plans"][0]["id"]
    assert [plan["id"] for plan in ada.get(f"{OLD_LIST}?planIds={one}").json["plans"]] == [one]
    assert violated_field(ada.get(f"{OLD_LIST}?limit=many")) == "limit"
    assert violated_field(ada.get(f"{OLD_LIST}?limit=1000")) == "limit"


def test_nobody_without_a_token_sees_plans(api: Client):
    for path in (OLD_LIST, f"{QUERY}?.r="):
        assert api.get(f"/wix{path}").status_code == 403
        assert api.get(f"/wix{path}", headers={"Authorization": "made-up"}).status_code == 401


def test_a_plan_can_be_hidden_and_shown_again(sandbox: Sandbox, ada: Caller):
    plan = plan_named(ada, "tea-circle")
    sandbox.clock.advance(timedelta(hours=1))
    sandbox.hide_plan("tea-circle")
    assert ada.get(f"/pricing-plans/v3/plans/{plan['id']}").status_code == 404
    sandbox.hide_plan("tea-circle", hidden=False)
    again = plan_named(ada, "tea-circle")
    assert again["revision"] == "3"
    assert again["updatedDate"] > plan["updatedDate"]
    with pytest.raises(KeyError):
        sandbox.hide_plan("nope")


def test_a_redirect_session_needs_a_plan_that_is_sold(sandbox: Sandbox, ada: Caller, merchant: Caller):
    archived, hidden = (plan_named(merchant, slug)["id"] for slug in ("founders-pass", "kiln-hands"))
    reply = begin(ada, archived)
    assert (reply.status_code, error_code(reply)) == (400, "archived_plan")
    for unknown in (hidden, "00000000-0000-4000-8000-000000000000"):
        reply = begin(ada, unknown)
        assert (reply.status_code, error_code(reply)) == (404, "plan_not_found")
    assert violated_field(begin(ada, "")) == "paidPlansCheckout.planId"
    assert violated_field(begin(ada, "cat")) == "planId"
    plan_id = plan_named(ada, "tea-circle")["id"]
    assert violated_field(begin(ada, plan_id, checkoutData="x" * 2049)) == "checkoutData"
    session = begin(ada, plan_id, checkoutData="x" * 2048).json["redirectSession"]
    assert session["urlDetails"]["endpoint"].endswith("/wix/plan-checkout")
    assert session["urlDetails"]["searchParams"]["planId"] == plan_id


def test_a_shop_without_a_list_of_plans_has_none(tmp_path: Path):
    made = build(tmp_path, seed=SMALL_SHOP)
    assert new_visitor(Client(made.api)).post(QUERY).json["plans"] == []
    made.close()


def test_other_plans_make_another_sandbox(tmp_path: Path):
    seed = tmp_path / "seed"
    seed.mkdir()
    (seed / "catalog.toml").write_text("")
    build(tmp_path, seed=seed).close()
    (seed / "plans.toml").write_text('[[plans]]\nslug="a"\nname="A"\ndescription=""\nprice="1.50"\n')
    made = build(tmp_path, seed=seed)
    (plan,) = new_visitor(Client(made.api)).post(QUERY).json["plans"]
    assert plan["pricingVariants"][0]["pricingStrategies"] == [{"flatRate": {"amount": "1.50"}}]
    made.close()
