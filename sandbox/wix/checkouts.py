"""The endpoints of checkouts (eCommerce V1).

Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/checkout/checkout/introduction
"""

from __future__ import annotations

import sqlite3
from typing import Any

from flask import Blueprint

from sandbox.clock import iso
from sandbox.wix.cart_store import find_cart_by_id
from sandbox.wix.checkout_shapes import checkout_json
from sandbox.wix.checkout_store import (
    Checkout,
    change_checkout,
    create_checkout,
    find_checkout,
    open_cart_checkout,
)
from sandbox.wix.coupons import REFUSALS as COUPON_REFUSALS
from sandbox.wix.errors import WixError, application_error, required, silent
from sandbox.wix.gift_cards import REFUSALS as GIFT_CARD_REFUSALS
from sandbox.wix.payload import LONGEST_NOTE, json_body, mapping, required_guid, text
from sandbox.wix.quotes import quote
from sandbox.wix.redirect_store import Target
from sandbox.wix.site import Site, Subject, current_buyer, current_site, current_subject
from sandbox.wix.wanted import read_channel, read_items, resolve_item

checkouts = Blueprint("checkouts", __name__, url_prefix="/ecom/v1/checkouts")
Json = dict[str, Any]


@checkouts.post("")
def create_checkout_directly() -> Json:
    """Make a checkout of lines, without a cart.

    Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/checkout/checkout/create-checkout
    """
    site, buyer, payload = current_site(), current_buyer(), json_body()
    if any(item.get("quantity") == 0 for item in payload.get("lineItems") or [] if isinstance(item, dict)):
        raise application_error(400, "LINE_ITEM_WITH_ZERO_QUANTITY", "a line item has no quantity")
    items, channel, changes = read_items(payload), read_channel(payload), _read_changes(payload, "checkoutInfo")
    now = iso(site.clock.now())
    with site.database.change() as db:
        wanted = [resolve_item(db, item, quantity, number) for number, (item, quantity) in enumerate(items, start=1)]
        lines = [line for line in wanted if line is not None]
        if not lines:
            raise required("lineItems")
        checkout_id = create_checkout(db, buyer, lines, channel, now)
        return _changed(db, site, owned_checkout(db, checkout_id, buyer), changes)


@checkouts.get("/<checkout_id>")
def get_checkout(checkout_id: str) -> Json:
    """Return a checkout of the caller.

    Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/checkout/checkout/get-checkout
    """
    site, subject = current_site(), current_subject(silent(403))
    with site.database.read() as db:
        return _checkout_reply(db, site, owned_checkout(db, checkout_id, subject))


@checkouts.patch("/<checkout_id>")
def update_checkout(checkout_id: str) -> Json:
    """Set coupon, gift card, note or e-mail address; a gift card replaces the one before.

    Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/checkout/checkout/update-checkout
    """
    site, subject = current_site(), current_subject(silent(403))
    changes = _read_changes(json_body(), "checkout")
    with site.database.change() as db:
        return _changed(db, site, owned_checkout(db, checkout_id, subject), changes)


@checkouts.post("/<checkout_id>/remove-coupon")
def remove_coupon(checkout_id: str) -> Json:
    """Drop the coupon.

    Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/checkout/checkout/remove-coupon
    """
    return _dropped(checkout_id, "coupon_code")


@checkouts.post("/<checkout_id>/remove-gift-card")
def remove_gift_card(checkout_id: str) -> Json:
    """Drop the gift card.

    Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/checkout/checkout/remove-gift-card
    """
    return _dropped(checkout_id, "gift_card_code")


@checkouts.get("/<checkout_id>/checkout-url")
def get_checkout_url(checkout_id: str) -> Json:
    """Return the address of the site's own checkout page; headless shops make a redirect session instead.

    Source: https://dev.wix.com/docs/rest/business-solutions/e-commerce/purchase-flow/checkout/checkout/get-checkout-url
    """
    site, subject = current_site(), current_subject(silent(403))
    with site.database.read() as db:
        checkout = owned_checkout(db, checkout_id, subject)
    return {"checkoutUrl": site.page_url(f"/checkout?checkoutId={checkout.id}")}


def checkout_target(site: Site, subject: Subject, intent: Json) -> Target:
    """Return what a redirect session to a checkout is about; a Cart V2 is one by its own id.

    Raises: 400 without an id, 404 for a checkout that is unknown or somebody else's.
    """
    if not intent.get("checkoutId"):
        raise required("ecomCheckout.checkoutId")
    checkout_id = required_guid(intent, "checkoutId")
    with site.database.change() as db:
        cart = find_cart_by_id(db, checkout_id)
        if cart is not None and cart.lines and cart.subject == subject:
            open_cart_checkout(db, cart, iso(site.clock.now()))
        checkout = _owned(find_checkout(db, checkout_id), subject)
    return Target(checkout.id, {"checkoutId": checkout.id})


def owned_checkout(db: sqlite3.Connection, checkout_id: str, subject: Subject) -> Checkout:
    """Return a checkout the subject may see.

    Raises: 404 for one that is unknown or somebody else's, and for a Cart V2.
    """
    checkout = _owned(find_checkout(db, checkout_id), subject)
    if checkout.is_cart:
        raise _unknown()
    return checkout


def _owned(checkout: Checkout | None, subject: Subject) -> Checkout:
    if checkout is None or not (subject.is_admin or checkout.subject == subject):
        raise _unknown()
    return checkout


def _unknown() -> WixError:
    return application_error(404, "CHECKOUT_NOT_FOUND", "Checkout not found")


def _read_changes(payload: Json, info: str) -> dict[str, str | None]:
    """Read what a create or an update sets; `info` is where the checkout's own fields stand."""
    fields = mapping(payload, info)
    changes = {
        "coupon_code": text(payload, "couponCode", longest=50),
        "gift_card_code": text(payload, "giftCardCode", longest=50),
        "buyer_note": text(fields, "buyerNote", longest=LONGEST_NOTE),
        "email": text(mapping(fields, "buyerInfo"), "email", longest=320),
    }
    return {column: value for column, value in changes.items() if value is not None}


def _changed(db: sqlite3.Connection, site: Site, checkout: Checkout, changes: dict[str, str | None]) -> Json:
    """Change an open checkout.

    Raises: 400 for a finished one, and for a new coupon or gift card that is no good; nothing is changed then.
    """
    if checkout.completed:
        raise application_error(400, "CHECKOUT_IS_COMPLETE", "Checkout is complete")
    change_checkout(db, checkout.id, iso(site.clock.now()), changes)
    fresh = owned_checkout(db, checkout.id, checkout.subject)
    quoted = quote(db, site, fresh)
    if changes.get("coupon_code") and quoted.coupon.refusal:
        raise application_error(400, quoted.coupon.refusal, COUPON_REFUSALS[quoted.coupon.refusal])
    if changes.get("gift_card_code") and quoted.gift_card.refusal:
        raise application_error(400, quoted.gift_card.refusal, GIFT_CARD_REFUSALS[quoted.gift_card.refusal])
    return {"checkout": checkout_json(site, fresh, quoted)}


def _dropped(checkout_id: str, column: str) -> Json:
    site, subject = current_site(), current_subject(silent(403))
    with site.database.change() as db:
        return _changed(db, site, owned_checkout(db, checkout_id, subject), {column: None})


def _checkout_reply(db: sqlite3.Connection, site: Site, checkout: Checkout) -> Json:
    return {"checkout": checkout_json(site, checkout, quote(db, site, checkout))}
