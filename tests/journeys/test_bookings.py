"""From the list of services over a free time and the hosted page and back, as a visitor goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from app import embed
from sandbox import Sandbox
from services.registry import build_storefront
from tests import headings
from tests.browsing import Browser, Page, words
from tests.journeys.conftest import (
    add_to_cart,
    buy,
    choose,
    count_calls_to,
    order_id_of,
    pay,
    sign_in_to,
    start_checkout,
)
from tests.recording import Recorder

WHEEL, TASTING, GLAZE = "/services/wheel-throwing", "/services/tea-tasting", "/services/glaze-consultation"
CLASS, MEMBERS, COURSE = (
    "/services/saturday-hand-building",
    "/services/open-studio-session",
    "/services/six-week-wheel-course",
)
UNKNOWN_ID = "11111111-2222-4333-8444-555555555555"
EMAIL, PASSWORD = "ada@example.com", "correct horse battery"
# Monday, two in the morning at the studio; no clocks change in that week.
MONDAY = datetime(2027, 5, 17, 6, tzinfo=UTC)
REDIRECTS = "/redirect-session"


@pytest.fixture(autouse=True)
def monday(sandbox: Sandbox) -> None:
    sandbox.clock.set(MONDAY)


@pytest.fixture
def without_key(app: Flask, sandbox: Sandbox) -> None:
    """A shop without an API key: nobody else's order can be read at all."""
    platform = replace(embed(sandbox), api_key="", site_id="")
    app.extensions["storefront"] = build_storefront(app.extensions["settings"], sandbox.clock.now, platform)


def times(page: Page) -> list[Element]:
    """The buttons of the calendar."""
    return [button for form in page.by_class("slot-days") for button in form.iter("button")]


def time_named(page: Page, *parts: str) -> Element:
    found = (button for button in times(page) if all(part in told(button) for part in parts))
    return next(found)


def told(element: Element) -> str:
    return words(element).replace("\u202f", " ").replace("\u2009", " ")


def choose_time(browser: Browser, address: str = WHEEL, *parts: str) -> Page:
    """From a service's page to the hosted one, by the first time or the one that is told so."""
    page = browser.open(address)
    return browser.submit(page.form("/bookings$"), time_named(page, *parts))


def book(browser: Browser, address: str = WHEEL, *parts: str) -> Page:
    return pay(browser, choose_time(browser, address, *parts))


def sign_up(browser: Browser, page: Page, email: str = EMAIL) -> Page:
    """Become a member on a hosted page that asks for it."""
    form = next(
        form
        for form in page.forms()
        if any(field.get("name") == "mode" and field.get("value") == "sign-up" for field in form.iter("input"))
    )
    return browser.submit(form, email=email, password=PASSWORD)


def test_the_list_shows_what_there_is_and_leads_to_each(ada: Browser) -> None:
    ada.open("/")
    assert ada.page
    page = ada.open(next(link for link in ada.page.links() if link.endswith("/services")))
    names = [words(name) for name in page.by_class("service-card-name")]
    assert names[:2] == ["Wheel throwing, one to one", "Tea tasting for two"]
    assert len(names) == 6
    for name in names:
        link = next(a for a in page.root.iter("a") if words(a) == name)
        assert ada.open(link.get("href", "")).heading == name


@pytest.mark.parametrize("address", ["/services", WHEEL, f"{CLASS}?zone=Asia/Tokyo", COURSE])
def test_services_and_their_times_are_public_pages(ada: Browser, cy: Browser, address: str) -> None:
    sign_in_to(ada)
    page = ada.open(address)
    assert page.headers["Cache-Control"].startswith("public, max-age=")
    assert "Set-Cookie" not in page.headers
    assert page.text == cy.open(address).text


def test_an_appointment_is_booked_and_shown_with_all_one_needs(ada: Browser) -> None:
    hosted = choose_time(ada, WHEEL, "Tuesday, May 18, 2027, 9:00 AM")
    assert hosted.url.startswith("http://localhost:8000/sandbox/")
    page = pay(ada, hosted)
    assert page.path.startswith("/order-confirmation?orderId=")
    assert (page.status, page.heading) == (200, headings.BOOKING_PAID)
    for said in (
        "Wheel throwing, one to one",
        "Tuesday, May 18, 2027, 9:00 AM",
        "Mara Quinn",
        "14 Tannery Lane",
        "$65.00",
    ):
        assert said in told(page.root)
    assert "pack" not in page.words
    assert page.headers["Cache-Control"] == "no-store"
    assert ada.open(page.path).heading == headings.BOOKING_PAID


