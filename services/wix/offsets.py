"""Wix's older lists, whose pages are counted by offset: the cursors we hand out for them, and where they end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeVar

from services.errors import NotFoundError
from services.models import Page

Item = TypeVar("Item")

FURTHEST = 9999
CURSOR = re.compile(r"([a-z-]{1,40})-([0-9]{1,4})\Z")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a named list. Cursors are bounded, and lead on in their own list only."""

    list_name: str
    offset: int
    limit: int

    @classmethod
    def begin(cls, list_name: str, limit: int, cursor: str | None) -> Stretch:
        """Where a cursor leads, or the start of the list without one. Raises: NotFoundError, for any other text."""
        if cursor is None:
            return cls(list_name, 0, limit)
        found = CURSOR.match(cursor)
        if not found or found[1] != list_name:
            raise NotFoundError("page of a list", list_name)
        return cls(list_name, int(found[2]), limit)

    def to_page(self, items: tuple[Item, ...], *, count: int, total: int | None) -> Page[Item]:
        """The page that these items are; `count` is how many came, readable or not.

        Wix leaves out the total where there are too many to count. Raises: NotFoundError, for a page beyond the end.
        """
        if self.offset and not count:
            raise NotFoundError("page of a list", self.list_name)
        following = self.offset + self.limit
        has_more = count >= self.limit if total is None else following < total
        return Page(
            items,
            after=self._cursor(following) if has_more and following <= FURTHEST else None,
            before=self._cursor(max(0, self.offset - self.limit)) if self.offset else None,
        )

    def _cursor(self, offset: int) -> str:
        return f"{self.list_name}-{offset}"
