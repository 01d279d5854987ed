"""What a session remembers of somebody's purchases, all of it together: it is one person's, and ends with them."""

from __future__ import annotations

from flask import session

from routes import (
    booking_memory,
    checkout_memory,
    found_orders,
    plan_memory,
    reservation_memory,
    rsvp_memory,
)

PREFIXES = (
    booking_memory.PREFIX,
    checkout_memory.PREFIX,
    plan_memory.PREFIX,
    reservation_memory.PREFIX,
    rsvp_memory.PREFIX,
    found_orders.KEPT_AS,
)


def forget_own_things() -> None:
    """Somebody else may be here now: what the one before began and bought is none of their business."""
    for name in [name for name in session if name.startswith(PREFIXES)]:
        session.pop(name)
