"""The eCommerce order of a booking: one line, for the service at its time."""

from __future__ import annotations

import sqlite3
from typing import Any
from uuid import uuid4

from sandbox.clock import iso
from sandbox.seed import seed_id
from sandbox.wix.booking_desk import Wish
from sandbox.wix.lines import line_id, plain_line
from sandbox.wix.order_store import insert_order, next_number
from sandbox.wix.shapes import image, order_money, translated
from sandbox.wix.site import BOOKINGS_APP_ID, Site
from sandbox.wix.slot_calendar import Slot
from sandbox.wix.wall_clock import written_stretch, zone_named

PAYMENT_OPTIONS = {
    "ONLINE": "FULL_PAYMENT_ONLINE",
    "OFFLINE": "FULL_PAYMENT_OFFLINE",
    "MEMBERSHIP": "MEMBERSHIP",
}
Json = dict[str, Any]


def place_booking_order(
    db: sqlite3.Connection, site: Site, slot: Slot, wish: Wish, booking_id: str, option: str, payment_status: str
) -> str:
    """Write the order of a booking and return its id; with a membership it costs nothing."""
    total = 0 if option == "MEMBERSHIP" else slot.service.price
    document = _document(db, site, slot, wish, booking_id, option, total)
    insert_order(db, document, wish.subject, "APPROVED", payment_status)
    return str(document["id"])


def _document(
    db: sqlite3.Connection, site: Site, slot: Slot, wish: Wish, booking_id: str, option: str, total: int
) -> Json:
    now, currency, guest = iso(slot.now), slot.service.currency, wish.guest
    contact = {"firstName": guest.first_name, "lastName": guest.last_name, "phone": guest.phone}
    return {
        "id": str(uuid4()),
        "number": str(next_number(db)),
        "createdDate": now,
        "purchasedDate": now,
        "lineItems": [_line(site, slot, wish, booking_id, option, total)],
        "buyerInfo": {
            "contactId": seed_id("contact", guest.email.lower()),
            "email": guest.email,
            **wish.subject.buyer(),
        },
        "fulfillmentStatus": "NOT_FULFILLED",
        "buyerLanguage": "en",
        "siteLanguage": "en",
        "weightUnit": "KG",
        "currency": currency,
        "taxIncludedInPrices": False,
        "priceSummary": _summary(total, currency),
        "billingInfo": {"contactDetails": {name: value for name, value in contact.items() if value}},
        "archived": False,
        "taxInfo": {"totalTax": order_money(0, currency), "taxBreakdown": []},
        "appliedDiscounts": [],
        "activities": [
            {"id": str(uuid4()), "createdDate": now, "type": "ORDER_PLACED", "activityType": "ORDER_PLACED"}
        ],
        "attributionSource": "UNSPECIFIED",
        "createdBy": wish.subject.buyer(),
        "channelInfo": {"type": "WEB"},
        "seenByAHuman": False,
        "checkoutId": str(uuid4()),
        "customFields": [],
        "additionalFees": [],
        "purchaseFlowId": str(uuid4()),
        "_total": total,
        "_gift": 0,
    }


def _line(site: Site, slot: Slot, wish: Wish, booking_id: str, option: str, total: int) -> Json:
    service, money = slot.service, order_money(total, slot.service.currency)
    nothing = order_money(0, service.currency)
    body: Json = {
        "id": line_id(1),
        "productName": translated(service.name),
        "catalogReference": {"catalogItemId": booking_id, "appId": BOOKINGS_APP_ID},
        "quantity": 1,
        "totalDiscount": nothing,
        "descriptionLines": [
            plain_line("Time", written_stretch(slot.start, slot.end, zone_named(wish.wanted.zone))),
            plain_line("With", slot.staff[0].name),
            plain_line("Where", f"{slot.place.name}, {slot.place.address}"),
        ],
        "physicalProperties": {"shippable": False},
        "itemType": {"preset": "SERVICE"},
        "price": money,
        "priceBeforeDiscounts": money,
        "lineItemPrice": money,
        "totalPriceBeforeTax": money,
        "totalPriceAfterTax": money,
        "paymentOption": PAYMENT_OPTIONS[option],
        "serviceProperties": {"scheduledDate": iso(slot.start), "numberOfParticipants": wish.participants},
        "taxInfo": {
            "taxAmount": nothing,
            "taxableAmount": money,
            "taxRate": "0",
            "taxIncludedInPrice": False,
            "taxBreakdown": [],
        },
    }
    if service.rate_type == "CUSTOM":
        body["priceDescription"] = translated(service.price_words)
    if service.image:
        body["image"] = image(site, service.image, service.image_alt)
    return body


def _summary(total: int, currency: str) -> Json:
    costs = ("subtotal", "total", "totalPrice", "totalWithGiftCard", "totalWithoutGiftCard")
    nothing = ("shipping", "tax", "discount", "totalAdditionalFees")
    return {
        **{name: order_money(total, currency) for name in costs},
        **{name: order_money(0, currency) for name in nothing},
    }
