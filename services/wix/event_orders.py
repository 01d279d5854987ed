"""Ticket orders at Wix, read with the buyer's own token, and with the API key where the token may not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC
from decimal import Decimal

from services.errors import NotFoundError, PlatformRejectedError
from services.models import Customer, Money, OrderState, Page, Ticket, TicketOrder, Totals
from services.reading import decode_each
from services.storefront import Visitor
from services.wix import event_wire as wire
from services.wix.client import WixClient, is_guid
from services.wix.offsets import Stretch
from services.wix.setup import setup_error
from services.wix.values import money_from_wix, web_address

# Seen as `2QQH-J2FM-2K2`; Wix promises no form, so only what could harm a path is ruled out.
ORDER_NUMBER = re.compile(r"(?=.{3,40}\Z)[0-9A-Za-z]+(-[0-9A-Za-z]+){0,5}\Z")
PAGE_SIZE = 10
KEY_FIX = "give the API key the permission to read event orders (Wix dashboard, API Keys Manager)"
FIELDS = (("fieldset", "DETAILS"), ("fieldset", "TICKETS"), ("fieldset", "INVOICE"))
# Authorised money is not taken yet and part of it is not all of it: both wait. A voided authorisation took nothing.
STATES = {
    "PAID": OrderState.PAID,
    "FREE": OrderState.FREE,
    "DECLINED": OrderState.DECLINED,
    "CANCELED": OrderState.CANCELLED,
    "VOIDED": OrderState.CANCELLED,
}


def is_order_number(text: str) -> bool:
    return bool(ORDER_NUMBER.match(text))


class WixTicketOrders:
    """Purchases of tickets. With the API key every order can be read, so callers compare whose it is."""

    def __init__(self, client: WixClient) -> None:
        self._client = client

    def get(self, visitor: Visitor, event_id: str, order_number: str) -> TicketOrder:
        """One or two calls: Wix refuses most visitors (403), then the key is asked, if there is one.

        Source: https://dev.wix.com/docs/rest/business-solutions/events/orders/get-order
        Shape: `order` with `tickets[]` and `invoice`. Raises: NotFoundError.
        """
        if not is_guid(event_id) or not is_order_number(order_number):
            raise NotFoundError("order", order_number)
        path, shape = f"/events/v1/events/{event_id}/orders/{order_number}", wire.TicketOrderAnswer
        answer = _or_none(
            lambda: self._client.call_as(visitor, "get ticket order", path, shape, params=FIELDS, is_repeatable=True)
        )
        if answer is None and self._client.has_api_key:
            answer = _or_none(lambda: self._client.read_with_key("get ticket order by key", path, shape, params=FIELDS))
        if answer is None:
            raise NotFoundError("order", order_number)
        return ticket_order_from_wix(answer.order)

    def list_of(self, customer: Customer, cursor: str | None) -> Page[TicketOrder]:
        """Wix has no "my orders" of tickets: one call with the key, none without.

        Source: https://dev.wix.com/docs/rest/business-solutions/events/orders/list-orders
        Shape: `orders[]`, `total`. What is not this customer's is dropped.
        Raises: NotFoundError, PlatformSetupError (a key without the permission).
        """
        stretch = Stretch.begin("ticket-orders", PAGE_SIZE, cursor)
        if not self._client.has_api_key or not is_guid(customer.id):
            return Page(())
        params = (
            ("memberId", customer.id),
            ("sort", "created:desc"),
            ("limit", str(stretch.limit)),
            ("offset", str(stretch.offset)),
            *FIELDS,
        )
        try:
            answer = self._client.read_with_key(
                "list ticket orders", "/events/v1/orders", wire.TicketOrdersAnswer, params=params
            )
        except PlatformRejectedError as error:
            if error.status == 403:
                raise setup_error(error, "the API key may not read ticket orders", KEY_FIX) from error
            raise
        payloads = decode_each(answer.orders, wire.WireTicketOrder, "ticket order")
        orders = tuple(ticket_order_from_wix(payload) for payload in payloads if payload.member_id == customer.id)
        return stretch.to_page(orders, count=len(answer.orders), total=answer.total)


def _or_none(read: Callable[[], wire.TicketOrderAnswer]) -> wire.TicketOrderAnswer | None:
    try:
        return read()
    except NotFoundError:
        return None
    except PlatformRejectedError as error:
        if error.status in (403, 404):
            return None
        raise


def ticket_order_from_wix(payload: wire.WireTicketOrder) -> TicketOrder:
    """Shape: `order` of Get Order. Whatever state is unknown reads as pending: never too much about a payment."""
    tickets = decode_each(payload.tickets, wire.WireTicket, "ticket")
    return TicketOrder(
        number=payload.order_number,
        event_id=payload.event_id,
        reservation_id=payload.reservation_id,
        state=STATES.get(payload.status, OrderState.PENDING),
        placed_at=payload.created.astimezone(UTC),
        tickets=tuple(map(_ticket, tickets)),
        totals=_totals(payload),
        buyer=payload.full_name or " ".join(filter(None, (payload.first_name, payload.last_name))),
        email=payload.email,
        member_id=payload.member_id,
        pdf_url=web_address(payload.tickets_pdf),
    )


def _ticket(payload: wire.WireTicket) -> Ticket:
    return Ticket(
        number=payload.ticket_number,
        name=payload.name,
        holder=payload.guest_full_name,
        price=money_from_wix(payload.price),
        is_free=payload.free,
        pdf_url=web_address(payload.ticket_pdf_url),
    )


def _totals(payload: wire.WireTicketOrder) -> Totals:
    invoice = payload.invoice
    return Totals(
        subtotal=money_from_wix(invoice.sub_total),
        fees=_sum(fee.amount for fee in invoice.fees),
        total=money_from_wix(invoice.grand_total) or money_from_wix(payload.total_price),
    )


def _sum(prices: Iterable[wire.Price | None]) -> Money | None:
    """Fees together, if there are any and they are all in one currency."""
    amounts = [found for price in prices if (found := money_from_wix(price))]
    if not amounts or len({money.currency for money in amounts}) > 1:
        return None
    return Money(sum((money.amount for money in amounts), Decimal(0)), amounts[0].currency)
