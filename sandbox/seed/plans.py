"""Fills the table of pricing plans from plans.toml."""

from __future__ import annotations

import json
import sqlite3
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sandbox.clock import iso
from sandbox.seed.ids import seed_id
from sandbox.seed.rows import minor_units

AGE_DAYS = 200


def seed_plans(db: sqlite3.Connection, folder: Path, now: datetime) -> None:
    """Write the plans of `folder/plans.toml` into an empty table; without the file there are none.

    Prices are in the currency of the catalog, which must be there before.
    """
    file = folder / "plans.toml"
    if not file.exists():
        return
    currency = db.execute("SELECT value FROM settings WHERE key = 'currency'").fetchone()["value"]
    created_at = iso(now.astimezone(UTC).replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=AGE_DAYS))
    for plan in tomllib.loads(file.read_text(encoding="utf-8")).get("plans", []):
        _insert(db, _row(plan, currency, created_at))


def _insert(db: sqlite3.Connection, row: Mapping[str, Any]) -> None:
    columns, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO wix_plans ({columns}) VALUES ({marks})", row)  # noqa: S608 - the names are ours


def _row(plan: Mapping[str, Any], currency: str, created_at: str) -> dict[str, Any]:
    slug = plan["slug"]
    terms = {
        "price": minor_units(plan["price"]),
        "currency": currency,
        "period": plan.get("period"),
        "count": plan.get("period_count", 1),
        "cycles": plan.get("cycles"),
        "trial_days": plan.get("trial_days", 0),
    }
    return {
        "id": seed_id("plan", slug),
        "slug": slug,
        "name": plan["name"],
        "description": plan["description"],
        "terms_and_conditions": plan.get("terms", ""),
        "perks": json.dumps(plan.get("perks", [])),
        "image": plan.get("image"),
        "image_alt": plan.get("image_alt", ""),
        "terms": json.dumps(terms),
        "most_purchases": plan.get("most_purchases", 0),
        "visibility": plan.get("visibility", "PUBLIC"),
        "archived": int(plan.get("archived", False)),
        "buyable": int(plan.get("buyable", True)),
        "buyer_can_cancel": int(plan.get("buyer_can_cancel", True)),
        "created_at": created_at,
        "updated_at": created_at,
    }
