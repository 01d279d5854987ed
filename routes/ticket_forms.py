"""The form that chooses tickets: its lines, what was typed into them, and what is wrong with that.

No price comes from the form but the one that a buyer may choose; what a choice costs, the platform says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from babel.numbers import get_currency_precision

from services.models import Event, Money, PriceOption, SaleState, TicketType, WantedTicket
from services.sentences import counted_sentence, sentence

MOST_TYPED = 12
HIGHEST_PRICE = 100_000
MOST_DECIMALS = 2
PRICE = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,2}))?\Z")
SIGNS = "$€£¥ \N{NO-BREAK SPACE}"
NOTHING_CHOSEN = sentence("Choose at least one ticket.")


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence about a field, and an amount to be written at its end."""

    text: str
    field: str
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class TicketLine:
    """One thing to choose a number of: a ticket type, or one of its prices. Holds what was typed for it."""

    ticket_type: TicketType
    option: PriceOption | None = None
    quantity: str = "0"
    price: str = ""
    problem: Problem | None = None

    @property
    def key(self) -> str:
        """What its fields are called after."""
        return f"{self.ticket_type.id}.{self.option.id}" if self.option else self.ticket_type.id

    @property
    def name(self) -> str:
        return f"{self.ticket_type.name}, {self.option.name}" if self.option else self.ticket_type.name

    def has_problem_with(self, field: str) -> bool:
        return self.problem is not None and self.problem.field == field


@dataclass(frozen=True, slots=True)
class TicketForm:
    """All lines of an event in the merchant's order; `problem` is about the choice as a whole."""

    lines: tuple[TicketLine, ...]
    problem: str = ""

    @property
    def has_problem(self) -> bool:
        return bool(self.problem) or any(line.problem for line in self.lines)

    @property
    def can_be_sent(self) -> bool:
        return any(line.ticket_type.can_be_ordered for line in self.lines)

    @property
    def key_to_correct(self) -> str:
        """The line where the visitor should go on, empty where nothing is wrong."""
        wrong = [line for line in self.lines if line.ticket_type.can_be_ordered and (line.problem or self.problem)]
        return wrong[0].key if wrong else ""

    def lines_of(self, ticket_type: TicketType) -> tuple[TicketLine, ...]:
        return tuple(line for line in self.lines if line.ticket_type.id == ticket_type.id)


def blank_form(event: Event) -> TicketForm:
    """The form as it is first shown; where there is one thing to choose, one of it is chosen."""
    lines = [line for ticket_type in event.ticket_types for line in lines_of(ticket_type)]
    if len(lines) == 1:
        lines = [replace(lines[0], quantity="1")]
    return TicketForm(tuple(lines))


def lines_of(ticket_type: TicketType) -> list[TicketLine]:
    return [TicketLine(ticket_type, option) for option in ticket_type.price_options] or [TicketLine(ticket_type)]


def typed_form(event: Event, form: Mapping[str, str]) -> TicketForm:
    """The event's lines with what was typed, short enough to be shown again; whether it holds is not asked."""
    return TicketForm(
        tuple(
            replace(
                line,
                quantity=form.get(f"quantity.{line.key}", "0").strip()[:MOST_TYPED],
                price=form.get(f"price.{line.key}", "").strip()[:MOST_TYPED],
            )
            for line in blank_form(event).lines
        )
    )


def check_form(event: Event, form: TicketForm) -> TicketForm:
    """The same form with every problem at its field."""
    lines = tuple(replace(line, problem=find_problem(line)) for line in form.lines)
    if any(line.problem for line in lines):
        return replace(form, lines=lines)
    quantities: Counter[str] = Counter()
    for line in lines:
        quantities[line.ticket_type.id] += parse_count(line.quantity) or 0
    if not quantities.total():
        return TicketForm(lines, NOTHING_CHOSEN)
    for ticket_type in event.ticket_types:
        if quantities[ticket_type.id] > ticket_type.limit:
            said = limit_sentence(ticket_type)
            return TicketForm(lines, sentence("%(problem)s (%(name)s)", problem=said, name=ticket_type.name))
    if event.ticket_limit and quantities.total() > event.ticket_limit:
        return TicketForm(
            lines,
            counted_sentence(
                "One order can have at most %(count)d ticket.",
                "One order can have at most %(count)d tickets.",
                event.ticket_limit,
            ),
        )
    return TicketForm(lines)


def find_problem(line: TicketLine) -> Problem | None:
    """What is wrong with one line by itself."""
    count, ticket_type = parse_count(line.quantity), line.ticket_type
    if count is None:
        return Problem(sentence("How many is a whole number, such as 2."), "quantity")
    if count == 0:
        return None
    if ticket_type.sale is SaleState.SCHEDULED:
        return Problem(sentence("This ticket is not on sale yet."), "quantity")
    if ticket_type.sale is SaleState.ENDED:
        return Problem(sentence("This ticket is not on sale any more."), "quantity")
    if ticket_type.is_sold_out:
        return Problem(sentence("This ticket is sold out."), "quantity")
    if count > ticket_type.limit:
        return Problem(limit_sentence(ticket_type), "quantity")
    return find_price_problem(line.price, ticket_type.lowest_price) if ticket_type.lowest_price else None


def limit_sentence(ticket_type: TicketType) -> str:
    if ticket_type.left_count is not None and ticket_type.left_count == ticket_type.limit:
        return counted_sentence("Only %(count)d left.", "Only %(count)d left.", ticket_type.limit)
    return counted_sentence(
        "You can order %(count)d of these at most.", "You can order %(count)d of these at most.", ticket_type.limit
    )


def find_price_problem(typed: str, lowest: Money) -> Problem | None:
    """What is wrong with a price that the buyer chooses."""
    amount = parse_price(typed, lowest.currency)
    if amount is None:
        return Problem(
            sentence("Write what you pay for each as an amount such as 12 or 12.50, up to 100,000."), "price"
        )
    if amount < lowest.amount:
        return Problem(sentence("The lowest price for each is"), "price", lowest)
    return None


def parse_count(text: str) -> int | None:
    """A whole number from 0 to 9999; nothing typed is none."""
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def parse_price(text: str, currency: str) -> Decimal | None:
    """An amount with a decimal point or comma and no more decimals than the currency has, or None."""
    found = PRICE.match(text.strip(SIGNS))
    if not found or len(found[2] or "") > min(MOST_DECIMALS, get_currency_precision(currency)):
        return None
    amount = Decimal(f"{found[1]}.{found[2] or 0}")
    return amount if amount <= HIGHEST_PRICE else None


def wanted_tickets(form: TicketForm) -> tuple[WantedTicket, ...]:
    """What a form without problems asks for."""
    return tuple(wanted_ticket(line) for line in form.lines if parse_count(line.quantity))


def wanted_ticket(line: TicketLine) -> WantedTicket:
    lowest = line.ticket_type.lowest_price
    return WantedTicket(
        line.ticket_type.id,
        parse_count(line.quantity) or 0,
        price_option_id=line.option.id if line.option else "",
        offered_price=parse_price(line.price, lowest.currency) if lowest else None,
    )
