"""Choosing among variants: where each value leads, and what it says about itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from routes.choices import ValueChoice, choose_variant, list_choices
from services.errors import NotFoundError
from services.models import Money, Option, OptionValue, Product, Variant

PRICE = Money(Decimal(42), "USD")


def variant(glaze: str, size: str, *, is_sold_out: bool = False) -> Variant:
    return Variant(f"{glaze}-{size}", (("Glaze", glaze), ("Size", size)), PRICE, is_sold_out=is_sold_out)


VARIANTS = (
    variant("Chalk", "Small", is_sold_out=True),
    variant("Chalk", "Large"),
    variant("Moss", "Small"),
    variant("Ink", "Large"),
)
GLAZE = Option("Glaze", tuple(map(OptionValue, ("Chalk", "Moss", "Ink", "Damson"))))
SIZE = Option("Size", tuple(map(OptionValue, ("Small", "Large"))))
TEAPOT = Product("1", "teapot", "Teapot", PRICE, PRICE, options=(GLAZE, SIZE), variants=VARIANTS)


def choices_from(variant_id: str) -> dict[str, ValueChoice]:
    found = list_choices(TEAPOT, choose_variant(TEAPOT, variant_id))
    return {choice.value.name: choice for option in found for choice in option.choices}


def test_the_first_variant_in_stock_is_chosen_unless_one_is_named() -> None:
    assert choose_variant(TEAPOT, None).id == "Chalk-Large"
    assert choose_variant(TEAPOT, "unknown").id == "Chalk-Large"
    assert choose_variant(TEAPOT, "Chalk-Small").id == "Chalk-Small"


def test_where_all_is_sold_out_the_first_is_shown() -> None:
    sold_out = replace(TEAPOT, variants=VARIANTS[:1])
    assert choose_variant(sold_out, None).id == "Chalk-Small"


def test_a_product_without_variants_cannot_be_chosen() -> None:
    with pytest.raises(NotFoundError):
        choose_variant(replace(TEAPOT, variants=()), None)


def test_a_value_keeps_the_other_choice_and_says_that_this_combination_is_sold_out() -> None:
    chalk = choices_from("Moss-Small")["Chalk"]
    assert chalk.variant
    assert (chalk.variant.id, chalk.is_sold_out, chalk.changed_values) == ("Chalk-Small", True, ())
    assert not choices_from("Ink-Large")["Chalk"].is_sold_out


def test_a_combination_that_is_not_made_leads_to_the_nearest_and_names_the_change() -> None:
    ink = choices_from("Moss-Small")["Ink"]
    assert ink.variant
    assert (ink.variant.id, ink.changed_values, ink.is_sold_out) == ("Ink-Large", ("Large",), False)


def test_a_value_that_no_variant_has_leads_nowhere() -> None:
    damson = choices_from("Moss-Small")["Damson"]
    assert (damson.variant, damson.is_sold_out, damson.is_chosen) == (None, True, False)


def test_the_chosen_values_are_marked() -> None:
    assert {name for name, choice in choices_from("Moss-Small").items() if choice.is_chosen} == {"Moss", "Small"}
