"""What a cart takes beside its lines: modifiers, coupons, a note, and the place it might go to."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

import pytest

from services.errors import CartChangeError, NotFoundError, PlatformUnavailableError
from services.models import Cart, Destination, NewLine
from tests.contract.conftest import RecordedWorld, World
from tests.contract.wix_world import order_id_of

COUPONS = pytest.mark.capability("Cart: coupons")
NOTES = pytest.mark.capability("Cart: a note to the seller")
ESTIMATES = pytest.mark.capability("Cart: an estimate of shipping and tax")
MODIFIERS = pytest.mark.capability("Product: options, modifiers and stock")
LINES = pytest.mark.capability("Cart: lines and quantities")
UNKNOWN_KEY = "999999"
MAINE = Destination("US", "04101", "US-ME")


def cart_of(world: World, destination: Destination | None = None) -> Cart:
    cart = world.storefront.carts.find_cart(world.visitor, destination)
    assert cart is not None
    return cart


def add(world: World, slug: str, quantity: int = 1) -> None:
    world.storefront.carts.add_line(world.visitor, world.line(slug, quantity))


def line_with(world: World, slug: str, *, wrap: str = "", note: str = "", initials: str = "") -> NewLine:
    line, keys = world.line(slug), {known.name: known.key for known in world.product(slug).modifiers}
    choices = ((keys.get("Gift wrap", UNKNOWN_KEY), wrap),) if wrap else ()
    texts = tuple((keys[name], text) for name, text in (("Gift note", note), ("Initials", initials)) if text)
    return NewLine(line.product_id, line.variant_id, 1, choices, texts)


@MODIFIERS
def test_a_choice_adds_its_price_and_stands_at_the_line(world: World) -> None:
    world.storefront.carts.add_line(world.visitor, line_with(world, "orchard-mug", wrap="Striped linen cloth"))
    (line,) = cart_of(world).lines
    assert line.unit_price is not None
    assert line.unit_price.amount == Decimal("51.00")
    assert ("Gift wrap", "Striped linen cloth") in line.choices


@MODIFIERS
def test_a_note_stands_at_the_line_as_it_was_written(world: World) -> None:
    world.storefront.carts.add_line(world.visitor, line_with(world, "orchard-mug", note="For Bo, with <love> & tea"))
    (line,) = cart_of(world).lines
    assert ("Gift note", "For Bo, with <love> & tea") in line.choices


@MODIFIERS
def test_other_modifiers_make_another_line_and_the_same_ones_the_same(world: World) -> None:
    for note in ("one", "two", "one"):
        world.storefront.carts.add_line(world.visitor, line_with(world, "orchard-mug", note=note))
    assert sorted(line.quantity for line in cart_of(world).lines) == [1, 2]


@MODIFIERS
@pytest.mark.parametrize(
    "changes",
    [{"initials": ""}, {"initials": "ABCD"}, {"initials": "AB", "wrap": "Gold foil"}],
    ids=["mandatory left out", "too long", "unknown choice"],
)
def test_modifiers_that_do_not_fit_are_refused_and_no_cart_is_made(world: World, changes: dict[str, str]) -> None:
    with pytest.raises(CartChangeError):
        world.storefront.carts.add_line(world.visitor, line_with(world, "initials-mug", **changes))
    assert world.storefront.carts.find_cart(world.visitor) is None


@MODIFIERS
def test_a_mandatory_modifier_that_is_filled_in_is_taken(world: World) -> None:
    world.storefront.carts.add_line(world.visitor, line_with(world, "initials-mug", initials="AB"))
    assert cart_of(world).item_count == 1


@LINES
def test_what_comes_later_can_be_in_the_cart_without_a_problem(world: World) -> None:
    add(world, "quayside-iron-kettle")
    assert cart_of(world).can_check_out


@pytest.mark.platforms("wix")
@pytest.mark.capability("Cart: a quantity beyond the stock is lowered to it")
def test_a_limit_for_each_order_is_kept_and_said(world: World) -> None:
    change = world.storefront.carts.add_line(world.visitor, world.line("seconds-mug", 5))
    assert change.cart.item_count == 2
    assert change.notice


@COUPONS
def test_a_good_coupon_takes_something_off(world: World) -> None:
    add(world, "harbour-mug", 2)
    world.storefront.carts.apply_coupon(world.visitor, "WELCOME10")
    cart = cart_of(world)
    assert cart.coupon is not None
    assert cart.coupon.code == "WELCOME10"
    assert not cart.coupon.problem
    assert cart.totals.discount is not None
    assert cart.totals.discount.amount == Decimal("7.60")
    assert cart.totals.total is not None
    assert cart.totals.total.amount == Decimal("68.40")


@COUPONS
def test_a_coupon_is_known_in_small_letters_too(world: World) -> None:
    add(world, "harbour-mug")
    world.storefront.carts.apply_coupon(world.visitor, "welcome10")
    assert cart_of(world).coupon is not None


@COUPONS
@pytest.mark.parametrize("code", ["NOSUCH", "BYGONE", "NOTYET", "USEDUP", "SPRING5", "TEAPOT20"])
def test_a_coupon_that_is_no_good_is_refused_and_leaves_no_trace(world: World, code: str) -> None:
    add(world, "harbour-mug")
    with pytest.raises(CartChangeError):
        world.storefront.carts.apply_coupon(world.visitor, code)
    cart = cart_of(world)
    assert cart.coupon is None
    assert cart.totals.total == cart.totals.subtotal


@pytest.mark.platforms("bigcommerce")
@pytest.mark.absent("Cart: why a coupon is refused")
def test_where_no_reason_is_given_all_refusals_read_the_same(world: World) -> None:
    add(world, "harbour-mug")
    sentences = set()
    for code in ("NOSUCH", "BYGONE", "TEAPOT20"):
        with pytest.raises(CartChangeError) as caught:
            world.storefront.carts.apply_coupon(world.visitor, code)
        sentences.add(str(caught.value.shopper_message))
    assert len(sentences) == 1


@pytest.mark.platforms("wix")
@pytest.mark.capability("Cart: why a coupon is refused")
@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("NOSUCH", "do not know"),
        ("BYGONE", "expired"),
        ("NOTYET", "not valid yet"),
        ("USEDUP", "used up"),
        ("SPRING5", "does not reach"),
    ],
)
def test_each_refusal_of_a_coupon_has_a_sentence_of_its_own(world: World, code: str, sentence: str) -> None:
    add(world, "harbour-mug")
    with pytest.raises(CartChangeError, match=sentence):
        world.storefront.carts.apply_coupon(world.visitor, code)
    cart = cart_of(world)
    assert cart.coupon is None
    assert cart.totals.total == cart.totals.subtotal


@COUPONS
def test_a_refused_coupon_leaves_no_trace_and_another_can_be_tried(world: World) -> None:
    add(world, "harbour-mug", 2)
    with pytest.raises(CartChangeError):
        world.storefront.carts.apply_coupon(world.visitor, "BYGONE")
    world.storefront.carts.apply_coupon(world.visitor, "SPRING5")
    assert cart_of(world).coupon is not None


@COUPONS
def test_a_mistyped_code_does_not_cost_the_coupon_that_counts(world: World) -> None:
    add(world, "harbour-mug", 2)
    world.storefront.carts.apply_coupon(world.visitor, "WELCOME10")
    before = cart_of(world)
    with pytest.raises(CartChangeError, match="WELCOME10 is still on your cart"):
        world.storefront.carts.apply_coupon(world.visitor, "NOSUCH")
    assert cart_of(world).totals == before.totals


@pytest.mark.platforms("wix")
@pytest.mark.capability("Cart: why a coupon is refused")
def test_a_coupon_that_gives_nothing_any_more_is_still_called_by_its_name(world: World) -> None:
    add(world, "harbour-mug", 2)
    world.storefront.carts.apply_coupon(world.visitor, "SPRING5")
    world.storefront.carts.change_quantity(world.visitor, cart_of(world).lines[0].id, 1)
    coupon = cart_of(world).coupon
    assert coupon is not None
    assert coupon.code == "SPRING5"
    assert "does not reach" in coupon.problem


@COUPONS
def test_after_an_outage_a_coupon_can_be_tried_again(world_in_process: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.http.time.sleep", lambda seconds: None)
    world = world_in_process
    add(world, "harbour-mug", 2)
    world.break_coupons(503)
    with suppress(PlatformUnavailableError):  # a platform on which that harms nothing is asked again at once
        world.storefront.carts.apply_coupon(world.visitor, "WELCOME10")
    world.storefront.carts.apply_coupon(world.visitor, "WELCOME10")
    coupon = cart_of(world).coupon
    assert coupon is not None
    assert coupon.code == "WELCOME10"


@COUPONS
def test_a_coupon_can_be_taken_off(world: World) -> None:
    add(world, "harbour-mug")
    world.storefront.carts.apply_coupon(world.visitor, "WELCOME10")
    world.storefront.carts.remove_coupon(world.visitor)
    cart = cart_of(world)
    assert cart.coupon is None
    assert cart.totals.total == cart.totals.subtotal


@COUPONS
def test_a_coupon_that_expires_meanwhile_is_said_and_blocks_nothing(world: World) -> None:
    add(world, "harbour-mug", 2)
    world.storefront.carts.apply_coupon(world.visitor, "SPRING5")
    world.storefront.carts.change_quantity(world.visitor, cart_of(world).lines[0].id, 1)
    cart = cart_of(world)
    assert cart.coupon is None or cart.coupon.problem
    assert cart.can_check_out


@LINES
def test_nobody_without_a_cart_has_a_coupon_or_a_note(world: World) -> None:
    for act in (
        lambda: world.storefront.carts.apply_coupon(world.visitor, "WELCOME10"),
        lambda: world.storefront.carts.remove_coupon(world.visitor),
        lambda: world.storefront.carts.change_note(world.visitor, "hello"),
    ):
        with pytest.raises(NotFoundError):
            act()
    assert world.sandbox.journal() == []


@NOTES
def test_a_note_to_the_seller_is_kept_and_reaches_the_order(world: World) -> None:
    add(world, "harbour-mug", 2)
    world.storefront.carts.change_note(world.visitor, "Please leave it\nwith the neighbours.")
    world.storefront.carts.apply_coupon(world.visitor, "WELCOME10")
    assert cart_of(world).note == "Please leave it\nwith the neighbours."
    order = world.storefront.orders.get_order(world.visitor, world.pay(*world.check_out()))
    assert order.note == "Please leave it\nwith the neighbours."
    assert order.coupon_code == "WELCOME10"
    assert order.totals.discount is not None
    assert order.totals.discount.amount == Decimal("7.60")


@NOTES
def test_a_note_can_be_taken_back(world: World) -> None:
    add(world, "harbour-mug")
    world.storefront.carts.change_note(world.visitor, "hello")
    world.storefront.carts.change_note(world.visitor, "")
    assert cart_of(world).note == ""


@pytest.mark.platforms("bigcommerce")
@pytest.mark.absent("Cart: an estimate of shipping and tax")
def test_where_there_is_no_estimate_a_place_changes_nothing(world: World) -> None:
    assert not world.storefront.carts.estimates_delivery
    add(world, "harbour-mug")
    assert cart_of(world, MAINE) == cart_of(world)
    assert cart_of(world).shipping_options == ()


@pytest.mark.platforms("wix")
@ESTIMATES
def test_a_place_gives_shipping_and_tax_as_the_platform_estimates_them(world: World) -> None:
    add(world, "harbour-mug")
    cart = cart_of(world, MAINE)
    assert len(cart.shipping_options) == 2
    assert all(option.title and option.cost for option in cart.shipping_options)
    assert cart.totals.shipping == cart.shipping_options[0].cost
    assert cart.totals.tax is not None
    assert cart.totals.tax.amount > 0
    assert cart.totals.total is not None
    assert cart.totals.subtotal is not None
    assert cart.totals.shipping is not None
    parts = cart.totals.subtotal.amount + cart.totals.shipping.amount + cart.totals.tax.amount
    assert cart.totals.total.amount == parts


@pytest.mark.platforms("wix")
@ESTIMATES
def test_places_differ_in_shipping_and_tax(world: World) -> None:
    add(world, "harbour-mug")
    at_home, abroad = cart_of(world, MAINE), cart_of(world, Destination("DE", "10115"))
    assert at_home.totals.shipping != abroad.totals.shipping
    assert at_home.totals.tax != abroad.totals.tax


@pytest.mark.platforms("wix")
@ESTIMATES
def test_a_place_that_cannot_be_reached_is_said(world: World) -> None:
    add(world, "harbour-mug")
    cart = cart_of(world, Destination("AQ"))
    assert cart.shipping_options == ()
    assert any("cannot send" in problem for problem in cart.problems)


def test_a_place_that_the_platform_refuses_stands_in_nobodys_way(wix_world: RecordedWorld) -> None:
    world = wix_world
    add(world, "harbour-mug")
    world.sandbox.faults.add(path=world.estimate_path, kind="status", status=400, times=1)
    cart = cart_of(world, MAINE)
    assert cart.item_count == 1
    assert cart.totals.shipping is None
    assert any("could not estimate" in problem for problem in cart.problems)


@pytest.mark.platforms("wix")
def test_fees_and_gift_cards_stand_in_the_sums(world: World) -> None:
    for slug, quantity in (("orchard-mug", 16), ("harbour-mug", 24), ("hillside-teapot", 7)):
        add(world, slug, quantity)
    totals = cart_of(world, Destination("US", "10011", "US-NY")).totals
    assert totals.fees is not None
    assert totals.fees.amount > 0
    parts = (totals.subtotal, totals.shipping, totals.tax, totals.fees)
    assert totals.total is not None
    assert totals.total.amount == sum(part.amount for part in parts if part)
    _, full_url = world.check_out()
    browser = world.hosted_browser()
    page = browser.open(full_url)
    page = browser.submit(page.form(primary=True), giftCard="GC-25")
    if "orderId=" not in page.url:
        page = browser.submit(page.form(primary=True))
    order = world.storefront.orders.get_order(world.visitor, order_id_of(page))
    assert order.totals.fees == totals.fees
    assert order.totals.total is not None
    assert order.totals.after_gift_card is not None
    assert order.totals.after_gift_card.amount == order.totals.total.amount - 25


@pytest.mark.platforms("wix")
@ESTIMATES
def test_a_download_needs_no_shipping(world: World) -> None:
    add(world, "twelve-glazes")
    cart = cart_of(world, MAINE)
    assert not cart.needs_shipping
    assert cart.shipping_options == ()
    add(world, "harbour-mug")
    assert cart_of(world, MAINE).needs_shipping


@LINES
def test_a_price_that_changes_on_the_way_is_the_platforms_everywhere(world: World) -> None:
    add(world, "harbour-mug")
    world.sandbox.set_price("KK-HARB-350", "44.00")
    (line,) = cart_of(world).lines
    assert line.unit_price is not None
    assert line.unit_price.amount == Decimal("44.00")


@pytest.mark.platforms("wix")
@COUPONS
def test_a_failed_coupon_is_asked_again_because_that_harms_nothing(world_in_process: World) -> None:
    world = world_in_process
    add(world, "harbour-mug", 2)
    world.break_coupons(503)
    world.storefront.carts.apply_coupon(world.visitor, "WELCOME10")
    assert cart_of(world).coupon is not None


@COUPONS
def test_extras_survive_the_expiry_of_the_token(world: World) -> None:
    add(world, "harbour-mug", 2)
    world.storefront.carts.apply_coupon(world.visitor, "WELCOME10")
    world.sandbox.clock.advance(timedelta(hours=5))
    assert cart_of(world).coupon is not None
