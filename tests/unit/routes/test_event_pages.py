"""Event pages over events made by hand: what the demo shop does not have, and a platform in trouble."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask

from services.errors import (
    NotFoundError,
    PlatformUnavailableError,
    ReservationExpiredError,
    RsvpRefusedError,
    TicketChoiceError,
)
from services.models import (
    Admission,
    Event,
    EventQuery,
    EventStatus,
    Money,
    NewRsvp,
    Page,
    RedirectSession,
    Registration,
    Reservation,
    ReservationState,
    ReturnUrls,
    Rsvp,
    TicketType,
    Venue,
    WantedTicket,
)
from services.storefront import Visitor
from tests.browsing import Browser, words

STARTS_AT = datetime(2027, 6, 16, 23, 0, tzinfo=UTC)
SEAT = TicketType("t1", "Seat", price=Money(Decimal(20), "USD"), limit=4, left_count=4)
EVENT = Event(
    "e1",
    "supper",
    "Supper",
    starts_at=STARTS_AT,
    ends_at=STARTS_AT + timedelta(hours=3),
    time_zone="America/New_York",
    venue=Venue("The yard", ("1 Lane",)),
    admission=Admission.TICKETS,
    registration=Registration.OPEN,
    lowest_price=SEAT.price,
    highest_price=SEAT.price,
    ticket_limit=6,
    hold_minutes=20,
    ticket_types=(SEAT,),
)


@dataclass
class Programme:
    """Events of a platform that has one, and does with holds what a test arranges."""

    event: Event = EVENT
    state: ReservationState = ReservationState.HELD
    refusal: Exception | None = None
    is_down_for_cancelling: bool = False
    expired_ways: int = 0
    made: list[tuple[WantedTicket, ...]] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)

    def list_events(self, query: EventQuery) -> Page[Event]:
        return Page((self.event,) if not query.is_past else ())

    def get_event(self, slug: str) -> Event:
        if slug not in (self.event.slug, "old-name"):
            raise NotFoundError("event", slug)
        return self.event

    def create_reservation(self, visitor: Visitor, event: Event, tickets: tuple[WantedTicket, ...]) -> Reservation:
        if self.refusal:
            raise self.refusal
        self.made.append(tickets)
        return self.get_reservation(visitor, f"r{len(self.made)}")

    def get_reservation(self, visitor: Visitor, reservation_id: str) -> Reservation:
        return Reservation(reservation_id, "e1", self.state, datetime.now(UTC) + timedelta(minutes=9, seconds=30))

    def cancel_reservation(self, visitor: Visitor, reservation_id: str) -> None:
        if self.is_down_for_cancelling:
            raise PlatformUnavailableError("down")
        self.cancelled.append(reservation_id)

    def create_redirect_session(
        self, visitor: Visitor, reservation_id: str, event_slug: str, urls: ReturnUrls
    ) -> RedirectSession:
        if self.expired_ways:
            self.expired_ways -= 1
            raise ReservationExpiredError
        self.urls = urls
        return RedirectSession(f"/products?hold={reservation_id}")

    def create_rsvp(self, visitor: Visitor, event: Event, rsvp: NewRsvp) -> Rsvp:
        if self.refusal:
            raise self.refusal
        return Rsvp("a1", event.id, rsvp.answer)


@pytest.fixture
def programme(app: Flask) -> Programme:
    made = Programme()
    app.extensions["storefront"] = replace(app.extensions["storefront"], events=made)
    return made


def reserve(browser: Browser, quantity: str = "1") -> str:
    return browser.post("/events/supper/reservations", {"quantity.t1": quantity}).path


def test_a_date_and_a_place_that_are_open_are_to_be_announced(ada: Browser, programme: Programme) -> None:
    programme.event = replace(EVENT, starts_at=None, ends_at=None, venue=Venue())
    for address in ("/events", "/events/supper"):
        page = ada.open(address)
        assert "Date to be announced" in page.words
        assert "Place to be announced" in page.words
        assert not [link for link in page.links() if link.endswith("/supper.ics")]
    assert ada.open("/events/supper.ics").status == 404


def test_an_event_that_is_booked_elsewhere_links_there(ada: Browser, programme: Programme) -> None:
    programme.event = replace(EVENT, admission=Admission.EXTERNAL, external_url="https://tickets.example/1")
    page = ada.open("/events/supper")
    (link,) = [link for link in page.root.iter("a") if link.get("href") == "https://tickets.example/1"]
    assert {"noopener", "noreferrer"} <= set(link.get("rel", "").split())
    assert not [form for form in page.forms() if "/events/" in form.get("action", "")]


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "//tickets.example"])
def test_an_address_that_is_none_of_the_web_is_no_link(ada: Browser, programme: Programme, url: str) -> None:
    programme.event = replace(EVENT, admission=Admission.EXTERNAL, external_url=url)
    page = ada.open("/events/supper")
    assert "takes no bookings at the moment" in page.words
    assert not [link for link in page.root.iter("a") if link.get("href") == url]


def test_an_event_without_booking_says_so(ada: Browser, programme: Programme) -> None:
    programme.event = replace(EVENT, admission=Admission.NONE, registration=Registration.CLOSED)
    assert "Nothing to book: just come" in ada.open("/events/supper").words


def test_an_event_that_is_on_says_so_and_still_sells(ada: Browser, programme: Programme) -> None:
    programme.event = replace(EVENT, status=EventStatus.STARTED)
    page = ada.open("/events/supper")
    assert [words(badge) for badge in page.by_class("badge")] == ["On now"]
    assert page.form("/reservations$") is not None


def test_closed_sales_are_called_closed_and_refuse(ada: Browser, programme: Programme) -> None:
    programme.event = replace(EVENT, registration=Registration.CLOSED)
    assert "Tickets cannot be ordered at the moment" in ada.open("/events/supper").words
    page = ada.post("/events/supper/reservations", {"quantity.t1": "1"})
    assert page.status == 409
    assert "Nothing was held" in page.words
    assert not programme.made


def test_few_tickets_are_counted_out_loud(ada: Browser, programme: Programme) -> None:
    assert "Only 4 left" in ada.open("/events/supper").words


def test_an_event_that_moved_is_found_under_its_new_name(ada: Browser, programme: Programme) -> None:
    assert ada.open("/events/old-name").path == "/events/supper"


def test_an_empty_list_is_a_page_too(ada: Browser, programme: Programme) -> None:
    assert "Nothing yet" in ada.open("/events?past=1").words


def test_the_hosted_page_leads_back_to_our_own_pages(ada: Browser, programme: Programme) -> None:
    assert reserve(ada) == "/products?hold=r1"
    assert programme.urls.thank_you_url == "http://127.0.0.1:8000/thank-you"
    assert programme.urls.post_flow_url == "http://127.0.0.1:8000/events/supper/reservation"


def test_what_the_platform_refuses_is_said_above_the_form(ada: Browser, programme: Programme) -> None:
    programme.refusal = TicketChoiceError("Choose fewer.")
    page = ada.post("/events/supper/reservations", {"quantity.t1": "3"})
    assert page.status == 422
    (field_,) = [one for one in page.form("/reservations$").iter("input") if one.get("name") == "quantity.t1"]
    assert field_.get("value") == "3"
    assert "tickets-problem" in field_.get("aria-describedby", "").split()
    assert "Choose fewer." in page.words


def test_a_double_click_whose_hold_is_over_makes_a_new_one(ada: Browser, programme: Programme) -> None:
    reserve(ada)
    assert reserve(ada) == "/products?hold=r1"
    programme.expired_ways = 1
    assert reserve(ada) == "/products?hold=r2"
    assert len(programme.made) == 2


def test_another_choice_lets_the_earlier_hold_go_after_the_new_one_is_made(ada: Browser, programme: Programme) -> None:
    reserve(ada, "1")
    assert reserve(ada, "2") == "/products?hold=r2"
    assert programme.cancelled == ["r1"]


def test_a_hold_that_cannot_be_let_go_now_does_not_stop_the_new_one(ada: Browser, programme: Programme) -> None:
    reserve(ada, "1")
    programme.is_down_for_cancelling = True
    assert reserve(ada, "2") == "/products?hold=r2"


def test_a_hold_that_became_an_order_is_never_cancelled(ada: Browser, programme: Programme) -> None:
    reserve(ada, "1")
    programme.state = ReservationState.CONFIRMED
    reserve(ada, "2")
    ada.post("/events/supper/reservation/cancel")
    assert programme.cancelled == []


@pytest.mark.parametrize(
    ("state", "heading"),
    [
        (ReservationState.HELD, "Your tickets are held"),
        (ReservationState.EXPIRED, "The time for this reservation is over"),
        (ReservationState.CANCELLED, "This reservation was let go"),
        (ReservationState.CONFIRMED, "These tickets are booked"),
    ],
)
def test_each_state_of_a_hold_has_its_page(
    ada: Browser, programme: Programme, state: ReservationState, heading: str
) -> None:
    reserve(ada)
    programme.state = state
    page = ada.open("/events/supper/reservation?wixMemberLoggedIn=true&orderNumber=1")
    assert (page.status, page.heading) == (200, heading)
    assert page.headers["Cache-Control"] == "no-store"
    assert not [link for link in page.links() if "/thank-you" in link]


def test_the_time_left_is_rounded_up_to_minutes(ada: Browser, programme: Programme) -> None:
    reserve(ada)
    page = ada.open("/events/supper/reservation")
    assert "10 minutes left" in page.words
    (countdown,) = page.by_class("hold-left")
    assert 560 <= int(countdown.get("data-seconds-left", "0")) <= 570


def test_a_hold_that_cannot_be_paid_any_more_shows_its_page(ada: Browser, programme: Programme) -> None:
    reserve(ada)
    programme.expired_ways = 1
    assert ada.post("/events/supper/reservation/checkout").path == "/events/supper/reservation"


@pytest.mark.parametrize("has_waiting_list", [True, False])
def test_a_refused_answer_is_said_with_what_was_typed(
    ada: Browser, programme: Programme, has_waiting_list: bool
) -> None:
    programme.event = replace(EVENT, admission=Admission.RSVP)
    programme.refusal = RsvpRefusedError("All places are taken.", has_waiting_list=has_waiting_list)
    typed = {"first_name": "Ada", "last_name": "Byron", "email": "ada@example.com"}
    page = ada.post("/events/supper/rsvps", typed)
    assert page.status == 422
    assert "All places are taken." in page.words
    form = page.form("/rsvps$")
    assert {one.get("name"): one.get("value") for one in form.iter("input")} == typed
    assert [button.get("value") for button in form.iter("button")] == ["waiting_list" if has_waiting_list else "yes"]
