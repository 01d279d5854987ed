"""From BigCommerce's orders to ours: pure functions."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from services.bigcommerce import order_wire as wire
from services.bigcommerce.slugs import slug_of
from services.bigcommerce.values import id_of, moment_from_v2, money_from_bigcommerce, positive
from services.models import Address, LineItem, Order, OrderState, Totals
from services.reading import decode_each

ZERO = Decimal(0)
UNKNOWN_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
# Source: https://developer.bigcommerce.com/docs/rest-management/orders/order-status
INCOMPLETE, PENDING, SHIPPED, REFUNDED, CANCELLED, DECLINED, AWAITING_PAYMENT = 0, 1, 2, 4, 5, 6, 7
COMPLETED, VERIFICATION = 10, 12
ENDED = {REFUNDED: OrderState.REFUNDED, CANCELLED: OrderState.CANCELLED, DECLINED: OrderState.DECLINED}
UNPAID_STATUSES = {INCOMPLETE, PENDING, AWAITING_PAYMENT, VERIFICATION}
# A merchant may let an order go on before its money has come, so the payment's own word counts for more.
PAYMENT_STATES = {
    "paid": OrderState.PAID,
    "captured": OrderState.PAID,
    "partially refunded": OrderState.PAID,
    "refunded": OrderState.REFUNDED,
    "declined": OrderState.DECLINED,
    "void": OrderState.CANCELLED,
    "void pending": OrderState.CANCELLED,
    "authorized": OrderState.PENDING,
    "capture pending": OrderState.PENDING,
    "held for review": OrderState.PENDING,
    "pending": OrderState.PENDING,
}


def order_from_bigcommerce(payload: wire.WireOrder, parts: wire.OrderParts | None = None) -> Order:
    """Shape: `/v2/orders/{id}` with what its sub-resources answered; without them there are no lines."""
    parts = parts or wire.OrderParts()
    currency, billing = payload.currency_code, payload.billing_address
    addresses = decode_each(parts.shipping_addresses, wire.OrderAddress, "shipping address")
    ship_to = addresses[0] if addresses else None
    coupons = decode_each(parts.coupons, wire.OrderCoupon, "coupon")
    return Order(
        id=str(payload.id),
        number=str(payload.id),
        state=state_of(payload),
        placed_at=moment_from_v2(payload.date_created) or UNKNOWN_MOMENT,
        checkout_id=payload.cart_id or None,
        lines=tuple(
            _line(product, currency) for product in decode_each(parts.products, wire.OrderProduct, "order line")
        ),
        totals=_totals(payload),
        email=billing.email,
        recipient=_name(ship_to or billing),
        ship_to=_address(ship_to) if ship_to else None,
        shipping_title=ship_to.shipping_method if ship_to else "",
        note=payload.customer_message or "",
        coupon_code=coupons[0].code if coupons else "",
        is_sent=payload.status_id == SHIPPED or (payload.status_id == COMPLETED and ship_to is not None),
    )


def is_placed(payload: wire.WireOrder) -> bool:
    """Whether somebody bought something. An incomplete order is only its beginning, until money is on its way."""
    is_under_way = _state_by_payment(payload) in (OrderState.PAID, OrderState.PENDING)
    return not payload.is_deleted and (payload.status_id != INCOMPLETE or is_under_way)


def state_of(payload: wire.WireOrder) -> OrderState:
    """By ids and the payment's own word, never by labels."""
    if payload.status_id in ENDED:
        return ENDED[payload.status_id]
    state = _state_by_payment(payload) or (
        OrderState.PENDING if payload.status_id in UNPAID_STATUSES else OrderState.PAID
    )
    is_free = payload.total_inc_tax == ZERO and payload.status_id != INCOMPLETE
    return OrderState.FREE if is_free and state is OrderState.PAID else state


def _state_by_payment(payload: wire.WireOrder) -> OrderState | None:
    return PAYMENT_STATES.get((payload.payment_status or "").lower())


def _totals(payload: wire.WireOrder) -> Totals:
    """Sums without tax, then the tax: so they add up, whether or not the store's prices hold it."""
    currency = payload.currency_code
    shipping = payload.shipping_cost_ex_tax
    discount = (payload.discount_amount or ZERO) + (payload.coupon_discount or ZERO)
    return Totals(
        subtotal=money_from_bigcommerce(payload.subtotal_ex_tax, currency),
        discount=positive(discount, currency),
        shipping=money_from_bigcommerce(payload.base_shipping_cost if shipping is None else shipping, currency),
        tax=positive(payload.total_tax, currency),
        fees=positive(payload.handling_cost_ex_tax, currency),
        total=money_from_bigcommerce(payload.total_inc_tax, currency),
    )


def _line(product: wire.OrderProduct, currency: str) -> LineItem:
    unit = product.base_price if product.price_ex_tax is None else product.price_ex_tax
    total = product.base_total if product.total_ex_tax is None else product.total_ex_tax
    if total is None and unit is not None:
        total = unit * product.quantity
    return LineItem(
        id=str(product.id),
        product_id=id_of(product.product_id),
        name=product.name,
        quantity=product.quantity,
        variant_id=id_of(product.variant_id),
        product_slug=slug_of(product.product_id, "", product.name) if product.product_id else None,
        choices=tuple((option.display_name, option.display_value) for option in product.product_options),
        unit_price=money_from_bigcommerce(unit, currency),
        total=money_from_bigcommerce(total, currency),
    )


def _address(payload: wire.OrderAddress) -> Address:
    town = ", ".join(part for part in (payload.city, f"{payload.state} {payload.zip}".strip()) if part)
    lines = (payload.company, payload.street_1, payload.street_2, town, payload.country)
    return Address(tuple(line for line in lines if line))


def _name(payload: wire.OrderAddress) -> str:
    return f"{payload.first_name} {payload.last_name}".strip()
