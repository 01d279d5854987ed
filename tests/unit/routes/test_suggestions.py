"""What is offered when a search finds nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from routes.suggestions import nearest_categories, suggest_spelling
from services.models import Category, Money, Product

PRICE = Money(Decimal(42), "USD")
PRODUCTS = (
    Product("1", "hillside-teapot", "Hillside teapot", PRICE, PRICE, summary="A round pot in celadon."),
    Product("2", "harbour-mug", "Harbour mug", PRICE, PRICE),
)
CATEGORIES = (Category("1", "mugs-and-cups", "Mugs & cups"), Category("2", "teapots", "Teapots"))


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [("tepot", "teapot"), ("Harbor MUG", "harbour mug"), ("celedon", "celadon"), ("mugs", "mug")],
)
def test_a_slip_is_spelled_as_the_shop_spells_it(typed: str, suggested: str) -> None:
    assert suggest_spelling(typed, PRODUCTS) == suggested


@pytest.mark.parametrize("typed", ["", "teapot", "bicycle", "12345", "a b c", "(mug", "\\", "☕"])
def test_nothing_is_suggested_where_nothing_comes_near(typed: str) -> None:
    assert suggest_spelling(typed, PRODUCTS) is None


def test_words_are_replaced_whole() -> None:
    assert suggest_spelling("tepot tepots", PRODUCTS) == "teapot teapot"


def test_categories_come_near_by_a_word_of_their_name() -> None:
    assert nearest_categories("green teapot", CATEGORIES) == CATEGORIES[1:]
    assert nearest_categories("cup", CATEGORIES) == CATEGORIES[:1]
    assert nearest_categories("bicycle", CATEGORIES) == ()
    assert nearest_categories("", CATEGORIES) == ()
