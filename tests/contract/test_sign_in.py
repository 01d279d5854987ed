"""Signing in through the contract: who a visitor's calls are made for, and what ends that."""

from __future__ import annotations

import threading
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from sandbox import Sandbox
from services.errors import (
    NotFoundError,
    PlatformError,
    SignedOutError,
    SignInExpiredError,
)
from services.models import ReturnMode, StartedSignIn
from services.storefront import SignIn
from tests.browsing import Browser
from tests.contract.conftest import MemoryVisitor, RecordedWorld, World, recorded

pytestmark = [pytest.mark.platforms("wix"), pytest.mark.capability("Account: signing in on the platform's page")]

CALLBACK = "http://127.0.0.1:8000/auth/callback"
FOUR_HOURS = timedelta(hours=4, minutes=1)


def sign_in_of(world: World) -> SignIn:
    assert world.storefront.sign_in is not None
    return world.storefront.sign_in


def code_of(world: World, started: StartedSignIn, browser: Browser | None = None) -> str:
    """What the hosted page hands back after the demo account's button was pressed."""
    browser = browser or world.hosted_browser()
    page = browser.open(started.full_url)
    answer = browser.send(page.form(primary=True))
    parameters = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert parameters["state"] == [started.state]
    return parameters["code"][0]


def sign_in(world: World, visitor: MemoryVisitor | None = None, browser: Browser | None = None) -> MemoryVisitor:
    visitor = visitor or world.visitor
    started = sign_in_of(world).start(visitor, CALLBACK)
    sign_in_of(world).finish(visitor, started, code_of(world, started, browser), CALLBACK)
    return visitor


def token_calls(sandbox: Sandbox) -> int:
    return sum(call.path.endswith("/oauth2/token") for call in sandbox.journal())


def test_somebody_who_signs_in_is_known_by_name(world: World) -> None:
    visitor = sign_in(world)
    assert sign_in_of(world).is_signed_in(visitor)
    customer = sign_in_of(world).get_customer(visitor)
    assert (customer.email, bool(customer.id), bool(customer.name)) == ("jane@example.com", True, True)


def test_a_visitor_is_nobody_known(world: World) -> None:
    assert not sign_in_of(world).is_signed_in(world.visitor)
    world.storefront.carts.add_line(world.visitor, world.line(world.any_slug()))
    with pytest.raises(NotFoundError):
        sign_in_of(world).get_customer(world.visitor)


def test_each_attempt_has_secrets_of_its_own_and_they_do_not_show(world_in_process: World) -> None:
    first, second = (sign_in_of(world_in_process).start(world_in_process.visitor, CALLBACK) for _ in range(2))
    assert first.state != second.state
    assert first.verifier != second.verifier
    assert len(first.state) >= 43
    assert 43 <= len(first.verifier) <= 128
    assert first.verifier not in first.full_url
    assert first.verifier not in repr(first)
    assert first.state not in repr(first)


def test_the_cart_follows_whoever_signs_in(world: World) -> None:
    world.storefront.carts.add_line(world.visitor, world.line(world.any_slug(), 2))
    sign_in(world)
    cart = world.storefront.carts.find_cart(world.visitor)
    assert cart is not None
    assert cart.item_count == 2


def test_a_code_is_good_once(world: World) -> None:
    started = sign_in_of(world).start(world.visitor, CALLBACK)
    code = code_of(world, started)
    sign_in_of(world).finish(world.visitor, started, code, CALLBACK)
    with pytest.raises(SignInExpiredError):
        sign_in_of(world).finish(MemoryVisitor(), started, code, CALLBACK)
    assert sign_in_of(world).get_customer(world.visitor).email == "jane@example.com"


def test_a_code_needs_the_verifier_of_its_own_attempt(world: World) -> None:
    first = sign_in_of(world).start(world.visitor, CALLBACK)
    second = sign_in_of(world).start(world.visitor, CALLBACK)
    with pytest.raises(SignInExpiredError):
        sign_in_of(world).finish(world.visitor, second, code_of(world, first), CALLBACK)
    assert not sign_in_of(world).is_signed_in(world.visitor)


def test_a_code_that_waited_too_long_is_refused(world: World) -> None:
    started = sign_in_of(world).start(world.visitor, CALLBACK)
    code = code_of(world, started)
    world.sandbox.clock.advance(timedelta(hours=1))
    with pytest.raises(SignInExpiredError):
        sign_in_of(world).finish(world.visitor, started, code, CALLBACK)


def test_a_code_exchange_that_fails_is_not_repeated_and_changes_nothing(world_in_process: World) -> None:
    world = world_in_process
    started = sign_in_of(world).start(world.visitor, CALLBACK)
    code = code_of(world, started)
    before = token_calls(world.sandbox)
    world.sandbox.faults.add(path="/oauth2/token", kind="status", status=503, times=None)
    with pytest.raises(PlatformError):
        sign_in_of(world).finish(world.visitor, started, code, CALLBACK)
    assert token_calls(world.sandbox) == before + 1
    assert not sign_in_of(world).is_signed_in(world.visitor)


def test_a_silent_attempt_succeeds_where_somebody_is_signed_in_over_there(world: World) -> None:
    browser = world.hosted_browser()
    sign_in(world, browser=browser)
    visitor = MemoryVisitor()
    started = sign_in_of(world).start(visitor, CALLBACK, is_silent=True)
    browser.open(started.full_url)
    assert browser.page is not None
    code = parse_qs(urlsplit(browser.page.url).query)["code"][0]
    sign_in_of(world).finish(visitor, started, code, CALLBACK)
    assert sign_in_of(world).get_customer(visitor).email == "jane@example.com"


