"""From what is on to tickets, holds and answers, as a visitor goes; the platform says what became of each."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from icalendar import Calendar

from sandbox import Sandbox
from tests import headings
from tests.browsing import Browser, Page, words
from tests.journeys.conftest import choose, count_calls_to, notices_of, pay

WHEEL, LAB, CLAY_NIGHT = "/events/evening-on-the-wheel", "/events/glaze-lab", "/events/community-clay-night"
TASTING, FULL, PICNIC = "/events/morning-tea-tasting", "/events/matcha-and-moon-jars", "/events/studio-picnic"
LAST_SEATS, SOLD_OUT = "/events/kintsugi-afternoon", "/events/raku-at-dusk"
ADA = {"first_name": "Ada", "last_name": "Byron", "email": "ada@example.com"}
HELD, EXPIRED, NONE = "Your tickets are held", "The time for this reservation is over", "No tickets are held for you"


@pytest.fixture
def without_events(app: Flask) -> None:
    """A platform that has no events."""
    app.extensions["storefront"] = replace(app.extensions["storefront"], events=None)
    app.jinja_env.globals["offers"] = set()


def fields_of(page: Page) -> dict[str, Element]:
    """The fields for choosing tickets, by the label that stands at them."""
    labels = {label.get("for"): words(label) for label in page.root.iter("label")}
    form = page.form(r"/reservations$")
    return {labels[field.get("id")]: field for field in form.iter("input")}


def field_of(page: Page, label: str) -> Element:
    return next(field for name, field in fields_of(page).items() if label in name)


def reserve(browser: Browser, address: str, **typed: str) -> Page:
    """Open an event and choose, by words in the labels of the fields, with `_` for a space."""
    page = browser.open(address)
    chosen = {field_of(page, label.replace("_", " ")).get("name", ""): value for label, value in typed.items()}
    return browser.submit(page.form(r"/reservations$"), **chosen)


def described(page: Page, field: Element) -> str:
    """What a screen reader says after the field's label."""
    by_id = {element.get("id"): words(element) for element in page.root.iter() if element.get("id")}
    return " ".join(by_id[name] for name in field.get("aria-describedby", "").split())


def test_what_is_to_come_is_a_public_page_with_the_next_first(ada: Browser, bo: Browser) -> None:
    page = ada.open("/events?wixMemberLoggedIn=true")
    assert page.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in page.headers
    days = [time.get("datetime") for time in page.root.iter("time")]
    assert days == sorted(days)
    assert len(days) == 12
    assert bo.open("/events").text == page.text
    for said in ("$48.00 – to $88.00", "Sold out", "Full, with a waiting list", "Free", "Place to be announced"):
        assert said in page.words


def test_the_list_goes_on_and_leads_back_to_its_start(ada: Browser) -> None:
    first = ada.open("/events")
    follow = next(link for link in first.links() if "after=" in link)
    second = ada.open(follow)
    assert second.by_class("event-card")
    assert not {words(card) for card in second.by_class("event-card")} & {
        words(card) for card in first.by_class("event-card")
    }
    assert "Back to the start" in second.words


def test_a_cursor_that_leads_nowhere_leads_to_the_start_of_the_same_list(ada: Browser) -> None:
    assert ada.open("/events?after=upcoming-9000").path == "/events"
    assert ada.open("/events?past=1&after=made-up").path == "/events?past=1"


def test_past_events_stand_apart_the_latest_first(ada: Browser) -> None:
    page = ada.open("/events?past=1")
    days = [time.get("datetime") for time in page.root.iter("time")]
    assert days == sorted(days, reverse=True)
    assert "Over" in page.words
    assert "Open studio day" not in ada.open("/events").words


def test_an_event_says_when_where_and_for_how_much(ada: Browser) -> None:
    page = ada.open(WHEEL)
    assert page.headers["Cache-Control"] == "public, max-age=60"
    assert ada.cookie("session") is None
    assert "(New York Time)" in page.words
    assert "14 Tannery Lane" in page.words
    assert "ticket fee included" in page.words
    assert "up to 4" in described(page, field_of(page, "One seat"))


def test_an_event_elsewhere_is_told_by_the_clock_of_its_place(ada: Browser) -> None:
    assert "(Lisbon Time)" in ada.open(LAST_SEATS).words


