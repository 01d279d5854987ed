"""What a platform offers beside catalog, cart and checkout - and that what it has no API for does not exist at all."""

from __future__ import annotations

import pytest

from services.errors import EmptyCartError, WebhookRefusedError
from services.models import Customer
from tests.contract.conftest import MemoryVisitor, World

HOSTED, OWN = "bigcommerce hosted", "bigcommerce api"
SIGN_IN = "Account: signing in on the platform's page"
LINKS = "Links to products and services on the hosted site"


def without(part: str, capability: str, id: str = "") -> object:
    return pytest.param(part, marks=pytest.mark.absent(capability), id=id or part)


@pytest.mark.platforms("bigcommerce")
@pytest.mark.parametrize(
    "part",
    [
        without("events", "Events"),
        without("plans", "Memberships"),
        without("bookings", "Bookings"),
        without("sign_in", SIGN_IN),
        without("hosted_pages", LINKS),
    ],
)
def test_what_there_is_no_api_for_is_none(world_in_process: World, part: str) -> None:
    assert getattr(world_in_process.storefront, part) is None


@pytest.mark.platforms("wix")
@pytest.mark.parametrize(
    "part",
    [
        without("hosted_cart", "Cart: the platform's own page of it"),
        without("direct_checkout", "Checkout: on the shop's own pages"),
        without("webhooks", "Webhooks"),
    ],
)
def test_what_is_not_offered_here_is_none(world_in_process: World, part: str) -> None:
    assert getattr(world_in_process.storefront, part) is None


@pytest.mark.platforms(HOSTED)
@pytest.mark.absent("Checkout: on the shop's own pages")
def test_where_the_hosted_page_takes_the_money_our_pages_do_not(world_in_process: World) -> None:
    assert world_in_process.storefront.direct_checkout is None


@pytest.mark.platforms(OWN)
@pytest.mark.absent("Checkout: on the platform's page")
def test_where_our_pages_take_the_money_the_checkout_is_theirs(world_in_process: World) -> None:
    """Routes go to a hosted page only where there is no checkout of our own."""
    assert world_in_process.storefront.direct_checkout is not None


@pytest.mark.platforms(OWN)
@pytest.mark.absent("Cart: the platform's own page of it")
def test_where_our_pages_take_the_money_nobody_is_sent_to_the_hosted_cart(world_in_process: World) -> None:
    assert world_in_process.storefront.hosted_cart is None


@pytest.mark.platforms(HOSTED)
@pytest.mark.capability("Cart: the platform's own page of it")
def test_the_hosted_cart_shows_the_same_lines(world_in_process: World) -> None:
    world = world_in_process
    hosted_cart = world.storefront.hosted_cart
    assert hosted_cart is not None
    with pytest.raises(EmptyCartError):
        hosted_cart.create_session(world.visitor)
    world.storefront.carts.add_line(world.visitor, world.line("harbour-mug"))
    page = world.hosted_browser().open(hosted_cart.create_session(world.visitor).full_url)
    assert "Harbour mug" in page.words


@pytest.mark.platforms("bigcommerce")
@pytest.mark.absent("Account: what a customer has bought")
def test_where_nobody_signs_in_nobody_has_a_list_of_orders(world_in_process: World) -> None:
    world = world_in_process
    world.storefront.carts.add_line(world.visitor, world.line("harbour-mug"))
    world.pay(*world.check_out())
    for visitor in (world.visitor, MemoryVisitor()):
        assert world.storefront.orders.list_orders(visitor, Customer("1")).items == ()


@pytest.mark.platforms("bigcommerce")
@pytest.mark.capability("Webhooks")
def test_a_signed_notice_names_the_order_it_is_about_and_a_forged_one_is_refused(world_in_process: World) -> None:
    world = world_in_process
    webhooks = world.storefront.webhooks
    assert webhooks is not None
    world.storefront.carts.add_line(world.visitor, world.line("harbour-mug"))
    order_id = world.pay(*world.check_out())
    now = world.sandbox.clock.now()
    heard = [webhooks.parse(*message.signed(now)) for message in world.sandbox.webhooks()]
    assert order_id in {notice.order_id for notice in heard if notice}
    with pytest.raises(WebhookRefusedError):
        webhooks.parse(*world.sandbox.webhooks()[-1].signed(now, "another secret"))
