"""What a checkout costs: the cart's prices, tax where each part goes, and the ways to send it. No JSON."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from sandbox.bigcommerce.addresses import price_address
from sandbox.bigcommerce.cart_store import Cart
from sandbox.bigcommerce.checkout_store import CheckoutRecord, Consignment, find_record
from sandbox.bigcommerce.lines import Line
from sandbox.bigcommerce.pricing import CartPrices, price_cart, rounded
from sandbox.regions import ShippingOption, region_of, tax_rate

NO_TAX = Decimal(0)


@dataclass(frozen=True, slots=True)
class Offer:
    """A way to send a consignment, under an id that is good for this address and these lines only."""

    id: str
    option: ShippingOption


@dataclass(frozen=True, slots=True)
class Part:
    """Pieces of a line that go to one place, and the tax on them there; `consignment` is None for what is not sent."""

    line: Line
    consignment: int | None
    quantity: int
    net: int
    tax: int
    rate: Decimal
    tax_name: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """A consignment with what it costs. `offers` are the ways to send it, none where no carrier goes."""

    consignment: Consignment
    pieces: Mapping[str, int]
    offers: tuple[Offer, ...]
    selected: Offer | None
    zone: str
    saved: int
    tax: int

    @property
    def cost(self) -> int:
        """Return what sending it costs before tax, after the coupon."""
        return (self.selected.option.price if self.selected else 0) - self.saved


@dataclass(frozen=True)
class Quote:
    """Everything a checkout costs, in minor units. `manual` is what the shop itself takes off each line."""

    cart: Cart
    record: CheckoutRecord
    prices: CartPrices
    manual: Mapping[str, int]
    parts: tuple[Part, ...]
    parcels: tuple[Parcel, ...]

    @property
    def manual_discount(self) -> int:
        """Return what the shop itself takes off."""
        return sum(self.manual.values())

    @property
    def cart_ex_tax(self) -> int:
        """Return the lines after all discounts, before tax."""
        return self.prices.amount_ex_tax - self.manual_discount

    @property
    def cart_tax(self) -> int:
        """Return the tax on the lines."""
        return sum(part.tax for part in self.parts)

    @property
    def shipping_ex_tax(self) -> int:
        """Return what sending everything costs before tax."""
        return sum(parcel.cost for parcel in self.parcels)

    @property
    def shipping_tax(self) -> int:
        """Return the tax on sending."""
        return sum(parcel.tax for parcel in self.parcels)

    @property
    def grand_total(self) -> int:
        """Return what has to be paid."""
        return self.cart_ex_tax + self.cart_tax + self.shipping_ex_tax + self.shipping_tax

    @cached_property
    def taxes(self) -> list[tuple[str, Decimal, int]]:
        """Return name, rate and amount of each tax; one entry of nothing where nothing is taxed."""
        found: dict[tuple[str, Decimal], int] = {}
        for part in self.parts:
            found[part.tax_name, part.rate] = found.get((part.tax_name, part.rate), 0) + part.tax
        for parcel in self.parcels:
            key = _tax_of(parcel.consignment.address)
            found[key] = found.get(key, 0) + parcel.tax
        taxed = [(name, rate, minor) for (name, rate), minor in found.items() if rate]
        return taxed or [("Tax", NO_TAX, 0)]

    @property
    def unassigned(self) -> list[Line]:
        """Return the lines that have to be sent and are not, or not all of them, in a consignment."""
        sent = {line.id: 0 for line in self.cart.physical_lines}
        for parcel in self.parcels:
            for line_id, quantity in parcel.pieces.items():
                sent[line_id] += quantity
        return [line for line in self.cart.physical_lines if sent[line.id] < line.quantity]

    def line_tax(self, line: Line) -> int:
        """Return the tax on a line, wherever its pieces go."""
        return sum(part.tax for part in self.parts if part.line.id == line.id)


def quote(db: sqlite3.Connection, cart: Cart, now: datetime, record: CheckoutRecord | None = None) -> Quote:
    """Price a checkout as it stands, or as it would be with another record."""
    record, prices = record or find_record(db, cart.id), price_cart(db, cart, now)
    nets = {priced.line.id: priced.amount_ex_tax for priced in prices.lines}
    manual = dict(zip(nets, spread(list(nets.values()), record.manual_discount), strict=True))
    pieces = _pieces(cart, record.consignments)
    parts = [part for line in cart.lines for part in _parts(line, nets[line.id] - manual[line.id], record, pieces)]
    parcels = [
        _parcel(cart, consignment, held, prices.frees_shipping)
        for consignment, held in zip(record.consignments, pieces, strict=True)
    ]
    return Quote(cart, record, prices, manual, tuple(parts), tuple(parcels))


def destination_rate(record: CheckoutRecord) -> Decimal | None:
    """Return the rate that the cart itself is shown with: of the first consignment, else of the billing address."""
    address = record.consignments[0].address if record.consignments else record.billing
    return None if address is None else tax_rate(price_address(address))


def spread(weights: Sequence[int], amount: int) -> list[int]:
    """Share an amount out in proportion to weights, at most all of them; the shares add up."""
    whole = sum(weights)
    shares, seen, given = [], 0, 0
    for weight in weights:
        seen += weight
        share = (rounded(Decimal(min(amount, whole) * seen) / whole) if whole else 0) - given
        given += share
        shares.append(share)
    return shares


def _pieces(cart: Cart, consignments: Sequence[Consignment]) -> list[dict[str, int]]:
    """Return for each consignment how many pieces of which line it really holds, never more than there are."""
    left = {line.id: line.quantity for line in cart.physical_lines}
    found = []
    for consignment in consignments:
        held: dict[str, int] = {}
        for share in consignment.shares:
            there = left.get(share.line_id, 0)
            taken = there if share.quantity is None else min(share.quantity, there)
            if taken:
                held[share.line_id] = held.get(share.line_id, 0) + taken
                left[share.line_id] = there - taken
        found.append(held)
    return found


def _parts(line: Line, net: int, record: CheckoutRecord, pieces: Sequence[Mapping[str, int]]) -> list[Part]:
    places: list[tuple[int | None, int]] = [
        (position, held[line.id]) for position, held in enumerate(pieces) if line.id in held
    ]
    rest = line.quantity - sum(quantity for _, quantity in places)
    if rest:
        places.append((None, rest))
    nets = spread([quantity * net for _, quantity in places], net) if net else [0 for _ in places]
    found = []
    for (position, quantity), share in zip(places, nets, strict=True):
        address = record.billing if position is None else record.consignments[position].address
        name, rate = _tax_of(address)
        found.append(Part(line, position, quantity, share, rounded(share * rate), rate, name))
    return found


def _parcel(cart: Cart, consignment: Consignment, pieces: Mapping[str, int], frees_shipping: bool) -> Parcel:
    region = region_of(consignment.address["country_code"]) if pieces else None
    offers = tuple(
        Offer(_offer_id(cart, consignment, pieces, option), option) for option in (region.options if region else ())
    )
    selected = next((offer for offer in offers if offer.id == consignment.option_id), None)
    saved = selected.option.price if selected and frees_shipping else 0
    cost = selected.option.price - saved if selected else 0
    rate = _tax_of(consignment.address)[1]
    zone = region.name if region else ""
    return Parcel(consignment, pieces, offers, selected, zone, saved, rounded(cost * rate))


def _offer_id(cart: Cart, consignment: Consignment, pieces: Mapping[str, int], option: ShippingOption) -> str:
    made_from = [cart.id, cart.contents, consignment.id, consignment.address, pieces, option.code]
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()[:32]


def _tax_of(address: Mapping[str, Any] | None) -> tuple[str, Decimal]:
    if address is None:
        return "Tax", NO_TAX
    place = address["state_or_province"] or address["country"]
    return f"{place} Tax", tax_rate(price_address(address))