def test_a_fee_that_is_added_is_said_before(ada: Browser) -> None:
    assert "plus the ticket fee, shown before you pay" in ada.open("/events/wheel-course").words


def test_a_sale_that_has_not_begun_or_is_over_says_when(ada: Browser) -> None:
    course = ada.open("/events/wheel-course")
    assert "The sale ended on" in course.words
    assert "Not on sale yet: from" in course.words
    picnic = ada.open(PICNIC)
    assert not fields_of(picnic)
    assert not list(picnic.form("/reservations$").iter("button"))


def test_a_past_event_keeps_its_page_without_a_form(ada: Browser) -> None:
    page = ada.open("/events/open-studio-day")
    assert page.status == 200
    assert "This event is over" in page.words
    assert not [form for form in page.forms() if "/events/" in form.get("action", "")]


def test_a_cancelled_event_says_so_and_sells_nothing(ada: Browser, sandbox: Sandbox) -> None:
    sandbox.cancel_event("evening-on-the-wheel")
    page = ada.open(WHEEL)
    assert "called off" in page.words
    assert not [form for form in page.forms() if "/events/" in form.get("action", "")]
    answer = ada.post(f"{WHEEL}/reservations", {})
    assert answer.status == 409
    calendar = Calendar.from_ical(ada.open(f"{WHEEL}.ics").text)
    assert next(iter(calendar.walk("VEVENT")))["STATUS"] == "CANCELLED"


@pytest.mark.parametrize("address", ["/events/no-such-event", "/events/no-such-event.ics", "/events/%20/reservation"])
def test_an_unknown_event_is_not_found(ada: Browser, address: str) -> None:
    assert ada.open(address).status == 404


def test_tickets_are_reserved_paid_and_thanked_for(ada: Browser) -> None:
    hosted = reserve(ada, WHEEL, One_seat="2")
    assert hosted.url.startswith("http://localhost:8000/sandbox/")
    page = pay(ada, hosted)
    assert page.path.startswith("/thank-you?")
    assert page.heading == headings.TICKETS_PAID
    booked = ada.open(f"{WHEEL}/reservation")
    assert booked.heading == "These tickets are booked"
    order = next(link for link in booked.links() if "/thank-you" in link)
    assert ada.open(order).heading == headings.TICKETS_PAID


def test_several_prices_of_one_ticket_go_into_one_order(ada: Browser) -> None:
    hosted = reserve(ada, LAB, Adult="2", Child="1", Just_watching="1")
    assert "$102.00" in hosted.words
    page = ada.open(f"{LAB}/reservation")
    assert [words(ticket) for ticket in page.by_class("held-ticket")] == [
        "Workbench 2 × $38.00 $76.00",
        "Workbench 1 × $18.00 $18.00",
        "Just watching 1 × $8.00 $8.00",
    ]


