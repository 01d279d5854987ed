"""BigCommerce checkouts: addresses, consignments, ways to send them, and sums that always agree."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from sandbox import Sandbox
from tests.sandbox.bigcommerce.buying import (
    BERLIN,
    NEW_YORK,
    OFFERS,
    OREGON,
    bill,
    checkout_path,
    choose,
    consign,
    done,
    order,
    ready,
)
from tests.sandbox.bigcommerce.cast import GIFT_MUG, GLAZE_BOOK, PLAIN_MUG, Shop, item, lines

MONEY = ("shipping_cost_total_inc_tax", "shipping_cost_total_ex_tax", "tax_total", "grand_total")


def dec(value: float) -> Decimal:
    return Decimal(str(value))


def check_sums(checkout: dict[str, Any]) -> None:
    """What holds in every checkout that BigCommerce has ever been seen to answer."""
    cart = checkout["cart"]
    handling = dec(checkout["handling_cost_total_inc_tax"]) - dec(checkout["handling_cost_total_ex_tax"])
    shipping = dec(checkout["shipping_cost_total_inc_tax"]) - dec(checkout["shipping_cost_total_ex_tax"])
    goods = dec(cart["cart_amount_inc_tax"]) - dec(cart["cart_amount_ex_tax"])
    assert dec(checkout["grand_total"]) == sum(
        dec(amount)
        for amount in (
            cart["cart_amount_inc_tax"],
            checkout["shipping_cost_total_inc_tax"],
            checkout["handling_cost_total_inc_tax"],
        )
    )
    assert dec(checkout["tax_total"]) == sum(dec(tax["amount"]) for tax in checkout["taxes"])
    assert dec(checkout["tax_total"]) == goods + shipping + handling
    assert dec(checkout["shipping_cost_total_ex_tax"]) == sum(
        dec(consignment["shipping_cost_ex_tax"]) for consignment in checkout["consignments"]
    )


def split(shop: Shop, quantity: int, *parts: tuple[dict[str, Any], int]) -> tuple[str, dict[str, Any]]:
    """Send the pieces of one line to several places; return the cart's id and the checkout."""
    cart = shop.new_cart(item(PLAIN_MUG, quantity))
    line_id = lines(cart)[0]["id"]
    body = [{"address": address, "line_items": [{"item_id": line_id, "quantity": pieces}]} for address, pieces in parts]
    reply = shop.call("POST", checkout_path(cart["id"], f"/consignments{OFFERS}"), body)
    return cart["id"], done(reply)


def test_a_cart_is_a_checkout_under_the_same_id_from_the_start(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG, 2))
    checkout = shop.read(checkout_path(cart["id"]))
    assert checkout["id"] == checkout["cart"]["id"] == cart["id"]
    assert (checkout["grand_total"], checkout["tax_total"], checkout["order_id"]) == (40, 0, None)
    assert checkout["consignments"] == []


def test_the_cart_inside_has_words_of_its_own(shop: Shop):
    checkout = shop.read(checkout_path(shop.new_cart(item(PLAIN_MUG))["id"]))
    inner = checkout["cart"]
    assert {"cart_amount_inc_tax", "cart_amount_ex_tax"} <= inner.keys()
    assert not {"cart_amount", "locale"} & inner.keys()
    (line,) = inner["line_items"]["physical_items"]
    assert (line["is_taxable"], "taxable" in line) == (True, False)


def test_an_unknown_checkout_is_refused_without_a_title(shop: Shop):
    reply = shop.get(checkout_path("3cae6525-d0e8-4252-afec-0890fbb710c5"))
    assert reply.status_code == 404
    assert "title" not in reply.json


def test_a_billing_address_gets_a_short_id_and_the_names_of_its_places(shop: Shop):
    cart_id = shop.new_cart(item(PLAIN_MUG))["id"]
    billing = bill(shop, cart_id)["billing_address"]
    assert len(billing["id"]) == 13
    assert int(billing["id"], 16)
    assert (billing["country"], billing["state_or_province"]) == ("United States", "New York")
    assert shop.cart(cart_id)["email"] == "ada@example.com"


def test_a_billing_address_is_changed_under_its_id(shop: Shop):
    cart_id = shop.new_cart(item(PLAIN_MUG))["id"]
    address_id = bill(shop, cart_id)["billing_address"]["id"]
    changed = done(shop.call("PUT", checkout_path(cart_id, f"/billing-address/{address_id}"), BERLIN))
    assert (changed["billing_address"]["id"], changed["billing_address"]["country"]) == (address_id, "Germany")
    assert shop.call("PUT", checkout_path(cart_id, "/billing-address/0123456789abc"), BERLIN).status_code == 404


@pytest.mark.parametrize("field", ["email", "country_code"])
def test_an_address_without_mail_or_country_is_refused_by_field(shop: Shop, field: str):
    cart_id = shop.new_cart(item(PLAIN_MUG))["id"]
    reply = shop.call("POST", checkout_path(cart_id, "/billing-address"), {**NEW_YORK, field: ""})
    assert reply.status_code == 422
    assert list(reply.json["errors"]) == [field]


