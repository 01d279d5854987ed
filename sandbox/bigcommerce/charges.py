"""How an instrument pays: its fields are checked before, and what it does to an order is a function. No requests.

Source: https://developer.bigcommerce.com/docs/rest-payments/process-payments
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from sandbox.bigcommerce.card_outcomes import DECLINES, EXPIRED, PENDING_CARD, remembered
from sandbox.bigcommerce.errors import payments_error
from sandbox.bigcommerce.order_settling import (
    CARD_METHOD,
    CREDIT_METHOD,
    GIFT_METHOD,
    Money,
    card_money,
    decline,
    hold,
    pay,
)
from sandbox.bigcommerce.order_store import Order
from sandbox.bigcommerce.payload import Json, text
from sandbox.bigcommerce.shapes import amount
from sandbox.bigcommerce.site import Store
from sandbox.cards import SECURITY_CODE, is_card_number

LATEST_YEAR = 9999
# Returns the id of the payment, and whether it is a success or pending.
Charge = Callable[[sqlite3.Connection, Order], tuple[str, str]]


class Refusal(Exception):
    """A bank or BigCommerce says no to a payment; what was written before stays."""

    def __init__(self, title: str, code: int) -> None:
        super().__init__(title)
        self.title = title
        self.code = code


def charge_for(store: Store, instrument: Json, method: str) -> Charge:
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
        raise missing_fields(errors)
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


def missing_fields(errors: dict[str, str]) -> Exception:
    """Make the 422 for fields that do not fit, with a message for each."""
    refusal = payments_error(422, "Missing or invalid fields", 10001)
    refusal.body["errors"] = errors
    return refusal
