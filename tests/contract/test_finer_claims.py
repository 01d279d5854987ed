"""Finer points of the contract: what a small slip in a question or in a comparison would change unnoticed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from sandbox import Sandbox
from sandbox.wix.site import API_KEY, CLIENT_ID, SITE_ID
from services.cache import CatalogCache
from services.errors import CartChangeError, NotFoundError
from services.in_process import WsgiAdapter
from services.models import Destination, NewLine, ProductQuery, ProductSort
from services.registry import IN_PROCESS_URL
from services.wix import build_wix_door, build_wix_storefront
from tests.contract.conftest import MemoryVisitor, RecordedWorld, World
from tests.contract.test_cart_extras import add, cart_of, line_with
from tests.contract.test_narrowing import find
from tests.contract.test_product_details import by_name

MUG = "harbour-mug"
COUPONS = pytest.mark.capability("Cart: coupons")
LINES = pytest.mark.capability("Cart: lines and quantities")


def hide(product: dict[str, Any]) -> None:
    if product["slug"] == MUG:
        product["visible"] = False


def test_a_price_before_of_nothing_is_no_sale(wix_world: RecordedWorld) -> None:
    find(wix_world, on_sale_only=True)
    (body,) = wix_world.recorder.bodies("/products/search")
    assert body["search"]["filter"]["compareAtPriceRange.minValue.amount"] == {"$gt": 0}


@pytest.mark.capability("Catalog: products, categories and search")
def test_of_two_words_both_must_be_found(world: World) -> None:
    harbour, mug, both = (
        {product.slug for product in find(world, text=text)} for text in ("harbour", "mug", "mug harbour")
    )
    assert both == harbour & mug == {world.address_of(MUG)}
    assert harbour | mug > both


def test_the_newest_products_come_first(wix_world: RecordedWorld) -> None:
    created: list[str] = []
    wix_world.recorder.rewrite(
        "/products/search", lambda answer: created.extend(product["createdDate"] for product in answer["products"])
    )
    featured = [product.slug for product in find(wix_world)]
    created.clear()
    newest = [product.slug for product in find(wix_world, sort=ProductSort.NEWEST)]
    assert created == sorted(created, reverse=True)
    assert len(set(created)) > 1
    assert newest != featured
    assert set(newest) == set(featured)


def test_what_the_platform_calls_invisible_stands_in_no_list(wix_world: RecordedWorld) -> None:
    def hide_each(answer: Any) -> None:
        for product in answer["products"]:
            hide(product)

    wix_world.recorder.rewrite("/products/search", hide_each)
    slugs = {product.slug for product in find(wix_world)}
    assert slugs
    assert MUG not in slugs
    assert find(wix_world, text="harbour") == []


def test_what_the_platform_calls_invisible_has_no_page(wix_world: RecordedWorld) -> None:
    wix_world.recorder.rewrite(f"/products/slug/{MUG}", lambda answer: hide(answer["product"]))
    with pytest.raises(NotFoundError):
        wix_world.product(MUG)


def test_a_text_modifier_has_its_least_length(wix_world: RecordedWorld) -> None:
    def ask_for_three(answer: Any) -> None:
        for modifier in answer["product"]["modifiers"]:
            if "freeTextSettings" in modifier:
                modifier["freeTextSettings"]["minCharCount"] = 3

    assert by_name(wix_world.product("initials-mug"), "Initials").shortest == 1
    wix_world.recorder.rewrite("/products/slug/orchard-mug", ask_for_three)
    assert by_name(wix_world.product("orchard-mug"), "Gift note").shortest == 3


@LINES
def test_a_second_gift_note_is_another_line_and_no_shortage(world: World) -> None:
    for note in ("For Ada", "For Bo"):
        change = world.storefront.carts.add_line(world.visitor, line_with(world, "orchard-mug", note=note))
        assert change.notice is None
        line = change.cart.find_line(str(change.line_id))
        assert line is not None
        assert ("Gift note", note) in line.choices
    assert [line.quantity for line in cart_of(world).lines] == [1, 1]


@LINES
def test_a_second_wrapping_is_another_line_and_no_shortage(world: World) -> None:
    for wrap in ("Brown paper and twine", "Striped linen cloth"):
        change = world.storefront.carts.add_line(world.visitor, line_with(world, "orchard-mug", wrap=wrap))
        assert change.notice is None
    assert [line.quantity for line in cart_of(world).lines] == [1, 1]


@pytest.mark.platforms("wix")
@pytest.mark.capability("Cart: a quantity beyond the stock is lowered to it")
def test_a_shortage_is_told_at_the_line_with_the_same_gift_note(world: World) -> None:
    product = world.product("orchard-mug")
    world.storefront.carts.add_line(world.visitor, line_with(world, "orchard-mug", note="For Ada"))
    line = line_with(world, "orchard-mug", note="For Bo")
    sku = next(variant.sku for variant in product.variants if variant.id == line.variant_id)
    world.sandbox.set_stock(sku, 4)
    more = NewLine(line.product_id, line.variant_id, 9, line.modifier_choices, line.modifier_texts)
    change = world.storefront.carts.add_line(world.visitor, more)
    short = change.cart.find_line(str(change.line_id))
    assert short is not None
    assert short.modifier_texts == (("Gift note", "For Bo"),)
    assert str(short.quantity) in str(change.notice)


@pytest.mark.platforms("wix")
@pytest.mark.capability("Cart: why a coupon is refused")
def test_a_coupon_for_one_use_is_refused_the_second_time(world: World) -> None:
    add(world, MUG)
    world.storefront.carts.apply_coupon(world.visitor, "ONCE")
    assert cart_of(world).coupon is not None
    world.pay(*world.check_out())
    add(world, MUG)
    with pytest.raises(CartChangeError, match="used this coupon already"):
        world.storefront.carts.apply_coupon(world.visitor, "ONCE")
    assert cart_of(world).coupon is None


@COUPONS
def test_a_coupon_that_one_visitor_used_is_still_good_for_another(world: World) -> None:
    add(world, MUG)
    world.storefront.carts.apply_coupon(world.visitor, "ONCE")
    world.pay(*world.check_out())
    bo = MemoryVisitor()
    world.storefront.carts.add_line(bo, world.line(MUG))
    world.storefront.carts.apply_coupon(bo, "ONCE")
    cart = world.storefront.carts.find_cart(bo)
    assert cart is not None
    assert cart.coupon is not None
    assert not cart.coupon.problem


@pytest.mark.platforms("wix")
@pytest.mark.capability("Cart: why a coupon is refused")
def test_a_coupon_for_other_things_is_refused_in_those_words(world: World) -> None:
    add(world, MUG)
    with pytest.raises(CartChangeError, match="other things"):
        world.storefront.carts.apply_coupon(world.visitor, "TEAPOT20")
    assert cart_of(world).coupon is None


@COUPONS
def test_a_coupon_for_teapots_takes_its_share_of_the_teapot_alone(world: World) -> None:
    add(world, MUG)
    change = world.storefront.carts.add_line(world.visitor, world.line("hillside-teapot"))
    teapot = change.cart.find_line(str(change.line_id))
    assert teapot is not None
    assert teapot.unit_price is not None
    world.storefront.carts.apply_coupon(world.visitor, "TEAPOT20")
    discount = cart_of(world).totals.discount
    assert discount is not None
    assert discount.amount == teapot.unit_price.amount * Decimal("0.20")


def test_the_platform_is_told_the_whole_destination(wix_world: RecordedWorld) -> None:
    add(wix_world, MUG)
    cart_of(wix_world, Destination("US", "04101", "US-ME"))
    cart_of(wix_world, Destination("DE"))
    exact, vague = addresses_sent(wix_world)
    assert exact == {"country": "US", "postalCode": "04101", "subdivision": "US-ME"}
    assert vague == {"country": "DE"}


def addresses_sent(world: RecordedWorld) -> list[Any]:
    """Cart V1 is told the address with the question, Cart V2 keeps it."""
    if world.cart_api == "v1":
        return [body["shippingAddress"] for body in world.recorder.bodies("/estimate-totals")]
    kept = [asked.body for asked in world.recorder.asked if asked.method == "PATCH"]
    return [body["cart"]["deliveryInfo"]["address"] for body in kept]


@pytest.mark.platforms("wix")
@pytest.mark.capability("Cart: an estimate of shipping and tax")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Destination("US", "", "US-ME"), Destination("US", "", "US-NY")),
        (Destination("US", "04101"), Destination("US", "10001")),
    ],
    ids=["by state", "by postal code"],
)
def test_two_states_differ_in_tax(world: World, one: Destination, other: Destination) -> None:
    add(world, MUG)
    taxes = [cart_of(world, destination).totals.tax for destination in (one, other)]
    assert all(taxes)
    assert taxes[0] != taxes[1]


def test_made_up_price_bounds_push_nothing_out_of_the_memory(lone_sandbox: Sandbox) -> None:
    door = build_wix_door()
    door.mount(IN_PROCESS_URL, WsgiAdapter(lone_sandbox.api))
    storefront = build_wix_storefront(
        door=door,
        cache=CatalogCache(max_values=20),
        searches=CatalogCache(max_values=20),
        now=lone_sandbox.clock.now,
        base_url=f"{IN_PROCESS_URL}/wix",
        client_id=CLIENT_ID,
        hosted_origins=(),
        api_key=API_KEY,
        site_id=SITE_ID,
    )

    def read_a_product_page() -> None:
        (shelf, *_) = storefront.catalog.get_product(MUG).category_ids
        assert storefront.catalog.list_categories()
        assert storefront.catalog.search_products(ProductQuery(category_id=shelf, limit=5)).page.items

    read_a_product_page()
    for price in range(65):
        storefront.catalog.search_products(
            ProductQuery(limit=5, price_from=Decimal(price), price_to=Decimal(price + 9))
        )
    before = len(lone_sandbox.journal())
    read_a_product_page()
    assert [call.path for call in lone_sandbox.journal()[before:]] == []
