"""Consignments of a checkout: which lines go where, and how. Every call answers 200 with the whole checkout.

Source: https://developer.bigcommerce.com/docs/rest-management/checkouts/checkout-consignments
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint

from sandbox.bigcommerce.addresses import read_address
from sandbox.bigcommerce.cart_store import Cart
from sandbox.bigcommerce.checkout_access import change_checkout, refuse_stale
from sandbox.bigcommerce.checkout_quote import quote
from sandbox.bigcommerce.checkout_store import (
    Consignment,
    Share,
    add_consignment,
    change_consignment,
    choose_option,
    delete_consignment,
    find_record,
)
from sandbox.bigcommerce.errors import invalid, malformed, v3_error
from sandbox.bigcommerce.payload import json_body, json_value, mapping, objects, required_whole, text
from sandbox.bigcommerce.site import current_store

consignments = Blueprint("bigcommerce_consignments", __name__)
MOST_CONSIGNMENTS = 20
Json = dict[str, Any]
Change = Callable[[sqlite3.Connection, Cart], None]


@consignments.post("/v3/checkouts/<checkout_id>/consignments")
def add(checkout_id: str) -> Json:
    """Add consignments: the body is a list. The address is in `address` or, as in the tutorial, `shipping_address`."""
    wanted = json_value()
    if not isinstance(wanted, list) or not wanted or not all(isinstance(entry, dict) for entry in wanted):
        raise malformed("Input is invalid: the body must be a list of consignments")
    if len(wanted) > MOST_CONSIGNMENTS:
        raise v3_error(422, f"A checkout has at most {MOST_CONSIGNMENTS} consignments")

    def change(db: sqlite3.Connection, cart: Cart) -> None:
        for entry in wanted:
            refuse_stale(cart, entry)
            existing = find_record(db, cart.id).consignments
            add_consignment(db, cart.id, _address(entry), _shares(cart, entry, existing))

    return change_checkout(checkout_id, change)


@consignments.put("/v3/checkouts/<checkout_id>/consignments/<consignment_id>")
def update(checkout_id: str, consignment_id: str) -> Json:
    """Choose an option, or change address and lines, which voids the choice; never both in one call."""
    wanted = json_body()
    option_id = text(wanted, "shipping_option_id", longest=64)
    is_moved = any(name in wanted for name in ("address", "shipping_address", "line_items"))
    for name in ("pickup_option", "custom_shipping"):
        if wanted.get(name):
            raise v3_error(501, f"The sandbox does not imitate {name}")
    if option_id and is_moved:
        raise v3_error(422, "Please provide either a shipping option or an address with line items, not both")
    if not option_id and not is_moved:
        raise v3_error(422, "Input is invalid", {"shipping_option_id": "shipping_option_id is required"})

    def change(db: sqlite3.Connection, cart: Cart) -> None:
        refuse_stale(cart, wanted)
        kept = _kept(db, cart, consignment_id)
        if option_id:
            _choose(db, cart, consignment_id, option_id)
        else:
            others = [other for other in find_record(db, cart.id).consignments if other.id != kept.id]
            shares = _shares(cart, wanted, others) if "line_items" in wanted else kept.shares
            has_address = "address" in wanted or "shipping_address" in wanted
            change_consignment(db, kept.id, _address(wanted) if has_address else kept.address, shares)

    return change_checkout(checkout_id, change)


@consignments.delete("/v3/checkouts/<checkout_id>/consignments/<consignment_id>")
def remove(checkout_id: str, consignment_id: str) -> Json:
    """Take a consignment out: 200 with the checkout."""

    def change(db: sqlite3.Connection, cart: Cart) -> None:
        delete_consignment(db, _kept(db, cart, consignment_id).id)

    return change_checkout(checkout_id, change)


def _kept(db: sqlite3.Connection, cart: Cart, consignment_id: str) -> Consignment:
    kept = next((each for each in find_record(db, cart.id).consignments if each.id == consignment_id), None)
    if kept is None:
        raise v3_error(404, "There is no consignment with this id")
    return kept


def _choose(db: sqlite3.Connection, cart: Cart, consignment_id: str, option_id: str) -> None:
    parcels = quote(db, cart, current_store().clock.now()).parcels
    offers = next(parcel.offers for parcel in parcels if parcel.consignment.id == consignment_id)
    if all(offer.id != option_id for offer in offers):
        raise v3_error(422, "The shipping option is not available for this consignment any more")
    choose_option(db, consignment_id, option_id)


def _address(entry: Json) -> Json:
    given = mapping(entry, "address") or mapping(entry, "shipping_address")
    if not given:
        raise invalid("address", "address is required")
    return read_address(given)


def _shares(cart: Cart, entry: Json, others: Sequence[Consignment]) -> list[Share]:
    """Return what a consignment holds: `item_id` is the id of a line, and only so many pieces as are not elsewhere."""
    items = objects(entry, "line_items")
    if not items:
        raise invalid("line_items", "line_items is required")
    taken = _taken(cart, others)
    shares = []
    for item in items:
        line = cart.line(text(item, "item_id", longest=64) or "")
        if line is None or line.is_digital:
            raise invalid("item_id", "item_id must be the id of a physical line item of this cart")
        quantity = required_whole(item, "quantity", least=1)
        left = line.quantity - taken.get(line.id, 0)
        if quantity > left:
            raise v3_error(422, f"Only {left} of the line item {line.id} are not in a consignment yet")
        taken[line.id] = taken.get(line.id, 0) + quantity
        # A consignment of all pieces goes on holding all of them when their number changes.
        shares.append(Share(line.id, None if quantity == line.quantity else quantity))
    return shares


def _taken(cart: Cart, others: Sequence[Consignment]) -> dict[str, int]:
    taken: dict[str, int] = {}
    for share in (share for other in others for share in other.shares):
        line = cart.line(share.line_id)
        if line is not None:
            taken[line.id] = taken.get(line.id, 0) + (share.quantity or line.quantity)
    return taken
