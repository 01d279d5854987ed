"""Orders of plans in the database, and where each stands by the clock."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sandbox.clock import iso, parse_iso
from sandbox.wix.billing import Cycle, Terms
from sandbox.wix.member_store import Member
from sandbox.wix.plan_store import Plan

STATUSES = ("DRAFT", "PENDING", "ACTIVE", "PAUSED", "ENDED", "CANCELED")
PAYMENT_STATUSES = ("PAID", "REFUNDED", "FAILED", "UNPAID", "PENDING", "NOT_APPLICABLE")
SELECT = "SELECT * FROM wix_plan_orders"


@dataclass(frozen=True, slots=True)
class PlanOrder:
    """What a member bought, on the terms of that day.

    `status` and `payment_status` are what was last set. `ends_at` is when it ends before its time, by `cancellation`.
    """

    id: str
    plan_id: str
    plan_name: str
    plan_description: str
    member_id: str
    contact_id: str
    session_id: str | None
    terms: Terms
    status: str
    payment_status: str
    subscription_id: str | None
    wix_pay_order_id: str | None
    started_at: str
    ends_at: str | None
    cancellation: dict[str, str] | None
    created_at: str
    updated_at: str

    @property
    def start(self) -> datetime:
        """Return when it begins."""
        return parse_iso(self.started_at)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an order stands at a moment."""

    status: str
    payment_status: str
    cycle: Cycle | None
    end: datetime | None


def standing_at(order: PlanOrder, now: datetime) -> Standing:
    """Return where an order stands: cycles go by, fixed lengths and cancelled orders end, trials become paid."""
    early_end = parse_iso(order.ends_at) if order.ends_at else None
    end = early_end or order.terms.end(order.start)
    cycle = order.terms.cycle_at(order.start, now)
    status = order.status
    if status == "ACTIVE" and early_end and early_end <= now:
        status = "CANCELED"
    elif status == "ACTIVE" and cycle is None:
        status = "ENDED" if now >= order.start else "PENDING"
    if status not in ("ACTIVE", "PAUSED"):
        cycle = None
    return Standing(status, _payment_status(order, now, early_end), cycle, end)


def insert_plan_order(
    db: sqlite3.Connection,
    plan: Plan,
    member: Member,
    started_at: datetime,
    *,
    status: str = "ACTIVE",
    payment_status: str | None = None,
    terms: Terms | None = None,
    order_id: str | None = None,
    session_id: str | None = None,
) -> str:
    """Write an order and return its id.

    `terms` are the plan's unless told; without a payment status it is what an ordinary purchase has.
    """
    bought = terms or plan.terms
    paid = "PAID" if bought.due_today else "NOT_APPLICABLE"
    row = {
        "id": order_id or str(uuid4()),
        "plan_id": plan.id,
        "plan_name": plan.name,
        "plan_description": plan.description,
        "member_id": member.id,
        "contact_id": member.contact_id,
        "session_id": session_id,
        "terms": json.dumps(asdict(bought)),
        "status": status,
        "payment_status": payment_status or paid,
        "subscription_id": str(uuid4()) if bought.is_recurring else None,
        "wix_pay_order_id": str(uuid4()) if bought.price else None,
        "started_at": iso(started_at),
        "created_at": iso(started_at),
        "updated_at": iso(started_at),
    }
    columns, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO wix_plan_orders ({columns}) VALUES ({marks})", row)  # noqa: S608 - the names are ours
    return str(row["id"])


def find_plan_order(db: sqlite3.Connection, order_id: str) -> PlanOrder | None:
    """Return an order, None for an unknown id."""
    row = db.execute(f"{SELECT} WHERE id = ?", (order_id,)).fetchone()
    return _order(row) if row else None


def find_order_of_session(db: sqlite3.Connection, session_id: str) -> PlanOrder | None:
    """Return the order a hosted page has made."""
    row = db.execute(f"{SELECT} WHERE session_id = ?", (session_id,)).fetchone()
    return _order(row) if row else None


