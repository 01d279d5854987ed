"""Members and plans for the sandbox's tests."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from werkzeug.test import Client, TestResponse

from sandbox import Sandbox
from sandbox.wix.member_store import create_member, find_member_by_email
from sandbox.wix.site import Subject
from sandbox.wix.tokens import issue_tokens
from tests.sandbox.cast import CLIENT_ID, SHOP, Browser, Caller, CheckoutPage

ORDERS = "/pricing-plans/v2/member/orders"
PLAN_SLUGS = ["open-studio", "six-week-wheel-course", "tea-circle", "studio-friends"]
CALLBACKS = {
    "thankYouPageUrl": f"{SHOP}/thank-you?lang=de",
    "postFlowUrl": f"{SHOP}/plans",
    "planListUrl": f"{SHOP}/plans?from=checkout",
}


def new_member(sandbox: Sandbox, api: Client, email: str) -> Caller:
    """Make a member, unless the seed has, and tokens that say so."""
    with sandbox._database.change() as db:
        now = sandbox.clock.now()
        member = find_member_by_email(db, email) or create_member(
            db, email, "correct horse", now.isoformat(), first_name="Jane", last_name="Doe"
        )
        access, refresh = issue_tokens(db, now, CLIENT_ID, Subject("MEMBER", member.id))
    return Caller(api, {"Authorization": access}, {"access_token": access, "refresh_token": refresh})


def plan_named(caller: Caller, slug: str) -> dict[str, Any]:
    reply = caller.post("/pricing-plans/v3/plans/query", {"query": {"filter": {"slug": slug}}})
    return dict(reply.json["plans"][0])


def begin(caller: Caller, plan_id: str, callbacks: dict[str, str] | None = None, **intent: Any) -> TestResponse:
    """Ask for a redirect session to a plan."""
    given = CALLBACKS if callbacks is None else callbacks
    body = {"paidPlansCheckout": {"planId": plan_id, **intent}, "callbacks": given}
    return caller.post("/headless/v1/redirect-session", body)


def open_plan(
    caller: Caller, browser: Browser, slug: str, callbacks: dict[str, str] | None = None, **intent: Any
) -> CheckoutPage:
    """Open the hosted page of a plan."""
    reply = begin(caller, plan_named(caller, slug)["id"], callbacks, **intent)
    assert reply.status_code == 200, reply.json
    return browser.enter(reply.json["redirectSession"])


def sign_in(page: CheckoutPage, **fields: str) -> CheckoutPage:
    """Sign in or up on a page that asks for it, and open what comes then."""
    reply = page.send("sign-in", **fields)
    assert reply.status_code == 303, reply.text
    return CheckoutPage(page.browser, reply.headers["Location"])


def query_of(reply: TestResponse) -> dict[str, str]:
    """Return the query of the address a browser is sent to."""
    assert reply.status_code == 303, reply.text
    return {name: values[0] for name, values in parse_qs(urlsplit(reply.headers["Location"]).query).items()}


def bought(caller: Caller, reply: TestResponse) -> dict[str, Any]:
    """Return the order a browser comes back with."""
    found = caller.get(f"{ORDERS}/{query_of(reply)['planOrderId']}")
    assert found.status_code == 200, found.json
    return dict(found.json["order"])


def orders_of(caller: Caller, query: str = "") -> list[dict[str, Any]]:
    reply = caller.get(ORDERS + query)
    assert reply.status_code == 200, reply.json
    return list(reply.json["orders"])
