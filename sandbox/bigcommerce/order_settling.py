"""What a payment does to an order, the stock and the cart. No HTTP."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sandbox.bigcommerce.card_outcomes import Card
from sandbox.bigcommerce.cart_store import delete_cart
from sandbox.bigcommerce.checkout_store import delete_record
from sandbox.bigcommerce.order_store import (
    AWAITING_FULFILLMENT,
    AWAITING_PAYMENT,
    CANCELLED,
    DECLINED,
    INCOMPLETE,
    PENDING,
    Order,
    add_transaction,
    await_money,
    find_order,
    receive_money,
    set_payment_method,
    set_status,
)
from sandbox.bigcommerce.outbox import publish
from sandbox.bigcommerce.shapes import v3_time
from sandbox.bigcommerce.site import Store
from sandbox.bigcommerce.webhook_messages import Event
from sandbox.clock import iso
from sandbox.products import find_products
from sandbox.shelf import take_goods

GATEWAY = "authorizenet"
CARD_METHOD = "authorizenet.card"
GIFT_METHOD = "bigcommerce.gift_certificate"
CREDIT_METHOD = "bigcommerce.store_credit"
Json = dict[str, Any]


class OutOfStockError(Exception):
    """Something that was ordered is not there any more. `names` are the products."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


@dataclass(frozen=True, slots=True)
class Money:
    """How money comes: BigCommerce's words for it."""

    method: str
    gateway: str
    method_id: str
    card: Card | None = None
    details: Mapping[str, Any] | None = None


def card_money(card: Card) -> Money:
    """Return how a card pays."""
    return Money("credit_card", GATEWAY, CARD_METHOD, card)


def pay(db: sqlite3.Connection, store: Store, order: Order, money: Money, minor: int) -> str:
    """Receive money for an order, and complete it once everything is paid; return the id of the payment.

    Raises: OutOfStockError.
    """
    payment_id = _note(db, store, order, money, minor, "purchase")
    gift = minor if money.method == "gift_certificate" else 0
    credit = minor if money.method == "store_credit" else 0
    receive_money(db, order, paid=minor - gift - credit, gift=gift, store_credit=credit)
    set_payment_method(db, order, f"{money.gateway}.{money.method}")
    if minor < order.due:
        set_status(db, store.clock.now(), order, PENDING, "pending")
    else:
        complete(db, store, order, AWAITING_FULFILLMENT, "captured")
    return payment_id


def decline(db: sqlite3.Connection, store: Store, order: Order, money: Money, minor: int) -> None:
    """Note that a bank said no: the order stays as it is, and so do cart and stock."""
    _note(db, store, order, money, minor, "purchase", is_good=False)
    set_payment_method(db, order, f"{money.gateway}.{money.method}")
    set_status(db, store.clock.now(), order, order.status_id, "declined" if not order.paid else None)


def hold(db: sqlite3.Connection, store: Store, order: Order, money: Money, minor: int) -> str:
    """Note that a bank will decide later: the order waits, the cart stays until it is paid."""
    payment_id = _note(db, store, order, money, minor, "pending")
    await_money(db, order, minor)
    set_payment_method(db, order, f"{money.gateway}.{money.method}")
    set_status(db, store.clock.now(), order, AWAITING_PAYMENT, "pending")
    return payment_id


def order_offline(db: sqlite3.Connection, store: Store, order: Order) -> None:
    """Complete an order that is paid by bank transfer, some day.

    Raises: OutOfStockError.
    """
    set_payment_method(db, order, "Bank Deposit")
    await_money(db, order, order.due)
    complete(db, store, order, AWAITING_PAYMENT, "pending")


def complete(db: sqlite3.Connection, store: Store, order: Order, status_id: int, payment_status: str) -> None:
    """Take the goods off the shelf, let the order have its status, and let the cart be gone.

    Raises: OutOfStockError.
    """
    now = store.clock.now()
    _take_goods(db, order)
    for coupon in order.document["coupons"]:
        db.execute(
            "INSERT INTO bigcommerce_coupon_uses VALUES (?,?,?)",
            (coupon["code"], order.customer_id, order.email.lower()),
        )
    set_status(db, now, order, status_id, payment_status)
    publish(db, now, Event("store/cart/converted", "cart", order.cart_id, {"orderId": order.id}))
    delete_cart(db, order.cart_id)
    delete_record(db, order.cart_id)


def change_status(
    db: sqlite3.Connection, store: Store, order: Order, status_id: int, payment_status: str | None = None
) -> None:
    """Change an order as merchant or bank would; a payment that was awaited is decided by it.

    Raises: ValueError for an unknown status, OutOfStockError.
    """
    now = store.clock.now()
    if order.awaited and status_id == AWAITING_FULFILLMENT:
        receive_money(db, order, paid=order.awaited)
        await_money(db, order, 0)
        if order.payment_method != "Bank Deposit":
            complete(db, store, order, status_id, payment_status or "captured")
            return
        payment_status = payment_status or "captured"
    elif order.awaited and status_id in (DECLINED, CANCELLED, INCOMPLETE):
        await_money(db, order, 0)
        payment_status = payment_status or ("declined" if status_id == DECLINED else "void")
    set_status(db, now, order, status_id, payment_status)


def fresh(db: sqlite3.Connection, order: Order) -> Order:
    """Return an order as it is now."""
    found = find_order(db, order.id)
    if found is None:
        raise KeyError(order.id)
    return found


def _take_goods(db: sqlite3.Connection, order: Order) -> None:
    lines = order.document["lines"]
    products = find_products(db, [line["shared_product_id"] for line in lines])
    missing = []
    for line in lines:
        product = products.get(line["shared_product_id"])
        variant = product.variant(line["shared_variant_id"]) if product else None
        if product is None or variant is None or not take_goods(db, product, variant, line["quantity"]):
            missing.append(line["name"])
    if missing:
        raise OutOfStockError(tuple(missing))


def _note(
    db: sqlite3.Connection, store: Store, order: Order, money: Money, minor: int, event: str, *, is_good: bool = True
) -> str:
    """Write a transaction, with what may be remembered of a card and no more."""
    now, payment_id = store.clock.now(), str(uuid4())
    card = money.card
    document: Json = {
        "order_id": str(order.id),
        "event": event,
        "method": money.method,
        "amount": minor / 100,
        "currency": order.document["currency"],
        "gateway": money.gateway,
        "gateway_transaction_id": payment_id,
        "date_created": v3_time(iso(now)),
        "test": True,
        "status": "ok" if is_good else "error",
        "fraud_review": False,
        "reference_transaction_id": None,
        "offline": None,
        "custom": None,
        "payment_instrument_token": None,
        "avs_result": {"code": "", "message": "", "street_match": "", "postal_match": ""},
        "cvv_result": {"code": "", "message": ""},
        "credit_card": None,
        "gift_certificate": None,
        "store_credit": None,
        "payment_method_id": money.method_id,
    }
    if card:
        document["credit_card"] = {"card_type": card.type, "card_last4": card.last_4}
    if money.details:
        document[money.method] = dict(money.details)
    add_transaction(db, now, order.id, document)
    return payment_id
