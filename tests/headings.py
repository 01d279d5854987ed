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

TICKETS_PAID = "Thank you, your tickets are paid"
TICKETS_FREE = "Thank you, your places are booked"
TICKETS_PENDING = "Your tickets are ordered, the payment is still open"
TICKETS_ORDERED = "Your tickets are ordered"
TICKETS_HELD = "Your tickets are held, but not paid yet"
HOLD_OVER = "Your reservation is over"
HOLD_LET_GO = "Your reservation was let go"
RSVP_YES = "Thank you, see you there"
RSVP_WAITING = "You are on the waiting list"
NOTHING_NAMED = "What are you looking for?"

MEMBERSHIPS = {
    "active": "Welcome, your membership is running",
    "trial": "Welcome, your free trial is running",
    "starting": "Your membership is bought, it has not begun yet",
    "pending": "Your membership is ordered, the payment is still open",
    "declined": DECLINED,
    "unfinished": "This membership was not bought",
    "paused": "Your membership is paused",
    "ended": "This membership has ended",
    "cancelled": "This membership was cancelled",
    "refunded": "This membership was refunded",
    "unseen": "We cannot see your membership from here yet",
}

BOOKING_PAID = "Thank you, your booking is paid"
BOOKED = "Thank you, we have your booking"
BOOKING_PENDING = "We have your booking, the payment is still open"
BOOKING_CANCELLED = "This booking was cancelled"
BOOKING_REFUNDED = "This booking was refunded"
BOOKING_UNSEEN = "We cannot see your booking from here yet"