def test_the_visitors_zone_goes_all_the_way(ada: Browser) -> None:
    hosted = choose_time(ada, f"{WHEEL}?zone=Europe/Paris", "Tuesday, May 18, 2027, 3:00 PM Studio: 9:00 AM EDT")
    assert "3:00 PM" in told(hosted.root)
    page = pay(ada, hosted)
    assert "3:00 PM" in told(page.root)
    assert "Europe/Paris" in page.words


def test_what_costs_nothing_is_not_called_paid(ada: Browser) -> None:
    page = book(ada, TASTING)
    assert page.heading == headings.BOOKED
    assert "Nothing was charged" in page.words


def test_a_request_that_the_studio_confirms_is_not_called_confirmed(ada: Browser) -> None:
    page = book(ada, GLAZE)
    assert page.heading in (headings.BOOKED, headings.BOOKING_PENDING)
    assert "confirmed" not in page.words


def test_paying_at_the_studio_is_called_pending(ada: Browser) -> None:
    page = choose(ada, choose_time(ada, CLASS), "pay-later")
    assert page.heading == headings.BOOKING_PENDING
    assert "you pay when you come" in page.words


def test_a_booked_time_is_not_offered_any_more(ada: Browser, cy: Browser) -> None:
    asked = ("Tuesday, May 18, 2027, 9:00 AM", "Mara")
    book(ada, WHEEL, *asked)
    with pytest.raises(StopIteration):
        time_named(cy.open(f"{WHEEL}?from=2027-05-18"), *asked)


def test_a_place_in_a_class_is_one_less_for_the_next(ada: Browser, cy: Browser) -> None:
    page = ada.open(f"{CLASS}?from=2027-07-03")
    assert "6 of 6 places left" in words(times(page)[0])
    pay(ada, ada.submit(page.form("/bookings$"), times(page)[0]))
    assert "5 of 6 places left" in words(times(cy.open(f"{CLASS}?from=2027-07-03&zone=Europe/Paris"))[0])


def test_a_time_taken_in_between_is_said_with_the_nearest(ada: Browser, sandbox: Sandbox) -> None:
    page = ada.open(f"{TASTING}?zone=Europe/Paris")
    wanted = time_named(page, "Wednesday, May 19, 2027, 6:00 PM")
    sandbox.take_slot("tea-tasting", "2027-05-19T12:00:00")
    page = ada.submit(page.form("/bookings$"), wanted)
    assert (page.status, page.headers["Cache-Control"]) == (409, "no-store")
    assert "Nothing was booked" in page.words
    near = [button for form in page.by_class("nearest-form") for button in form.iter("button")]
    assert len(near) == 3
    assert all("Wednesday, May 19, 2027" in told(button) for button in near)
    assert count_calls_to(sandbox, REDIRECTS) == 0
    hosted = ada.submit(page.by_class("nearest-form")[0], near[0])
    assert pay(ada, hosted).heading == headings.BOOKED


def test_a_time_taken_while_the_hosted_page_is_open_is_said_there(ada: Browser, sandbox: Sandbox) -> None:
    hosted = choose_time(ada, TASTING, "Wednesday, May 19, 2027, 12:00 PM")
    sandbox.take_slot("tea-tasting", "2027-05-19T12:00:00")
    assert "Nothing was booked" in pay(ada, hosted).words


def test_each_click_is_a_new_way(ada: Browser, sandbox: Sandbox) -> None:
    page = ada.open(WHEEL)
    ways = {ada.send(page.form("/bookings$"), times(page)[0]).headers["Location"] for _ in range(2)}
    assert len(ways) == 2
    assert count_calls_to(sandbox, REDIRECTS) == 2


def test_leaving_leads_back_to_the_service_and_claims_nothing(ada: Browser) -> None:
    page = choose(ada, choose_time(ada), "abandon")
    assert page.path.split("?")[0] == WHEEL
    assert page.heading == "Wheel throwing, one to one"
    page = choose(ada, choose_time(ada), "services")
    assert page.path.split("?")[0] == "/services"


