"""Which checkouts this visitor started: whose an order is, and what a return without an order id is about.

Each checkout has a session key of its own, so that two tabs that change different ones never undo each other.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from flask import session

from routes.current import current_time, save_session

PREFIX = "checkout."
DOUBLE_CLICK_SECONDS = 30
MOST_REMEMBERED = 24


@dataclass(frozen=True, slots=True)
class StartedCheckout:
    """A checkout that this visitor started; times are in seconds since 1970, by the shop's clock.

    `content` stands for what was in it. It is settled once the platform said that it became an order; `order_id` stays
    empty where nobody may read the order.
    """

    id: str
    content: str
    made_at: float
    visited_at: float
    product_slug: str | None = None
    is_settled: bool = False
    order_id: str = ""


def remember_checkout(checkout_id: str, content: str, product_slug: str | None = None) -> None:
    """Keep a checkout durably before the visitor leaves for its hosted page, and make it the latest."""
    now = current_time().timestamp()
    known = find_checkout(checkout_id)
    if known is None or known.content != content:
        known = StartedCheckout(checkout_id, content, now, now, product_slug)
    _keep(replace(known, visited_at=now))
    _forget_the_oldest()
    save_session()


def remembered_checkouts() -> list[StartedCheckout]:
    """All remembered checkouts, the latest first."""
    kept = [StartedCheckout(**session[name]) for name in list(session) if name.startswith(PREFIX)]
    return sorted(kept, key=lambda checkout: checkout.visited_at, reverse=True)


def find_checkout(checkout_id: str | None) -> StartedCheckout | None:
    """The remembered checkout of this id, if it is this visitor's."""
    kept = session.get(f"{PREFIX}{checkout_id}")
    return StartedCheckout(**kept) if kept else None


def find_recent(content: str) -> StartedCheckout | None:
    """The checkout of the same content made a moment ago and not yet ordered: the other half of a double click."""
    since = current_time().timestamp() - DOUBLE_CLICK_SECONDS
    recent = (known for known in remembered_checkouts() if known.made_at >= since and not known.is_settled)
    return next((known for known in recent if known.content == content), None)


def settle_checkout(checkout: StartedCheckout, order_id: str = "") -> bool:
    """Note that a checkout became an order; True the first time, so that what follows happens once."""
    known = find_checkout(checkout.id) or checkout
    if known.is_settled and known.order_id == order_id:
        return False
    _keep(replace(known, is_settled=True, order_id=order_id or known.order_id))
    return not known.is_settled


def forget_checkout(checkout_id: str) -> None:
    """Drop a checkout that turned out to be closed."""
    session.pop(f"{PREFIX}{checkout_id}", None)


def _keep(checkout: StartedCheckout) -> None:
    session[f"{PREFIX}{checkout.id}"] = asdict(checkout)


def _forget_the_oldest() -> None:
    """Purchases are kept longest: they are how somebody proves that an order is theirs."""
    by_worth = sorted(remembered_checkouts(), key=lambda known: (known.is_settled, known.visited_at), reverse=True)
    for checkout in by_worth[MOST_REMEMBERED:]:
        forget_checkout(checkout.id)
