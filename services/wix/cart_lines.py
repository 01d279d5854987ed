"""Lines on their way to a cart of either generation, and what a visitor saw of the cart before. Makes no call."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from services.errors import CartChangeError, NotFoundError, PlatformRejectedError
from services.models import Cart, Destination, LineItem, NewLine
from services.sentences import sentence
from services.storefront import Visitor
from services.wix.client import is_guid
from services.wix.mapping import coupon_sentence

STORES_APP_ID = "215238eb-22a5-4c36-9e7b-e7c08025e04e"  # Source: contract of `catalogReference` for Wix Stores
SEEN = "wix_cart_seen"
NO_ESTIMATE = sentence("We could not estimate shipping and tax for that place. The payment page has the right amounts.")
NO_CART = {"OWNED_CART_NOT_FOUND", "CART_NOT_FOUND", "CART_ALREADY_ORDERED"}


def line_to_wix(line: NewLine) -> dict[str, object]:
    """A `lineItems[]` or `catalogItems[]` entry; the variant's id is right for products without options too."""
    options: dict[str, object] = {"variantId": line.variant_id}
    if line.modifier_choices:
        options["options"] = dict(line.modifier_choices)
    if line.modifier_texts:
        options["customTextFields"] = dict(line.modifier_texts)
    return {
        "quantity": line.quantity,
        "catalogReference": {
            "appId": STORES_APP_ID,
            "catalogItemId": line.product_id,
            "options": options,
        },
    }


def address_to_wix(destination: Destination) -> dict[str, str]:
    """An address that is as precise as the visitor was."""
    given = {
        "country": destination.country,
        "postalCode": destination.postal_code,
        "subdivision": destination.subdivision,
    }
    return {name: value for name, value in given.items() if value}


def cart_refusal(error: PlatformRejectedError) -> Exception:
    """What a refused change of the cart means to whoever asked for it."""
    code = error.code or ""
    if code in NO_CART:
        return NotFoundError("cart")
    if said := coupon_sentence(code):
        return CartChangeError(said)
    if error.status == 404:
        return NotFoundError("cart line")
    if error.status in (400, 409, 428):
        return CartChangeError(sentence("That change was not possible. Your cart is as it was."))
    return error


def checked_line_id(line_id: str) -> str:
    if not is_guid(line_id):
        raise NotFoundError("cart line", line_id)
    return line_id


def find_line(cart: Cart, line: NewLine) -> LineItem | None:
    """The line of the cart that an addition became."""
    return next((item for item in cart.lines if _identity(item) == _identity(line)), None)


def quantity_of(cart: Cart, line: NewLine) -> int:
    found = find_line(cart, line)
    return found.quantity if found else 0


def _identity(line: NewLine | LineItem) -> str:
    """What makes two additions one line: the variant and all that was filled in; short, as sessions keep it."""
    facts = [line.product_id, line.variant_id, sorted(line.modifier_choices), sorted(line.modifier_texts)]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class SeenCart:
    """The cart as this visitor last saw it, so that a silent cap can be told from a full addition.

    What was seen of another cart says nothing: after a purchase, or when a cart expired, the counting starts anew.
    """

    cart_id: str = ""
    lines: tuple[tuple[str, int], ...] = ()
    coupon_code: str = ""

    @classmethod
    def recall(cls, visitor: Visitor) -> SeenCart:
        kept = visitor.recall(SEEN)
        if not kept:
            return cls()
        return cls(kept["cart_id"], tuple(tuple(line) for line in kept["lines"]), kept["coupon_code"])

    @classmethod
    def of(cls, cart: Cart) -> SeenCart:
        lines = tuple((_identity(line), line.quantity) for line in cart.lines)
        return cls(cart.id, lines, cart.coupon.code if cart.coupon else "")

    def quantity_of(self, line: NewLine, cart: Cart) -> int:
        """How many of this line were in this cart before."""
        if cart.id != self.cart_id:
            return 0
        return sum(quantity for identity, quantity in self.lines if identity == _identity(line))

    def keep(self, visitor: Visitor) -> None:
        if self != SeenCart.recall(visitor):
            visitor.keep(SEEN, {"cart_id": self.cart_id, "lines": self.lines, "coupon_code": self.coupon_code})
