"""Paying an order of BigCommerce over the API: single-use tokens, cards, gift certificates, stock, and bad lines."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta
from typing import Any

import pytest

from sandbox import Sandbox
from sandbox.bigcommerce import jwt
from tests.sandbox.bigcommerce.buying import (
    DECLINED,
    EXPIRED,
    NO_FUNDS,
    PAYS,
    PENDING,
    WRONG_CODE,
    balance,
    card,
    done,
    order,
    order_v2,
    paid,
    pay,
    ready,
    stock_of,
    token,
)
from tests.sandbox.bigcommerce.cast import PLAIN_MUG, STORE, Shop, item


@pytest.fixture
def cart_id(shop: Shop) -> str:
    """A checkout of two mugs that only has to be ordered."""
    return ready(shop, item(PLAIN_MUG, 2))


def gift(code: str) -> dict[str, Any]:
    instrument = {"type": "gift_certificate", "gift_certificate_code": code}
    return {"instrument": instrument, "payment_method_id": "bigcommerce.gift_certificate"}


def transactions(shop: Shop, order_id: int) -> list[dict[str, Any]]:
    return list(shop.read(f"/v3/orders/{order_id}/transactions"))


def test_the_ways_to_pay_are_discovered(shop: Shop, cart_id: str):
    order_id = order(shop, cart_id)
    for query in (f"order_id={order_id}", f"checkout_id={cart_id}"):
        found = shop.read(f"/v3/payments/methods?{query}")
        assert [method["id"] for method in found] == [
            "authorizenet.card",
            "bigcommerce.gift_certificate",
            "bigcommerce.store_credit",
        ]
    assert shop.get("/v3/payments/methods").status_code == 400
    assert shop.get("/v3/payments/methods?order_id=99").json["code"] == 30003


def test_a_paid_order_awaits_fulfilment_and_the_cart_is_gone(shop: Shop, cart_id: str):
    order_id = order(shop, cart_id)
    made = done(pay(shop, token(shop, order_id)), 201)
    assert (made["transaction_type"], made["status"]) == ("purchase", "success")
    bought = order_v2(shop, order_id)
    assert (bought["status_id"], bought["payment_status"]) == (11, "captured")
    assert shop.get(f"/v3/carts/{cart_id}").status_code == 404
    assert stock_of(shop, PLAIN_MUG) == 8


def test_a_payment_is_answered_without_meta(shop: Shop, cart_id: str):
    assert list(pay(shop, token(shop, order(shop, cart_id))).json) == ["data"]


def test_a_token_names_store_order_and_amount(shop: Shop, cart_id: str):
    order_id = order(shop, cart_id)
    body = token(shop, order_id).split(".")[1]
    claims = jwt._object(body)
    assert claims["iss"] == "payments.bigcommerce.com"
    assert claims["sub"] == "sandbox"
    assert claims["exp"] == claims["iat"] + 3600
    assert claims["data"] == {"store_id": "1001", "order_id": str(order_id), "amount": 5008, "currency": "USD"}


def test_a_token_pays_once(shop: Shop, cart_id: str):
    order_id = order(shop, cart_id)
    spent = token(shop, order_id)
    done(pay(shop, spent), 201)
    again = pay(shop, spent)
    assert (again.status_code, again.json["code"]) == (401, 10001)
    assert len(transactions(shop, order_id)) == 1


def test_a_token_lives_for_an_hour(sandbox: Sandbox, shop: Shop, cart_id: str):
    old = token(shop, order(shop, cart_id))
    sandbox.clock.advance(timedelta(minutes=61))
    assert pay(shop, old).status_code == 401


def test_a_forged_token_is_refused(shop: Shop, cart_id: str):
    good = token(shop, order(shop, cart_id))
    head, body, _ = good.split(".")
    for forged in ("", "x", f"{head}.{body}.AAAA", jwt.sign(jwt._object(body), "another key")):
        assert pay(shop, forged).status_code == 401


def test_payments_are_answered_in_their_own_media_type_only(shop: Shop, cart_id: str):
    good = token(shop, order(shop, cart_id))
    assert pay(shop, good, Accept="application/json").status_code == 406
    assert pay(shop, good).status_code == 201


@pytest.mark.parametrize(
    ("number", "code"), [(DECLINED, 30104), (NO_FUNDS, 30106), (EXPIRED, 30103), (WRONG_CODE, 30102)]
)
def test_a_declined_card_leaves_order_cart_and_stock(shop: Shop, cart_id: str, number: str, code: int):
    order_id = order(shop, cart_id)
    spent = token(shop, order_id)
    reply = pay(shop, spent, card(number))
    assert (reply.status_code, reply.json["code"]) == (422, code)
    assert {"status", "title", "type"} <= reply.json.keys()
    bought = order_v2(shop, order_id)
    assert (bought["status_id"], bought["payment_status"]) == (0, "declined")
    assert shop.cart(cart_id)["id"] == cart_id
    assert stock_of(shop, PLAIN_MUG) == 10
    assert pay(shop, spent).status_code == 401
    done(pay(shop, token(shop, order_id)), 201)
    assert [entry["status"] for entry in transactions(shop, order_id)] == ["error", "ok"]


def test_a_card_that_ran_out_last_year_has_expired(shop: Shop, cart_id: str):
    reply = pay(shop, token(shop, order(shop, cart_id)), card(expiry_year=2020))
    assert (reply.status_code, reply.json["code"]) == (422, 30103)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "4111111111111112"),
        ("number", 4111111111111111),
        ("cardholder_name", " "),
        ("expiry_month", 13),
        ("expiry_month", "12"),
        ("expiry_year", 40),
        ("verification_value", 123),
        ("verification_value", "12"),
    ],
)
def test_card_fields_are_checked_and_cost_no_token(shop: Shop, cart_id: str, field: str, value: object):
    good = token(shop, order(shop, cart_id))
    reply = pay(shop, good, card(**{field: value}))
    assert (reply.status_code, reply.json["code"], list(reply.json["errors"])) == (422, 10001, [field])
    assert pay(shop, good).status_code == 201


def test_a_way_to_pay_that_is_not_set_up_is_refused(shop: Shop, cart_id: str):
    good = token(shop, order(shop, cart_id))
    wrong = {**card(), "payment_method_id": "stripe.card"}
    assert pay(shop, good, wrong).json["code"] == 30000


def test_no_token_is_given_for_what_cannot_be_paid(shop: Shop, cart_id: str):
    def refusal(order_id: Any) -> tuple[int, int]:
        reply = shop.call("POST", "/v3/payments/access_tokens", {"order": {"id": order_id}})
        return reply.status_code, reply.json["code"]

    assert refusal(99) == (404, 30003)
    assert refusal("101") == (422, 10001)
    assert refusal(paid(shop, cart_id)) == (409, 30101)


def test_of_two_orders_of_a_cart_the_second_one_cannot_be_paid_once_the_goods_are_gone(
    sandbox: Sandbox, shop: Shop, cart_id: str
):
    order_id = order(shop, cart_id)
    good = token(shop, order_id)
    sandbox.set_stock("PLAIN", 1)
    reply = pay(shop, good)
    assert (reply.status_code, reply.json["code"]) == (422, 30101)
    assert "Plain mug" in reply.json["title"]
    assert shop.get(f"/v3/orders/{order_id}/transactions").status_code == 204
    assert order_v2(shop, order_id)["status_id"] == 0
    assert stock_of(shop, PLAIN_MUG) == 1


def test_a_gift_certificate_pays_a_part_and_a_card_the_rest(sandbox: Sandbox, shop: Shop, cart_id: str):
    order_id = order(shop, cart_id)
    done(pay(shop, token(shop, order_id), gift("GC-25")), 201)
    part = order_v2(shop, order_id)
    assert (part["status_id"], part["gift_certificate_amount"]) == (1, "25.0000")
    assert balance(sandbox, "GC-25") == 0
    assert shop.cart(cart_id)["id"] == cart_id
    done(pay(shop, token(shop, order_id)), 201)
    assert [entry["amount"] for entry in transactions(shop, order_id)] == [25, 25.08]
    assert order_v2(shop, order_id)["status_id"] == 11


def test_a_big_gift_certificate_pays_everything(sandbox: Sandbox, shop: Shop, cart_id: str):
    order_id = order(shop, cart_id)
    done(pay(shop, token(shop, order_id), gift("GC-500")), 201)
    assert order_v2(shop, order_id)["status_id"] == 11
    assert balance(sandbox, "GC-500") == 50_000 - 5008


@pytest.mark.parametrize("code", ["GC-EMPTY", "NOSUCH", ""])
def test_a_gift_certificate_without_money_is_refused(shop: Shop, cart_id: str, code: str):
    assert pay(shop, token(shop, order(shop, cart_id)), gift(code)).status_code == 422


def test_a_guest_has_no_store_credit(shop: Shop, cart_id: str):
    credit = {"instrument": {"type": "store_credit"}, "payment_method_id": "bigcommerce.store_credit"}
    assert pay(shop, token(shop, order(shop, cart_id)), credit).status_code == 422


def test_a_pending_payment_is_decided_later(sandbox: Sandbox, shop: Shop, cart_id: str):
    order_id = order(shop, cart_id)
    assert done(pay(shop, token(shop, order_id), card(PENDING)), 201)["status"] == "pending"
    waiting = order_v2(shop, order_id)
    assert (waiting["status_id"], waiting["payment_status"]) == (7, "pending")
    assert shop.cart(cart_id)["id"] == cart_id
    assert shop.call("POST", "/v3/payments/access_tokens", {"order": {"id": order_id}}).status_code == 409
    sandbox.bigcommerce_set_order_status(order_id, 11)
    assert order_v2(shop, order_id)["payment_status"] == "captured"
    assert shop.get(f"/v3/carts/{cart_id}").status_code == 404
    assert stock_of(shop, PLAIN_MUG) == 8


def test_a_pending_payment_may_fail_in_the_end(sandbox: Sandbox, shop: Shop, cart_id: str):
    order_id = order(shop, cart_id)
    pay(shop, token(shop, order_id), card(PENDING))
    sandbox.bigcommerce_set_order_status(order_id, 6)
    bought = order_v2(shop, order_id)
    assert (bought["status_id"], bought["payment_status"]) == (6, "declined")
    assert stock_of(shop, PLAIN_MUG) == 10


def test_after_an_outage_the_order_says_whether_it_was_paid(sandbox: Sandbox, shop: Shop, cart_id: str):
    order_id = order(shop, cart_id)
    good = token(shop, order_id)
    sandbox.faults.add("/stores/sandbox/payments", kind="applied_then_error")
    lost = pay(shop, good)
    assert (lost.status_code, lost.json["code"]) == (500, 10000)
    assert order_v2(shop, order_id)["status_id"] == 11
    assert pay(shop, good).status_code == 401
    assert len(transactions(shop, order_id)) == 1


def test_no_card_number_is_kept_anywhere(sandbox: Sandbox, shop: Shop, cart_id: str):
    order_id = order(shop, cart_id)
    pay(shop, token(shop, order_id), card(DECLINED))
    pay(shop, token(shop, order_id))
    with sandbox._database.read() as db:
        kept = "".join(db.iterdump()) if isinstance(db, sqlite3.Connection) else ""
    assert cart_id in kept
    assert PAYS not in kept
    assert DECLINED not in kept
    assert "Ada Marsh" not in json.dumps(transactions(shop, order_id))
    assert transactions(shop, order_id)[1]["credit_card"] == {"card_type": "visa", "card_last4": "1111"}


def test_an_empty_request_is_no_payment(shop: Shop, cart_id: str):
    good = token(shop, order(shop, cart_id))
    headers = {"Accept": "application/vnd.bc.v1+json", "Authorization": f"PAT {good}"}
    assert shop.api.post(f"{STORE}/payments", headers=headers).status_code == 422
