"""Which of the Wix APIs that we can call Wix has announced to remove, and when. Nothing else knows a date."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date

log = logging.getLogger("foyer.wix")


@dataclass(frozen=True, slots=True)
class Removal:
    """An API that will be gone, and what to set in its place."""

    api: str
    day: date
    way_out: str


# Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/introduction
CART_AND_CHECKOUT_V1 = Removal("Cart V1 and Checkout V1", date(2027, 2, 1), "set WIX_CART_API=v2")


def removals_in_use(*, cart_api: str) -> tuple[Removal, ...]:
    """The announced removals that concern a shop with these settings."""
    return (CART_AND_CHECKOUT_V1,) if cart_api == "v1" else ()


def log_removals(*, cart_api: str) -> None:
    """One line at the start for each API in use that will be gone."""
    for removal in removals_in_use(cart_api=cart_api):
        log.warning("Wix removes %s on %s, and this shop uses it: %s", removal.api, removal.day, removal.way_out)
