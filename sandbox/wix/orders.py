"""The endpoints of orders: a buyer reads the own one, a member searches the own ones, the API key all.

Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/orders/introduction
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from sandbox.wix.errors import WixError, application_error
from sandbox.wix.filters import Field, order_by, paging_metadata, read_page, where
from sandbox.wix.order_store import find_order_row, order_json
from sandbox.wix.payload import json_body, mapping
from sandbox.wix.site import current_site, current_subject

orders = Blueprint("orders", __name__, url_prefix="/ecom/v1/orders")
SEARCH_FIELDS = {
    "id": Field("id"),
    "number": Field("CAST(number AS TEXT)", sortable=True),
    "checkoutId": Field("checkout_id"),
    "buyerInfo.email": Field("email", sortable=True),
    "buyerInfo.memberId": Field("CASE subject_kind WHEN 'MEMBER' THEN subject_id END"),
    "status": Field("status", sortable=True),
    "paymentStatus": Field("payment_status", sortable=True),
    "fulfillmentStatus": Field("json_extract(document, '$.fulfillmentStatus')"),
    "createdDate": Field("created_at", "date", sortable=True),
    "purchasedDate": Field("created_at", "date", sortable=True),
    "archived": Field("0", "bool"),
}


@orders.get("/<order_id>")
def get_order(order_id: str) -> dict[str, Any]:
    """Return an order to its buyer or to the API key.

    Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/orders/get-order
    """
    subject = current_subject(_no_identity())
    with current_site().database.read() as db:
        row = find_order_row(db, order_id)
    if row is None:
        raise application_error(404, "ORDER_NOT_FOUND", "Order not found")
    if not subject.is_admin and (row["subject_kind"], row["subject_id"]) != (subject.kind, subject.id):
        raise _forbidden()
    return {"order": order_json(row)}


@orders.post("/search")
def search_orders() -> dict[str, Any]:
    """Find orders, newest first: all for the API key, the own ones for a member, none for a visitor.

    Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/orders/search-orders
    """
    subject = current_subject(_no_identity())
    if not subject.is_admin and subject.kind != "MEMBER":
        raise _forbidden()
    page = read_page(mapping(json_body(), "search"))
    condition, parameters = where(page.filter, SEARCH_FIELDS)
    if not subject.is_admin:
        condition, parameters = (
            f"({condition}) AND subject_kind = ? AND subject_id = ?",
            [*parameters, subject.kind, subject.id],
        )
    order = order_by(page.sort, SEARCH_FIELDS, "wix_orders.number DESC")
    sql = f"SELECT * FROM wix_orders WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?"  # noqa: S608
    with current_site().database.read() as db:
        rows = db.execute(sql, [*parameters, page.limit + 1, page.offset]).fetchall()
    found = [order_json(row) for row in rows[: page.limit]]
    return {"orders": found, "metadata": paging_metadata(page, len(found), has_next=len(rows) > page.limit)}


def _forbidden() -> WixError:
    return application_error(403, "READ_ORDER_FORBIDDEN", "read order: permission denied")


def _no_identity() -> WixError:
    return application_error(428, "MISSING_IDENTITY_CONTEXT", "missing identity context")
