"""Remembers what aggregations counted, as long as the catalog stays as it is: a search engine counts ahead as well."""

from __future__ import annotations

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

MOST_REMEMBERED = 500
REVISION = "SELECT group_concat(value) FROM settings WHERE key IN ('catalog_id', 'catalog_revision')"

_lock = threading.Lock()
_counted: OrderedDict[Hashable, Any] = OrderedDict()


def counted_once(db: sqlite3.Connection, question: Hashable, count: Callable[[], Any]) -> Any:
    """Return the answer to a question about the whole catalog, counting only after the catalog changed.

    The tables' triggers keep the revision, and each seeding has an id of its own, so no two catalogs share answers.
    """
    key = (db.execute(REVISION).fetchone()[0], question)
    with _lock:
        if key in _counted:
            _counted.move_to_end(key)
            return _counted[key]
    answer = count()
    with _lock:
        _counted[key] = answer
        while len(_counted) > MOST_REMEMBERED:
            _counted.popitem(last=False)
    return answer
