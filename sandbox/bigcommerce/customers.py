"""Customers over the API: looked up by id or address, and their passwords checked for a shop's own sign-in form.

Sources: https://developer.bigcommerce.com/docs/rest-management/customers
https://developer.bigcommerce.com/docs/rest-management/customers/customer-validate-credentials
"""

from __future__ import annotations

import sqlite3
from typing import Any

from flask import Blueprint, request

from sandbox.bigcommerce.customer_store import Customer, check_password, find_customer, find_customer_by_email
from sandbox.bigcommerce.errors import invalid
from sandbox.bigcommerce.order_store import LARGEST_ID
from sandbox.bigcommerce.payload import json_body, text
from sandbox.bigcommerce.shapes import amount, v3_time
from sandbox.bigcommerce.site import CHANNEL_ID, current_store

customers = Blueprint("bigcommerce_customers", __name__)
FILTERS = ("id:in", "email:in")
MOST_WANTED = 50
Json = dict[str, Any]


@customers.get("/v3/customers")
def list_customers() -> Json:
    """Return the customers of these ids or these addresses of mail; one of the two filters has to be there."""
    named = [name for name in FILTERS if name in request.args]
    if len(named) != 1:
        raise invalid("filter", "The sandbox finds customers by id:in or by email:in")
    wanted = [part.strip() for part in request.args[named[0]].split(",")][:MOST_WANTED]
    with current_store().database.read() as db:
        found = [customer for customer in (_find(db, named[0], part) for part in wanted) if customer]
    count = len(found)
    pagination = {"total": count, "count": count, "per_page": MOST_WANTED, "current_page": 1, "total_pages": 1}
    is_first = request.args.get("page", "1") == "1"
    return {
        "data": [_customer_json(customer) for customer in found] if is_first else [],
        "meta": {"pagination": pagination},
    }


@customers.post("/v3/customers/validate-credentials")
def validate_credentials() -> Json:
    """Tell whether address and password are right: 200 either way, and without an envelope."""
    wanted = json_body()
    email, password = text(wanted, "email", longest=250), text(wanted, "password", longest=250)
    if not email or not password:
        raise invalid("email" if not email else "password", "Email and password are required")
    with current_store().database.read() as db:
        customer = check_password(db, email, password)
    return {"is_valid": customer is not None, "customer_id": customer.id if customer else None}


def _find(db: sqlite3.Connection, name: str, wanted: str) -> Customer | None:
    if name == "email:in":
        return find_customer_by_email(db, wanted)
    is_id = wanted.isascii() and wanted.isdigit() and len(wanted) < 12 and int(wanted) <= LARGEST_ID
    return find_customer(db, int(wanted)) if is_id else None


def _customer_json(customer: Customer) -> Json:
    return {
        "id": customer.id,
        "email": customer.email,
        "first_name": customer.first_name,
        "last_name": customer.last_name,
        "company": "",
        "phone": "",
        "notes": "",
        "registration_ip_address": "",
        "tax_exempt_category": "",
        "customer_group_id": 0,
        "date_created": v3_time(customer.created_at),
        "date_modified": v3_time(customer.created_at),
        "address_count": 0,
        "attribute_count": 0,
        "authentication": {"force_password_reset": False},
        "accepts_product_review_abandoned_cart_emails": False,
        "origin_channel_id": CHANNEL_ID,
        "channel_ids": [CHANNEL_ID],
        "store_credit_amounts": [{"amount": amount(customer.store_credit)}],
    }
