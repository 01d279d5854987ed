"""What all the other models are made of: money, pictures, merchant HTML, pages of a list."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

Item = TypeVar("Item")


class SafeHtml(str):
    """Platform HTML after the one allow-list sanitiser in mapping; templates print it unescaped."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


NO_HTML = SafeHtml("")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in major units (dollars, not cents) with its ISO 4217 currency code."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture by absolute URL; width and height in pixels keep the page from jumping."""

    url: str
    alt: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Part of a list; `after` and `before` are opaque cursors, None at the ends."""

    items: tuple[Item, ...]
    after: str | None = None
    before: str | None = None