def test_the_ways_to_send_are_told_only_when_asked_for(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG))
    assert [option["cost"] for option in consign(shop, cart)["available_shipping_options"]] == [6, 14]
    (consignment,) = shop.read(checkout_path(cart["id"]))["consignments"]
    assert "available_shipping_options" not in consignment
    assert "selected_shipping_option" not in consignment
    assert consignment["address"] == consignment["shipping_address"]


def test_the_tutorials_word_for_the_address_is_understood_too(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG))
    wanted = [{"item_id": lines(cart)[0]["id"], "quantity": 1}]
    body = [{"shipping_address": NEW_YORK, "line_items": wanted}]
    checkout = done(shop.call("POST", checkout_path(cart["id"], "/consignments"), body))
    assert checkout["consignments"][0]["address"]["city"] == "New York"


def test_a_product_id_is_not_the_id_of_a_line(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG))
    body = [{"address": NEW_YORK, "line_items": [{"item_id": str(PLAIN_MUG), "quantity": 1}]}]
    assert shop.call("POST", checkout_path(cart["id"], "/consignments"), body).status_code == 422


def test_a_country_no_carrier_goes_to_has_no_options(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG))
    polar = {**NEW_YORK, "country_code": "AQ", "state_or_province_code": ""}
    assert consign(shop, cart, polar)["available_shipping_options"] == []


def test_a_chosen_way_is_paid_and_taxed(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG, 2))
    checkout = choose(shop, cart["id"], consign(shop, cart))
    assert checkout["consignments"][0]["selected_shipping_option"]["description"] == "Standard"
    assert [checkout[name] for name in MONEY] == [6.53, 6, 4.08, 50.08]
    assert checkout["taxes"] == [{"name": "New York Tax", "amount": 4.08}]
    assert shop.cart(cart["id"])["cart_amount"] == 43.55


def test_nothing_is_taxed_where_there_is_no_tax(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG))
    checkout = choose(shop, cart["id"], consign(shop, cart, OREGON))
    assert (checkout["tax_total"], checkout["grand_total"]) == (0, 26)


def test_option_ids_belong_to_address_and_lines(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG, 2))
    consignment = consign(shop, cart)
    before = [option["id"] for option in consignment["available_shipping_options"]]
    assert all(len(option_id) == 32 for option_id in before)
    line = lines(cart)[0]
    path = f"/v3/carts/{cart['id']}/items/{line['id']}"
    shop.call("PUT", path, {"line_item": {"quantity": 3, "product_id": PLAIN_MUG}})
    after = shop.read(checkout_path(cart["id"], OFFERS))["consignments"][0]["available_shipping_options"]
    assert not {option["id"] for option in after} & set(before)
    stale = shop.call(
        "PUT", checkout_path(cart["id"], f"/consignments/{consignment['id']}"), {"shipping_option_id": before[0]}
    )
    assert stale.status_code == 422


def test_other_lines_or_another_address_void_the_choice(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG))
    consignment = consign(shop, cart)
    path = checkout_path(cart["id"], f"/consignments/{consignment['id']}")
    choose(shop, cart["id"], consignment)
    moved = done(shop.call("PUT", path + OFFERS, {"address": OREGON}))
    assert "selected_shipping_option" not in moved["consignments"][0]
    assert moved["shipping_cost_total_inc_tax"] == 0
    choose(shop, cart["id"], moved["consignments"][0])
    shop.add(cart["id"], item(GIFT_MUG))
    assert "selected_shipping_option" not in shop.read(checkout_path(cart["id"]))["consignments"][0]


def test_an_option_and_an_address_never_go_together(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG))
    consignment = consign(shop, cart)
    both = {"shipping_option_id": consignment["available_shipping_options"][0]["id"], "address": OREGON}
    path = checkout_path(cart["id"], f"/consignments/{consignment['id']}")
    assert shop.call("PUT", path, both).status_code == 422
    assert shop.call("PUT", path, {}).status_code == 422


def test_pieces_of_a_line_may_go_to_several_places_each_with_its_tax(shop: Shop):
    cart_id, checkout = split(shop, 3, (NEW_YORK, 2), (OREGON, 1))
    for consignment in checkout["consignments"]:
        checkout = choose(shop, cart_id, consignment)
    assert checkout["taxes"] == [{"name": "New York Tax", "amount": 4.08}]
    assert checkout["grand_total"] == 60 + 12 + 4.08
    check_sums(checkout)


def test_more_pieces_than_there_are_cannot_be_sent(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG, 2))
    wanted = [{"item_id": lines(cart)[0]["id"], "quantity": 3}]
    body = [{"address": NEW_YORK, "line_items": wanted}]
    assert shop.call("POST", checkout_path(cart["id"], "/consignments"), body).status_code == 422


def test_a_consignment_can_be_taken_out(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG))
    path = checkout_path(cart["id"], f"/consignments/{consign(shop, cart)['id']}")
    assert done(shop.call("DELETE", path))["consignments"] == []
    assert shop.call("DELETE", path).status_code == 404