def test_a_silent_attempt_asks_nobody_and_says_that_sign_in_is_needed(world: World) -> None:
    started = sign_in_of(world).start(world.visitor, CALLBACK, is_silent=True)
    page = world.hosted_browser().open(started.full_url)
    parameters = parse_qs(urlsplit(page.url).query)
    assert page.url.startswith(CALLBACK)
    assert parameters["error"] == ["login_required"]
    assert parameters["state"] == [started.state]


def test_a_customer_stays_signed_in_when_the_token_expires(world: World) -> None:
    sign_in(world)
    world.sandbox.clock.advance(FOUR_HOURS)
    assert sign_in_of(world).get_customer(world.visitor).email == "jane@example.com"


def test_many_requests_at_once_renew_a_customers_token_once(world_in_process: World) -> None:
    world = world_in_process
    sign_in(world)
    world.sandbox.clock.advance(FOUR_HOURS)
    before = token_calls(world.sandbox)
    names: list[str] = []
    threads = [
        threading.Thread(target=lambda: names.append(sign_in_of(world).get_customer(world.visitor).email))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names == ["jane@example.com"] * 8
    assert token_calls(world.sandbox) == before + 1


def test_a_customer_never_silently_becomes_a_visitor(world: World) -> None:
    sign_in(world)
    world.sandbox.revoke_refresh_tokens()
    world.sandbox.clock.advance(FOUR_HOURS)
    with pytest.raises(SignedOutError):
        world.storefront.carts.find_cart(world.visitor)
    assert not sign_in_of(world).is_signed_in(world.visitor)
    assert world.storefront.carts.find_cart(world.visitor) is None


def test_a_renewal_that_fails_for_other_reasons_keeps_the_customer(world_in_process: World) -> None:
    world = world_in_process
    sign_in(world)
    world.sandbox.clock.advance(FOUR_HOURS)
    world.sandbox.faults.add(path="/oauth2/token", kind="reset", times=None)
    with pytest.raises(PlatformError):
        sign_in_of(world).get_customer(world.visitor)
    assert sign_in_of(world).is_signed_in(world.visitor)
    world.sandbox.faults.clear()
    assert sign_in_of(world).get_customer(world.visitor).email == "jane@example.com"


def test_signing_out_over_there_ends_it_everywhere(world: World) -> None:
    browser = world.hosted_browser()
    sign_in(world, browser=browser)
    way = sign_in_of(world).create_logout_session(world.visitor, "http://127.0.0.1:8000/auth/signed-out")
    page = browser.open(way.full_url)
    assert page.url.startswith("http://127.0.0.1:8000/auth/signed-out")
    with pytest.raises(SignedOutError):
        sign_in_of(world).get_customer(world.visitor)


def test_who_forgot_a_customer_is_a_new_visitor_with_an_empty_cart(world: World) -> None:
    sign_in(world)
    world.storefront.carts.add_line(world.visitor, world.line(world.any_slug()))
    sign_in_of(world).forget(world.visitor)
    assert not sign_in_of(world).is_signed_in(world.visitor)
    assert world.storefront.carts.find_cart(world.visitor) is None


@pytest.mark.parametrize(
    ("setting", "is_silent", "mode"),
    [
        ("query", False, ReturnMode.QUERY),
        ("query", True, ReturnMode.QUERY),
        ("fragment", False, ReturnMode.FRAGMENT),
        ("fragment", True, ReturnMode.FRAGMENT),
        ("web_message", False, ReturnMode.QUERY),
        ("web_message", True, ReturnMode.MESSAGE),
    ],
)
def test_the_way_of_answering_is_a_setting(
    lone_sandbox: Sandbox, cart_api: str, setting: str, is_silent: bool, mode: ReturnMode
) -> None:
    world = recorded(lone_sandbox, cart_api, WIX_AUTH_RESPONSE_MODE=setting)
    assert sign_in_of(world).start(world.visitor, CALLBACK, is_silent=is_silent).mode is mode


def test_what_is_asked_for_is_a_code_with_s256_and_a_lasting_sign_in(
    wix_world: RecordedWorld,
) -> None:
    world = wix_world
    sign_in_of(world).start(world.visitor, CALLBACK)
    body = world.recorder.bodies("/redirect-session")[-1]
    asked = body["auth"]
    request = asked["authRequest"]
    assert asked["prompt"] == "login"
    assert (request["responseType"], request["scope"], request["codeChallengeMethod"], request["redirectUri"]) == (
        "code",
        "offline_access",
        "S256",
        CALLBACK,
    )
    assert set(request) == {
        "clientId",
        "codeChallenge",
        "codeChallengeMethod",
        "redirectUri",
        "responseMode",
        "responseType",
        "scope",
        "state",
    }
    assert set(body) == {"auth"}


def test_a_customer_sees_the_own_orders_and_no_others(world: World) -> None:
    sign_in(world)
    customer = sign_in_of(world).get_customer(world.visitor)
    orders = world.storefront.orders.list_orders(world.visitor, customer).items
    assert orders
    assert {order.member_id for order in orders} == {customer.id}
    assert [order.placed_at for order in orders] == sorted((order.placed_at for order in orders), reverse=True)
