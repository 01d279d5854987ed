"""What a checkout costs for an address: coupon and gift card judged, shipping chosen, everything added up."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from sandbox.clock import iso
from sandbox.products import shop_currency
from sandbox.regions import Address, Region, ShippingOption, region_of
from sandbox.wix.checkout_store import Checkout
from sandbox.wix.coupons import CouponVerdict, judge_coupon
from sandbox.wix.gift_cards import GiftCardVerdict, judge_gift_card
from sandbox.wix.pricing import Totals, needs_shipping, price
from sandbox.wix.site import Site


@dataclass(frozen=True, slots=True)
class Quote:
    """A checkout priced. `region` and `shipping` are None where nothing is sent, or nothing can be."""

    totals: Totals
    coupon: CouponVerdict
    gift_card: GiftCardVerdict
    region: Region | None
    shipping: ShippingOption | None
    currency: str


def quote(
    db: sqlite3.Connection,
    site: Site,
    checkout: Checkout,
    address: Address | None = None,
    *,
    shipping_code: str | None = None,
    email: str | None = None,
    gift_card_code: str | None = None,
) -> Quote:
    """Price a checkout with the prices of this moment; a gift card named here stands in for the checkout's own."""
    lines, now = checkout.lines, iso(site.clock.now())
    coupon = judge_coupon(db, checkout.coupon_code, lines, checkout.subject, now, email or checkout.email)
    gift_card = judge_gift_card(db, checkout.gift_card_code if gift_card_code is None else gift_card_code)
    region = region_of(address.country) if address and needs_shipping(lines) else None
    shipping = (region.option(shipping_code) or region.options[0]) if region else None
    totals = price(lines, coupon=coupon, address=address, shipping=shipping, gift_card=gift_card.card)
    return Quote(totals, coupon, gift_card, region, shipping, shop_currency(db))
