"""Payments: the ways to pay, tokens that may pay, and the payment itself.

Sources: https://developer.bigcommerce.com/docs/rest-payments
https://developer.bigcommerce.com/docs/store-operations/payments
"""

from __future__ import annotations

import sqlite3

from flask import Blueprint, request

from sandbox.bigcommerce.card_outcomes import BRANDS
from sandbox.bigcommerce.cart_store import find_cart
from sandbox.bigcommerce.charges import Charge, Refusal, charge_for, missing_fields
from sandbox.bigcommerce.errors import payments_error
from sandbox.bigcommerce.order_settling import CARD_METHOD, CREDIT_METHOD, GIFT_METHOD, OutOfStockError
from sandbox.bigcommerce.order_store import Order, find_order
from sandbox.bigcommerce.payload import Json, json_body, mapping
from sandbox.bigcommerce.payment_tokens import (
    find_payment_token,
    make_payment_token,
    spend_payment_token,
)
from sandbox.bigcommerce.shapes import data
from sandbox.bigcommerce.site import Store, current_store
from sandbox.products import shop_currency

payments = Blueprint("bigcommerce_payments", __name__)
Answer = tuple[Json, int]


@payments.get("/v3/payments/methods")
def list_methods() -> Json:
    """Return the ways to pay an order or a checkout; one of them has to be named."""
    store = current_store()
    order_id, checkout_id = request.args.get("order_id"), request.args.get("checkout_id")
    if bool(order_id) == bool(checkout_id):
        raise payments_error(400, "Either order_id or checkout_id is required", 10001)
    with store.database.read() as db:
        if order_id:
            is_there = order_id.isdecimal() and find_order(db, int(order_id[:12])) is not None
        else:
            is_there = find_cart(db, checkout_id or "", store.clock.now()) is not None
    if not is_there:
        raise payments_error(404, "The order was not found", 30003)
    return data(
        [
            _method(
                CARD_METHOD,
                "Authorize.Net",
                "card",
                [{"instrument_type": brand, "verification_value_required": True} for brand, _ in BRANDS],
                is_test=True,
            ),
            _method(GIFT_METHOD, "Gift Certificate", "gift_certificate", []),
            _method(CREDIT_METHOD, "Store Credit", "store_credit", []),
        ]
    )


@payments.post("/v3/payments/access_tokens")
def make_access_token() -> Answer:
    """Make a token that pays what is due of an order, once, within the hour."""
    store, wanted = current_store(), json_body()
    order_id = mapping(wanted, "order").get("id")
    if type(order_id) is not int:
        raise payments_error(422, "The id of an order is required", 10001)
    now = store.clock.now()
    with store.database.change() as db:
        order = find_order(db, order_id)
        if order is None:
            raise payments_error(404, "The order was not found", 30003)
        if not order.is_payable:
            raise payments_error(409, "The order cannot be paid: it is not incomplete", 30101)
        return data({"id": make_payment_token(db, now, order, shop_currency(db))}), 201


@payments.post("/payments")
def process() -> Answer:
    """Pay with a token. The token is spent once a bank or a balance was asked, whatever the answer was."""
    store = current_store()
    now = store.clock.now()
    token_text = request.headers.get("Authorization", "").removeprefix("PAT ")
    with store.database.change() as db:
        token = find_payment_token(db, now, token_text)
        if token is None:
            raise payments_error(401, "The payment access token is missing, expired or used", 10001)
        instrument, method = _instrument()
        charge = charge_for(store, instrument, method)
        spend_payment_token(db, now, token)
        order = find_order(db, token.order_id)
        try:
            payment_id, status = _try(db, store, order, token.amount, charge)
            refusal = None
        except Refusal as reason:
            refusal = reason
    if refusal:
        raise payments_error(422, refusal.title, refusal.code)
    return {"data": {"id": payment_id, "transaction_type": "purchase", "status": status}}, 201


def _try(db: sqlite3.Connection, store: Store, order: Order | None, minor: int, charge: Charge) -> tuple[str, str]:
    if order is None:
        raise Refusal("The order was not found", 30003)
    if not order.is_payable:
        raise Refusal("The order cannot be paid: it is not incomplete", 30101)
    if order.due != minor:
        raise Refusal("The total of the order is not that of the token", 30004)
    # Money is given back when the goods are gone: nothing of the attempt is kept.
    db.execute("SAVEPOINT charge")
    try:
        return charge(db, order)
    except OutOfStockError as reason:
        db.execute("ROLLBACK TO charge")
        names = ", ".join(reason.names)
        raise Refusal(f"The order is invalid: out of stock: {names}", 30101) from reason
    finally:
        db.execute("RELEASE charge")


def _instrument() -> tuple[Json, str]:
    payment = mapping(json_body(), "payment")
    instrument, method = payment.get("instrument"), payment.get("payment_method_id")
    if not isinstance(instrument, dict) or not isinstance(method, str):
        raise missing_fields({"payment": "instrument and payment_method_id are required"})
    return instrument, method


def _method(method_id: str, name: str, kind: str, instruments: list[Json], *, is_test: bool = False) -> Json:
    return {
        "id": method_id,
        "name": name,
        "test_mode": is_test,
        "type": kind,
        "supported_instruments": instruments,
        "stored_instruments": [],
    }
