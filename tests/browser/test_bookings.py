"""Booking a time in a real browser, across two sites: with the keyboard alone, in a narrow window, in far zones."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import headings
from tests.browser.conftest import OpenBrowser, Shop, Visitor
from tests.browser.test_buying import expect_heading, leave, pay

pytestmark = pytest.mark.browser

WHEEL, TASTING = "/services/wheel-throwing", "/services/tea-tasting"
CLASS, MEMBERS = "/services/saturday-hand-building", "/services/open-studio-session"
REFUSED = "Failed to load resource: the server responded with a status of 409"
HOSTED = re.compile(r"^http://localhost:\d+/sandbox/")
MONDAY = datetime(2027, 5, 17, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday(shop: Shop) -> None:
    """Early on a Monday at the studio, in a week without changes of clocks."""
    shop.sandbox.clock.set(MONDAY)


def time_at(page: Page, day: str, clock: str) -> Locator:
    """The first button of a day that is called so."""
    name = re.compile(rf"Book\s+{day}.*2027,\s+{clock.replace(' ', chr(92) + 's')}")
    return page.locator(".slot-days").get_by_role("button", name=name).first


def choose(page: Page, day: str, clock: str) -> None:
    time_at(page, day, clock).click()
    expect(page).to_have_url(HOSTED)


def sign_up(page: Page, email: str) -> None:
    form = page.locator("form:has(input[name=mode][value=sign-up])")
    form.get_by_label("E-mail").fill(email)
    form.locator("input[name=password]").fill("correct horse battery")
    form.locator("button[type=submit]").click()


def test_an_appointment_is_booked_and_shown_with_all_one_needs(ada: Visitor) -> None:
    page = ada.page
    page.goto("/")
    page.get_by_role("link", name="Book", exact=True).click()
    page.get_by_role("link", name="Wheel throwing, one to one").click()
    choose(page, "Tuesday, May 18", "9:00 AM")
    pay(page)
    expect_heading(page, headings.BOOKING_PAID)
    main = page.get_by_role("main")
    expect(main).to_contain_text("Tuesday, May 18, 2027, 9:00")
    expect(main).to_contain_text("Mara Quinn")
    page.reload()
    expect_heading(page, headings.BOOKING_PAID)


def test_a_place_in_a_class_is_booked_and_paid_at_the_studio(ada: Visitor) -> None:
    page = ada.page
    page.goto(f"{CLASS}?from=2027-07-03")
    choose(page, "Saturday, July 3", "10:00")
    leave(page, "pay-later")
    expect_heading(page, headings.BOOKING_PENDING)
    page.goto(f"{CLASS}?from=2027-07-02")  # times are remembered for a moment, view by view
    expect(page.locator(".slot").first).to_contain_text("5 of 6 places left")


def test_a_service_that_needs_a_plan_ends_booked_and_stands_in_the_account(ada: Visitor) -> None:
    page = ada.page
    page.goto(MEMBERS)
    choose(page, "Monday, May 17", "6:00")
    sign_up(page, "ada@example.com")
    page.locator("form[data-primary] button[type=submit]").first.click()
    expect_heading(page, "What you chose needs a membership")
    page.get_by_role("button", name=re.compile("Join")).first.click()
    expect(page).to_have_url(HOSTED)
    page.locator("form[data-primary] button[type=submit]").first.click()
    expect(page.locator("form[data-primary]")).to_contain_text(re.compile("Book with"))
    pay(page)
    expect_heading(page, headings.BOOKED)
    page.goto("/account/bookings")
    expect(page.get_by_role("main")).to_contain_text("Open studio session")


def test_a_time_taken_in_between_is_read_first_and_another_is_one_press_away(ada: Visitor, shop: Shop) -> None:
    page = ada.page
    page.goto(f"{TASTING}?zone=Europe/Paris")
    wanted = time_at(page, "Wednesday, May 19", "6:00 PM")
    expect(wanted).to_be_visible()
    shop.sandbox.take_slot("tea-tasting", "2027-05-19T12:00:00")
    wanted.click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was booked")
    expect(page.locator(".nearest")).to_contain_text("Wednesday, May 19, 2027, 6:00")
    expect(page.locator(".nearest")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".nearest-form button").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(HOSTED)
    pay(page)
    expect_heading(page, headings.BOOKED)
    ada.complaints = [complaint for complaint in ada.complaints if not complaint.startswith(REFUSED)]


def test_both_zones_are_named_and_the_visitors_can_be_chosen(ada: Visitor) -> None:
    page = ada.page
    page.goto(WHEEL)
    expect(page.locator(".zone-words")).to_contain_text("New York Time (EDT), the studio’s own")
    page.get_by_label("Time zone").select_option("Europe/Paris")
    page.get_by_role("button", name="Show these times").click()
    expect(page).to_have_url(re.compile(r"zone=Europe%2FParis"))
    expect(page.locator(".zone-words")).to_contain_text("Paris Time (GMT+2)")
    expect(page.locator(".zone-words")).to_contain_text("New York Time (EDT)")
    expect(time_at(page, "Tuesday, May 18", "3:00 PM")).to_contain_text("Studio: 9:00")
    page.get_by_role("link", name="Later times").first.click()
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Paris")
    page.goto(f"{WHEEL}?zone=Europe/Paris")
    choose(page, "Tuesday, May 18", "3:00 PM")
    expect(page.locator("main")).to_contain_text(re.compile(r"3:00\sPM"))


def test_the_browsers_own_zone_is_offered_as_a_link(open_browser: OpenBrowser, shop: Shop) -> None:
    visitor = open_browser()
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("Emulation.setTimezoneOverride", {"timezoneId": "Asia/Calcutta"})
    visitor.page.goto(f"{WHEEL}?from=2027-05-20")
    offer = visitor.page.get_by_role("link", name="Show times in your zone")
    expect(offer).to_contain_text(re.compile("Asia/(Calcutta|Kolkata)"))
    offer.click()
    expect(visitor.page.locator(".zone-words")).to_contain_text("Kolkata Time (GMT+5:30)")
    expect(visitor.page.get_by_role("link", name="Show times in your zone")).to_have_count(0)
    expect(visitor.page.get_by_label("From day")).to_have_value("2027-05-20")


def test_without_scripts_no_zone_is_offered_and_the_list_does_the_same(open_browser: OpenBrowser) -> None:
    page = open_browser(scripts=False).page
    page.goto(WHEEL)
    expect(page.get_by_text("Show times in your zone")).to_be_hidden()
    expect(page.get_by_label("Time zone")).to_have_value("America/New_York")


def tab_to(page: Page, target: Locator, most: int = 80) -> None:
    """Go on with the Tab key until somebody who sees no pointer has arrived."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("the Tab key never gets there")