def test_a_hold_that_was_left_is_shown_with_its_time_and_never_as_a_purchase(ada: Browser) -> None:
    page = choose(ada, reserve(ada, WHEEL, One_seat="1"), "abandon")
    assert page.path.split("?")[0] == f"{WHEEL}/reservation"
    assert page.heading == HELD
    assert page.headers["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in page.text
    assert "20 minutes left" in page.words
    assert "not booked yet" in page.words


def test_a_hold_lasts_by_the_clock_of_the_place(ada: Browser) -> None:
    page = choose(ada, reserve(ada, "/events/kintsugi-afternoon", A_seat_and_a_seam="1"), "abandon")
    assert re.search(r"Held until \d+:\d\d [AP]M (GMT|GMT\+1|WEST|WET):", page.words)


def test_a_hold_is_resumed_and_paid(ada: Browser, sandbox: Sandbox) -> None:
    page = choose(ada, reserve(ada, WHEEL, One_seat="1"), "abandon")
    hosted = ada.submit(page.form("/reservation/checkout$"))
    assert pay(ada, hosted).heading == headings.TICKETS_PAID
    assert count_calls_to(sandbox, "/ticket-reservations") == 1


def test_a_hold_is_let_go_and_its_tickets_are_free_again(ada: Browser, bo: Browser) -> None:
    reserve(ada, LAST_SEATS, A_seat="2")
    page = ada.submit(ada.open(f"{LAST_SEATS}/reservation").form("/reservation/cancel$"))
    assert page.path == f"{LAST_SEATS}/reservation"
    assert page.heading == NONE
    assert "The tickets are free again" in page.words
    assert "free again" not in ada.open(page.path).words
    assert pay(bo, reserve(bo, LAST_SEATS, A_seat="2")).heading == headings.TICKETS_PAID


def test_paid_tickets_are_not_cancelled_by_a_button_of_an_old_page(ada: Browser) -> None:
    hosted = reserve(ada, WHEEL, One_seat="1")
    held = ada.new_tab()
    page = held.open(f"{WHEEL}/reservation")
    paid = pay(ada, hosted)
    after = held.submit(page.form("/reservation/cancel$"))
    assert after.heading == "These tickets are booked"
    assert "not let go" in after.words
    assert ada.open(paid.path).heading == headings.TICKETS_PAID


def test_a_hold_that_lapsed_says_so_and_offers_to_choose_again(ada: Browser, sandbox: Sandbox) -> None:
    page = choose(ada, reserve(ada, WHEEL, One_seat="1"), "abandon")
    sandbox.clock.advance(timedelta(minutes=21))
    lapsed = ada.submit(page.form("/reservation/checkout$"))
    assert lapsed.heading == EXPIRED
    assert "nothing was charged" in lapsed.words
    again = next(link for link in lapsed.links() if link.endswith(f"{WHEEL}#tickets"))
    assert ada.open(again).heading == "Evening on the wheel"


def test_paid_tickets_are_never_called_unpaid_because_the_platform_lost_the_visitor(
    ada: Browser, sandbox: Sandbox
) -> None:
    pay(ada, reserve(ada, WHEEL, One_seat="1"))
    sandbox.revoke_refresh_tokens()
    sandbox.expire_tokens()
    assert ada.open(f"{WHEEL}/reservation").heading == "These tickets are booked"
    page = ada.post(f"{WHEEL}/reservation/cancel")
    assert page.heading == "These tickets are booked"
    assert "free again" not in page.words


def test_of_a_hold_that_cannot_be_seen_nothing_is_claimed(ada: Browser, sandbox: Sandbox) -> None:
    reserve(ada, WHEEL, One_seat="1")
    sandbox.revoke_refresh_tokens()
    sandbox.expire_tokens()
    page = ada.open(f"{WHEEL}/reservation")
    assert page.heading == "We cannot see this reservation any more"
    assert "not booked" not in page.words
    assert "free again" not in ada.post(f"{WHEEL}/reservation/cancel").words


def test_somebody_without_a_hold_is_told_so(ada: Browser, cy: Browser) -> None:
    reserve(ada, WHEEL, One_seat="1")
    page = cy.open(f"{WHEEL}/reservation")
    assert (page.status, page.heading) == (200, NONE)
    for action in ("checkout", "cancel"):
        assert cy.post(f"{WHEEL}/reservation/{action}").heading == NONE


def test_choosing_differently_keeps_only_the_new_hold(ada: Browser, bo: Browser) -> None:
    reserve(ada, WHEEL, One_seat="4")
    reserve(ada, WHEEL, One_seat="3")
    page = ada.open(f"{WHEEL}/reservation")
    assert [words(ticket) for ticket in page.by_class("held-ticket")] == ["One seat 3 × $48.00 $144.00"]
    assert reserve(bo, WHEEL, One_seat="4").url.startswith("http://localhost:8000/sandbox/")


def test_a_double_click_makes_one_hold(ada: Browser, sandbox: Sandbox) -> None:
    reserve(ada, LAB, Adult="1")
    form = ada.open(WHEEL).form(r"/reservations$")
    name = field_of(ada.page, "One seat").get("name", "") if ada.page else ""
    tabs, start = [ada.new_tab(), ada.new_tab()], Barrier(2)
    locations: list[str] = []

    def click(tab: Browser) -> None:
        tab.page = ada.page
        start.wait()
        locations.append(tab.send(form, **{name: "2"}).headers["Location"])

    clicks = [Thread(target=click, args=(tab,)) for tab in tabs]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert len(set(locations)) == 2
    assert count_calls_to(sandbox, "/ticket-reservations") == 2


def test_the_same_choice_later_is_a_new_hold(ada: Browser, sandbox: Sandbox) -> None:
    reserve(ada, WHEEL, One_seat="1")
    sandbox.clock.advance(timedelta(seconds=31))
    reserve(ada, WHEEL, One_seat="1")
    assert count_calls_to(sandbox, "/ticket-reservations") == 2


def test_what_was_let_go_is_not_taken_for_a_double_click(ada: Browser) -> None:
    reserve(ada, WHEEL, One_seat="1")
    ada.submit(ada.open(f"{WHEEL}/reservation").form("/reservation/cancel$"))
    assert pay(ada, reserve(ada, WHEEL, One_seat="1")).heading == headings.TICKETS_PAID


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"One_seat": "0"}, "Choose at least one ticket."),
        ({"One_seat": "5"}, "You can order 4 of these at most."),
        ({"One_seat": "two"}, "How many is a whole number"),
        ({"One_seat": "-1"}, "How many is a whole number"),
    ],
)
def test_a_wrong_number_is_said_at_its_field_and_kept(
    ada: Browser, sandbox: Sandbox, typed: dict[str, str], said: str
) -> None:
    page = reserve(ada, WHEEL, **typed)
    assert page.status == 422
    assert page.headers["Cache-Control"] == "no-store"
    field = field_of(page, "One seat")
    assert said in described(page, field)
    assert field.get("aria-invalid") == "true"
    assert "autofocus" in field.attrib
    assert field.get("value") == typed["One_seat"]
    assert count_calls_to(sandbox, "/ticket-reservations") == 0


