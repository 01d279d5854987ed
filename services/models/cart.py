"""A cart and its lines, as the platform computed them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.models.basics import Image, Money


class LineProblem(StrEnum):
    """Why a line of the cart cannot be bought as it stands."""

    GONE = "gone"
    SOLD_OUT = "sold_out"
    TOO_FEW = "too_few"
    UNPRICED = "unpriced"


@dataclass(frozen=True, slots=True)
class LineItem:
    """A row of a cart or an order; prices are the platform's, None where it could not give one.

    `is_booking`: a booked time rather than a thing to send; `choices` then tell when, where and with whom.
    """

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
    is_booking: bool = False


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


NO_TOTALS = Totals()


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
    """A way of delivery that the platform offers to a destination; `id` is empty where it can only be looked at."""

    title: str
    cost: Money | None
    delivery_time: str = ""
    id: str = ""


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
