"""Orders in the database, and what they look like once placed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import uuid4

from sandbox.regions import Address, ShippingOption
from sandbox.seed import seed_id
from sandbox.wix.checkout_store import Checkout
from sandbox.wix.lines import (
    Line,
    catalog_reference,
    description_lines,
    item_type,
    physical_properties,
    picture_json,
)
from sandbox.wix.pricing import Totals
from sandbox.wix.quotes import Quote
from sandbox.wix.shapes import order_money, translated
from sandbox.wix.site import Site, Subject
from sandbox.wix.totals_shapes import additional_fees_json, applied_discounts_json

FIRST_NUMBER = 10001
STATUSES = ("INITIALIZED", "APPROVED", "CANCELED", "PENDING", "REJECTED")
PAYMENT_STATUSES = (
    "UNSPECIFIED",
    "NOT_PAID",
    "PAID",
    "PARTIALLY_REFUNDED",
    "FULLY_REFUNDED",
    "PENDING",
    "PARTIALLY_PAID",
    "PENDING_MERCHANT",
    "CANCELED",
    "DECLINED",
)
SETTLED = ("PAID", "PARTIALLY_REFUNDED", "FULLY_REFUNDED")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Contact:
    """Who buys, and where the parcel goes."""

    email: str
    first_name: str
    last_name: str
    phone: str
    country: str
    subdivision: str
    city: str
    postal_code: str
    address_line: str

    def address(self) -> Address:
        """Return as much of the address as prices depend on."""
        return Address(self.country, self.subdivision, self.postal_code)

    def address_json(self) -> Json:
        """Return the address without its empty parts."""
        parts = {
            "country": self.country,
            "subdivision": self.subdivision,
            "city": self.city,
            "postalCode": self.postal_code,
            "addressLine": self.address_line,
        }
        return {name: value for name, value in parts.items() if value}

    def details_json(self) -> Json:
        """Return the name and phone number."""
        parts = {"firstName": self.first_name, "lastName": self.last_name, "phone": self.phone}
        return {name: value for name, value in parts.items() if value}


@dataclass(frozen=True, slots=True)
class Purchase:
    """Everything an order is made of."""

    checkout: Checkout
    contact: Contact
    quote: Quote


def place_order(
    db: sqlite3.Connection,
    site: Site,
    purchase: Purchase,
    status: str,
    payment_status: str,
    now: str,
    *,
    number: int | None = None,
    is_sent: bool = False,
) -> str:
    """Write an order and return its id; numbers go up by one unless one is given."""
    order_id, number = str(uuid4()), number or next_number(db)
    document = _document(site, purchase, order_id, str(number), now)
    if is_sent:
        document["fulfillmentStatus"] = "FULFILLED"
    insert_order(db, document, purchase.checkout.subject, status, payment_status)
    return order_id


def next_number(db: sqlite3.Connection) -> int:
    """Return the number of the next order."""
    newest = db.execute("SELECT MAX(number) FROM wix_orders").fetchone()[0]
    return max(FIRST_NUMBER, (newest or 0) + 1)


def insert_order(db: sqlite3.Connection, document: Json, subject: Subject, status: str, payment_status: str) -> None:
    """Write an order whose document is made; `_total` and `_gift` in it are what it costs and a gift card has paid.

    Money that comes later is added as `_received`.
    """
    now = document["createdDate"]
    db.execute(
        "INSERT INTO wix_orders VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (
            int(document["number"]),
            document["id"],
            document["checkoutId"],
            subject.id,
            subject.kind,
            document["buyerInfo"]["email"],
            status,
            payment_status,
            now,
            now,
            json.dumps(document),
        ),
    )


def find_order_row(db: sqlite3.Connection, order_id: str) -> sqlite3.Row | None:
    """Return the row of an order, None for an unknown id."""
    row: sqlite3.Row | None = db.execute("SELECT * FROM wix_orders WHERE id = ?", (order_id,)).fetchone()
    return row


def set_order_status(
    db: sqlite3.Connection, order_id: str, status: str | None, payment_status: str | None, now: str
) -> bool:
    """Change an order as the merchant or the bank would; False for an unknown id.

    Raises: ValueError for a status Wix does not have.
    """
    if status not in (None, *STATUSES) or payment_status not in (None, *PAYMENT_STATUSES):
        raise ValueError("Wix has no such status of an order")
    changed = db.execute(
        "UPDATE wix_orders SET status = COALESCE(?, status), payment_status = COALESCE(?, payment_status),"
        " updated_at = ? WHERE id = ?",
        (status, payment_status, now, order_id),
    )
    return changed.rowcount == 1


def receive_payment(db: sqlite3.Connection, order_id: str, minor: int, now: str) -> None:
    """Note money that comes for an order after its checkout; the order is paid once that covers what was open."""
    row = db.execute("SELECT * FROM wix_orders WHERE id = ?", (order_id,)).fetchone()
    document: Json = json.loads(row["document"])
    document["_received"] = document.get("_received", 0) + minor
    is_covered = document["_gift"] + document["_received"] >= document["_total"]
    status = row["payment_status"] if row["payment_status"] in SETTLED else "PAID" if is_covered else "PARTIALLY_PAID"
    db.execute(
        "UPDATE wix_orders SET document = ?, payment_status = ?, updated_at = ? WHERE id = ?",
        (json.dumps(document), status, now, order_id),
    )


def order_json(row: sqlite3.Row) -> Json:
    """Return an order with what may have changed since it was placed."""
    body: Json = json.loads(row["document"])
    total, gift, currency = body.pop("_total"), body.pop("_gift"), body["currency"]
    so_far = min(total, gift + body.pop("_received", 0))
    paid = total if row["payment_status"] in SETTLED else so_far
    refunded = total if row["payment_status"] == "FULLY_REFUNDED" else 0
    body |= {"status": row["status"], "paymentStatus": row["payment_status"], "updatedDate": row["updated_at"]}
    body["balanceSummary"] = {
        "balance": order_money(total - paid, currency),
        "paid": order_money(paid, currency),
        "refunded": order_money(refunded, currency),
        "authorized": order_money(0, currency),
    }
    return body


def contact_fields(contact: Contact) -> dict[str, str]:
    """Return a contact as plain fields."""
    return asdict(contact)


def _document(site: Site, purchase: Purchase, order_id: str, number: str, now: str) -> Json:
    checkout, contact, quote = purchase.checkout, purchase.contact, purchase.quote
    totals, currency = quote.totals, quote.currency
    address = contact.address_json()
    body: Json = {
        "id": order_id,
        "number": number,
        "createdDate": now,
        "purchasedDate": now,
        "lineItems": [_line(site, line, i, totals, currency) for i, line in enumerate(checkout.lines)],
        "buyerInfo": {
            "contactId": seed_id("contact", contact.email.lower()),
            "email": contact.email,
            **checkout.subject.buyer(),
        },
        "fulfillmentStatus": "NOT_FULFILLED",
        "buyerLanguage": "en",
        "siteLanguage": "en",
        "weightUnit": "KG",
        "currency": currency,
        "taxIncludedInPrices": False,
        "priceSummary": _summary(totals, currency),
        "billingInfo": {"address": address, "contactDetails": contact.details_json()},
        "archived": False,
        "taxInfo": {"totalTax": order_money(totals.tax, currency), "taxBreakdown": []},
        "appliedDiscounts": applied_discounts_json(totals, quote.coupon, currency),
        "activities": [
            {"id": str(uuid4()), "createdDate": now, "type": "ORDER_PLACED", "activityType": "ORDER_PLACED"}
        ],
        "attributionSource": "UNSPECIFIED",
        "createdBy": checkout.subject.buyer(),
        "channelInfo": {"type": checkout.channel_type},
        "seenByAHuman": False,
        "checkoutId": checkout.id,
        "customFields": [],
        "additionalFees": additional_fees_json(totals, currency),
        "purchaseFlowId": checkout.purchase_flow_id,
        "_total": totals.total,
        "_gift": totals.redeemed,
    }
    if quote.shipping:
        body["shippingInfo"] = _shipping(contact, quote, quote.shipping)
    if checkout.buyer_note:
        body["buyerNote"] = checkout.buyer_note
    return body


def _line(site: Site, line: Line, position: int, totals: Totals, currency: str) -> Json:
    discount, tax = totals.line_discounts[position], totals.line_taxes[position]
    before_tax = line.total - discount
    body: Json = {
        "id": line.id,
        "productName": translated(line.name),
        "catalogReference": catalog_reference(line),
        "quantity": line.quantity,
        "totalDiscount": order_money(discount, currency),
        "descriptionLines": description_lines(line),
        "physicalProperties": physical_properties(line),
        "itemType": item_type(line),
        "price": order_money(line.unit_price, currency),
        "priceBeforeDiscounts": order_money(line.unit_price, currency),
        "lineItemPrice": order_money(line.total, currency),
        "totalPriceBeforeTax": order_money(before_tax, currency),
        "totalPriceAfterTax": order_money(before_tax + tax, currency),
        "paymentOption": "FULL_PAYMENT_ONLINE",
        "taxInfo": {
            "taxAmount": order_money(tax, currency),
            "taxableAmount": order_money(before_tax, currency),
            "taxRate": str(totals.tax_rate),
            "taxIncludedInPrice": False,
            "taxBreakdown": [],
        },
        "fulfillerId": None,
        "locations": [],
    }
    if picture := picture_json(site, line):
        body["image"] = picture
    return body


def _summary(totals: Totals, currency: str) -> Json:
    parts: Iterable[tuple[str, int]] = {
        "subtotal": totals.subtotal,
        "shipping": totals.shipping,
        "tax": totals.tax,
        "discount": totals.discount,
        "total": totals.total,
        "totalPrice": totals.total,
        "totalWithGiftCard": totals.due,
        "totalWithoutGiftCard": totals.total,
        "totalAdditionalFees": totals.fee,
    }.items()
    return {name: order_money(minor, currency) for name, minor in parts}


def _shipping(contact: Contact, quote: Quote, option: ShippingOption) -> Json:
    nothing, left = order_money(0, quote.currency), order_money(quote.totals.shipping, quote.currency)
    destination = {"address": contact.address_json(), "contactDetails": contact.details_json()}
    return {
        "code": option.code,
        "title": option.title,
        "logistics": {"deliveryTime": option.delivery_time, "shippingDestination": destination},
        "cost": {
            "price": order_money(option.price, quote.currency),
            "totalPriceBeforeTax": left,
            "totalPriceAfterTax": left,
            "taxInfo": {"taxRate": "0", "taxAmount": nothing},
            "discount": order_money(quote.totals.shipping_discount, quote.currency),
        },
        "region": {"name": quote.region.name if quote.region else contact.country},
    }
