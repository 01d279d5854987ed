"""Events in a real browser, across two sites: tickets reserved, paid, abandoned, lost and free; answers; times."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import headings
from tests.browser.conftest import OpenBrowser, Shop, Visitor
from tests.browser.test_buying import expect_heading, leave
from tests.browser.test_real_catalog_and_cart import main_of, overflow_of, press_and_be_refused, query_of

pytestmark = pytest.mark.browser

WHEEL = "/events/evening-on-the-wheel"
LISBON = "/events/azulejo-days"
HELD = "Your tickets are held"
BOOKED = "These tickets are booked"
LAPSED = "The time for this reservation is over"
NOTHING_HELD = "No tickets are held for you"
HOSTED_LAPSED = "These tickets are not held for you any more"
DECLINED_CARD = "4000 0000 0000 0002"
LONGER_THAN_A_HOLD = timedelta(hours=1)
MOST_TABS = 40


def how_many(page: Page, ticket: str) -> Locator:
    return page.get_by_role("group", name=ticket).get_by_role("spinbutton")


def reserve_button(page: Page) -> Locator:
    return main_of(page).get_by_role("button", name=re.compile("^Reserve"))


def expect_hosted_page(page: Page) -> None:
    expect(page).to_have_url(re.compile(r"^http://localhost:\d+/sandbox/wix/event-checkout/"))
    expect(page.get_by_text("no money moves").first).to_be_visible()


def reserve(page: Page, address: str = WHEEL, ticket: str = "One seat", quantity: str = "2") -> None:
    """From the page of an event to the hosted one."""
    page.goto(address)
    how_many(page, ticket).fill(quantity)
    reserve_button(page).click()
    expect_hosted_page(page)


def pay_button(page: Page) -> Locator:
    return page.locator("form[data-primary] button[type=submit]")


def pay_for_tickets(page: Page) -> None:
    pay_button(page).click()
    expect(page).to_have_url(re.compile(r"^http://127\.0\.0\.1:\d+/thank-you\?"))


def expect_own_page_of_the_hold(page: Page, shop: Shop) -> None:
    expect(page).to_have_url(re.compile(rf"^{re.escape(shop.url)}{WHEEL}/reservation(\?|$)"))


def go_on_to_checkout(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Go on to")).click()
    expect_hosted_page(page)


def calls_to(shop: Shop, ending: str) -> int:
    return sum(call.path.endswith(ending) for call in shop.sandbox.journal())


def media_type_behind(visitor: Visitor, link: Locator) -> str:
    """What the address of a link answers with, fetched as this browser would."""
    answer = visitor.context.request.get(link.get_attribute("href") or "")
    assert answer.status == 200
    return answer.headers["content-type"].split(";")[0]


def test_from_the_list_to_tickets_that_can_be_printed_and_put_into_a_calendar(ada: Visitor) -> None:
    page = ada.page
    page.goto("/")
    page.get_by_role("link", name="Events", exact=True).first.click()
    expect_heading(page, "Events")
    main_of(page).get_by_role("link", name="Evening on the wheel").click()
    expect_heading(page, "Evening on the wheel")
    how_many(page, "One seat").fill("2")
    reserve_button(page).click()
    expect_hosted_page(page)
    expect(main_of(page)).to_contain_text("$96.00")
    pay_for_tickets(page)
    expect_heading(page, headings.TICKETS_PAID)
    shown = main_of(page).inner_text()
    assert "$96.00" in shown
    assert media_type_behind(ada, page.get_by_role("link", name="Your tickets as PDF")) == "application/pdf"
    assert media_type_behind(ada, page.get_by_role("link", name="Add to your calendar")) == "text/calendar"
    page.reload()
    expect_heading(page, headings.TICKETS_PAID)
    assert main_of(page).inner_text() == shown


def test_an_abandoned_hold_is_shown_with_the_time_left_and_resumed_by_a_new_way(ada: Visitor, shop: Shop) -> None:
    page = ada.page
    reserve(page)
    leave(page, "abandon")
    expect_own_page_of_the_hold(page, shop)
    expect_heading(page, HELD)
    expect(main_of(page)).to_contain_text(re.compile(r"Held until \d+:\d\d\s[AP]M E[SD]T"))
    expect(page.locator("[data-left]")).to_have_text(
        re.compile(r"^\d+:\d\d left$" if ada.has_scripts else r"^(19|20) minutes left$")
    )
    go_on_to_checkout(page)
    assert (calls_to(shop, "/redirect-session"), calls_to(shop, "/ticket-reservations")) == (2, 1)
    pay_for_tickets(page)
    expect_heading(page, headings.TICKETS_PAID)
    order_number = query_of(page)["orderNumber"]
    page.goto(f"{WHEEL}/reservation")
    expect_heading(page, BOOKED)
    page.get_by_role("link", name="See the order").click()
    expect_heading(page, headings.TICKETS_PAID)
    assert query_of(page)["orderNumber"] == order_number


def test_a_hold_is_let_go_and_its_places_can_be_taken_again(open_browser: OpenBrowser) -> None:
    page = open_browser(scripts=False).page
    reserve(page, LISBON, "First day only", "4")
    leave(page, "abandon")
    page.get_by_role("button", name="Let them go").click()
    expect_heading(page, NOTHING_HELD)
    expect(main_of(page)).to_contain_text("The tickets are free again")
    page.get_by_role("link", name="See the event").click()
    expect_heading(page, "Azulejo days")
    how_many(page, "First day only").fill("4")  # as many as there are: all of them were held before
    reserve_button(page).click()
    expect_hosted_page(page)


def test_a_hold_that_lapsed_says_so_wherever_one_is_and_offers_to_choose_again(
    open_browser: OpenBrowser, shop: Shop
) -> None:
    ada = open_browser()
    page = ada.page
    reserve(page)
    leave(page, "abandon")
    expect_heading(page, HELD)
    shop.sandbox.clock.advance(LONGER_THAN_A_HOLD)
    page.get_by_role("button", name=re.compile("^Go on to")).click()
    expect_heading(page, LAPSED)
    page.get_by_role("link", name="Choose tickets again").click()
    how_many(page, "One seat").fill("1")
    reserve_button(page).click()
    expect_hosted_page(page)

    shop.sandbox.clock.advance(LONGER_THAN_A_HOLD)
    press_and_be_refused(ada, pay_button(page), 410)
    expect_heading(page, HOSTED_LAPSED)
    main_of(page).get_by_role("link").click()
    expect_own_page_of_the_hold(page, shop)
    expect_heading(page, LAPSED)
    reserve(page, quantity="1")
    pay_for_tickets(page)
    expect_heading(page, headings.TICKETS_PAID)


def test_tickets_that_went_while_one_was_choosing_are_said_and_what_was_typed_is_kept(ada: Visitor, shop: Shop) -> None:
    page = ada.page
    page.goto(WHEEL)
    how_many(page, "One seat").fill("3")
    how_many(page, "Two seats").fill("1")
    shop.sandbox.set_ticket_stock("evening-on-the-wheel", "One seat", 1)
    press_and_be_refused(ada, reserve_button(page), 409)
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(how_many(page, "One seat")).to_have_value("3")
    expect(how_many(page, "Two seats")).to_have_value("1")
    expect(page.get_by_role("group", name="One seat")).to_contain_text("Only 1 left")
    how_many(page, "One seat").fill("1")
    shop.sandbox.set_ticket_stock("evening-on-the-wheel", "One seat", 0)
    press_and_be_refused(ada, reserve_button(page), 409)
    expect(page.get_by_role("group", name="One seat")).to_contain_text("Sold out")
    expect(how_many(page, "Two seats")).to_have_value("1")
    reserve_button(page).click()
    expect_hosted_page(page)


def test_a_declined_card_keeps_the_hold_and_another_card_pays(open_browser: OpenBrowser) -> None:
    page = open_browser().page
    reserve(page)
    page.get_by_label("Card number").fill(DECLINED_CARD)
    pay_for_tickets(page)
    expect_heading(page, headings.DECLINED)
    page.get_by_role("link", name="Back to your reservation").click()
    expect_heading(page, HELD)
    go_on_to_checkout(page)
    pay_for_tickets(page)
    expect_heading(page, headings.TICKETS_PAID)


def test_free_tickets_are_booked_without_talk_of_money(open_browser: OpenBrowser) -> None:
    page = open_browser(scripts=False).page
    page.goto("/events/kiln-opening")
    expect(how_many(page, "Free entry")).to_have_value("1")
    reserve_button(page).click()
    expect_hosted_page(page)
    expect(page.get_by_label("Card number")).to_have_count(0)
    pay_for_tickets(page)
    expect_heading(page, headings.TICKETS_FREE)
    expect(page.get_by_role("link", name="Your tickets as PDF")).to_be_visible()
    expect(main_of(page)).not_to_contain_text(re.compile(r"\bpaid\b|payment|\$[1-9]"))


def test_a_price_of_ones_own_is_refused_below_the_lowest_and_charged_above(open_browser: OpenBrowser) -> None:
    ada = open_browser()
    page = ada.page
    page.goto("/events/community-clay-night")
    price = page.get_by_label("Your price for each")
    price.fill("3")
    how_many(page, "Pay what you can").fill("2")
    press_and_be_refused(ada, reserve_button(page))
    expect(price).to_have_accessible_description(re.compile(r"The lowest price for each is \$5\.00"))
    expect(price).to_have_value("3")
    expect(how_many(page, "Pay what you can")).to_have_value("2")
    price.fill("12.50")
    reserve_button(page).click()
    expect_hosted_page(page)
    expect(main_of(page)).to_contain_text("$25.00")
    pay_for_tickets(page)
    expect_heading(page, headings.TICKETS_PAID)
    expect(main_of(page)).to_contain_text("$25.00")


def fill_in_answer(page: Page) -> None:
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("Last name").fill("Ek")
    page.get_by_label("E-mail").fill("ada@example.com")


def test_an_invitation_is_answered_and_a_full_event_takes_names_to_wait(ada: Visitor) -> None:
    page = ada.page
    page.goto("/events/morning-tea-tasting")
    fill_in_answer(page)
    page.get_by_role("button", name="I am coming").click()
    expect_heading(page, headings.RSVP_YES)
    page.reload()
    expect_heading(page, headings.RSVP_YES)
    page.goto("/events/matcha-and-moon-jars")
    expect(main_of(page)).to_contain_text("All places are taken")
    fill_in_answer(page)
    page.get_by_role("button", name="Join the waiting list").click()
    expect_heading(page, headings.RSVP_WAITING)


def test_on_second_thoughts_the_back_button_leads_to_a_form_that_still_works(
    open_browser: OpenBrowser, shop: Shop
) -> None:
    page = open_browser().page
    reserve(page)
    page.go_back()
    expect_heading(page, "Evening on the wheel")
    how_many(page, "One seat").fill("4")
    reserve_button(page).click()
    expect_hosted_page(page)
    expect(main_of(page)).to_contain_text("Quantity 4")
    assert calls_to(shop, "/ticket-reservations") == 2


def test_a_fast_double_click_makes_one_hold(open_browser: OpenBrowser, shop: Shop) -> None:
    page = open_browser().page
    page.goto(WHEEL)
    how_many(page, "One seat").fill("2")
    reserve_button(page).dblclick()
    expect_hosted_page(page)
    assert calls_to(shop, "/ticket-reservations") == 1


def test_the_time_left_is_counted_down_and_each_minute_is_said(open_browser: OpenBrowser) -> None:
    page = open_browser().page
    page.clock.install()
    reserve(page)
    leave(page, "abandon")
    left, said = page.locator("[data-left]"), main_of(page).get_by_role("status")
    expect(left).to_have_text(re.compile(r"^(20:00|19:\d\d) left$"))
    page.clock.run_for("02:00")
    expect(left).to_have_text(re.compile(r"^1[78]:\d\d left$"))
    expect(said).to_have_text(re.compile(r"^1[78] minutes left$"))
    page.clock.fast_forward("20:00")
    expect(left).to_have_text("the time is over")
    expect(said).to_contain_text("not held any more")


def test_times_are_those_of_the_place_wherever_the_browser_is(open_browser: OpenBrowser) -> None:
    seen = []
    for time_zone in ("Asia/Tokyo", "America/New_York"):
        page = open_browser(time_zone=time_zone).page
        page.goto(LISBON)
        seen.append(page.locator(".event-facts time").inner_text())
    assert seen[0] == seen[1]
    assert re.search(r"10:00\sAM\s.*\s4:30\sPM GMT(\+1)? \(Lisbon Time\)$", seen[0])


def tab_to(page: Page, is_there: Callable[[], bool]) -> None:
    for _ in range(MOST_TABS):
        if is_there():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not lead there on {page.url}")


def has_focus(field: Locator) -> bool:
    return bool(field.evaluate("element => element === document.activeElement"))


def test_a_ticket_is_reserved_and_paid_for_by_keyboard_alone(open_browser: OpenBrowser) -> None:
    page = open_browser().page
    page.goto(WHEEL)
    tab_to(page, lambda: has_focus(page.get_by_role("link", name="Skip to the content")))
    page.keyboard.press("Enter")
    tab_to(page, lambda: has_focus(how_many(page, "One seat")))
    page.keyboard.type("1")
    tab_to(page, lambda: has_focus(reserve_button(page)))
    page.keyboard.press("Enter")
    expect_hosted_page(page)
    tab_to(page, lambda: has_focus(pay_button(page)))
    page.keyboard.press("Enter")
    expect_heading(page, headings.TICKETS_PAID)


def test_nothing_of_events_scrolls_sideways_on_a_narrow_phone(open_browser: OpenBrowser) -> None:
    page = open_browser(width=320).page
    reserve(page)
    leave(page, "abandon")
    expect_heading(page, HELD)
    addresses = (
        "/events",
        "/events?past=1",
        WHEEL,
        LISBON,
        "/events/glaze-lab",
        "/events/community-clay-night",
        "/events/matcha-and-moon-jars",
        "/events/night-firing",
        f"{WHEEL}/reservation",
        "/thank-you",
    )
    assert {address: overflow_of(page, address) for address in addresses} == dict.fromkeys(addresses, 0)
    page.goto(f"{WHEEL}/reservation")
    go_on_to_checkout(page)
    pay_for_tickets(page)
    expect_heading(page, headings.TICKETS_PAID)
    assert overflow_of(page, page.url) == 0
