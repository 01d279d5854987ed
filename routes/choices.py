"""Choosing among a product's variants: which one is meant, and where each value of each option leads."""

from __future__ import annotations

from dataclasses import dataclass

from services.errors import NotFoundError
from services.models import OptionValue, Product, Variant


@dataclass(frozen=True, slots=True)
class ValueChoice:
    """A value that may be chosen, and the variant that choosing it leads to; None where no variant has it.

    `changed_values` are values of other options that come with it, because the combination asked for is not made.
    """

    value: OptionValue
    variant: Variant | None
    is_chosen: bool
    is_sold_out: bool
    changed_values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OptionChoices:
    """The values of one option, seen from the variant that is chosen now."""

    name: str
    choices: tuple[ValueChoice, ...]


def choose_variant(product: Product, variant_id: str | None) -> Variant:
    """The variant of this id; for an unknown id the first in stock, else the first. Raises: NotFoundError."""
    if not product.variants:
        raise NotFoundError("product", product.slug)
    wanted = product.find_variant(variant_id) if variant_id else None
    in_stock = next((variant for variant in product.variants if not variant.is_sold_out), None)
    return wanted or in_stock or product.variants[0]


def list_choices(product: Product, chosen: Variant) -> list[OptionChoices]:
    """For each option its values, each with the variant to go to when it is chosen."""
    return [
        OptionChoices(option.name, tuple(weigh_choice(product, chosen, option.name, value) for value in option.values))
        for option in product.options
    ]


def weigh_choice(product: Product, chosen: Variant, option_name: str, value: OptionValue) -> ValueChoice:
    """One value: it leads to the variant that keeps most of the other choices, if possible one in stock."""
    candidates = [variant for variant in product.variants if variant.has(option_name, value.name)]
    kept = set(chosen.choices)
    nearest = max(candidates, key=lambda other: (len(kept & set(other.choices)), not other.is_sold_out), default=None)
    if nearest is None:
        return ValueChoice(value, None, is_chosen=False, is_sold_out=True)
    others = [choice for choice in nearest.choices if choice[0] != option_name and choice not in kept]
    return ValueChoice(
        value=value,
        variant=nearest,
        is_chosen=chosen.has(option_name, value.name),
        is_sold_out=nearest.is_sold_out,
        changed_values=tuple(name for _, name in others),
    )
