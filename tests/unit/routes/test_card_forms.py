"""Cards as people type them. The numbers here are those of test cards."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.card_forms import CardForm, parse_card, passes_luhn, read_card_form
from services.models import Card

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
CARD = {"number": "5555 5555 5555 4444", "holder": "Ada Lovelace", "month": "11", "year": "2026", "code": "123"}


def problems_of(**changes: str) -> list[str]:
    parsed = parse_card(CARD | changes, NOW)
    return list(parsed) if isinstance(parsed, dict) else []


def test_a_card_is_read_with_or_without_spaces() -> None:
    card = parse_card(CARD, NOW)
    assert card == Card("5555555555554444", "Ada Lovelace", 11, 2026, "123")
    assert card == parse_card(CARD | {"number": "5555-5555-5555-4444"}, NOW)


def test_a_card_never_shows_itself() -> None:
    card = parse_card(CARD, NOW)
    assert "5555" not in repr(card)
    assert "123" not in repr(card)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": ""}, "number"),
        ({"number": "5555 5555 5555 4445"}, "number"),
        ({"number": "5555"}, "number"),
        ({"number": "٥٥٥٥٥٥٥٥٥٥٥٥٤٤٤٤"}, "number"),
        ({"number": "5" * 400}, "number"),
        ({"holder": "A"}, "holder"),
        ({"holder": "5555 5555 5555 4444"}, "holder"),
        ({"holder": "x" * 81}, "holder"),
        ({"month": "13"}, "expiry"),
        ({"month": ""}, "expiry"),
        ({"year": "26"}, "expiry"),
        ({"month": "10"}, "expiry"),
        ({"year": "2060"}, "expiry"),
        ({"code": "12"}, "code"),
        ({"code": ""}, "code"),
        ({"code": "12a"}, "code"),
    ],
)
def test_what_cannot_be_right_is_said_at_its_field(changes: dict[str, str], field: str) -> None:
    assert problems_of(**changes) == [field]


def test_a_code_may_be_left_out_where_none_is_asked_for() -> None:
    assert isinstance(parse_card(CARD | {"code": ""}, NOW, needs_code=False), Card)


def test_neither_number_nor_code_stands_in_the_form_again() -> None:
    form = read_card_form(CARD)
    assert form == CardForm("Ada Lovelace", "11", "2026")


def test_a_number_typed_as_a_name_is_not_shown_again() -> None:
    assert read_card_form(CARD | {"holder": "5555 5555 5555 4444"}).holder == ""


@given(st.dictionaries(st.sampled_from([*CARD, "method"]), st.text(max_size=60)))
def test_whatever_is_typed_is_either_a_card_or_said_to_be_wrong(form: dict[str, str]) -> None:
    parsed = parse_card(form, NOW)
    assert isinstance(parsed, Card) or parsed
    shown = read_card_form(form)
    assert sum(letter.isdigit() for letter in shown.holder) < 8


@given(st.from_regex(r"[0-9]{11,18}", fullmatch=True))
def test_one_digit_in_ten_completes_a_number(digits: str) -> None:
    assert sum(passes_luhn(f"{digits}{last}") for last in range(10)) == 1