def test_what_an_order_may_hold_altogether_is_counted_over_all_prices(ada: Browser) -> None:
    page = reserve(ada, LAB, Adult="6", Child="3")
    assert page.status == 422
    assert notices_of(page) == ["You can order 8 of these at most. (Workbench)"]
    assert field_of(page, "Adult").get("value") == "6"
    page = reserve(ada, LAB, Adult="6", Just_watching="6")
    assert notices_of(page) == ["One order can have at most 8 tickets."]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("4.99", "The lowest price for each is $5.00."),
        ("", "Write what you pay"),
        ("1,000", "Write what you pay"),
        ("12.345", "Write what you pay"),
        ("NaN", "Write what you pay"),
        ("999999", "Write what you pay"),
    ],
)
def test_a_price_of_ones_own_is_checked_at_its_field(ada: Browser, sandbox: Sandbox, typed: str, said: str) -> None:
    page = reserve(ada, CLAY_NIGHT, Your_price=typed, How_many="3")
    assert page.status == 422
    field = field_of(page, "Your price")
    assert said in described(page, field)
    assert "$5.00 or more" in described(page, field)
    assert field.get("value") == typed
    assert field_of(page, "How many").get("value") == "3"
    assert count_calls_to(sandbox, "/ticket-reservations") == 0


@pytest.mark.parametrize("typed", ["12.50", "12,50", "$12.5"])
def test_a_price_of_ones_own_is_what_is_charged(ada: Browser, typed: str) -> None:
    assert "$25.00" in reserve(ada, CLAY_NIGHT, Your_price=typed, How_many="2").words


def test_a_price_that_was_smuggled_in_is_ignored(ada: Browser) -> None:
    form = ada.open(WHEEL).form(r"/reservations$")
    name = field_of(ada.page, "One seat").get("name", "") if ada.page else ""
    hosted = ada.submit(form, **{name: "1", name.replace("quantity", "price"): "0.01"})
    assert "$48.00" in hosted.words


def test_tickets_sold_between_page_and_click_are_told_with_what_is_true_now(ada: Browser, sandbox: Sandbox) -> None:
    ada.open(LAST_SEATS)
    sandbox.set_ticket_stock("kintsugi-afternoon", "A seat and a seam", 1)
    page = reserve(ada, LAST_SEATS, A_seat="2")
    assert page.status == 409
    assert page.headers["Cache-Control"] == "no-store"
    assert "Somebody else was quicker" in page.words
    field = field_of(page, "A seat")
    assert (field.get("max"), field.get("value")) == ("1", "2")
    assert "up to 1" in described(page, field)


def test_whoever_holds_the_last_tickets_is_reminded_of_them(ada: Browser) -> None:
    form = ada.open(LAST_SEATS).form(r"/reservations$")
    name = field_of(ada.page, "A seat").get("name", "") if ada.page else ""
    ada.send(form, **{name: "2"})
    page = ada.submit(form, **{name: "1"})
    assert page.status == 409
    assert any(link.endswith(f"{LAST_SEATS}/reservation") for link in page.links())
    assert "You hold tickets for this event already" in page.words


