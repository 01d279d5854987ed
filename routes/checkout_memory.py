"""Which checkouts this visitor started: whose an order is, and what a return without an order id is about."""

from __future__ import annotations

from typing import Any

from flask import session

from routes.current import current_time, save_session

DOUBLE_CLICK_SECONDS = 30
MOST_REMEMBERED = 12


def remember_checkout(checkout_id: str, key: str, product_slug: str | None) -> None:
    """Keep a started checkout, durably, before the visitor leaves; `key` stands for its content."""
    entry = {
        "id": checkout_id,
        "key": key,
        "product_slug": product_slug,
        "started_at": current_time().timestamp(),
        "order_id": None,
    }
    others = [known for known in remembered_checkouts() if known["id"] != checkout_id]
    session["checkouts"] = [*others, entry][-MOST_REMEMBERED:]
    save_session()


def remembered_checkouts() -> list[dict[str, Any]]:
    """All remembered checkouts, the latest last."""
    return list(session.get("checkouts", []))


def find_checkout(checkout_id: str | None) -> dict[str, Any] | None:
    """The remembered checkout of this id, if it is this visitor's."""
    return next((known for known in remembered_checkouts() if known["id"] == checkout_id), None)


def find_recent(key: str) -> str | None:
    """The checkout of the same content started a moment ago and not yet ordered: the other half of a double click."""
    since = current_time().timestamp() - DOUBLE_CLICK_SECONDS
    for known in reversed(remembered_checkouts()):
        if known["key"] == key and known["started_at"] >= since and known["order_id"] is None:
            return str(known["id"])
    return None


def forget_checkout(checkout_id: str) -> None:
    """Drop a checkout that turned out to be closed."""
    session["checkouts"] = [known for known in remembered_checkouts() if known["id"] != checkout_id]
    save_session()


def settle_checkout(checkout_id: str, order_id: str) -> bool:
    """Note which order a checkout became; True the first time, so that what follows happens once."""
    if all(known["id"] != checkout_id or known["order_id"] == order_id for known in remembered_checkouts()):
        return False
    session["checkouts"] = [
        {**known, "order_id": order_id} if known["id"] == checkout_id else known for known in remembered_checkouts()
    ]
    return True
