"""What is sold: categories, products with their variants and modifiers, and what a search found."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from services.models.basics import NO_HTML, Image, Money, Page, SafeHtml


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf of the shop."""

    id: str
    slug: str
    name: str
    description: str = ""
    parent_id: str | None = None


@dataclass(frozen=True, slots=True)
class OptionValue:
    """One choice of an option; `color` is a CSS hex colour when the platform draws it as a swatch."""

    name: str
    color: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """What varies between the variants of a product, such as its size."""

    name: str
    values: tuple[OptionValue, ...]

    @property
    def has_colors(self) -> bool:
        """Whether the platform draws its values as colours."""
        return any(value.color for value in self.values)


@dataclass(frozen=True, slots=True)
class Variant:
    """A buyable form of a product; `choices` maps each option's name to a value's name."""

    id: str
    choices: tuple[tuple[str, str], ...]
    price: Money
    compare_at_price: Money | None = None
    sku: str = ""
    is_sold_out: bool = False
    is_preorder: bool = False
    stock_count: int | None = None
    image: Image | None = None

    def has(self, option_name: str, value_name: str) -> bool:
        return (option_name, value_name) in self.choices


class ModifierKind(StrEnum):
    """How a modifier is filled in."""

    TEXT = "text"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class ModifierChoice:
    """One choice of a modifier and what it adds to the unit price, None if nothing."""

    name: str
    added_price: Money | None = None


@dataclass(frozen=True, slots=True)
class Modifier:
    """Something a buyer may add to a product without making another variant of it, such as a gift note.

    `key` names it to the platform. A text has limits in characters; `added_price` is due when it is filled in.
    """

    key: str
    name: str
    kind: ModifierKind
    is_mandatory: bool = False
    shortest: int = 0
    longest: int = 500
    added_price: Money | None = None
    choices: tuple[ModifierChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class InfoSection:
    """A titled piece of product information, such as how to care for it."""

    title: str
    html: SafeHtml


class Availability(StrEnum):
    IN_STOCK = "in_stock"
    PARTLY = "partly"
    PREORDER = "preorder"
    SOLD_OUT = "sold_out"


@dataclass(frozen=True, slots=True)
class Product:
    """A thing sold. In lists `variants` is empty: the platform sends them with a single product only.

    `is_stock_known`: how many there are could be asked; without it nothing is said about few or many.
    `compare_at_price` is the price before, where there is one for all variants; on sale may be only some of them.
    """

    id: str
    slug: str
    name: str
    price_from: Money
    price_to: Money
    compare_at_price: Money | None = None
    is_on_sale: bool = False
    availability: Availability = Availability.IN_STOCK
    description: SafeHtml = NO_HTML
    summary: str = ""
    images: tuple[Image, ...] = ()
    options: tuple[Option, ...] = ()
    modifiers: tuple[Modifier, ...] = ()
    variants: tuple[Variant, ...] = ()
    info_sections: tuple[InfoSection, ...] = ()
    category_ids: tuple[str, ...] = ()
    ribbon: str = ""
    is_digital: bool = False
    preorder_message: str = ""
    is_stock_known: bool = True

    @property
    def is_sold_out(self) -> bool:
        return self.availability is Availability.SOLD_OUT

    @property
    def is_preorder(self) -> bool:
        """Whether nothing is there yet, but all of it can be ordered before it comes."""
        return self.availability is Availability.PREORDER

    def find_variant(self, variant_id: str) -> Variant | None:
        return next((variant for variant in self.variants if variant.id == variant_id), None)


class ProductSort(StrEnum):
    """Orders a visitor may choose; the values stand in the URL."""

    FEATURED = "featured"
    NEWEST = "newest"
    PRICE_LOW = "price-low"
    PRICE_HIGH = "price-high"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class ProductQuery:
    """What a visitor asked of the product list; already bounded. `with_facets`: somebody will look at the counts."""

    text: str = ""
    category_id: str | None = None
    price_from: Decimal | None = None
    price_to: Decimal | None = None
    in_stock_only: bool = False
    on_sale_only: bool = False
    sort: ProductSort = ProductSort.FEATURED
    cursor: str | None = None
    limit: int = 12
    with_facets: bool = True


@dataclass(frozen=True, slots=True)
class Facets:
    """How many products of a search each further filter would leave, as the platform counted them.

    `product_count` is how many the search found in all, None where the platform does not tell.
    """

    category_counts: tuple[tuple[str, int], ...] = ()
    in_stock_count: int | None = None
    on_sale_count: int | None = None
    lowest_price: Money | None = None
    highest_price: Money | None = None
    product_count: int | None = None

    def count_in(self, category_id: str) -> int | None:
        """Products of this category, by its id; None where the platform did not count it."""
        return dict(self.category_counts).get(category_id)


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found: a page of products, and the counts for narrowing it down on its first page."""

    page: Page[Product]
    facets: Facets | None = None
