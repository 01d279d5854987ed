"""The endpoints of orders of plans: a member reads and cancels the own ones, the API key reads any.

Source: https://dev.wix.com/docs/rest/business-solutions/pricing-plans/orders/introduction
"""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Any

from flask import Blueprint, request

from sandbox.wix.errors import WixError, application_error, silent, violation
from sandbox.wix.member_store import find_member
from sandbox.wix.offset_paging import offset_metadata, read_offset_arguments
from sandbox.wix.payload import json_body, required_guid
from sandbox.wix.plan_order_store import (
    PAYMENT_STATUSES,
    STATUSES,
    PlanOrder,
    cancel_plan_order,
    find_plan_order,
    insert_plan_order,
    orders_of_member,
    standing_at,
)
from sandbox.wix.plan_purchase import LimitReachedError, offer_plan
from sandbox.wix.plan_shapes import plan_order_json
from sandbox.wix.plan_store import find_plan
from sandbox.wix.plans import plan_for_sale
from sandbox.wix.site import Subject, current_site, current_subject

plan_orders = Blueprint("plan_orders", __name__, url_prefix="/pricing-plans/v2")
Json = dict[str, Any]
NEXT_PAYMENT_DATE, IMMEDIATELY = "NEXT_PAYMENT_DATE", "IMMEDIATELY"


@plan_orders.get("/member/orders")
def list_own_orders() -> Json:
    """List what the member bought, newest first; drafts too, unless `orderStatuses` says otherwise.

    Source: https://dev.wix.com/docs/rest/business-solutions/pricing-plans/orders/member-list-orders
    """
    site, member = current_site(), _member()
    page, newest_first, now = read_offset_arguments(), _newest_first(), site.clock.now()
    with site.database.read() as db:
        orders = orders_of_member(db, member.id)
    wanted = [plan_order_json(order, now) for order in orders if _fits(order, now)]
    if newest_first:
        wanted.reverse()
    found = wanted[page.offset : page.offset + page.limit]
    return {"orders": found, "pagingMetadata": offset_metadata(page, len(found), len(wanted))}


@plan_orders.get("/member/orders/<order_id>")
def get_own_order(order_id: str) -> Json:
    """Return an order to the member who bought it.

    Source: https://dev.wix.com/docs/rest/business-solutions/pricing-plans/orders/member-get-order
    """
    site, member = current_site(), _member()
    with site.database.read() as db:
        order = _own_order(db, order_id, member)
    return {"order": plan_order_json(order, site.clock.now())}


@plan_orders.post("/member/orders/<order_id>/cancel")
def cancel_own_order(order_id: str) -> Json:
    """Let the own order end now, or when the next payment is due; a free trial goes on to its end either way.

    Source: https://dev.wix.com/docs/rest/business-solutions/pricing-plans/orders/request-cancellation
    """
    site, member = current_site(), _member()
    effective_at = json_body().get("effectiveAt")
    if effective_at not in (NEXT_PAYMENT_DATE, IMMEDIATELY):
        raise violation("effectiveAt", f"must be {NEXT_PAYMENT_DATE} or {IMMEDIATELY}", "INVALID_ENUM_VALUE")
    now = site.clock.now()
    with site.database.change() as db:
        order = _own_order(db, order_id, member)
        _check_cancellation(db, order, effective_at, now)
        cancel_plan_order(db, order, now, "MEMBER_ACTION", effective_at)
    return {}


@plan_orders.get("/orders/<order_id>")
def get_order(order_id: str) -> Json:
    """Return any order; for the API key only.

    Source: https://dev.wix.com/docs/rest/business-solutions/pricing-plans/orders/management-get-order
    """
    site = current_site()
    if not current_subject(silent(403)).is_admin:
        raise _forbidden()
    with site.database.read() as db:
        order = find_plan_order(db, order_id.lower())
    if order is None:
        raise _not_found()
    return {"order": plan_order_json(order, site.clock.now())}


