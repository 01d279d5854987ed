"""The browser back from the hosted page that sells plans: what is true of the membership, as far as we may see it."""

from __future__ import annotations

from flask import Response, make_response, render_template, url_for

from routes.current import current_storefront
from routes.plan_memory import StartedPlan, find_plan, remembered_plans
from services.errors import NotFoundError
from services.models import OrderState, PlanOrder, PlanOrderState
from services.storefront import Visitor

# The order's own state speaks first where it is over or was never bought; otherwise its latest payment does.
STATE_PAGES = {
    PlanOrderState.DRAFT: "unfinished",
    PlanOrderState.CANCELLED: "cancelled",
    PlanOrderState.ENDED: "ended",
}
PAYMENT_PAGES = {
    OrderState.DECLINED: "declined",
    OrderState.REFUNDED: "refunded",
    OrderState.CANCELLED: "cancelled",
    OrderState.PENDING: "pending",
}
RUNNING_PAGES = {PlanOrderState.PENDING: "starting", PlanOrderState.PAUSED: "paused"}


def confirm_plan(visitor: Visitor, plan_order_id: str) -> Response | None:
    """What became of a plan order; None where this visitor set out to buy no plan, or not this one."""
    plans, started = current_storefront().plans, remembered_plans()
    if plans is None or not started or not plans.is_plan_id(plan_order_id):
        return None
    try:
        order = plans.get_order(visitor, plan_order_id)
    except NotFoundError:
        order = None
    if order is None or not order.is_visitors_own:
        return draw_unseen(visitor, started[0], plan_order_id)
    if (bought := find_plan(order.plan_id)) is None:
        return None
    return make_response(render_template(f"returns/plan_{page_of(order)}.html", order=order, plan=bought))


def draw_unseen(visitor: Visitor, started: StartedPlan, plan_order_id: str) -> Response:
    """The hosted page makes the buyer a member: whose order it is can be told to the member who bought it alone."""
    sign_in = current_storefront().sign_in
    is_signed_in = sign_in is not None and sign_in.is_signed_in(visitor)
    address = url_for("returns.thank_you", planOrderId=plan_order_id)
    page = render_template("returns/plan_unseen.html", plan=started, is_signed_in=is_signed_in, address=address)
    return make_response(page)


def page_of(order: PlanOrder) -> str:
    """Which page tells the truth about a plan order."""
    if page := STATE_PAGES.get(order.state) or PAYMENT_PAGES.get(order.payment):
        return page
    if page := RUNNING_PAGES.get(order.state):
        return page
    costs = order.price is not None and order.price.amount > 0
    return "trial" if order.payment is OrderState.FREE and costs else "active"
