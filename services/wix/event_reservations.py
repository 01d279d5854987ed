"""Asking Wix Events for a hold on tickets: the request, and what a refusal means to the buyer."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from services.errors import PlatformRejectedError, SoldOutError, TicketChoiceError
from services.models import Event, SaleState, TicketType, WantedTicket
from services.sentences import counted_sentence, sentence
from services.wix.client import is_guid
from services.wix.mapping import is_money
from services.wix.setup import app_missing, is_not_installed, setup_error

MOST_LINES = 50
MOST_OF_A_KIND = 50
MOST_DECIMALS = 4
LONGEST_OPTION_ID = 100
# Wix does not document the codes of a refused reservation, so they are told apart by what they are made of.
SOLD_OUT_WORDS = ("SOLD_OUT", "SOLDOUT", "NOT_ENOUGH", "UNAVAILABLE", "NOT_AVAILABLE", "AVAILABILITY", "OUT_OF_STOCK")
GENERAL_REFUSAL = sentence("These tickets cannot be reserved like this. Check how many you chose and try again.")
CLOSED = sentence("Tickets for this event are not sold any more.")
GONE = sentence("One of these tickets is not offered any more. Choose again from what is on the page.")


def reservation_to_wix(tickets: tuple[WantedTicket, ...]) -> dict[str, object]:
    """The body of Create Ticket Reservation.

    Raises: TicketChoiceError, for what Wix's own limits rule out: 50 lines, 1 to 50 of a kind, prices of 4 decimals.
    """
    if not tickets:
        raise TicketChoiceError(sentence("Choose at least one ticket."))
    if len(tickets) > MOST_LINES:
        raise TicketChoiceError(sentence("That is too many kinds of tickets for one order."))
    return {"ticketReservation": {"tickets": [_line(ticket) for ticket in tickets]}}


def _line(ticket: WantedTicket) -> dict[str, object]:
    """The buyer's price is `guestPrice`; `priceOverride` would be the merchant's."""
    if not is_guid(ticket.ticket_type_id) or len(ticket.price_option_id) > LONGEST_OPTION_ID:
        raise TicketChoiceError(GONE)
    if not 1 <= ticket.quantity <= MOST_OF_A_KIND:
        raise TicketChoiceError(sentence("Choose between 1 and %(most)s tickets of a kind.", most=MOST_OF_A_KIND))
    info: dict[str, str] = {}
    if ticket.price_option_id:
        info["pricingOptionId"] = ticket.price_option_id
    if ticket.offered_price is not None:
        info["guestPrice"] = _guest_price(ticket.offered_price)
    line: dict[str, object] = {"ticketDefinitionId": ticket.ticket_type_id, "quantity": ticket.quantity}
    return line | ({"ticketInfo": info} if info else {})


def _guest_price(amount: Decimal) -> str:
    exponent = amount.as_tuple().exponent
    if not is_money(amount) or amount < 0 or not isinstance(exponent, int) or exponent < -MOST_DECIMALS:
        raise TicketChoiceError(sentence("Give the price as an amount of money, such as 12.50."))
    return f"{amount:f}"


def refused_reservation(error: PlatformRejectedError, event: Event, tickets: Iterable[WantedTicket]) -> Exception:
    """What the buyer can do about a refusal.

    A 403 is how Wix says that the site cannot take payments, a 402 that it is not paid for. Every other 4xx is about
    the choice: sold out if the code says so, else what the event as we know it makes the likely reason; it may be a
    minute old, so it explains refusals and makes none.
    """
    if is_not_installed(error):
        return app_missing(error, "Wix Events & Tickets")
    if error.status in (402, 403):
        return setup_error(
            error,
            "tickets cannot be sold on this site",
            "connect a payment method to the site (Wix dashboard, Accept Payments); if there is one, check that "
            "the headless client may reserve tickets",
        )
    code = (error.code or "").upper()
    if any(word in code for word in SOLD_OUT_WORDS):
        return SoldOutError()
    if error.status == 404:
        return TicketChoiceError(GONE)
    if "CLOSED" in code:
        return TicketChoiceError(CLOSED)
    return TicketChoiceError(_likely_reason(event, tuple(tickets)))


def _likely_reason(event: Event, tickets: tuple[WantedTicket, ...]) -> str:
    for ticket in tickets:
        kind = event.find_ticket_type(ticket.ticket_type_id)
        reason = _reason_against(ticket, kind) if kind else GONE
        if reason:
            return reason
    if event.ticket_limit and sum(ticket.quantity for ticket in tickets) > event.ticket_limit:
        return counted_sentence(
            "One order can hold at most %(count)d ticket.",
            "One order can hold at most %(count)d tickets.",
            event.ticket_limit,
        )
    return GENERAL_REFUSAL


def _reason_against(ticket: WantedTicket, kind: TicketType) -> str:
    if kind.sale is SaleState.SCHEDULED:
        return sentence("“%(name)s” is not on sale yet.", name=kind.name)
    if kind.sale is SaleState.ENDED:
        return sentence("“%(name)s” is not on sale any more.", name=kind.name)
    if kind.lowest_price and (ticket.offered_price is None or ticket.offered_price < kind.lowest_price.amount):
        return sentence("The price you gave for “%(name)s” is below the lowest one.", name=kind.name)
    if kind.price_options and ticket.price_option_id not in {option.id for option in kind.price_options}:
        return sentence("Choose one of the prices of “%(name)s”.", name=kind.name)
    if ticket.quantity > kind.limit:
        return (
            counted_sentence(
                "At most %(count)d of “%(name)s” can be ordered.",
                "At most %(count)d of “%(name)s” can be ordered.",
                kind.limit,
                name=kind.name,
            )
            if kind.limit
            else sentence("“%(name)s” is sold out.", name=kind.name)
        )
    return ""