def test_a_coupon_of_a_checkout_has_a_number_and_a_name_for_its_kind(shop: Shop):
    cart_id = shop.new_cart(item(PLAIN_MUG))["id"]
    checkout = done(shop.call("POST", checkout_path(cart_id, "/coupons"), {"coupon_code": "welcome10"}))
    (coupon,) = checkout["coupons"]
    assert (type(coupon["id"]), coupon["coupon_type"]) == (int, "percentage_discount")
    assert (coupon["discounted_amount"], checkout["grand_total"]) == (2, 18)
    assert done(shop.call("DELETE", checkout_path(cart_id, "/coupons/WELCOME10")))["coupons"] == []
    assert shop.call("DELETE", checkout_path(cart_id, "/coupons/WELCOME10")).status_code == 404


@pytest.mark.parametrize("code", ["NOSUCH", "BYGONE", "SPRING5"])
def test_a_code_that_is_no_good_is_refused_and_changes_nothing(shop: Shop, code: str):
    cart_id = shop.new_cart(item(PLAIN_MUG))["id"]
    reply = shop.call("POST", checkout_path(cart_id, "/coupons"), {"coupon_code": code})
    assert reply.status_code == 422
    assert "coupon code" in reply.json["title"]
    assert shop.read(checkout_path(cart_id))["coupons"] == []


def test_free_shipping_pays_for_the_chosen_way(shop: Shop):
    cart_id = ready(shop, item(PLAIN_MUG), address=OREGON)
    checkout = done(shop.call("POST", checkout_path(cart_id, "/coupons"), {"coupon_code": "FREESHIP"}))
    assert checkout["consignments"][0]["coupon_discounts"] == [{"code": "FREESHIP", "amount": 6}]
    assert (checkout["shipping_cost_total_ex_tax"], checkout["grand_total"]) == (0, 20)


def test_what_the_shop_takes_off_by_hand_replaces_what_it_took_off_before(shop: Shop):
    cart_id = shop.new_cart(item(PLAIN_MUG), item(GIFT_MUG))["id"]
    for amount in (20, 5):
        body = {"cart": {"discounts": [{"discounted_amount": amount}]}}
        checkout = done(shop.call("POST", checkout_path(cart_id, "/discounts"), body))
    assert (checkout["cart"]["discount_amount"], checkout["grand_total"]) == (5, 45)
    assert sum(entry["discounted_amount"] for entry in checkout["cart"]["discounts"]) == 5


@pytest.mark.parametrize("code", [None, "WELCOME10", "FREESHIP", "TEAPOT20"])
@pytest.mark.parametrize("address", [NEW_YORK, OREGON, BERLIN])
def test_the_sums_agree(shop: Shop, code: str | None, address: dict[str, Any]):
    cart_id = ready(shop, item(PLAIN_MUG, 3), item(GIFT_MUG, 2, list_price=13.33), address=address)
    shop.call("POST", checkout_path(cart_id, "/discounts"), {"cart": {"discounts": [{"discounted_amount": 3.01}]}})
    if code:
        shop.call("POST", checkout_path(cart_id, "/coupons"), {"coupon_code": code})
    check_sums(shop.read(checkout_path(cart_id)))


def test_a_message_is_kept_up_to_its_length(shop: Shop):
    path = checkout_path(shop.new_cart(item(PLAIN_MUG))["id"])
    assert done(shop.call("PUT", path, {"customer_message": "Ring twice."}))["customer_message"] == "Ring twice."
    assert shop.call("PUT", path, {"customer_message": "x" * 2001}).status_code == 422


def test_a_change_of_a_version_gone_by_is_a_conflict(shop: Shop):
    path = checkout_path(shop.new_cart(item(PLAIN_MUG))["id"])
    version = shop.read(path)["version"]
    assert shop.call("PUT", path, {"customer_message": "a", "version": version}).status_code == 200
    assert shop.call("PUT", path, {"customer_message": "b", "version": version}).status_code == 409


def test_a_checkout_lives_as_long_as_its_cart(sandbox: Sandbox, shop: Shop):
    cart_id = shop.new_cart(item(PLAIN_MUG))["id"]
    sandbox.bigcommerce_expire_cart(cart_id)
    assert shop.get(checkout_path(cart_id)).status_code == 404


def test_what_is_not_sent_needs_no_consignment(shop: Shop):
    cart_id = shop.new_cart(item(GLAZE_BOOK))["id"]
    checkout = bill(shop, cart_id)
    assert checkout["taxes"] == [{"name": "New York Tax", "amount": 1.6}]
    assert order(shop, cart_id)


def test_settings_of_the_checkout_are_kept(shop: Shop):
    path = "/v3/checkouts/settings/channels/1"
    script = {"custom_order_confirmation_script_url": "https://shop.example/back.js"}
    assert done(shop.call("PUT", path, script)) == shop.read(path)
    assert shop.read(path)["custom_order_confirmation_script_url"] == script["custom_order_confirmation_script_url"]
    assert shop.call("PUT", path, {"moon": True}).status_code == 422
