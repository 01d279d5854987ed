"""The endpoints of requests for payment, for the API key only; buyers meet them on the hosted page.

Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/orders/order-payment-requests/introduction
"""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from flask import Blueprint

from sandbox.clock import iso, parse_iso
from sandbox.seed.rows import minor_units
from sandbox.wix.errors import WixError, application_error, required, silent, violation
from sandbox.wix.order_store import find_order_row, order_json
from sandbox.wix.payload import json_body, mapping, required_guid, required_text, text
from sandbox.wix.payment_request_store import (
    UNPAID,
    VOIDED,
    PaymentRequest,
    Wanted,
    find_payment_request,
    insert_payment_request,
    void_payment_request,
)
from sandbox.wix.redirect_store import Target
from sandbox.wix.shapes import order_money
from sandbox.wix.site import Site, Subject, current_site, current_subject

payment_requests = Blueprint("payment_requests", __name__, url_prefix="/ecom/v1/order-payment-requests")
Json = dict[str, Any]
AMOUNT = re.compile(r"\d{1,9}(\.\d{1,2})?", re.ASCII)
LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_SOURCE = 200, 300, 100


@payment_requests.post("")
def create_payment_request() -> Json:
    """Ask for money towards an order; the reply has the address of the page to pay on.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/orders/order-payment-requests/create-order-payment-request
    """
    _merchant()
    site, wanted = current_site(), _wanted(mapping(json_body(), "orderPaymentRequest"))
    now = iso(site.clock.now())
    with site.database.change() as db:
        order = find_order_row(db, wanted.order_id)
        if order is None:
            raise application_error(404, "ORDER_NOT_FOUND", "Order not found")
        request_id = insert_payment_request(db, wanted, order_json(order)["currency"], now)
        made = _existing(db, request_id, now)
    return {"orderPaymentRequest": _request_json(made), "orderPaymentRequestUrl": _page_url(site, made)}


@payment_requests.get("/<request_id>")
def get_payment_request(request_id: str) -> Json:
    """Return a request as it stands now.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/orders/order-payment-requests/get-order-payment-request
    """
    _merchant()
    site = current_site()
    with site.database.read() as db:
        return {"orderPaymentRequest": _request_json(_existing(db, request_id, iso(site.clock.now())))}


@payment_requests.post("/url")
def get_payment_request_url() -> Json:
    """Return the address of the page to pay on, which works for anybody and as often as it is opened.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/orders/order-payment-requests/get-order-payment-request-url
    """
    _merchant()
    site, request_id = current_site(), required_guid(json_body(), "orderPaymentRequestId")
    with site.database.read() as db:
        return {"orderPaymentRequestUrl": _page_url(site, _existing(db, request_id, iso(site.clock.now())))}


@payment_requests.post("/void")
def void() -> Json:
    """Take a request back that nobody has paid; a second time changes nothing.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/orders/order-payment-requests/void-order-payment-request
    """
    _merchant()
    site, request_id = current_site(), required_guid(json_body(), "orderPaymentRequestId")
    now = iso(site.clock.now())
    with site.database.change() as db:
        asked = _existing(db, request_id, now)
        if asked.status not in (UNPAID, VOIDED):
            # The codes are Wix's, the status is ours.
            code = f"CANNOT_VOID_{asked.status}_ORDER_PAYMENT_REQUEST"
            raise application_error(428, code, f"the order payment request is {asked.status}")
        if asked.status == UNPAID:
            void_payment_request(db, asked.id, now)
    return {}


def payment_request_target(site: Site, _subject: Subject, intent: Json) -> Target:
    """Return what a redirect session to paying a request is about; whoever has the id may pay.

    Raises: 400 without an id, 404 for an unknown one.
    """
    if not intent.get("paymentRequestId"):
        raise required("ecomOrderPaymentRequest.paymentRequestId")
    request_id = required_guid(intent, "paymentRequestId")
    with site.database.read() as db:
        asked = _existing(db, request_id, iso(site.clock.now()))
    return Target(asked.id, {"paymentRequestId": asked.id})


def _merchant() -> None:
    if not current_subject(silent(403)).is_admin:
        raise application_error(403, "PERMISSION_DENIED", "permission denied")


def _existing(db: sqlite3.Connection, request_id: str, now: str) -> PaymentRequest:
    asked = find_payment_request(db, request_id.lower(), now)
    if asked is None:
        raise _not_found()
    return asked


def _wanted(payload: Json) -> Wanted:
    source = mapping(payload, "source")
    parts = {name: text(source, name, longest=LONGEST_SOURCE) for name in ("appId", "externalId")}
    return Wanted(
        order_id=required_guid(payload, "orderId"),
        amount=_amount(mapping(payload, "amount")),
        title=required_text(payload, "title", longest=LONGEST_TITLE),
        description=text(payload, "description", longest=LONGEST_DESCRIPTION) or "",
        source={name: value for name, value in parts.items() if value},
        expires_at=_moment(payload, "expirationDate"),
    )


def _amount(price: Json) -> int:
    written = required_text(price, "amount")
    minor = minor_units(written) if AMOUNT.fullmatch(written) else 0
    if not minor:
        raise violation("amount", "must be a decimal string above zero", "DECIMAL_GT")
    return minor


def _moment(payload: Json, field: str) -> str | None:
    written = text(payload, field, longest=40)
    if not written:
        return None
    try:
        return iso(parse_iso(written))
    except ValueError:
        raise violation(field, "must be a date and time", "FORMAT") from None


def _request_json(asked: PaymentRequest) -> Json:
    optional = {
        "description": asked.description,
        "expirationDate": asked.expires_at,
        "paymentGatewayOrderId": asked.gateway_order_id,
    }
    return {
        "id": asked.id,
        "source": dict(asked.source),
        "status": asked.status,
        "orderId": asked.order_id,
        "orderNumber": asked.order_number,
        "amount": order_money(asked.amount, asked.currency),
        "currency": asked.currency,
        "title": asked.title,
        "blockedPaymentMethods": [],
        "createdDate": asked.created_at,
        "updatedDate": asked.updated_at,
        **{name: value for name, value in optional.items() if value},
    }


def _page_url(site: Site, asked: PaymentRequest) -> str:
    return site.page_url(f"/pay/{asked.id}")


def _not_found() -> WixError:
    return application_error(404, "ORDER_PAYMENT_REQUEST_NOT_FOUND", "Order payment request not found")
