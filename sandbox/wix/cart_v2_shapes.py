"""A cart and its summary as Cart V2 writes them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sandbox.clock import iso
from sandbox.coupons import find_coupon
from sandbox.products import shop_currency
from sandbox.regions import CARRIER_ID, Address, Region, ShippingOption, region_of
from sandbox.seed import seed_id
from sandbox.wix import coupons
from sandbox.wix.cart_store import Cart
from sandbox.wix.checkout_store import Checkout
from sandbox.wix.coupons import CouponVerdict, judge_coupon
from sandbox.wix.gift_cards import APP_ID as GIFT_CARD_APP_ID
from sandbox.wix.gift_cards import GiftCard, judge_gift_card
from sandbox.wix.lines import Line, catalog_reference, description_lines, item_type, physical_properties, picture_json
from sandbox.wix.pricing import Totals, needs_shipping, price
from sandbox.wix.refusals_v2 import coupon_refusal
from sandbox.wix.shapes import amount, translated
from sandbox.wix.shortages import unavailable_lines, violations_json
from sandbox.wix.site import Site

STATUSES = {
    "AVAILABLE": "IN_STOCK",
    "PARTIALLY_AVAILABLE": "PARTIALLY_IN_STOCK",
    "NOT_AVAILABLE": "OUT_OF_STOCK",
    "NOT_FOUND": "REMOVED_FROM_CATALOG",
}
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parts:
    """What an estimate is to count; `calculate` counts everything."""

    delivery: bool = True
    fees: bool = True
    tax: bool = True
    gift_cards: bool = True


EVERYTHING = Parts()


def current_cart_json(db: sqlite3.Connection, site: Site, cart: Cart) -> Json:
    """Return a cart that is somebody's current one."""
    delivery: Json = {"weightUnit": "KG"}
    if cart.delivery_address:
        delivery["address"] = cart.delivery_address
    if method := chosen_method(cart):
        delivery["method"] = _method_json(method)
    return {
        **_cart_json(db, site, cart),
        "revision": str(cart.revision),
        "deliveryInfo": delivery,
        "orderPlaced": False,
        "currentCart": True,
    }


def other_cart_json(db: sqlite3.Connection, site: Site, cart: Checkout) -> Json:
    """Return a cart that is not, or no longer, anybody's current one; an ordered one names its order."""
    body = {
        **_cart_json(db, site, cart),
        "revision": "1",
        "deliveryInfo": {"weightUnit": "KG"},
        "orderPlaced": cart.completed,
        "currentCart": False,
    }
    return body | ({"orderId": cart.order_id} if cart.order_id else {})


def summary_json(db: sqlite3.Connection, site: Site, cart: Cart, parts: Parts = EVERYTHING) -> Json:
    """Return what a cart costs; what is not to be counted is zero, and so is the delivery until a way is chosen."""
    verdict = judge_coupon(db, cart.coupon_code, cart.lines, cart.subject, iso(site.clock.now()))
    method = chosen_method(cart) if parts.delivery else None
    card = judge_gift_card(db, cart.gift_card_code).card if parts.gift_cards else None
    totals = price(
        cart.lines,
        coupon=verdict,
        address=address_of(cart) if parts.tax else None,
        shipping=method,
        gift_card=card,
        with_fees=parts.fees,
    )
    body: Json = {
        "cartId": cart.id,
        "cartRevision": str(cart.revision),
        "calculationId": str(uuid4()),
        "lineItems": [_line_summary(line) for line in cart.lines],
        "discounts": _discounts(totals, verdict),
        "additionalFees": _fees(totals),
        "taxSummary": {"pricesIncludeTax": False},
        "priceSummary": {
            "subtotal": money(totals.subtotal),
            "discount": money(totals.discount),
            "delivery": money(totals.shipping),
            "additionalFees": money(totals.fee),
            "tax": money(totals.tax),
            "total": money(totals.total),
        },
        "paymentSummary": _payment(totals, card),
        "violations": _violations(cart, verdict),
    }
    if method:
        body["deliverySummary"] = {"method": _method_json(method), "price": money(totals.shipping)}
    return body


def money(minor: int) -> Json:
    """Return money as Cart V2 writes it: without the words for people that V1 adds."""
    plain = amount(minor)
    return {"amount": plain, "convertedAmount": plain}


def address_of(cart: Cart) -> Address | None:
    """Return as much of the cart's address as prices depend on."""
    kept = cart.delivery_address
    if not kept:
        return None
    return Address(kept.get("country", ""), kept.get("subdivision", ""), kept.get("postalCode", ""))


def delivery_region(cart: Cart) -> Region | None:
    """Return where the cart goes, None without an address, where nothing goes, and where nothing is to be sent."""
    address = address_of(cart)
    return region_of(address.country) if address and needs_shipping(cart.lines) else None


def chosen_method(cart: Cart) -> ShippingOption | None:
    """Return the way of delivery that was set, if it leads to the address."""
    region = delivery_region(cart)
    return region.option(cart.delivery_method) if region and cart.delivery_method else None


def coupon_id(code: str) -> str:
    """Return the id that a coupon has in every cart."""
    return seed_id("coupon", code.strip().upper())


