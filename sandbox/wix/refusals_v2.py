"""How Cart V2 says no: its own codes for coupons, gift cards, lines and finished carts.

The codes and their data are those of the types of Wix's SDK; which status goes with which code nobody has seen.
"""

from __future__ import annotations

from typing import Any

from sandbox.wix import coupons, gift_cards
from sandbox.wix.errors import WixError, application_error

COUPON_REASONS = {
    "ERROR_COUPON_HAS_EXPIRED": "EXPIRED",
    "ERROR_COUPON_IS_NOT_ACTIVE_YET": "INACTIVE",
    "ERROR_COUPON_USAGE_EXCEEDED": "MAX_USAGE_EXCEEDED",
    "ERROR_COUPON_LIMIT_PER_CUSTOMER_EXCEEDED": "MAX_USAGE_PER_CUSTOMER_EXCEEDED",
    "ERROR_INVALID_SUBTOTAL": "MIN_SUBTOTAL_NOT_REACHED",
    "ERROR_COUPON_NOT_APPLICABLE": "NOT_APPLICABLE_TO_SELECTED_LINE_ITEMS",
}
GIFT_CARD_REASONS = {
    "GIFT_CARD_EXPIRED": "EXPIRED",
    "GIFT_CARD_DISABLED": "DISABLED",
    "GIFT_CARD_IS_EMPTY": "EMPTY_BALANCE",
}
Json = dict[str, Any]


def cart_not_found() -> WixError:
    """Make the 404 of an unknown cart, and of a visitor who has put nothing in yet.

    Whether Wix answers so before the first add, or with an empty cart, nobody has seen.
    """
    return application_error(404, "CART_NOT_FOUND", "Cart not found")


def already_ordered(cart_id: str, order_id: str) -> WixError:
    """Make the refusal of every change to a cart that became an order."""
    data = {"cartId": cart_id, "orderId": order_id}
    return application_error(428, "CART_ALREADY_ORDERED", "The cart was already ordered", data)


def line_not_found(line_id: str) -> WixError:
    """Make the refusal of a change to a line that is not in the cart."""
    return application_error(404, "LINE_ITEM_NOT_FOUND_IN_CART", "Line item not found", {"lineItemIds": [line_id]})


def item_not_found(reference: Json) -> WixError:
    """Make the refusal of something that the catalog does not sell, or not with these options."""
    data = {"invalidItems": [{"catalogReference": reference}]}
    return application_error(400, "ITEM_NOT_FOUND_IN_CATALOG", "Item not found in catalog", data)


def insufficient_inventory(identifier: Json, wanted: int, available: int) -> WixError:
    """Make the refusal of more pieces than there are; `wanted` counts those that are in the cart already."""
    entry = {"id": identifier, "requestedQuantity": wanted, "availableQuantity": available}
    return application_error(428, "INSUFFICIENT_INVENTORY", "Insufficient inventory", {"invalidItems": [entry]})


def coupon_refused(code: str, refusal: str) -> WixError:
    """Make the refusal of a coupon, from the word that V1 has for it."""
    name, data = coupon_refusal(code, refusal)
    return application_error(400 if name == "INVALID_COUPON_CODE" else 428, name, coupons.REFUSALS[refusal], data)


def coupon_refusal(code: str, refusal: str) -> tuple[str, Json]:
    """Return the code and the data of a coupon's refusal, which violations hold, too."""
    if refusal not in COUPON_REASONS:
        return "INVALID_COUPON_CODE", {"couponCode": code}
    return "INVALID_COUPON_STATUS", {"couponCode": code, "reason": COUPON_REASONS[refusal]}


def gift_card_refused(code: str, refusal: str) -> WixError:
    """Make the refusal of a gift card, from the word that V1 has for it."""
    words = gift_cards.REFUSALS[refusal]
    if refusal not in GIFT_CARD_REASONS:
        return application_error(400, "INVALID_GIFT_CARD_CODE", words, {"giftCardCode": code})
    data = {"giftCardCode": code, "reason": GIFT_CARD_REASONS[refusal]}
    return application_error(428, "INVALID_GIFT_CARD_STATUS", words, data)