def test_with_the_keyboard_alone(open_browser: OpenBrowser) -> None:
    page = open_browser().page
    page.goto(WHEEL)
    tab_to(page, page.get_by_label("Time zone"))
    page.keyboard.type("Tokyo")
    tab_to(page, page.get_by_role("button", name="Show these times"))
    page.keyboard.press("Enter")
    expect(page.locator(".zone-words")).to_contain_text("Tokyo Time (GMT+9)")
    first = page.locator(".slot-days button").first
    tab_to(page, first)
    outline = first.evaluate("element => getComputedStyle(element).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    expect(page).to_have_url(HOSTED)


def test_headings_and_names_tell_the_calendar_to_those_who_hear_it(open_browser: OpenBrowser) -> None:
    page = open_browser().page
    page.goto(f"{WHEEL}?zone=Asia/Tokyo")
    region = page.get_by_role("region", name=re.compile("^Free times, May 17"))
    assert region.get_by_role("heading", level=3).count() > 3
    name = region.locator(".slot-days button").first.evaluate("element => element.innerText.replace(/\\s+/g, ' ')")
    assert re.search(r"2027, \d+:00 [AP]M Studio: (\w{3} )?\d+:00 [AP]M EDT with \w+", name), name
    expect(page.get_by_role("navigation", name="Other days", exact=True)).to_be_visible()


@pytest.mark.parametrize("address", ["/services", f"{WHEEL}?zone=America/Argentina/Buenos_Aires", CLASS, MEMBERS])
def test_nothing_sticks_out_of_a_narrow_window_and_everything_can_be_pressed(
    open_browser: OpenBrowser, address: str
) -> None:
    page = open_browser(width=320).page
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.locator("main").evaluate(
        """main => [...main.querySelectorAll("button, select, input:not([type=hidden]), .button")]
             .map(element => element.getBoundingClientRect()).filter(box => box.width < 44 || box.height < 44).length"""
    )
    assert small == 0
