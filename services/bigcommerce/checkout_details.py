"""From BigCommerce's checkouts to how far ours is: pure functions."""

from __future__ import annotations

from dataclasses import replace

from services.bigcommerce.addresses import address_from_bigcommerce
from services.bigcommerce.cart_mapping import lines_from_bigcommerce, totals_of_checkout
from services.bigcommerce.checkout_wire import Consignment, DirectCheckout, WireOption
from services.bigcommerce.values import money_from_bigcommerce
from services.bigcommerce.wire import CartItem
from services.models import CheckoutDetails, ShippingOption
from services.reading import decode_each


def consignments_of(payload: DirectCheckout) -> list[Consignment]:
    """Shape: `data.consignments[]`."""
    return decode_each(payload.consignments, Consignment, "consignment")


def items_to_send(payload: DirectCheckout) -> list[dict[str, object]]:
    """Entries of a consignment's `line_items`: everything physical, by the ids of the lines, not of the products."""
    items = decode_each(payload.cart.line_items.physical_items, CartItem, "cart line")
    return [{"item_id": item.id, "quantity": item.quantity} for item in items]


def details_from_bigcommerce(payload: DirectCheckout) -> CheckoutDetails:
    """Shape: `data` of a checkout call that included `consignments.available_shipping_options`.

    One consignment is what our pages make. A chosen way that is missing among the offered ones is still the platform's
    word, so it stands beside them.
    """
    currency = payload.cart.currency.code
    consignment = next(iter(consignments_of(payload)), None)
    chosen = consignment.selected_shipping_option if consignment else None
    options = [_option(option, currency) for option in (consignment.available_shipping_options if consignment else ())]
    if chosen and chosen.id not in [option.id for option in options]:
        options.append(_option(chosen, currency))
    totals = totals_of_checkout(payload)
    return CheckoutDetails(
        id=payload.id,
        lines=lines_from_bigcommerce(payload.cart),
        totals=totals if chosen else replace(totals, shipping=None),
        needs_shipping=bool(payload.cart.line_items.physical_items),
        billing=address_from_bigcommerce(payload.billing_address),
        shipping=address_from_bigcommerce(consignment.address or consignment.shipping_address) if consignment else None,
        delivery_options=tuple(options),
        chosen_option_id=chosen.id if chosen else "",
        note=payload.customer_message or "",
        coupon_codes=tuple(coupon.code for coupon in payload.coupons),
    )


def _option(option: WireOption, currency: str) -> ShippingOption:
    return ShippingOption(
        title=option.description or "Delivery",
        cost=money_from_bigcommerce(option.cost, currency),
        delivery_time=option.transit_time or option.additional_description or "",
        id=option.id,
    )
