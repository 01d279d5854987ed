"""Pages that Wix counts by offset, as pages with opaque cursors; no endpoint is called here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from services.errors import NotFoundError
from services.models import Page
from services.models.basics import Item

CURSOR = re.compile(r"[1-9][0-9]{0,3}\Z")  # no list of somebody's own is read to its ten-thousandth entry


def offset_of(cursor: str | None) -> int:
    """Where a page begins. Raises: NotFoundError, for a cursor that was never handed out."""
    if cursor is None:
        return 0
    if not CURSOR.match(cursor):
        raise NotFoundError("page of a list")
    return int(cursor)


def page_by_offset(items: Sequence[Item], read_count: int, offset: int, limit: int, total: int | None) -> Page[Item]:
    """The page of the items that could be read out of `read_count`; Wix leaves the total out of very long lists.

    Raises: NotFoundError, for a page behind the end.
    """
    if offset and not read_count:
        raise NotFoundError("page of a list")
    has_more = read_count >= limit if total is None else bool(read_count) and offset + limit < total
    following = str(offset + limit)
    return Page(tuple(items), after=following if has_more and CURSOR.match(following) else None)
