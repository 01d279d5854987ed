"""The account: everything one has in one place, and nobody else's; what cannot be read is said where it would stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from sandbox import Sandbox
from services.wix import orders
from tests.browsing import Browser, Page, words
from tests.journeys.conftest import MUG, add_to_cart, buy, order_id_of, pay, sign_in_to, start_checkout
from tests.recording import Recorder

pytestmark = pytest.mark.usefixtures("no_pauses")

BO = {"email": "bo@example.com", "password": "battery staple"}
PAGES = ("/account", "/account/orders", "/account/tickets", "/account/bookings", "/account/plans")
MY_MEMBER, SEARCH, EVENT = "/members/v1/members/my", "/ecom/v1/orders/search", "/events/v3/events/query"
TICKETS, PLANS = "/events/v1/orders", "/pricing-plans/v2/member/orders"
BOOKINGS = "/bookings/v2/extended-bookings/query"
ID = "00000000-0000-4000-8000-000000000000"


def calls_for(sandbox: Sandbox, browser: Browser, address: str) -> list[str]:
    """What the platform is asked for one page."""
    before = len(sandbox.journal())
    browser.open(address)
    return [call.path for call in sandbox.journal()[before:]]


def order_links(page: Page) -> list[str]:
    return [link for link in page.links() if "/account/orders/" in link]


def order_ids(sandbox: Sandbox, browser: Browser) -> list[str]:
    return [link.rpartition("/")[2] for link in order_links(browser.open("/account/orders"))]


@pytest.fixture
def jane(ada: Browser) -> Browser:
    """Ada with the demo account."""
    sign_in_to(ada)
    return ada


@pytest.fixture
def bo_signed_in(bo: Browser) -> Browser:
    sign_in_to(bo, **BO)
    return bo


def test_the_overview_has_name_photo_and_the_latest_of_everything(jane: Browser) -> None:
    page = jane.open("/account")
    assert "Jane Doe" in page.heading
    (portrait,) = page.by_class("portrait")
    assert "jane-portrait" in (portrait.get("src") or "")
    for expected in ("Order 9002", "Order 9001", "Payment open", "Evening on the wheel", "Tea Circle", "Active"):
        assert expected in page.words


def test_without_a_photo_the_initials_are_drawn(jane: Browser, recorder: Recorder) -> None:
    recorder.rewrite("/members/my", lambda answer: answer["member"]["profile"].pop("photo"))
    (portrait,) = jane.open("/account").by_class("portrait")
    assert (portrait.tag, words(portrait)) == ("span", "JD")


@pytest.mark.parametrize(
    "path", [*PAGES, "/account/orders?after=abc", f"/account/orders/{ID}", "/account/tickets?after=10"]
)
def test_a_signed_out_visit_returns_after_signing_in(ada: Browser, sandbox: Sandbox, path: str) -> None:
    asked = ada.open(path)
    assert asked.path.startswith("/auth/login?next=")
    assert not [call for call in sandbox.journal() if "/members" in call.path or "/orders" in call.path]
    page = sign_in_to(ada, path)
    assert any(hop.endswith(path) for hop in page.hops)


def test_signing_out_closes_the_account(jane: Browser) -> None:
    page = jane.open("/account")
    jane.submit(page.form("/auth/logout"))
    assert jane.open("/account").path.startswith("/auth/login")


@pytest.mark.parametrize("path", PAGES)
def test_the_account_is_kept_nowhere_and_found_by_no_search_engine(jane: Browser, path: str) -> None:
    page = jane.open(path)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert [meta.get("content") for meta in page.root.iter("meta") if meta.get("name") == "robots"] == ["noindex"]


def test_what_is_bought_while_signed_in_shows_up(jane: Browser) -> None:
    before = len(order_links(jane.open("/account/orders")))
    confirmation = buy(jane)
    links = order_links(jane.open("/account/orders"))
    assert len(links) == before + 1
    assert links[0].endswith(order_id_of(confirmation))
    page = jane.open(links[0])
    assert page.status == 200
    assert "Harbour mug" in page.words


def test_what_was_bought_in_this_browser_before_signing_in_can_be_read_too(ada: Browser) -> None:
    order_id = order_id_of(buy(ada))
    sign_in_to(ada)
    assert ada.open(f"/account/orders/{order_id}").status == 200


def test_an_order_has_its_state_its_lines_and_a_way_back(jane: Browser) -> None:
    newest, oldest = order_links(jane.open("/account/orders"))
    page = jane.open(oldest)
    assert page.heading == "Your order 9001"
    for expected in ("Paid", "Sent", "Harbour mug", "Boathouse breakfast tea", "$103.06", "18 Willow Street"):
        assert expected in page.words
    assert any(link.endswith("/account/orders") for link in page.links())
    assert "Payment open Not sent yet" in jane.open(newest).words


@pytest.mark.parametrize(
    ("status", "payment_status", "expected"),
    [
        ("APPROVED", "PAID", "Paid"),
        ("APPROVED", "PENDING", "Payment open"),
        ("REJECTED", "NOT_PAID", "Payment declined"),
        ("CANCELED", "PAID", "Cancelled"),
        ("APPROVED", "FULLY_REFUNDED", "Refunded"),
    ],
)
def test_each_state_of_an_order_has_its_words(
    jane: Browser, sandbox: Sandbox, status: str, payment_status: str, expected: str
) -> None:
    order_id = order_ids(sandbox, jane)[0]
    sandbox.set_order_status(order_id, status=status, payment_status=payment_status)
    for path in ("/account", "/account/orders", f"/account/orders/{order_id}"):
        page = jane.open(path)
        assert words(page.by_class("state")[0]) == expected


def test_nobody_else_can_read_an_order(jane: Browser, bo_signed_in: Browser, cy: Browser, sandbox: Sandbox) -> None:
    foreign = order_ids(sandbox, jane)[0]
    for page in (bo_signed_in.open(f"/account/orders/{foreign}"), bo_signed_in.open(f"/account/orders/{ID}")):
        assert page.status == 404
        assert "jane" not in page.text.lower()
    assert cy.open(f"/account/orders/{foreign}").path.startswith("/auth/login")


def test_a_foreign_order_is_answered_like_an_unknown_one(
    jane: Browser, bo_signed_in: Browser, sandbox: Sandbox
) -> None:
    foreign = order_ids(sandbox, jane)[0]
    for_foreign = calls_for(sandbox, bo_signed_in, f"/account/orders/{foreign}")
    for_unknown = calls_for(sandbox, bo_signed_in, f"/account/orders/{ID}")
    assert [path.replace(foreign, ID) for path in for_foreign] == for_unknown
    texts = [
        bo_signed_in.open(f"/account/orders/{order_id}", X_Request_Id="the-same-one") for order_id in (foreign, ID)
    ]
    assert texts[0].text.replace(foreign, ID) == texts[1].text


@pytest.mark.parametrize("order_id", ["1", "x" * 2000, "%2e%2e%2f", "é", "9001"])
def test_a_malformed_order_id_is_not_worth_a_call(jane: Browser, sandbox: Sandbox, order_id: str) -> None:
    before = len(sandbox.journal())
    assert jane.open(f"/account/orders/{order_id}").status == 404
    assert len(sandbox.journal()) == before


def test_bo_sees_only_what_is_bos(bo_signed_in: Browser) -> None:
    page = bo_signed_in.open("/account")
    assert "Bo Lindqvist" in page.heading
    for foreign in ("9001", "9002", "Jane", "Evening on the wheel", "Tea Circle"):
        assert foreign not in page.words


def test_what_is_not_theirs_is_not_listed_even_if_the_platform_answers_with_it(
    jane: Browser, recorder: Recorder
) -> None:
    recorder.rewrite(SEARCH, lambda answer: answer["orders"][0]["buyerInfo"].update(memberId=ID))
    recorder.rewrite(TICKETS, lambda answer: answer["orders"][0].update(memberId=ID))
    listed = jane.open("/account/orders").words
    assert "9001" in listed
    assert "9002" not in listed
    assert "7TEA-CUPS-2W4" not in jane.open("/account/tickets").words


def test_where_nothing_is_yet_it_says_where_to_get_some(bo_signed_in: Browser) -> None:
    for path, way_on in (
        ("/account/orders", "/products"),
        ("/account/tickets", "/events"),
        ("/account/bookings", "/services"),
        ("/account/plans", "/plans"),
    ):
        page = bo_signed_in.open(path)
        assert page.by_class("nothing-yet")
        assert any(link.endswith(way_on) for link in page.links())
    assert len(bo_signed_in.open("/account").by_class("nothing-yet")) == 4
    assert "by mail" in bo_signed_in.open("/account/tickets").words


@pytest.mark.parametrize(
    ("path", "calls"),
    [
        ("/account", [MY_MEMBER, SEARCH, TICKETS, EVENT, BOOKINGS, PLANS]),
        ("/account/orders", [MY_MEMBER, SEARCH]),
        ("/account/tickets", [MY_MEMBER, TICKETS, EVENT]),
        ("/account/bookings", [BOOKINGS]),
        ("/account/plans", [PLANS]),
    ],
)
def test_a_page_asks_the_platform_no_more_than_it_needs(
    jane: Browser, sandbox: Sandbox, path: str, calls: list[str]
) -> None:
    jane.open("/account/tickets")  # the shared token for events is made once
    assert calls_for(sandbox, jane, path) == calls


def test_an_order_takes_two_calls(jane: Browser, sandbox: Sandbox) -> None:
    order_id = order_ids(sandbox, jane)[0]
    assert calls_for(sandbox, jane, f"/account/orders/{order_id}") == [MY_MEMBER, f"/ecom/v1/orders/{order_id}"]


def test_orders_are_paged_and_lead_back_to_the_start(jane: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "PAGE_SIZE", 1)
    first = jane.open("/account/orders")
    assert "9002" in first.words
    assert "9001" not in first.words
    following = next(link for link in first.links() if "after=" in link)
    second = jane.open(following)
    assert "9001" in second.words
    assert "9002" not in second.words
    assert "Show what follows" not in second.words
    assert "Back to the start" in second.words


@pytest.mark.parametrize("name", ["orders", "tickets", "plans"])
@pytest.mark.parametrize(
    "after", ["nonsense", "99999", "10", "ticket-orders-10", "plan-orders-10", "%00", "a&after=b", "x" * 3000, ""]
)
def test_a_link_into_a_list_that_leads_nowhere_leads_to_its_start(jane: Browser, name: str, after: str) -> None:
    page = jane.open(f"/account/{name}?after={after}")
    assert page.status == 200
    assert page.by_class("thing")


def test_more_than_a_few_are_behind_a_link(jane: Browser, sandbox: Sandbox) -> None:
    assert "See all orders" not in jane.open("/account").words
    for _ in range(2):
        buy(jane)
    page = jane.open("/account")
    assert len(order_links(page)) == 3
    assert "See all orders" in page.words


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (SEARCH, "Your orders could not be loaded just now"),
        (TICKETS, "Your tickets could not be loaded just now"),
        (PLANS, "Your memberships could not be loaded just now"),
    ],
)
@pytest.mark.parametrize("kind", ["status", "garbage", "empty", "wrong_types", "reset"])
def test_a_part_that_cannot_be_read_leaves_the_others_alone(
    jane: Browser, sandbox: Sandbox, path: str, said: str, kind: str
) -> None:
    options = {"status": 503} if kind == "status" else {}
    sandbox.faults.add(path=path, kind=kind, times=None, **options)
    page = jane.open("/account")
    assert page.status == 200
    assert said in page.words
    assert page.words.count("could not be loaded") == 1
    there = {SEARCH: "Order 9001", TICKETS: "Evening on the wheel", PLANS: "Tea Circle"}
    assert [words for other, words in there.items() if (words in page.words) is (other == path)] == []


def test_tickets_are_shown_even_if_their_event_cannot_be_read(jane: Browser, sandbox: Sandbox) -> None:
    sandbox.faults.add(path=EVENT, kind="status", status=503, times=None)
    page = jane.open("/account/tickets")
    assert page.status == 200
    assert "7TEA-CUPS-2W4" in page.words
    assert "Evening on the wheel" not in page.words


def test_a_platform_that_does_not_say_who_one_is_signs_nobody_out(jane: Browser, sandbox: Sandbox) -> None:
    sandbox.faults.add(path=MY_MEMBER, kind="status", status=403, times=None)
    page = jane.open("/account")
    assert page.status == 200
    assert page.heading == "Your account"
    assert "Tea Circle" in page.words
    assert page.words.count("could not be loaded") == 2
    listed = jane.open("/account/orders")
    assert (listed.status, "could not be loaded" in listed.words) == (503, True)
    assert jane.open("/account/plans").status == 200
    sandbox.faults.clear()
    assert "Order 9001" in jane.open("/account").words


def test_a_slow_platform_is_not_asked_on_and_on(
    jane: Browser, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter([0.0, 1.0, 11.0, 12.0, 13.0, 14.0, 15.0])
    monkeypatch.setattr("routes.account_parts.monotonic", lambda: next(moments))
    assert calls_for(sandbox, jane, "/account") == [MY_MEMBER]
    assert jane.page is not None
    assert jane.page.words.count("could not be loaded") == 4


def test_a_platform_that_is_down_is_a_calm_page(jane: Browser, sandbox: Sandbox) -> None:
    sandbox.faults.add(path="/*", kind="status", status=503, times=None)
    assert jane.open("/account").status == 200
    for path in PAGES[1:]:
        page = jane.open(path)
        assert (page.status, page.headers["Cache-Control"]) == (503, "no-store")


def test_a_sign_in_that_the_platform_ended_is_asked_for_again_for_this_very_page(
    jane: Browser, sandbox: Sandbox
) -> None:
    sandbox.revoke_member_tokens("jane@example.com")
    page = jane.open("/account/orders?after=abc")
    assert page.path.startswith("/auth/login?next=")
    assert "signed out" in page.words
    assert "/account/orders" in page.path
    assert "after" in page.path


def test_tickets_have_numbers_and_files_and_go_by(jane: Browser, sandbox: Sandbox) -> None:
    page = jane.open("/account/tickets")
    assert "Coming up" in page.words
    assert any(link.endswith("/events/evening-on-the-wheel") for link in page.links())
    assert "Add to your calendar" in page.words
    files = [link for link in page.links() if link.endswith(".pdf")]
    assert len(files) == 3
    assert jane.client.get(urlsplit(files[0]).path, base_url="http://localhost:8000").mimetype == "application/pdf"
    sandbox.clock.advance(timedelta(days=30))
    past = jane.open("/account/tickets")
    assert "Past" in past.words
    assert "Coming up" not in past.words
    assert "calendar" not in past.words


def test_an_event_that_was_called_off_says_so_at_its_tickets(jane: Browser, sandbox: Sandbox) -> None:
    sandbox.cancel_event("evening-on-the-wheel")
    assert "This event was called off." in jane.open("/account/tickets").words


def test_a_membership_shows_price_state_and_what_comes_next(jane: Browser) -> None:
    page = jane.open("/account/plans")
    for expected in ("Tea Circle", "Active", "$120.00", "Next payment", "when you cancel"):
        assert expected in page.words


def test_a_membership_that_was_cancelled_has_no_next_payment(jane: Browser, recorder: Recorder) -> None:
    def cancel(answer: dict[str, Any]) -> None:
        answer["orders"][0] |= {"status": "CANCELED", "endDate": "2026-01-31T12:00:00.000Z", "currentCycle": {}}

    recorder.rewrite(PLANS, cancel)
    page = jane.open("/account/plans")
    assert "Next payment" not in page.words
    assert "Cancelled" in page.words
    assert "Ended January 31, 2026" in page.words


def test_whatever_stands_in_a_name_is_only_text(jane: Browser, recorder: Recorder) -> None:
    def rename(answer: dict[str, Any]) -> None:
        answer["member"]["contact"] |= {"firstName": "<script>alert(1)</script>", "lastName": "Ünder & Söhne"}

    recorder.rewrite("/members/my", rename)
    page = jane.open("/account")
    assert "<script>alert(1)" not in page.text
    assert "Ünder & Söhne" in page.heading


def test_a_shop_without_sign_in_has_no_account(ada: Browser, app: Flask) -> None:
    app.extensions["storefront"] = replace(app.extensions["storefront"], sign_in=None)
    for path in PAGES:
        assert ada.open(path).status == 404


def test_a_section_that_is_not_offered_leaves_no_trace(jane: Browser, app: Flask) -> None:
    offers = app.jinja_env.globals["offers"]
    assert isinstance(offers, set)
    app.extensions["storefront"] = replace(app.extensions["storefront"], events=None, plans=None, bookings=None)
    app.jinja_env.globals["offers"] = offers - {"events", "plans", "bookings"}
    page = jane.open("/account")
    for words_of_it in ("Tickets", "Bookings", "Membership"):
        assert words_of_it not in page.words
    for path in ("/account/tickets", "/account/bookings", "/account/plans"):
        assert jane.open(path).status == 404


def test_the_link_to_the_account_is_the_same_for_everybody(jane: Browser, cy: Browser) -> None:
    assert jane.open("/").text == cy.open("/").text
    assert any(link.endswith("/account") for link in cy.open("/").links())


def test_search_engines_are_kept_out(make_app: Callable[..., Flask]) -> None:
    app = make_app(INDEXABLE="1")
    text = Browser(app, "http://127.0.0.1:8000").open("/robots.txt").text
    for path in ("/account", "/auth", "/find-order"):
        assert f"Disallow: {path}\n" in text


def test_an_account_order_is_paid_for_as_before(jane: Browser) -> None:
    add_to_cart(jane, MUG)
    assert "paid" in pay(jane, start_checkout(jane)).heading
