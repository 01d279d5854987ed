"""What this visitor's session remembers of a checkout on our own pages: never an address, never a card.

Kept are digests of what was chosen, so that a page can say what has changed since, and the id of the order made.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from flask import session

from routes.cart_memory import content_key
from routes.checkout_memory import StartedCheckout, remembered_checkouts
from routes.current import save_session
from services.models import Cart, CheckoutDetails
from services.sentences import sentence

PREFIX = "direct."
MOST_REMEMBERED = 12
ADDRESS_CHANGED = sentence("Your address changed, so please choose the delivery again.")
CART_CHANGED = sentence("Your cart changed, so please choose the delivery again.")
DELIVERY_GONE = sentence("The way of delivery you chose is no longer offered, so please choose again.")


@dataclass(frozen=True, slots=True)
class DirectProgress:
    """How far a visitor came; `shipping_key` and `lines_key` stand for what the delivery was chosen for.

    `order_key` stands for the content that the order was made of.
    """

    has_chosen: bool = False
    shipping_key: str = ""
    lines_key: str = ""
    order_id: str = ""
    order_key: str = ""


def begin_direct(checkout_id: str) -> None:
    """Note that this checkout goes over our own pages."""
    if f"{PREFIX}{checkout_id}" in session:
        return
    kept = [name for name in session if name.startswith(PREFIX)]
    known = {f"{PREFIX}{checkout.id}" for checkout in remembered_checkouts()[:MOST_REMEMBERED]}
    for name in kept:
        if name not in known:
            session.pop(name)
    _keep(checkout_id, DirectProgress())


def progress_of(checkout_id: str) -> DirectProgress:
    """How far this checkout came, as far as the session knows."""
    return DirectProgress(**session.get(f"{PREFIX}{checkout_id}", {}))


def note_delivery(details: CheckoutDetails) -> None:
    """Keep what a way of delivery was chosen for."""
    kept = replace(
        progress_of(details.id), has_chosen=True, shipping_key=details.shipping_key, lines_key=details.lines_key
    )
    _keep(details.id, kept)


def why_delivery_is_void(details: CheckoutDetails) -> str:
    """What to say where a way of delivery was chosen and is no longer; empty where there is nothing to say."""
    kept = progress_of(details.id)
    if details.has_delivery or not kept.has_chosen:
        return ""
    if kept.lines_key != details.lines_key:
        return CART_CHANGED
    return ADDRESS_CHANGED if kept.shipping_key != details.shipping_key else DELIVERY_GONE


def note_order(details: CheckoutDetails, order_id: str) -> None:
    """Keep, durably, which order was made of what."""
    _keep(details.id, replace(progress_of(details.id), order_id=order_id, order_key=details.content_key))
    save_session()


def forget_order(checkout_id: str) -> None:
    """The order cannot be paid any more: the next one is another."""
    _keep(checkout_id, replace(progress_of(checkout_id), order_id="", order_key=""))


def find_started(cart: Cart | None) -> StartedCheckout | None:
    """The unfinished checkout of this cart on our own pages, if one was begun."""
    if cart is None or not cart.lines:
        return None
    begun = (known for known in remembered_checkouts() if not known.is_settled and f"{PREFIX}{known.id}" in session)
    return next((known for known in begun if cart.id == known.id or known.content == content_key()), None)


def _keep(checkout_id: str, progress: DirectProgress) -> None:
    session[f"{PREFIX}{checkout_id}"] = asdict(progress)
