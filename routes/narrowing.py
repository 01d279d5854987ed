"""What a visitor chose of the product list: read from the address, and written back with one thing changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from flask import url_for

from services.errors import NotFoundError
from services.models import Category, Money, ProductQuery, ProductSort
from services.sentences import sentence

LONGEST_TEXT = 100
LONGEST_TYPED_PRICE = 12
HIGHEST_PRICE = 1_000_000
CURSOR = re.compile(r"[!-~]{1,2000}\Z")
PRICE = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,2})?\Z")
UNREADABLE_PRICE = sentence(
    "A price is an amount from 0 to 1,000,000, such as 25 or 25.50. What was typed was left out."
)
CROSSED_PRICES = sentence("The lowest price is above the highest, so prices were left out.")


@dataclass(frozen=True, slots=True)
class Prices:
    """The bounds that hold, what was typed for them, and a sentence when the two differ."""

    lowest: Decimal | None
    highest: Decimal | None
    typed_lowest: str = ""
    typed_highest: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """What is chosen of the list, with nothing in it that does not hold."""

    text: str = ""
    category: Category | None = None
    price_from: Decimal | None = None
    price_to: Decimal | None = None
    in_stock_only: bool = False
    on_sale_only: bool = False
    sort: ProductSort = ProductSort.FEATURED

    @property
    def is_narrowed(self) -> bool:
        """Whether more is chosen than a category and an order."""
        return replace(self, category=None, sort=ProductSort.FEATURED) != Filters()

    def parameters(self) -> dict[str, str]:
        """What stands in the address, by its name there; what is not chosen is left out."""
        named = {
            "q": self.text,
            "category": self.category.slug if self.category else "",
            "price-from": "" if self.price_from is None else format(self.price_from, "f"),
            "price-to": "" if self.price_to is None else format(self.price_to, "f"),
            "in-stock": "1" if self.in_stock_only else "",
            "on-sale": "1" if self.on_sale_only else "",
            "sort": "" if self.sort is ProductSort.FEATURED else self.sort.value,
        }
        return {name: value for name, value in named.items() if value}

    def url(self, **changes: Any) -> str:
        """The address of the list's start with these filters, some of them changed."""
        parameters: dict[str, Any] = dict(replace(self, **changes).parameters())
        return url_for("catalog.products", **parameters)

    def url_after(self, cursor: str) -> str:
        """The address of what follows in the same list."""
        parameters: dict[str, Any] = self.parameters() | {"after": f"{self.mark}.{cursor}"}
        return url_for("catalog.products", **parameters)

    @property
    def mark(self) -> str:
        """A short sign of this very list: the platform's cursors carry their filters, so they fit no other."""
        return hashlib.sha256(repr(sorted(self.parameters().items())).encode()).hexdigest()[:8]

    def to_query(self, cursor: str | None) -> ProductQuery:
        return ProductQuery(
            text=self.text,
            category_id=self.category.id if self.category else None,
            price_from=self.price_from,
            price_to=self.price_to,
            in_stock_only=self.in_stock_only,
            on_sale_only=self.on_sale_only,
            sort=self.sort,
            cursor=cursor,
        )


@dataclass(frozen=True, slots=True)
class Removable:
    """A chosen filter in words, an amount to be written after them, and the list without it."""

    label: str
    url: str
    amount: Money | None = None


def read_filters(arguments: Mapping[str, str], categories: tuple[Category, ...], prices: Prices) -> Filters:
    """The filters of an address; values we do not know are ignored. Raises: NotFoundError, for an unknown category."""
    return Filters(
        text=read_text(arguments),
        category=read_category(arguments, categories),
        price_from=prices.lowest,
        price_to=prices.highest,
        in_stock_only=arguments.get("in-stock") == "1",
        on_sale_only=arguments.get("on-sale") == "1",
        sort=read_sort(arguments),
    )


def read_prices(arguments: Mapping[str, str]) -> Prices:
    """The price bounds of an address, with a sentence about those that cannot be used."""
    low = arguments.get("price-from", "").strip()[:LONGEST_TYPED_PRICE]
    high = arguments.get("price-to", "").strip()[:LONGEST_TYPED_PRICE]
    lowest, highest = parse_price(low), parse_price(high)
    if (low and lowest is None) or (high and highest is None):
        return Prices(lowest, highest, low, high, UNREADABLE_PRICE)
    if lowest is not None and highest is not None and lowest > highest:
        return Prices(None, None, low, high, CROSSED_PRICES)
    return Prices(lowest, highest, low, high)


def parse_price(text: str) -> Decimal | None:
    """An amount from 0 to a million with at most two decimals, or None."""
    amount = Decimal(text) if PRICE.match(text) else None
    return amount if amount is not None and amount <= HIGHEST_PRICE else None


def read_category(arguments: Mapping[str, str], categories: tuple[Category, ...]) -> Category | None:
    """The category that the address names, if it names one. Raises: NotFoundError."""
    slug = arguments.get("category", "")
    if not slug:
        return None
    known = {category.slug: category for category in categories}
    if slug not in known:
        raise NotFoundError("category")
    return known[slug]


def read_text(arguments: Mapping[str, str]) -> str:
    """What to search for: printable, with single spaces, and short."""
    printable = "".join(letter if letter.isprintable() else " " for letter in arguments.get("q", ""))
    return " ".join(printable.split())[:LONGEST_TEXT].rstrip()


def read_sort(arguments: Mapping[str, str]) -> ProductSort:
    """The order that the address names; one we do not know means the shop's own order."""
    wanted = arguments.get("sort", "")
    return next((sort for sort in ProductSort if sort == wanted), ProductSort.FEATURED)


def read_cursor(arguments: Mapping[str, str], filters: Filters) -> str | None:
    """Where to go on in this list; a damaged cursor, or one of another list, means from the start."""
    mark, _, cursor = arguments.get("after", "").partition(".")
    return cursor if mark == filters.mark and CURSOR.match(cursor) else None


def list_removable(filters: Filters, currency: str | None) -> list[Removable]:
    """Each chosen filter with the list without it; none where only a category is chosen."""
    if not filters.is_narrowed:
        return []
    found = []
    if filters.text:
        found.append(Removable(f"“{filters.text}”", filters.url(text="")))
    if filters.category:
        found.append(Removable(filters.category.name, filters.url(category=None)))
    if filters.price_from is not None:
        found.append(name_price(sentence("From"), filters.price_from, currency, filters.url(price_from=None)))
    if filters.price_to is not None:
        found.append(name_price(sentence("Up to"), filters.price_to, currency, filters.url(price_to=None)))
    if filters.in_stock_only:
        found.append(Removable(sentence("In stock"), filters.url(in_stock_only=False)))
    if filters.on_sale_only:
        found.append(Removable(sentence("On sale"), filters.url(on_sale_only=False)))
    return found


def name_price(label: str, amount: Decimal, currency: str | None, url: str) -> Removable:
    """A price bound; a plain number where nothing tells the shop's currency."""
    if currency:
        return Removable(label, url, Money(amount, currency))
    return Removable(sentence("%(label)s %(amount)s", label=label, amount=f"{amount:f}"), url)
