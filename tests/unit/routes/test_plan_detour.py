"""What the platform sends along with a visitor who needs a plan: taken whole or not at all."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

import pytest
from werkzeug.datastructures import MultiDict

from routes.forms import FormError
from routes.plan_detour import (
    LONGEST_CHECKOUT_DATA,
    MOST_PLANS,
    NO_DETOUR,
    NONE_KNOWN,
    SOME_UNKNOWN,
    Detour,
    offer_on,
    read_checkout_data,
    read_detour,
)
from services.models import Money, Plan
from services.storefront import Plans

PLANS = tuple(Plan(f"p{n}", f"plan-{n}", f"Plan {n}", Money(Decimal(n), "USD")) for n in (1, 2, 3))


class Judge:
    """Knows what an id looks like, and nothing else."""

    def is_plan_id(self, text: str) -> bool:
        return text[:1] == "p" and text[1:].isdigit()


def read(*pairs: tuple[str, str]) -> Detour:
    return read_detour(MultiDict(pairs), cast(Plans, Judge()))


def test_an_address_without_a_detour_is_none() -> None:
    assert read(("sort", "name")) == NO_DETOUR
    assert NO_DETOUR.query == {}


@pytest.mark.parametrize("data", ["a", '{"a":"ü<&>\\"\'+ %"}', "x" * LONGEST_CHECKOUT_DATA, "  leading", "≠😀"])
def test_checkout_data_stays_as_it_is(data: str) -> None:
    assert read(("planIds", "p1,p2"), ("checkoutData", data)) == Detour(("p1", "p2"), data)


def test_a_plan_named_twice_is_one() -> None:
    assert read(("planIds", "p2,p1,p2")).plan_ids == ("p2", "p1")


@pytest.mark.parametrize(
    "pairs",
    [
        [("planIds", "p1,oops")],
        [("planIds", "p1,")],
        [("planIds", "p1"), ("planIds", "p2")],
        [("planIds", ",".join(f"p{n}" for n in range(MOST_PLANS + 1)))],
        [("planIds", "p" + "1" * 2048)],
        [("checkoutData", "x" * (LONGEST_CHECKOUT_DATA + 1))],
        [("checkoutData", "a"), ("checkoutData", "a")],
        [("checkoutData", "a\nb")],
        [("checkoutData", "a\0b")],
        [("checkoutData", "a\x7fb")],
        [("checkoutData", "a\N{REPLACEMENT CHARACTER}b")],
        [("planIds", "oops"), ("checkoutData", "fine")],
        [("planIds", "p1"), ("checkoutData", "not\tfine")],
    ],
)
def test_a_damaged_part_spoils_the_whole(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(FormError):
        read(*pairs)


def test_a_posted_form_may_bring_checkout_data_once() -> None:
    assert read_checkout_data(MultiDict([("checkoutData", "a&b")])) == "a&b"
    assert read_checkout_data(MultiDict()) == ""


def test_only_the_plans_that_would_do_are_offered_in_the_shops_order() -> None:
    offer = offer_on(Detour(("p3", "p1"), "data"), PLANS)
    assert [plan.id for plan in offer.plans] == ["p1", "p3"]
    assert (offer.said, offer.detour.checkout_data) == ("", "data")


def test_what_is_known_is_offered_and_what_is_not_is_said() -> None:
    offer = offer_on(Detour(("p1", "p9"), "data"), PLANS)
    assert [plan.id for plan in offer.plans] == ["p1"]
    assert (offer.said, offer.detour.checkout_data) == (SOME_UNKNOWN, "data")


def test_where_none_is_known_all_are_shown_and_nothing_is_handed_on() -> None:
    offer = offer_on(Detour(("p8", "p9"), "data"), PLANS)
    assert offer.plans == PLANS
    assert (offer.said, offer.detour) == (NONE_KNOWN, NO_DETOUR)


def test_without_plan_ids_any_plan_will_do() -> None:
    offer = offer_on(Detour((), "data"), PLANS)
    assert (offer.plans, offer.detour.checkout_data) == (PLANS, "data")
