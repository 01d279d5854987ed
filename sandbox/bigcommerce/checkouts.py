"""Checkouts: a cart on its way to becoming an order. Every call answers 200, POST included.

Source: https://developer.bigcommerce.com/docs/rest-management/checkouts
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from datetime import timedelta
from typing import Any

from flask import Blueprint

from sandbox.bigcommerce.addresses import read_address
from sandbox.bigcommerce.cart_store import Cart
from sandbox.bigcommerce.checkout_access import answer, change_checkout, open_cart, refuse_stale
from sandbox.bigcommerce.checkout_store import find_record, set_billing, set_manual_discount, set_message
from sandbox.bigcommerce.coupons import apply_coupon, remove_coupon
from sandbox.bigcommerce.errors import invalid, v3_error
from sandbox.bigcommerce.ordering import make_order
from sandbox.bigcommerce.payload import json_body, mapping, minor_units, objects, text, whole
from sandbox.bigcommerce.shapes import data
from sandbox.bigcommerce.site import CHANNEL_ID, current_store
from sandbox.clock import iso

checkouts = Blueprint("bigcommerce_checkouts", __name__)
LONGEST_MESSAGE = 2000
LONGEST_CODE = 50
LONGEST_TTL_SECONDS = 2_592_000
USUAL_TTL_SECONDS = 86_400
SETTINGS: dict[str, Any] = {
    "checkout_type": "optimized_one_page",
    "guest_checkout_type": "enabled",
    "guest_checkout_for_existing_accounts": "allow",
    "policy_consent": "disable",
    "order_confirmation_contact_email": "",
    "is_order_terms_and_conditions_enabled": False,
    "order_terms_and_conditions_type": "",
    "order_terms_and_conditions_link": "",
    "order_terms_and_conditions_textarea": "",
    "should_redirect_to_storefront_for_auth": False,
    "custom_checkout_script_url": "",
    "custom_order_confirmation_script_url": "",
    "custom_checkout_supports_uco_settings": True,
    "order_confirmation_use_custom_checkout_script": False,
}
Json = dict[str, Any]


@checkouts.get("/v3/checkouts/<checkout_id>")
def get_checkout(checkout_id: str) -> Json:
    """Return a checkout."""
    store = current_store()
    with store.database.read() as db:
        return answer(db, store, checkout_id, store.clock.now())


@checkouts.put("/v3/checkouts/<checkout_id>")
def update_checkout(checkout_id: str) -> Json:
    """Keep what the customer wants to say."""
    wanted = json_body()
    message = text(wanted, "customer_message", longest=LONGEST_MESSAGE)
    if message is None:
        raise invalid("customer_message", "customer_message is required")

    def change(db: sqlite3.Connection, cart: Cart) -> None:
        refuse_stale(cart, wanted)
        set_message(db, cart.id, message)

    return change_checkout(checkout_id, change)


@checkouts.post("/v3/checkouts/<checkout_id>/billing-address")
def add_billing_address(checkout_id: str) -> Json:
    """Keep the billing address, under a new id."""
    return _bill(checkout_id, None)


@checkouts.put("/v3/checkouts/<checkout_id>/billing-address/<address_id>")
def update_billing_address(checkout_id: str, address_id: str) -> Json:
    """Change the billing address under the id that it has."""
    return _bill(checkout_id, address_id)


@checkouts.post("/v3/checkouts/<checkout_id>/coupons")
def add_coupon(checkout_id: str) -> Json:
    """Put a coupon on the checkout, in place of the one it has: this store allows one."""
    wanted = json_body()
    code = text(wanted, "coupon_code", longest=LONGEST_CODE)
    if not code or not code.strip():
        raise invalid("coupon_code", "coupon_code is required")

    def change(db: sqlite3.Connection, cart: Cart) -> None:
        refuse_stale(cart, wanted)
        if refusal := apply_coupon(db, cart, code, current_store().clock.now()):
            raise v3_error(422, refusal)

    return change_checkout(checkout_id, change)


@checkouts.delete("/v3/checkouts/<checkout_id>/coupons/<code>")
def delete_coupon(checkout_id: str, code: str) -> Json:
    """Take a coupon off, by its code: 200 with the checkout."""

    def change(db: sqlite3.Connection, cart: Cart) -> None:
        if not remove_coupon(db, cart, code, current_store().clock.now()):
            raise v3_error(404, "The checkout has no such coupon")

    return change_checkout(checkout_id, change)


@checkouts.post("/v3/checkouts/<checkout_id>/discounts")
def add_discounts(checkout_id: str) -> Json:
    """Take something off by hand, in place of what was taken off so before."""
    wanted = json_body()
    cart_part = mapping(wanted, "cart")
    entries = [*objects(cart_part, "discounts"), *objects(cart_part, "line_items")]
    amounts = [minor_units(entry, "discounted_amount") for entry in entries]
    if not amounts or None in amounts:
        raise invalid("discounted_amount", "discounted_amount is required")

    def change(db: sqlite3.Connection, cart: Cart) -> None:
        refuse_stale(cart, wanted)
        set_manual_discount(db, cart.id, sum(minor for minor in amounts if minor))

    return change_checkout(checkout_id, change)


@checkouts.post("/v3/checkouts/<checkout_id>/token")
def make_token(checkout_id: str) -> Json:
    """Make a token with which a guest may see the confirmation of the order that is to come."""
    store, wanted = current_store(), json_body()
    uses = whole(wanted, "maxUses", least=1, most=1_000) or 1
    seconds = whole(wanted, "ttl", least=1, most=LONGEST_TTL_SECONDS) or USUAL_TTL_SECONDS
    now, token = store.clock.now(), secrets.token_hex(32)
    with store.database.change() as db:
        cart = open_cart(db, checkout_id, now)
        db.execute(
            "INSERT INTO bigcommerce_checkout_tokens (token, cart_id, uses_left, expires_at) VALUES (?,?,?,?)",
            (token, cart.id, uses, iso(now + timedelta(seconds=seconds))),
        )
    return data({"checkoutToken": token})


@checkouts.post("/v3/checkouts/<checkout_id>/orders")
def create_order(checkout_id: str) -> Json:
    """Make an order in status 0; each call makes another one, and the cart stays until one of them is paid."""
    store = current_store()
    now = store.clock.now()
    with store.database.change() as db:
        order_id = make_order(db, store, open_cart(db, checkout_id, now), "checkout_api")
    return data({"id": order_id})


@checkouts.get("/v3/checkouts/settings/channels/<int:channel_id>")
def get_settings(channel_id: int) -> Json:
    """Return how the checkout of a channel is set up."""
    with current_store().database.read() as db:
        return data(read_settings(db, _checked_channel(channel_id)))


@checkouts.put("/v3/checkouts/settings/channels/<int:channel_id>")
def update_settings(channel_id: int) -> Json:
    """Keep settings of the checkout. The sandbox only stores them: it runs no custom scripts."""
    wanted = json_body()
    for name, value in wanted.items():
        if name not in SETTINGS or type(value) is not type(SETTINGS[name]):
            raise invalid(name, f"{name} is not a setting of the checkout, or not of this type")
        if isinstance(value, str):
            text(wanted, name)
    with current_store().database.change() as db:
        document = read_settings(db, _checked_channel(channel_id)) | wanted
        db.execute(
            "INSERT OR REPLACE INTO bigcommerce_checkout_settings (channel_id, document) VALUES (?,?)",
            (channel_id, json.dumps(document)),
        )
        return data(document)


def read_settings(db: sqlite3.Connection, channel_id: int) -> Json:
    """Return the settings of a channel's checkout."""
    row = db.execute(
        "SELECT document FROM bigcommerce_checkout_settings WHERE channel_id = ?", (channel_id,)
    ).fetchone()
    return SETTINGS | (json.loads(row["document"]) if row else {})


def _checked_channel(channel_id: int) -> int:
    if channel_id != CHANNEL_ID:
        raise v3_error(422, f"There is no channel {channel_id}")
    return channel_id


def _bill(checkout_id: str, address_id: str | None) -> Json:
    wanted = json_body()
    address = read_address(wanted)

    def change(db: sqlite3.Connection, cart: Cart) -> None:
        refuse_stale(cart, wanted)
        billing = find_record(db, cart.id).billing
        if address_id is not None and (billing is None or billing["id"] != address_id):
            raise v3_error(404, "There is no billing address with this id")
        set_billing(db, cart.id, address, address_id)

    return change_checkout(checkout_id, change)
