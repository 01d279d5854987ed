"""Fills the tables of services, staff and places from services.toml. Bookings are made in wix/booking_seed.py."""

from __future__ import annotations

import json
import sqlite3
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sandbox.clock import iso
from sandbox.seed.ids import seed_id
from sandbox.seed.rows import minor_units

AGE_DAYS = 150
MINUTES_A_DAY = 1440
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Table = Mapping[str, Any]


def services_file(folder: Path) -> Table:
    """Return what stands in `folder/services.toml`, nothing if there is no such file."""
    file = folder / "services.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def seed_services(db: sqlite3.Connection, folder: Path, now: datetime) -> None:
    """Write places, staff and services into empty tables; prices are in the currency of the catalog."""
    content = services_file(folder)
    currency = db.execute("SELECT value FROM settings WHERE key = 'currency'").fetchone()["value"]
    created_at = iso(now.astimezone(UTC).replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=AGE_DAYS))
    for place in content.get("places", []):
        _insert(db, "wix_places", {"id": seed_id("place", place["slug"]), **place, "zone": content["zone"]})
    for member in content.get("staff", []):
        _insert(db, "wix_staff", _staff_row(member))
    for service in content.get("services", []):
        _insert(db, "wix_services", _service_row(service, currency, created_at))


def _insert(db: sqlite3.Connection, table: str, row: Table) -> None:
    columns, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", row)  # noqa: S608 - the names are ours


def _staff_row(member: Table) -> dict[str, Any]:
    hours = [
        {
            "days": _days(entry["days"]),
            "starts": entry["starts"],
            "ends": entry["ends"],
            "place_id": seed_id("place", entry["place"]),
        }
        for entry in member["hours"]
    ]
    return {
        "id": seed_id("staff", member["slug"]),
        "resource_id": seed_id("resource", member["slug"]),
        "schedule_id": seed_id("staff-schedule", member["slug"]),
        "slug": member["slug"],
        "name": member["name"],
        "description": member.get("description", ""),
        "hours": json.dumps(hours),
    }


def _service_row(service: Table, currency: str, created_at: str) -> dict[str, Any]:
    slug, sessions = service["slug"], service.get("sessions", [])
    return {
        "id": seed_id("service", slug),
        "schedule_id": seed_id("service-schedule", slug),
        "slug": slug,
        "type": service["type"],
        "name": service["name"],
        "tag_line": service.get("tag_line", ""),
        "description": service["description"],
        "image": service.get("image"),
        "image_alt": service.get("image_alt", ""),
        "category_id": seed_id("service-category", service["category"]),
        "category": service["category"],
        "minutes": service["minutes"],
        "capacity": service.get("capacity", 1),
        **_payment(service, currency),
        "needs_approval": int(service.get("needs_approval", False)),
        "takes_online": int(service.get("takes_online", True)),
        "place_ids": json.dumps(_ids("place", service.get("places") or [entry["place"] for entry in sessions])),
        "staff_ids": json.dumps(_ids("resource", service.get("staff") or [entry["staff"] for entry in sessions])),
        "sessions": json.dumps([_session(entry) for entry in sessions]),
        "policy": json.dumps(_policy(service)),
        "created_at": created_at,
        "updated_at": created_at,
    }


def _payment(service: Table, currency: str) -> dict[str, Any]:
    """Return how a service is paid: a price by card, words at the studio, a plan only, or not at all."""
    plans = service.get("plans", [])
    rate_type = "FIXED" if "price" in service else "CUSTOM" if "price_words" in service else "NO_FEE"
    return {
        "rate_type": rate_type,
        "price": minor_units(service.get("price", "0")),
        "currency": currency,
        "price_words": service.get("price_words", ""),
        "pays_online": int(rate_type == "FIXED"),
        "pays_in_person": int(service.get("pays_in_person", rate_type != "FIXED" and not plans)),
        "plan_ids": json.dumps([seed_id("plan", slug) for slug in plans]),
    }


def _policy(service: Table) -> dict[str, int | None]:
    earliest = service.get("earliest_days")
    return {
        "earliest": earliest * MINUTES_A_DAY if earliest is not None else None,
        "latest": service.get("latest_minutes"),
        "cancellation": service.get("cancel_minutes"),
        "waiting_list": service.get("waiting_list", 0),
    }


def _session(entry: Table) -> dict[str, Any]:
    return {
        "days": _days(entry["days"]),
        "starts": entry["starts"],
        "place_id": seed_id("place", entry["place"]),
        "resource_id": seed_id("resource", entry["staff"]),
    }


def _days(names: Sequence[str]) -> list[int]:
    return [WEEKDAYS.index(name) for name in names]


def _ids(kind: str, slugs: Sequence[str]) -> list[str]:
    return [seed_id(kind, slug) for slug in dict.fromkeys(slugs)]
