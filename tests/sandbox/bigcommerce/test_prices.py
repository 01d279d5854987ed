"""What a cart of BigCommerce costs: coupons, tax, and what becomes of them when the cart changes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sandbox import Sandbox
from sandbox.bigcommerce.cart_store import Cart, find_cart, set_email, set_tax_rate
from sandbox.bigcommerce.coupons import apply_coupon, note_use, remove_coupon
from sandbox.bigcommerce.redirect_store import make_redirect_token, spend_redirect_token
from sandbox.coupons import COUPONS
from sandbox.state import Database
from tests.sandbox.bigcommerce.cast import GIFT_MUG, PLAIN_MUG, POT_INK, ROUND_POT, Shop, item, lines


@pytest.fixture
def database(sandbox: Sandbox) -> Database:
    return sandbox._database


def enter(sandbox: Sandbox, cart_id: str, code: str) -> str | None:
    """Enter a coupon as a checkout does, and return the refusal."""
    now = sandbox.clock.now()
    with sandbox._database.change() as db:
        return apply_coupon(db, found(sandbox, cart_id), code, now)


def found(sandbox: Sandbox, cart_id: str) -> Cart:
    with sandbox._database.read() as db:
        cart = find_cart(db, cart_id, sandbox.clock.now())
    assert cart
    return cart


def test_a_share_is_taken_off_every_line(sandbox: Sandbox, shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG), item(GIFT_MUG, 2))
    assert enter(sandbox, cart["id"], "welcome10") is None
    cart = shop.cart(cart["id"])
    (coupon,) = cart["coupons"]
    assert (coupon["code"], coupon["coupon_type"], coupon["discounted_amount"]) == ("WELCOME10", "1", 8)
    assert isinstance(coupon["id"], str)
    assert (cart["base_amount"], cart["discount_amount"], cart["cart_amount"], cart["version"]) == (80, 0, 72, 2)
    assert [line["coupon_amount"] for line in lines(cart)] == [2, 6]


def test_an_amount_is_shared_out_and_adds_up(sandbox: Sandbox, shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG), item(GIFT_MUG))
    assert enter(sandbox, cart["id"], "SPRING5") is None
    amounts = [Decimal(str(line["coupon_amount"])) for line in lines(shop.cart(cart["id"]))]
    assert sum(amounts) == 5
    assert shop.cart(cart["id"])["cart_amount"] == 45


def test_a_coupon_for_teapots_leaves_mugs_alone(sandbox: Sandbox, shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG), item(ROUND_POT, variant_id=POT_INK))
    assert enter(sandbox, cart["id"], "TEAPOT20") is None
    assert [line["coupon_amount"] for line in lines(shop.cart(cart["id"]))] == [0, 20]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("NONSENSE", "could not be found"),
        ("BYGONE", "expired"),
        ("NOTYET", "not active yet"),
        ("USEDUP", "maximum number of times"),
        ("SPRING5", "at least $40.00"),
        ("TEAPOT20", "does not apply"),
        ("", "enter a coupon code"),
    ],
)
def test_a_coupon_that_is_no_good_is_refused_in_words(sandbox: Sandbox, shop: Shop, code: str, words: str):
    cart = shop.new_cart(item(PLAIN_MUG))
    assert words in (enter(sandbox, cart["id"], code) or "")
    assert shop.cart(cart["id"])["coupons"] == []


def test_a_coupon_stops_counting_when_the_cart_falls_below_its_minimum(sandbox: Sandbox, shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG, 2))
    enter(sandbox, cart["id"], "SPRING5")
    path = f"/v3/carts/{cart['id']}/items/{lines(cart)[0]['id']}"
    less = shop.call("PUT", path, {"line_item": item(PLAIN_MUG, 1)}).json["data"]
    assert (less["coupons"], less["cart_amount"]) == ([], 20)
    more = shop.call("PUT", path, {"line_item": item(PLAIN_MUG, 3)}).json["data"]
    assert more["cart_amount"] == 55


def test_one_coupon_takes_the_place_of_another_and_can_be_removed(sandbox: Sandbox, shop: Shop, database: Database):
    cart = shop.new_cart(item(PLAIN_MUG, 2))
    enter(sandbox, cart["id"], "SPRING5")
    enter(sandbox, cart["id"], "WELCOME10")
    assert [coupon["code"] for coupon in shop.cart(cart["id"])["coupons"]] == ["WELCOME10"]
    now = sandbox.clock.now()
    with database.change() as db:
        assert not remove_coupon(db, found(sandbox, cart["id"]), "SPRING5", now)
        assert remove_coupon(db, found(sandbox, cart["id"]), "welcome10", now)
    assert shop.cart(cart["id"])["cart_amount"] == 40


def test_giving_the_cart_to_a_customer_drops_the_coupon(sandbox: Sandbox, shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG))
    enter(sandbox, cart["id"], "WELCOME10")
    assert shop.call("PUT", f"/v3/carts/{cart['id']}", {"customer_id": 5}).json["data"]["coupons"] == []


def test_a_price_of_the_clients_own_takes_part_in_no_coupon(sandbox: Sandbox, shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG, list_price=50), item(GIFT_MUG))
    enter(sandbox, cart["id"], "WELCOME10")
    assert [line["coupon_amount"] for line in lines(shop.cart(cart["id"]))] == [0, 3]


def test_a_coupon_for_once_is_good_once_for_each_address(sandbox: Sandbox, shop: Shop, database: Database):
    with database.change() as db:
        note_use(db, COUPONS["ONCE"], 0, "Ada@example.com")
    ada, cy = shop.new_cart(item(PLAIN_MUG)), shop.new_cart(item(PLAIN_MUG))
    for cart, email in ((ada, "ada@example.com"), (cy, "cy@example.com")):
        with database.change() as db:
            set_email(db, found(sandbox, cart["id"]), email)
    assert enter(sandbox, ada["id"], "ONCE")
    assert enter(sandbox, cy["id"], "ONCE") is None


def test_tax_is_added_after_the_coupon_once_an_address_is_known(sandbox: Sandbox, shop: Shop, database: Database):
    cart = shop.new_cart(item(PLAIN_MUG))
    enter(sandbox, cart["id"], "WELCOME10")
    assert shop.cart(cart["id"])["cart_amount"] == 18
    with database.change() as db:
        set_tax_rate(db, found(sandbox, cart["id"]), Decimal("0.0825"))
    assert shop.cart(cart["id"])["cart_amount"] == 19.49


def test_a_redirect_token_is_good_once_for_its_cart_and_thirty_days(sandbox: Sandbox, database: Database):
    now = sandbox.clock.now()
    with database.change() as db:
        token, late = make_redirect_token(db, "a", now), make_redirect_token(db, "a", now)
        assert not spend_redirect_token(db, "b", token, now)
        assert spend_redirect_token(db, "a", token, now)
        assert not spend_redirect_token(db, "a", token, now)
        assert not spend_redirect_token(db, "a", late, now.replace(year=now.year + 1))
