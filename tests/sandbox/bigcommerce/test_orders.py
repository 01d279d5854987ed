"""Orders of BigCommerce: when they are made, how v2 writes them, and what changes their status."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from sandbox import Sandbox
from tests.sandbox.bigcommerce.buying import (
    NEW_YORK,
    OREGON,
    bill,
    checkout_path,
    choose,
    consign,
    done,
    order,
    order_v2,
    paid,
    ready,
)
from tests.sandbox.bigcommerce.cast import GIFT_MUG, GLAZE_BOOK, PLAIN_MUG, POT_INK, ROUND_POT, Shop, item, lines


def refused(shop: Shop, cart_id: str) -> str:
    """Return the words with which an order is refused."""
    reply = shop.call("POST", checkout_path(cart_id, "/orders"))
    assert reply.status_code == 422, reply.text
    assert shop.get(f"/v2/orders?cart_id={cart_id}").status_code == 204
    return str(reply.json["title"])


def test_an_order_starts_incomplete_and_leaves_the_cart(shop: Shop):
    cart_id = ready(shop, item(PLAIN_MUG))
    made = order_v2(shop, order(shop, cart_id))
    assert (made["status_id"], made["status"], made["payment_status"]) == (0, "Incomplete", "")
    assert (made["cart_id"], made["order_source"]) == (cart_id, "checkout_api")
    assert shop.cart(cart_id)["id"] == cart_id


def test_ordering_again_makes_another_order(shop: Shop):
    cart_id = ready(shop, item(PLAIN_MUG))
    first, second = order(shop, cart_id), order(shop, cart_id)
    assert second == first + 1
    assert [made["id"] for made in shop.get(f"/v2/orders?cart_id={cart_id}").json] == [first, second]
    assert shop.read(checkout_path(cart_id))["order_id"] == second


def test_an_order_needs_a_billing_address(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG))
    choose(shop, cart["id"], consign(shop, cart))
    assert "billing address" in refused(shop, cart["id"])


def test_an_order_needs_a_chosen_way_for_every_consignment(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG))
    bill(shop, cart["id"])
    assert "assigned" in refused(shop, cart["id"])
    consign(shop, cart)
    assert "shipping option" in refused(shop, cart["id"])


def test_an_address_with_gaps_is_refused_only_when_it_is_ordered(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG))
    bill(shop, cart["id"])
    bare = {"email": "ada@example.com", "country_code": "US"}
    choose(shop, cart["id"], consign(shop, cart, bare))
    assert refused(shop, cart["id"]) == "A shipping address for this order is incomplete"


def test_lines_added_after_the_consignment_have_to_be_sent_too(shop: Shop):
    cart_id = ready(shop, item(PLAIN_MUG))
    shop.add(cart_id, item(GIFT_MUG))
    assert "assigned" in refused(shop, cart_id)


def test_what_was_sold_meanwhile_cannot_be_ordered(sandbox: Sandbox, shop: Shop):
    cart_id = ready(shop, item(PLAIN_MUG, 2))
    sandbox.set_stock("PLAIN", 1)
    assert "Plain mug" in refused(shop, cart_id)


def test_v2_writes_money_as_strings_of_four_places_and_dates_as_mail_does(shop: Shop):
    cart_id = ready(shop, item(PLAIN_MUG, 2))
    shop.call("POST", checkout_path(cart_id, "/coupons"), {"coupon_code": "WELCOME10"})
    total = shop.read(checkout_path(cart_id))["grand_total"]
    made = order_v2(shop, order(shop, cart_id))
    assert made["total_inc_tax"] == f"{total:.4f}" == "45.7300"
    assert (made["subtotal_ex_tax"], made["coupon_discount"], made["base_shipping_cost"]) == (
        "40.0000",
        "4.0000",
        "6.0000",
    )
    assert parsedate_to_datetime(made["date_created"]).utcoffset() is not None


def test_the_coupon_of_an_order_says_what_it_took_off(shop: Shop):
    cart_id = ready(shop, item(PLAIN_MUG, 2))
    shop.call("POST", checkout_path(cart_id, "/coupons"), {"coupon_code": "WELCOME10"})
    (coupon,) = shop.get(f"/v2/orders/{order(shop, cart_id)}/coupons").json
    assert (coupon["code"], coupon["type"], coupon["discount"]) == ("WELCOME10", 1, 4)


def test_v2_has_words_of_its_own_for_addresses(shop: Shop):
    order_id = order(shop, ready(shop, item(PLAIN_MUG)))
    billing = order_v2(shop, order_id)["billing_address"]
    assert (billing["street_1"], billing["state"], billing["zip"], billing["country_iso2"]) == (
        NEW_YORK["address1"],
        "New York",
        "10011",
        "US",
    )


@pytest.mark.parametrize("name", ["shipping_addresses", "shippingaddresses"])
def test_where_it_goes_stands_under_either_name(shop: Shop, name: str):
    order_id = order(shop, ready(shop, item(PLAIN_MUG), address=OREGON))
    (address,) = shop.get(f"/v2/orders/{order_id}/{name}").json
    assert (address["shipping_method"], address["cost_inc_tax"], address["city"]) == ("Standard", "6.0000", "Portland")


def test_the_lines_of_an_order_say_what_was_chosen(shop: Shop):
    order_id = order(shop, ready(shop, item(ROUND_POT, 2, variant_id=POT_INK)))
    (line,) = shop.get(f"/v2/orders/{order_id}/products").json
    assert (line["product_id"], line["variant_id"], line["quantity"]) == (ROUND_POT, POT_INK, 2)
    assert (line["base_price"], line["base_total"]) == ("100.0000", "200.0000")
    assert [(option["display_name"], option["display_value"]) for option in line["product_options"]] == [
        ("Glaze", "Ink")
    ]


def test_empty_lists_have_no_body(shop: Shop):
    order_id = order(shop, ready(shop, item(PLAIN_MUG)))
    for path in (
        f"/v2/orders/{order_id}/coupons",
        f"/v2/orders/{order_id}/shipments",
        f"/v3/orders/{order_id}/transactions",
        "/v2/orders?cart_id=nothing",
        "/v2/orders?page=2",
    ):
        reply = shop.get(path)
        assert (reply.status_code, reply.data) == (204, b""), path


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status_id=0", 1),
        ("status_id=11", 1),
        ("email=ada@example.com", 2),
        ("customer_id=7", 0),
        ("limit=1", 1),
        ("limit=1&page=2", 1),
        ("limit=1&page=3", 0),
    ],
)
def test_orders_are_found_by_what_they_have(shop: Shop, query: str, found: int):
    paid(shop, ready(shop, item(PLAIN_MUG)))
    order(shop, ready(shop, item(PLAIN_MUG)))
    reply = shop.get(f"/v2/orders?{query}")
    assert len(reply.json if found else []) == found
    assert reply.status_code == (200 if found else 204)


def test_orders_are_sorted_as_wished(shop: Shop):
    cart_id = ready(shop, item(PLAIN_MUG))
    first, second = order(shop, cart_id), order(shop, cart_id)
    for sort, found in (("id:desc", [second, first]), ("date_created:asc", [first, second])):
        assert [made["id"] for made in shop.get(f"/v2/orders?sort={sort}").json] == found
    assert shop.get("/v2/orders?sort=colour:asc").status_code == 400


def test_an_unknown_order_is_refused_with_a_list(shop: Shop):
    for path in ("/v2/orders/99", "/v2/orders/99/products"):
        reply = shop.get(path)
        assert reply.status_code == reply.json[0]["status"] == 404
    assert shop.get("/v3/orders/99/transactions").json["status"] == 404


def test_the_shop_changes_a_status_by_its_number(shop: Shop):
    order_id = order(shop, ready(shop, item(PLAIN_MUG)))
    reply = shop.call("PUT", f"/v2/orders/{order_id}", {"status_id": 5})
    assert (reply.status_code, reply.json["status"]) == (200, "Cancelled")
    assert shop.call("PUT", f"/v2/orders/{order_id}", {"status_id": 99}).json[0]["status"] == 400


def test_the_statuses_are_fifteen(shop: Shop):
    statuses = shop.get("/v2/order_statuses").json
    assert [status["id"] for status in statuses] == list(range(15))
    assert statuses[11]["name"] == shop.get("/v2/order_statuses/11").json["name"] == "Awaiting Fulfillment"


def test_a_digital_order_goes_nowhere(shop: Shop):
    cart_id = shop.new_cart(item(GLAZE_BOOK))["id"]
    bill(shop, cart_id)
    made = order_v2(shop, order(shop, cart_id))
    assert made["order_is_digital"]
    assert shop.get(f"/v2/orders/{made['id']}/shippingaddresses").status_code == 204


def test_later_changes_of_the_cart_do_not_change_the_order(shop: Shop):
    cart_id = ready(shop, item(PLAIN_MUG))
    order_id = order(shop, cart_id)
    line: dict[str, Any] = lines(shop.cart(cart_id))[0]
    shop.call("PUT", f"/v3/carts/{cart_id}/items/{line['id']}", {"line_item": {"quantity": 3, "product_id": PLAIN_MUG}})
    assert order_v2(shop, order_id)["items_total"] == 1


def test_a_checkout_token_is_given_before_the_order(shop: Shop):
    cart_id = ready(shop, item(PLAIN_MUG))
    given = done(shop.call("POST", checkout_path(cart_id, "/token"), {"maxUses": 1, "ttl": 60}))
    assert len(given["checkoutToken"]) == 64
    assert shop.call("POST", checkout_path(cart_id, "/token"), {"ttl": 0}).status_code == 422
