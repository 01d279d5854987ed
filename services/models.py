"""The things a shop is about, in our words; frozen, and free of any platform's field names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
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
    """How many products of a search each further filter would leave, as the platform counted them."""

    category_counts: tuple[tuple[str, int], ...] = ()
    in_stock_count: int | None = None
    on_sale_count: int | None = None
    lowest_price: Money | None = None
    highest_price: Money | None = None

    def count_in(self, category_id: str) -> int | None:
        """Products of this category, by its id; None where the platform did not count it."""
        return dict(self.category_counts).get(category_id)


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found: a page of products, and the counts for narrowing it down on its first page."""

    page: Page[Product]
    facets: Facets | None = None


class LineProblem(StrEnum):
    """Why a line of the cart cannot be bought as it stands."""

    GONE = "gone"
    SOLD_OUT = "sold_out"
    TOO_FEW = "too_few"
    UNPRICED = "unpriced"


@dataclass(frozen=True, slots=True)
class LineItem:
    """A row of a cart or an order; prices are the platform's, None where it could not give one."""

    id: str
    product_id: str
    name: str
    quantity: int
    variant_id: str = ""
    product_slug: str | None = None
    choices: tuple[tuple[str, str], ...] = ()
    modifier_choices: tuple[tuple[str, str], ...] = ()
    modifier_texts: tuple[tuple[str, str], ...] = ()
    image: Image | None = None
    unit_price: Money | None = None
    full_unit_price: Money | None = None
    total: Money | None = None
    available_count: int | None = None
    problem: LineProblem | None = None
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums exactly as the platform computed them; None where it gave none."""

    subtotal: Money | None = None
    discount: Money | None = None
    shipping: Money | None = None
    tax: Money | None = None
    fees: Money | None = None
    total: Money | None = None
    after_gift_card: Money | None = None


@dataclass(frozen=True, slots=True)
class Coupon:
    """A coupon on the cart: its code and, if it gives nothing, the sentence why."""

    code: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an order might go, precise enough for an estimate; `subdivision` is ISO 3166-2, such as US-ME."""

    country: str
    postal_code: str = ""
    subdivision: str = ""


@dataclass(frozen=True, slots=True)
class ShippingOption:
    """A way of delivery that the platform offers to a destination."""

    title: str
    cost: Money | None
    delivery_time: str = ""


@dataclass(frozen=True, slots=True)
class Cart:
    """A visitor's basket at the platform; `problems` are sentences about the cart as a whole.

    Shipping and tax are known only after a destination was given; `shipping_options` are what it can be sent by.
    `is_blocked`: the platform said that it will not take this cart as it stands; the notices say why.
    """

    id: str
    lines: tuple[LineItem, ...]
    totals: Totals = Totals()
    problems: tuple[str, ...] = ()
    coupon: Coupon | None = None
    note: str = ""
    shipping_options: tuple[ShippingOption, ...] = ()
    needs_shipping: bool = True
    is_blocked: bool = False

    @property
    def item_count(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def can_check_out(self) -> bool:
        """Whether at least one line can be bought and none blocks the way."""
        return bool(self.lines) and not self.is_blocked and all(line.problem is None for line in self.lines)

    def find_line(self, line_id: str) -> LineItem | None:
        return next((line for line in self.lines if line.id == line_id), None)


@dataclass(frozen=True, slots=True)
class NewLine:
    """What a shopper wants to have: ids, a quantity and what was filled in, by modifier key. Never a price."""

    product_id: str
    variant_id: str
    quantity: int
    modifier_choices: tuple[tuple[str, str], ...] = ()
    modifier_texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CartChange:
    """The cart after a change, and what the platform did differently from what was asked.

    `is_new_cart`: the cart that this visitor had before was gone, and this is another one.
    """

    cart: Cart
    line_id: str | None = None
    notice: str | None = None
    is_new_cart: bool = False


@dataclass(frozen=True, slots=True)
class Checkout:
    """A cart on its way to an order."""

    id: str
    is_completed: bool = False


@dataclass(frozen=True, slots=True)
class ReturnUrls:
    """Absolute URLs of ours that the hosted pages send the browser back to."""

    thank_you_url: str
    post_flow_url: str
    cart_url: str


@dataclass(frozen=True, slots=True)
class RedirectSession:
    """A single-use way to a hosted page: made per click, its origin checked, never stored."""

    full_url: str


class OrderState(StrEnum):
    """What is true of an order, from the shopper's side of the counter."""

    PAID = "paid"
    PENDING = "pending"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class Address:
    """Where an order goes; lines ready to print, in order."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """A purchase as the platform knows it."""

    id: str
    number: str
    state: OrderState
    placed_at: datetime
    checkout_id: str | None
    lines: tuple[LineItem, ...]
    totals: Totals
    email: str = ""
    recipient: str = ""
    ship_to: Address | None = None
    shipping_title: str = ""
    delivery_time: str = ""
    note: str = ""
    coupon_code: str = ""