@plan_orders.post("/checkout/orders/online")
def create_online_order() -> Json:
    """Begin an order that is not paid yet.

    Source: https://dev.wix.com/docs/rest/business-solutions/pricing-plans/orders/create-online-order
    """
    site, subject = current_site(), current_subject(silent(403))
    if subject.kind != "MEMBER":
        raise application_error(403, "MEMBER_REQUIRED", "A member is required")
    plan_id, now = required_guid(json_body(), "planId"), site.clock.now()
    with site.database.change() as db:
        plan, member = plan_for_sale(db, plan_id), find_member(db, subject.id)
        if member is None:
            raise application_error(403, "MEMBER_REQUIRED", "A member is required")
        try:
            terms = offer_plan(db, plan, member)
        except LimitReachedError:
            raise application_error(400, "purchases_limit_reached", "The plan was bought too often") from None
        order_id = insert_plan_order(db, plan, member, now, status="DRAFT", payment_status="UNPAID", terms=terms)
        order = _own_order(db, order_id, subject)
    return {"order": plan_order_json(order, now)}


def _member() -> Subject:
    """Return the member who calls. Raises: 403 for anybody else."""
    subject = current_subject(silent(403))
    if subject.kind != "MEMBER":
        raise _forbidden()
    return subject


def _own_order(db: sqlite3.Connection, order_id: str, member: Subject) -> PlanOrder:
    order = find_plan_order(db, order_id.lower())
    if order is None or order.member_id != member.id:
        raise _not_found()
    return order


def _check_cancellation(db: sqlite3.Connection, order: PlanOrder, effective_at: str, now: datetime) -> None:
    """Raise 400 for an order the member cannot cancel, or not in this way."""
    plan = find_plan(db, order.plan_id)
    if plan is not None and not plan.buyer_can_cancel:
        raise application_error(400, "BUYER_CANNOT_CANCEL", "The plan cannot be cancelled by its buyer")
    if standing_at(order, now).status not in ("PENDING", "ACTIVE", "PAUSED"):
        raise application_error(400, "INVALID_ORDER_STATUS", "The order is over, or was not bought")
    if effective_at == NEXT_PAYMENT_DATE and not order.terms.is_recurring:
        raise application_error(400, "INVALID_EFFECTIVE_AT", "There is no next payment; cancel immediately")
    if effective_at == NEXT_PAYMENT_DATE and order.cancellation is not None:
        raise application_error(400, "ALREADY_CANCELED", "The order ends at the next payment date already")


def _fits(order: PlanOrder, now: datetime) -> bool:
    """Tell whether an order is one the query string asks for."""
    standing = standing_at(order, now)
    canceled = order.cancellation is not None and order.terms.is_recurring
    asked: tuple[tuple[str, str, tuple[str, ...] | None], ...] = (
        ("planIds", order.plan_id, None),
        ("orderStatuses", standing.status, STATUSES),
        ("paymentStatuses", standing.payment_status, PAYMENT_STATUSES),
        ("autoRenewCanceled", str(canceled).lower(), ("true", "false")),
    )
    return all(_is_asked_for(name, value, known) for name, value, known in asked)


def _is_asked_for(name: str, value: str, known: tuple[str, ...] | None) -> bool:
    wanted = request.args.getlist(name)
    if known is not None and any(entry not in known for entry in wanted):
        raise violation(name, f"must be one of: {', '.join(known)}", "INVALID_ENUM_VALUE")
    return not wanted or value in wanted


def _newest_first() -> bool:
    if request.args.get("sorting.fieldName", "createdDate") != "createdDate":
        raise violation("sorting.fieldName", "must be createdDate", "INVALID_ENUM_VALUE")
    order = request.args.get("sorting.order", "DESC")
    if order not in ("ASC", "DESC"):
        raise violation("sorting.order", "must be ASC or DESC", "INVALID_ENUM_VALUE")
    return order == "DESC"


def _forbidden() -> WixError:
    return application_error(403, "PERMISSION_DENIED", "Permission denied")


def _not_found() -> WixError:
    return application_error(404, "ORDER_NOT_FOUND", "Order not found")
