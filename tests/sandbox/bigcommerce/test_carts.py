"""Carts of BigCommerce: what they cost, what is refused, how they end, and the ways to the hosted pages."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from sandbox import Sandbox
from tests.sandbox.bigcommerce.cast import (
    GIFT_MUG,
    GIFT_NOTE,
    GIFT_WRAP,
    GLAZE_BOOK,
    INITIALS,
    INITIALS_MUG,
    IRON_KETTLE,
    LINEN,
    LOST_BOWL,
    PLAIN_MUG,
    POT_INK,
    POT_MOSS,
    ROUND_POT,
    SECONDS_CUP,
    Shop,
    item,
    lines,
)


def test_a_new_cart_adds_up_its_lines(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG, 2), item(ROUND_POT, variant_id=POT_INK))
    assert (cart["base_amount"], cart["cart_amount"], cart["version"]) == (140, 140, 1)
    mug, pot = cart["line_items"]["physical_items"]
    assert (mug["quantity"], mug["list_price"], mug["extended_list_price"]) == (2, 20, 40)
    assert (pot["variant_id"], pot["original_price"], pot["list_price"]) == (POT_INK, 120, 100)
    assert shop.cart(cart["id"]) == cart


def test_files_stand_apart_from_what_is_sent(shop: Shop):
    cart = shop.new_cart(item(GLAZE_BOOK), item(PLAIN_MUG))
    assert set(cart["line_items"]) == {"physical_items", "digital_items", "gift_certificates", "custom_items"}
    (book,) = cart["line_items"]["digital_items"]
    assert (book["product_id"], book["is_require_shipping"]) == (GLAZE_BOOK, False)
    assert cart["line_items"]["physical_items"][0]["is_require_shipping"] is True


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (item(ROUND_POT), "This product has options; variant ID is required"),
        (item(PLAIN_MUG, variant_id=POT_INK), "variant with id"),
        (item(999), "could not be found"),
        (item(PLAIN_MUG, 0), "quantity must be between"),
        (item(PLAIN_MUG, -1), "quantity must be between"),
        (item(PLAIN_MUG, True), "quantity must be an integer"),
        ({"product_id": PLAIN_MUG}, "quantity is required"),
        ({"quantity": 1}, "product_id is required"),
        (item(LOST_BOWL), "out of stock"),
        (item(ROUND_POT, variant_id=POT_MOSS), "out of stock"),
        (item(PLAIN_MUG, 11), "only 10"),
        (item(IRON_KETTLE, 51), "only 50"),
        (item(SECONDS_CUP, 3), "You can only purchase a maximum of 2 of the Seconds cup per order."),
        (item(INITIALS_MUG), "Initials is a required option"),
        (item(PLAIN_MUG, list_price=-1), "list_price must be a number"),
        (item(PLAIN_MUG, option_selections=[{"option_id": 5, "option_value": 1}]), "has no option 5"),
        (item(INITIALS_MUG, option_selections=[{"option_id": INITIALS, "option_value": "TOOLONG"}]), "at most 3"),
        (item(GIFT_MUG, option_selections=[{"option_id": GIFT_WRAP, "option_value": 7}]), "not one of its values"),
    ],
)
def test_what_cannot_be_sold_is_refused(shop: Shop, wanted: dict[str, object], words: str):
    status, message = shop.refusal(wanted)
    assert status == 422
    assert words in message


def test_a_request_without_lines_is_refused(shop: Shop):
    assert shop.refusal() == (422, "Missing line_items in request body")
    assert shop.call("POST", "/v3/carts").status_code == 422


def test_a_cart_is_in_a_channel_and_a_currency_of_the_store(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG), channel_id=1, currency={"code": "USD"}, locale="fr-FR", customer_id=7)
    assert (cart["channel_id"], cart["currency"], cart["locale"], cart["customer_id"]) == (
        1,
        {"code": "USD"},
        "fr-FR",
        7,
    )
    for wrong in ({"channel_id": 2}, {"currency": {"code": "CHF"}}):
        assert shop.call("POST", "/v3/carts", {"line_items": [item(PLAIN_MUG)], **wrong}).status_code == 422


def test_the_same_thing_is_one_line_other_answers_are_another(shop: Shop):
    note = {"option_selections": [{"option_id": GIFT_NOTE, "option_value": "Hello"}]}
    cart = shop.new_cart(item(GIFT_MUG), item(GIFT_MUG, 2), item(GIFT_MUG, **note))
    assert [line["quantity"] for line in lines(cart)] == [3, 1]
    reply = shop.add(cart["id"], item(GIFT_MUG, **note))
    assert reply.status_code == 201
    assert [line["quantity"] for line in lines(reply.json["data"])] == [3, 2]


def test_stock_counts_over_all_lines(shop: Shop):
    note = {"option_selections": [{"option_id": GIFT_NOTE, "option_value": "Hello"}]}
    cart = shop.new_cart(item(GIFT_MUG, 8))
    reply = shop.add(cart["id"], item(GIFT_MUG, 3, **note))
    assert reply.status_code == 422
    assert lines(shop.cart(cart["id"]))[0]["quantity"] == 8


def test_modifiers_are_chosen_by_id_and_adjust_the_price(shop: Shop):
    chosen = [{"option_id": GIFT_NOTE, "option_value": "Hello"}, {"option_id": GIFT_WRAP, "option_value": LINEN}]
    cart = shop.new_cart(item(GIFT_MUG, 2, option_selections=chosen))
    (line,) = lines(cart)
    assert (line["list_price"], line["original_price"], cart["cart_amount"]) == (36, 46, 72)
    include = "line_items.physical_items.options"
    (told,) = lines(shop.read(f"/v3/carts/{cart['id']}?include={include}"))
    assert [(option["name"], option["value"]) for option in told["options"]] == [
        ("Gift note", "Hello"),
        ("Gift wrap", "Linen"),
    ]
    assert told["options"][1]["valueId"] == LINEN


def test_a_variant_can_be_chosen_by_its_option_values(shop: Shop):
    cart = shop.new_cart(item(ROUND_POT, option_selections=[{"option_id": 10401, "option_value": 1040101}]))
    assert lines(cart)[0]["variant_id"] == POT_INK


def test_a_price_of_the_clients_own_is_taken_and_drops_promotions(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG, 2, list_price=12.5, name="Mug with a chip"))
    (line,) = lines(cart)
    assert (line["name"], line["list_price"], line["original_price"]) == ("Mug with a chip", 12.5, 20)
    assert cart["cart_amount"] == 25


def test_a_line_changes_its_quantity_and_nothing_else(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG), item(GIFT_MUG))
    path = f"/v3/carts/{cart['id']}/items/{lines(cart)[0]['id']}"
    reply = shop.call("PUT", path, {"line_item": item(PLAIN_MUG, 4)})
    assert (reply.status_code, lines(reply.json["data"])[0]["quantity"]) == (200, 4)
    for body in (
        {"line_items": [item(PLAIN_MUG, 4)]},
        {"line_item": {"quantity": 3}},
        {"line_item": item(GIFT_MUG, 3)},
        {"line_item": item(PLAIN_MUG, 0)},
        {"line_item": item(PLAIN_MUG, 11)},
    ):
        assert shop.call("PUT", path, body).status_code == 422
    assert lines(shop.cart(cart["id"]))[0]["quantity"] == 4
    assert shop.call("PUT", f"/v3/carts/{cart['id']}/items/nothing", {"line_item": item(1)}).status_code == 404


def test_a_line_that_sold_out_does_not_keep_others_from_changing(sandbox: Sandbox, shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG), item(GIFT_MUG))
    sandbox.set_stock("PLAIN", 0)
    assert shop.add(cart["id"], item(GIFT_MUG)).status_code == 201
    assert shop.add(cart["id"], item(PLAIN_MUG)).status_code == 422


def test_with_the_last_line_the_cart_is_gone(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG), item(GIFT_MUG))
    first, last = (f"/v3/carts/{cart['id']}/items/{line['id']}" for line in lines(cart))
    reply = shop.call("DELETE", first)
    assert (reply.status_code, len(lines(reply.json["data"]))) == (200, 1)
    reply = shop.call("DELETE", last)
    assert (reply.status_code, reply.data) == (204, b"")
    assert shop.get(f"/v3/carts/{cart['id']}").status_code == 404


def test_an_unknown_cart_is_refused_without_a_title(shop: Shop):
    reply = shop.get(f"/v3/carts/{uuid4()}")
    assert (reply.status_code, set(reply.json)) == (404, {"status", "type"})


def test_a_deleted_cart_is_gone(sandbox: Sandbox, shop: Shop):
    first, second = shop.new_cart(item(PLAIN_MUG)), shop.new_cart(item(PLAIN_MUG))
    assert shop.call("DELETE", f"/v3/carts/{first['id']}").status_code == 204
    assert shop.call("DELETE", f"/v3/carts/{first['id']}").status_code == 404
    assert shop.cart(second["id"])
    sandbox.delete_carts()
    assert shop.get(f"/v3/carts/{second['id']}").status_code == 404


def test_a_cart_lives_thirty_days_from_its_last_change(sandbox: Sandbox, shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG))
    sandbox.clock.advance(timedelta(days=29))
    shop.cart(cart["id"])
    assert shop.add(cart["id"], item(PLAIN_MUG)).status_code == 201
    sandbox.clock.advance(timedelta(days=29))
    assert shop.cart(cart["id"])
    sandbox.clock.advance(timedelta(days=1, seconds=1))
    assert shop.get(f"/v3/carts/{cart['id']}").status_code == 404


def test_a_change_of_a_version_that_is_over_conflicts(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG))
    assert shop.add(cart["id"], item(PLAIN_MUG), version=1).json["data"]["version"] == 2
    reply = shop.add(cart["id"], item(PLAIN_MUG), version=1)
    assert (reply.status_code, reply.json["status"]) == (409, 409)
    path = f"/v3/carts/{cart['id']}/items/{lines(cart)[0]['id']}"
    assert shop.call("PUT", path, {"line_item": item(PLAIN_MUG, 3), "version": 1}).status_code == 409
    assert shop.call("DELETE", path, {"version": 1}).status_code == 409
    assert shop.call("PUT", f"/v3/carts/{cart['id']}", {"customer_id": 5, "version": 1}).status_code == 409
    assert lines(shop.cart(cart["id"]))[0]["quantity"] == 2


def test_a_cart_can_be_given_to_a_customer(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG))
    reply = shop.call("PUT", f"/v3/carts/{cart['id']}", {"customer_id": 5})
    assert (reply.status_code, reply.json["data"]["customer_id"]) == (201, 5)


def test_today_prices_count_and_a_removed_product_keeps_its_last(sandbox: Sandbox, shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG), item(GIFT_MUG))
    sandbox.set_price("PLAIN", "19.99")
    sandbox.remove_product("gift-mug")
    assert shop.cart(cart["id"])["cart_amount"] == 49.99


def test_each_set_of_redirect_urls_shares_a_new_token(shop: Shop):
    cart = shop.new_cart(item(PLAIN_MUG))
    path = f"/v3/carts/{cart['id']}/redirect_urls"
    reply = shop.api.post("/bigcommerce/stores/sandbox" + path, headers=shop.headers)
    assert reply.status_code == 201
    urls = reply.json["data"]
    queries = {name: parse_qs(urlsplit(url).query) for name, url in urls.items()}
    assert all(url.startswith("http://localhost:8000/sandbox/bigcommerce/cart.php?") for url in urls.values())
    assert {query["id"][0] for query in queries.values()} == {cart["id"]}
    (token,) = {query["token"][0] for query in queries.values()}
    assert len(token) == 64
    assert queries["cart_url"]["action"] == ["load"]
    assert queries["checkout_url"]["action"] == queries["embedded_checkout_url"]["action"] == ["loadInCheckout"]
    assert queries["embedded_checkout_url"]["embedded"] == ["1"]
    again = shop.call("POST", path, {"query_params": {"utm_source": "a b"}}).json["data"]["checkout_url"]
    assert token not in again
    assert again.endswith("&utm_source=a+b")


def test_redirect_urls_can_come_with_the_cart(shop: Shop):
    reply = shop.call("POST", "/v3/carts?include=redirect_urls,promotions.banners", {"line_items": [item(PLAIN_MUG)]})
    cart = reply.json["data"]
    assert cart["redirect_urls"].keys() == {"cart_url", "checkout_url", "embedded_checkout_url"}
    assert cart["promotions"] == {"banners": []}
    fresh = shop.read(f"/v3/carts/{cart['id']}?include=redirect_urls")
    assert fresh["redirect_urls"]["cart_url"] != cart["redirect_urls"]["cart_url"]
    assert shop.get(f"/v3/carts/{cart['id']}?include=secrets").status_code == 422


def test_what_the_sandbox_cannot_sell_it_says_so(shop: Shop):
    body = {"line_items": [item(PLAIN_MUG)], "custom_items": [{"name": "Favour", "quantity": 1, "list_price": 1}]}
    assert shop.call("POST", "/v3/carts", body).status_code == 501
