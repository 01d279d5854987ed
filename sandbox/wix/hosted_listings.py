"""The site's own pages of a product and of its services, for shops that link there. Nothing is sold on them."""

from __future__ import annotations

import html
import re

from flask import Blueprint, abort, make_response, render_template
from werkzeug.wrappers import Response

from sandbox.products import find_product_by_slug
from sandbox.wix.booking_words import price_of
from sandbox.wix.entrance import visiting
from sandbox.wix.service_store import services_of, staff_of
from sandbox.wix.shapes import formatted
from sandbox.wix.site import current_site

hosted_listings = Blueprint("hosted_listings", __name__, url_prefix="/wix/look/<session_id>")
TAG = re.compile(r"<[^>]+>")


@hosted_listings.get("/product")
def show_product(session_id: str) -> Response:
    """Show a product as it is now; 404 once it is gone."""
    with current_site().database.read() as db:
        session = visiting(db, session_id, "storesProduct")
        product = find_product_by_slug(db, session.details["slug"])
        row = db.execute("SELECT value FROM settings WHERE key = 'currency'").fetchone()
    if product is None or not product.visible:
        abort(404)
    prices = [variant.price for variant in product.variants]
    price = formatted(min(prices), row["value"])
    return make_response(
        render_template(
            "product.html",
            product=product,
            description=html.unescape(TAG.sub(" ", product.description)),
            price=price if len(set(prices)) == 1 else f"from {price}",
            back=session.way_back("postFlowUrl", "cartPageUrl"),
        )
    )


@hosted_listings.get("/services")
def show_services(session_id: str) -> Response:
    """Show what can be booked, with all of the staff or one."""
    with current_site().database.read() as db:
        session = visiting(db, session_id, "bookingsBook")
        found = [service for service in services_of(db) if not service.hidden]
        member = next(iter(staff_of(db, [session.target])), None)
    if member:
        found = [service for service in found if member.resource_id in service.staff_ids]
    rows = [(service, price_of(service)) for service in found]
    back = session.way_back("bookingsServiceListUrl", "postFlowUrl")
    return make_response(render_template("services.html", services=rows, member=member, back=back))
