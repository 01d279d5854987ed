"""Codes and member tokens: how a code is bound, what follows the visitor, what dies when somebody signs out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from sandbox import Sandbox
from tests.sandbox.cast import CLIENT_ID, SHOP, Browser, Caller, error_code, new_visitor
from tests.sandbox.signing_in import (
    BO,
    CALLBACK,
    JANE,
    VERIFIER,
    answer_of,
    auth_session,
    challenge_of,
    exchange,
    log_in,
    logout_session,
    member,
)

CART = "/ecom/v1/carts/current"


@pytest.fixture
def code(ada: Caller, browser: Browser) -> str:
    return log_in(ada, browser)["code"]


def refresh(api: Client, refresh_token: str) -> TestResponse:
    body = {"clientId": CLIENT_ID, "grantType": "refresh_token", "refreshToken": refresh_token}
    return api.post("/wix/oauth2/token", json=body)


def quantities(caller: Caller) -> dict[str, int]:
    lines = caller.get(CART).json["cart"]["lineItems"]
    return {line["catalogReference"]["catalogItemId"]: line["quantity"] for line in lines}


def test_a_code_becomes_the_tokens_of_a_member(api: Client, code: str):
    reply = exchange(api, code)
    assert reply.status_code == 200
    assert set(reply.json) == {"access_token", "token_type", "expires_in", "refresh_token"}
    info = api.post("/wix/oauth2/token-info", json={"token": reply.json["access_token"]}).json
    assert (info["active"], info["subjectType"], info["clientId"]) == (True, "MEMBER", CLIENT_ID)
    jane = Caller(api, {"Authorization": reply.json["access_token"]})
    assert jane.get("/members/v1/members/my").json["member"]["id"] == info["subjectId"]


def test_what_can_leak_is_marked(code: str, api: Client):
    assert code.startswith("IAMCODE.")
    tokens = exchange(api, code).json
    assert tokens["access_token"].startswith("OauthNG.JWS.")
    assert tokens["refresh_token"].startswith("JWS.")


def test_a_form_in_snake_case_is_understood_too(api: Client, code: str):
    form = {
        "grant_type": "authorization_code",
        "client_id": CLIENT_ID,
        "redirect_uri": CALLBACK,
        "code": code,
        "code_verifier": VERIFIER,
    }
    assert api.post("/wix/oauth2/token", data=form).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"codeVerifier": "x" * 43},
        {"codeVerifier": None},
        {"codeVerifier": "short"},
        {"codeVerifier": ["x"]},
        {"redirectUri": f"{CALLBACK}/"},
        {"redirectUri": None},
        {"code": "IAMCODE.made-up"},
        {"code": None},
    ],
)
def test_a_code_is_bound_to_verifier_and_address(api: Client, code: str, change: dict[str, Any]):
    reply = exchange(api, code, **change)
    assert (reply.status_code, reply.json["error"]) == (400, "invalid_grant")


def test_a_code_is_bound_to_the_client(api: Client, code: str):
    assert exchange(api, code, clientId="somebody-else").json["error"] == "invalid_client"


def test_a_code_works_once_and_the_tokens_of_the_first_time_stay_good(api: Client, code: str):
    tokens = exchange(api, code).json
    assert exchange(api, code).json["error"] == "invalid_grant"
    assert api.post("/wix/oauth2/token-info", json={"token": tokens["access_token"]}).json["active"] is True


def test_of_many_who_exchange_one_code_exactly_one_gets_tokens(api: Client, code: str):
    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(lambda _: exchange(api, code).status_code, range(6)))
    assert sorted(statuses) == [200] + [400] * 5


def test_a_wrong_verifier_uses_the_code_up(api: Client, code: str):
    exchange(api, code, codeVerifier="x" * 43)
    assert exchange(api, code).json["error"] == "invalid_grant"


def test_a_code_lives_five_minutes(sandbox: Sandbox, api: Client, ada: Caller, browser: Browser, code: str):
    later = log_in(ada, browser)["code"]
    sandbox.clock.advance(timedelta(minutes=4, seconds=50))
    assert exchange(api, later).status_code == 200
    sandbox.clock.advance(timedelta(seconds=11))
    assert exchange(api, code).json["error"] == "invalid_grant"


def test_a_challenge_fits_only_its_own_verifier(api: Client, ada: Caller, browser: Browser):
    other = "another-verifier-that-is-long-enough-0123456789"
    code = log_in(ada, browser, codeChallenge=challenge_of(other))["code"]
    assert exchange(api, code, codeVerifier=other).status_code == 200


def test_without_offline_access_there_is_no_refresh_token(api: Client, ada: Caller, browser: Browser):
    for scope in ("openid", None):
        reply = exchange(api, log_in(ada, browser, scope=scope)["code"])
        assert reply.status_code == 200
        assert "refresh_token" not in reply.json


def test_refreshing_keeps_the_member(api: Client, ada: Caller, browser: Browser):
    jane = member(ada, browser)
    fresh = refresh(api, jane.tokens["refresh_token"])
    info = api.post("/wix/oauth2/token-info", json={"token": fresh.json["access_token"]}).json
    assert (info["subjectType"], info["subjectId"]) == ("MEMBER", jane.visitor_id)


def test_the_cart_follows_the_visitor_who_signs_in(
    ada: Caller, browser: Browser, mug: dict[str, Any], teapot: dict[str, Any]
):
    cart = ada.add(mug, 2)
    jane = member(ada, browser)
    assert jane.get(CART).json["cart"]["id"] == cart["id"]
    assert quantities(jane) == {mug["id"]: 2}
    assert jane.get(CART).json["cart"]["buyerInfo"]["memberId"] == jane.visitor_id
    assert error_code(ada.get(CART)) == "OWNED_CART_NOT_FOUND"


def test_the_cart_is_added_to_the_one_the_member_has(
    api: Client, ada: Caller, sandbox: Sandbox, mug: dict[str, Any], teapot: dict[str, Any]
):
    jane = member(new_visitor(api), Browser(sandbox))
    jane.add(mug, 1)
    ada.add(mug, 2)
    ada.add(teapot, 1)
    again = member(ada, Browser(sandbox))
    assert quantities(again) == quantities(jane) == {mug["id"]: 3, teapot["id"]: 1}
    assert ada.get(CART).status_code == 404


def test_a_merged_cart_never_holds_more_than_there_is(api: Client, ada: Caller, sandbox: Sandbox, mug: dict[str, Any]):
    sandbox.set_stock(mug["variantsInfo"]["variants"][0]["sku"], 4)
    jane = member(new_visitor(api), Browser(sandbox))
    jane.add(mug, 3)
    ada.add(mug, 3)
    assert quantities(member(ada, Browser(sandbox))) == {mug["id"]: 4}


def test_a_coupon_comes_along_where_the_member_has_none(
    api: Client, ada: Caller, sandbox: Sandbox, mug: dict[str, Any]
):
    member(new_visitor(api), Browser(sandbox)).add(mug, 1)
    ada.add(mug, 1)
    ada.patch(CART, {"couponCode": "WELCOME10"})
    jane = member(ada, Browser(sandbox))
    assert jane.estimate("US")["appliedDiscounts"]


def test_an_open_checkout_follows_and_a_finished_one_does_not(
    ada: Caller, browser: Browser, mug: dict[str, Any], sandbox: Sandbox
):
    ada.add(mug, 1)
    finished = ada.checkout()
    Browser(sandbox).enter(ada.redirect_session(finished)).send("pay")
    ada.add(mug, 1)
    begun = ada.checkout()
    jane = member(ada, browser)
    assert jane.get(f"/ecom/v1/checkouts/{begun}").status_code == 200
    assert ada.get(f"/ecom/v1/checkouts/{begun}").status_code == 404
    assert jane.get(f"/ecom/v1/checkouts/{finished}").status_code == 404


def test_a_failed_exchange_moves_nothing(api: Client, ada: Caller, browser: Browser, mug: dict[str, Any]):
    ada.add(mug, 1)
    exchange(api, log_in(ada, browser)["code"], codeVerifier="x" * 43)
    assert quantities(ada) == {mug["id"]: 1}


def test_a_members_order_is_the_members(ada: Caller, cy: Caller, browser: Browser, mug: dict[str, Any]):
    jane = member(ada, browser)
    jane.add(mug, 1)
    reply = browser.enter(jane.redirect_session(jane.checkout(), thankYouPageUrl=f"{SHOP}/thanks")).send("pay")
    assert "wixMemberLoggedIn=true" in reply.headers["Location"]
    (order,) = jane.orders()
    assert (order["buyerInfo"]["memberId"], order["buyerInfo"]["email"]) == (jane.visitor_id, "jane@example.com")
    assert order["billingInfo"]["contactDetails"]["firstName"] == "Jane"
    assert cy.get(f"/ecom/v1/orders/{order['id']}").status_code == 403


def test_the_hosted_logout_kills_the_members_tokens(api: Client, ada: Caller, browser: Browser):
    jane = member(ada, browser)
    unused = log_in(ada, browser)["code"]
    page = browser.open(logout_session(jane, postFlowUrl=f"{SHOP}/?from=logout")["fullUrl"])
    back = browser.open(page.headers["Location"])
    assert (back.status_code, back.headers["Location"]) == (302, f"{SHOP}/?from=logout&wixMemberLoggedIn=false")
    assert error_code(jane.get("/members/v1/members/my")) == "UNAUTHENTICATED"
    assert api.post("/wix/oauth2/token-info", json={"token": jane.tokens["access_token"]}).json == {"active": False}
    assert refresh(api, jane.tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert exchange(api, unused).json["error"] == "invalid_grant"
    assert ada.get("/stores/v3/provision/version").status_code == 200


def test_making_the_logout_address_kills_nothing_yet(ada: Caller, browser: Browser):
    jane = member(ada, browser)
    session = logout_session(jane)
    browser.client.head(session["fullUrl"].removeprefix("http://localhost:8000"))
    assert jane.get("/members/v1/members/my").status_code == 200


def test_a_logout_asked_for_by_a_visitor_signs_out_whoever_is_signed_in_there(
    ada: Caller, cy: Caller, browser: Browser
):
    jane = member(ada, browser)
    page = browser.open(logout_session(cy)["fullUrl"])
    assert "You are signed out" in browser.open(page.headers["Location"]).text
    assert jane.get("/members/v1/members/my").status_code == 401


def test_a_logout_leaves_other_members_alone(ada: Caller, cy: Caller, browser: Browser, sandbox: Sandbox):
    jane, bo = member(ada, browser), member(cy, Browser(sandbox), BO)
    browser.open(browser.open(logout_session(jane)["fullUrl"]).headers["Location"])
    assert bo.get("/members/v1/members/my").status_code == 200


def test_after_the_logout_nobody_is_signed_in_silently(ada: Caller, browser: Browser):
    jane = member(ada, browser)
    assert "code" in answer_of(browser.open(auth_session(ada, "none")["fullUrl"]))
    browser.open(browser.open(logout_session(jane)["fullUrl"]).headers["Location"])
    assert answer_of(browser.open(auth_session(ada, "none")["fullUrl"]))["error"] == "login_required"


def test_logout_needs_the_client_id(ada: Caller):
    reply = ada.post("/headless/v1/redirect-session", {"logout": {"clientId": ""}})
    assert (reply.status_code, reply.json["details"]["validationError"]["fieldViolations"][0]["field"]) == (
        400,
        "clientId",
    )


def test_the_merchant_can_revoke_a_members_tokens(api: Client, sandbox: Sandbox, ada: Caller, browser: Browser):
    jane = member(ada, browser)
    sandbox.revoke_member_tokens("Jane@example.com")
    assert jane.get("/members/v1/members/my").status_code == 401
    assert refresh(api, jane.tokens["refresh_token"]).json["error"] == "invalid_grant"
    with pytest.raises(KeyError):
        sandbox.revoke_member_tokens("nobody@example.com")


def test_a_deleted_member_is_unknown(api: Client, sandbox: Sandbox, ada: Caller, browser: Browser):
    jane, code = member(ada, browser), log_in(ada, browser)["code"]
    sandbox.delete_member("jane@example.com")
    assert jane.get("/members/v1/members/my").status_code == 401
    assert exchange(api, code).json["error"] == "invalid_grant"
    assert browser.enter(auth_session(ada, "login")).send("enter", **JANE).status_code == 422
