"""Which carts at BigCommerce are a visitor's: ids only, in the visitor's memory on our server.

A cart, its checkout and (later) its order are one visitor's because that visitor's memory knows the cart's id. The
store's token could read everybody's, so nothing else decides.
"""

from __future__ import annotations

from services.bigcommerce.client import is_uuid
from services.storefront import Visitor

CURRENT = "bigcommerce_cart_id"
KNOWN = "bigcommerce_known_cart_ids"
LEASE = "bigcommerce_cart"
LEASE_SECONDS = 40.0  # longer than a cart takes to be made: a change, and a read where its answer was lost
MOST_KNOWN = 24


def current_cart_id(visitor: Visitor) -> str | None:
    """The id of the cart that this visitor is filling, if there is one as far as we know."""
    known = visitor.recall(CURRENT)
    return known if isinstance(known, str) and is_uuid(known) else None


def knows_cart(visitor: Visitor, cart_id: str) -> bool:
    """Whether this visitor made this cart here: the current one, one that was paid, or a "buy now"."""
    return is_uuid(cart_id) and cart_id in (visitor.recall(KNOWN) or ())


def keep_cart(visitor: Visitor, cart_id: str, *, is_current: bool = True) -> None:
    """Remember a cart as this visitor's; the oldest of too many is forgotten."""
    others = [known for known in visitor.recall(KNOWN) or () if known != cart_id]
    visitor.keep(KNOWN, [*others, cart_id][-MOST_KNOWN:])
    if is_current:
        visitor.keep(CURRENT, cart_id)


def forget_current_cart(visitor: Visitor, cart_id: str) -> None:
    """Let go of a cart that is gone; what it became is still this visitor's."""
    if visitor.recall(CURRENT) == cart_id:
        visitor.forget(CURRENT)
