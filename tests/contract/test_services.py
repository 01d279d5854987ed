"""What services are offered: what they cost, how long they take, where they are given, and by which rules."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from services.errors import NotFoundError, PlatformSetupError
from services.models import Money, PriceKind, ServiceKind
from tests.contract.booking_cast import (
    APPOINTMENT,
    CLASS,
    COURSE,
    FOR_MEMBERS,
    FREE,
    PRICE_IN_WORDS,
    bookings_of,
    service,
)
from tests.contract.conftest import RecordedWorld, World

pytestmark = [pytest.mark.platforms("wix"), pytest.mark.capability("Bookings")]

ALL = [APPOINTMENT, FREE, PRICE_IN_WORDS, FOR_MEMBERS, CLASS, COURSE]
QUERY = "/services/query"


def calls(world: World) -> list[str]:
    return [call.path for call in world.sandbox.journal() if "oauth2" not in call.path]


def test_services_are_listed_in_the_shops_order_with_one_call(world: World) -> None:
    listed = bookings_of(world).list_services()
    assert [found.slug for found in listed] == ALL
    assert service(world, CLASS) in listed
    assert calls(world) == ["/bookings/v2/services/query"]


def test_hidden_services_are_neither_asked_for_nor_shown(wix_world: RecordedWorld) -> None:
    world = wix_world
    world.sandbox.hide_service(COURSE)
    world.recorder.rewrite(QUERY, lambda answer: answer["services"][0].update(hidden=True))
    assert [found.slug for found in bookings_of(world).list_services()] == ALL[1:-1]
    (asked,) = world.recorder.bodies(QUERY)
    assert asked == {"query": {"filter": {"hidden": False}, "paging": {"limit": 100, "offset": 0}}}
    for slug in (APPOINTMENT, COURSE):
        with pytest.raises(NotFoundError):
            service(world, slug)


def test_a_long_list_is_read_to_its_end_and_no_further_than_its_bound(
    wix_world: RecordedWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.wix.bookings.SERVICES_A_PAGE", 2)
    monkeypatch.setattr("services.wix.bookings.MOST_SERVICE_PAGES", 2)
    assert len(bookings_of(wix_world).list_services()) == 4
    pages = [body["query"]["paging"] for body in wix_world.recorder.bodies(QUERY)]
    assert pages == [{"limit": 2, "offset": 0}, {"limit": 2, "offset": 2}]


def test_a_service_says_what_it_is(world_in_process: World) -> None:
    wheel = service(world_in_process, APPOINTMENT)
    assert (wheel.kind, wheel.minutes, wheel.capacity) == (ServiceKind.APPOINTMENT, 60, 1)
    assert (wheel.price_kind, wheel.price) == (PriceKind.FIXED, Money(Decimal("65.00"), "USD"))
    assert (wheel.pays_online, wheel.pays_in_person, wheel.needs_plan, wheel.plan_ids) == (True, False, False, ())
    assert wheel.tagline == "An hour, a wheel, and somebody who knows it."
    assert wheel.description.startswith("<p>We start where you are")
    assert wheel.images[0].alt == "Two hands around a bowl that turns on the wheel"
    assert [(place.name, place.kind) for place in wheel.places] == [
        ("Kiln & Kettle studio", "business"),
        ("The Ferry House", "business"),
    ]
    assert wheel.places[0].address == "14 Tannery Lane, Portland, ME 04101, USA"
    assert wheel.can_be_booked
    assert (service(world_in_process, CLASS).kind, service(world_in_process, CLASS).capacity) == (ServiceKind.CLASS, 6)
    assert service(world_in_process, COURSE).kind is ServiceKind.COURSE


def test_prices_are_fixed_free_in_words_or_part_of_a_plan(world_in_process: World) -> None:
    world = world_in_process
    free, words, members = (service(world, slug) for slug in (FREE, PRICE_IN_WORDS, FOR_MEMBERS))
    assert (free.price_kind, free.price) == (PriceKind.FREE, None)
    assert (words.price_kind, words.price_words) == (PriceKind.VARIES, "From $20, by the number of tests")
    assert (members.price_kind, members.price, members.needs_plan) == (PriceKind.PLAN, None, True)
    assert world.storefront.plans is not None
    assert members.plan_ids == (world.storefront.plans.get_plan("open-studio").id,)


def test_the_rules_are_told_in_sentences(world_in_process: World) -> None:
    policies = {found.slug: found.policy for found in bookings_of(world_in_process).list_services()}
    assert policies[APPOINTMENT] == (
        "Book between 60 days and 2 hours before it starts. Cancel up to 1 day before it starts."
    )
    assert policies[PRICE_IN_WORDS].startswith("We confirm every booking ourselves. Book between 45 days and 1 day")
    assert policies[FOR_MEMBERS] == "Book up to 30 days ahead. Cancel up to 2 hours before it starts."
    assert policies[FREE].endswith("Cancel any time before it starts.")


@pytest.mark.parametrize(
    ("payment", "kind", "price", "lowest"),
    [
        (
            {"rateType": "VARIED", "varied": {"minPrice": {"value": "20", "currency": "USD"}}},
            PriceKind.VARIES,
            None,
            "20",
        ),
        ({"rateType": "VARIED"}, PriceKind.VARIES, None, None),
        ({"rateType": "FIXED", "fixed": {"price": {"value": "0", "currency": "USD"}}}, PriceKind.FREE, None, None),
        ({"rateType": "NO_FEE", "options": {"pricingPlan": True}}, PriceKind.PLAN, None, None),
        ({"rateType": "NO_FEE", "options": {"pricingPlan": True, "inPerson": True}}, PriceKind.FREE, None, None),
    ],
)
def test_other_ways_to_say_a_price_are_understood(
    wix_world: RecordedWorld, payment: dict[str, Any], kind: PriceKind, price: Money | None, lowest: str | None
) -> None:
    world = wix_world
    world.recorder.rewrite(QUERY, lambda answer: answer["services"][0].update(payment=payment))
    found = service(world, APPOINTMENT)
    assert (found.price_kind, found.price) == (kind, price)
    assert found.lowest_price == (Money(Decimal(lowest), "USD") if lowest else None)


@pytest.mark.parametrize(
    "change",
    [
        {"payment": {"rateType": "FIXED"}},
        {"payment": {"rateType": "BY_THE_WEIGHT_OF_THE_POT"}},
        {"payment": None},
        {"type": "PILGRIMAGE"},
        {"id": "../carts"},
    ],
)
def test_a_service_that_cannot_be_told_hides_itself_only(wix_world: RecordedWorld, change: dict[str, Any]) -> None:
    wix_world.recorder.rewrite(QUERY, lambda answer: answer["services"][0].update(change))
    assert [found.slug for found in bookings_of(wix_world).list_services()] == ALL[1:]


def test_a_service_is_found_by_a_slug_that_it_had_before(wix_world: RecordedWorld) -> None:
    world = wix_world

    def rename(answer: Any) -> None:
        answer["services"][0].update(
            mainSlug={"name": "throwing"}, supportedSlugs=[{"name": "wheel"}, {"name": FREE}, {"name": "throwing"}]
        )

    world.recorder.rewrite(QUERY, rename)
    assert service(world, "wheel").slug == "throwing"
    assert service(world, FREE).slug == FREE  # it has that slug now, whoever had it before


def test_one_that_takes_no_bookings_online_says_so(wix_world: RecordedWorld) -> None:
    wix_world.recorder.rewrite(QUERY, lambda answer: answer["services"][0]["onlineBooking"].update(enabled=False))
    assert not service(wix_world, APPOINTMENT).can_be_booked


def test_made_up_slugs_cost_no_calls(world_in_process: World) -> None:
    for slug in ("no-such-service", "../carts", "", "x" * 5000):
        with pytest.raises(NotFoundError):
            service(world_in_process, slug)
    assert len(calls(world_in_process)) == 1


def test_a_site_without_bookings_is_the_deployers_to_mend(wix_world: RecordedWorld) -> None:
    wix_world.recorder.refuse(QUERY, 428, "WIX_BOOKINGS_APP_NOT_INSTALLED")
    with pytest.raises(PlatformSetupError) as caught:
        bookings_of(wix_world).list_services()
    assert "Wix Bookings" in caught.value.fix
