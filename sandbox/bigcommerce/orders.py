"""Orders, their parts and their transactions, as the shop's server reads them.

Source: https://developer.bigcommerce.com/docs/rest-management/orders
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.bigcommerce.errors import v2_error, v3_error
from sandbox.bigcommerce.order_product_shapes import products_v2
from sandbox.bigcommerce.order_settling import change_status
from sandbox.bigcommerce.order_shapes import (
    coupons_v2,
    order_v2,
    shipping_addresses_v2,
    taxes_v2,
)
from sandbox.bigcommerce.order_store import (
    FILTERS,
    ORDERINGS,
    STATUSES,
    Order,
    find_order,
    find_orders,
    transactions_of,
)
from sandbox.bigcommerce.site import current_store

orders = Blueprint("bigcommerce_orders", __name__)
PAGE_SIZE = 50
LARGEST_PAGE = 250
LARGEST_NUMBER = 2**31 - 1
NUMBERS = ("status_id", "customer_id")
Answer = Response | tuple[str, int]


@orders.get("/v2/orders")
def list_orders() -> Answer:
    """Return the orders that are wanted, a page at a time; 204 when there are none, and behind the last page."""
    store = current_store()
    wanted: dict[str, object] = {
        name: _number(name, 0) if name in NUMBERS else request.args[name] for name in FILTERS if name in request.args
    }
    limit = min(_number("limit", PAGE_SIZE, least=1), LARGEST_PAGE)
    page = _number("page", 1, least=1)
    order_by = ORDERINGS.get(request.args.get("sort", "id:asc"))
    if order_by is None:
        raise v2_error(400, "The filter 'sort' is invalid.")
    with store.database.read() as db:
        found = find_orders(db, wanted, limit, (page - 1) * limit, order_by)
    return _listed([order_v2(store, order) for order in found])


@orders.get("/v2/orders/<int:order_id>")
def get_order(order_id: int) -> Answer:
    """Return an order."""
    store = current_store()
    with store.database.read() as db:
        return jsonify(order_v2(store, _found(db, order_id)))


@orders.put("/v2/orders/<int:order_id>")
def update_order(order_id: int) -> Answer:
    """Change the status of an order, as the shop's own software would."""
    store = current_store()
    body = request.get_json(silent=True)
    status_id = body.get("status_id") if isinstance(body, dict) else None
    if type(status_id) is not int or status_id not in STATUSES:
        raise v2_error(400, "The field 'status_id' is invalid.", {"invalid_reason": "The status does not exist."})
    with store.database.change() as db:
        change_status(db, store, _found(db, order_id), status_id)
        return jsonify(order_v2(store, _found(db, order_id)))


@orders.get("/v2/orders/<int:order_id>/<part>")
def get_part(order_id: int, part: str) -> Answer:
    """Return a list of an order's parts; 204 when it is empty."""
    store = current_store()
    with store.database.read() as db:
        order = _found(db, order_id)
    if part == "products":
        return _listed(products_v2(order))
    # The specification writes the first, the links of an order the second.
    if part in ("shipping_addresses", "shippingaddresses"):
        return _listed(shipping_addresses_v2(store, order))
    if part == "coupons":
        return _listed(coupons_v2(order))
    if part == "taxes":
        return _listed(taxes_v2(order))
    if part == "shipments":
        return _listed([])
    raise v2_error(404, "The requested resource was not found.")


@orders.get("/v2/order_statuses")
def list_statuses() -> Answer:
    """Return the statuses. A merchant may rename their labels: clients compare ids."""
    return _listed([_status_json(number) for number in STATUSES])


@orders.get("/v2/order_statuses/<int:status_id>")
def get_status(status_id: int) -> Answer:
    """Return one of the statuses."""
    if status_id not in STATUSES:
        raise v2_error(404, "The requested resource was not found.")
    return jsonify(_status_json(status_id))


@orders.get("/v3/orders/<int:order_id>/transactions")
def list_transactions(order_id: int) -> Answer:
    """Return what has been paid, or tried; 204 when nothing was."""
    with current_store().database.read() as db:
        if find_order(db, order_id) is None:
            raise v3_error(404, "The requested order was not found")
        found = transactions_of(db, order_id)
    if not found:
        return "", 204
    count = len(found)
    pagination = {"total": count, "count": count, "per_page": PAGE_SIZE, "current_page": 1, "total_pages": 1}
    return jsonify({"data": found, "meta": {"pagination": pagination}})


def _found(db: sqlite3.Connection, order_id: int) -> Order:
    order = find_order(db, order_id)
    if order is None:
        raise v2_error(404, "The requested resource was not found.")
    return order


def _listed(entries: Sequence[dict[str, Any]]) -> Answer:
    return jsonify(entries) if entries else ("", 204)


def _status_json(number: int) -> dict[str, Any]:
    name = STATUSES[number]
    return {"id": number, "name": name, "system_label": name, "custom_label": name, "order": number}


def _number(name: str, default: int, *, least: int = 0) -> int:
    text = request.args.get(name, str(default))
    if not (text.isascii() and text.isdigit()) or not least <= int(text[:12]) <= LARGEST_NUMBER:
        raise v2_error(400, f"The filter '{name}' is invalid.")
    return int(text)
