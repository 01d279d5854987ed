"""Who a visitor is at the platform: kept through renewals, never mixed up, never guessed."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from services.errors import PlatformAnswerError, PlatformAuthError, PlatformError
from services.models import Cart
from tests.contract.conftest import MemoryVisitor, RecordedWorld, World

pytestmark = pytest.mark.platforms("wix")

TOKEN_PATH = "/oauth2/token"
FOUR_HOURS = timedelta(hours=4, minutes=1)


def fill_cart(world: World, visitor: MemoryVisitor | None = None) -> None:
    world.storefront.carts.add_line(visitor or world.visitor, world.line(world.any_slug(), 2))


def cart_of(world: World) -> Cart:
    cart = world.storefront.carts.find_cart(world.visitor)
    assert cart is not None
    return cart


def token_calls(world: World) -> int:
    return sum(call.path.endswith(TOKEN_PATH) for call in world.sandbox.journal())


def test_the_cart_survives_the_expiry_of_the_token(world: World) -> None:
    fill_cart(world)
    world.sandbox.clock.advance(FOUR_HOURS)
    assert cart_of(world).item_count == 2


def test_every_request_says_that_it_comes_from_the_shop_and_wants_json(wix_world: RecordedWorld) -> None:
    fill_cart(wix_world)
    wix_world.sandbox.clock.advance(FOUR_HOURS)
    cart_of(wix_world)
    asked = wix_world.recorder.asked
    assert [call.body["grantType"] for call in asked if call.path == TOKEN_PATH][-1] == "refresh_token"
    assert {(call.headers["User-Agent"], call.headers["Accept"]) for call in asked} == {("foyer", "application/json")}


def test_a_token_is_renewed_a_minute_before_it_expires(world: World) -> None:
    fill_cart(world)
    before = token_calls(world)
    world.sandbox.clock.advance(timedelta(hours=4) - timedelta(seconds=90))
    cart_of(world)
    assert token_calls(world) == before
    world.sandbox.clock.advance(timedelta(seconds=45))
    cart_of(world)
    assert token_calls(world) == before + 1


def test_a_token_refused_before_its_time_is_renewed_once(world: World) -> None:
    fill_cart(world)
    world.sandbox.expire_tokens()
    assert cart_of(world).item_count == 2


def test_a_platform_that_refuses_every_token_is_asked_twice_and_no_more(world_in_process: World) -> None:
    world = world_in_process
    fill_cart(world)
    before = len(world.sandbox.journal())
    world.sandbox.faults.add(path=world.estimate_path, kind="status", status=401, times=None)
    with pytest.raises(PlatformAuthError):
        world.storefront.carts.find_cart(world.visitor)
    paths = [call.path for call in world.sandbox.journal()[before:]]
    assert paths.count(world.estimate_path) == 2
    assert sum(path.endswith(TOKEN_PATH) for path in paths) == 1


def test_a_dead_refresh_token_makes_a_new_visitor_and_never_an_error(world: World) -> None:
    fill_cart(world)
    world.sandbox.revoke_refresh_tokens()
    world.sandbox.clock.advance(FOUR_HOURS)
    assert world.storefront.carts.find_cart(world.visitor) is None
    fill_cart(world)
    assert cart_of(world).item_count == 2


def test_a_token_endpoint_that_fails_keeps_the_tokens(world_in_process: World) -> None:
    world = world_in_process
    fill_cart(world)
    world.sandbox.clock.advance(FOUR_HOURS)
    world.sandbox.faults.add(path=TOKEN_PATH, kind="status", status=400, times=None)
    with pytest.raises(PlatformError):
        world.storefront.carts.find_cart(world.visitor)
    world.sandbox.faults.clear()
    assert cart_of(world).item_count == 2


@pytest.mark.parametrize("kind", ["html", "garbage", "empty", "wrong_types"])
def test_what_is_not_a_token_is_never_kept_as_one(world_in_process: World, kind: str) -> None:
    world = world_in_process
    line = world.line(world.any_slug())
    world.sandbox.faults.add(path=TOKEN_PATH, kind=kind, times=None)
    with pytest.raises(PlatformError):
        world.storefront.carts.add_line(world.visitor, line)
    assert world.visitor.memory == {}


def test_eight_parallel_requests_renew_an_expired_token_once(world_in_process: World) -> None:
    world = world_in_process
    fill_cart(world)
    world.sandbox.clock.advance(FOUR_HOURS)
    before = token_calls(world)
    counts: list[int] = []
    threads = [threading.Thread(target=lambda: counts.append(cart_of(world).item_count)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [2] * 8
    assert token_calls(world) == before + 1


def test_the_shared_token_of_the_catalog_is_replaced_when_refused(world: World) -> None:
    world.storefront.catalog.list_categories()
    world.sandbox.expire_tokens()
    assert world.product(world.any_slug()).name


@pytest.mark.parametrize("lifetime", ["soon", None, 0, -5, "3600", True, [], 10**12])
def test_an_odd_lifetime_costs_nobody_the_cart(wix_world: RecordedWorld, lifetime: object) -> None:
    wix_world.recorder.rewrite(TOKEN_PATH, lambda answer: answer.update(expires_in=lifetime))
    fill_cart(wix_world)
    assert cart_of(wix_world).item_count == 2


@pytest.mark.parametrize("kind", ["mac", 5, "Bearer, sort of"])
def test_what_is_no_bearer_token_is_refused(wix_world: RecordedWorld, kind: object) -> None:
    line = wix_world.line(wix_world.any_slug())
    wix_world.recorder.rewrite(TOKEN_PATH, lambda answer: answer.update(token_type=kind))
    with pytest.raises(PlatformAnswerError):
        wix_world.storefront.carts.add_line(wix_world.visitor, line)
    assert wix_world.visitor.memory == {}
