"""Which plans this visitor set out to buy: a return from the hosted page is only answered to who really left for it.

Each has a session key of its own, so that two tabs that buy different ones never undo each other.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from flask import session

from routes.current import current_time, save_session
from services.models import Plan

PREFIX = "plan_checkout."
MOST_REMEMBERED = 24


@dataclass(frozen=True, slots=True)
class StartedPlan:
    """A plan whose hosted page this visitor was sent to; `started_at` is in seconds since 1970, by the shop's clock."""

    plan_id: str
    plan_slug: str
    plan_name: str
    started_at: float


def remember_plan(plan: Plan) -> None:
    """Keep a plan durably before the visitor leaves for its hosted page, and make it the latest."""
    started = StartedPlan(plan.id, plan.slug, plan.name, current_time().timestamp())
    session[f"{PREFIX}{plan.id}"] = asdict(started)
    for forgotten in remembered_plans()[MOST_REMEMBERED:]:
        session.pop(f"{PREFIX}{forgotten.plan_id}", None)
    save_session()


def remembered_plans() -> list[StartedPlan]:
    """All remembered plans, the latest first."""
    kept = [StartedPlan(**session[name]) for name in list(session) if name.startswith(PREFIX)]
    return sorted(kept, key=lambda started: started.started_at, reverse=True)


def find_plan(plan_id: str) -> StartedPlan | None:
    """The remembered plan of this id, if this visitor set out to buy it."""
    kept = session.get(f"{PREFIX}{plan_id}")
    return StartedPlan(**kept) if kept else None