def test_the_waiting_list_of_a_full_session_can_be_joined(ada: Browser, sandbox: Sandbox) -> None:
    sandbox.take_slot("saturday-hand-building", "2027-07-03T10:00:00", people=6)
    page = ada.open(f"{CLASS}?from=2027-07-03")
    button = times(page)[0]
    assert "Full, with a waiting list: join it" in told(button)
    hosted = ada.submit(page.form("/bookings$"), button)
    assert "waiting list" in pay(ada, hosted).words


def test_a_service_that_needs_a_plan_ends_booked(ada: Browser) -> None:
    hosted = sign_up(ada, choose_time(ada, MEMBERS))
    page = choose(ada, hosted, "plans") if "plans" in hosted.text else hosted
    assert page.heading == "What you chose needs a membership"
    assert page.headers["Cache-Control"] == "no-store"
    hosted = pay(ada, ada.submit(page.form("/checkout$")))
    assert hosted.url.startswith("http://localhost:8000/sandbox/")
    page = pay(ada, hosted)
    assert page.path.startswith("/order-confirmation?orderId=")
    assert page.heading == headings.BOOKED
    assert "Open studio session" in page.words
    account = ada.open("/account/bookings")
    assert "Open studio session" in account.words
    assert "Confirmed" in account.words


def test_bookings_of_a_member_show_in_the_account(ada: Browser) -> None:
    sign_in_to(ada)
    page = ada.open("/account")
    assert "Bookings" in page.words
    book(ada, WHEEL, "Tuesday, May 18, 2027, 9:00 AM")
    page = ada.open("/account/bookings")
    assert page.heading == "Your bookings"
    assert "Tuesday" in page.words or "May 18, 2027" in page.words
    assert "Confirmed" in page.words
    assert page.headers["Cache-Control"] == "no-store"
    order = next(link for link in ada.open("/account/orders").links() if "/account/orders/" in link)
    shown = ada.open(order)
    assert "We look forward to seeing you" in shown.words
    assert "Not sent yet" not in shown.words


def test_whoever_has_booked_nothing_is_told_where_to(ada: Browser) -> None:
    hosted = ada.submit(ada.open("/account/bookings").form(primary=True))
    page = sign_up(ada, hosted)
    assert "No bookings to show" in ada.open("/account/bookings").words
    assert page.status == 200


class TestWhoseItIs:
    def test_cy_cannot_see_adas_booking_and_cannot_tell_that_it_exists(
        self, ada: Browser, cy: Browser, sandbox: Sandbox
    ) -> None:
        order_id = order_id_of(book(ada))
        before = len(sandbox.journal())
        page = cy.open(f"/order-confirmation?orderId={order_id}")
        assert (page.status, page.heading) == (404, headings.UNKNOWN)
        assert len(sandbox.journal()) == before
        choose_time(cy, TASTING)
        seen = []
        for asked in (order_id, UNKNOWN_ID):
            before = len(sandbox.journal())
            page = cy.open(f"/order-confirmation?orderId={asked}")
            assert page.heading == headings.BOOKING_UNSEEN
            seen.append((page.words, [call.path.rpartition("/")[0] for call in sandbox.journal()[before:]]))
        assert seen[0] == seen[1]
        assert "Tea tasting for two" in page.words
        assert "Wheel throwing" not in page.words

    def test_whoever_bought_goods_cannot_see_adas_booking_either(self, ada: Browser, cy: Browser) -> None:
        order_id = order_id_of(book(ada))
        buy(cy)
        assert "Wheel throwing" not in cy.open(f"/order-confirmation?orderId={order_id}").words

    def test_the_buyers_own_token_is_enough(self, ada: Browser, without_key: None) -> None:
        assert book(ada).heading == headings.BOOKING_PAID

    def test_whoever_signed_in_over_there_alone_is_told_what_is_certain(self, ada: Browser, app: Flask) -> None:
        hosted = sign_up(ada, choose_time(ada, MEMBERS))
        page = choose(ada, hosted, "plans") if "plans" in hosted.text else hosted
        hosted = pay(ada, ada.submit(page.form("/checkout$")))
        address = ada.send(hosted.form(primary=True)).headers["Location"].replace("&wixMemberLoggedIn=true", "")
        page = ada.open(address)
        assert (page.status, page.heading) == (200, headings.BOOKING_UNSEEN)
        assert "Open studio session" in page.words
        assert "tells whether the time is yours" in page.words
        login = ada.open(next(link for link in page.links() if "/auth/login" in link))
        shown = ada.submit(login.form(primary=True))
        if "/sandbox/" in shown.url:
            shown = ada.submit(shown.form(primary=True), email=EMAIL, password=PASSWORD)
        assert shown.heading == headings.BOOKED

    def test_without_an_order_in_the_address_the_latest_thing_is_spoken_of(self, ada: Browser) -> None:
        choose_time(ada)
        page = ada.open("/order-confirmation")
        assert (page.status, page.heading) == (200, headings.BOOKING_UNSEEN)
        add_to_cart(ada)
        ada.submit(ada.open("/cart").form("/checkout$"))
        assert ada.open("/order-confirmation").heading == headings.CART_WAITING

    def test_a_day_later_nothing_is_said_of_it(self, ada: Browser, sandbox: Sandbox) -> None:
        choose_time(ada)
        sandbox.clock.set(MONDAY.replace(day=19))
        assert ada.open(f"/order-confirmation?orderId={UNKNOWN_ID}").heading == headings.UNKNOWN

    @pytest.mark.parametrize(
        ("status", "payment_status", "heading"),
        [
            ("CANCELED", None, headings.BOOKING_CANCELLED),
            (None, "FULLY_REFUNDED", headings.BOOKING_REFUNDED),
            (None, "NOT_PAID", headings.BOOKING_PENDING),
            (None, "DECLINED", headings.DECLINED),
        ],
    )
    def test_what_became_of_it_since_is_told(
        self, ada: Browser, sandbox: Sandbox, status: str | None, payment_status: str | None, heading: str
    ) -> None:
        back = book(ada)
        sandbox.set_order_status(order_id_of(back), status=status, payment_status=payment_status)
        assert ada.open(back.path).heading == heading


