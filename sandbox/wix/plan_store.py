"""Pricing plans in the database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.wix.billing import Terms

SELECT = "SELECT * FROM wix_plans"


@dataclass(frozen=True, slots=True)
class Plan:
    """Something to subscribe to. `most_purchases` is for each buyer, 0 for no limit."""

    id: str
    slug: str
    name: str
    description: str
    terms_and_conditions: str
    perks: tuple[str, ...]
    image: str | None
    image_alt: str
    terms: Terms
    most_purchases: int
    visibility: str
    archived: bool
    buyable: bool
    buyer_can_cancel: bool
    revision: int
    created_at: str
    updated_at: str

    @property
    def is_public(self) -> bool:
        """Tell whether visitors see it."""
        return self.visibility == "PUBLIC" and not self.archived

    @property
    def is_on_sale(self) -> bool:
        """Tell whether a visitor can buy it."""
        return self.is_public and self.buyable


def find_plan(db: sqlite3.Connection, plan_id: str) -> Plan | None:
    """Return a plan, hidden and archived ones too, None for an unknown id."""
    row = db.execute(f"{SELECT} WHERE id = ?", (plan_id,)).fetchone()
    return plan_from_row(row) if row else None


def find_plan_by_slug(db: sqlite3.Connection, slug: str) -> Plan | None:
    """Return a plan, hidden and archived ones too, None for an unknown slug."""
    row = db.execute(f"{SELECT} WHERE slug = ?", (slug,)).fetchone()
    return plan_from_row(row) if row else None


def plans_on_sale(db: sqlite3.Connection) -> list[Plan]:
    """Return what a visitor can buy, in the order of the list."""
    plans = [plan_from_row(row) for row in db.execute(f"{SELECT} ORDER BY number")]
    return [plan for plan in plans if plan.is_on_sale]


def set_plan_hidden(db: sqlite3.Connection, slug: str, now: str, *, hidden: bool) -> bool:
    """Hide a plan from visitors, or show it again; False for an unknown slug."""
    changed = db.execute(
        "UPDATE wix_plans SET visibility = ?, revision = revision + 1, updated_at = ? WHERE slug = ?",
        ("PRIVATE" if hidden else "PUBLIC", now, slug),
    )
    return changed.rowcount == 1


def plan_from_row(row: Mapping[str, Any]) -> Plan:
    """Return the plan of a row."""
    values = {name: row[name] for name in Plan.__slots__}
    values |= {name: bool(row[name]) for name in ("archived", "buyable", "buyer_can_cancel")}
    return Plan(**{**values, "perks": tuple(json.loads(row["perks"])), "terms": Terms(**json.loads(row["terms"]))})
