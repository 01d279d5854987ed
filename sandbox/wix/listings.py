"""What redirect sessions to the site's own pages of products and services are about."""

from __future__ import annotations

from typing import Any

from sandbox.products import find_product_by_slug
from sandbox.wix.errors import application_error, required
from sandbox.wix.payload import required_guid, text
from sandbox.wix.redirect_store import Target
from sandbox.wix.service_store import staff_of
from sandbox.wix.site import Site, Subject

Json = dict[str, Any]


def product_target(site: Site, _subject: Subject, intent: Json) -> Target:
    """Return what a redirect session to the page of a product is about.

    Raises: 400 without a slug, 404 for a product that is unknown or hidden.
    """
    slug = text(intent, "productSlug", longest=200)
    if not slug:
        raise required("storesProduct.productSlug")
    with site.database.read() as db:
        product = find_product_by_slug(db, slug)
    if product is None or not product.visible:
        raise application_error(404, "PRODUCT_NOT_FOUND", "Product not found")
    return Target(product.id, {"productSlug": slug}, {"slug": slug})


def services_target(site: Site, _subject: Subject, intent: Json) -> Target:
    """Return what a redirect session to the list of services is about: all, or those of one of the staff.

    Raises: 400 for a `resourceId` that is no GUID, 404 for an unknown one.
    """
    if not intent.get("resourceId"):
        return Target("")
    resource_id = required_guid(intent, "resourceId")
    with site.database.read() as db:
        if not staff_of(db, [resource_id]):
            raise application_error(404, "RESOURCE_NOT_FOUND", "Resource not found")
    return Target(resource_id, {"resourceId": resource_id})
