"""Memberships: what there is, one in full, and the way to the platform's hosted page that sells it."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from routes.campaign import current_campaign
from routes.catalog import PUBLIC
from routes.current import absolute_url, current_plans, current_visitor
from routes.departures import leave_for
from routes.forms import FormError, parse_slug
from routes.heads import plan_head, plans_head
from routes.languages import hosted_language, return_url
from routes.page_head import PERSONAL
from routes.plan_detour import NO_DETOUR, Detour, Offer, offer_on, read_checkout_data, read_detour
from routes.plan_memory import remember_plan
from services.errors import CheckoutError, NotFoundError
from services.models import Plan, ReturnUrls
from services.sentences import sentence

blueprint = Blueprint("plans", __name__)

MOST_BESIDE = 6
NOT_ON_SALE = sentence("Nobody can join this membership at the moment. Nothing was started and nothing was charged.")


@blueprint.get("/plans")
def plans() -> Response:
    """All public plans, or those that a visitor on a detour needs one of."""
    try:
        detour = read_detour(request.args, current_plans())
    except FormError as error:
        return draw_list(Offer(current_plans().list_plans(), said=str(error)), 400)
    return draw_list(offer_on(detour, current_plans().list_plans()))


@blueprint.get("/plans/<slug>")
def plan(slug: str) -> Response:
    """One plan with its terms in full. Raises: NotFoundError."""
    found = get_plan(slug)
    try:
        detour = read_detour(request.args, current_plans())
    except FormError as error:
        return draw_plan(found, problem=str(error), status=400)
    if found.slug == slug:
        return draw_plan(found, detour)
    moved = redirect(url_for("plans.plan", slug=found.slug, **detour.query), code=301)
    return keep_private(make_response(moved), detour.checkout_data)


@blueprint.post("/plans/<slug>/checkout")
def start_checkout(slug: str) -> Response:
    """The way to the hosted page, new for each click: nothing is made before somebody completes that page."""
    found = get_plan(slug)
    try:
        checkout_data = read_checkout_data(request.form)
    except FormError as error:
        return draw_plan(found, problem=str(error), status=422)
    detour = Detour(checkout_data=checkout_data)
    if not found.can_be_bought:
        return draw_plan(found, detour, NOT_ON_SALE, 409)
    plan_list = absolute_url(url_for("plans.plans"))
    urls = ReturnUrls(
        thank_you_url=return_url("returns.thank_you"),
        post_flow_url=plan_list,
        plan_list_url=plan_list,
        language=hosted_language(),
        campaign=current_campaign(),
    )
    try:
        way = current_plans().create_redirect_session(current_visitor(), found.id, urls, checkout_data)
    except CheckoutError as error:
        return draw_plan(found, detour, error.shopper_message, 409)
    remember_plan(found)
    return leave_for(way.full_url)


def get_plan(slug: str) -> Plan:
    """The plan of a slug that somebody sent. Raises: NotFoundError."""
    if parse_slug(slug) is None:
        raise NotFoundError("plan")
    return current_plans().get_plan(slug)


def draw_list(offer: Offer, status: int = 200) -> Response:
    """The list; what is said about a damaged address is for one visitor."""
    is_private = offer.detour.checkout_data or status != 200
    head = PERSONAL if is_private else plans_head(offer.plans, is_narrowed=bool(offer.detour.plan_ids))
    page = render_template("plans/plans.html", head=head, offer=offer, shared_perks=compare_perks(offer.plans))
    return keep_private(make_response(page, status), is_private)


def compare_perks(plans: tuple[Plan, ...]) -> dict[str, tuple[str, ...]] | None:
    """The perks that several plans bring, each with those plans' ids; None where nothing stands beside another."""
    if not 2 <= len(plans) <= MOST_BESIDE:
        return None
    perks = dict.fromkeys(perk for plan in plans for perk in plan.perks)
    holders = {perk: tuple(plan.id for plan in plans if perk in plan.perks) for perk in perks}
    return {perk: found for perk, found in holders.items() if len(found) > 1}


def draw_plan(found: Plan, detour: Detour = NO_DETOUR, problem: str = "", status: int = 200) -> Response:
    """The plan's page; with a `problem` it answers what was refused."""
    is_private = detour.checkout_data or problem
    head = PERSONAL if is_private else plan_head(found)
    page = render_template("plans/plan.html", head=head, plan=found, detour=detour, problem=problem)
    return keep_private(make_response(page, status), is_private)


def keep_private(response: Response, is_private: object) -> Response:
    """Any cache may keep a page for a minute, unless its address or its answer is about one visitor's way."""
    response.headers["Cache-Control"] = "no-store" if is_private else PUBLIC
    if is_private:
        response.headers["Referrer-Policy"] = "same-origin"
    return response
