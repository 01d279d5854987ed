"""What stands above each outcome of a checkout, word for word: journeys and real browsers tell pages apart by it."""

from __future__ import annotations

PAID = "Thank you, your order is paid"
PENDING = "Your order is placed, the payment is still open"
DECLINED = "The payment did not go through"
CANCELLED = "This order was cancelled"
REFUNDED = "This order was refunded"
CART_WAITING = "Your cart is waiting"
NOTHING_ORDERED = "No order was placed"
CONFIRMING = "We are confirming your order"
PLACED = "Your order was placed"
UNKNOWN = "We cannot show an order here"
