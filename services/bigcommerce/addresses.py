"""Addresses on BigCommerce's wire (V3), and which field of ours a refusal is about."""

from __future__ import annotations

import re

from services.bigcommerce.checkout_wire import WireAddress
from services.models import PostalAddress

NAMES = re.compile(r"[a-z_0-9]+")
# Their names of our fields; `region_code` goes with `region`.
FIELDS = {
    "first_name": "first_name",
    "last_name": "last_name",
    "email": "email",
    "company": "company",
    "address1": "line_1",
    "address2": "line_2",
    "city": "city",
    "state_or_province": "region",
    "state_or_province_code": "region_code",
    "country_code": "country",
    "postal_code": "postal_code",
    "phone": "phone",
}


def address_to_bigcommerce(address: PostalAddress) -> dict[str, str]:
    """The flat address of billing, and the `address` of a consignment."""
    return {theirs: getattr(address, ours) for theirs, ours in FIELDS.items()}


def address_from_bigcommerce(payload: WireAddress | None) -> PostalAddress | None:
    """Shape: `billing_address`, or `consignments[].address`. One without a country is none yet."""
    if payload is None or not payload.country_code:
        return None
    return PostalAddress(**{ours: getattr(payload, theirs) or "" for theirs, ours in FIELDS.items()})


def is_same_place(one: PostalAddress | None, other: PostalAddress) -> bool:
    """Whether nothing would change; BigCommerce fills in the name of a region that it knows by its code."""
    return one is not None and _place(one) == _place(other)


def field_of(code: str) -> str:
    """The field of ours that a refusal names, if it names one."""
    named = next((ours for theirs, ours in FIELDS.items() if theirs in NAMES.findall(code)), "")
    return "region" if named == "region_code" else named


def _place(address: PostalAddress) -> tuple[str, ...]:
    texts = (getattr(address, ours) for ours in FIELDS.values() if ours not in ("region", "region_code"))
    return (*texts, address.region_code or address.region)
