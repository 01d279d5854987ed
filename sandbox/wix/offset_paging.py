"""Pages counted by offset, as Wix's older endpoints have them: in the query string, or as `paging` of a query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request

from sandbox.wix.errors import violation
from sandbox.wix.payload import integer, mapping

LARGEST_PAGE = 100
USUAL_PAGE = 50
FURTHEST = 1_000_000


@dataclass(frozen=True, slots=True)
class OffsetPage:
    """Which part of a list is wanted."""

    limit: int
    offset: int


def read_offset_page(query: dict[str, Any]) -> OffsetPage:
    """Read `paging` of a query. Raises: 400."""
    return _page(mapping(query, "paging"))


def read_offset_arguments() -> OffsetPage:
    """Read `limit` and `offset` of the query string. Raises: 400."""
    given = {name: request.args[name] for name in ("limit", "offset") if name in request.args}
    if wrong := [name for name, value in given.items() if not (value.isascii() and value.isdigit())]:
        raise violation(wrong[0], "must be an integer", "TYPE_MISMATCH")
    return _page({name: int(value[:9]) for name, value in given.items()})


def offset_metadata(page: OffsetPage, count: int, total: int) -> dict[str, Any]:
    """Return `pagingMetadata`."""
    return {"count": count, "offset": page.offset, "total": total, "tooManyToCount": False}


def _page(paging: dict[str, Any]) -> OffsetPage:
    values = {"limit": USUAL_PAGE, "offset": 0, **paging}
    limit = integer(values, "limit", least=1, most=LARGEST_PAGE)
    return OffsetPage(limit, integer(values, "offset", least=0, most=FURTHEST))
