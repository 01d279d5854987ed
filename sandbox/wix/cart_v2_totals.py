"""The endpoints of Cart V2 that are about money: coupon, gift card, the way of delivery, and what it all costs.

Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/introduction
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from sandbox.clock import iso
from sandbox.wix.cart_store import change_cart
from sandbox.wix.cart_v2_shapes import EVERYTHING, Parts, coupon_id, current_cart_json, delivery_region, summary_json
from sandbox.wix.carts_v2 import changed, open_cart
from sandbox.wix.coupons import judge_coupon
from sandbox.wix.errors import application_error
from sandbox.wix.gift_cards import judge_gift_card
from sandbox.wix.payload import flag, json_body, mapping, required_text
from sandbox.wix.pricing import needs_shipping
from sandbox.wix.refusals_v2 import coupon_refused, gift_card_refused
from sandbox.wix.site import current_site

cart_totals_v2 = Blueprint("cart_totals_v2", __name__, url_prefix="/ecom/v2/carts")
Json = dict[str, Any]


@cart_totals_v2.post("/<cart_id>/add-coupon")
def add_coupon(cart_id: str) -> Json:
    """Put the only coupon on a cart; one that takes nothing off is refused.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/add-coupon
    """
    site, code = current_site(), required_text(mapping(json_body(), "coupon"), "code", longest=50)
    with site.database.change() as db:
        cart = open_cart(db, cart_id)
        if cart.coupon_code:
            is_same = coupon_id(cart.coupon_code) == coupon_id(code)
            refusal = "COUPON_ALREADY_EXISTS" if is_same else "MAX_COUPONS_PER_CART_EXCEEDED"
            raise application_error(428, refusal, "There is a coupon on the cart", {"couponCode": code})
        verdict = judge_coupon(db, code, cart.lines, cart.subject, iso(site.clock.now()))
        if verdict.refusal:
            raise coupon_refused(code, verdict.refusal)
        change_cart(db, cart, {"coupon_code": code})
        return changed(db, site, cart)


@cart_totals_v2.post("/<cart_id>/remove-coupon")
def remove_coupon(cart_id: str) -> Json:
    """Drop the coupon, named by its id in the cart.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/remove-coupon
    """
    site, identifier = current_site(), required_text(json_body(), "couponId")
    with site.database.change() as db:
        cart = open_cart(db, cart_id)
        if not cart.coupon_code or coupon_id(cart.coupon_code) != identifier:
            raise application_error(404, "COUPON_NOT_FOUND_IN_CART", "Coupon not found", {"couponId": identifier})
        change_cart(db, cart, {"coupon_code": None})
        return changed(db, site, cart)


@cart_totals_v2.post("/<cart_id>/add-gift-card")
def add_gift_card(cart_id: str) -> Json:
    """Let a gift card pay for a part of the cart.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/add-gift-card
    """
    site, code = current_site(), required_text(mapping(json_body(), "giftCard"), "code", longest=50)
    with site.database.change() as db:
        cart = open_cart(db, cart_id)
        if cart.gift_card_code:
            raise application_error(428, "MAX_GIFT_CARDS_PER_CART_EXCEEDED", "There is a gift card on the cart")
        verdict = judge_gift_card(db, code)
        if verdict.refusal:
            raise gift_card_refused(code, verdict.refusal)
        change_cart(db, cart, {"gift_card_code": code})
        return changed(db, site, cart)


@cart_totals_v2.post("/<cart_id>/remove-gift-card")
def remove_gift_card(cart_id: str) -> Json:
    """Drop the gift card, named by its id in the cart.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/remove-gift-card
    """
    site, identifier = current_site(), required_text(json_body(), "giftCardId")
    with site.database.change() as db:
        cart = open_cart(db, cart_id)
        card = judge_gift_card(db, cart.gift_card_code).card
        if card is None or card.id != identifier:
            raise application_error(404, "GIFT_CARD_NOT_FOUND_IN_CART", "Gift card not found")
        change_cart(db, cart, {"gift_card_code": None})
        return changed(db, site, cart)


@cart_totals_v2.post("/<cart_id>/set-delivery-method")
def set_delivery_method(cart_id: str) -> Json:
    """Choose one of the ways to the cart's address.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/set-delivery-method
    """
    site, code = current_site(), required_text(mapping(json_body(), "deliveryMethod"), "code", longest=100)
    with site.database.change() as db:
        cart = open_cart(db, cart_id)
        if not cart.delivery_address:
            raise application_error(428, "DELIVERY_METHOD_MISSING_ADDRESS", "The cart has no delivery address")
        if not needs_shipping(cart.lines):
            raise application_error(428, "DELIVERY_METHOD_MISSING_LINE_ITEMS", "Nothing in the cart is sent")
        region = delivery_region(cart)
        if region is None or region.option(code) is None:
            raise application_error(400, "DELIVERY_METHOD_NOT_FOUND", "Delivery method not found", {"code": code})
        change_cart(db, cart, {"delivery_method": code})
        return changed(db, site, cart)


@cart_totals_v2.post("/<cart_id>/remove-delivery-method")
def remove_delivery_method(cart_id: str) -> Json:
    """Forget the chosen way of delivery.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/remove-delivery-method
    """
    site = current_site()
    with site.database.change() as db:
        cart = open_cart(db, cart_id)
        change_cart(db, cart, {"delivery_method": None})
        return changed(db, site, cart)


@cart_totals_v2.post("/<cart_id>/estimate")
def estimate(cart_id: str) -> Json:
    """Count those parts of the price that are asked for.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/estimate-cart
    """
    payload = json_body()
    flag(payload, "refreshCart", default=False)
    return _counted(
        cart_id,
        Parts(
            delivery=flag(payload, "calculateDelivery", default=False),
            fees=flag(payload, "calculateAdditionalFees", default=False),
            tax=flag(payload, "calculateTax", default=False),
            gift_cards=flag(payload, "calculateGiftCards", default=False),
        ),
    )


@cart_totals_v2.post("/<cart_id>/calculate")
def calculate(cart_id: str) -> Json:
    """Count everything.

    Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/calculate-cart
    """
    flag(json_body(), "refreshCart", default=False)
    return _counted(cart_id, EVERYTHING)


def _counted(cart_id: str, parts: Parts) -> Json:
    site = current_site()
    with site.database.read() as db:
        cart = open_cart(db, cart_id)
        return {"cart": current_cart_json(db, site, cart), "summary": summary_json(db, site, cart, parts)}
