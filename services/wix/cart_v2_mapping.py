"""From the shapes of Cart V2 to ours: pure functions. A line is first put as orders (and Cart V1) write it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import msgspec

from services.models import Cart, Coupon, LineItem, LineProblem, Money, ShippingOption, Totals
from services.reading import decode_each
from services.wix import cart_v2_wire as wire_v2
from services.wix import wire
from services.wix.cart_lines import NO_ESTIMATE
from services.wix.mapping import (
    CALCULATION_ERRORS,
    UNSHIPPED_TYPES,
    coupon_sentence,
    is_money,
    line_from_wix,
    money_of,
    totals_from_wix,
    unreadable_line,
)

STATUSES = {
    "IN_STOCK": "AVAILABLE",
    "PARTIALLY_IN_STOCK": "PARTIALLY_AVAILABLE",
    "OUT_OF_STOCK": "NOT_AVAILABLE",
    "REMOVED_FROM_CATALOG": "NOT_FOUND",
}
# The hosted page asks for these; in a cart nothing is missing without them.
ASKED_LATER = {"MISSING_DELIVERY_ADDRESS", "MISSING_DELIVERY_METHOD"}
COUPON_CODES = {"INVALID_COUPON_CODE", "INVALID_COUPON_STATUS"}
NOWHERE = CALCULATION_ERRORS["generalShippingCalculationError"]


def cart_from_v2(payload: wire_v2.CartV2) -> Cart:
    """Shape: `cart`; its sums are those of the goods alone."""
    currency = payload.business_info.currency_code
    lines = [_decoded(raw) for raw in payload.line_items]
    presets = [line.attributes.item_type.preset for line in lines if isinstance(line, wire_v2.CartLine)]
    coupon = payload.coupons[0] if payload.coupons else None
    return Cart(
        id=payload.id,
        lines=tuple(found for line in lines if (found := _line(line, currency))),
        totals=Totals(subtotal=money_of(payload.subtotal, currency)),
        coupon=Coupon(coupon.code) if coupon else None,
        note=payload.note or "",
        needs_shipping=any(preset not in UNSHIPPED_TYPES for preset in presets),
    )


def summary_from_v2(
    answer: wire_v2.SummaryAnswer, *, has_destination: bool, options: tuple[ShippingOption, ...] | None
) -> Cart:
    """Shape: `cart`, and `summary` with its `priceSummary`, `deliverySummary`, `paymentSummary` and `violations`.

    `options` is None where nobody knows how the cart could be sent. Where something was not asked for, or could not be
    worked out, the zero that stands for it is left out.
    """
    cart, summary = cart_from_v2(answer.cart), answer.summary
    currency = answer.cart.business_info.currency_code
    totals = _totals(summary, currency)
    unsent = _why_unsent(summary, options) if has_destination and cart.needs_shipping else ""
    if not has_destination or unsent:
        totals = replace(totals, shipping=None, tax=None)
    violations = decode_each(summary.violations, wire_v2.ViolationV2, "violation")
    general = [item for item in violations if not _line_ids(item) and item.code not in COUPON_CODES | ASKED_LATER]
    problems = [item.description for item in general if item.description]
    return replace(
        cart,
        lines=tuple(_with_notice(line, violations) for line in cart.lines),
        totals=totals,
        problems=(*((unsent,) if unsent else ()), *problems),
        coupon=cart.coupon and replace(cart.coupon, problem=_coupon_problem(violations)),
        shipping_options=options or (),
        is_blocked=any(item.severity == "ERROR" for item in violations if item.code not in COUPON_CODES | ASKED_LATER),
    )


def solution_from_wix(payload: wire_v2.DeliverySolution, currency: str) -> ShippingOption:
    """Shape: `deliverySolutions[]`."""
    price = payload.cost.price
    cost = Money(price, currency) if price is not None and is_money(price) else None
    return ShippingOption(payload.title, cost, payload.logistics.delivery_time)


def _decoded(raw: msgspec.Raw) -> wire_v2.CartLine | msgspec.Raw:
    return next(iter(decode_each([raw], wire_v2.CartLine, "line")), raw)


def _line(line: wire_v2.CartLine | msgspec.Raw, currency: str) -> LineItem | None:
    if isinstance(line, wire_v2.CartLine):
        return line_from_wix(_as_order_line(line), currency)
    return unreadable_line(line)


def _as_order_line(line: wire_v2.CartLine) -> wire.WireLine:
    return wire.WireLine(
        id=line.id,
        quantity=line.quantity_info.requested_quantity,
        catalog_reference=line.source.catalog_reference,
        product_name=line.name,
        description_lines=list(line.attributes.description_lines),
        url=line.attributes.url,
        image=line.attributes.image,
        price=line.pricing.unit_price,
        full_price=line.pricing.breakdown.full_price,
        line_item_price=line.pricing.total_price,
        availability=wire.LineAvailability(
            STATUSES.get(line.status, line.status), line.quantity_info.available_quantity
        ),
        item_type=line.attributes.item_type,
        price_undetermined=line.pricing.price_undetermined,
    )


def _totals(summary: wire_v2.CartSummary, currency: str) -> Totals:
    prices, payment = summary.price_summary, summary.payment_summary
    return totals_from_wix(
        wire.PriceSummary(
            subtotal=prices.subtotal,
            shipping=prices.delivery,
            tax=prices.tax,
            discount=prices.discount,
            additional_fees=prices.additional_fees,
            total=prices.total,
            total_with_gift_card=payment.total_after_gift_cards if payment.gift_cards else None,
        ),
        currency,
    )


def _why_unsent(summary: wire_v2.CartSummary, options: tuple[ShippingOption, ...] | None) -> str:
    """Why there is no price for the delivery: nothing goes there, or nobody could tell."""
    if options == ():
        return NOWHERE
    return NO_ESTIMATE if options is None or summary.delivery_summary is None else ""


def _line_ids(violation: wire_v2.ViolationV2) -> set[str]:
    """Which lines a violation is about; none if it is about the cart as a whole."""
    if violation.line_items_out_of_stock_data:
        return set(violation.line_items_out_of_stock_data.line_item_ids)
    custom = violation.custom_validation_data
    return {custom.target.line_item.id} if custom and custom.target.line_item else set()


def _with_notice(line: LineItem, violations: Iterable[wire_v2.ViolationV2]) -> LineItem:
    """What stands at the line in words of ours already is not said in Wix's, too."""
    if line.problem in (LineProblem.GONE, LineProblem.SOLD_OUT, LineProblem.TOO_FEW):
        return line
    said = (item.description for item in violations if item.description and line.id in _line_ids(item))
    return replace(line, notice=" ".join(said))


def _coupon_problem(violations: Iterable[wire_v2.ViolationV2]) -> str:
    for item in violations:
        if item.code in COUPON_CODES:
            reason = item.invalid_coupon_status_data.reason if item.invalid_coupon_status_data else ""
            return coupon_sentence(f"{item.code}:{reason}" if reason else item.code)
    return ""
