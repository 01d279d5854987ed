"""What held tickets cost together, fees included, and how V1 writes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sandbox.wix.reservation_store import ReservedTicket
from sandbox.wix.ticket_shapes import event_money

FEE_PERCENT = Decimal("2.5")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Invoice:
    """The sums, in minor units. `fee` is what is added for the buyer, not what the merchant pays."""

    tickets: Sequence[ReservedTicket]
    subtotal: int
    fee: int

    @property
    def total(self) -> int:
        """Return what the buyer pays."""
        return self.subtotal + self.fee


def invoice_of(tickets: Sequence[ReservedTicket]) -> Invoice:
    """Add up what tickets cost."""
    with_fee = sum(ticket.subtotal for ticket in tickets if ticket.fee_type == "FEE_ADDED_AT_CHECKOUT")
    fee = (with_fee * FEE_PERCENT / 100).quantize(Decimal(1), ROUND_HALF_UP)
    return Invoice(tickets, sum(ticket.subtotal for ticket in tickets), int(fee))


def invoice_json(invoice: Invoice, currency: str) -> Json:
    """Return the invoice of reservations and orders."""
    subtotal = event_money(invoice.subtotal, currency)
    fee = {
        "name": "WIX_FEE",
        "type": "FEE_ADDED",
        "rate": str(FEE_PERCENT),
        "amount": event_money(invoice.fee, currency),
    }
    return {
        "items": [_item(ticket, currency) for ticket in invoice.tickets],
        "total": subtotal,
        "subTotal": subtotal,
        "grandTotal": event_money(invoice.total, currency),
        "fees": [fee] if invoice.fee else [],
        "revenue": subtotal,
    }


def _item(ticket: ReservedTicket, currency: str) -> Json:
    return {
        "id": ticket.definition_id,
        "quantity": ticket.quantity,
        "name": ticket.full_name,
        "price": event_money(ticket.price, currency),
        "total": event_money(ticket.subtotal, currency),
        "fees": [],
    }
