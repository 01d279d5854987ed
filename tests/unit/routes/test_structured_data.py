"""Structured data of what the demo shop does not have, or not all the time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from routes.structured_data import Shop, event_thing, picture_url, plan_thing, product_thing, service_thing
from services.models import (
    Admission,
    Availability,
    Duration,
    Event,
    Image,
    Money,
    Period,
    Place,
    Plan,
    PriceKind,
    PriceOption,
    Product,
    Registration,
    SafeHtml,
    SaleState,
    Service,
    ServiceKind,
    TicketType,
    Variant,
    Venue,
)

SHOP = Shop(
    "Kiln", "https://shop.example", "Pots", "Pots and tea", "a@shop.example", "14 Lane", "en", "https://l", "https://s"
)
URL = "https://shop.example/here"
TEN, FIFTEEN = Money(Decimal("10.00"), "EUR"), Money(Decimal("15"), "EUR")
MUG = Variant("v1", (), TEN, sku="M-1")
PRODUCT = Product("p1", "mug", "Mug", TEN, TEN, variants=(MUG,))
TICKET = TicketType("t1", "Seat", price=TEN, limit=4)
EVENT = Event(
    "e1",
    "supper",
    "Supper",
    admission=Admission.TICKETS,
    registration=Registration.OPEN,
    ticket_types=(TICKET,),
    lowest_price=TEN,
    highest_price=FIFTEEN,
)
SERVICE = Service("s1", "lesson", "Lesson", ServiceKind.CLASS, PriceKind.FIXED, TEN)
PLAN = Plan("m1", "friends", "Friends", FIFTEEN)


def product(given: Product) -> dict[str, Any]:
    return product_thing(given, given.variants[0], SHOP, URL, lambda variant: f"{URL}?variant={variant.id}")


def ticket_offers(*ticket_types: TicketType, **changes: Any) -> list[dict[str, Any]]:
    event = replace(EVENT, ticket_types=ticket_types, **changes)
    return list(event_thing(event, SHOP, URL)["offers"])


@pytest.mark.parametrize(
    ("variant", "availability"),
    [
        (MUG, "InStock"),
        (replace(MUG, is_preorder=True), "PreOrder"),
        (replace(MUG, is_sold_out=True), "OutOfStock"),
        (replace(MUG, is_sold_out=True, is_preorder=True), "OutOfStock"),
    ],
)
def test_a_single_variant_is_offered_as_it_can_be_had(variant: Variant, availability: str) -> None:
    offer = product(replace(PRODUCT, variants=(variant,)))["offers"]
    assert offer["availability"] == f"https://schema.org/{availability}"


@pytest.mark.parametrize(
    ("availability", "word"),
    [
        (Availability.IN_STOCK, "InStock"),
        (Availability.PARTLY, "LimitedAvailability"),
        (Availability.PREORDER, "PreOrder"),
        (Availability.SOLD_OUT, "OutOfStock"),
    ],
)
def test_several_variants_together_are_as_available_as_the_product(availability: Availability, word: str) -> None:
    both = (MUG, replace(MUG, id="v2", price=FIFTEEN, choices=(("Size", "Large"), ("Glaze", "Ink"))))
    offers = product(replace(PRODUCT, variants=both, availability=availability))["offers"]
    assert offers["availability"] == f"https://schema.org/{word}"
    assert (offers["lowPrice"], offers["highPrice"]) == ("10.00", "15")
    assert offers["offers"][1]["name"] == "Large, Ink"
    assert offers["offers"][1]["url"] == f"{URL}?variant=v2"


def test_a_description_is_plain_words_with_spaces_between_its_parts() -> None:
    described = replace(PRODUCT, description=SafeHtml("<p>Holds <b>tea</b></p><ul><li>9 cm</li><li>R&amp;D</li></ul>"))
    assert product(described)["description"] == "Holds tea 9 cm R&D"


def test_what_is_not_known_is_left_out() -> None:
    bare = product(replace(PRODUCT, variants=(replace(MUG, sku=""),)))
    assert not {"sku", "image", "description"} & set(bare)
    assert not {"location", "startDate", "image", "description"} & set(event_thing(EVENT, SHOP, URL))


@pytest.mark.parametrize(
    ("address", "absolute"),
    [
        ("https://media.example/a.jpg", "https://media.example/a.jpg"),
        ("/static/a.jpg", "https://shop.example/static/a.jpg"),
        ("//evil.example/a.jpg", ""),
        ("javascript:alert(1)", ""),
        ("data:image/png;base64,x", ""),
    ],
)
def test_pictures_have_absolute_addresses_or_none(address: str, absolute: str) -> None:
    assert picture_url(Image(address), SHOP.url) == absolute


@pytest.mark.parametrize(
    ("ticket", "changes", "availability"),
    [
        (TICKET, {}, "InStock"),
        (replace(TICKET, left_count=3), {}, "LimitedAvailability"),
        (replace(TICKET, limit=0), {}, "SoldOut"),
        (TICKET, {"is_sold_out": True}, "SoldOut"),
        (replace(TICKET, sale=SaleState.SCHEDULED), {}, "PreOrder"),
        (replace(TICKET, sale=SaleState.ENDED), {}, "OutOfStock"),
        (TICKET, {"registration": Registration.CLOSED}, "OutOfStock"),
    ],
)
def test_a_ticket_is_offered_as_it_can_be_had(ticket: TicketType, changes: dict[str, Any], availability: str) -> None:
    (offer,) = ticket_offers(ticket, **changes)
    assert offer["availability"] == f"https://schema.org/{availability}"


def test_each_kind_of_ticket_price_is_told() -> None:
    free, chosen, several = ticket_offers(
        replace(TICKET, price=None, is_free=True),
        replace(TICKET, price=None, lowest_price=TEN),
        replace(TICKET, price=None, price_options=(PriceOption("o1", "Reduced", TEN),)),
    )
    assert (free["price"], free["priceCurrency"]) == ("0", "EUR")
    assert "price" not in chosen
    assert chosen["priceSpecification"] == {"@type": "PriceSpecification", "minPrice": "10.00", "priceCurrency": "EUR"}
    assert (several["name"], several["price"]) == ("Seat, Reduced", "10.00")


def test_a_sale_is_bounded_by_the_clock_of_the_place() -> None:
    starts_at = datetime(2027, 6, 1, 16, 0, tzinfo=UTC)
    (offer,) = ticket_offers(replace(TICKET, sale_starts_at=starts_at), time_zone="America/New_York")
    assert offer["validFrom"] == "2027-06-01T12:00:00-04:00"


def test_places_that_are_booked_elsewhere_lead_there_if_that_is_a_web_page() -> None:
    elsewhere = replace(EVENT, admission=Admission.EXTERNAL, ticket_types=(), external_url="https://else.example/")
    assert event_thing(elsewhere, SHOP, URL)["offers"] == [{"@type": "Offer", "url": "https://else.example/"}]
    assert "offers" not in event_thing(replace(elsewhere, external_url="javascript:x"), SHOP, URL)


def test_an_end_before_the_start_is_left_out() -> None:
    starts_at = datetime(2027, 6, 1, 16, 0, tzinfo=UTC)
    assert "endDate" not in event_thing(replace(EVENT, starts_at=starts_at, ends_at=starts_at), SHOP, URL)


def test_a_place_without_a_name_is_called_by_its_address() -> None:
    place = event_thing(replace(EVENT, venue=Venue(lines=("14 Lane", "Portland"))), SHOP, URL)["location"]
    assert (place["name"], place["address"]) == ("14 Lane", "14 Lane, Portland")
    assert "geo" not in place


def test_a_service_says_what_is_known_of_its_price() -> None:
    def offer(**changes: Any) -> Any:
        return service_thing(replace(SERVICE, **changes), SHOP, URL).get("offers")

    assert (offer()["price"], offer()["priceCurrency"]) == ("10.00", "EUR")
    assert offer(price_kind=PriceKind.FREE, price=None)["price"] == "0"
    varying = offer(price_kind=PriceKind.VARIES, price=None, lowest_price=TEN)
    assert varying["priceSpecification"]["minPrice"] == "10.00"
    assert offer(price_kind=PriceKind.VARIES, price=None) is None
    assert offer(price_kind=PriceKind.PLAN, price=None) is None
    assert offer(can_be_booked=False)["availability"].endswith("/OutOfStock")
    assert offer(places=(Place("1", "Studio", "14 Lane"),))["availableAtOrFrom"] == [
        {"@type": "Place", "name": "Studio", "address": "14 Lane"}
    ]


def test_a_plan_says_how_often_it_is_paid_and_what_comes_on_top() -> None:
    monthly = replace(PLAN, cycle=Duration(3, Period.MONTH), fees=(("Clay", TEN),), can_be_bought=False)
    offer = plan_thing(monthly, SHOP, URL)["offers"]
    cycle, fee = offer["priceSpecification"]
    assert cycle["referenceQuantity"] == {"@type": "QuantitativeValue", "value": 3, "unitCode": "MON"}
    assert (fee["name"], fee["price"]) == ("Clay", "10.00")
    assert offer["availability"].endswith("/OutOfStock")
    assert "referenceQuantity" not in plan_thing(PLAN, SHOP, URL)["offers"]["priceSpecification"][0]
