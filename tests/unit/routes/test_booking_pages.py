"""Services and their times as a visitor meets them, over bookings made by hand."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from services.errors import SlotTakenError
from services.models import ReturnUrls, SlotState
from tests.browsing import Browser, Page, form_values, words
from tests.unit.routes.hand_bookings import FERRY, HOSTED, MARA, TEO, HandBookings, moment, slot_at

# A Wednesday, ten in the morning in New York.
NOW = moment("2027-05-19T14:00")


@pytest.fixture
def bookings(app: Flask) -> HandBookings:
    made = HandBookings()
    app.extensions["storefront"] = replace(app.extensions["storefront"], bookings=made)
    app.extensions["clock"] = lambda: NOW
    return made


def cards(browser: Browser) -> dict[str, str]:
    assert browser.page
    return {words(next(card.iter("h2"))): words(card) for card in browser.page.by_class("service-card")}


def days(page: Page) -> dict[str, list[str]]:
    """What stands on each day, as it is read out."""
    return {
        words(next(day.iter("h3"))): [words(slot) for slot in day.iter() if "slot" in slot.get("class", "").split()]
        for day in page.by_class("slot-day")
    }


def buttons(page: Page, form: str = "slot-days") -> list[Element]:
    return [button for found in page.by_class(form) for button in found.iter("button")]


def book(browser: Browser, slug: str, **fields: str) -> tuple[int, str]:
    headers = {"Sec-Fetch-Site": "same-origin"}
    response = browser.client.post(
        f"/services/{slug}/bookings", base_url=browser.base_url, data=fields, headers=headers
    )
    return response.status_code, response.headers.get("Location", "")


class TestTheList:
    def test_each_card_says_what_it_is_how_long_it_takes_and_what_it_costs(
        self, ada: Browser, bookings: HandBookings
    ) -> None:
        ada.open("/services")
        shown = cards(ada)
        assert list(shown) == [service.name for service in bookings.services]
        assert shown["Wheel throwing"] == "Wheel throwing An hour & a wheel. Appointment 1 hour $65.00"
        assert "Class 2 hours 30 minutes $48.00, or with a membership" in shown["Hand-building"]
        assert "With a membership" in shown["Open studio"]
        assert "45 minutes Free" in shown["Tasting"]
        assert "From $20" in shown["Glaze"]
        assert "from $20.00" in shown["Range"]
        assert "Course $240.00" in shown["Six weeks"]

    def test_it_is_public_and_opens_no_session(self, ada: Browser, bookings: HandBookings) -> None:
        page = ada.open("/services?wixMemberLoggedIn=true")
        assert page.headers["Cache-Control"] == "public, max-age=60"
        assert "Set-Cookie" not in page.headers

    def test_a_shop_with_nothing_to_book_says_so(self, ada: Browser, bookings: HandBookings) -> None:
        bookings.services = ()
        assert "There is nothing to book" in ada.open("/services").words

    def test_a_platform_without_bookings_has_no_such_page(self, app: Flask, ada: Browser) -> None:
        app.extensions["storefront"] = replace(app.extensions["storefront"], bookings=None)
        assert ada.open("/services").status == 404
        assert ada.open("/services/wheel").status == 404


class TestOneService:
    def test_it_says_everything_that_is_known(self, ada: Browser, bookings: HandBookings) -> None:
        bookings.slots = [slot_at("2027-05-19T18:00"), slot_at("2027-05-20T18:00", staff=(TEO,))]
        page = ada.open("/services/wheel")
        assert page.heading == "Wheel throwing"
        for told in ("$65.00", "1 hour", "Mara, Teo", "14 Tannery Lane", "3 Ferry Street", "at least 2 hours"):
            assert told in page.words
        assert [picture.get("alt") for picture in page.root.iter("img")][1:3] == ["A wheel", "A bowl"]

    def test_a_course_is_shown_but_has_no_times(self, ada: Browser, bookings: HandBookings) -> None:
        page = ada.open("/services/course")
        assert "A course is booked as a whole" in page.words
        assert not page.by_class("slot-days")
        assert bookings.asked == []
        assert ada.post("/services/course/bookings", {"slot": "x"}).status == 409

    def test_what_is_not_booked_online_says_so(self, ada: Browser, bookings: HandBookings) -> None:
        assert "not booked online" in ada.open("/services/closed").words

    def test_the_plans_that_it_needs_are_one_link_away(self, ada: Browser, bookings: HandBookings) -> None:
        page = ada.open("/services/members")
        assert any(link.endswith("/plans?planIds=p1,p2") for link in page.links())

    def test_an_old_name_leads_to_the_new_one_with_the_view_kept(self, ada: Browser, bookings: HandBookings) -> None:
        page = ada.open("/services/old-name?zone=Europe/Paris&slug=other&_external=1&from=2027-06-01")
        assert urlsplit(page.url).path == "/services/wheel"
        assert parse_qs(urlsplit(page.url).query) == {"zone": ["Europe/Paris"], "from": ["2027-06-01"]}

    @pytest.mark.parametrize("slug", ["unknown", "%00", "a b", "-x"])
    def test_what_is_no_service_is_not_found(self, ada: Browser, bookings: HandBookings, slug: str) -> None:
        assert ada.open(f"/services/{slug}").status == 404
        assert ada.post(f"/services/{slug}/bookings").status == 404

    def test_it_is_public_lives_briefly_and_opens_no_session(self, ada: Browser, bookings: HandBookings) -> None:
        page = ada.open("/services/wheel?zone=Asia/Tokyo&wixMemberLoggedIn=true")
        assert page.headers["Cache-Control"] == "public, max-age=0, s-maxage=5"
        assert "Set-Cookie" not in page.headers
        assert page.text == ada.open("/services/wheel?zone=Asia/Tokyo&utm_source=x").text


class TestTheWeek:
    def test_times_are_the_studios_unless_the_address_says_otherwise(
        self, ada: Browser, bookings: HandBookings
    ) -> None:
        bookings.slots = [slot_at("2027-05-20T13:30", staff=(MARA, TEO))]
        page = ada.open("/services/wheel")
        assert "Times are in New York Time (EDT), the studio’s own." in page.words
        shown = days(page)
        assert list(shown) == ["Thursday, May 20, 2027"]
        assert "There are no times on the days between." in page.words
        (told,) = shown["Thursday, May 20, 2027"]
        assert told.replace("\u202f", " ") == "Book Thursday, May 20, 2027, 9:30 AM with Mara or Teo at Studio"

    def test_both_zones_are_named_where_they_differ(self, ada: Browser, bookings: HandBookings) -> None:
        bookings.slots = [slot_at("2027-05-20T23:30")]
        page = ada.open("/services/wheel?zone=Asia/Tokyo")
        assert "Times are in Tokyo Time (GMT+9)." in page.words
        assert "in New York Time (EDT), stand beside them" in page.words
        (told,) = days(page)["Friday, May 21, 2027"]
        assert told.startswith("Book Friday, May 21, 2027, 8:30 AM Studio: Thu 7:30 PM EDT")

    def test_the_zone_is_chosen_in_a_form_and_stays_when_leafing(self, ada: Browser, bookings: HandBookings) -> None:
        bookings.slots = [slot_at("2027-05-27T13:30")]
        page = ada.submit(ada.open("/services/wheel").form("#times$"), zone="Europe/Paris")
        assert dict(form_values(page.form("#times$")))["zone"] == "Europe/Paris"
        later = next(link for link in page.links() if "from=2027-05-26" in link)
        page = ada.open(later)
        assert "3:30 PM" in days(page)["Thursday, May 27, 2027"][0]
        assert "May 26 – Jun 1, 2027" in page.words.replace("\u202f", " ")

    def test_an_unknown_zone_is_said_and_the_studios_shown(self, ada: Browser, bookings: HandBookings) -> None:
        page = ada.open("/services/wheel?zone=Mars/Olympus")
        assert page.status == 400
        assert "We do not know that time zone" in page.words
        assert "New York Time (EDT), the studio’s own" in page.words
        assert page.headers["Cache-Control"] == "no-store"

    def test_the_week_asked_for_is_the_visitors_week(self, ada: Browser, bookings: HandBookings) -> None:
        ada.open("/services/wheel?zone=Asia/Tokyo&from=2027-05-24")
        query = bookings.asked[0]
        assert (query.starts_from, query.starts_before) == (moment("2027-05-23T15:00"), moment("2027-05-30T15:00"))

    @pytest.mark.parametrize(
        ("zone", "day", "times"),
        [
            ("America/New_York", "Sunday, November 7, 2027", ["1:30 AM EDT", "1:30 AM EST", "2:30 AM"]),
            ("Europe/Paris", "Sunday, November 7, 2027", ["6:30 AM", "7:30 AM", "8:30 AM"]),
        ],
    )
    def test_an_hour_that_comes_twice_can_be_told_apart(
        self, ada: Browser, bookings: HandBookings, zone: str, day: str, times: list[str]
    ) -> None:
        bookings.slots = [slot_at(f"2027-11-07T0{hour}:30") for hour in (5, 6, 7)]
        page = ada.open(f"/services/wheel?zone={zone}&from=2027-11-04")
        shown = [told.replace("\u202f", " ") for told in days(page)[day]]
        assert [time for time, told in zip(times, shown, strict=True) if f"2027, {time} " in told] == times
        assert ("it has 25 hours, and ends in EST" in page.words) == (zone == "America/New_York")

    def test_times_that_cannot_be_booked_say_why(self, ada: Browser, bookings: HandBookings) -> None:
        reasons = {
            SlotState.FULL: "Full",
            SlotState.WAITING_LIST: "Full, with a waiting list",
            SlotState.LOCKED: "Offered to the waiting list first",
            SlotState.TOO_EARLY: "Booking has not begun yet",
            SlotState.TOO_LATE: "Too late to book",
            SlotState.CLOSED: "Not booked online",
        }
        bookings.slots = [slot_at(f"2027-05-20T1{number}:00", state) for number, state in enumerate(reasons)]
        page = ada.open("/services/table")
        shown = days(page)["Thursday, May 20, 2027"]
        assert [told.endswith(reason) for told, reason in zip(shown, reasons.values(), strict=True)] == [True] * 6
        assert buttons(page) == []

    def test_a_waiting_list_can_be_joined_by_whoever_asks_for_it(self, ada: Browser, bookings: HandBookings) -> None:
        bookings.slots = [slot_at("2027-05-20T14:00", SlotState.WAITING_LIST, waiting_spots=3)]
        page = ada.open("/services/table")
        (told,) = days(page)["Thursday, May 20, 2027"]
        assert told.endswith("Full, with a waiting list: join it, 3 places left")
        assert "Book" not in told
        assert ada.send(page.form("/bookings$"), buttons(page)[0]).status_code == 303
        assert book(ada, "table", slot="2027-05-20T14:00")[0] == 409

    def test_what_has_begun_is_left_out(self, ada: Browser, bookings: HandBookings) -> None:
        bookings.slots = [slot_at("2027-05-19T14:00", SlotState.TOO_LATE), slot_at("2027-05-19T14:01")]
        page = ada.open("/services/wheel")
        assert [button.get("value") for button in buttons(page)] == ["2027-05-19T14:01"]

    def test_of_a_class_four_weeks_are_shown(self, ada: Browser, bookings: HandBookings) -> None:
        bookings.slots = [slot_at(f"2027-0{day}T14:00") for day in ("5-22", "5-29", "6-05", "6-12", "6-19")]
        page = ada.open("/services/table")
        assert len(buttons(page)) == 4
        assert any("from=2027-06-16" in link for link in page.links())

    def test_a_session_of_a_class_says_how_many_places_are_left(self, ada: Browser, bookings: HandBookings) -> None:
        bookings.slots = [slot_at("2027-05-20T14:00", open_spots=2, total_spots=6)]
        assert "2 of 6 places left" in days(ada.open("/services/table"))["Thursday, May 20, 2027"][0]

    def test_a_week_with_nothing_free_leads_to_the_next_free_time(self, ada: Browser, bookings: HandBookings) -> None:
        bookings.slots = [slot_at("2027-05-20T14:00", SlotState.FULL), slot_at("2027-06-11T02:00")]
        page = ada.open("/services/wheel")
        assert "The next free time is on Thursday, June 10, 2027, 10:00 PM EDT" in page.words.replace("\u202f", " ")
        page = ada.open(next(link for link in page.links() if "from=2027-06-10" in link))
        assert len(buttons(page)) == 1

    def test_with_nothing_free_for_long_there_is_still_a_way_on(self, ada: Browser, bookings: HandBookings) -> None:
        assert "and we will look for one" in ada.open("/services/wheel").words
        page = ada.open("/services/wheel?staff=st1")
        assert "with somebody else or elsewhere" in page.words


class TestNarrowing:
    def test_by_staff_and_place_with_the_others_still_to_choose(self, ada: Browser, bookings: HandBookings) -> None:
        bookings.slots = [
            slot_at("2027-05-20T14:00", staff=(MARA,)),
            slot_at("2027-05-20T15:00", staff=(TEO,)),
            slot_at("2027-05-20T16:00", staff=(TEO,), place=FERRY),
        ]
        form = ada.open("/services/wheel").form("#times$")
        page = ada.submit(form, staff="st2")
        assert len(buttons(page)) == 2
        assert "Mara" in words(page.form("#times$"))
        page = ada.submit(page.form("#times$"), place="pl2")
        assert len(buttons(page)) == 1
        fields = dict(form_values(page.form("/bookings$")))
        assert (fields["staff"], fields["place"]) == ("st2", "pl2")

    def test_whoever_was_chosen_stays_chosen_in_a_week_without_them(self, ada: Browser, bookings: HandBookings) -> None:
        bookings.slots = [slot_at("2027-05-20T14:00", staff=(MARA,))]
        page = ada.open("/services/wheel?staff=st2")
        assert dict(form_values(page.form("#times$")))["staff"] == "st2"
        assert buttons(page) == []

    def test_one_call_shows_a_week(self, ada: Browser, bookings: HandBookings) -> None:
        bookings.slots = [slot_at("2027-05-20T14:00")]
        ada.open("/services/wheel")
        assert len(bookings.asked) == 1


class TestBooking:
    def test_a_free_time_leads_to_the_hosted_page(self, ada: Browser, bookings: HandBookings) -> None:
        bookings.slots = [slot_at("2027-05-20T14:00")]
        page = ada.open("/services/wheel?zone=Europe/Paris")
        answer = ada.send(page.form("/bookings$"), buttons(page)[0])
        assert (answer.status_code, answer.headers["Location"]) == (303, HOSTED)
        slug, slot, zone, urls = bookings.sent[0]
        assert (slug, slot.key, zone) == ("wheel", "2027-05-20T14:00", "Europe/Paris")
        assert urls == ReturnUrls(
            thank_you_url=f"{ada.base_url}/order-confirmation",
            post_flow_url=f"{ada.base_url}/services/wheel?zone=Europe/Paris",
            plan_list_url=f"{ada.base_url}/plans",
            service_list_url=f"{ada.base_url}/services",
        )

    @pytest.mark.parametrize("state", [state for state in SlotState if state is not SlotState.FREE])
    def test_a_time_that_went_meanwhile_is_said_with_the_nearest(
        self, ada: Browser, bookings: HandBookings, state: SlotState
    ) -> None:
        bookings.slots = [slot_at(f"2027-05-20T{hour}:00") for hour in (13, 14, 15, 18, 21)]
        page = ada.open("/services/wheel?zone=Europe/Paris")
        wanted = buttons(page)[1]
        bookings.change("2027-05-20T14:00", state)
        page = ada.submit(page.form("/bookings$"), wanted)
        assert page.status == 409
        assert page.headers["Cache-Control"] == "no-store"
        assert "Nothing was booked" in words(page.by_class("notice")[0])
        assert "Thursday, May 20, 2027, 4:00 PM GMT+2" in page.words.replace("\u202f", " ")
        near = buttons(page, "nearest-form")
        assert [button.get("value") for button in near] == [f"2027-05-20T{hour}:00" for hour in (13, 15, 18)]
        assert "autofocus" in page.by_class("nearest")[0].attrib
        assert bookings.sent == []
        assert ada.send(page.form("/bookings$"), near[0]).status_code == 303

    def test_a_time_that_is_gone_altogether_is_looked_for_where_it_was(
        self, ada: Browser, bookings: HandBookings
    ) -> None:
        bookings.slots = [slot_at("2027-06-10T14:00"), slot_at("2027-06-10T15:00"), slot_at("2027-05-20T14:00")]
        page = ada.open("/services/wheel?from=2027-06-08")
        wanted = buttons(page)[0]
        del bookings.slots[0]
        page = ada.submit(page.form("/bookings$"), wanted)
        assert page.status == 409
        assert [button.get("value") for button in buttons(page, "nearest-form")] == ["2027-06-10T15:00"]
        assert "Jun 8" in page.words

    def test_a_platform_that_refuses_at_the_last_moment_is_heard(self, ada: Browser, bookings: HandBookings) -> None:
        bookings.slots = [slot_at("2027-05-20T14:00"), slot_at("2027-05-21T14:00")]
        bookings.refusal = SlotTakenError()
        page = ada.post("/services/wheel/bookings", {"slot": "2027-05-20T14:00", "zone": "Europe/Paris"})
        assert page.status == 409
        assert "Somebody else was quicker" in page.words

    @pytest.mark.parametrize("key", ["", "nonsense", "x" * 2000, "a\x00b"])
    def test_what_is_no_time_books_nothing(self, ada: Browser, bookings: HandBookings, key: str) -> None:
        page = ada.post("/services/wheel/bookings", {"slot": key})
        assert page.status == 409
        assert "not offered any more" in page.words

    def test_a_damaged_form_draws_the_page_again(self, ada: Browser, bookings: HandBookings) -> None:
        page = ada.post("/services/wheel/bookings", {"slot": "2027-05-20T14:00", "zone": "Mars/Olympus"})
        assert page.status == 422
        assert bookings.sent == []

    def test_each_click_makes_a_new_way(self, ada: Browser, bookings: HandBookings) -> None:
        bookings.slots = [slot_at("2027-05-20T14:00")]
        for _ in range(2):
            assert book(ada, "wheel", slot="2027-05-20T14:00") == (303, HOSTED)
        assert len(bookings.sent) == 2

    def test_a_form_of_another_site_is_refused(self, ada: Browser, bookings: HandBookings) -> None:
        response = ada.client.post(
            "/services/wheel/bookings", base_url=ada.base_url, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert response.status_code == 403
