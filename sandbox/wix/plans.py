"""The endpoints of pricing plans: V3, and the deprecated V2 that is still served.

Source: https://dev.wix.com/docs/rest/business-solutions/pricing-plans/plans-v3/introduction
"""

from __future__ import annotations

import sqlite3
from typing import Any

from flask import Blueprint, request

from sandbox.wix.errors import WixError, application_error, required, silent
from sandbox.wix.filters import Condition, Field, order_by, paging_metadata, read_page, where
from sandbox.wix.offset_paging import OffsetPage, offset_metadata, read_offset_arguments, read_offset_page
from sandbox.wix.payload import json_body, mapping, objects, query_body, required_guid, text
from sandbox.wix.plan_shapes import old_plan_json, plan_json
from sandbox.wix.plan_store import SELECT, Plan, find_plan, plan_from_row
from sandbox.wix.redirect_store import Target
from sandbox.wix.site import Site, Subject, current_site, current_subject

plans = Blueprint("plans", __name__, url_prefix="/pricing-plans")
Json = dict[str, Any]
LONGEST_CHECKOUT_DATA = 2048
PUBLIC = "visibility = 'PUBLIC' AND NOT archived"
FIELDS = {
    "id": Field("id", sortable=True),
    "name": Field("name", sortable=True),
    "slug": Field("slug", sortable=True),
    "visibility": Field("visibility", sortable=True),
    "createdDate": Field("created_at", "date", sortable=True),
    "updatedDate": Field("updated_at", "date", sortable=True),
    "formId": Field("NULL", sortable=True),
    "pricingVariants.name": Field("name"),
}
OLD_FIELDS = {name: FIELDS[name] for name in ("id", "name", "slug", "createdDate", "updatedDate")}


@plans.route("/v3/plans/query", methods=["GET", "POST"])
def query_plans() -> Json:
    """List plans; whoever has no API key sees public ones that are not archived, whatever the filter says.

    Source: https://dev.wix.com/docs/rest/business-solutions/pricing-plans/plans-v3/query-plans
    """
    site, subject = current_site(), current_subject(silent(403))
    page = read_page(mapping(query_body(), "query"))
    condition, parameters = _seen_by(subject, where(page.filter, FIELDS))
    order = order_by(page.sort, FIELDS, "number")
    sql = f"{SELECT} WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?"
    with site.database.read() as db:
        rows = db.execute(sql, [*parameters, page.limit + 1, page.offset]).fetchall()
    found = [plan_json(site, plan_from_row(row)) for row in rows[: page.limit]]
    return {"plans": found, "pagingMetadata": paging_metadata(page, len(found), has_next=len(rows) > page.limit)}


@plans.get("/v3/plans/<plan_id>")
def get_plan(plan_id: str) -> Json:
    """Return a plan.

    Source: https://dev.wix.com/docs/rest/business-solutions/pricing-plans/plans-v3/get-plan
    """
    site, subject = current_site(), current_subject(silent(403))
    with site.database.read() as db:
        plan = find_plan(db, plan_id.lower())
    if plan is None or not (plan.is_public or subject.is_admin):
        raise _not_found()
    return {"plan": plan_json(site, plan)}


@plans.post("/v2/plans/public/query")
def query_public_plans() -> Json:
    """List public plans; deprecated.

    Source: https://dev.wix.com/docs/rest/business-solutions/pricing-plans/plans-v2/query-public-plans
    """
    current_subject(silent(403))
    query = mapping(json_body(), "query")
    order = order_by(objects(query, "sort", most=5), OLD_FIELDS, "number")
    return _public_plans(read_offset_page(query), where(mapping(query, "filter"), OLD_FIELDS), order)


@plans.get("/v2/plans/public")
def list_public_plans() -> Json:
    """List public plans; deprecated.

    Source: https://dev.wix.com/docs/rest/business-solutions/pricing-plans/plans-v2/list-public-plans
    """
    current_subject(silent(403))
    wanted = request.args.getlist("planIds")
    condition = where({"id": {"$in": wanted}} if wanted else {}, OLD_FIELDS)
    return _public_plans(read_offset_arguments(), condition, "number")


def plan_target(site: Site, subject: Subject, intent: Json) -> Target:
    """Return what a redirect session to buying a plan is about; `checkoutData` is for the hosted page alone.

    Raises: 400 without an id or with too long `checkoutData`; whatever `plan_for_sale` does.
    """
    if not intent.get("planId"):
        raise required("paidPlansCheckout.planId")
    checkout_data = text(intent, "checkoutData", longest=LONGEST_CHECKOUT_DATA)
    with site.database.read() as db:
        plan = plan_for_sale(db, required_guid(intent, "planId"))
    details = {"checkoutData": checkout_data} if checkout_data else {}
    return Target(plan.id, {"planId": plan.id}, details)


def plan_for_sale(db: sqlite3.Connection, plan_id: str) -> Plan:
    """Return a plan a buyer may know of.

    Raises: 404 plan_not_found for one that is unknown, hidden or not for buyers, 400 archived_plan.
    """
    plan = find_plan(db, plan_id)
    if plan is not None and plan.archived:
        raise application_error(400, "archived_plan", "The plan is archived")
    if plan is None or not plan.is_on_sale:
        raise _not_found()
    return plan


def _public_plans(page: OffsetPage, wanted: Condition, order: str) -> Json:
    condition, parameters = f"({wanted[0]}) AND {PUBLIC}", wanted[1]
    with current_site().database.read() as db:
        count = db.execute(f"SELECT COUNT(*) FROM wix_plans WHERE {condition}", parameters).fetchone()[0]  # noqa: S608
        sql = f"{SELECT} WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?"
        rows = db.execute(sql, [*parameters, page.limit, page.offset]).fetchall()
    found = [old_plan_json(plan_from_row(row)) for row in rows]
    return {"plans": found, "pagingMetadata": offset_metadata(page, len(found), count)}


def _seen_by(subject: Subject, wanted: Condition) -> Condition:
    condition, parameters = wanted
    return (condition if subject.is_admin else f"({condition}) AND {PUBLIC}"), parameters


def _not_found() -> WixError:
    return application_error(404, "plan_not_found", "Plan not found")
