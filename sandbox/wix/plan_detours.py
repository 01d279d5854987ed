"""The detour over the shop's own list of plans: `checkoutData` goes there and comes back with the plan.

To the shop it is opaque. A hosted page that needs a plan first sends the visitor to `planListUrl`; the shop begins a
`paidPlansCheckout` with the same `checkoutData`; after the purchase the visitor goes on where the detour began.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

from sandbox.clock import iso
from sandbox.wix.redirect_store import RedirectSession

LIFETIME = timedelta(days=1)


def plan_list_detour(session: RedirectSession, plan_ids: Sequence[str], checkout_data: str) -> str | None:
    """Return the shop's list of plans, told which of them fit; None if the shop has given no `planListUrl`.

    Source: https://dev.wix.com/docs/rest/business-management/headless/redirects/create-redirect-session
    """
    url = session.callbacks.get("planListUrl")
    if url is None:
        return None
    return session.return_url(url, planIds=",".join(plan_ids), checkoutData=checkout_data)


def remember_detour(db: sqlite3.Connection, continue_url: str, now: datetime) -> str:
    """Return `checkoutData` for a detour that goes on at a page of ours or a callback; empty is nowhere special."""
    token = secrets.token_urlsafe(32)
    db.execute("DELETE FROM wix_plan_detours WHERE created_at < ?", (iso(now - LIFETIME),))
    db.execute("INSERT INTO wix_plan_detours VALUES (?,?,?)", (token, continue_url, iso(now)))
    return token


def detour_end(db: sqlite3.Connection, checkout_data: str | None) -> str | None:
    """Return where a detour goes on, None for `checkoutData` that is missing, too old or not from here."""
    row = db.execute("SELECT continue_url FROM wix_plan_detours WHERE token = ?", (checkout_data,)).fetchone()
    return str(row["continue_url"]) if row else None
