"""Pages of a list: which one is wanted, and what the answer says of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request

from sandbox.bigcommerce.errors import invalid
from sandbox.bigcommerce.shapes import Json

USUAL_LIMIT = 50
LARGEST_LIMIT = 250
LARGEST_PAGE = 1_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list; the first page is number 1."""

    limit: int
    number: int

    @property
    def offset(self) -> int:
        """Return how many entries come before it."""
        return (self.number - 1) * self.limit


def read_page(most: int = LARGEST_LIMIT) -> Page:
    """Return the page that is asked for; `most` caps its size without a word.

    Raises: BigCommerceError with 422 for what is not a number, or is below 1.
    """
    limit = read_number("limit", USUAL_LIMIT, LARGEST_LIMIT)
    return Page(min(limit, most), read_number("page", 1, LARGEST_PAGE))


def read_number(name: str, usual: int, most: int) -> int:
    """Return a number of the query from 1 up. Raises: BigCommerceError with 422."""
    value = request.args.get(name, "")
    if not value:
        return usual
    if not (value.isascii() and value.isdigit() and len(value) < 10 and int(value) >= 1):
        raise invalid(name, f"{name} must be a positive integer")
    return min(int(value), most)


def page_json(items: Sequence[Any], page: Page, total: int) -> Json:
    """Return a page in the envelope of v3; the links are queries, and keep the filters."""
    pages = math.ceil(total / page.limit)
    links = {"current": _link(page, page.number)}
    if page.number > 1:
        links = {"previous": _link(page, page.number - 1), **links}
    if page.number < pages:
        links["next"] = _link(page, page.number + 1)
    pagination = {
        "total": total,
        "count": len(items),
        "per_page": page.limit,
        "current_page": page.number,
        "total_pages": pages,
        "links": links,
    }
    return {"data": list(items), "meta": {"pagination": pagination}}


def slice_json(items: Sequence[Any], page: Page) -> Json:
    """Return a page of a list that is known as a whole."""
    return page_json(items[page.offset : page.offset + page.limit], page, len(items))


def _link(page: Page, number: int) -> str:
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in ("page", "limit")]
    return "?" + urlencode([*kept, ("page", number), ("limit", page.limit)], safe=":,")
