"""Webhooks as a shop registers them. Who sends them is in webhook_delivery.py.

Source: https://developer.bigcommerce.com/docs/rest-management/webhooks
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, request

from sandbox.bigcommerce.errors import invalid, v3_error
from sandbox.bigcommerce.site import CLIENT_ID, STORE_HASH, current_store
from sandbox.clock import iso, parse_iso

hooks = Blueprint("bigcommerce_hooks", __name__)
SCOPE = re.compile(r"store(/[A-Za-z]+){0,3}(/\*)?", re.ASCII)
EVERYTHING = "store/*"
LOOPBACK = ("127.0.0.1", "localhost")
LONGEST_DESTINATION = 2_000
MOST_HEADERS = 10
Json = dict[str, Any]


@hooks.get("/v3/hooks")
def list_hooks() -> Json:
    """Return all hooks, or those of a scope, a destination or a state."""
    wanted = request.args
    with current_store().database.read() as db:
        rows = db.execute("SELECT * FROM bigcommerce_hooks ORDER BY id").fetchall()
    found = [
        _hook_json(row)
        for row in rows
        if wanted.get("scope") in (None, row["scope"])
        and wanted.get("destination") in (None, row["destination"])
        and wanted.get("is_active") in (None, "true" if row["is_active"] else "false")
    ]
    count = len(found)
    pagination = {"total": count, "count": count, "per_page": 50, "current_page": 1, "total_pages": 1}
    is_first = wanted.get("page", "1") == "1"
    return {"data": found if is_first else [], "meta": {"pagination": pagination}}


@hooks.post("/v3/hooks")
def create_hook() -> Json:
    """Register a hook: 200, not 201. Unlike the real one the sandbox takes http on loopback, too."""
    store, body = current_store(), _body()
    scope, destination = body.get("scope"), body.get("destination")
    if not isinstance(scope, str) or not SCOPE.fullmatch(scope):
        raise invalid("scope", "This is not a scope of a webhook.")
    with store.database.change() as db:
        hook_id = add_hook(
            db, scope, _destination(destination), _headers(body), iso(store.clock.now()), is_active=_is_active(body)
        )
        return _envelope(_found(db, hook_id))


@hooks.get("/v3/hooks/<int:hook_id>")
def get_hook(hook_id: int) -> Json:
    """Return a hook."""
    with current_store().database.read() as db:
        return _envelope(_found(db, hook_id))


@hooks.put("/v3/hooks/<int:hook_id>")
def update_hook(hook_id: int) -> Json:
    """Change destination, state or headers of a hook."""
    store, body = current_store(), _body()
    with store.database.change() as db:
        row = _found(db, hook_id)
        destination = _destination(body["destination"]) if "destination" in body else row["destination"]
        headers = _headers(body) if "headers" in body else json.loads(row["headers"])
        is_active = _is_active(body) if "is_active" in body else bool(row["is_active"])
        db.execute(
            "UPDATE bigcommerce_hooks SET destination = ?, headers = ?, is_active = ?, updated_at = ? WHERE id = ?",
            (destination, json.dumps(headers), is_active, iso(store.clock.now()), hook_id),
        )
        return _envelope(_found(db, hook_id))


@hooks.delete("/v3/hooks/<int:hook_id>")
def delete_hook(hook_id: int) -> Json:
    """Forget a hook, and what it has not taken: 200 with what it was."""
    with current_store().database.change() as db:
        row = _found(db, hook_id)
        db.execute("DELETE FROM bigcommerce_hooks WHERE id = ?", (hook_id,))
        db.execute("DELETE FROM bigcommerce_deliveries WHERE hook_id = ?", (hook_id,))
        return _envelope(row)


def add_hook(
    db: sqlite3.Connection,
    scope: str,
    destination: str,
    headers: Mapping[str, str],
    now: str,
    *,
    is_active: bool = True,
) -> int:
    """Write a hook and return its id."""
    cursor = db.execute(
        "INSERT INTO bigcommerce_hooks (scope, destination, is_active, headers, created_at, updated_at)"
        " VALUES (?,?,?,?,?,?)",
        (scope, destination, is_active, json.dumps(headers), now, now),
    )
    return cursor.lastrowid or 0


def keep_hook(db: sqlite3.Connection, destination: str, now: str) -> None:
    """Let an address be told everything, once. Raises: ValueError for one that webhooks are not sent to."""
    if not is_destination(destination):
        raise ValueError(f"webhooks go to https, or to http on this machine: {destination!r}")
    known = db.execute("SELECT 1 FROM bigcommerce_hooks WHERE destination = ?", (destination,)).fetchone()
    if known is None:
        add_hook(db, EVERYTHING, destination, {}, now)


def is_destination(url: str) -> bool:
    """Tell whether webhooks may be sent to an address: https anywhere, http only to this machine."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if len(url) > LONGEST_DESTINATION or not parts.hostname:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def _body() -> Json:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise v3_error(400, "The request body is not a JSON object")
    return body


def _destination(value: object) -> str:
    if not isinstance(value, str) or not is_destination(value):
        raise invalid("destination", "The destination must be a URL with https.")
    return value


def _headers(body: Json) -> dict[str, str]:
    headers = body.get("headers") or {}
    is_plain = isinstance(headers, dict) and all(isinstance(value, str) for value in headers.values())
    if not is_plain or len(headers) > MOST_HEADERS:
        raise invalid("headers", "Headers are an object of strings.")
    return dict(headers)


def _is_active(body: Json) -> bool:
    value = body.get("is_active", True)
    if not isinstance(value, bool):
        raise invalid("is_active", "is_active must be a boolean.")
    return value


def _found(db: sqlite3.Connection, hook_id: int) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute("SELECT * FROM bigcommerce_hooks WHERE id = ?", (hook_id,)).fetchone()
    if row is None:
        raise v3_error(404, "There is no webhook with this id")
    return row


def _envelope(row: sqlite3.Row) -> Json:
    return {"data": _hook_json(row), "meta": {}}


def _hook_json(row: sqlite3.Row) -> Json:
    return {
        "id": row["id"],
        "client_id": CLIENT_ID,
        "store_hash": STORE_HASH,
        "scope": row["scope"],
        "destination": row["destination"],
        "is_active": bool(row["is_active"]),
        "headers": json.loads(row["headers"]),
        "events_history_enabled": True,
        "created_at": int(parse_iso(row["created_at"]).timestamp()),
        "updated_at": int(parse_iso(row["updated_at"]).timestamp()),
    }
