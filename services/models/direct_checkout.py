"""The whole way from a checkout to a paid order on our own pages: addresses, delivery, order, payment."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from services.models.cart import LineItem, ShippingOption, Totals


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """An address as somebody fills it in; `country` is ISO 3166-1, `region` the name and `region_code` such as TX."""

    first_name: str
    last_name: str
    email: str
    line_1: str
    city: str
    country: str
    line_2: str = ""
    company: str = ""
    region: str = ""
    region_code: str = ""
    postal_code: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class CheckoutDetails:
    """How far a checkout is, as the platform knows it.

    `delivery_options` are those for the shipping address as it stands; none of them is chosen where
    `chosen_option_id` is empty, also because a change of the address or of a line made the platform drop the choice.
    """

    id: str
    lines: tuple[LineItem, ...]
    totals: Totals
    needs_shipping: bool = True
    billing: PostalAddress | None = None
    shipping: PostalAddress | None = None
    delivery_options: tuple[ShippingOption, ...] = ()
    chosen_option_id: str = ""
    note: str = ""
    coupon_codes: tuple[str, ...] = ()

    @property
    def has_addresses(self) -> bool:
        return self.billing is not None and (self.shipping is not None or not self.needs_shipping)

    @property
    def has_delivery(self) -> bool:
        """Whether it is settled how this is sent, if it has to be."""
        return not self.needs_shipping or bool(self.chosen_option_id)

    @property
    def chosen_option(self) -> ShippingOption | None:
        return next((option for option in self.delivery_options if option.id == self.chosen_option_id), None)

    @property
    def lines_key(self) -> str:
        """Stands for what is bought: the same as long as no line changes."""
        return _key_of([(line.id, line.product_id, line.variant_id, line.quantity) for line in self.lines])

    @property
    def shipping_key(self) -> str:
        """Stands for where it goes."""
        return _key_of(self.shipping)

    @property
    def content_key(self) -> str:
        """Stands for all that an order of this would say, sums included."""
        return _key_of(
            (
                self.lines_key,
                self.totals,
                self.billing,
                self.shipping,
                self.chosen_option_id,
                self.note,
                self.coupon_codes,
            )
        )


def _key_of(content: object) -> str:
    """A digest, because what is remembered of a checkout shall hold no address."""
    return hashlib.sha256(repr(content).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """A way to pay that the platform accepts for an order; `brands` are its cards, in capitals such as VISA."""

    id: str
    name: str
    brands: tuple[str, ...] = ()
    needs_card_code: bool = True
    is_test: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card. It is sent on once and kept nowhere, so it never shows itself in a log."""

    number: str = field(repr=False)
    holder: str = field(repr=False)
    expiry_month: int = field(repr=False)
    expiry_year: int = field(repr=False)
    code: str = field(repr=False)


class PaymentState(StrEnum):
    """What is known of paying for an order.

    DUE: nothing was paid, and it may be tried. UNCERTAIN: an attempt had no answer, and the platform does not show yet
    how it ended, so nobody may pay again.
    """

    DUE = "due"
    PAID = "paid"
    PENDING = "pending"
    UNCERTAIN = "uncertain"