def _cart_json(db: sqlite3.Connection, site: Site, cart: Cart | Checkout) -> Json:
    currency = shop_currency(db)
    buyer = cart.subject.buyer()
    card = judge_gift_card(db, cart.gift_card_code).card
    body: Json = {
        "id": cart.id,
        "createdDate": cart.created_at,
        "updatedDate": cart.updated_at,
        "lineItems": [_line_json(site, line) for line in cart.lines],
        "subtotal": money(sum(line.total for line in cart.lines)),
        "coupons": [_coupon_json(cart.coupon_code)] if cart.coupon_code else [],
        "source": {"channelType": "WEB", "createdBy": buyer},
        "businessInfo": {"languageCode": "en", "currencyCode": currency},
        "customerInfo": {**buyer, "languageCode": "en", "currencyCode": currency},
        "taxInfo": {"pricesIncludeTax": False},
        "paymentInfo": {"currencyCode": currency, "giftCards": [_gift_card_json(card)] if card else []},
        "purchaseFlowId": cart.purchase_flow_id,
    }
    return body | ({"note": cart.buyer_note} if cart.buyer_note else {})


def _line_json(site: Site, line: Line) -> Json:
    attributes: Json = {
        "descriptionLines": description_lines(line),
        "itemType": item_type(line),
        "physicalProperties": physical_properties(line),
    }
    if line.product:
        path = f"/product-page/{line.product.slug}"
        attributes["url"] = {"relativePath": path, "url": site.page_url(path)}
    if picture := picture_json(site, line):
        attributes["image"] = picture
    return {
        "id": line.id,
        "name": translated(line.name),
        "quantityInfo": _quantity_json(line),
        "pricing": {
            "unitPrice": money(line.unit_price),
            "totalPrice": money(line.unit_price * line.quantity),
            "breakdown": {"fullPrice": money(line.full_price), "salePrice": money(line.unit_price)},
        },
        "source": {"catalogReference": catalog_reference(line), "rootCatalogItemId": line.stored.product_id},
        "attributes": attributes,
        "paymentConfig": {"paymentOption": "FULL_PAYMENT_ONLINE"},
        "status": STATUSES[line.availability],
        "customLineItem": False,
    }


def _quantity_json(line: Line) -> Json:
    most = line.most if line.is_buyable else 0
    confirmed = line.quantity if most is None else min(line.quantity, most)
    # Where pieces are not counted there is no number.
    limit = {} if most is None else {"availableQuantity": most}
    return {"confirmedQuantity": confirmed, "requestedQuantity": line.quantity, **limit, "fixedQuantity": False}


def _coupon_json(code: str) -> Json:
    known = find_coupon(code)
    return {"id": coupon_id(code), "code": known.code if known else code}


def _gift_card_json(card: GiftCard) -> Json:
    return {"id": card.id, "obfuscatedCode": card.obfuscated_code, "appId": GIFT_CARD_APP_ID}


def _method_json(method: ShippingOption) -> Json:
    return {"code": method.code, "appId": CARRIER_ID, "title": translated(method.title), "pickup": False}


def _line_summary(line: Line) -> Json:
    return {
        "lineItemId": line.id,
        "quantity": line.quantity,
        "unitPrice": money(line.unit_price),
        "totalPrice": money(line.unit_price * line.quantity),
    }


def _discounts(totals: Totals, verdict: CouponVerdict) -> list[Json]:
    """Return the coupon, if it is good; here all of them come off the subtotal or the delivery, never off a line."""
    coupon = verdict.coupon
    if coupon is None:
        return []
    source = {"sourceType": "COUPON", "couponCode": coupon.code}
    scope = "DELIVERY" if coupon.frees_shipping else "CART_SUBTOTAL"
    total = money(totals.discount + totals.shipping_discount)
    return [{"name": translated(coupon.name), "source": source, "scope": scope, "total": total}]


def _fees(totals: Totals) -> list[Json]:
    if not totals.fee:
        return []
    return [{"code": "heavy-parcel", "name": translated("Heavy parcel"), "price": money(totals.fee)}]


def _payment(totals: Totals, card: GiftCard | None) -> Json:
    return {
        "giftCards": [{"giftCardId": card.id, "redeemAmount": money(totals.redeemed)}] if card else [],
        "memberships": [],
        "requiresPaymentAfterGiftCard": totals.due > 0,
        "totalAfterGiftCards": money(totals.due),
        "payNow": money(totals.due),
        "payLater": money(0),
    }


def _violations(cart: Cart, verdict: CouponVerdict) -> list[Json]:
    """Return what stands in the way of an order, and a coupon that takes nothing off, which does not."""
    together = {entry["target"]["lineItem"]["id"]: entry["description"] for entry in violations_json(cart.lines)}
    found = [_out_of_stock(cart.lines, line, together.get(line.id, "")) for line in unavailable_lines(cart.lines)]
    if verdict.refusal and cart.coupon_code:
        found.append(_coupon_violation(cart.coupon_code, verdict.refusal))
    return found


def _out_of_stock(lines: Sequence[Line], line: Line, words: str) -> Json:
    return {
        "scope": "LINE_ITEM",
        "code": "LINE_ITEMS_OUT_OF_STOCK",
        "severity": "ERROR",
        "description": words or f"{line.name} is not available as wanted.",
        "lineItemsOutOfStockData": {
            "lineItemIds": [line.id],
            "allLineItemsOutOfStock": not any(other.is_buyable for other in lines),
        },
    }


def _coupon_violation(code: str, refusal: str) -> Json:
    name, data = coupon_refusal(code, refusal)
    field = "invalidCouponCodeData" if name == "INVALID_COUPON_CODE" else "invalidCouponStatusData"
    words = coupons.REFUSALS[refusal]
    return {"scope": "DISCOUNT", "code": name, "severity": "WARNING", "description": words, field: data}
