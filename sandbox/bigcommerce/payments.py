"""Payments: the ways to pay, tokens that may pay, and the payment itself, which looks at card fields alone.

Sources: https://developer.bigcommerce.com/docs/rest-payments
https://developer.bigcommerce.com/docs/store-operations/payments
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from flask import Blueprint, request

from sandbox.bigcommerce.card_outcomes import BRANDS, DECLINES, EXPIRED, PENDING_CARD, remembered
from sandbox.bigcommerce.cart_store import find_cart
from sandbox.bigcommerce.errors import payments_error
from sandbox.bigcommerce.order_settling import (
    CARD_METHOD,
    CREDIT_METHOD,
    GIFT_METHOD,
    Money,
    OutOfStockError,
    card_money,
    decline,
    hold,
    pay,
)
from sandbox.bigcommerce.order_store import Order, find_order
from sandbox.bigcommerce.payload import Json, json_body, mapping, text
from sandbox.bigcommerce.payment_tokens import (
    find_payment_token,
    make_payment_token,
    spend_payment_token,
)
from sandbox.bigcommerce.shapes import amount, data
from sandbox.bigcommerce.site import Store, current_store
from sandbox.cards import SECURITY_CODE, is_card_number
from sandbox.products import shop_currency

payments = Blueprint("bigcommerce_payments", __name__)
Answer = tuple[Json, int]
LATEST_YEAR = 9999


class Refusal(Exception):
    """A bank or BigCommerce says no to a payment; what was written before stays."""

    def __init__(self, title: str, code: int) -> None:
        super().__init__(title)
        self.title = title
        self.code = code


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
        charge = _charge_for(store, instrument, method)
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


Charge = Callable[[sqlite3.Connection, Order], tuple[str, str]]


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
        raise _missing({"payment": "instrument and payment_method_id are required"})
    return instrument, method


def _charge_for(store: Store, instrument: Json, method: str) -> Charge:
    """Return how an instrument pays. Raises: 422 for fields that do not fit, and for ways that are not set up."""
    kind = instrument.get("type")
    if (kind, method) == ("card", CARD_METHOD):
        return _card_charge(store, instrument)
    if (kind, method) == ("gift_certificate", GIFT_METHOD):
        return _gift_charge(store, text(instrument, "gift_certificate_code", longest=50) or "")
    if (kind, method) == ("store_credit", CREDIT_METHOD):
        return _credit_charge(store)
    if isinstance(kind, str) and kind.startswith("stored_"):
        raise payments_error(422, "The stored instrument was not found", 30051)
    raise payments_error(422, "This payment method is not configured", 30000)


def _card_charge(store: Store, instrument: Json) -> Charge:
    digits, month, year = _card_fields(instrument)
    now = store.clock.now()
    money = card_money(remembered(digits))
    bad = EXPIRED if (year, month) < (now.year, now.month) else DECLINES.get(digits)
    is_pending = digits == PENDING_CARD

    def charge(db: sqlite3.Connection, order: Order) -> tuple[str, str]:
        if bad:
            decline(db, store, order, money, order.due)
            raise Refusal(bad.title, bad.code)
        if is_pending:
            return hold(db, store, order, money, order.due), "pending"
        return pay(db, store, order, money, order.due), "success"

    return charge


def _card_fields(instrument: Json) -> tuple[str, int, int]:
    number, name, code = (instrument.get(field) for field in ("number", "cardholder_name", "verification_value"))
    month, year = instrument.get("expiry_month"), instrument.get("expiry_year")
    errors = {}
    if not (isinstance(number, str) and number.isdecimal() and is_card_number(number)):
        errors["number"] = "number is not a card number"
    if not (isinstance(name, str) and name.strip()):
        errors["cardholder_name"] = "cardholder_name is required"
    if type(month) is not int or not 1 <= month <= 12:
        errors["expiry_month"] = "expiry_month must be an integer from 1 to 12"
    if type(year) is not int or not 1000 <= year <= LATEST_YEAR:
        errors["expiry_year"] = "expiry_year must be an integer of four digits"
    if not (isinstance(code, str) and SECURITY_CODE.fullmatch(code)):
        errors["verification_value"] = "verification_value must be a string of three or four digits"
    if errors or not isinstance(number, str) or type(month) is not int or type(year) is not int:
        raise _missing(errors)
    return number, month, year


def _gift_charge(store: Store, code: str) -> Charge:
    def charge(db: sqlite3.Connection, order: Order) -> tuple[str, str]:
        row = db.execute("SELECT balance FROM bigcommerce_gift_certificates WHERE code = ?", (code,)).fetchone()
        balance = row["balance"] if row else 0
        if not balance:
            raise Refusal("The gift certificate is invalid or has no balance", 30102)
        used = min(balance, order.due)
        left = balance - used
        db.execute("UPDATE bigcommerce_gift_certificates SET balance = ? WHERE code = ?", (left, code))
        details = {
            "code": code,
            "original_balance": amount(balance),
            "starting_balance": amount(balance),
            "remaining_balance": amount(left),
            "status": "active",
        }
        money = Money("gift_certificate", "giftcertificate", GIFT_METHOD, details=details)
        return pay(db, store, order, money, used), "success"

    return charge


def _credit_charge(store: Store) -> Charge:
    def charge(db: sqlite3.Connection, order: Order) -> tuple[str, str]:
        row = db.execute("SELECT store_credit FROM bigcommerce_customers WHERE id = ?", (order.customer_id,)).fetchone()
        balance = row["store_credit"] if row else 0
        if not balance:
            raise Refusal("The customer has no store credit", 30102)
        used = min(balance, order.due)
        db.execute(
            "UPDATE bigcommerce_customers SET store_credit = ? WHERE id = ?", (balance - used, order.customer_id)
        )
        details = {"remaining_balance": amount(balance - used)}
        money = Money("store_credit", "storecredit", CREDIT_METHOD, details=details)
        return pay(db, store, order, money, used), "success"

    return charge


def _missing(errors: dict[str, str]) -> Exception:
    refusal = payments_error(422, "Missing or invalid fields", 10001)
    refusal.body["errors"] = errors
    return refusal


def _method(method_id: str, name: str, kind: str, instruments: list[Json], *, is_test: bool = False) -> Json:
    return {
        "id": method_id,
        "name": name,
        "test_mode": is_test,
        "type": kind,
        "supported_instruments": instruments,
        "stored_instruments": [],
    }
