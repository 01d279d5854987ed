"""Which orders this visitor has looked up with number and e-mail: for half an hour, in this session only."""

from __future__ import annotations

from flask import session

from routes.current import current_time, rotate_session

KEPT_AS = "found_orders"
LIFETIME_SECONDS = 1800
MOST_REMEMBERED = 5


def remember_found_order(order_id: str) -> None:
    """Let this session read an order for a while. The session gets another id, as for every change of rights."""
    known = {found: at for found, at in _known().items() if found != order_id}
    latest = sorted(known.items(), key=lambda entry: -entry[1])[: MOST_REMEMBERED - 1]
    session[KEPT_AS] = {order_id: current_time().timestamp(), **dict(latest)}
    rotate_session()


def is_found_order(order_id: str) -> bool:
    """Whether this session looked this order up a short while ago."""
    return order_id in _known()


def _known() -> dict[str, float]:
    now = current_time().timestamp()
    kept: dict[str, float] = session.get(KEPT_AS, {})
    return {found: at for found, at in kept.items() if 0 <= now - at < LIFETIME_SECONDS}
