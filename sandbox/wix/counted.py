"""Remembers what searches counted and ranked until what they look at changes: a search engine works ahead as well."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from typing import Any

MOST_REMEMBERED = 500
REVISIONS = "SELECT key, value FROM settings WHERE key IN ('catalog_id', 'catalog_revision', ?, ?)"
# Which columns the triggers of schema.sql count apart, by what their names hold.
APART = {
    "price_revision": re.compile("price|min_sku|revision|updated_at"),
    "stock_revision": re.compile("availability"),
}

_lock = threading.Lock()
_counted: OrderedDict[Hashable, list[sqlite3.Row]] = OrderedDict()


def counted_once(db: sqlite3.Connection, sql: str, parameters: Sequence[Any]) -> list[sqlite3.Row]:
    """Return the rows of a query about the whole catalog, asking SQLite only after something it looks at changed.

    The tables' triggers keep the revisions, and each seeding has an id of its own, so no two catalogs share answers.
    Prices and stock have revisions of their own, because they change often: any purchase may sell something out.
    """
    apart = [name if columns.search(sql) else None for name, columns in APART.items()]
    revisions = db.execute(REVISIONS, apart)
    key = (frozenset(tuple(row) for row in revisions), sql, repr(parameters))
    with _lock:
        if key in _counted:
            _counted.move_to_end(key)
            return _counted[key]
    rows = db.execute(sql, parameters).fetchall()
    with _lock:
        _counted[key] = rows
        while len(_counted) > MOST_REMEMBERED:
            _counted.popitem(last=False)
    return rows