def test_a_service_hidden_meanwhile_is_not_found(ada: Browser, sandbox: Sandbox, recorder: Recorder) -> None:
    sandbox.hide_service("wheel-throwing")
    assert ada.open(WHEEL).status == 404
    assert ada.post(f"{WHEEL}/bookings", {"slot": "x"}).status == 404


class TestTheHostedSite:
    """Links to it stand only in shops that ask for them."""

    @pytest.fixture
    def linking(self, app: Flask, sandbox: Sandbox) -> None:
        settings = replace(app.extensions["settings"], wix_hosted_pages=True)
        app.extensions["storefront"] = build_storefront(settings, sandbox.clock.now, embed(sandbox))
        app.jinja_env.globals["offers"] = {*app.jinja_env.globals["offers"], "hosted_pages"}  # type: ignore[misc]

    def test_its_services_and_products_are_one_press_away(self, ada: Browser, linking: None) -> None:
        for address in ("/services", "/products/harbour-mug"):
            page = ada.open(address)
            hosted = ada.submit(page.form("/hosted$"))
            assert hosted.url.startswith("http://localhost:8000/sandbox/")
            assert hosted.status == 200

    def test_there_is_no_link_unless_it_is_asked_for(self, ada: Browser) -> None:
        assert "/hosted" not in ada.open("/services").text + ada.open("/products/harbour-mug").text
        assert ada.post("/services/hosted").status == 404
        assert ada.post("/products/harbour-mug/hosted").status == 404


def test_a_return_without_an_id_speaks_of_the_open_checkout_and_not_of_a_booking(
    ada: Browser, sandbox: Sandbox
) -> None:
    add_to_cart(ada)
    hosted = start_checkout(ada)
    sandbox.clock.advance(timedelta(minutes=1))
    other_tab = ada.new_tab()
    choose_time(other_tab)
    assert choose(ada, hosted, "abandon").heading == headings.CART_WAITING


def test_leaving_keeps_the_zone_and_the_week(ada: Browser) -> None:
    page = choose(ada, choose_time(ada, f"{WHEEL}?zone=Europe/Paris"), "abandon")
    assert "zone=Europe" in page.path
    assert "Paris" in page.words


def test_times_that_cannot_be_read_are_no_closed_checkout(ada: Browser, sandbox: Sandbox) -> None:
    sandbox.faults.add(path="*v2/time-slots", kind="status", status=404, times=None)
    page = ada.open(WHEEL)
    assert page.status in (500, 502, 503)
    assert "checkout is closed" not in page.heading
