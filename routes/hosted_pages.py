"""The way from a page of ours to the same thing on the hosted site, where the shop asks for such links."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from routes.campaign import current_campaign
from routes.current import absolute_url, current_storefront, current_visitor
from routes.departures import leave_for, note_hosted_visit
from routes.forms import parse_slug
from routes.languages import hosted_language, return_url
from services.errors import NotFoundError
from services.models import ReturnUrls
from services.storefront import HostedPages

blueprint = Blueprint("hosted_pages", __name__)


@blueprint.post("/services/hosted")
def services() -> Response:
    """On to the hosted list of services. Raises: NotFoundError, where there are no links to hosted pages."""
    services_url = absolute_url(url_for("bookings.services"))
    urls = ReturnUrls(
        thank_you_url=return_url("returns.order_confirmation"),
        language=hosted_language(),
        campaign=current_campaign(),
        post_flow_url=services_url,
        plan_list_url=absolute_url(url_for("plans.plans")),
        service_list_url=services_url,
    )
    way = current_hosted_pages().create_services_session(current_visitor(), "", urls)
    note_hosted_visit()
    return leave_for(way.full_url)


@blueprint.post("/products/<slug>/hosted")
def product(slug: str) -> Response:
    """On to a product's hosted page. Raises: NotFoundError, also where there are no links to hosted pages."""
    if parse_slug(slug) is None:
        raise NotFoundError("product")
    urls = ReturnUrls(
        thank_you_url=return_url("returns.order_confirmation"),
        language=hosted_language(),
        campaign=current_campaign(),
        post_flow_url=absolute_url(url_for("catalog.product", slug=slug)),
        cart_url=return_url("cart.cart"),
    )
    way = current_hosted_pages().create_product_session(current_visitor(), slug, urls)
    note_hosted_visit()
    return leave_for(way.full_url)


def current_hosted_pages() -> HostedPages:
    """The platform's hosted pages. Raises: NotFoundError, where the shop links to none."""
    if (pages := current_storefront().hosted_pages) is None:
        raise NotFoundError("section", "hosted pages")
    return pages
