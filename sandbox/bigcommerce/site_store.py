"""The channel's site in the database: the shop's address, the checkout's, and the routes of the shop's pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.bigcommerce.site import CHANNEL_ID, SITE_ID, Store
from sandbox.clock import iso


@dataclass(frozen=True, slots=True)
class ChannelSite:
    """Where the shop of a channel is; `checkout_url` is None until one is set."""

    url: str
    checkout_url: str | None
    created_at: str
    updated_at: str

    @property
    def id(self) -> int:
        """Return the site's id."""
        return SITE_ID


@dataclass(frozen=True, slots=True)
class Route:
    """Where the shop shows a kind of page, with `{id}`, `{slug}` and `{lang}` in the path."""

    id: int
    type: str
    matching: str
    route: str


def find_site(db: sqlite3.Connection, store: Store) -> ChannelSite:
    """Return the site of the only channel: at first the shop that the sandbox was made for."""
    row = db.execute("SELECT * FROM bigcommerce_sites WHERE channel_id = ?", (CHANNEL_ID,)).fetchone()
    if row is None:
        opened = db.execute("SELECT value FROM settings WHERE key = 'opened_at'").fetchone()["value"]
        return ChannelSite(store.storefront_url, None, opened, opened)
    return ChannelSite(row["url"], row["checkout_url"], row["created_at"], row["updated_at"])


def set_site(db: sqlite3.Connection, store: Store, url: str, checkout_url: str | None) -> None:
    """Keep the addresses of shop and checkout."""
    db.execute(
        "INSERT OR REPLACE INTO bigcommerce_sites VALUES (?,?,?,?,?)",
        (CHANNEL_ID, url, checkout_url, find_site(db, store).created_at, iso(store.clock.now())),
    )


def list_routes(db: sqlite3.Connection, kind: str | None = None) -> list[Route]:
    """Return the routes, or those of one type."""
    rows = db.execute("SELECT * FROM bigcommerce_routes WHERE ?1 IS NULL OR type = ?1 ORDER BY id", (kind,))
    return [Route(row["id"], row["type"], row["matching"], row["route"]) for row in rows]


def set_routes(db: sqlite3.Connection, routes: Sequence[tuple[str, str, str]]) -> None:
    """Add routes of (type, matching, route), in place of those that match the same."""
    db.executemany(
        "INSERT INTO bigcommerce_routes (type, matching, route) VALUES (?,?,?)"
        " ON CONFLICT (type, matching) DO UPDATE SET route = excluded.route",
        routes,
    )


def shop_url(db: sqlite3.Connection, store: Store, kind: str = "home") -> str:
    """Return where hosted pages lead back to: the route of a type if the shop has set one, else its front page."""
    url = find_site(db, store).url.rstrip("/")
    route = next((found.route for found in list_routes(db, kind) if "{" not in found.route), "/")
    return url + route