def orders_of_member(db: sqlite3.Connection, member_id: str) -> list[PlanOrder]:
    """Return what a member bought, oldest first."""
    return [_order(row) for row in db.execute(f"{SELECT} WHERE member_id = ? ORDER BY number", (member_id,))]


def purchases_of(db: sqlite3.Connection, member_id: str, plan_id: str) -> int:
    """Count how often a member has bought a plan; what was only begun does not count."""
    return sum(order.plan_id == plan_id and order.status != "DRAFT" for order in orders_of_member(db, member_id))


def remove_plan_order(db: sqlite3.Connection, order_id: str) -> None:
    """Forget an order, a draft that becomes a purchase for example."""
    db.execute("DELETE FROM wix_plan_orders WHERE id = ?", (order_id,))


def cancel_plan_order(db: sqlite3.Connection, order: PlanOrder, now: datetime, cause: str, effective_at: str) -> None:
    """Let an order end: `IMMEDIATELY`, or at `NEXT_PAYMENT_DATE`; in a free trial with the trial either way."""
    cycle = standing_at(order, now).cycle
    waits = cycle is not None and (cycle.index == 0 or effective_at == "NEXT_PAYMENT_DATE")
    ends_at = cycle.end if cycle and cycle.end and waits else now
    cancellation = {"requestedDate": iso(now), "cause": cause, "effectiveAt": effective_at}
    _change(
        db,
        replace(
            order,
            status=order.status if waits else "CANCELED",
            ends_at=iso(ends_at),
            cancellation=cancellation,
            updated_at=iso(now),
        ),
    )


def set_plan_order_status(
    db: sqlite3.Connection, order_id: str, status: str | None, payment_status: str | None, now: datetime
) -> bool:
    """Change an order as the merchant or the bank would; False for an unknown id.

    An order that becomes active begins now, unless it had begun before. Raises: ValueError for a status Wix does
    not have.
    """
    if status not in (None, *STATUSES) or payment_status not in (None, *PAYMENT_STATUSES):
        raise ValueError("Wix has no such status of a plan order")
    order = find_plan_order(db, order_id)
    if order is None:
        return False
    if status == "CANCELED":
        cancel_plan_order(db, order, now, "OWNER_ACTION", "IMMEDIATELY")
        order = replace(find_plan_order(db, order_id) or order, status=status, ends_at=iso(now))
    elif status == "ENDED":
        order = replace(order, status=status, ends_at=iso(now))
    elif status == "ACTIVE":
        started_at = iso(now) if order.status in ("DRAFT", "PENDING") else order.started_at
        order = replace(order, status=status, started_at=started_at, ends_at=None, cancellation=None)
    order = replace(order, status=status or order.status, payment_status=payment_status or order.payment_status)
    _change(db, replace(order, updated_at=iso(now)))
    return True


def _payment_status(order: PlanOrder, now: datetime, early_end: datetime | None) -> str:
    """Return what was set, or that the first payment after a free trial went well."""
    first = order.terms.first_payment_at(order.start)
    is_trial = order.payment_status == "NOT_APPLICABLE" and order.terms.trial_days > 0
    was_charged = now >= first and (early_end is None or early_end > first)
    return "PAID" if is_trial and was_charged else order.payment_status


def _change(db: sqlite3.Connection, order: PlanOrder) -> None:
    cancellation = json.dumps(order.cancellation) if order.cancellation else None
    db.execute(
        "UPDATE wix_plan_orders SET status = ?, payment_status = ?, started_at = ?, ends_at = ?, cancellation = ?,"
        " updated_at = ? WHERE id = ?",
        (
            order.status,
            order.payment_status,
            order.started_at,
            order.ends_at,
            cancellation,
            order.updated_at,
            order.id,
        ),
    )


def _order(row: Mapping[str, Any]) -> PlanOrder:
    values = {name: row[name] for name in PlanOrder.__slots__}
    cancellation = json.loads(row["cancellation"]) if row["cancellation"] else None
    return PlanOrder(**{**values, "terms": Terms(**json.loads(row["terms"])), "cancellation": cancellation})
