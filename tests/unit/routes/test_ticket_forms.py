"""Prices and numbers as people type them into the form that chooses tickets."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from routes.ticket_forms import blank_form, check_form, parse_count, parse_price, typed_form, wanted_tickets
from services.models import Event, Money, PriceOption, SaleState, TicketType, WantedTicket


def dollars(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


SEAT = TicketType("t1", "Seat", price=dollars("20"), limit=4)
KIND = TicketType("t2", "Bench", price_options=(PriceOption("o1", "Adult", dollars("9")),), limit=2)
GIFT = TicketType("t3", "Gift", lowest_price=dollars("5"), limit=9)
EVENT = Event("e1", "supper", "Supper", ticket_limit=5, ticket_types=(SEAT, KIND, GIFT))


@pytest.mark.parametrize(
    ("typed", "currency", "amount"),
    [
        ("12", "USD", "12.0"),
        ("12.5", "USD", "12.5"),
        (" $12,50 ", "USD", "12.50"),
        ("100000", "USD", "100000.0"),
        ("1500", "JPY", "1500.0"),
        ("12.505", "KWD", None),
        ("15.50", "JPY", None),
        ("100000.01", "USD", None),
        ("1,000", "USD", None),
        ("-5", "USD", None),
        ("1e3", "USD", None),
        ("٥", "USD", None),
        ("", "USD", None),
    ],
)
def test_a_price_is_an_amount_with_the_decimals_of_its_currency(typed: str, currency: str, amount: str | None) -> None:
    assert parse_price(typed, currency) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize(("typed", "count"), [("", 0), ("0", 0), ("3", 3), ("³", None), ("3.0", None), ("12345", None)])
def test_a_number_is_whole_or_none(typed: str, count: int | None) -> None:
    assert parse_count(typed) == count


def test_a_form_asks_for_what_was_typed_and_nothing_else() -> None:
    typed = {"quantity.t1": "2", "price.t1": "0.01", "quantity.t2.o1": "1", "quantity.t3": "1", "price.t3": "7,5"}
    form = check_form(EVENT, typed_form(EVENT, typed))
    assert not form.has_problem
    assert wanted_tickets(form) == (
        WantedTicket("t1", 2),
        WantedTicket("t2", 1, price_option_id="o1"),
        WantedTicket("t3", 1, offered_price=Decimal("7.5")),
    )


def test_the_only_thing_to_choose_is_chosen_once() -> None:
    assert [line.quantity for line in blank_form(replace(EVENT, ticket_types=(SEAT,))).lines] == ["1"]
    assert [line.quantity for line in blank_form(EVENT).lines] == ["0", "0", "0"]


def test_where_to_go_on_is_the_first_field_that_is_wrong() -> None:
    form = check_form(EVENT, typed_form(EVENT, {"quantity.t1": "1", "quantity.t2.o1": "3", "quantity.t3": "x"}))
    assert form.key_to_correct == "t2.o1"
    assert check_form(EVENT, typed_form(EVENT, {})).key_to_correct == "t1"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sale": SaleState.SCHEDULED}, "not on sale yet"),
        ({"sale": SaleState.ENDED}, "not on sale any more"),
        ({"limit": 0}, "sold out"),
        ({"limit": 1, "left_count": 1}, "Only 1 left"),
    ],
)
def test_a_ticket_that_cannot_be_had_says_why(changes: dict[str, object], said: str) -> None:
    event = replace(EVENT, ticket_types=(replace(SEAT, **changes),))
    (line,) = check_form(event, typed_form(event, {"quantity.t1": "2"})).lines
    assert line.problem
    assert said in line.problem.text
