"""What is on, and a visitor's part in it: holds on tickets and answers to invitations."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from decimal import Decimal

import pytest

from services.errors import (
    NotFoundError,
    PlatformAnswerError,
    PlatformRejectedError,
    PlatformSetupError,
    ReservationExpiredError,
    RsvpRefusedError,
    SoldOutError,
    TicketChoiceError,
)
from services.models import (
    Admission,
    Event,
    EventQuery,
    EventStatus,
    FeeKind,
    Money,
    Registration,
    ReservationState,
    ReturnUrls,
    RsvpAnswer,
    SaleState,
    WantedTicket,
)
from services.storefront import Events
from tests.contract.conftest import MemoryVisitor, RecordedWorld, World, build_in_process
from tests.contract.event_cast import (
    FEW_LEFT,
    FREE_ENTRY,
    FULL_WITH_LIST,
    INVITATION,
    OPENS_LATER,
    PAY_WHAT_YOU_CAN,
    PRICE_OPTIONS,
    SALE_TO_COME,
    SOLD_OUT,
    UNKNOWN_ID,
    URLS,
    WHEEL,
    checkout_page,
    event,
    finish,
    guest,
    hold,
)

pytestmark = [pytest.mark.platforms("wix"), pytest.mark.capability("Events")]

PAST = EventQuery(is_past=True)


def events_of(world: World) -> Events:
    assert world.storefront.events is not None
    return world.storefront.events


def everything(world: World, query: EventQuery) -> list[Event]:
    found, cursor = [], query.cursor
    for _ in range(20):
        page = events_of(world).list_events(replace(query, cursor=cursor))
        found += page.items
        cursor = page.after
        if cursor is None:
            return found
    raise AssertionError("the list never ends")


def calls(world: World) -> list[str]:
    return [call.path for call in world.sandbox.journal() if "oauth2" not in call.path]


def test_upcoming_events_come_the_next_first(world: World) -> None:
    found = everything(world, EventQuery(limit=5))
    starts = [event.starts_at for event in found]
    assert len(found) > 5
    assert starts == sorted(starts, key=str)
    assert {event.status for event in found} <= {EventStatus.UPCOMING, EventStatus.STARTED}
    assert len({event.id for event in found}) == len(found)


def test_past_events_come_the_latest_first(world: World) -> None:
    found = everything(world, PAST)
    starts = [event.starts_at for event in found]
    assert [event.status for event in found] == [EventStatus.ENDED] * len(found)
    assert len(found) >= 2
    assert starts == sorted(starts, key=str, reverse=True)
    assert not any(event.takes_part for event in found)


def test_a_list_takes_two_calls_and_says_what_a_card_needs(world_in_process: World) -> None:
    world = world_in_process
    page = events_of(world).list_events(EventQuery())
    assert len(calls(world)) == 2
    wheel = next(event for event in page.items if event.slug == WHEEL)
    assert wheel.ticket_types == ()
    assert wheel.admission is Admission.TICKETS
    assert wheel.lowest_price == Money(Decimal("48.00"), "USD")
    assert wheel.highest_price == Money(Decimal("88.00"), "USD")
    assert wheel.summary
    assert wheel.image is not None
    assert next(event for event in page.items if event.slug == SOLD_OUT).is_sold_out
    assert next(event for event in page.items if event.slug == FREE_ENTRY).is_free


def test_a_list_is_asked_for_as_the_platform_documents_it(wix_world: RecordedWorld) -> None:
    events_of(wix_world).list_events(EventQuery(limit=7))
    (asked,) = wix_world.recorder.bodies("/events/query")
    assert asked == {
        "query": {
            "filter": {"status": {"$in": ["UPCOMING", "STARTED"]}},
            "sort": [{"fieldName": "dateAndTimeSettings.startDate", "order": "ASC"}],
            "paging": {"limit": 7, "offset": 0},
        },
        "fields": ["DETAILS", "REGISTRATION"],
    }


def test_pages_lead_on_and_back(world_in_process: World) -> None:
    events = events_of(world_in_process)
    first = events.list_events(EventQuery(limit=4))
    second = events.list_events(EventQuery(limit=4, cursor=first.after))
    assert first.before is None
    assert first.items != second.items
    assert events.list_events(EventQuery(limit=4, cursor=second.before)).items == first.items


@pytest.mark.parametrize(
    "cursor", ["", "4", "upcoming-", "upcoming--4", "past-4", "upcoming-99999", "upcoming-٤", "x" * 9000]
)
def test_a_made_up_cursor_leads_nowhere_and_costs_no_call(world_in_process: World, cursor: str) -> None:
    with pytest.raises(NotFoundError):
        events_of(world_in_process).list_events(EventQuery(cursor=cursor))
    assert calls(world_in_process) == []


def test_a_page_beyond_the_end_is_not_found(world_in_process: World) -> None:
    with pytest.raises(NotFoundError):
        events_of(world_in_process).list_events(EventQuery(cursor="upcoming-9000"))


def test_a_list_is_remembered_for_everybody(world_in_process: World) -> None:
    for _ in range(3):
        events_of(world_in_process).list_events(EventQuery())
    assert len(calls(world_in_process)) == 2


def test_a_list_of_what_was_needs_no_counts(world_in_process: World) -> None:
    events_of(world_in_process).list_events(EventQuery(is_past=True))
    assert len(calls(world_in_process)) == 1


def test_few_left_is_told_in_lists_and_at_the_tickets(world: World) -> None:
    listed = {known.slug: known for known in events_of(world).list_events(EventQuery()).items}
    assert (listed[FEW_LEFT].left_count, listed[FEW_LEFT].has_few_left) == (2, True)
    assert not listed[WHEEL].has_few_left
    assert not listed[SOLD_OUT].has_few_left
    one = event(world, FEW_LEFT)
    assert (one.has_few_left, one.ticket_types[0].left_count, one.ticket_types[0].has_few_left) == (True, 2, True)


def test_what_somebody_holds_is_not_left(world_in_process: World) -> None:
    world = world_in_process
    kept = event(world, FEW_LEFT)
    events_of(world).create_reservation(world.visitor, kept, (WantedTicket(kept.ticket_types[0].id, 1),))
    listed = {known.slug: known for known in events_of(world).list_events(EventQuery()).items}
    assert listed[FEW_LEFT].left_count == 1


@pytest.mark.parametrize("kind", ["status", "garbage", "wrong_types", "empty"])
def test_counts_that_cannot_be_read_leave_everything_else(world_in_process: World, kind: str) -> None:
    world = world_in_process
    path = "/events-ticket-definitions/v3/ticket-definitions/available/query"
    options = {"status": 403} if kind == "status" else {}
    world.sandbox.faults.add(path, kind=kind, times=None, **options)
    listed = {known.slug: known for known in events_of(world).list_events(EventQuery()).items}
    assert listed[FEW_LEFT].left_count is None
    assert listed[FEW_LEFT].takes_part
    assert event(world, FEW_LEFT).ticket_types[0].limit == 2


def test_an_event_has_its_place_and_times(world: World) -> None:
    wheel = event(world, WHEEL)
    assert wheel.starts_at is not None
    assert wheel.starts_at.tzinfo is UTC
    assert wheel.ends_at is not None
    assert wheel.ends_at - wheel.starts_at == timedelta(hours=2, minutes=30)
    assert wheel.time_zone == "America/New_York"
    assert wheel.venue.name == "Kiln & Kettle studio"
    assert wheel.venue.lines == ("14 Tannery Lane, Portland, ME 04101, USA",)
    assert wheel.venue.latitude == pytest.approx(43.6573)
    assert wheel.description.startswith("<p>You need <strong>no experience</strong>")
    assert wheel.hold_minutes == 20
    assert wheel.ticket_limit == 10
    assert wheel.takes_part


def test_places_may_be_online_or_not_known_yet(world_in_process: World) -> None:
    assert event(world_in_process, OPENS_LATER).venue.is_online
    assert not event(world_in_process, SALE_TO_COME).venue.is_known


def test_ticket_types_cost_something_in_one_of_four_ways(world_in_process: World) -> None:
    world = world_in_process
    seat = event(world, WHEEL).ticket_types[0]
    assert seat.price == Money(Decimal("48.00"), "USD")
    assert (seat.limit, seat.fee, seat.is_free) == (4, FeeKind.INCLUDED, False)
    assert "two days before" in seat.policy
    assert event(world, FREE_ENTRY).ticket_types[0].is_free
    assert event(world, PAY_WHAT_YOU_CAN).ticket_types[0].lowest_price == Money(Decimal("5.00"), "USD")
    bench, chair = event(world, PRICE_OPTIONS).ticket_types
    assert [(option.name, option.price.amount) for option in bench.price_options] == [
        ("Adult", Decimal("38.00")),
        ("Student", Decimal("26.00")),
        ("Child", Decimal("18.00")),
    ]
    assert bench.price is None
    assert chair.price == Money(Decimal("8.00"), "USD")


def test_ticket_types_are_on_sale_in_their_time_only(world_in_process: World) -> None:
    early, full, last = event(world_in_process, "wheel-course").ticket_types
    assert [kind.sale for kind in (early, full, last)] == [SaleState.ENDED, SaleState.STARTED, SaleState.SCHEDULED]
    assert [kind.can_be_ordered for kind in (early, full, last)] == [False, True, False]
    assert last.sale_starts_at is not None
    assert last.sale_starts_at.tzinfo is UTC


def test_a_sold_out_event_says_so(world: World) -> None:
    raku = event(world, SOLD_OUT)
    assert raku.is_sold_out
    assert raku.ticket_types[0].is_sold_out
    assert not raku.takes_part


def test_an_event_with_tickets_takes_three_calls_and_one_without_a_single_one(world_in_process: World) -> None:
    world = world_in_process
    event(world, WHEEL)
    assert len(calls(world)) == 3
    event(world, INVITATION)
    assert len(calls(world)) == 4
    event(world, WHEEL)
    assert len(calls(world)) == 4


def test_how_one_takes_part_is_told(world_in_process: World) -> None:
    told = {slug: event(world_in_process, slug) for slug in (INVITATION, FULL_WITH_LIST, OPENS_LATER)}
    assert {known.admission for known in told.values()} == {Admission.RSVP}
    assert [known.registration for known in told.values()] == [
        Registration.OPEN,
        Registration.WAITING_LIST,
        Registration.SCHEDULED,
    ]


def test_a_cancelled_event_is_shown_as_such_and_sells_nothing(world_in_process: World) -> None:
    world = world_in_process
    world.sandbox.cancel_event(WHEEL)
    found = event(world, WHEEL)
    assert found.status is EventStatus.CANCELLED
    assert found.ticket_types == ()
    assert not found.takes_part
    assert WHEEL in {known.slug for known in everything(world, PAST)}
    assert WHEEL not in {known.slug for known in everything(world, EventQuery())}


@pytest.mark.parametrize("slug", ["no-such-evening", "..", "a/b", "ÿ", "x" * 3000])
def test_an_unknown_event_is_not_found(world_in_process: World, slug: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        event(world_in_process, slug)
    assert caught.value.kind == "event"


def test_a_draft_is_not_found_and_not_listed(wix_world: RecordedWorld) -> None:
    world = wix_world
    world.recorder.rewrite(f"/slug/{WHEEL}", lambda answer: answer["event"].update(status="DRAFT"))
    world.recorder.rewrite("/events/query", lambda answer: answer["events"][0].update(status="DRAFT"))
    with pytest.raises(NotFoundError):
        event(world, WHEEL)
    assert WHEEL not in {known.slug for known in events_of(world).list_events(EventQuery()).items}


def test_an_unreadable_event_or_ticket_type_hides_itself_only(wix_world: RecordedWorld) -> None:
    world = wix_world
    world.recorder.rewrite("/events/query", lambda answer: answer["events"][0].update(title=None))
    world.recorder.rewrite("/available-tickets/query", lambda answer: answer["definitions"][0].update(price=[]))
    listed = events_of(world).list_events(EventQuery())
    assert len(listed.items) == 11
    assert [kind.name for kind in event(world, WHEEL).ticket_types] == ["Two seats"]


def test_held_tickets_are_kept_for_a_while(world: World) -> None:
    held = hold(world, WHEEL, 2)
    found = events_of(world).get_reservation(world.visitor, held.id)
    assert found == held
    assert held.state is ReservationState.HELD
    assert held.event_id == event(world, WHEEL).id
    assert held.expires_at is not None
    left = held.expires_at - world.sandbox.clock.now()
    assert timedelta(minutes=19) < left <= timedelta(minutes=20)
    (line,) = held.tickets
    assert (line.name, line.quantity, line.total) == ("One seat", 2, Money(Decimal("96.00"), "USD"))


def test_a_hold_whose_time_is_over_is_expired(world: World) -> None:
    held = hold(world, WHEEL)
    world.sandbox.clock.advance(timedelta(minutes=21))
    assert events_of(world).get_reservation(world.visitor, held.id).state is ReservationState.EXPIRED


def test_a_hold_counts_as_expired_by_the_clock_even_before_the_platform_says_so(
    wix_world: RecordedWorld,
) -> None:
    world = wix_world
    held = hold(world, WHEEL)
    world.sandbox.clock.advance(timedelta(minutes=21))
    world.recorder.rewrite(held.id, lambda answer: answer["ticketReservation"].update(status="PENDING"))
    assert events_of(world).get_reservation(world.visitor, held.id).state is ReservationState.EXPIRED


def test_a_hold_can_be_let_go_more_than_once(world: World) -> None:
    held = hold(world, WHEEL)
    for _ in range(2):
        events_of(world).cancel_reservation(world.visitor, held.id)
    assert events_of(world).get_reservation(world.visitor, held.id).state is ReservationState.CANCELLED


def test_letting_go_of_a_lapsed_hold_is_fine(world_in_process: World) -> None:
    held = hold(world_in_process, WHEEL)
    world_in_process.sandbox.clock.advance(timedelta(minutes=21))
    events_of(world_in_process).cancel_reservation(world_in_process.visitor, held.id)


def test_a_hold_that_lapses_while_it_is_let_go_is_fine_and_a_refusal_is_told(wix_world: RecordedWorld) -> None:
    world = wix_world
    held = hold(world, WHEEL)
    world.sandbox.faults.add(f"/events/v1/ticket-reservations/{held.id}/cancel", kind="status", status=400)
    with pytest.raises(PlatformRejectedError):
        events_of(world).cancel_reservation(world.visitor, held.id)
    answers = iter(("PENDING", "EXPIRED"))
    world.recorder.rewrite(held.id, lambda answer: answer["ticketReservation"].update(status=next(answers)))
    world.sandbox.faults.add(f"/events/v1/ticket-reservations/{held.id}/cancel", kind="status", status=400)
    events_of(world).cancel_reservation(world.visitor, held.id)


def test_nobody_sees_or_cancels_the_hold_of_another(world: World) -> None:
    held, cy = hold(world, WHEEL), MemoryVisitor()
    hold(world, FREE_ENTRY, visitor=cy)
    for visitor in (cy, MemoryVisitor()):
        with pytest.raises(NotFoundError):
            events_of(world).get_reservation(visitor, held.id)
        with pytest.raises(NotFoundError):
            events_of(world).cancel_reservation(visitor, held.id)
    assert events_of(world).get_reservation(world.visitor, held.id).state is ReservationState.HELD


@pytest.mark.parametrize("reservation_id", ["", "abc", f"{UNKNOWN_ID}/cancel", "1" * 5000])
def test_a_malformed_reservation_id_is_not_worth_a_call(world_in_process: World, reservation_id: str) -> None:
    events = events_of(world_in_process)
    with pytest.raises(NotFoundError):
        events.get_reservation(world_in_process.visitor, reservation_id)
    with pytest.raises(NotFoundError):
        events.cancel_reservation(world_in_process.visitor, reservation_id)
    with pytest.raises(ReservationExpiredError):
        events.create_redirect_session(world_in_process.visitor, reservation_id, WHEEL, URLS)
    assert calls(world_in_process) == []


def test_what_somebody_else_took_is_sold_out_and_the_page_says_so_next(world: World) -> None:
    known = event(world, "kintsugi-afternoon")
    kind = known.ticket_types[0]
    hold(world, known.slug, kind.limit, MemoryVisitor())
    with pytest.raises(SoldOutError):
        events_of(world).create_reservation(world.visitor, known, (WantedTicket(kind.id, 1),))
    assert event(world, known.slug).is_sold_out


def test_too_few_left_is_sold_out_as_well(world_in_process: World) -> None:
    world = world_in_process
    known = event(world, WHEEL)
    world.sandbox.set_ticket_stock(WHEEL, "One seat", 1)
    with pytest.raises(SoldOutError):
        events_of(world).create_reservation(world.visitor, known, (WantedTicket(known.ticket_types[0].id, 2),))
    assert event(world, WHEEL).ticket_types[0].limit == 1


def test_a_choice_that_cannot_be_held_says_why(world_in_process: World) -> None:
    world = world_in_process
    wheel, lab, course = event(world, WHEEL), event(world, PRICE_OPTIONS), event(world, "wheel-course")
    pay = event(world, PAY_WHAT_YOU_CAN)
    early, _, last = course.ticket_types
    donation = pay.ticket_types[0].id
    choices = [
        (wheel, WantedTicket(wheel.ticket_types[0].id, 5), "At most 4"),
        (course, WantedTicket(last.id, 1), "not on sale yet"),
        (course, WantedTicket(early.id, 1), "not on sale any more"),
        (lab, WantedTicket(lab.ticket_types[0].id, 1), "Choose one of the prices"),
        (lab, WantedTicket(lab.ticket_types[0].id, 1, UNKNOWN_ID), "Choose one of the prices"),
        (pay, WantedTicket(donation, 1, offered_price=Decimal("4.99")), "below the lowest"),
        (pay, WantedTicket(donation, 1), "below the lowest"),
        (wheel, WantedTicket(UNKNOWN_ID, 1), "not offered any more"),
    ]
    for chosen, ticket, words in choices:
        with pytest.raises(TicketChoiceError, match=words):
            events_of(world).create_reservation(world.visitor, chosen, (ticket,))


def test_an_event_that_was_called_off_meanwhile_sells_nothing_and_the_page_says_so_next(world: World) -> None:
    known = event(world, WHEEL)
    world.sandbox.cancel_event(WHEEL)
    with pytest.raises(TicketChoiceError, match="not sold any more"):
        events_of(world).create_reservation(world.visitor, known, (WantedTicket(known.ticket_types[0].id, 1),))
    assert event(world, WHEEL).status is EventStatus.CANCELLED


def test_one_order_holds_so_many_tickets_and_no_more(world_in_process: World) -> None:
    lab = event(world_in_process, PRICE_OPTIONS)
    bench, chair = lab.ticket_types
    wanted = (WantedTicket(bench.id, 5, bench.price_options[0].id), WantedTicket(chair.id, 4))
    with pytest.raises(TicketChoiceError, match="at most 8"):
        events_of(world_in_process).create_reservation(world_in_process.visitor, lab, wanted)


@pytest.mark.parametrize(
    "ticket",
    [
        WantedTicket("abc", 1),
        WantedTicket(UNKNOWN_ID, 0),
        WantedTicket(UNKNOWN_ID, 51),
        WantedTicket(UNKNOWN_ID, 1, "x" * 101),
        WantedTicket(UNKNOWN_ID, 1, offered_price=Decimal("-1")),
        WantedTicket(UNKNOWN_ID, 1, offered_price=Decimal("1.00001")),
        WantedTicket(UNKNOWN_ID, 1, offered_price=Decimal("NaN")),
        WantedTicket(UNKNOWN_ID, 1, offered_price=Decimal("1e13")),
    ],
)
def test_an_absurd_choice_is_not_worth_a_call(world_in_process: World, ticket: WantedTicket) -> None:
    some_event = Event(id=UNKNOWN_ID, slug=WHEEL, title="")
    for wanted in ((ticket,), ()):
        with pytest.raises(TicketChoiceError):
            events_of(world_in_process).create_reservation(world_in_process.visitor, some_event, wanted)
    assert world_in_process.sandbox.journal() == []


def test_prices_and_options_go_out_as_the_platform_documents_it(wix_world: RecordedWorld) -> None:
    world = wix_world
    pay, lab = event(world, PAY_WHAT_YOU_CAN), event(world, PRICE_OPTIONS)
    option = lab.ticket_types[0].price_options[1]
    generous = WantedTicket(pay.ticket_types[0].id, 2, offered_price=Decimal("12.5"))
    student = WantedTicket(lab.ticket_types[0].id, 1, option.id)
    gift = events_of(world).create_reservation(world.visitor, pay, (generous,))
    place = events_of(world).create_reservation(world.visitor, lab, (student,))
    first, second = world.recorder.bodies("/ticket-reservations")
    assert first == {
        "ticketReservation": {
            "tickets": [
                {
                    "ticketDefinitionId": pay.ticket_types[0].id,
                    "quantity": 2,
                    "ticketInfo": {"guestPrice": "12.5"},
                }
            ]
        }
    }
    assert second["ticketReservation"]["tickets"][0]["ticketInfo"] == {"pricingOptionId": option.id}
    assert gift.tickets[0].total == Money(Decimal("25.00"), "USD")
    assert place.tickets[0].price == option.price


def test_a_hold_without_an_id_is_no_answer(wix_world: RecordedWorld) -> None:
    known = event(wix_world, WHEEL)
    wix_world.recorder.rewrite("/ticket-reservations", lambda a: a["ticketReservation"].update(id="../x"))
    with pytest.raises(PlatformAnswerError):
        events_of(wix_world).create_reservation(wix_world.visitor, known, (WantedTicket(known.ticket_types[0].id, 1),))


def test_a_site_that_may_not_sell_names_what_to_set_up(world_in_process: World) -> None:
    known = event(world_in_process, WHEEL)
    world_in_process.sandbox.faults.add("/events/v1/ticket-reservations", kind="status", status=403)
    with pytest.raises(PlatformSetupError) as caught:
        events_of(world_in_process).create_reservation(
            world_in_process.visitor, known, (WantedTicket(known.ticket_types[0].id, 1),)
        )
    assert "payment method" in caught.value.fix


def test_the_way_to_the_tickets_is_asked_for_as_the_platform_documents_it(wix_world: RecordedWorld) -> None:
    held = hold(wix_world, WHEEL)
    checkout_page(wix_world, held, WHEEL)
    (asked,) = wix_world.recorder.bodies("/redirect-session")
    assert asked["eventsCheckout"] == {"reservationId": held.id, "eventSlug": WHEEL}
    assert asked["callbacks"] == {"thankYouPageUrl": URLS.thank_you_url, "postFlowUrl": URLS.post_flow_url}


def test_leaving_the_hosted_page_keeps_the_hold(world: World) -> None:
    held = hold(world, WHEEL)
    page = finish(world, checkout_page(world, held, WHEEL), "abandon")
    assert page.url.startswith(URLS.post_flow_url)
    assert events_of(world).get_reservation(world.visitor, held.id).state is ReservationState.HELD


def test_a_paid_hold_is_confirmed(world: World) -> None:
    held = hold(world, WHEEL)
    finish(world, checkout_page(world, held, WHEEL))
    assert events_of(world).get_reservation(world.visitor, held.id).state is ReservationState.CONFIRMED


def test_there_is_no_way_to_pay_for_the_hold_of_another(world: World) -> None:
    held, cy = hold(world, WHEEL), MemoryVisitor()
    hold(world, FREE_ENTRY, visitor=cy)
    for visitor, reservation_id in ((cy, held.id), (world.visitor, UNKNOWN_ID), (MemoryVisitor(), held.id)):
        with pytest.raises(ReservationExpiredError):
            events_of(world).create_redirect_session(visitor, reservation_id, WHEEL, URLS)


def test_a_domain_the_platform_does_not_allow_names_the_setting(world_in_process: World) -> None:
    held = hold(world_in_process, WHEEL)
    elsewhere = ReturnUrls(post_flow_url="https://elsewhere.example/x")
    with pytest.raises(PlatformSetupError):
        events_of(world_in_process).create_redirect_session(world_in_process.visitor, held.id, WHEEL, elsewhere)


def test_an_invitation_can_be_answered_by_anybody(world: World) -> None:
    known = event(world, INVITATION)
    answered = events_of(world).create_rsvp(world.visitor, known, guest())
    assert answered.event_id == known.id
    assert answered.answer is RsvpAnswer.YES
    assert events_of(world).is_event_id(answered.id)


def test_a_full_event_offers_its_waiting_list(world: World) -> None:
    known = event(world, FULL_WITH_LIST)
    with pytest.raises(RsvpRefusedError, match="waiting list") as caught:
        events_of(world).create_rsvp(world.visitor, known, guest())
    assert caught.value.has_waiting_list
    waits = events_of(world).create_rsvp(world.visitor, known, guest(answer=RsvpAnswer.WAITING_LIST))
    assert waits.answer is RsvpAnswer.WAITING_LIST


def test_the_last_place_may_go_between_looking_and_answering(world_in_process: World) -> None:
    world = world_in_process
    known = event(world, INVITATION)
    for number in range(11):
        events_of(world).create_rsvp(MemoryVisitor(), known, guest(f"guest{number}@example.com"))
    with pytest.raises(RsvpRefusedError, match="All places are taken") as caught:
        events_of(world).create_rsvp(world.visitor, known, guest())
    assert not caught.value.has_waiting_list
    assert event(world, INVITATION).registration is not Registration.OPEN


def test_a_refused_answer_says_why(world_in_process: World) -> None:
    world = world_in_process
    invitation = event(world, INVITATION)
    events_of(world).create_rsvp(world.visitor, invitation, guest("twice@example.com"))
    refused = [
        (invitation, guest("twice@example.com"), "already"),
        (event(world, OPENS_LATER), guest(), "not take answers yet"),
        (event(world, WHEEL), guest(), "takes no answers"),
        (event(world, "first-flush-supper"), guest(), "no more answers"),
        (invitation, guest("other@example.com", RsvpAnswer.WAITING_LIST), "no waiting list"),
        (invitation, guest("no address"), "Check your name"),
    ]
    for known, answer, words in refused:
        with pytest.raises(RsvpRefusedError, match=words):
            events_of(world).create_rsvp(MemoryVisitor(), known, answer)


def test_an_answer_to_an_event_that_is_gone_is_not_found(world_in_process: World) -> None:
    gone = Event(id=UNKNOWN_ID, slug="gone", title="Gone", admission=Admission.RSVP)
    with pytest.raises(NotFoundError):
        events_of(world_in_process).create_rsvp(world_in_process.visitor, gone, guest())


def test_what_a_visitor_sees_of_tickets_is_asked_anew_in_another_process(world_in_process: World) -> None:
    """The memory of availability belongs to a storefront, so that a test of what is left can have its own."""
    hold(world_in_process, "kintsugi-afternoon", 2)
    fresh = World(build_in_process(world_in_process.sandbox), world_in_process.sandbox)
    assert event(fresh, "kintsugi-afternoon").is_sold_out
