"""From Wix Events' shapes to ours, where the wire is odd, and what its refusals mean."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from services.errors import (
    NotFoundError,
    PlatformRejectedError,
    PlatformSetupError,
    RsvpRefusedError,
    SoldOutError,
    TicketChoiceError,
)
from services.models import (
    Admission,
    Event,
    EventStatus,
    FeeKind,
    Money,
    OrderState,
    Registration,
    ReservationState,
    SaleState,
    TicketType,
    Venue,
    WantedTicket,
)
from services.wix import event_wire as wire
from services.wix.event_mapping import event_from_wix, is_public, reservation_from_wix, ticket_types_from_wix
from services.wix.event_orders import ticket_order_from_wix
from services.wix.event_reservations import GENERAL_REFUSAL, GONE, refused_reservation
from services.wix.event_rsvps import REFUSALS, refused_rsvp

EVENT_ID = "fd56076c-38f4-4705-b9eb-ec322b85c745"
TICKET_ID = "48da25d2-afb2-4955-92a0-b820635ac321"
NOW = datetime(2026, 6, 1, 11, 10, tzinfo=UTC)
USD = {"amount": "100.00", "value": "100.00", "currency": "USD"}
EVENT: dict[str, Any] = {
    "id": EVENT_ID,
    "slug": "rooftop-concert",
    "title": "Rooftop Concert",
    "status": "UPCOMING",
    "shortDescription": "An evening of acoustic sets.",
    "detailedDescription": "<p onclick=x>Doors open at seven.</p><script>x</script>",
    "location": {
        "name": "Playground",
        "type": "VENUE",
        "locationTbd": False,
        "address": {
            "country": "US",
            "subdivision": "US-NY",
            "city": "New York",
            "postalCode": "10014",
            "streetAddress": {"number": "100", "name": "Gansevoort St", "apt": ""},
            "geocode": {"latitude": 40.739, "longitude": -74.008},
        },
    },
    "dateAndTimeSettings": {
        "dateAndTimeTbd": False,
        "startDate": "2027-06-16T19:00:00-04:00",
        "endDate": "2027-06-17T02:00:00Z",
        "timeZoneId": "America/New_York",
    },
    "registration": {
        "type": "TICKETING",
        "status": "OPEN_TICKETS",
        "tickets": {
            "ticketLimitPerOrder": 8,
            "reservationDurationInMinutes": 20,
            "currency": "USD",
            "lowestPrice": {"value": "0.00"},
            "highestPrice": {"value": "100.00", "currency": "USD"},
        },
    },
}
TICKET: dict[str, Any] = {
    "id": TICKET_ID,
    "name": "VIP",
    "price": USD,
    "free": False,
    "limitPerCheckout": 5,
    "wixFeeConfig": {"type": "FEE_ADDED_AT_CHECKOUT"},
    "saleStatus": "SALE_STARTED",
    "pricing": {"fixedPrice": USD, "pricingType": "STANDARD"},
}
RESERVATION = {"id": EVENT_ID, "status": "PENDING", "expirationDate": "2026-06-01T11:20:00.000Z"}
ORDER: dict[str, Any] = {
    "orderNumber": "2QQH-J2FM-2K2",
    "eventId": EVENT_ID,
    "status": "PAID",
    "created": "2026-06-01T11:05:00.000Z",
    "totalPrice": USD,
}


def decoded(shape: type[Any], payload: Any) -> Any:
    return msgspec.json.decode(json.dumps(payload), type=shape)


def merged(payload: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """The payload with some inner values changed."""
    return payload | {
        name: merged(payload.get(name, {}), value) if isinstance(value, dict) else value
        for name, value in changes.items()
    }


def an_event(**changes: Any) -> Event:
    return event_from_wix(decoded(wire.WireEvent, merged(EVENT, changes)))


def a_ticket_type(**changes: Any) -> TicketType | None:
    found = ticket_types_from_wix([decoded(wire.WireTicketType, TICKET | changes)], an_event())
    return found[0] if found else None


def test_an_event_is_read_as_documented() -> None:
    event = an_event()
    assert event.starts_at == datetime(2027, 6, 16, 23, tzinfo=UTC)
    assert event.starts_at.tzinfo is UTC
    assert event.description == "<p>Doors open at seven.</p>"
    assert event.venue.lines == ("100 Gansevoort St", "New York, NY 10014", "US")
    assert event.lowest_price == Money(Decimal("0.00"), "USD")
    assert (event.status, event.admission, event.registration) == (
        EventStatus.UPCOMING,
        Admission.TICKETS,
        Registration.OPEN,
    )


def test_an_event_says_no_more_than_the_platform() -> None:
    bare = event_from_wix(decoded(wire.WireEvent, {name: EVENT[name] for name in ("id", "slug", "title", "status")}))
    assert bare == Event(id=EVENT_ID, slug="rooftop-concert", title="Rooftop Concert")
    assert not bare.takes_part


def test_times_that_are_not_fixed_are_none() -> None:
    event = an_event(dateAndTimeSettings={"dateAndTimeTbd": True})
    assert (event.starts_at, event.ends_at) == (None, None)
    assert an_event(dateAndTimeSettings={"hideEndDate": True}).ends_at is None


def test_a_place_that_is_not_fixed_has_no_name_even_if_the_platform_gives_it_one() -> None:
    assert an_event(location={"locationTbd": True, "name": "To be announced"}).venue == Venue()


def test_a_point_off_the_globe_is_none() -> None:
    assert an_event(location={"address": {"geocode": {"latitude": 91, "longitude": 0}}}).venue.latitude is None


@pytest.mark.parametrize(
    ("registration", "expected"),
    [
        ({"status": "OPEN_RSVP_WAITLIST_ONLY"}, Registration.WAITING_LIST),
        ({"status": "SCHEDULED_RSVP"}, Registration.SCHEDULED),
        ({"status": "CLOSED_MANUALLY"}, Registration.CLOSED),
        ({"status": "UNHEARD_OF"}, Registration.CLOSED),
        ({"registrationPaused": True}, Registration.CLOSED),
        ({"registrationDisabled": True}, Registration.CLOSED),
    ],
)
def test_registration_is_open_only_where_the_platform_says_so(
    registration: dict[str, Any], expected: Registration
) -> None:
    assert an_event(registration=registration).registration is expected


def test_an_external_event_leads_to_a_web_address_only() -> None:
    external = {"type": "EXTERNAL", "status": "OPEN_EXTERNAL", "external": {"url": "https://tickets.example/x"}}
    event = an_event(registration=external)
    assert (event.admission, event.external_url) == (Admission.EXTERNAL, "https://tickets.example/x")
    assert an_event(registration=external | {"external": {"url": "javascript:alert(1)"}}).external_url == ""


@pytest.mark.parametrize(("status", "expected"), [("ENDED", True), ("DRAFT", False), ("", False), ("NEW_ONE", False)])
def test_what_is_not_known_to_be_public_is_hidden(status: str, expected: bool) -> None:
    assert is_public(decoded(wire.WireEvent, EVENT | {"status": status})) is expected


def test_an_id_that_is_none_makes_an_event_unreadable() -> None:
    with pytest.raises(msgspec.ValidationError, match=r"\$\.id"):
        decoded(wire.WireEvent, EVENT | {"id": "../x"})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {"price": Money(Decimal("100.00"), "USD")}),
        ({"pricing": {}}, {"price": Money(Decimal("100.00"), "USD")}),
        ({"free": True, "price": USD | {"value": "0.00"}}, {"is_free": True}),
        ({"pricing": {"fixedPrice": {"value": "0", "currency": "USD"}}}, {"is_free": True}),
        ({"pricing": {"minPrice": USD}}, {"lowest_price": Money(Decimal("100.00"), "USD")}),
        ({"pricing": {"pricingType": "DONATION"}}, {"lowest_price": Money(Decimal("100.00"), "USD")}),
    ],
)
def test_a_ticket_costs_something_in_one_way_only(changes: dict[str, Any], expected: dict[str, Any]) -> None:
    found = a_ticket_type(**changes)
    assert found is not None
    ways = {"price": None, "lowest_price": None, "is_free": False, "price_options": ()}
    assert {name: getattr(found, name) for name in ways} == ways | expected


def test_price_options_count_before_a_price() -> None:
    options = [{"optionId": "a", "name": "Adult", "price": USD}, {"id": "b", "name": "Child", "price": USD}, {}]
    found = a_ticket_type(pricing={"pricingOptions": {"options": options}, "fixedPrice": USD})
    assert found is not None
    assert [option.id for option in found.price_options] == ["a", "b"]
    assert found.price is None


@pytest.mark.parametrize("changes", [{"pricing": {}, "price": None}, {"pricing": {}, "price": {"value": "1"}}])
def test_a_ticket_without_a_price_is_not_offered(changes: dict[str, Any]) -> None:
    assert a_ticket_type(**changes) is None


@pytest.mark.parametrize("period", [{"hideNotOnSale": True}, {"displayNotOnSale": False}])
def test_what_the_merchant_hides_while_it_is_not_on_sale_is_hidden(period: dict[str, bool]) -> None:
    assert a_ticket_type(salePeriod=period) is not None
    assert a_ticket_type(salePeriod=period, saleStatus="SALE_ENDED") is None


def test_an_unknown_sale_status_sells_nothing() -> None:
    found = a_ticket_type(saleStatus="UNHEARD_OF")
    assert found is not None
    assert found.sale is SaleState.ENDED


@pytest.mark.parametrize(("limit", "expected"), [(0, 0), (5, 5), (20, 8), (None, 8)])
def test_no_more_can_be_ordered_than_an_order_holds(limit: int | None, expected: int) -> None:
    found = a_ticket_type(limitPerCheckout=limit)
    assert found is not None
    assert found.limit == expected
    assert found.is_sold_out is (limit == 0)
    assert found.fee is FeeKind.ADDED


@pytest.mark.parametrize(
    ("status", "minutes", "expected"),
    [
        ("PENDING", 0, ReservationState.HELD),
        ("PENDING", 10, ReservationState.EXPIRED),
        ("CONFIRMED", 100, ReservationState.CONFIRMED),
        ("CANCELED", 0, ReservationState.CANCELLED),
        ("CANCELED_MANUALLY", 0, ReservationState.CANCELLED),
        ("EXPIRED", 0, ReservationState.EXPIRED),
        ("UNHEARD_OF", 0, ReservationState.EXPIRED),
    ],
)
def test_a_hold_is_what_its_status_and_the_clock_say(status: str, minutes: int, expected: ReservationState) -> None:
    payload = decoded(wire.WireReservation, RESERVATION | {"status": status})
    assert reservation_from_wix(payload, NOW + timedelta(minutes=minutes)).state is expected


def test_a_hold_whose_lines_cannot_be_read_is_still_a_hold() -> None:
    payload = decoded(wire.WireReservation, RESERVATION | {"tickets": [{"quantity": -1}, None]})
    assert reservation_from_wix(payload, NOW).tickets == ()


@pytest.mark.parametrize("status", ["", "NA_ORDER_STATUS", "UNHEARD_OF", "paid"])
def test_an_unknown_order_status_is_pending(status: str) -> None:
    payload = decoded(wire.WireTicketOrder, ORDER | {"status": status})
    assert ticket_order_from_wix(payload).state is OrderState.PENDING


def test_an_order_without_an_invoice_has_its_total() -> None:
    totals = ticket_order_from_wix(decoded(wire.WireTicketOrder, ORDER)).totals
    assert totals.total == Money(Decimal("100.00"), "USD")
    assert (totals.subtotal, totals.fees) == (None, None)


def refused(status: int, code: str | None) -> PlatformRejectedError:
    return PlatformRejectedError("refused", platform="wix", operation="test", status=status, code=code)


WANTED = (WantedTicket(TICKET_ID, 1),)
KNOWN = replace(an_event(), ticket_types=(TicketType(TICKET_ID, "VIP", price=Money(Decimal(9), "USD"), limit=3),))


@pytest.mark.parametrize(
    ("status", "code"),
    [(409, "TICKETS_SOLD_OUT"), (400, "TICKET_DEFINITION_SOLD_OUT"), (428, "NOT_ENOUGH_TICKETS"), (409, "unavailable")],
)
def test_a_code_about_what_is_left_means_sold_out(status: int, code: str) -> None:
    assert isinstance(refused_reservation(refused(status, code), KNOWN, WANTED), SoldOutError)


@pytest.mark.parametrize(("status", "code"), [(400, None), (409, "SOMETHING"), (428, ""), (422, "LIMIT")])
def test_any_other_refusal_is_about_the_choice(status: int, code: str | None) -> None:
    error = refused_reservation(refused(status, code), KNOWN, WANTED)
    assert isinstance(error, TicketChoiceError)
    assert error.shopper_message == GENERAL_REFUSAL


def test_a_ticket_that_is_gone_says_so() -> None:
    error = refused_reservation(refused(404, "TICKET_DEFINITION_NOT_FOUND"), KNOWN, WANTED)
    assert isinstance(error, TicketChoiceError)
    assert error.shopper_message == GONE


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (402, None, "payment method"),
        (403, "NO_PAYMENT_METHOD_CONFIGURED", "payment method"),
        (428, "WIX_EVENTS_APP_NOT_INSTALLED", "Wix Events"),
    ],
)
def test_a_site_that_is_not_set_up_names_the_fix(status: int, code: str | None, words: str) -> None:
    error = refused_reservation(refused(status, code), KNOWN, WANTED)
    assert isinstance(error, PlatformSetupError)
    assert words in error.fix
    assert error.code == code


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_of_an_answer_has_its_own_sentence(code: str) -> None:
    error = refused_rsvp(refused(409, code), KNOWN, has_waiting_list=False)
    assert isinstance(error, RsvpRefusedError)
    assert not error.has_waiting_list
    assert list(REFUSALS.values()).count(error.shopper_message) == 1


def test_refusals_of_an_answer_that_are_not_about_it_stay_what_they_are() -> None:
    assert isinstance(refused_rsvp(refused(404, "EVENT_NOT_FOUND"), KNOWN, has_waiting_list=False), NotFoundError)
    gone = refused(428, "WIX_EVENTS_APP_NOT_INSTALLED")
    assert isinstance(refused_rsvp(gone, KNOWN, has_waiting_list=False), PlatformSetupError)
    forbidden = refused(403, None)
    assert refused_rsvp(forbidden, KNOWN, has_waiting_list=False) is forbidden
