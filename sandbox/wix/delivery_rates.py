"""Get Delivery Solutions: the ways to send some lines to an address. Cart V2 itself does not list them.

Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/delivery-solutions/get-delivery-solutions
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from sandbox.regions import CARRIER_ID, ShippingOption, region_of
from sandbox.wix.errors import required
from sandbox.wix.estimates import read_address
from sandbox.wix.payload import flag, json_body, mapping, objects, required_text
from sandbox.wix.shapes import amount
from sandbox.wix.site import current_subject

delivery_rates = Blueprint("delivery_rates", __name__)
PATHS = ("/delivery-rates/v1/get-delivery-solutions", "/_api/delivery-rates/v1/get-delivery-solutions")
Json = dict[str, Any]


def get_delivery_solutions() -> Json:
    """Return the ways, the cheapest first; none for what is not sent, and none where no carrier goes."""
    current_subject()
    payload = json_body()
    currency = required_text(payload, "currency", longest=3)
    items = objects(payload, "lineItems")
    address = read_address(payload, "destination")
    if address is None:
        raise required("destination")
    if not items:
        raise required("lineItems")
    is_sent = any(flag(mapping(item, "physicalProperties"), "shippable", default=True) for item in items)
    region = region_of(address.country) if is_sent else None
    options = region.options if region else ()
    return {"deliverySolutions": [_solution_json(option, currency) for option in options], "errors": []}


def _solution_json(option: ShippingOption, currency: str) -> Json:
    return {
        "code": option.code,
        "deliveryReference": {"code": option.code, "appId": CARRIER_ID},
        "title": option.title,
        "logistics": {"deliveryTime": option.delivery_time},
        "cost": {"price": amount(option.price), "currency": currency},
        "partial": False,
    }


for _number, _path in enumerate(PATHS):
    delivery_rates.add_url_rule(_path, f"solutions_{_number}", get_delivery_solutions, methods=["POST"])
