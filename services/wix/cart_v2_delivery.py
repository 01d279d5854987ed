"""How a Cart V2 can be sent to its address. The cart counts the way that is set, and lists none: another service does.

Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/set-delivery-method-for-current-cart
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from services.models import Destination, Money, ShippingOption
from services.reading import decode_each
from services.storefront import Visitor
from services.wix import cart_v2_wire as wire_v2
from services.wix.cart_lines import STORES_APP_ID, address_to_wix
from services.wix.cart_v2_mapping import solution_from_wix
from services.wix.client import WixClient

KNOWN = "wix_cart_delivery"
CURRENT = "/ecom/v2/carts/current"
DELIVERY_SOLUTIONS = "/_api/delivery-rates/v1/get-delivery-solutions"


@dataclass(frozen=True, slots=True)
class KnownDelivery:
    """The ways that were found for a cart as it was, so that only a changed cart is asked about again."""

    cart_id: str
    destination: Destination
    lines: tuple[tuple[str, int], ...]
    options: tuple[ShippingOption, ...]

    @classmethod
    def recall(cls, visitor: Visitor) -> KnownDelivery | None:
        kept = visitor.recall(KNOWN)
        if not kept:
            return None
        options = tuple(
            ShippingOption(title, None if amount is None else Money(Decimal(amount), currency), delivery_time)
            for title, amount, currency, delivery_time in kept["options"]
        )
        lines = tuple((line_id, quantity) for line_id, quantity in kept["lines"])
        return cls(kept["cart_id"], Destination(*kept["destination"]), lines, options)

    def keep(self, visitor: Visitor) -> None:
        place = self.destination
        options = [
            [
                option.title,
                str(option.cost.amount) if option.cost else None,
                option.cost.currency if option.cost else "",
                option.delivery_time,
            ]
            for option in self.options
        ]
        visitor.keep(
            KNOWN,
            {
                "cart_id": self.cart_id,
                "destination": [place.country, place.postal_code, place.subdivision],
                "lines": [list(line) for line in self.lines],
                "options": options,
            },
        )

    def is_of(self, cart: wire_v2.CartV2) -> bool:
        """Whether the cart still has these lines and goes to this place."""
        address, place = cart.delivery_info.address, self.destination
        goes_there = (address.country, address.postal_code, address.subdivision) == (
            place.country,
            place.postal_code,
            place.subdivision,
        )
        return goes_there and cart.id == self.cart_id and lines_of(cart) == self.lines


def lines_of(cart: wire_v2.CartV2) -> tuple[tuple[str, int], ...]:
    """What is in a cart, as far as it matters to the cost of sending it."""
    lines = decode_each(cart.line_items, wire_v2.CartLine, "line")
    return tuple((line.id, line.quantity_info.requested_quantity) for line in lines)


def choose_delivery(
    client: WixClient, visitor: Visitor, cart: wire_v2.CartV2, destination: Destination
) -> tuple[ShippingOption, ...]:
    """The ways to the cart's address; the first one is set on the cart, unless one of them is."""
    solutions = _find_solutions(client, visitor, cart, destination)
    method = cart.delivery_info.method
    if solutions and (method is None or method.code not in map(_code_of, solutions)):
        _set_method(client, visitor, solutions[0])
    currency = cart.business_info.currency_code
    return tuple(solution_from_wix(solution, currency) for solution in solutions)


def _find_solutions(
    client: WixClient, visitor: Visitor, cart: wire_v2.CartV2, destination: Destination
) -> list[wire_v2.DeliverySolution]:
    """Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/delivery-solutions/get-delivery-solutions"""
    lines = decode_each(cart.line_items, wire_v2.CartLine, "line")
    body = {
        "lineItems": [_item_to_wix(line) for line in lines],
        "destination": address_to_wix(destination),
        "currency": cart.business_info.currency_code,
    }
    answer = client.call_as(
        visitor,
        "get delivery solutions",
        DELIVERY_SOLUTIONS,
        wire_v2.DeliverySolutionsAnswer,
        body=body,
        is_repeatable=True,
    )
    return decode_each(answer.delivery_solutions, wire_v2.DeliverySolution, "delivery solution")


def _set_method(client: WixClient, visitor: Visitor, solution: wire_v2.DeliverySolution) -> None:
    """Source: https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/purchase-flow/cart-v2/set-delivery-method-for-current-cart"""
    method = {"code": _code_of(solution), "appId": solution.delivery_reference.app_id}
    body = {"deliveryMethod": {name: value for name, value in method.items() if value}}
    client.call_as(
        visitor,
        "set delivery method",
        f"{CURRENT}/set-delivery-method",
        wire_v2.CartV2Answer,
        body=body,
        is_repeatable=True,
    )


def _code_of(solution: wire_v2.DeliverySolution) -> str:
    return solution.delivery_reference.code or solution.code


def _item_to_wix(line: wire_v2.CartLine) -> dict[str, object]:
    reference = line.source.catalog_reference
    return {
        "id": line.id,
        "name": line.name.original,
        "quantity": line.quantity_info.requested_quantity,
        "catalogReference": {"appId": STORES_APP_ID, "catalogItemId": reference.catalog_item_id},
        "physicalProperties": {"shippable": line.attributes.item_type.preset == "PHYSICAL"},
    }