def test_a_sold_out_event_says_so(ada: Browser) -> None:
    page = ada.open(SOLD_OUT)
    assert "Sold out" in page.words
    assert not list(page.form("/reservations$").iter("button"))


def test_the_last_tickets_go_to_one_of_two(ada: Browser, bo: Browser) -> None:
    names = {}
    for browser in (ada, bo):
        reserve(browser, LAB, Just_watching="1")
        page = browser.open(LAST_SEATS)
        names[browser] = field_of(page, "A seat").get("name", "")
    start, statuses = Barrier(2), []

    def click(browser: Browser) -> None:
        assert browser.page
        form = browser.page.form(r"/reservations$")
        start.wait()
        statuses.append(browser.send(form, **{names[browser]: "2"}).status_code)

    clicks = [Thread(target=click, args=(browser,)) for browser in (ada, bo)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert sorted(statuses) == [303, 409]


def answer(browser: Browser, address: str, **typed: str) -> Page:
    page = browser.open(address)
    form = page.form(r"/rsvps$")
    return browser.submit(form, next(form.iter("button")), **(ADA | typed))


def test_an_invitation_is_answered_with_a_name(ada: Browser, cy: Browser) -> None:
    page = answer(ada, TASTING)
    assert page.path.startswith("/thank-you?rsvpId=")
    assert page.status == 200
    assert "Morning tea tasting" in page.words
    assert cy.open(page.path).heading == headings.UNKNOWN


def test_an_answer_sent_twice_is_given_once(ada: Browser, sandbox: Sandbox) -> None:
    first = answer(ada, TASTING)
    assert answer(ada, TASTING).path == first.path
    assert count_calls_to(sandbox, "/rsvps") == 1


def test_a_full_event_offers_its_waiting_list(ada: Browser) -> None:
    page = ada.open(FULL)
    assert "All places are taken" in page.words
    thanks = answer(ada, FULL)
    assert thanks.path.startswith("/thank-you?rsvpId=")
    assert "waiting list" in thanks.words


def test_a_list_that_is_not_open_yet_takes_no_names(ada: Browser) -> None:
    page = ada.open("/events/teapot-talk-online")
    assert "not open yet" in page.words
    refused = ada.post("/events/teapot-talk-online/rsvps", ADA)
    assert refused.status == 409
    assert "takes no answers" in refused.words


@pytest.mark.parametrize(
    ("typed", "name", "said"),
    [
        ({"email": "ada"}, "email", "one @"),
        ({"email": "a@b@c.example"}, "email", "one @"),
        ({"email": "ada@"}, "email", "one @"),
        ({"email": ""}, "email", "fill in your e-mail"),
        ({"first_name": "  "}, "first_name", "fill in your first name"),
        ({"last_name": "x" * 51}, "last_name", "50 characters"),
    ],
)
def test_a_name_or_address_that_cannot_be_used_is_said_at_its_field(
    ada: Browser, sandbox: Sandbox, typed: dict[str, str], name: str, said: str
) -> None:
    page = answer(ada, TASTING, **typed)
    assert page.status == 422
    fields = {field.get("name"): field for field in page.form(r"/rsvps$").iter("input")}
    assert said in described(page, fields[name])
    assert fields[name].get("aria-invalid") == "true"
    kept = {field: value for field, value in ADA.items() if field not in typed}
    assert {field: fields[field].get("value") for field in kept} == kept
    assert count_calls_to(sandbox, "/rsvps") == 0


def test_the_calendar_file_of_an_event_can_be_read_back(ada: Browser) -> None:
    page = ada.open(f"{WHEEL}.ics")
    assert page.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert page.headers["Content-Disposition"] == "attachment; filename=evening-on-the-wheel.ics"
    assert page.headers["Cache-Control"] == "public, max-age=60"
    entry = next(iter(Calendar.from_ical(page.text).walk("VEVENT")))
    assert entry["SUMMARY"] == "Evening on the wheel"
    assert entry["DTSTART"].params["TZID"] == "America/New_York"
    assert entry["DTSTART"].dt.strftime("%H:%M") == "18:30"


@pytest.mark.usefixtures("without_events")
def test_a_shop_without_events_has_no_pages_for_them(ada: Browser) -> None:
    assert ada.open("/events").status == 404
    assert ada.open(WHEEL).status == 404
    assert not [link for link in ada.open("/products").links() if "/events" in link]
